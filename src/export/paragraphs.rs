//! A section's paragraphs as stretches of tokens with the text that opens and closes them.

use std::ops::Range;

use super::laid::Laid;
use crate::text::{ends_sentence, words};

/// A paragraph, list item, row of a table or heading.
pub(super) struct Para<'a> {
    pub tokens: Range<usize>,
    /// What stands before its first token, and behind its last.
    pub opening: &'a str,
    pub closing: &'a str,
    /// Whether no more than a line end parts it from the next.
    pub joined: bool,
}

/// What belongs to the paragraph before, whether a line end alone follows that, what belongs to the next.
fn parted(gap: &str) -> (&str, bool, &str) {
    let Some((before, behind)) = gap.rsplit_once('\n') else { return (gap, false, "") };
    before.strip_suffix('\n').map_or((before, true, behind), |before| (before, false, behind))
}

/// The heading that has no word, if there is one, and the paragraphs.
pub(super) fn paragraphs<'a>(laid: &Laid<'a>) -> (Option<&'a str>, Vec<Para<'a>>) {
    let first = laid.tokens.first().map_or(laid.tail, |first| first.gap);
    let wordless = !laid.path.is_empty() && !laid.begins_with_its_heading();
    let (heading, mut opening) = match first.split_once("\n\n") {
        _ if !wordless => (None, first),
        Some((heading, rest)) => (Some(heading), rest),
        None => (Some(first), ""),
    };
    let mut all = Vec::new();
    if laid.tokens.is_empty() {
        if !opening.is_empty() {
            all.push(Para { tokens: 0..0, opening, closing: "", joined: false });
        }
        return (heading, all);
    }
    for tokens in laid.stretches(|token| token.paragraph) {
        let (closing, joined, next) = match laid.tokens.get(tokens.end) {
            Some(next) => parted(next.gap),
            None => (laid.tail, false, ""),
        };
        // What has no word and stands between ends what is joined.
        let joined = joined && !closing.contains("\n\n");
        all.push(Para { tokens, opening, closing, joined });
        opening = next;
    }
    (heading, all)
}

impl Para<'_> {
    /// Its text.
    pub fn text(&self, laid: &Laid<'_>) -> String {
        let mut text = self.opening.to_string();
        for at in self.tokens.clone() {
            let Some(token) = laid.tokens.get(at) else { continue };
            text.push_str(if at > self.tokens.start { token.gap } else { "" });
            text.push_str(token.written);
        }
        text.push_str(self.closing);
        text
    }

    /// Whether kwic would cut its text into these tokens and sentences.
    pub fn cuts_itself(&self, laid: &Laid<'_>, text: &str) -> bool {
        let (mut at, mut offset, mut same) = (self.tokens.start, self.opening.len(), true);
        let mut before = "";
        words(text, |start, end| {
            let Some(token) = laid.tokens.get(at).filter(|_| at < self.tokens.end) else {
                same = false;
                return;
            };
            offset += if at > self.tokens.start { token.gap.len() } else { 0 };
            same &= token.word == token.written && (start, end) == (offset, offset + token.word.len());
            let begins = at == self.tokens.start || ends_sentence(before, token.gap, token.word);
            same &= begins == token.sentence;
            (offset, before) = (end, token.word);
            at += 1;
        });
        same && at == self.tokens.end
    }
}
