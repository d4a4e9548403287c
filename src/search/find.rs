//! Running a pattern over an index.
//!
//! For each segment, every token test becomes a set of types. If some test
//! that each match must pass is rare enough, its positions come from tantivy's
//! postings and the automaton looks at their neighbourhood in the token store;
//! else the token store is scanned for the types with which a match can begin.
//! Both ways give the same hits as the naive matcher.

use tantivy::DocId;

use super::postings::{folded_forms, push_positions};
use super::selection::Chosen;
use crate::error::{Error, Kind, Result};
use crate::index::{OpenIndex, Segment};
use crate::query::{Anchor, Automaton, NaiveToken, Pattern, Scratch, TokenTest, TypeSet, naive_hits};

/// A scan costs about as much as looking at one position in so many tokens.
const SCAN_SHARE: u64 = 12;

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

/// How a segment is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// By whichever way is cheaper.
    Cheapest,
    /// By postings wherever some test must be passed.
    Postings,
    /// By scanning.
    Scan,
}

/// The hits of `pattern` in the chosen sections, in corpus order.
///
/// # Errors
/// A pattern that is too large, a damaged index.
pub fn find(index: &OpenIndex, pattern: &Pattern, chosen: &Chosen) -> Result<Vec<Hit>> {
    find_with(index, pattern, chosen, Plan::Cheapest)
}

/// The same, by a plan of one's own choice: every plan gives the same hits.
///
/// # Errors
/// As [`find`].
pub fn find_with(index: &OpenIndex, pattern: &Pattern, chosen: &Chosen, plan: Plan) -> Result<Vec<Hit>> {
    let automaton = Automaton::new(pattern)?;
    let ranks = ranks(index, chosen);
    let job = Job { index, pattern, automaton: &automaton, plan };
    let work = |(segment, ranks): (&Segment, &Vec<u32>)| job.segment(segment, ranks);
    let pairs: Vec<_> = index.segments().iter().zip(&ranks).collect();
    let parts: Vec<Result<Vec<Hit>>> = if pairs.len() < 2 {
        pairs.into_iter().map(work).collect()
    } else {
        std::thread::scope(|scope| {
            let workers: Vec<_> = pairs.into_iter().map(|pair| scope.spawn(move || work(pair))).collect();
            let join = |w: std::thread::ScopedJoinHandle<'_, Result<Vec<Hit>>>| {
                w.join()
                    .unwrap_or_else(|_| Err(Error::new(Kind::Query, "query", "the search ended in a fault of kwic's")))
            };
            workers.into_iter().map(join).collect()
        })
    };
    let mut hits = Vec::new();
    for part in parts {
        hits.append(&mut part?);
    }
    hits.sort_unstable();
    Ok(hits)
}

/// The hits by the naive matcher: the oracle.
pub fn naive_find(index: &OpenIndex, pattern: &Pattern, chosen: &Chosen) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (number, section) in index.sections().iter().enumerate().filter(|(n, _)| chosen.contains(*n)) {
        let Some(segment) = index.segment_of(section) else { continue };
        let lexicon = segment.store.lexicon();
        let token = |at| {
            let id = segment.store.type_at(at);
            NaiveToken { word: lexicon.word(id).to_string(), lc: lexicon.folded(lexicon.folded_of(id)).to_string() }
        };
        let tokens: Vec<NaiveToken> = segment.store.section(section.doc).map(token).collect();
        let language = language(index, number as u32);
        let spans = naive_hits(pattern, &tokens, language);
        hits.extend(spans.into_iter().map(|s| Hit { section: number as u32, start: s.start, end: s.end }));
    }
    hits
}

fn language(index: &OpenIndex, section: u32) -> Option<&str> {
    let section = index.sections().get(section as usize)?;
    index.manifest().papers.get(section.paper as usize)?.metadata.language.as_deref()
}

/// For each segment, the place of each document in [`OpenIndex::sections`]; `u32::MAX` if not chosen.
fn ranks(index: &OpenIndex, chosen: &Chosen) -> Vec<Vec<u32>> {
    let mut ranks: Vec<Vec<u32>> =
        index.segments().iter().map(|s| vec![u32::MAX; s.store.section_count() as usize]).collect();
    for (number, section) in index.sections().iter().enumerate().filter(|(n, _)| chosen.contains(*n)) {
        let slot = ranks.get_mut(section.segment as usize).and_then(|docs| docs.get_mut(section.doc as usize));
        if let Some(slot) = slot {
            *slot = number as u32;
        }
    }
    ranks
}

struct Job<'a> {
    index: &'a OpenIndex,
    pattern: &'a Pattern,
    automaton: &'a Automaton,
    plan: Plan,
}

