//! The naive matcher: walks the tokens and tries every way. Slow, short, and
//! the oracle that every other way of running a query is tested against.

use std::collections::BTreeSet;

use super::Pattern;
use crate::model::Span;

/// A token as the naive matcher sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NaiveToken {
    /// The form as written.
    pub word: String,
    /// The folded form.
    pub lc: String,
}

/// The hits of `pattern` in one section, for papers in `language`: for each
/// first token, the shortest span.
pub fn naive_hits(pattern: &Pattern, tokens: &[NaiveToken], language: Option<&str>) -> Vec<Span> {
    (0..tokens.len())
        .filter_map(|start| {
            let end = ends(pattern, tokens, start, language).into_iter().find(|&end| end > start)?;
            Some(Span { start: start as u32, end: end as u32 })
        })
        .collect()
}

/// Every position at which a match that begins at `start` can end.
fn ends(pattern: &Pattern, tokens: &[NaiveToken], start: usize, language: Option<&str>) -> BTreeSet<usize> {
    match pattern {
        Pattern::Token(test) => {
            let passes = tokens.get(start).is_some_and(|t| test.predicate(language)(&t.word, &t.lc));
            passes.then_some(start + 1).into_iter().collect()
        }
        Pattern::Sequence(parts) => parts.iter().fold(BTreeSet::from([start]), |from, part| {
            from.into_iter().flat_map(|at| ends(part, tokens, at, language)).collect()
        }),
        Pattern::Alternatives(branches) => {
            branches.iter().flat_map(|branch| ends(branch, tokens, start, language)).collect()
        }
        Pattern::Repeat { pattern, min, max } => {
            let mut from = BTreeSet::from([start]);
            let mut all = if *min == 0 { from.clone() } else { BTreeSet::new() };
            for count in 1..=*max {
                from = from.into_iter().flat_map(|at| ends(pattern, tokens, at, language)).collect();
                if from.is_empty() {
                    break;
                }
                if count >= *min {
                    all.extend(&from);
                }
            }
            all
        }
    }
}
