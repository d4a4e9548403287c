//! One concordance line.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use super::edges::{closing, opening};
use crate::error::Result;
use crate::index::{Gaps, OpenIndex, SectionInfo, TokenStore};
use crate::model::WordList;
use crate::search::Hit;

/// How much text stands around a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// So many tokens on each side, within the section.
    Tokens(u32),
    /// The sentence (or sentences) that the hit is in.
    Sentence,
    /// The paragraph (or paragraphs) that the hit is in.
    Paragraph,
    /// The whole section.
    Section,
}

impl std::str::FromStr for Context {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "s" | "sentence" => Ok(Context::Sentence),
            "p" | "paragraph" => Ok(Context::Paragraph),
            "section" => Ok(Context::Section),
            number => number.parse().ok().filter(|n| *n <= 10_000).map(Context::Tokens).ok_or_else(|| {
                "the context is a number of words from 0 to 10000, `sentence`, `paragraph` or `section`".to_string()
            }),
        }
    }
}

/// One hit, ready to read. `left`, `match` and `right` together are the text,
/// but for line breaks and other white space between words, which read as one space.
///
/// ```json
/// {"paper":"1996-osce-mission","title":"The Quiet Mission","year":1996,
///  "section":["II. Mandate"],"themes":["security/peacekeeping"],"page":"3",
///  "source_line":57,"position":412,"left":"talks on ","match":"arms control","right":" went on"}
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The paper's id.
    pub paper: Arc<str>,
    /// The paper's title.
    pub title: Option<Arc<str>>,
    /// The paper's year.
    pub year: Option<i32>,
    /// The headings above and of the section, outermost first; empty for the opening section.
    pub section: Arc<[String]>,
    /// The section's themes.
    pub themes: Arc<[String]>,
    /// The page that the hit begins on, where the source says it.
    pub page: Option<String>,
    /// The line of the source file that the hit begins on, counted from 1; 0, in
    /// JSON null, where the source has no lines.
    #[serde(serialize_with = "known_line")]
    pub source_line: u32,
    /// The hit's first token, counted from 0 at the paper's beginning.
    pub position: u32,
    /// The context before.
    pub left: String,
    /// The hit itself.
    #[serde(rename = "match")]
    pub node: String,
    /// The context behind.
    pub right: String,
}

fn known_line<S: Serializer>(line: &u32, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    (*line > 0).then_some(*line).serialize(serializer)
}

/// Where more lines than this are composed, the words of their segments are spelt out once.
const FEW_LINES: usize = 500;
/// Lines that are composed at one go, and of them those that one thread composes.
const BATCH: usize = 8192;
const SHARE: usize = 512;

/// Composes lines.
pub struct Composer<'a> {
    index: &'a OpenIndex,
    context: Context,
    /// For each segment its words, once they are wanted.
    words: Vec<OnceLock<WordList>>,
}

/// What the lines of one section have in common.
struct Place<'a> {
    number: u32,
    section: SectionInfo,
    store: &'a TokenStore,
    paper: Arc<str>,
    title: Option<Arc<str>>,
    year: Option<i32>,
    path: Arc<[String]>,
    themes: Arc<[String]>,
}

impl<'a> Composer<'a> {
    /// A composer of lines with this context.
    pub fn new(index: &'a OpenIndex, context: Context) -> Self {
        Composer { index, context, words: index.segments().iter().map(|_| OnceLock::new()).collect() }
    }

    /// The lines of hits, in their order. They are composed in batches, on several threads.
    pub fn lines(&self, hits: &[Hit]) -> impl Iterator<Item = Result<Line>> {
        let many = hits.len() > FEW_LINES;
        hits.chunks(BATCH).flat_map(move |batch| {
            let shares = batch.par_chunks(SHARE).map(|share| self.share(share, many));
            shares.collect::<Vec<_>>().into_iter().flatten()
        })
    }

    fn share(&self, hits: &[Hit], many: bool) -> Vec<Result<Line>> {
        let mut place: Option<Place<'_>> = None;
        let line = |hit: &Hit| {
            let here = match place.take().filter(|known| known.number == hit.section) {
                Some(known) => known,
                None => self.place(hit.section)?,
            };
            let line = self.line(hit, &here, many);
            place = Some(here);
            Ok(line)
        };
        hits.iter().map(line).collect()
    }

