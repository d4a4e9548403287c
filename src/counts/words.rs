//! Lists of forms, the most frequent first.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{FormCounts, Vocabulary};

/// What a form must have to be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Least {
    /// Hits.
    pub hits: u64,
    /// Papers with a hit.
    pub papers: usize,
}

/// A form that is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its number in the vocabulary.
    pub form: u32,
    /// How often it is used.
    pub hits: u64,
    /// How many papers have it.
    pub papers: u32,
}

/// The forms that are used, the most frequent first, those that are used as often by their spelling.
pub fn words(counts: &FormCounts, vocabulary: &Vocabulary<'_>, least: Least) -> Vec<Word> {
    let word = |form: u32| {
        let papers = counts.papers(form);
        let hits = papers.iter().map(|(_, count)| u64::from(*count)).sum();
        (hits >= least.hits.max(1) && papers.len() >= least.papers).then(|| {
            let spelt = vocabulary.form(form);
            (Reverse(hits), beginning(&spelt), Word { form, hits, papers: papers.len() as u32 })
        })
    };
    let mut found: Vec<_> = (0..vocabulary.len() as u32).into_par_iter().filter_map(word).collect();
    found.par_sort_unstable_by(|(hits, begins, word), (other_hits, other_begins, other)| {
        let by_spelling = || vocabulary.form(word.form).cmp(&vocabulary.form(other.form));
        hits.cmp(other_hits).then_with(|| begins.cmp(other_begins)).then_with(by_spelling)
    });
    found.into_iter().map(|(_, _, word)| word).collect()
}

/// The first bytes of a text as a number that sorts as they do.
fn beginning(text: &str) -> u64 {
    text.bytes().chain(std::iter::repeat(0)).take(8).fold(0, |number, byte| number << 8 | u64::from(byte))
}
