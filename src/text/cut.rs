//! Cutting: from reading text to tokens.
//!
//! A token is a word as UAX #29 segmentation finds it (a segment that holds a
//! letter or a digit). Text between ASCII white space is cut on its own, which
//! no rule of UAX #29 looks across; a stretch that is all ASCII is cut here,
//! any other by `unicode-segmentation`. Scripts that set no spaces between words
//! are cut by a dictionary, as UAX #29 asks for: see [`super::unspaced`].

use unicode_segmentation::UnicodeSegmentation;

use super::unspaced::{is_unspaced, words_of_run};

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
            // A mark at the very start belongs to the spaces before it, or to the line end.
            let spaces = text.get(..start).unwrap_or("").trim_end_matches(' ').len();
            let from = spaces.min(start.saturating_sub(1));
            other_words(text.get(from..start + length).unwrap_or(""), from, &mut token);
        }
        start += length;
    }
}

/// Words of text that is not all ASCII; `base` is added to what is reported.
fn other_words(chunk: &str, base: usize, token: &mut impl FnMut(usize, usize)) {
    // Segments of scripts without spaces that stand together.
    let mut run = 0..0;
    for (at, segment) in chunk.split_word_bound_indices() {
        let end = at + segment.len();
        if segment.starts_with(is_unspaced) {
            run = if run.end == at { run.start..end } else { at..end };
            continue;
        }
        words_of_run(chunk.get(run.clone()).unwrap_or(""), base + run.start, token);
        run = end..end;
        if segment.chars().any(char::is_alphanumeric) {
            token(base + at, base + end);
        }
    }
    words_of_run(chunk.get(run.clone()).unwrap_or(""), base + run.start, token);
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

    fn cut(text: &str) -> Vec<(usize, usize)> {
        let mut cut = Vec::new();
        words(text, |start, end| cut.push((start, end)));
        cut
    }

    /// UAX #29 as `unicode-segmentation` has it, without a dictionary.
    fn by_rules(text: &str) -> Vec<(usize, usize)> {
        text.unicode_word_indices().map(|(at, word)| (at, at + word.len())).collect()
    }

    proptest! {
        #[test]
        fn words_are_those_of_uax_29(text in "([a-zA-Z0-9_'.:;,\\- \n\t]|[éŁ’—العربيةカナーеё\u{301}\u{200d}\u{ad}]|[^\\p{Han}\\p{Hiragana}\\p{Thai}\\p{Lao}\\p{Khmer}\\p{Myanmar}\\p{Zs}\\pC]){0,60}") {
            prop_assert_eq!(cut(&text), by_rules(&text));
        }

        #[test]
        fn a_dictionary_joins_what_rules_cut_and_takes_nothing_away(text in "([a-z0-9_'., ]|[中国人权宣言第一条ひらがなカーภาษาไทยที่ພາສາລາວភាសាខ្មែរမြန်မာဘာသာ๑၁\u{301}\u{200b}\u{200d}。、]|العر|мой|[^\\p{Zs}\\pC]){0,60}") {
            let (cut, rules) = (cut(&text), by_rules(&text));
            // Every border is one that rules see, and every sign that rules hold for a word's is in a word.
            prop_assert!(cut.windows(2).all(|pair| pair[0].1 <= pair[1].0));
            let borders: Vec<usize> = text.split_word_bound_indices().map(|(at, _)| at).chain([text.len()]).collect();
            prop_assert!(cut.iter().all(|(start, end)| borders.contains(start) && borders.contains(end)));
            prop_assert!(rules.iter().all(|rule| cut.iter().any(|word| word.0 <= rule.0 && rule.1 <= word.1)));
        }
    }

    #[test]
    fn a_word_ends_where_the_script_changes() {
        let text = "NATO加盟国と日本、กฎหมายLaw2024年";
        let words: Vec<&str> = cut(text).iter().map(|&(start, end)| text.get(start..end).unwrap()).collect();
        assert_eq!(words, ["NATO", "加盟", "国", "と", "日本", "กฎหมาย", "Law2024", "年"]);
    }
}
