//! Running a query over an index.
//!
//! For each segment every token test becomes a set of types ([`super::bound`]),
//! the places at which a span can begin are looked up or scanned for
//! ([`super::starts`]), and there the pattern is run ([`super::section`]). The
//! sections of a segment are shared out among threads. Every way gives the
//! same hits as the naive matcher.

use super::compile::Compiled;
use super::hit::{Hit, SavedHits};
use super::how::How;
use super::run::{Gather, gather};
use super::selection::Chosen;
use crate::error::Result;
use crate::index::{OpenIndex, SectionInfo, Segment};
use crate::query::Query;

/// The hits of a query in the chosen sections, in corpus order, by the cheapest plan and the usual strategy.
///
/// # Errors
/// A pattern that is too large, a damaged index.
pub fn find(index: &OpenIndex, query: &Query, chosen: &Chosen) -> Result<Vec<Hit>> {
    find_with(index, &Compiled::new(query, query.spans.usual_strategy(), &SavedHits::new())?, chosen, How::default())
}

/// The hits of a compiled query in the chosen sections, in corpus order: every plan gives the same.
///
/// # Errors
/// A query that takes too long.
pub fn find_with(index: &OpenIndex, compiled: &Compiled, chosen: &Chosen, how: How) -> Result<Vec<Hit>> {
    let mut hits: Vec<Hit> = gather(index, compiled, chosen, how, Vec::new)?.concat();
    // The parts are in order: this merges them.
    hits.sort();
    Ok(hits)
}

/// The first hits in corpus order, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstHits {
    /// The first hits.
    pub hits: Vec<Hit>,
    /// All hits.
    pub found: usize,
    /// All papers with a hit.
    pub papers: usize,
}

/// The first `most` hits of a compiled query in corpus order; the others are counted, and not kept.
///
/// # Errors
/// A query that takes too long.
pub fn first_hits(index: &OpenIndex, compiled: &Compiled, chosen: &Chosen, how: How, most: usize) -> Result<FirstHits> {
    let parts = gather(index, compiled, chosen, how, || First { most, last: None, first: FirstHits::default() })?;
    let mut all = FirstHits::default();
    for part in parts {
        all.hits.extend(part.first.hits);
        all.found += part.first.found;
        all.papers += part.first.papers;
    }
    all.hits.sort();
    all.hits.truncate(most);
    Ok(all)
}

struct First {
    most: usize,
    last: Option<u32>,
    first: FirstHits,
}

impl Gather for First {
    fn section(&mut self, _: &Segment, info: &SectionInfo, hits: &[Hit]) {
        let room = self.most.saturating_sub(self.first.hits.len());
        self.first.hits.extend(hits.iter().take(room));
        self.first.found += hits.len();
        self.first.papers += usize::from(self.last.replace(info.paper) != Some(info.paper));
    }
}
