//! Words that the source has cut itself, as tokens of a block.

use std::ops::Range;

use crate::model::{Annotated, SourceSpan, SourceToken, WordList};
use crate::papers::vertical::query_name;
use crate::text::Interner;

/// What may be said of a word; behind it what kwic wrote by attributes of its own.
const ANNOTATIONS: [&str; 4] = ["lemma", "pos", "msd", "upos"];
/// The most annotations.
const MOST: usize = 100;

/// The names of annotations in their order.
pub(in crate::papers) struct Names(Vec<String>);

impl Default for Names {
    fn default() -> Self {
        Names(ANNOTATIONS.map(str::to_string).to_vec())
    }
}

impl Names {
    /// The place of a name, a new one behind the others.
    pub fn place(&mut self, name: &str) -> Option<usize> {
        let known = self.0.iter().position(|known| known == name);
        known.or_else(|| {
            let name = query_name(name);
            (self.0.len() < MOST).then(|| self.0.push(name)).map(|()| self.0.len() - 1)
        })
    }
}

/// Without the tabs that stand between values.
pub(in crate::papers) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The row of a word.
pub(super) fn row(word: &str, values: &[String]) -> String {
    let mut row = vec![word];
    row.extend(values.iter().map(String::as_str));
    row.resize(row.len().max(ANNOTATIONS.len() + 1), "");
    row.join("\t")
}

/// Makes tokens of what stands between those of a block, so that it is found as well: each stretch
/// without a space is one, but for signs that are said to be no words.
pub(super) fn fill(
    text: &str,
    tokens: Vec<SourceToken>,
    signs: &[Range<usize>],
    rows: &mut Interner,
) -> Vec<SourceToken> {
    let mut all: Vec<SourceToken> = Vec::with_capacity(tokens.len());
    let (mut from, mut line) = (0, tokens.first().map_or(1, |token| token.line));
    let end = tokens.last().map(|last| SourceToken { start: text.len() as u32, end: text.len() as u32, ..*last });
    let given = tokens.len();
    for (number, token) in tokens.into_iter().chain(end).enumerate() {
        let between = text.get(from..token.start as usize).unwrap_or("");
        for loose in between.split_whitespace() {
            let start = from + (loose.as_ptr() as usize).saturating_sub(between.as_ptr() as usize);
            if signs.get(signs.partition_point(|sign| sign.end <= start)).is_some_and(|sign| sign.start <= start) {
                continue;
            }
            let row = rows.number(&row(loose, &[]));
            let (start, end) = (start as u32, (start + loose.len()) as u32);
            all.push(SourceToken { start, end, row, line, sentence: false });
        }
        if number < given {
            (from, line) = (token.end as usize, token.line);
            all.push(token);
        }
    }
    if let Some(first) = all.first_mut() {
        first.sentence = true;
    }
    all
}

/// What was said, without the annotations that no word has.
pub(super) fn annotated(rows: WordList, spans: Vec<SourceSpan>, names: Names) -> Annotated {
    let mut said = vec![false; names.0.len()];
    for row in rows.iter() {
        said.iter_mut().zip(row.split('\t').skip(1)).for_each(|(said, value)| *said |= !value.is_empty());
    }
    let kept = said.iter().filter(|said| **said).count();
    let names = names.0.into_iter().zip(&said).filter(|(_, said)| **said).map(|(name, _)| name).collect();
    let mut shorter = WordList::default();
    for row in rows.iter() {
        let mut values = row.split('\t');
        let mut short = vec![values.next().unwrap_or("")];
        short.extend(values.zip(&said).filter(|(_, said)| **said).map(|(value, _)| value));
        short.resize(kept + 1, "");
        shorter.push(&short.join("\t"));
    }
    Annotated { names, rows: shorter, spans }
}
