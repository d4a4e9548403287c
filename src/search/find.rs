//! Running a query over an index.
//!
//! For each segment every token test becomes a set of types ([`super::bound`]),
//! the places at which a span can begin are looked up or scanned for
//! ([`super::starts`]), and there the pattern is run ([`super::section`]). The
//! sections of a segment are shared out among threads. Every way gives the
//! same hits as the naive matcher.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::bound::Bound;
use super::compile::Compiled;
use super::section::Stretch;
use super::selection::Chosen;
use crate::error::{Error, Kind, Result};
use crate::index::{OpenIndex, SectionInfo, Segment};
use crate::query::{Query, Strategy};

/// Fewer tokens than this are not shared out among threads.
const SMALL: u32 = 200_000;

/// A hit: a span of tokens in one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// The section: its place in [`OpenIndex::sections`].
    pub section: u32,
    /// The first token, counted in the section.
    pub start: u32,
    /// The first token after the hit.
    pub end: u32,
}

/// The hits of saved results, in corpus order, by name.
pub type SavedHits = BTreeMap<String, Vec<Hit>>;

/// How a segment is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// By whichever way is cheaper.
    Cheapest,
    /// By looking up whatever every span must hold.
    Postings,
    /// By scanning.
    Scan,
}

/// How a query is run.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// The plan.
    pub plan: Plan,
    /// How long it may take; `None`: as long as it will.
    pub timeout: Option<Duration>,
}

impl Default for How {
    fn default() -> Self {
        How { plan: Plan::Cheapest, timeout: None }
    }
}

/// Gathers what is wanted of hits. One gatherer sees sections of one segment in corpus order.
pub trait Gather: Send {
    /// The hits of one section, which has some, in order.
    fn section(&mut self, segment: &Segment, info: &SectionInfo, hits: &[Hit]);
}

impl Gather for Vec<Hit> {
    fn section(&mut self, _: &Segment, _: &SectionInfo, hits: &[Hit]) {
        self.extend_from_slice(hits);
    }
}

/// The hits of a query in the chosen sections, in corpus order, by the cheapest plan and the standard strategy.
///
/// # Errors
/// A pattern that is too large, a damaged index.
pub fn find(index: &OpenIndex, query: &Query, chosen: &Chosen) -> Result<Vec<Hit>> {
    find_with(index, &Compiled::new(query, Strategy::Standard, &SavedHits::new())?, chosen, How::default())
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

/// Runs a compiled query over the chosen sections; gives the gatherers, each made by `make`, in no special order.
///
/// # Errors
/// A query that takes too long.
pub fn gather<G: Gather>(
    index: &OpenIndex,
    compiled: &Compiled,
    chosen: &Chosen,
    how: How,
    make: impl Fn() -> G + Sync,
) -> Result<Vec<G>> {
    let deadline = how.timeout.map(|timeout| Instant::now() + timeout);
    let stopped = AtomicBool::new(false);
    let late = || {
        if deadline.is_some_and(|deadline| Instant::now() > deadline) {
            stopped.store(true, Ordering::Relaxed);
        }
        stopped.load(Ordering::Relaxed)
    };
    let groups = groups(index, chosen, compiled.by_language);
    let bounds: Vec<Bound<'_>> =
        groups.par_iter().map(|group| Bound::new(compiled, group.segment, group.language)).collect();
    let shares: Vec<(&Bound<'_>, &[u32])> = groups
        .iter()
        .zip(&bounds)
        .flat_map(|(group, bound)| group.shares(index).into_iter().map(move |s| (bound, s)))
        .collect();
    let run = |&(bound, places): &(&Bound<'_>, &[u32])| {
        let mut gatherer = make();
        run_share(Share { index, compiled, bound, places }, how.plan, &late, &mut gatherer);
        gatherer
    };
    let gathered = shares.par_iter().map(run).collect();
    match stopped.load(Ordering::Relaxed) {
        false => Ok(gathered),
        true => Err(too_late(how.timeout.unwrap_or_default())),
    }
}

fn too_late(timeout: Duration) -> Error {
    Error::new(Kind::Query, "query", format!("it was not done after {} s and has been stopped", timeout.as_secs_f64()))
        .remedy("narrow it (`within s`, a rarer word, a selection), or give it longer with --timeout SECONDS")
}

/// The chosen sections of one segment, where need be of one language.
pub(super) struct Group<'a> {
    pub segment: &'a Segment,
    pub language: Option<&'a str>,
    /// Their places in [`OpenIndex::sections`], by document.
    places: Vec<u32>,
}

pub(super) fn groups<'a>(index: &'a OpenIndex, chosen: &Chosen, by_language: bool) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<(u32, Option<&str>), Vec<(u32, u32)>> = BTreeMap::new();
    for (place, section) in index.sections().iter().enumerate().filter(|(place, _)| chosen.contains(*place)) {
        let language = if by_language { language(index, section) } else { None };
        groups.entry((section.segment, language)).or_default().push((section.doc, place as u32));
    }
    let group = |((segment, language), mut sections): ((u32, Option<&'a str>), Vec<(u32, u32)>)| {
        sections.sort_unstable();
        let segment = index.segments().get(segment as usize)?;
        Some(Group { segment, language, places: sections.into_iter().map(|(_, place)| place).collect() })
    };
    groups.into_iter().filter_map(group).collect()
}

