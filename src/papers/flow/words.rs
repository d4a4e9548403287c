//! Words that the source has cut itself, as tokens of a block.

use crate::model::{Annotated, SourceSpan, SourceToken, WordList};
use crate::text::Interner;

/// What may be said of a word.
const ANNOTATIONS: [&str; 4] = ["lemma", "pos", "msd", "upos"];

/// Without the tabs that stand between values.
pub(in crate::papers) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The row of a word.
pub(super) fn row(word: &str, values: &[String]) -> String {
    let empty = String::new();
    let values = (0..ANNOTATIONS.len()).map(|at| values.get(at).unwrap_or(&empty).as_str());
    [word].into_iter().chain(values).collect::<Vec<_>>().join("\t")
}

/// Makes tokens of what stands between those of a block, so that it is found as well: each stretch
/// without a space is one.
pub(super) fn fill(text: &str, tokens: Vec<SourceToken>, rows: &mut Interner) -> Vec<SourceToken> {
    let mut all: Vec<SourceToken> = Vec::with_capacity(tokens.len());
    let (mut from, mut line) = (0, tokens.first().map_or(1, |token| token.line));
    let end = tokens.last().map(|last| SourceToken { start: text.len() as u32, end: text.len() as u32, ..*last });
    let given = tokens.len();
    for (number, token) in tokens.into_iter().chain(end).enumerate() {
        let between = text.get(from..token.start as usize).unwrap_or("");
        for loose in between.split_whitespace() {
            let start = from + (loose.as_ptr() as usize).saturating_sub(between.as_ptr() as usize);
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
pub(super) fn annotated(rows: WordList, spans: Vec<SourceSpan>) -> Annotated {
    let said = |at: usize| rows.iter().any(|row| row.split('\t').nth(at + 1).is_some_and(|value| !value.is_empty()));
    let kept: Vec<bool> = (0..ANNOTATIONS.len()).map(said).collect();
    let keep = |(value, kept): (&'static str, &bool)| kept.then(|| value.to_string());
    let names = ANNOTATIONS.into_iter().zip(&kept).filter_map(keep).collect();
    let mut shorter = WordList::default();
    for row in rows.iter() {
        let kept = std::iter::once(&true).chain(&kept);
        shorter.push(&row.split('\t').zip(kept).filter(|v| *v.1).map(|v| v.0).collect::<Vec<_>>().join("\t"));
    }
    Annotated { names, rows: shorter, spans }
}
