//! Cutting: from reading text to tokens.
//!
//! A token is a word as UAX #29 segmentation finds it (a segment that holds a
//! letter or a digit). Text between ASCII white space is cut on its own, which
//! no rule of UAX #29 looks across; a stretch that is all ASCII is cut here,
//! any other by `unicode-segmentation`.

use unicode_segmentation::UnicodeSegmentation;

use super::{Folder, Interner, ends_sentence};
use crate::model::{CutPaper, Section};

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

/// Cuts the sections of one paper, numbering its types.
#[derive(Default)]
pub struct Cutter {
    folder: Folder,
    words: Interner,
    paper: CutPaper,
}

impl Cutter {
    /// A cutter for one paper.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cuts one section. `paragraphs` holds the byte offset at which each of
    /// its paragraphs begins, `lines` and `pages` the offsets of source lines
    /// and pages, all ascending; what has no token of its own is left out.
    pub fn section(
        &mut self,
        path: Vec<String>,
        text: String,
        paragraphs: &[usize],
        lines: &[(usize, u32)],
        pages: &[(usize, Option<String>)],
    ) {
        let mut section = Section { path, ..Section::default() };
        words(&text, |start, end| {
            section.types.push(self.words.number_of(&text, start..end));
            // Papers of 4 GiB are refused before they are cut.
            section.tokens.push((start as u32, end as u32));
        });
        section.text = text;
        section.paragraphs = first_tokens(&section.tokens, paragraphs.iter().map(|&o| (o, ()))).map(|s| s.0).collect();
        section.lines = first_tokens(&section.tokens, lines.iter().copied()).collect();
        section.pages = first_tokens(&section.tokens, pages.iter().cloned()).collect();
        section.sentences = sentences(&section);
        self.paper.sections.push(section);
    }

    /// The paper, cut.
    pub fn finish(self) -> CutPaper {
        let Cutter { folder, words, mut paper } = self;
        words.words().iter().for_each(|word| paper.folded.push_with(|out| folder.fold_into(word, out)));
        paper.words = words.into_words();
        paper
    }
}

/// For each mark, the first token that begins at or after it; of several marks
/// with the same first token the last counts.
fn first_tokens<T>(tokens: &[(u32, u32)], marks: impl Iterator<Item = (usize, T)>) -> impl Iterator<Item = (u32, T)> {
    let mut at = 0;
    let mut found: Vec<(u32, T)> = Vec::new();
    for (offset, value) in marks {
        while tokens.get(at).is_some_and(|t| (t.0 as usize) < offset) {
            at += 1;
        }
        if at == tokens.len() {
            break;
        }
        if found.last().is_some_and(|last| last.0 == at as u32) {
            found.pop();
        }
        found.push((at as u32, value));
    }
    found.into_iter()
}

fn sentences(section: &Section) -> Vec<u32> {
    let mut starts = Vec::new();
    let mut paragraphs = section.paragraphs.iter().peekable();
    for at in 0..section.tokens.len() {
        let paragraph = paragraphs.next_if(|&&p| p as usize == at).is_some();
        if at == 0 || paragraph || ends_here(section, at) {
            starts.push(at as u32);
        }
    }
    starts
}

fn ends_here(section: &Section, at: usize) -> bool {
    let gap = section.gap(at);
    if gap == " " {
        return false;
    }
    let word = |i: usize| section.tokens.get(i).and_then(|t| section.text.get(t.0 as usize..t.1 as usize));
    match (at.checked_sub(1).and_then(word), word(at)) {
        (Some(before), Some(after)) => ends_sentence(before, gap, after),
        _ => false,
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
