//! Running a compiled query: the sections of each segment are shared out among threads.

use std::cell::{Cell, OnceCell, RefCell};

use rayon::prelude::*;

use super::bound::Bound;
use super::compile::Compiled;
use super::hit::Hit;
use super::how::{How, Plan};
use super::section::Stretch;
use super::selection::Chosen;
use super::watch::Watch;
use crate::error::Result;
use crate::index::{OpenIndex, SectionInfo, Segment};

/// Fewer tokens than this are not shared out among threads.
const SMALL: u32 = 200_000;

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

/// Runs a compiled query over the chosen sections; gives the gatherers, each made by `make`, in no special order.
///
/// # Errors
/// A name that no paper gives a meaning, a query that takes too long or too much memory.
pub fn gather<G: Gather>(
    index: &OpenIndex,
    compiled: &Compiled,
    chosen: &Chosen,
    how: How,
    make: impl Fn() -> G + Sync,
) -> Result<Vec<G>> {
    let watch = Watch::new(how.timeout);
    let chosen = &compiled.looked_at(index, chosen)?;
    let groups = groups(index, chosen, compiled.by_language);
    let bounds: Vec<Bound<'_>> =
        groups.par_iter().map(|group| Bound::new(compiled, group.segment, group.language)).collect();
    // One share for each thread, unless there is little to share.
    let tokens: u64 = bounds.iter().map(|bound| u64::from(bound.segment.store.token_count())).sum();
    let most = (tokens / rayon::current_num_threads().max(1) as u64 + 1).max(u64::from(SMALL)) as u32;
    let shares: Vec<(&Bound<'_>, &[u32])> = groups
        .iter()
        .zip(&bounds)
        .flat_map(|(group, bound)| group.shares(index, most).into_iter().map(move |s| (bound, s)))
        .collect();
    let run = |&(bound, places): &(&Bound<'_>, &[u32])| {
        let mut gatherer = make();
        run_share(Share { index, compiled, bound, places }, how.plan, &watch, &mut gatherer);
        gatherer
    };
    let gathered = shares.par_iter().map(run).collect();
    watch.verdict()?;
    Ok(gathered)
}

/// The chosen sections of one segment, where need be of one language.
pub(super) struct Group<'a> {
    pub segment: &'a Segment,
    pub language: Option<&'a str>,
    /// Their places in [`OpenIndex::sections`], by document.
    places: Vec<u32>,
}

pub(super) fn groups<'a>(index: &'a OpenIndex, chosen: &Chosen, by_language: bool) -> Vec<Group<'a>> {
    let mut sections: Vec<(u32, Option<&str>, u32, u32)> = Vec::new();
    for (place, section) in index.sections().iter().enumerate().filter(|(place, _)| chosen.contains(*place)) {
        let language = if by_language { language(index, section) } else { None };
        sections.push((section.segment, language, section.doc, place as u32));
    }
    sections.par_sort_unstable();
    let group = |group: &[(u32, Option<&'a str>, u32, u32)]| {
        let &(segment, language, ..) = group.first()?;
        let segment = index.segments().get(segment as usize)?;
        Some(Group { segment, language, places: group.iter().map(|section| section.3).collect() })
    };
    sections.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter_map(group).collect()
}

fn language<'a>(index: &'a OpenIndex, section: &SectionInfo) -> Option<&'a str> {
    index.manifest().papers.get(section.paper as usize)?.metadata.language.as_deref()
}

impl Group<'_> {
    /// The sections in shares of about `most` tokens. A paper is in one share.
    fn shares(&self, index: &OpenIndex, most: u32) -> Vec<&[u32]> {
        let info = |place: &u32| index.sections().get(*place as usize);
        let end = |place: &u32| info(place).map_or(0, |section| self.segment.store.section(section.doc).end);
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

fn run_share(share: Share<'_>, plan: Plan, watch: &Watch, gatherer: &mut impl Gather) {
    let Share { index, compiled, bound, places } = share;
    let store = &bound.segment.store;
    let info = |place: u32| index.sections().get(place as usize).copied();
    let mut sections: Vec<(u32, u32)> =
        places.iter().filter_map(|&place| Some((place, store.section(info(place)?.doc).start))).collect();
    let end = places.last().and_then(|&place| info(place)).map_or(0, |last| store.section(last.doc).end);
    let range = sections.first().map_or(0, |s| s.1)..end;
    // In corpus order.
    sections.par_sort_unstable();
    let stretch = Stretch {
        compiled,
        bound,
        index,
        plan,
        range,
        sections: &sections,
        starts: vec![OnceCell::new(); compiled.nodes],
        scratch: Cell::default(),
        expressions: RefCell::default(),
        watch,
    };
    let (mut spans, mut hits) = (Vec::new(), Vec::new());
    for &(place, _) in &sections {
        if watch.is_late() {
            return;
        }
        let Some(info) = info(place) else { continue };
        stretch.hits(place, info, &mut spans);
        if !spans.is_empty() {
            hits.clear();
            hits.extend(spans.iter().map(|span| Hit { section: place, start: span.start, end: span.end }));
            gatherer.section(bound.segment, &info, &hits);
        }
    }
}
