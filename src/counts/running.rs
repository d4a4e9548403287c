//! The running words of chosen sections, laid out one after the other as numbers: what n-grams are counted from.

use rayon::prelude::*;

use super::{Passing, Vocabulary};
use crate::index::{OpenIndex, SectionInfo};
use crate::query::{Layer, TokenTest};
use crate::search::Chosen;
use crate::stats::PartSizes;

/// What tokens of an n-gram must be, beside being counted.
#[derive(Debug, Clone, Default)]
pub struct GramTests {
    /// What its first token must be.
    pub first: Option<TokenTest>,
    /// What its last token must be.
    pub last: Option<TokenTest>,
    /// What one of its tokens must be.
    pub any: Option<TokenTest>,
}

/// Marks of a token: it may be the first, the last, the one that is wanted.
pub(super) const FIRST: u8 = 1;
pub(super) const LAST: u8 = 2;
pub(super) const ANY: u8 = 4;

/// The chosen sections of one paper in one of the corpora.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The place of its corpus in what was laid out.
    pub corpus: usize,
    /// Its tokens.
    pub tokens: u64,
    /// Where it ends among the running words.
    end: usize,
}

/// The running words of one or more corpora.
pub struct Running {
    /// The number of each token's form in the vocabulary, which is its rank in the order of spellings; [`END`](Self::END) and [`LEFT_OUT`](Self::LEFT_OUT) among them.
    ranks: Vec<u32>,
    /// The marks of each token; empty where every token has all of them.
    marks: Vec<u8>,
    parts: Vec<Part>,
    /// How many forms the vocabulary has.
    forms: usize,
}

impl Running {
    /// Stands where no n-gram reaches over.
    pub(super) const END: u32 = u32::MAX;
    /// A token that is not counted, but takes up its place.
    pub(super) const LEFT_OUT: u32 = Vocabulary::LEFT_OUT - 1;

    /// Lays out the sections of each corpus. N-grams stay within a span of `within`, and within their section.
    pub fn new(
        index: &OpenIndex,
        corpora: &[&Chosen],
        vocabulary: &Vocabulary<'_>,
        within: Layer,
        tests: &GramTests,
    ) -> Self {
        let tests = [(FIRST, &tests.first), (LAST, &tests.last), (ANY, &tests.any)];
        let tests = tests.into_iter().filter_map(|(mark, test)| Some((mark, Passing::new(index, test.as_ref()?))));
        let layout = Layout { index, vocabulary, within, tests: tests.collect() };
        let mut papers: Vec<(usize, Vec<&SectionInfo>)> = Vec::new();
        for (corpus, chosen) in corpora.iter().enumerate() {
            let sections = index.sections().iter().enumerate().filter(|(at, _)| chosen.contains(*at));
            let sections: Vec<&SectionInfo> = sections.map(|(_, section)| section).collect();
            papers.extend(sections.chunk_by(|a, b| a.paper == b.paper).map(|paper| (corpus, paper.to_vec())));
        }
        let laid: Vec<Laid> = papers.par_iter().map(|(_, sections)| layout.paper(sections)).collect();
        let mut running = Running { ranks: Vec::new(), marks: Vec::new(), parts: Vec::new(), forms: vocabulary.len() };
        running.ranks.reserve_exact(laid.iter().map(|laid| laid.ranks.len()).sum());
        for ((corpus, _), laid) in papers.iter().zip(laid) {
            running.ranks.extend(laid.ranks);
            running.marks.extend(laid.marks);
            running.parts.push(Part { corpus: *corpus, tokens: laid.tokens, end: running.ranks.len() });
        }
        running
    }

    /// How many places there are, those between sections among them.
    pub(super) fn len(&self) -> usize {
        self.ranks.len()
    }

    /// The rank at a place; [`END`](Self::END) behind the last.
    pub(super) fn rank(&self, at: usize) -> u32 {
        self.ranks.get(at).copied().unwrap_or(Self::END)
    }

