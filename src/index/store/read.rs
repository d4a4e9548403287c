//! Reading a token store.

use std::ops::Range;

use tantivy::SegmentReader;

use super::annotations;
use super::framed::Framed;
use super::packed::{Bits, Fixed};
use super::parts::Parts;
use super::postings::Postings;
use super::skewed::Skewed;
use super::spans::{self, NamedLayer};
use super::strings::Strings;
use super::{Lexicon, Part};
use crate::error::Result;
use crate::query::Layer;

/// The token store of one segment, open for reading. Tokens are numbered
/// through all sections of the segment.
#[derive(Clone)]
pub struct TokenStore {
    lexicon: Lexicon,
    types: Fixed,
    postings: Postings,
    single_spaces: Bits,
    gaps: Skewed,
    gap_table: Strings,
    sections: Framed,
    tails: Framed,
    paragraphs: Framed,
    sentences: Framed,
    line_starts: Framed,
    lines: Framed,
    page_starts: Framed,
    pages: Framed,
    page_table: Strings,
    named: Vec<NamedLayer>,
}

impl TokenStore {
    /// The token store of a segment.
    ///
    /// # Errors
    /// A file that is missing, cut off, or of another version.
    pub fn open(segment: &SegmentReader) -> Result<Self> {
        Ok(Self::of(&Parts::of_segment(segment)?))
    }

    pub(super) fn of(parts: &Parts) -> Self {
        let part = |part| parts.part(part);
        TokenStore {
            lexicon: Lexicon {
                folded: Strings::open(part(Part::Folded)),
                words: Strings::open(part(Part::Words)),
                same_form: Bits::open(part(Part::SameForm)),
                by_bytes: Fixed::open(part(Part::ByBytes)),
                counts: Framed::open(part(Part::Counts)),
                annotations: annotations::open(&part(Part::Annotations)),
            },
            types: Fixed::open(part(Part::Types)),
            postings: Postings::open(part(Part::PostingStarts), part(Part::Postings)),
            single_spaces: Bits::open(part(Part::SingleSpaces)),
            gaps: Skewed::open(&part(Part::Gaps)),
            gap_table: Strings::open(part(Part::GapTable)),
            sections: Framed::open(part(Part::Sections)),
            tails: Framed::open(part(Part::Tails)),
            paragraphs: Framed::open(part(Part::Paragraphs)),
            sentences: Framed::open(part(Part::Sentences)),
            line_starts: Framed::open(part(Part::LineStarts)),
            lines: Framed::open(part(Part::Lines)),
            page_starts: Framed::open(part(Part::PageStarts)),
            pages: Framed::open(part(Part::Pages)),
            page_table: Strings::open(part(Part::PageTable)),
            named: spans::open(&part(Part::Spans)),
        }
    }

    /// The types.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// How many tokens all sections have together, deleted ones included.
    pub fn token_count(&self) -> u32 {
        self.sections.get(self.section_count() as usize)
    }

    /// How many sections there are, deleted ones included.
    pub fn section_count(&self) -> u32 {
        self.tails.len() as u32
    }

    /// The tokens of section (document) `doc`.
    pub fn section(&self, doc: u32) -> Range<u32> {
        self.sections.get(doc as usize)..self.sections.get(doc as usize + 1)
    }

    /// The section that token `at` is in.
    pub fn section_of(&self, at: u32) -> u32 {
        (self.sections.last_at_most(at).unwrap_or(0) as u32).min(self.section_count().saturating_sub(1))
    }

    /// The type of token `at`.
    #[inline]
    pub fn type_at(&self, at: u32) -> u32 {
        self.types.get(at as usize)
    }

    /// Calls `see` with the type of each token of `range`.
    pub fn for_each_type(&self, range: Range<u32>, see: impl FnMut(u32)) {
        self.types.for_each(range.start as usize..range.end as usize, see);
    }

    /// Appends the tokens in `range` whose folded form has number `form` to `out`, ascending.
    pub fn push_positions(&self, form: u32, range: &Range<u32>, out: &mut Vec<u32>) {
        let count = self.lexicon.types_of(form).map(|id| self.lexicon.count(id)).sum();
        self.postings.push(form, count, range, out);
    }

