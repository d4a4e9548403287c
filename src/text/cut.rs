//! Cutting: from reading text to tokens.
//!
//! A token is a word as UAX #29 segmentation finds it (a segment that holds a
//! letter or a digit). Text between ASCII white space is cut on its own, which
//! no rule of UAX #29 looks across; a stretch that is all ASCII is cut here,
//! any other by `unicode-segmentation`.

use unicode_segmentation::UnicodeSegmentation;

/// Calls `token` with the byte range of each word of `text`, in order.
///
/// ```
/// let mut cut = Vec::new();
/// kwic::text::words("US-Russian ties, e.g. don’t", |start, end| cut.push((start, end)));
/// let words: Vec<_> = cut.iter().map(|&(s, e)| &"US-Russian ties, e.g. don’t"[s..e]).collect();
/// assert_eq!(words, ["US", "Russian", "ties", "e.g", "don’t"]);
/// ```
pub fn words(text: &str, mut token: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(skipped) = bytes.get(start..).and_then(|rest| rest.iter().position(|b| !is_space(*b))) {
        start += skipped;
        let chunk = bytes.get(start..).unwrap_or(&[]);
        let mut high = 0;
        let length = chunk.iter().take_while(|b| !is_space(**b)).inspect(|b| high |= **b).count();
        let chunk = chunk.get(..length).unwrap_or(chunk);
        if high < 0x80 {
            ascii_words(chunk, start, &mut token);
        } else {
            // A mark at the very start belongs to the space before it.
            let from = start.saturating_sub(1);
            for (offset, segment) in text.get(from..start + length).unwrap_or("").split_word_bound_indices() {
                if segment.chars().any(char::is_alphanumeric) {
                    token(from + offset, from + offset + segment.len());
                }
            }
        }
        start += length;
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Letter,
    Digit,
    Underscore,
    Other,
}

fn class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b'_' => Class::Underscore,
        _ => Class::Other,
    }
}

/// UAX #29 rules WB5 to WB13b for ASCII without white space; `base` is added to what is reported.
fn ascii_words(chunk: &[u8], base: usize, token: &mut impl FnMut(usize, usize)) {
    let class_at = |at: usize| chunk.get(at).map_or(Class::Other, |&b| class(b));
    let mut at = 0;
    while at < chunk.len() {
        let mut last = class_at(at);
        if last == Class::Other {
            at += 1;
            continue;
        }
        let start = at;
        let mut wordlike = last != Class::Underscore;
        at += 1;
        while let Some(&byte) = chunk.get(at) {
            let mut here = class(byte);
            if here == Class::Other {
                here = class_at(at + 1);
                let joins = match last {
                    Class::Letter => matches!(byte, b'\'' | b'.' | b':') && here == Class::Letter,
                    Class::Digit => matches!(byte, b'\'' | b'.' | b',' | b';') && here == Class::Digit,
                    _ => false,
                };
                if !joins {
                    break;
                }
                at += 1;
            }
            last = here;
            wordlike |= last != Class::Underscore;
            at += 1;
        }
        if wordlike {
            token(base + start, base + at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_those_of_uax_29(text in "([a-zA-Z0-9_'.:;,\\- \n\t]|[éŁ’—العربية中文ไทยеё\u{301}\u{200d}\u{ad}]|\\PC){0,60}") {
            let mut cut = Vec::new();
            words(&text, |start, end| cut.push((start, end)));
            let expected: Vec<(usize, usize)> =
                text.unicode_word_indices().map(|(at, word)| (at, at + word.len())).collect();
            prop_assert_eq!(cut, expected);
        }
    }
}
