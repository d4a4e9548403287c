//! Reading in place: a paper's text, or a part of it, paragraph by paragraph.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::index::{OpenIndex, SectionInfo, TokenStore};
use crate::query::Layer;
use crate::search::{Chosen, Hit};

/// What of a paper is read.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// All of it.
    Whole,
    /// The page that the source calls so, cut where it begins and ends.
    Page(&'a str),
    /// The paragraph of this token, counted from 0 at the paper's beginning; the token is marked.
    Position(u32),
    /// The chosen sections of the paper.
    Sections(&'a Chosen),
}

/// A paper's text, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The paper's id.
    pub paper: String,
    /// The paper's title.
    pub title: Option<String>,
    /// The paper's year.
    pub year: Option<i32>,
    /// The paragraphs in order: at least one.
    pub paragraphs: Vec<Paragraph>,
}

/// One paragraph, list item, row of a table or heading, or what a page holds of it.
/// The texts of all paragraphs of a section, one after the other, are its reading text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The headings above and of its section, outermost first; empty for the opening section.
    pub section: Vec<String>,
    /// Whether it is the section's own heading.
    pub is_heading: bool,
    /// The page that it begins on, where the source says it.
    pub page: Option<String>,
    /// The line of the source file that it begins on, counted from 1; 0 where the source has no lines.
    pub source_line: u32,
    /// The line of the source file that its last token begins on.
    pub last_line: u32,
    /// Its first token, counted from 0 at the paper's beginning.
    pub position: u32,
    /// How many tokens it has.
    pub tokens: u32,
    /// Its text, with the line ends that follow it.
    pub text: String,
    /// What is marked, in bytes of `text`, half-open: hits, and the token of [`Place::Position`].
    pub hits: Vec<Range<usize>>,
    /// Where pages begin, in bytes of `text`, and what the source calls them: `None`
    /// where from there on it does not say.
    pub pages: Vec<(usize, Option<String>)>,
}

/// Reads a paper (its place in the manifest) at `place`, with `around` whole
/// paragraphs before and after, and marks `hits`. `None` where the paper has no such place.
///
/// # Errors
/// A damaged index.
pub fn read(index: &OpenIndex, paper: u32, place: Place<'_>, around: usize, hits: &[Hit]) -> Result<Option<Passage>> {
    let missing = || Error::damaged("index", "the paper is not in the manifest");
    let record = index.manifest().papers.get(paper as usize).ok_or_else(missing)?;
    let reader = Reader::new(index, paper);
    let stretches = reader.around(place, around);
    let mut marks = hits.to_vec();
    if let Place::Position(position) = place {
        marks.extend(reader.token(position));
    }
    marks.sort_unstable();
    marks.dedup();
    let paragraphs = stretches.iter().map(|s| reader.paragraph(s, &marks)).collect::<Result<Vec<_>>>()?;
    Ok((!paragraphs.is_empty()).then(|| Passage {
        paper: record.id.clone(),
        title: record.metadata.title.clone(),
        year: record.metadata.year,
        paragraphs,
    }))
}

/// What the source calls the paper's pages, in order.
pub fn pages(index: &OpenIndex, paper: u32) -> Vec<String> {
    let reader = Reader::new(index, paper);
    let mut pages: Vec<String> = Vec::new();
    for (_, section, store) in reader.sections() {
        let tokens = store.section(section.doc);
        let labels = store.span_starts(&Layer::Page, &tokens).into_iter().filter(|at| tokens.contains(at));
        pages.extend(labels.filter_map(|at| store.page(at)).map(str::to_string));
    }
    pages.dedup();
    pages
}

/// Tokens of one section, counted through the segment.
#[derive(Clone)]
struct Stretch<'a> {
    /// The section's place in [`OpenIndex::sections`].
    number: u32,
    section: SectionInfo,
    store: &'a TokenStore,
    tokens: Range<u32>,
}

impl Stretch<'_> {
    fn holds(&self, position: u32) -> bool {
        let start = self.store.section(self.section.doc).start;
        position.checked_sub(self.section.offset).is_some_and(|at| self.tokens.contains(&start.saturating_add(at)))
    }
}

struct Reader<'a> {
    index: &'a OpenIndex,
    sections: Range<usize>,
}

impl<'a> Reader<'a> {
    fn new(index: &'a OpenIndex, paper: u32) -> Self {
        Reader { index, sections: index.sections_of(paper) }
    }

    /// The paper's sections with their places and stores.
    fn sections(&self) -> impl Iterator<Item = (u32, SectionInfo, &'a TokenStore)> {
        let (index, first) = (self.index, self.sections.start);
        let sections = index.sections().get(self.sections.clone()).unwrap_or(&[]);
        sections
            .iter()
            .enumerate()
            .filter_map(move |(at, section)| Some(((first + at) as u32, *section, &index.segment_of(section)?.store)))
    }

    /// The hit that is the token at `position`.
    fn token(&self, position: u32) -> Option<Hit> {
        let (section, info, _) = self.sections().filter(|(_, info, _)| info.offset <= position).last()?;
        let start = position - info.offset;
        Some(Hit { section, start, end: start + 1 })
    }