fn language<'a>(index: &'a OpenIndex, section: &SectionInfo) -> Option<&'a str> {
    index.manifest().papers.get(section.paper as usize)?.metadata.language.as_deref()
}

impl Group<'_> {
    /// The sections in shares of about the same number of tokens, one for each
    /// thread unless they are few. A paper is in one share.
    fn shares(&self, index: &OpenIndex) -> Vec<&[u32]> {
        let info = |place: &u32| index.sections().get(*place as usize);
        let end = |place: &u32| info(place).map_or(0, |section| self.segment.store.section(section.doc).end);
        let total = self.places.last().map_or(0, end);
        let most = (total / rayon::current_num_threads().max(1) as u32 + 1).max(SMALL);
        let (mut shares, mut first, mut from) = (Vec::new(), 0, 0);
        let papers = self.places.chunk_by(|a, b| info(a).map(|s| s.paper) == info(b).map(|s| s.paper));
        let mut at = 0;
        for paper in papers {
            at += paper.len();
            let reached = paper.last().map_or(0, end);
            if reached - from >= most {
                shares.extend(self.places.get(first..at));
                (first, from) = (at, reached);
            }
        }
        shares.extend(self.places.get(first..).filter(|rest| !rest.is_empty()));
        shares
    }
}

/// Sections of one segment, for one thread.
struct Share<'a> {
    index: &'a OpenIndex,
    compiled: &'a Compiled,
    bound: &'a Bound<'a>,
    places: &'a [u32],
}

fn run_share(share: Share<'_>, plan: Plan, late: &dyn Fn() -> bool, gatherer: &mut impl Gather) {
    let Share { index, compiled, bound, places } = share;
    let store = &bound.segment.store;
    let info = |place: u32| index.sections().get(place as usize).copied();
    let mut sections: Vec<(u32, u32)> =
        places.iter().filter_map(|&place| Some((place, store.section(info(place)?.doc).start))).collect();
    let end = places.last().and_then(|&place| info(place)).map_or(0, |last| store.section(last.doc).end);
    let range = sections.first().map_or(0, |s| s.1)..end;
    // In corpus order.
    sections.sort_unstable();
    let stretch = Stretch {
        compiled,
        bound,
        index,
        plan,
        range,
        sections: &sections,
        starts: vec![OnceCell::new(); compiled.nodes],
        scratch: Cell::default(),
    };
    let (mut spans, mut hits) = (Vec::new(), Vec::new());
    for &(place, _) in &sections {
        if late() {
            return;
        }
        let Some(info) = info(place) else { continue };
        stretch.hits(place, info, &mut spans, late);
        if !spans.is_empty() {
            hits.clear();
            hits.extend(spans.iter().map(|span| Hit { section: place, start: span.start, end: span.end }));
            gatherer.section(bound.segment, &info, &hits);
        }
    }
}