impl Job<'_> {
    fn segment(&self, segment: &Segment, ranks: &[u32]) -> Result<Vec<Hit>> {
        let mut hits = Vec::new();
        if !self.pattern.needs_language() {
            self.in_language(segment, ranks, None, &|doc| rank(ranks, doc) != u32::MAX, &mut hits)?;
            return Ok(hits);
        }
        let of = |doc: DocId| language(self.index, rank(ranks, doc));
        let mut languages: Vec<Option<&str>> =
            (0..ranks.len() as u32).filter(|&d| rank(ranks, d) != u32::MAX).map(of).collect();
        languages.sort_unstable();
        languages.dedup();
        for language in languages {
            self.in_language(
                segment,
                ranks,
                language,
                &|doc| rank(ranks, doc) != u32::MAX && of(doc) == language,
                &mut hits,
            )?;
        }
        Ok(hits)
    }

    fn in_language(
        &self,
        segment: &Segment,
        ranks: &[u32],
        language: Option<&str>,
        wanted: &impl Fn(DocId) -> bool,
        hits: &mut Vec<Hit>,
    ) -> Result<()> {
        let lexicon = segment.store.lexicon();
        let tests = self.pattern.tests();
        let sets: Vec<TypeSet> = tests.iter().map(|test| lexicon.matching(test, language)).collect();
        let set_of = |test: &TokenTest| tests.iter().position(|t| *t == test).and_then(|at| sets.get(at));
        let costs: Vec<u64> = sets.iter().map(|set| tokens_of(segment, set)).collect();
        let cost = |test: &TokenTest| {
            tests.iter().position(|t| *t == test).and_then(|at| costs.get(at)).copied().unwrap_or(u64::MAX >> 20)
        };
        let anchor = self.pattern.anchor(&cost).filter(|(price, _)| self.takes_postings(*price, segment));
        if let Some((price, _)) = &anchor
            && *price == 0
        {
            return Ok(());
        }
        let forms = anchor.and_then(|(_, anchor)| {
            let forms: Option<Vec<_>> =
                anchor.iter().map(|(test, ..)| set_of(test).and_then(|set| folded_forms(segment, set))).collect();
            Some((anchor, forms?))
        });
        let mut scratch = Scratch::default();
        let type_at = |at| segment.store.type_at(at);
        let mut verify = |start: u32, section: &std::ops::Range<u32>, rank: u32| {
            if let Some(end) = self.automaton.shortest(start, section.end, &sets, type_at, &mut scratch) {
                hits.push(Hit { section: rank, start: start - section.start, end: end - section.start });
            }
        };
        match forms {
            Some((anchor, forms)) => {
                for start in self.candidates(segment, &anchor, &forms, wanted)? {
                    let doc = segment.store.section_of(start);
                    verify(start, &segment.store.section(doc), rank(ranks, doc));
                }
            }
            None => {
                let begins = self.automaton.begins_with(&sets, lexicon.len());
                for doc in (0..ranks.len() as u32).filter(|&doc| wanted(doc)) {
                    let section = segment.store.section(doc);
                    let mut at = section.start;
                    let mut starts = Vec::new();
                    segment.store.for_each_type(section.clone(), |id| {
                        if begins.contains(id) {
                            starts.push(at);
                        }
                        at += 1;
                    });
                    starts.into_iter().for_each(|start| verify(start, &section, rank(ranks, doc)));
                }
            }
        }
        Ok(())
    }

    fn takes_postings(&self, price: u64, segment: &Segment) -> bool {
        match self.plan {
            Plan::Cheapest => price <= u64::from(segment.store.token_count()) / SCAN_SHARE,
            Plan::Postings => true,
            Plan::Scan => false,
        }
    }

    /// The tokens at which a match can begin, ascending, each once.
    fn candidates(
        &self,
        segment: &Segment,
        anchor: &Anchor,
        forms: &[Vec<u32>],
        wanted: &impl Fn(DocId) -> bool,
    ) -> Result<Vec<u32>> {
        let mut starts = Vec::new();
        let text = self.index.fields().text;
        for ((_, fewest, most), forms) in anchor.iter().zip(forms) {
            push_positions(segment, text, forms, wanted, |at, section| {
                let room = at - section.start;
                let before = *fewest..=(*most).min(room);
                starts.extend(before.map(|tokens| at - tokens));
            })?;
        }
        starts.sort_unstable();
        starts.dedup();
        Ok(starts)
    }
}

fn rank(ranks: &[u32], doc: DocId) -> u32 {
    ranks.get(doc as usize).copied().unwrap_or(u32::MAX)
}

/// How many tokens of the segment have a type in `set`.
fn tokens_of(segment: &Segment, set: &TypeSet) -> u64 {
    let lexicon = segment.store.lexicon();
    match set {
        TypeSet::Every => u64::from(segment.store.token_count()),
        set => set.members(lexicon.len()).into_iter().map(|id| u64::from(lexicon.count(id))).sum(),
    }
}