    fn place(&self, number: u32) -> Result<Place<'a>> {
        let missing = || crate::Error::damaged("index", "a hit lies outside the index");
        let section = *self.index.sections().get(number as usize).ok_or_else(missing)?;
        let store = &self.index.segment_of(&section).ok_or_else(missing)?.store;
        let paper = self.index.manifest().papers.get(section.paper as usize).ok_or_else(missing)?;
        Ok(Place {
            number,
            section,
            store,
            paper: paper.id.as_str().into(),
            title: paper.metadata.title.as_deref().map(Arc::from),
            year: paper.metadata.year,
            path: self.index.section_path(&section)?.into(),
            themes: self.index.themes(&section)?.into(),
        })
    }

    fn line(&self, hit: &Hit, place: &Place<'_>, many: bool) -> Line {
        let Place { store, section, .. } = place;
        let tokens = store.section(section.doc);
        let node = tokens.start + hit.start..tokens.start + hit.end;
        let around = self.around(store, &tokens, &node);
        let words = if many { self.words(store, section.segment) } else { None };
        let mut text = Text { store, gaps: store.gaps(), doc: section.doc, tokens, words };
        Line {
            paper: place.paper.clone(),
            title: place.title.clone(),
            year: place.year,
            section: place.path.clone(),
            themes: place.themes.clone(),
            page: store.page(node.start).map(str::to_string),
            source_line: store.line(node.start),
            position: section.offset + hit.start,
            left: text.before(around.start..node.start),
            node: text.between(node.clone()),
            right: text.behind(node.end..around.end),
        }
    }

    fn words(&self, store: &TokenStore, segment: u32) -> Option<&WordList> {
        Some(self.words.get(segment as usize)?.get_or_init(|| store.lexicon().written_out()))
    }

    fn around(&self, store: &TokenStore, section: &Range<u32>, node: &Range<u32>) -> Range<u32> {
        let last = node.end.saturating_sub(1).max(node.start);
        match self.context {
            Context::Tokens(count) => {
                node.start.saturating_sub(count).max(section.start)..node.end.saturating_add(count).min(section.end)
            }
            Context::Sentence => store.sentence(node.start).start..store.sentence(last).end,
            Context::Paragraph => store.paragraph(node.start).start..store.paragraph(last).end,
            Context::Section => section.clone(),
        }
    }
}

/// One section's text, for taking pieces of it one after the other.
struct Text<'a> {
    store: &'a TokenStore,
    gaps: Gaps<'a>,
    doc: u32,
    tokens: Range<u32>,
    words: Option<&'a WordList>,
}

/// Bytes that a piece of text mostly finds room in.
const PIECE: usize = 120;

impl<'a> Text<'a> {
    fn word(&self, at: u32) -> &'a str {
        let id = self.store.type_at(at);
        self.words.map_or_else(|| self.store.lexicon().written(id), |words| words.get(id))
    }

    /// The tokens of `range` with the gap behind the last; what opens the first (a
    /// quotation mark, a bracket) stands before it.
    fn before(&mut self, range: Range<u32>) -> String {
        let mut out = String::with_capacity(PIECE);
        out.push_str(opening(self.gaps.gap(range.start)));
        for at in range {
            out.push_str(self.word(at));
            push_gap(self.gaps.gap(at + 1), &mut out);
        }
        out
    }

    /// The text of tokens `range`, with the gaps between them.
    fn between(&mut self, range: Range<u32>) -> String {
        let mut out = String::new();
        for at in range.clone() {
            if at > range.start {
                push_gap(self.gaps.gap(at), &mut out);
            }
            out.push_str(self.word(at));
        }
        out
    }

    /// The tokens of `range` with the gaps before them, and what closes the
    /// last: a full stop, a quotation mark.
    fn behind(&mut self, range: Range<u32>) -> String {
        let mut out = String::with_capacity(PIECE);
        for at in range.clone() {
            push_gap(self.gaps.gap(at), &mut out);
            out.push_str(self.word(at));
        }
        let last = range.end == self.tokens.end;
        let gap = if last { self.store.tail(self.doc) } else { self.gaps.gap(range.end) };
        out.push_str(closing(gap));
        out
    }
}

/// Appends a gap with each run of white space in it as one space.
fn push_gap(gap: &str, out: &mut String) {
    let plain = |bytes: &[u8]| bytes.iter().all(|b| (b'!'..=b'~').contains(b));
    match gap.as_bytes() {
        [b' '] => out.push(' '),
        [rest @ .., b' '] | rest if plain(rest) => out.push_str(gap),
        _ => {
            for c in gap.chars() {
                if !c.is_whitespace() {
                    out.push(c);
                } else if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
}
