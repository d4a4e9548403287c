//! AsciiDoc: what its lines are.

mod attributes;
mod blocks;
mod inline;

use std::collections::HashMap;

use self::attributes::Attributes;
use self::inline::inline;
use super::line::{Row, joined, rows};
use super::page::Page;
use crate::model::BlockKind;
use crate::papers::read::Reading;

/// Reads a text whose first line has this number.
pub(super) fn read(text: &str, first_line: u32, reading: &mut Reading) {
    let text = text.replace('\t', "    ");
    let rows = rows(&text, first_line);
    let mut body = Body {
        page: Page::new(text.len()),
        attributes: Attributes::default(),
        titles: titles(&rows),
        style: String::new(),
        kind: BlockKind::Paragraph,
        skipped: 0,
        closings: HashMap::new(),
    };
    let header = body.header(&rows);
    let mut at = header;
    while let Some(rest) = rows.get(at..).filter(|rest| !rest.is_empty()) {
        at += body.block(rest).max(1);
    }
    let attributes = std::mem::take(&mut body.attributes);
    body.page.metadata = attributes.metadata();
    body.page.finish("", reading);
}

/// The headings of sections by their labels, which stand in the line before.
fn titles<'a>(rows: &[Row<'a>]) -> HashMap<&'a str, &'a str> {
    let label = |text: &'a str| {
        let long = text.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
        let label = long.or_else(|| text.strip_prefix("[#").and_then(|rest| rest.strip_suffix(']')))?;
        label.split([',', '.']).next()
    };
    let titled = rows.iter().zip(rows.iter().skip(1));
    titled.filter_map(|(above, row)| Some((label(above.text)?, heading(row.text)?.1))).collect()
}

/// The level and the text of a heading.
fn heading(text: &str) -> Option<(u8, &str)> {
    let sign = text.chars().next().filter(|sign| "=#".contains(*sign))?;
    let level = text.bytes().take(7).take_while(|byte| *byte == sign as u8).count();
    let title = text.get(level..)?.strip_prefix(' ')?.trim();
    (level <= 6 && !title.is_empty()).then_some((level as u8, title))
}

/// The paper that is being read.
struct Body<'a> {
    page: Page,
    attributes: Attributes,
    titles: HashMap<&'a str, &'a str>,
    /// What the line in brackets above says of the block.
    style: String,
    /// What paragraphs are here: behind `+` they are of an item.
    kind: BlockKind,
    /// How many conditions that do not hold we are in.
    skipped: usize,
    /// Lines from which on no block ends, by the line that ends it.
    closings: HashMap<&'a str, u32>,
}

impl<'a> Body<'a> {
    fn text(&mut self, text: &str, line: u32, kind: BlockKind) {
        inline(text, line, kind, &self.attributes, &self.titles, &mut self.page);
    }

    fn whole(&mut self, text: &str, line: u32, kind: BlockKind) {
        self.text(text, line, kind);
        self.page.flow.flush();
    }

    /// The title, authors, revision and attributes at the beginning: how many lines they have.
    fn header(&mut self, rows: &[Row<'a>]) -> usize {
        let passed = |row: &&Row<'_>| row.blank() || (row.text.starts_with("//") && !row.text.starts_with("////"));
        let mut at = rows.iter().take_while(passed).count();
        at += self.settings(rows.get(at..).unwrap_or(&[]));
        let Some((1, title)) = rows.get(at).and_then(|row| heading(row.text)) else { return at };
        let line = rows.get(at).map_or(0, |row| row.line);
        at += 1;
        let own = |at: usize| {
            rows.get(at).map(|row| row.text).filter(|text| !text.is_empty() && !text.starts_with([':', '/']))
        };
        if let Some(authors) = own(at) {
            self.attributes.authors(authors);
            at += 1;
            if let Some(revision) = own(at) {
                self.attributes.revision(revision);
                at += 1;
            }
        }
        at += self.settings(rows.get(at..).unwrap_or(&[]));
        let kind = BlockKind::Heading { level: 1 };
        self.text(title, line, kind);
        self.attributes.title(self.page.flow.text());
        self.page.flow.end(kind);
        at
    }

    /// Lines that set attributes, and comments.
    fn settings(&mut self, rows: &[Row<'a>]) -> usize {
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            let comment = row.text.starts_with("//") && !row.text.starts_with("////");
            let taken = if comment { 1 } else { self.attributes.set(rows.get(at..).unwrap_or(&[])) };
            if taken == 0 {
                break;
            }
            at += taken;
        }
        at
    }

    /// Lines that belong together: up to an empty line, or one that begins something else.
    fn paragraph(&mut self, rows: &[Row<'a>], kind: BlockKind, first: &str) -> usize {
        let ends = |row: &Row<'_>| row.blank() || row.text == "+" || blocks::begins(row.text);
        let item = kind == BlockKind::ListItem;
        let more =
            rows.iter().skip(1).take_while(|row| !(ends(row) || item && blocks::item(row.text).is_some())).count();
        let Some(line) = rows.first().map(|row| row.line) else { return 1 };
        let behind = rows.get(1..=more).unwrap_or(&[]);
        let behind: Vec<Row<'a>> =
            behind.iter().map(|row| if row.text.starts_with("//") { Row { text: "", ..*row } } else { *row }).collect();
        let text = [first.to_string()].into_iter().chain(behind.iter().map(|row| row.text.to_string()));
        let text = text.collect::<Vec<_>>().join("\n");
        self.whole(&text, line, kind);
        1 + more
    }

    /// Lines that stay as they are.
    fn literal(&mut self, rows: &[Row<'a>]) {
        self.page.flow.lines(rows.iter().map(|row| (row.text, row.line)));
    }

    /// Lines of verse, with markup in them.
    fn verse(&mut self, rows: &[Row<'a>]) {
        let text = joined(rows).replace('\n', " +\n");
        self.whole(&text, rows.first().map_or(0, |row| row.line), BlockKind::Lines);
    }
}
