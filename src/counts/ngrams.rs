//! Lists of n-grams.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use super::refine::{Gram, Grams, each_gram};
use super::{Running, Vocabulary};
use crate::error::Result;
use crate::stats::{PartSizes, Parts};

/// A measure of an n-gram's spread over the papers.
pub type SpreadMeasure = fn(&Parts) -> Option<f64>;

/// N-grams with their counts, kept as numbers: there may be millions. They are numbered from 0 in the order of their
/// spelling.
#[derive(Debug, Default)]
pub struct Ngrams {
    /// The ranks of all n-grams' forms, one n-gram after the other.
    ranks: Vec<u32>,
    /// Where the ranks of each n-gram end.
    ends: Vec<usize>,
    hits: Vec<u64>,
    papers: Vec<u32>,
    /// As many for each n-gram as were asked for.
    spreads: Vec<Option<f64>>,
    spreads_each: usize,
}

impl Ngrams {
    /// Counts the n-grams of running words, which are one corpus, that at least `papers` papers have.
    ///
    /// # Errors
    /// More running words than can be numbered.
    pub fn new(running: &Running, grams: &Grams, papers: usize, spreads: &[SpreadMeasure]) -> Result<Self> {
        let sizes = running.part_sizes(0);
        let make = || Ngrams { spreads_each: spreads.len(), ..Ngrams::default() };
        let found = each_gram(running, grams, make, |ngrams, gram| {
            if gram.parts.len() >= papers {
                ngrams.push(&gram, running, sizes, spreads);
            }
        })?;
        Ok(found.into_iter().fold(make(), Ngrams::followed_by))
    }

    fn push(&mut self, gram: &Gram<'_>, running: &Running, sizes: PartSizes, spreads: &[SpreadMeasure]) {
        self.ranks.extend(gram.ranks);
        self.ends.push(self.ranks.len());
        self.hits.push(gram.hits);
        self.papers.push(gram.parts.len() as u32);
        let tokens = |part: usize| running.parts().get(part).map_or(0, |part| part.tokens);
        let parts = Parts::of_hits(sizes, gram.parts.iter().map(|&(part, hits)| (hits, tokens(part))));
        self.spreads.extend(spreads.iter().map(|spread| spread(parts.as_ref()?)));
    }

    fn followed_by(mut self, other: Ngrams) -> Self {
        let before = self.ranks.len();
        self.ranks.extend(other.ranks);
        self.ends.extend(other.ends.into_iter().map(|end| before + end));
        self.hits.extend(other.hits);
        self.papers.extend(other.papers);
        self.spreads.extend(other.spreads);
        self
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All numbers, the most frequent n-gram first, those that are as frequent by their spelling.
    pub fn by_hits(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..self.len()).collect();
        numbers.par_sort_by_key(|number| Reverse(self.hits(*number)));
        numbers
    }

    fn range(&self, number: usize) -> Range<usize> {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        start..self.ends.get(number).copied().unwrap_or(start)
    }

    /// How many tokens n-gram `number` has.
    pub fn length(&self, number: usize) -> usize {
        self.range(number).len()
    }

    /// How often it is there.
    pub fn hits(&self, number: usize) -> u64 {
        self.hits.get(number).copied().unwrap_or(0)
    }

    /// How many papers have it.
    pub fn papers(&self, number: usize) -> u32 {
        self.papers.get(number).copied().unwrap_or(0)
    }

    /// Its spread by the measure at place `nth` of those asked for.
    pub fn spread(&self, number: usize, nth: usize) -> Option<f64> {
        self.spreads.get(number * self.spreads_each + nth).copied().flatten()
    }

    /// Its forms, a space between each two.
    pub fn text(&self, number: usize, vocabulary: &Vocabulary<'_>) -> String {
        spelt(self.ranks.get(self.range(number)).unwrap_or_default(), vocabulary)
    }
}

/// Forms by their ranks in the vocabulary, a space between each two.
pub(super) fn spelt(ranks: &[u32], vocabulary: &Vocabulary<'_>) -> String {
    let forms: Vec<_> = ranks.iter().map(|rank| vocabulary.form(*rank)).collect();
    forms.join(" ")
}
