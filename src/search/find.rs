//! Running a pattern over an index.
//!
//! For each segment, every token test becomes a set of types. If some test
//! that each match must pass is rare enough, its positions come from the
//! store's inverted index and the automaton looks at their neighbourhood; else
//! the store's tokens are scanned for the types with which a match can begin.
//! Both ways give the same hits as the naive matcher.

use tantivy::DocId;

use super::selection::Chosen;
use crate::error::{Error, Kind, Result};
use crate::index::{OpenIndex, Segment, TokenStore};
use crate::query::{Automaton, NaiveToken, Pattern, Scratch, TokenTest, TypeSet, naive_hits};

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
        pairs.into_iter().map(work).map(Ok).collect()
    } else {
        std::thread::scope(|scope| {
            let workers: Vec<_> = pairs.into_iter().map(|pair| scope.spawn(move || work(pair))).collect();
            let join = |w: std::thread::ScopedJoinHandle<'_, Vec<Hit>>| {
                w.join().map_err(|_| Error::new(Kind::Query, "query", "the search ended in a fault of kwic's"))
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
    fn segment(&self, segment: &Segment, ranks: &[u32]) -> Vec<Hit> {
        let mut hits = Vec::new();
        if !self.pattern.needs_language() {
            self.in_language(segment, ranks, None, &|doc| rank(ranks, doc) != u32::MAX, &mut hits);
            return hits;
        }
        let of = |doc: DocId| language(self.index, rank(ranks, doc));
        let mut languages: Vec<Option<&str>> =
            (0..ranks.len() as u32).filter(|&d| rank(ranks, d) != u32::MAX).map(of).collect();
        languages.sort_unstable();
        languages.dedup();
        for language in languages {
            let wanted = |doc| rank(ranks, doc) != u32::MAX && of(doc) == language;
            self.in_language(segment, ranks, language, &wanted, &mut hits);
        }
        hits
    }

    fn in_language(
        &self,
        segment: &Segment,
        ranks: &[u32],
        language: Option<&str>,
        wanted: &impl Fn(DocId) -> bool,
        hits: &mut Vec<Hit>,
    ) {
        let store = &segment.store;
        let tests = self.pattern.tests();
        let sets: Vec<TypeSet> = tests.iter().map(|test| store.lexicon().matching(test, language)).collect();
        let starts = match self.anchor(segment, &tests, &sets) {
            Way::Nothing => return,
            Way::Postings(anchor) => starts_by_postings(store, &anchor),
            Way::Scan => starts_by_scan(store, &self.automaton.begins_with(&sets, store.lexicon().len())),
        };
        let mut scratch = Scratch::default();
        let type_at = |at| store.type_at(at);
        let (mut doc, mut section) = (0, store.section(0));
        for start in starts {
            while start >= section.end && doc + 1 < store.section_count() {
                doc += 1;
                section = store.section(doc);
            }
            if !wanted(doc) {
                continue;
            }
            if let Some(end) = self.automaton.shortest(start, section.end, &sets, type_at, &mut scratch) {
                let (start, end) = (start - section.start, end - section.start);
                hits.push(Hit { section: rank(ranks, doc), start, end });
            }
        }
    }

    /// By which way the segment is searched.
    fn anchor(&self, segment: &Segment, tests: &[&TokenTest], sets: &[TypeSet]) -> Way {
        let number = |test: &TokenTest| tests.iter().position(|t| *t == test).unwrap_or(usize::MAX);
        let costs: Vec<u64> = sets.iter().map(|set| tokens_of(segment, set)).collect();
        let cost = |test: &TokenTest| costs.get(number(test)).copied().unwrap_or(0);
        match self.pattern.anchor(&cost) {
            Some((0, _)) => Way::Nothing,
            Some((price, anchor)) if self.takes_postings(price, segment) => {
                let forms = |test: &TokenTest| sets.get(number(test)).map(|set| folded_forms(segment, set));
                Way::Postings(
                    anchor.iter().map(|(test, min, max)| (forms(test).unwrap_or_default(), *min, *max)).collect(),
                )
            }
            _ => Way::Scan,
        }
    }

    fn takes_postings(&self, price: u64, segment: &Segment) -> bool {
        match self.plan {
            Plan::Cheapest => price <= u64::from(segment.store.token_count()) / SCAN_SHARE,
            Plan::Postings => true,
            Plan::Scan => false,
        }
    }
}

/// How the tokens at which a match can begin are found.
enum Way {
    /// A token that every match holds is in no section.
    Nothing,
    /// Folded forms of which every match holds a token, with the fewest and the most tokens before it.
    Postings(Vec<(Vec<u32>, u32, u32)>),
    Scan,
}

/// The tokens at which a match can begin, ascending, each once; in one of
/// another section than its anchor's no match is found.
fn starts_by_postings(store: &TokenStore, anchor: &[(Vec<u32>, u32, u32)]) -> Vec<u32> {
    let (mut starts, mut positions) = (Vec::new(), Vec::new());
    for (forms, fewest, most) in anchor {
        positions.clear();
        forms.iter().for_each(|&form| store.push_positions(form, &mut positions));
        for before in *fewest..=*most {
            starts.extend(positions.iter().filter_map(|at| at.checked_sub(before)));
        }
    }
    if !starts.is_sorted() {
        starts.sort_unstable();
    }
    starts.dedup();
    starts
}

fn starts_by_scan(store: &TokenStore, begins: &TypeSet) -> Vec<u32> {
    let (mut starts, mut at) = (Vec::new(), 0);
    store.for_each_type(0..store.token_count(), |id| {
        if begins.contains(id) {
            starts.push(at);
        }
        at += 1;
    });
    starts
}

fn rank(ranks: &[u32], doc: DocId) -> u32 {
    ranks.get(doc as usize).copied().unwrap_or(u32::MAX)
}

/// The folded forms of the types in `set`, ascending.
fn folded_forms(segment: &Segment, set: &TypeSet) -> Vec<u32> {
    let lexicon = segment.store.lexicon();
    let mut forms: Vec<u32> = set.members(lexicon.len()).into_iter().map(|id| lexicon.folded_of(id)).collect();
    forms.dedup();
    forms
}

/// How many tokens of the segment have a type in `set`.
fn tokens_of(segment: &Segment, set: &TypeSet) -> u64 {
    let lexicon = segment.store.lexicon();
    match set {
        TypeSet::Every => u64::from(segment.store.token_count()),
        set => set.members(lexicon.len()).into_iter().map(|id| u64::from(lexicon.count(id))).sum(),
    }
}
