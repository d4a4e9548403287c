//! One concordance line.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use super::stretch::Stretch;
use crate::error::Result;
use crate::index::{OpenIndex, SectionInfo, TokenStore};
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

    /// The lines of some of `of` hits, one after the other.
    pub(super) fn compose(&self, hits: &[Hit], of: usize) -> Vec<Result<Line>> {
        let many = of > FEW_LINES;
        let mut last: Option<(Place<'_>, Stretch<'_>)> = None;
        let line = |hit: &Hit| {
            let (place, mut stretch) = match last.take().filter(|(known, _)| known.number == hit.section) {
                Some(known) => known,
                None => {
                    let place = self.place(hit.section)?;
                    let words = if many { self.words(place.store, place.section.segment) } else { None };
                    let stretch = Stretch::new(place.store, place.section.doc, words);
                    (place, stretch)
                }
            };
            let line = self.line(hit, &place, &mut stretch);
            last = Some((place, stretch));
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

    fn line(&self, hit: &Hit, place: &Place<'_>, stretch: &mut Stretch<'_>) -> Line {
        let Place { store, section, .. } = place;
        let tokens = store.section(section.doc);
        let node = tokens.start + hit.start..tokens.start + hit.end;
        let around = self.around(store, &tokens, &node);
        stretch.reach(&around);
        Line {
            paper: place.paper.clone(),
            title: place.title.clone(),
            year: place.year,
            section: place.path.clone(),
            themes: place.themes.clone(),
            page: store.page(node.start).map(str::to_string),
            source_line: stretch.source_line(node.start),
            position: section.offset + hit.start,
            left: stretch.before(around.start..node.start),
            node: stretch.between(&node),
            right: stretch.behind(node.end..around.end),
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
