//! Lines in shares, which several threads make at once.

use std::ops::Range;

use rayon::prelude::*;

use super::{Composer, Line};
use crate::error::Result;
use crate::search::Hit;

/// Lines that are made in iteration at one go, and of them those that one thread makes.
const BATCH: usize = 8192;
const SHARE: usize = 512;

/// Lines that can be made in any shares, on any thread.
pub trait Lines: Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// Those of a half-open range.
    fn share(&self, range: Range<usize>) -> Vec<Result<Line>>;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All in order; they are made in batches, on several threads.
    fn iter(&self) -> impl Iterator<Item = Result<Line>>
    where
        Self: Sized,
    {
        pieces(0..self.len(), BATCH).flat_map(|batch| {
            let shares: Vec<Range<usize>> = pieces(batch, SHARE).collect();
            shares.into_par_iter().map(|share| self.share(share)).collect::<Vec<_>>().into_iter().flatten()
        })
    }
}

/// A range in pieces of so many, the last of what is left.
pub(crate) fn pieces(range: Range<usize>, of: usize) -> impl Iterator<Item = Range<usize>> {
    range.clone().step_by(of).map(move |start| start..range.end.min(start + of))
}

/// The lines of hits.
pub struct Concordance<'a> {
    composer: &'a Composer<'a>,
    hits: &'a [Hit],
}

impl<'a> Composer<'a> {
    /// The lines of hits, in their order.
    pub fn lines(&'a self, hits: &'a [Hit]) -> Concordance<'a> {
        Concordance { composer: self, hits }
    }
}

impl Lines for Concordance<'_> {
    fn len(&self) -> usize {
        self.hits.len()
    }

    fn share(&self, range: Range<usize>) -> Vec<Result<Line>> {
        self.composer.compose(self.hits.get(range).unwrap_or(&[]), self.hits.len())
    }
}

/// Lines that are there already.
impl Lines for Vec<Line> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn share(&self, range: Range<usize>) -> Vec<Result<Line>> {
        self.get(range).unwrap_or(&[]).iter().cloned().map(Ok).collect()
    }
}
