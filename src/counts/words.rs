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
        (hits >= least.hits.max(1) && papers.len() >= least.papers).then_some(Word {
            form,
            hits,
            papers: papers.len() as u32,
        })
    };
    let mut found: Vec<Word> = (0..vocabulary.len() as u32).into_par_iter().filter_map(word).collect();
    found.par_sort_unstable_by_key(|word| (Reverse(word.hits), word.form));
    found
}
