//! reStructuredText: what its lines are. Levels of headings are those of their adornments, in the order met.

mod directives;
mod inline;
mod lists;
mod names;
mod tables;

use std::collections::HashMap;
use std::ops::Range;

use self::inline::inline;
use self::names::Names;
use super::line::{Row, dedented, indented, joined, rows};
use super::page::Page;
use crate::model::BlockKind;
use crate::papers::read::Reading;

/// How deep lists, quotations and directives may nest; what is deeper is read as paragraphs.
const DEEPEST: usize = 40;

/// Reads a text whose first line has this number.
pub(super) fn read(text: &str, first_line: u32, reading: &mut Reading) {
    let text = text.replace('\t', "        ");
    let rows = rows(&text, first_line);
    let mut body = Body {
        names: Names::of(&rows),
        page: Page::new(text.len()),
        styles: Vec::new(),
        begun: false,
        kind: BlockKind::Paragraph,
        depth: 0,
        no_end: HashMap::new(),
    };
    body.blocks(&rows);
    body.page.finish("directives that are not known, whose text is kept", reading);
}

/// The paper that is being read.
struct Body<'a> {
    names: Names<'a>,
    page: Page,
    /// Adornments of headings, and whether they stand above, too.
    styles: Vec<(char, bool)>,
    /// Whether text has begun, before which fields are metadata.
    begun: bool,
    /// What paragraphs are here.
    kind: BlockKind,
    depth: usize,
    /// Lines from which on no table ends, by depth.
    no_end: HashMap<usize, Range<u32>>,
}

