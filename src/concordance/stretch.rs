//! A stretch of a section's text, spelt out once for all lines that lie in it.

use std::ops::Range;

use super::edges::{closing, opening};
use crate::index::{Gaps, SourceLines, TokenStore};
use crate::model::WordList;

/// So many bytes are kept at most, but for a single line.
const LONGEST: usize = 1 << 20;

/// The text of some tokens that stand next to each other. It grows to the right as long as lines overlap, so that a
/// word that is in the context of many hits is looked up once. White space in a gap reads as one space.
pub(super) struct Stretch<'a> {
    store: &'a TokenStore,
    /// The section.
    doc: u32,
    /// The words by type, where they are spelt out already.
    words: Option<&'a WordList>,
    gaps: Gaps<'a>,
    lines: SourceLines<'a>,
    /// The first token.
    first: u32,
    text: String,
    /// Where in the text each token stands.
    tokens: Vec<(usize, usize)>,
}

impl<'a> Stretch<'a> {
    /// No text of section `doc` yet.
    pub fn new(store: &'a TokenStore, doc: u32, words: Option<&'a WordList>) -> Self {
        let (gaps, lines) = (store.gaps(), store.source_lines());
        Stretch { store, doc, words, gaps, lines, first: 0, text: String::new(), tokens: Vec::new() }
    }

    /// Grows until all of `wanted` is in it, or begins anew with that.
    pub fn reach(&mut self, wanted: &Range<u32>) {
        if wanted.start < self.first || wanted.start > self.end() || self.text.len() > LONGEST {
            self.text.clear();
            self.tokens.clear();
            self.first = wanted.start;
        }
        for at in self.end()..wanted.end {
            push_gap(self.gaps.gap(at), &mut self.text);
            let start = self.text.len();
            let id = self.store.type_at(at);
            self.text.push_str(self.words.map_or_else(|| self.store.lexicon().written(id), |words| words.get(id)));
            self.tokens.push((start, self.text.len()));
        }
    }

    /// The source line of a token, counted from 1; 0 where the source has no lines.
    pub fn source_line(&mut self, at: u32) -> u32 {
        self.lines.of(at)
    }

    fn end(&self) -> u32 {
        self.first + self.tokens.len() as u32
    }

    /// Where token `at` stands; behind all for one that is not in the stretch.
    fn token(&self, at: u32) -> (usize, usize) {
        let end = (self.text.len(), self.text.len());
        at.checked_sub(self.first).and_then(|at| self.tokens.get(at as usize)).copied().unwrap_or(end)
    }

    fn slice(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or("")
    }

    /// The tokens of `range` with the gap behind the last; what opens the first (a
    /// quotation mark, a bracket) stands before it.
    pub fn before(&self, range: Range<u32>) -> String {
        let opening = opening(self.store.gap(range.start));
        // A hit at the section's very end begins behind the last token.
        [opening, self.slice(self.token(range.start).0, self.token(range.end).0)].concat()
    }

    /// The text of tokens `range`, with the gaps between them.
    pub fn between(&self, range: &Range<u32>) -> String {
        match range.is_empty() {
            true => String::new(),
            false => self.slice(self.token(range.start).0, self.token(range.end - 1).1).to_string(),
        }
    }

    /// The tokens of `range` with the gaps before them, and what closes the
    /// last: a full stop, a quotation mark.
    pub fn behind(&self, range: Range<u32>) -> String {
        let last = range.end == self.store.section(self.doc).end;
        let closing = closing(if last { self.store.tail(self.doc) } else { self.store.gap(range.end) });
        let from = range.start.checked_sub(1).map_or(0, |before| self.token(before).1);
        let to = range.end.checked_sub(1).map_or(0, |last| self.token(last).1);
        [self.slice(from, to), closing].concat()
    }
}

/// Appends a gap with each run of white space in it as one space.
fn push_gap(gap: &str, out: &mut String) {
    let plain = |bytes: &[u8]| bytes.iter().all(|b| (b'!'..=b'~').contains(b));
    match gap.as_bytes() {
        [b' '] => out.push(' '),
        [rest @ .., b' '] | rest if plain(rest) => out.push_str(gap),
        _ => {
            let mut spaced = false;
            for c in gap.chars() {
                if !c.is_whitespace() {
                    out.push(c);
                } else if !spaced {
                    out.push(' ');
                }
                spaced = c.is_whitespace();
            }
        }
    }
}