    /// All paragraphs.
    fn whole(&self) -> Vec<Stretch<'a>> {
        let mut all = Vec::new();
        for (number, section, store) in self.sections() {
            let tokens = store.section(section.doc);
            let mut at = tokens.start;
            while at < tokens.end {
                let end = store.paragraph(at).end.max(at + 1);
                all.push(Stretch { number, section, store, tokens: at..end });
                at = end;
            }
            if tokens.is_empty() {
                all.push(Stretch { number, section, store, tokens });
            }
        }
        all
    }

    /// The paragraphs at `place` and `around` it.
    fn around(&self, place: Place<'_>, around: usize) -> Vec<Stretch<'a>> {
        let whole = self.whole();
        let parts: Vec<Option<Range<u32>>> = whole.iter().map(|stretch| part_at(stretch, place)).collect();
        let met: Vec<usize> = parts.iter().enumerate().filter(|(_, part)| part.is_some()).map(|(at, _)| at).collect();
        let is_near = |at: usize| {
            let first = met.partition_point(|near| near.saturating_add(around) < at);
            met.get(first).is_some_and(|&near| near <= at.saturating_add(around))
        };
        let wanted = whole.into_iter().zip(parts).enumerate().filter(|(at, _)| is_near(*at));
        wanted
            .map(|(_, (stretch, part))| match part {
                Some(tokens) if around == 0 => Stretch { tokens, ..stretch },
                _ => stretch,
            })
            .collect()
    }

    fn paragraph(&self, stretch: &Stretch<'_>, marks: &[Hit]) -> Result<Paragraph> {
        let Stretch { number, section, store, tokens } = stretch;
        let whole = store.section(section.doc);
        let (text, words) = spelt_out(store, section.doc, &whole, tokens);
        let own = marks.iter().filter(|hit| hit.section == *number);
        let hits = own.filter_map(|hit| {
            let from = (whole.start + hit.start).max(tokens.start).checked_sub(tokens.start)? as usize;
            let last = (whole.start + hit.end).min(tokens.end).checked_sub(tokens.start + 1)? as usize;
            Some(words.get(from)?.start..words.get(last)?.end).filter(|hit| hit.start < hit.end)
        });
        let path = self.index.section_path(section)?;
        let is_first = tokens.start == whole.start;
        Ok(Paragraph {
            is_heading: is_first && path.last().is_some_and(|heading| *heading == one_line(&text)),
            section: path,
            page: if tokens.is_empty() { None } else { store.page(tokens.start).map(str::to_string) },
            source_line: if tokens.is_empty() { 0 } else { store.line(tokens.start) },
            last_line: if tokens.is_empty() { 0 } else { store.line(tokens.end - 1) },
            position: section.offset + tokens.start - whole.start,
            tokens: tokens.len() as u32,
            hits: hits.collect(),
            pages: self.page_starts(stretch, &text, &words),
            text,
        })
    }

    /// Where pages begin within a stretch: before what opens their first word.
    fn page_starts(&self, stretch: &Stretch<'_>, text: &str, words: &[Range<usize>]) -> Vec<(usize, Option<String>)> {
        let Stretch { section, store, tokens, .. } = stretch;
        let whole = store.section(section.doc);
        let starts = store.span_starts(&Layer::Page, &whole).into_iter().filter(|at| tokens.contains(at));
        let begins = starts.filter(|&at| match at.checked_sub(1).filter(|_| at > whole.start) {
            Some(before) => store.page(before) != store.page(at),
            None => self.page_before(section).as_deref() != store.page(at),
        });
        begins
            .filter_map(|at| {
                let word = words.get((at - tokens.start) as usize)?.start;
                let before = text.get(..word)?;
                let opening = before.len() - before.rsplit(char::is_whitespace).next()?.len();
                Some((opening, store.page(at).map(str::to_string)))
            })
            .collect()
    }

    /// The page of the last token before a section.
    fn page_before(&self, section: &SectionInfo) -> Option<String> {
        let before = self.sections().filter(|(_, other, _)| other.number < section.number);
        let (_, last, store) = before.filter(|(_, other, store)| !store.section(other.doc).is_empty()).last()?;
        store.page(store.section(last.doc).end - 1).map(str::to_string)
    }
}

/// The part of a paragraph that is at `place`.
fn part_at(stretch: &Stretch<'_>, place: Place<'_>) -> Option<Range<u32>> {
    let whole = || stretch.tokens.clone();
    match place {
        Place::Whole => Some(whole()),
        Place::Sections(chosen) => chosen.contains(stretch.number as usize).then(whole),
        Place::Position(position) => stretch.holds(position).then(whole),
        Place::Page(label) => {
            let mut on_page = whole().filter(|&at| stretch.store.page(at) == Some(label));
            let first = on_page.next()?;
            Some(first..on_page.next_back().unwrap_or(first) + 1)
        }
    }
}

/// The text of tokens of a section, and where in it each of them is.
fn spelt_out(store: &TokenStore, doc: u32, section: &Range<u32>, tokens: &Range<u32>) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut words = Vec::with_capacity(tokens.len());
    for at in tokens.clone() {
        let gap = store.gap(at);
        let from = if at == tokens.start { border(store, section, at) } else { 0 };
        text.push_str(gap.get(from..).unwrap_or(""));
        let start = text.len();
        text.push_str(store.lexicon().written(store.type_at(at)));
        words.push(start..text.len());
    }
    match tokens.end == section.end {
        true => text.push_str(store.tail(doc)),
        false => text.push_str(store.gap(tokens.end).get(..border(store, section, tokens.end)).unwrap_or("")),
    }
    (text, words)
}

/// How much of the gap before token `at` belongs to what stands before it: with
/// a new paragraph up to the last line end, within one up to the last white space.
fn border(store: &TokenStore, section: &Range<u32>, at: u32) -> usize {
    let gap = store.gap(at);
    let opens = match store.paragraph(at).start == at {
        _ if at == section.start => Some(gap),
        true => gap.rsplit('\n').next(),
        false => gap.rsplit(char::is_whitespace).next(),
    };
    gap.len() - opens.map_or(0, str::len)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
