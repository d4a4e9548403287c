//! One concordance line.

use std::ops::Range;

use serde::Serialize;

use crate::error::Result;
use crate::index::{OpenIndex, SectionInfo, Segment};
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

/// Composes lines. Lines of one section one after the other are cheapest.
pub struct Composer<'a> {
    index: &'a OpenIndex,
    context: Context,
    section: Option<(u32, Vec<String>, Vec<String>)>,
}

impl<'a> Composer<'a> {
    /// A composer of lines with this context.
    pub fn new(index: &'a OpenIndex, context: Context) -> Self {
        Composer { index, context, section: None }
    }

    /// The line of a hit.
    ///
    /// # Errors
    /// A damaged index.
    pub fn line(&mut self, hit: &Hit) -> Result<Line> {
        let missing = || crate::Error::damaged("index", "a hit lies outside the index");
        let section = *self.index.sections().get(hit.section as usize).ok_or_else(missing)?;
        let segment = self.index.segment_of(&section).ok_or_else(missing)?;
        let paper = self.index.manifest().papers.get(section.paper as usize).ok_or_else(missing)?;
        let (path, themes) = self.headings(hit.section, &section)?;
        let tokens = segment.store.section(section.doc);
        let node = tokens.start + hit.start..tokens.start + hit.end;
        let around = self.around(segment, &tokens, &node);
        Ok(Line {
            paper: paper.id.clone(),
            title: paper.metadata.title.clone(),
            year: paper.metadata.year,
            section: path,
            themes,
            page: segment.store.page(node.start).map(str::to_string),
            source_line: segment.store.line(node.start),
            position: section.offset + hit.start,
            left: before(segment, around.start..node.start),
            node: text(segment, node.clone()),
            right: behind(segment, node.end..around.end),
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

    fn around(&self, segment: &Segment, section: &Range<u32>, node: &Range<u32>) -> Range<u32> {
        let last = node.end.saturating_sub(1).max(node.start);
        match self.context {
            Context::Tokens(count) => {
                node.start.saturating_sub(count).max(section.start)..node.end.saturating_add(count).min(section.end)
            }
            Context::Sentence => segment.store.sentence(node.start).start..segment.store.sentence(last).end,
            Context::Paragraph => segment.store.paragraph(node.start).start..segment.store.paragraph(last).end,
        }
    }
}

/// The tokens of `range` with the gap behind the last; what opens the first (a
/// quotation mark, a bracket) stands before it.
fn before(segment: &Segment, range: Range<u32>) -> String {
    let mut out = segment.store.gap(range.start).rsplit(char::is_whitespace).next().unwrap_or("").to_string();
    if !range.is_empty() {
        let node = range.end;
        segment.store.push_text(range, &mut out);
        out.push_str(segment.store.gap(node));
    }
    one_line(&out)
}

fn behind(segment: &Segment, range: Range<u32>) -> String {
    let mut out = String::new();
    let section = segment.store.section_of(range.start.saturating_sub(1));
    let ends = segment.store.section(section).end;
    for at in range.clone() {
        out.push_str(segment.store.gap(at));
        out.push_str(segment.store.lexicon().word(segment.store.type_at(at)));
    }
    // What closes the last word belongs to it: a full stop, a quotation mark.
    let closing = if range.end < ends { segment.store.gap(range.end) } else { segment.store.tail(section) };
    out.push_str(closing.split(char::is_whitespace).next().unwrap_or(""));
    one_line(&out)
}

fn text(segment: &Segment, range: Range<u32>) -> String {
    let mut out = String::new();
    segment.store.push_text(range, &mut out);
    one_line(&out)
}

/// The text with each run of white space that holds more than one space as one space.
fn one_line(text: &str) -> String {
    if !text.contains(|c: char| c.is_whitespace() && c != ' ') && !text.contains("  ") {
        return text.to_string();
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