    /// The marks at a place.
    pub(super) fn marks(&self, at: usize) -> u8 {
        self.marks.get(at).copied().unwrap_or(FIRST | LAST | ANY)
    }

    /// The papers of the corpora, one corpus after the other.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The part that a place is in, not before part `from`.
    pub(super) fn part_at(&self, at: usize, from: usize) -> (usize, usize) {
        let rest = self.parts.get(from..).unwrap_or_default();
        let part = from + rest.partition_point(|part| part.end <= at);
        (part, self.parts.get(part).map_or(usize::MAX, |part| part.end))
    }

    /// Tokens of a corpus.
    pub fn tokens(&self, corpus: usize) -> u64 {
        self.parts.iter().filter(|part| part.corpus == corpus).map(|part| part.tokens).sum()
    }

    /// The sizes of a corpus's papers.
    pub fn part_sizes(&self, corpus: usize) -> PartSizes {
        PartSizes::new(self.parts.iter().filter(|part| part.corpus == corpus).map(|part| part.tokens))
    }

    /// The places of each form, one form after the other, and where those of each rank begin.
    pub(super) fn places(&self) -> (Vec<usize>, Vec<u32>) {
        let mut ends = vec![0usize; self.forms + 1];
        for rank in &self.ranks {
            if let Some(end) = ends.get_mut((*rank as usize).saturating_add(1)) {
                *end += 1;
            }
        }
        let mut sum = 0;
        ends.iter_mut().for_each(|end| {
            sum += *end;
            *end = sum;
        });
        let mut next = ends.clone();
        let mut places = vec![0u32; sum];
        for (at, rank) in (0u32..).zip(&self.ranks) {
            // END and LEFT_OUT are beyond all ranks.
            let Some(slot) = next.get_mut(*rank as usize).filter(|_| (*rank as usize) < self.forms) else {
                continue;
            };
            if let Some(place) = places.get_mut(*slot) {
                *place = at;
            }
            *slot += 1;
        }
        (ends, places)
    }
}

/// How papers are laid out.
struct Layout<'a> {
    index: &'a OpenIndex,
    vocabulary: &'a Vocabulary<'a>,
    within: Layer,
    tests: Vec<(u8, Passing<'a>)>,
}

/// One paper, laid out.
#[derive(Default)]
struct Laid {
    ranks: Vec<u32>,
    marks: Vec<u8>,
    tokens: u64,
}

impl Layout<'_> {
    fn paper(&self, sections: &[&SectionInfo]) -> Laid {
        let mut laid = Laid::default();
        sections.iter().for_each(|section| self.section(section, &mut laid));
        laid
    }

    fn section(&self, section: &SectionInfo, laid: &mut Laid) {
        let Some(segment) = self.index.segment_of(section) else { return };
        let (numbers, range) = (self.vocabulary.numbers(section), segment.store.section(section.doc));
        let starts = segment.store.span_starts(&self.within, &range);
        let ends = starts.iter().skip(1).copied().chain([range.end]);
        laid.tokens += range.len() as u64;
        for (start, end) in starts.iter().copied().zip(ends) {
            segment.store.for_each_type(start..end, |id| {
                let number = numbers.get(id as usize).filter(|number| **number != Vocabulary::LEFT_OUT);
                laid.ranks.push(number.copied().unwrap_or(Running::LEFT_OUT));
            });
            laid.ranks.push(Running::END);
            if !self.tests.is_empty() {
                segment.store.for_each_type(start..end, |id| laid.marks.push(self.marks(section, id)));
                laid.marks.push(0);
            }
        }
    }

    fn marks(&self, section: &SectionInfo, id: u32) -> u8 {
        self.tests.iter().fold(FIRST | LAST | ANY, |marks, (mark, passing)| match passing.contains(section, id) {
            true => marks,
            false => marks & !mark,
        })
    }
}
