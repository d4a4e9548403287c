//! How often queries hit in groups of papers.

use std::collections::BTreeMap;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{Draws, Rate};
use crate::concordance::{Dimension, Places};
use crate::error::{Error, Kind, Result};
use crate::index::{OpenIndex, SectionInfo, Segment};
use crate::search::{Chosen, Compiled, Gather, Hit, How, gather, looked_at_by_all};
use crate::stats::Paper;

/// What queries are counted in: groups of the chosen sections, each with its papers, and for each query the hits there.
pub struct Comparison {
    groups: Vec<Group>,
    /// The tokens of the chosen sections of each chosen paper, by paper.
    tokens: BTreeMap<u32, u64>,
    queries: Vec<Hits>,
}

struct Group {
    name: Option<String>,
    /// In corpus order.
    members: Vec<Member>,
}

/// A paper of a group.
struct Member {
    paper: u32,
    /// Its sections in the group: a group of [`Places`].
    place: u32,
    /// Their tokens.
    tokens: u64,
}

/// The hits of one query.
struct Hits {
    /// By place.
    in_places: Vec<u64>,
    /// By paper, each hit once.
    in_papers: BTreeMap<u32, u64>,
}

/// Counts queries in the groups that a dimension makes of the chosen sections; without one, in all of them.
///
/// A section of several themes counts in the group of each. Places of the selection without a hit are groups too.
///
/// # Errors
/// A dimension that is no place; a query that takes too long; a damaged index.
pub fn compare(
    index: &OpenIndex,
    queries: &[Compiled],
    chosen: &Chosen,
    how: How,
    by: Option<&Dimension>,
) -> Result<Comparison> {
    if let Some(Dimension::Token(_, name)) = by {
        let cause = "this is a word beside a hit, and no group of papers";
        return Err(Error::new(Kind::Query, format!("--by {name}"), cause)
            .remedy(format!("`kwic find QUERY --by {name}` counts what stands there")));
    }
    let paper = Dimension::Place("paper".into());
    let dimensions: Vec<Dimension> = by.into_iter().cloned().chain([paper]).collect();
    let chosen = &looked_at_by_all(index, queries, chosen)?;
    let places = Places::new(index, chosen, &dimensions)?;
    let hits = |query: &Compiled| Hits::gather(index, query, chosen, how, &places);
    // Of several errors the first is told.
    let queries: Vec<Result<Hits>> = queries.par_iter().map(hits).collect();
    let groups = groups(index, &places, by.is_some());
    let tokens = tokens_of_papers(index, chosen);
    Ok(Comparison { groups, tokens, queries: queries.into_iter().collect::<Result<_>>()? })
}

/// The tokens of the chosen sections of each paper that has some.
fn tokens_of_papers(index: &OpenIndex, chosen: &Chosen) -> BTreeMap<u32, u64> {
    let mut tokens = BTreeMap::new();
    let sections = index.sections().iter().enumerate().filter(|(number, _)| chosen.contains(*number));
    for (_, section) in sections {
        let own = index.segment_of(section).map_or(0, |s| s.store.section(section.doc).len() as u64);
        *tokens.entry(section.paper).or_default() += own;
    }
    tokens
}

/// The groups, in the order of their names. A place's values are, where groups are `named`, the name, and the paper.
fn groups(index: &OpenIndex, places: &Places, named: bool) -> Vec<Group> {
    let mut papers = vec![0; places.groups.len()];
    for (section, own) in index.sections().iter().zip(&places.of_section) {
        for &place in own {
            papers.get_mut(place as usize).into_iter().for_each(|paper| *paper = section.paper);
        }
    }
    let mut groups: BTreeMap<Option<String>, Vec<Member>> = BTreeMap::new();
    for (place, ((values, tokens), paper)) in (0..).zip(places.groups.iter().zip(papers)) {
        let name = if named { values.first().cloned().flatten() } else { Some("all".to_string()) };
        groups.entry(name).or_default().push(Member { paper, place, tokens: *tokens });
    }
    groups.values_mut().for_each(|members| members.sort_unstable_by_key(|member| member.paper));
    groups.into_iter().map(|(name, members)| Group { name, members }).collect()
}

impl Hits {
    fn gather(index: &OpenIndex, query: &Compiled, chosen: &Chosen, how: How, places: &Places) -> Result<Self> {
        let mut hits = Hits { in_places: vec![0; places.groups.len()], in_papers: BTreeMap::new() };
        let parts = gather(index, query, chosen, how, Sections::default)?;
        for (section, paper, count) in parts.into_iter().flat_map(|part| part.0) {
            *hits.in_papers.entry(paper).or_default() += count;
            for &place in places.of_section.get(section as usize).into_iter().flatten() {
                hits.in_places.get_mut(place as usize).into_iter().for_each(|hits| *hits += count);
            }
        }
        Ok(hits)
    }
}