    /// The text between token `at` and the token, or the section's beginning, before it.
    pub fn gap(&self, at: u32) -> &str {
        match self.single_spaces.zero_rank(at as usize) {
            None => " ",
            Some(rank) => self.gap_table.get(self.gaps.get(rank) as usize),
        }
    }

    /// The gaps by number.
    pub(super) fn gap_table(&self) -> &Strings {
        &self.gap_table
    }

    /// Whether one space stands before token `at`.
    pub(super) fn has_single_space(&self, at: u32) -> bool {
        !self.single_spaces.is_zero(at as usize)
    }

    /// Calls `see` with the number of the gap before each token of `range` that is not one space.
    pub(super) fn for_each_odd_gap(&self, range: &Range<u32>, mut see: impl FnMut(u32)) {
        let rank = |at: u32| self.single_spaces.zeros_before(at as usize);
        (rank(range.start)..rank(range.end)).for_each(|number| see(self.gaps.get(number)));
    }

    /// The number of the gap behind the last token of section `doc`.
    pub(super) fn tail_number(&self, doc: u32) -> u32 {
        self.tails.get(doc as usize)
    }

    /// The gaps of tokens asked for one after the other: faster than [`TokenStore::gap`].
    pub fn gaps(&self) -> Gaps<'_> {
        Gaps { store: self, next: 0, rank: 0 }
    }

    /// The text behind the last token of section `doc`.
    pub fn tail(&self, doc: u32) -> &str {
        self.gap_table.get(self.tails.get(doc as usize) as usize)
    }

    /// The whole reading text of section `doc`.
    pub fn reading_text(&self, doc: u32) -> String {
        let range = self.section(doc);
        let mut text = String::new();
        for at in range {
            text.push_str(self.gap(at));
            text.push_str(self.lexicon.written(self.type_at(at)));
        }
        text.push_str(self.tail(doc));
        text
    }

    /// The named span layers, by name.
    pub fn named_layers(&self) -> &[NamedLayer] {
        &self.named
    }

    /// The named layer of this name.
    pub fn named_layer(&self, name: &str) -> Option<&NamedLayer> {
        let at = self.named.binary_search_by(|layer| layer.name().cmp(name)).ok()?;
        self.named.get(at)
    }

    /// The paragraph that token `at` is in.
    pub fn paragraph(&self, at: u32) -> Range<u32> {
        self.span(&self.paragraphs, at)
    }

    /// The sentence that token `at` is in.
    pub fn sentence(&self, at: u32) -> Range<u32> {
        self.span(&self.sentences, at)
    }

    /// The span of a layer that token `at` is in, within its section; `None` where the source tells no page, and
    /// of layers that papers name, whose spans may lie in one another.
    pub fn span_at(&self, layer: &Layer, at: u32) -> Option<Range<u32>> {
        match layer {
            Layer::Sentence => Some(self.sentence(at)),
            Layer::Paragraph => Some(self.paragraph(at)),
            Layer::Page => self.page(at).map(|_| self.span(&self.page_starts, at)),
            Layer::Named(_) => None,
            Layer::Section | Layer::Paper => Some(self.section(self.section_of(at))),
        }
    }

    /// How many spans of a layer there are, about.
    pub fn span_count(&self, layer: &Layer) -> u64 {
        match layer {
            Layer::Named(name) => self.named_layer(name).map_or(0, |layer| layer.len() as u64),
            Layer::Sentence => self.sentences.len() as u64,
            Layer::Paragraph => self.paragraphs.len() as u64,
            Layer::Page => (self.page_starts.len() + self.sections.len()) as u64,
            Layer::Section | Layer::Paper => u64::from(self.section_count()),
        }
    }

    /// The tokens in `range`, which is whole sections, with which a span of a layer begins within its section.
    pub fn span_starts(&self, layer: &Layer, range: &Range<u32>) -> Vec<u32> {
        let marks = match layer {
            Layer::Named(name) => {
                let layer = self.named_layer(name);
                let starts = layer.map(|layer| layer.within(range).map(|number| layer.span(number).start).collect());
                let mut starts: Vec<u32> = starts.unwrap_or_default();
                starts.dedup();
                return starts;
            }
            Layer::Sentence => Some(&self.sentences),
            Layer::Paragraph => Some(&self.paragraphs),
            Layer::Page => Some(&self.page_starts),
            Layer::Section | Layer::Paper => None,
        };
        let starts_of = |list: &Framed| inside(list, range).map(|at| list.get(at)).collect::<Vec<u32>>();
        let mut starts = starts_of(&self.sections);
        starts.extend(marks.map(starts_of).unwrap_or_default());
        starts.sort_unstable();
        starts.dedup();
        starts
    }

    fn span(&self, starts: &Framed, at: u32) -> Range<u32> {
        let section = self.section(self.section_of(at));
        let Some(number) = starts.last_at_most(at) else { return section };
        let next = if number + 1 < starts.len() { starts.get(number + 1) } else { section.end };
        starts.get(number).max(section.start)..next.min(section.end)
    }

    /// The source line that token `at` begins on, counted from 1; 0 where the source has no lines.
    pub fn line(&self, at: u32) -> u32 {
        self.line_starts.last_at_most(at).map_or(0, |number| self.lines.get(number))
    }

    /// The source lines of tokens asked for one after the other: faster than [`TokenStore::line`].
    pub fn source_lines(&self) -> SourceLines<'_> {
        SourceLines { store: self, last: 0 }
    }

    /// The page that token `at` begins on, where the source says it.
    pub fn page(&self, at: u32) -> Option<&str> {
        let label = self.pages.get(self.page_starts.last_at_most(at)?);
        label.checked_sub(1).map(|label| self.page_table.get(label as usize))
    }

    /// What begins in the section that has these tokens.
    pub(super) fn starts_in(
        &self,
        section: &Range<u32>,
    ) -> Starts<impl Iterator<Item = u32>, impl Iterator<Item = (u32, u32)>> {
        let lines =
            inside(&self.line_starts, section).map(|number| (self.line_starts.get(number), self.lines.get(number)));
        let starts = |list: &'_ Framed| {
            inside(list, section).map({
                let list = list.clone();
                move |number| list.get(number)
            })
        };
        Starts {
            paragraphs: starts(&self.paragraphs),
            sentences: starts(&self.sentences),
            pages: starts(&self.page_starts),
            lines,
        }
    }
}