impl<'a> Body<'a> {
    fn blocks(&mut self, rows: &[Row<'a>]) {
        if self.depth > DEEPEST {
            for paragraph in rows.split(|row| row.blank()).filter(|rows| !rows.is_empty()) {
                self.text(&joined(paragraph), paragraph.first().map_or(0, |row| row.line), self.kind);
                self.page.flow.flush();
            }
            return;
        }
        let mut at = 0;
        while let Some(rest) = rows.get(at..).filter(|rest| !rest.is_empty()) {
            at += self.block(rest).max(1);
        }
    }

    /// The same for lines that stand deeper.
    fn within(&mut self, rows: &[Row<'a>], kind: BlockKind) {
        let outer = std::mem::replace(&mut self.kind, kind);
        self.depth += 1;
        self.blocks(rows);
        self.depth -= 1;
        self.kind = outer;
    }

    /// Reads one block: how many lines it has.
    fn block(&mut self, rows: &[Row<'a>]) -> usize {
        let Some(row) = rows.first().filter(|row| !row.blank()) else { return 1 };
        if row.indent() > 0 {
            let count = indented(rows);
            self.within(&dedented(rows.get(..count).unwrap_or(&[])), self.kind);
            return count;
        }
        if let Some(count) = self.title(rows).or_else(|| self.explicit(rows)).or_else(|| self.field(rows)) {
            return count;
        }
        self.begun = true;
        self.table(rows)
            .or_else(|| self.item(rows))
            .or_else(|| self.plain_lines(rows))
            .unwrap_or_else(|| self.paragraph(rows))
    }

    /// Text with markup in it.
    fn text(&mut self, text: &str, line: u32, kind: BlockKind) {
        inline(text, line, &self.names, &mut self.page, &mut |page, text, line| page.flow.push(text, line, kind));
    }

    fn whole(&mut self, text: &str, line: u32, kind: BlockKind) {
        self.text(text, line, kind);
        self.page.flow.flush();
    }

    /// A heading, or a line that parts.
    fn title(&mut self, rows: &[Row<'a>]) -> Option<usize> {
        let (first, second) = (rows.first()?, rows.get(1));
        let (sign, above, title, count) = match (adornment(first.text), rows.get(2)) {
            (Some(sign), Some(third))
                if first.text.len() > 2 && third.text == first.text && second.is_some_and(|row| !row.blank()) =>
            {
                (sign, true, second?, 3)
            }
            (Some(_), _) if first.text.len() > 3 && second.is_none_or(|row| row.blank()) => return Some(1),
            _ => {
                let under = second?;
                let sign = adornment(under.text).filter(|_| self.depth == 0)?;
                let width = first.text.chars().count();
                (under.text.len() > 3 || under.text.len() >= width).then_some((sign, false, first, 2))?
            }
        };
        if self.depth > 0 {
            return None;
        }
        let style = (sign, above);
        let level = self.styles.iter().position(|known| *known == style).unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        let kind = BlockKind::Heading { level: (level + 1).min(200) as u8 };
        self.text(title.text.trim(), title.line, kind);
        self.page.flow.end(kind);
        Some(count)
    }

    /// `:name: value`: metadata before the text begins.
    fn field(&mut self, rows: &[Row<'a>]) -> Option<usize> {
        let row = rows.first()?;
        let (name, value) = field_of(row.text)?;
        let behind = rows.get(1..).unwrap_or(&[]);
        let count = indented(behind);
        let more = dedented(behind.get(..count).unwrap_or(&[]));
        let name_in_small = name.to_lowercase();
        if matches!(name_in_small.as_str(), "abstract" | "dedication") && !self.begun {
            let level = BlockKind::Heading { level: (self.styles.len() + 1).min(200) as u8 };
            self.page.flow.push(name, row.line, level);
            self.page.flow.end(level);
            self.within(&[&[Row { text: value, line: row.line }], more.as_slice()].concat(), BlockKind::Paragraph);
        } else if self.begun || self.depth > 0 {
            let first = Row { text: row.text.strip_prefix(':').unwrap_or(row.text), line: row.line };
            self.within(&[&[first], more.as_slice()].concat(), BlockKind::ListItem);
        } else {
            let values = std::iter::once(value).chain(more.iter().map(|row| row.text.trim_start_matches(['-', '*'])));
            let authors = name_in_small == "authors";
            let parted = if authors && !more.is_empty() && value.is_empty() { "; " } else { " " };
            let value = values.map(str::trim).filter(|value| !value.is_empty()).collect::<Vec<_>>().join(parted);
            let value = if authors && !value.contains(';') { value.replace(',', ";") } else { value };
            let mut plain = String::new();
            inline(&value, row.line, &self.names, &mut self.page, &mut |_, text, _| plain.push_str(text));
            self.page.metadata.set(name, plain.trim_matches('$').trim());
        }
        Some(1 + count)
    }

    /// Lines that stay as they are: `| line`, `>>> `.
    fn plain_lines(&mut self, rows: &[Row<'a>]) -> Option<usize> {
        let block = rows.iter().take_while(|row| !row.blank()).count();
        let rows = rows.get(..block)?;
        let first = rows.first()?.text;
        if first == "|" || first.starts_with("| ") {
            let count = rows.iter().take_while(|row| row.text.starts_with('|') || row.indent() > 0).count();
            for row in rows.get(..count)? {
                let text = row.text.strip_prefix('|').unwrap_or(row.text).trim();
                self.text(text, row.line, BlockKind::Lines);
                self.page.flow.line_break();
            }
            self.page.flow.flush();
            return Some(count);
        }
        first.starts_with(">>> ").then(|| {
            self.page.flow.lines(rows.iter().map(|row| (row.text, row.line)));
            block
        })
    }

    /// A paragraph, and what is literal behind its `::`; or a term and what it means.
    fn paragraph(&mut self, rows: &[Row<'a>]) -> usize {
        let Some(first) = rows.first() else { return 1 };
        let count = 1 + rows.iter().skip(1).take_while(|row| !row.blank() && row.indent() == 0).count();
        let text = joined(rows.get(..count).unwrap_or(&[]));
        let behind = rows.get(count..).unwrap_or(&[]);
        let deeper = indented(behind);
        if let Some(before) = text.strip_suffix("::") {
            let colon = if before.is_empty() || before.ends_with([' ', '\n']) { "" } else { ":" };
            self.whole(&format!("{before}{colon}"), first.line, self.kind);
            let literal = dedented(behind.get(..deeper).unwrap_or(&[]));
            self.page.flow.lines(literal.iter().map(|row| (row.text, row.line)));
            return count + deeper;
        }
        if count == 1 && behind.first().is_some_and(|row| !row.blank()) {
            let kind = if self.kind == BlockKind::Note { BlockKind::Note } else { BlockKind::ListItem };
            self.whole(&text, first.line, kind);
            self.within(&dedented(behind.get(..deeper).unwrap_or(&[])), kind);
            return count + deeper;
        }
        self.whole(&text, first.line, self.kind);
        count
    }
}

/// The sign that a line is made of, if it is one.
fn adornment(text: &str) -> Option<char> {
    let first = text.chars().next().filter(char::is_ascii_punctuation)?;
    (text.len() > 1 && text.chars().all(|sign| sign == first)).then_some(first)
}

/// `:name: value`.
fn field_of(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.strip_prefix(':')?.split_once(':')?;
    let begins = |c: char| !c.is_whitespace() && c != ':';
    (name.starts_with(begins) && !name.contains('`') && (value.is_empty() || value.starts_with(' ')))
        .then(|| (name, value.trim()))
}