/// Section, paper, and number of hits.
#[derive(Default)]
struct Sections(Vec<(u32, u32, u64)>);

impl Gather for Sections {
    fn section(&mut self, _: &Segment, info: &SectionInfo, hits: &[Hit]) {
        self.0.extend(hits.first().map(|first| (first.section, info.paper, hits.len() as u64)));
    }
}

impl Comparison {
    /// The groups' names, in order; `None` is the group of what has no value. Without a dimension there is one: `all`.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.groups.iter().map(|group| group.name.as_deref())
    }

    /// The name of one group.
    pub fn name(&self, group: usize) -> Option<&str> {
        self.groups.get(group)?.name.as_deref()
    }

    /// All hits of a query, each once, and the papers that have some.
    pub fn found(&self, query: usize) -> (u64, u64) {
        self.queries.get(query).map_or((0, 0), |hits| (hits.in_papers.values().sum(), hits.in_papers.len() as u64))
    }

    /// What the papers of a group say of a query, in corpus order.
    pub fn papers(&self, query: usize, group: usize) -> Vec<Paper> {
        self.members(query, group, |own| own.tokens)
    }

    /// The papers of a group with their hits, and what is to stand for their tokens.
    fn members(&self, query: usize, group: usize, tokens: impl Fn(&Member) -> u64) -> Vec<Paper> {
        let (Some(hits), Some(group)) = (self.queries.get(query), self.groups.get(group)) else { return Vec::new() };
        let paper = |own: &Member| Paper { hits: at(&hits.in_places, own.place), tokens: tokens(own) };
        group.members.iter().map(paper).collect()
    }

    /// What papers say of a query outside of a group; those that are wholly inside are left out.
    pub fn rest(&self, query: usize, group: usize) -> Vec<Paper> {
        let Some(all) = self.queries.get(query) else { return Vec::new() };
        let numbers = self.groups.get(group).into_iter().flat_map(|group| &group.members).map(|own| own.paper);
        let inside: BTreeMap<u32, Paper> = numbers.zip(self.papers(query, group)).collect();
        let outside = |(number, tokens): (&u32, &u64)| {
            let hits = all.in_papers.get(number).copied().unwrap_or(0);
            let inside = inside.get(number).copied().unwrap_or_default();
            Paper { hits: hits.saturating_sub(inside.hits), tokens: tokens.saturating_sub(inside.tokens) }
        };
        self.tokens.iter().map(outside).filter(|paper| paper.tokens > 0).collect()
    }

    /// Whether a paper has sections in both groups; without another group, inside and outside of the one.
    pub fn overlap(&self, group: usize, other: Option<usize>) -> bool {
        let Some(group) = self.groups.get(group) else { return false };
        match other.and_then(|other| self.groups.get(other)) {
            Some(other) => group.members.iter().any(|own| other.members.iter().any(|member| member.paper == own.paper)),
            None => group.members.iter().any(|own| self.tokens.get(&own.paper).is_some_and(|all| *all > own.tokens)),
        }
    }

    /// The rates of each query in each group. A group has the same draws whatever it is compared with.
    pub fn rates(&self, draws: Draws) -> Vec<Vec<Rate>> {
        self.each(draws, |query, group| self.papers(query, group))
    }

    /// Each query's share of the hits of all queries in each group, and its interval over papers: as [`Rate`]s whose
    /// tokens are those hits.
    pub fn shares(&self, draws: Draws) -> Vec<Vec<Rate>> {
        let mut of_all = vec![0; self.queries.first().map_or(0, |query| query.in_places.len())];
        for query in &self.queries {
            of_all.iter_mut().zip(&query.in_places).for_each(|(all, hits)| *all += hits);
        }
        let mut shares = self.each(draws, |query, group| self.members(query, group, |own| at(&of_all, own.place)));
        let intervals = shares.iter_mut().flatten().filter_map(|share| share.interval.as_mut());
        intervals.for_each(|interval| interval.high = interval.high.min(1.0));
        shares
    }

    fn each(&self, draws: Draws, papers: impl Fn(usize, usize) -> Vec<Paper> + Sync) -> Vec<Vec<Rate>> {
        let rate = |query: usize, (at, group): (usize, &Group)| {
            Rate::of(&papers(query, at), Draws { seed: seed(draws.seed, group), ..draws })
        };
        let of_query = |query: usize| self.groups.par_iter().enumerate().map(|group| rate(query, group)).collect();
        (0..self.queries.len()).into_par_iter().map(of_query).collect()
    }
}

fn at(counts: &[u64], place: u32) -> u64 {
    counts.get(place as usize).copied().unwrap_or(0)
}

/// A seed of its own for each group, the same whatever other groups there are.
fn seed(seed: u64, group: &Group) -> u64 {
    xxh3_64_with_seed(group.name.as_deref().unwrap_or("\0").as_bytes(), seed)
}