/// What begins in a section: the first tokens of paragraphs, sentences and pages, of source lines with the line.
pub(super) struct Starts<T, L> {
    pub paragraphs: T,
    pub sentences: T,
    pub pages: T,
    pub lines: L,
}

/// Gaps asked for one after the other.
pub struct Gaps<'a> {
    store: &'a TokenStore,
    next: u32,
    /// How many gaps before `next` are no single spaces.
    rank: usize,
}

impl<'a> Gaps<'a> {
    /// The text between token `at` and the token, or the section's beginning, before it.
    pub fn gap(&mut self, at: u32) -> &'a str {
        let TokenStore { single_spaces, gap_table, gaps, .. } = self.store;
        if at != self.next {
            self.rank = single_spaces.zeros_before(at as usize);
        }
        self.next = at + 1;
        if !single_spaces.is_zero(at as usize) {
            return " ";
        }
        self.rank += 1;
        gap_table.get(gaps.get(self.rank - 1) as usize)
    }
}

/// Source lines of tokens asked for one after the other.
pub struct SourceLines<'a> {
    store: &'a TokenStore,
    /// Where in the list of lines the last was found.
    last: usize,
}

impl SourceLines<'_> {
    /// The source line that token `at` begins on, counted from 1; 0 where the source has no lines.
    pub fn of(&mut self, at: u32) -> u32 {
        let TokenStore { line_starts, lines, .. } = self.store;
        let Some(number) = line_starts.last_at_most_near(self.last, at) else { return 0 };
        self.last = number;
        lines.get(number)
    }
}

/// Where in an ascending list those values are that are in `range`.
fn inside(list: &Framed, range: &Range<u32>) -> Range<usize> {
    let from =
        |start: u32| start.checked_sub(1).and_then(|before| list.last_at_most(before)).map_or(0, |last| last + 1);
    from(range.start)..from(range.end).max(from(range.start))
}
