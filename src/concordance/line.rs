//! One concordance line.

use std::ops::Range;

use serde::Serialize;

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
}

impl std::str::FromStr for Context {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "s" | "sentence" => Ok(Context::Sentence),
            "p" | "paragraph" => Ok(Context::Paragraph),
            number => number.parse().ok().filter(|n| *n <= 10_000).map(Context::Tokens).ok_or_else(|| {
                "the context is a number of words from 0 to 10000, `sentence` or `paragraph`".to_string()
            }),
        }
    }
}

/// One hit, ready to read. `left`, `match` and `right` together are the text,
/// but for line breaks and other white space, which read as one space.
///
/// ```json
/// {"paper":"1996-osce-mission","title":"The Quiet Mission","year":1996,
///  "section":["II. Mandate"],"themes":["security/peacekeeping"],"page":"3",
///  "source_line":57,"position":412,"left":"talks on ","match":"arms control","right":" went on"}
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The paper's id.
    pub paper: String,
    /// The paper's title.
    pub title: Option<String>,
    /// The paper's year.
    pub year: Option<i32>,
    /// The headings above and of the section, outermost first; empty for the opening section.
    pub section: Vec<String>,
    /// The section's themes.
    pub themes: Vec<String>,
    /// The page that the hit begins on, where the source says it.
    pub page: Option<String>,
    /// The line of the source file that the hit begins on, counted from 1.
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

/// A segment of which more lines than this are composed has its words spelt out once.
const FEW_LINES: u32 = 500;

/// Composes lines. Lines of one section one after the other are cheapest.
pub struct Composer<'a> {
    index: &'a OpenIndex,
    context: Context,
    section: Option<(u32, Vec<String>, Vec<String>)>,
    /// For each segment, how many lines were composed, and its words once they are many.
    spelt: Vec<(u32, Option<WordList>)>,
}

impl<'a> Composer<'a> {
    /// A composer of lines with this context.
    pub fn new(index: &'a OpenIndex, context: Context) -> Self {
        Composer { index, context, section: None, spelt: vec![(0, None); index.segments().len()] }
    }

    /// The line of a hit.
    ///
    /// # Errors
    /// A damaged index.
    pub fn line(&mut self, hit: &Hit) -> Result<Line> {
        let missing = || crate::Error::damaged("index", "a hit lies outside the index");
        let section = *self.index.sections().get(hit.section as usize).ok_or_else(missing)?;
        let store = &self.index.segment_of(&section).ok_or_else(missing)?.store;
        let paper = self.index.manifest().papers.get(section.paper as usize).ok_or_else(missing)?;
        let (path, themes) = self.headings(hit.section, &section)?;
        let tokens = store.section(section.doc);
        let node = tokens.start + hit.start..tokens.start + hit.end;
        let around = self.around(store, &tokens, &node);
        let text = Text { store, doc: section.doc, tokens, words: self.words(store, section.segment) };
        Ok(Line {
            paper: paper.id.clone(),
            title: paper.metadata.title.clone(),
            year: paper.metadata.year,
            section: path,
            themes,
            page: store.page(node.start).map(str::to_string),
            source_line: store.line(node.start),
            position: section.offset + hit.start,
            left: text.before(around.start..node.start),
            node: text.between(node.clone()),
            right: text.behind(node.end..around.end),
        })
    }

    fn headings(&mut self, number: u32, section: &SectionInfo) -> Result<(Vec<String>, Vec<String>)> {
        match &self.section {
            Some((known, path, themes)) if *known == number => Ok((path.clone(), themes.clone())),
            _ => {
                let (path, themes) = (self.index.section_path(section)?, self.index.themes(section)?);
                self.section = Some((number, path.clone(), themes.clone()));
                Ok((path, themes))
            }
        }
    }

    fn words(&mut self, store: &TokenStore, segment: u32) -> Option<&WordList> {
        let (lines, words) = self.spelt.get_mut(segment as usize)?;
        *lines += 1;
        if *lines > FEW_LINES && words.is_none() {
            *words = Some(store.lexicon().spelt_out());
        }
        words.as_ref()
    }

    fn around(&self, store: &TokenStore, section: &Range<u32>, node: &Range<u32>) -> Range<u32> {
        let last = node.end.saturating_sub(1).max(node.start);
        match self.context {
            Context::Tokens(count) => {
                node.start.saturating_sub(count).max(section.start)..node.end.saturating_add(count).min(section.end)
            }
            Context::Sentence => store.sentence(node.start).start..store.sentence(last).end,
            Context::Paragraph => store.paragraph(node.start).start..store.paragraph(last).end,
        }
    }
}

/// One section's text, for taking pieces of it.
struct Text<'a> {
    store: &'a TokenStore,
    doc: u32,
    tokens: Range<u32>,
    words: Option<&'a WordList>,
}

impl Text<'_> {
    fn word(&self, at: u32) -> &str {
        let id = self.store.type_at(at);
        self.words.map_or_else(|| self.store.lexicon().word(id), |words| words.get(id))
    }

    /// The text of tokens `range`, with the gaps between them.
    fn between(&self, range: Range<u32>) -> String {
        let mut out = String::new();
        for at in range.clone() {
            if at > range.start {
                out.push_str(self.store.gap(at));
            }
            out.push_str(self.word(at));
        }
        one_line(out)
    }

    /// The tokens of `range` with the gap behind the last; what opens the first (a
    /// quotation mark, a bracket) stands before it.
    fn before(&self, range: Range<u32>) -> String {
        let mut out = self.store.gap(range.start).rsplit(char::is_whitespace).next().unwrap_or("").to_string();
        for at in range.clone() {
            out.push_str(self.word(at));
            out.push_str(self.store.gap(at + 1));
        }
        one_line(out)
    }

    /// The tokens of `range` with the gaps before them, and what closes the
    /// last: a full stop, a quotation mark.
    fn behind(&self, range: Range<u32>) -> String {
        let mut out = String::new();
        for at in range.clone() {
            out.push_str(self.store.gap(at));
            out.push_str(self.word(at));
        }
        let store = self.store;
        let closing = if range.end < self.tokens.end { store.gap(range.end) } else { store.tail(self.doc) };
        out.push_str(closing.split(char::is_whitespace).next().unwrap_or(""));
        one_line(out)
    }
}

/// The text with each run of white space that holds more than one space as one space.
fn one_line(text: String) -> String {
    let bytes = text.as_bytes();
    let odd = |b: &u8| (b'\t'..=b'\r').contains(b) || *b >= 0x80;
    let doubled = || bytes.iter().zip(bytes.get(1..).unwrap_or(&[])).any(|pair| pair == (&b' ', &b' '));
    if !bytes.iter().any(odd) && !doubled() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}
