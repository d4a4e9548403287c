//! AsciiDoc's blocks: what a line begins.

use super::{Body, heading};
use crate::model::BlockKind;
use crate::papers::markup::line::{Row, dedented};

/// Around blocks whose lines stay as they are, or are none of the text.
const FENCES: &[char] = &['-', '.', '+', '/', '='];
const CELL: BlockKind = BlockKind::Cell { first: false };

/// Whether a line begins or ends a block, so that a paragraph ends before it.
pub(super) fn begins(text: &str) -> bool {
    fence(text).is_some() || text == "--" || (text.starts_with('[') && text.ends_with(']') && !text.contains("]_"))
}

/// The sign of a line of four or more of it around a block, or of a table.
fn fence(text: &str) -> Option<char> {
    if text.starts_with("```") {
        return Some('`');
    }
    if let Some(bars) =
        text.strip_prefix(['|', ',', ':', '!']).filter(|bars| bars.len() == 3 && bars.chars().all(|sign| sign == '='))
    {
        return text.get(..text.len() - bars.len()).and_then(|sign| sign.chars().next());
    }
    let first = text.chars().next().filter(|sign| FENCES.contains(sign) || "*_".contains(*sign))?;
    (text.len() >= 4 && text.chars().all(|sign| sign == first)).then_some(first)
}

/// The text behind the marker of an item.
pub(super) fn item(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    let marker = match first {
        '*' | '.' => text.chars().take(6).take_while(|sign| *sign == first).count(),
        '-' => 1,
        '•' => '•'.len_utf8(),
        '<' => text.get(..text.len().min(6))?.find('>')? + 1,
        _ => {
            let digits = text.bytes().take(6).take_while(u8::is_ascii_digit).count();
            let letters = usize::from(digits == 0 && first.is_ascii_alphabetic());
            text.get(digits + letters..)?.starts_with('.').then_some(digits + letters + 1)?
        }
    };
    text.get(marker..)?.strip_prefix(' ').map(str::trim_start)
}

/// The term and the text of `term:: text`.
fn term(text: &str) -> Option<(&str, &str)> {
    let at = text.find(":: ").or_else(|| text.strip_suffix("::").map(str::len)).or_else(|| text.find(";; "))?;
    let (term, behind) = text.split_at_checked(at)?;
    let term = term.trim_end_matches([':', ' ']).trim();
    (!term.is_empty()).then(|| (term, behind.trim_start_matches([':', ';']).trim()))
}

impl<'a> Body<'a> {
    /// Reads what begins here: how many lines it has.
    pub(super) fn block(&mut self, rows: &[Row<'a>]) -> usize {
        let Some(row) = rows.first() else { return 1 };
        let text = row.text;
        if let Some(count) = self.condition(text) {
            return count;
        }
        if row.blank() {
            return 1;
        }
        if let Some(sign) = fence(text)
            && let Some(count) = self.fenced(sign, rows)
        {
            return count;
        }
        if matches!(text, "--" | "'''" | "<<<" | "***" | "---") || (text.starts_with("//") && !text.starts_with("///"))
        {
            return 1;
        }
        if text == "+" {
            self.kind = BlockKind::ListItem;
            return 1;
        }
        let settings = self.attributes.set(rows);
        if settings > 0 {
            return settings;
        }
        if text.starts_with('[') && text.ends_with(']') && begins(text) {
            self.above(text, row.line);
            return 1;
        }
        let kind = std::mem::replace(&mut self.kind, BlockKind::Paragraph);
        let style = std::mem::take(&mut self.style);
        if let Some(count) = self.asking(text, row.line).or_else(|| self.titled(rows)) {
            self.style = style;
            return count;
        }
        if matches!(
            style.as_str(),
            "verse" | "listing" | "source" | "literal" | "stem" | "latexmath" | "comment" | "pass"
        ) {
            return self.styled(&style, rows);
        }
        if let Some(text) = item(text) {
            return self.paragraph(rows, BlockKind::ListItem, text);
        }
        if text.starts_with(' ') && kind == BlockKind::Paragraph {
            let count = rows.iter().take_while(|row| !row.blank()).count();
            self.literal(&dedented(rows.get(..count).unwrap_or(&[])));
            return count;
        }
        if let Some((term, text)) = term(text) {
            self.whole(term, row.line, BlockKind::ListItem);
            self.kind = BlockKind::ListItem;
            return if text.is_empty() { 1 } else { self.paragraph(rows, BlockKind::ListItem, text) };
        }
        let labels = ["NOTE: ", "TIP: ", "IMPORTANT: ", "WARNING: ", "CAUTION: "];
        let text = labels.iter().find_map(|label| text.strip_prefix(label)).unwrap_or(text);
        self.paragraph(rows, kind, text.trim_start())
    }

    /// `ifdef::name[]` and its kin; what stands where a condition does not hold is passed.
    fn condition(&mut self, text: &str) -> Option<usize> {
        let named = |name: &str| text.strip_prefix(name).and_then(|rest| rest.strip_suffix("[]"));
        if text.starts_with("endif::") {
            self.skipped = self.skipped.saturating_sub(1);
            return Some(1);
        }
        let known = |name: &str| name.split([',', '+']).any(|name| self.attributes.get(name).is_some());
        let fails = match (named("ifdef::"), named("ifndef::")) {
            (Some(name), _) => Some(!known(name)),
            (_, Some(name)) => Some(known(name)),
            _ => None,
        };
        match fails {
            Some(fails) => {
                self.skipped += usize::from(fails || self.skipped > 0);
                Some(1)
            }
            None => (self.skipped > 0 || text.starts_with("ifeval::")).then_some(1),
        }
    }

    /// A line in brackets says what the next block is; of a quotation it names the source.
    fn above(&mut self, text: &str, line: u32) {
        let within = text.trim_matches(['[', ']']);
        let mut parts = within.split(',').map(str::trim);
        let style = parts.next().unwrap_or("").split(['#', '.', '%']).next().unwrap_or("").to_lowercase();
        if matches!(style.as_str(), "quote" | "verse") {
            let source = parts.map(|part| part.trim_matches('"')).collect::<Vec<_>>().join(", ");
            self.whole(&source, line, BlockKind::Paragraph);
        }
        if !text.starts_with("[[") && !style.is_empty() {
            self.style = style;
        }
    }

    /// Files, pictures, headings and captions.
    fn asking(&mut self, text: &str, line: u32) -> Option<usize> {
        if let Some((level, title)) = heading(text) {
            let kind = BlockKind::Heading { level };
            self.text(title, line, kind);
            self.page.flow.end(kind);
            return Some(1);
        }
        if let Some(caption) =
            text.strip_prefix('.').filter(|caption| caption.starts_with(|c: char| !c.is_whitespace() && c != '.'))
        {
            self.whole(caption, line, BlockKind::Paragraph);
            return Some(1);
        }
        let (name, rest) = text.split_once("::")?;
        let (target, arguments) = rest.strip_suffix(']')?.split_once('[')?;
        match name {
            "include" => self.page.asked_for(target),
            "image" => {
                let alt = arguments.split(',').next().unwrap_or("").trim_matches('"');
                let alt = if alt.contains('=') { "" } else { alt };
                self.whole(alt, line, BlockKind::Paragraph);
            }
            "toc" | "video" | "audio" => {}
            _ => return None,
        }
        Some(1)
    }

    /// A heading over a line of signs.
    fn titled(&mut self, rows: &[Row<'a>]) -> Option<usize> {
        let (title, under) = (rows.first()?.text, rows.get(1)?.text);
        let level = "=-~^+".find(under.chars().next()?)? as u8 + 1;
        let sign = under.chars().next()?;
        let fits =
            under.chars().all(|c| c == sign) && under.len().abs_diff(title.chars().count()) < 2 && under.len() > 2;
        if !fits || !title.starts_with(char::is_alphanumeric) {
            return None;
        }
        self.text(title, rows.first()?.line, BlockKind::Heading { level });
        self.page.flow.end(BlockKind::Heading { level });
        Some(2)
    }

    /// A paragraph that is something else by the line above it.
    fn styled(&mut self, style: &str, rows: &[Row<'a>]) -> usize {
        let count = rows.iter().take_while(|row| !row.blank()).count();
        let own = rows.get(..count).unwrap_or(&[]);
        match style {
            "verse" => self.verse(own),
            "comment" | "pass" => {}
            _ => self.literal(own),
        }
        count
    }

    /// A block between two lines that are the same. Of those that hold other blocks only the lines are passed.
    fn fenced(&mut self, sign: char, rows: &[Row<'a>]) -> Option<usize> {
        let first = rows.first()?;
        let verse = sign == '_' && self.style == "verse";
        if "=*_".contains(sign) && !verse {
            self.page.flow.flush();
            return Some(1);
        }
        let fence = if sign == '`' { "```" } else { first.text };
        if self.closings.get(fence).is_some_and(|none| *none <= first.line) {
            return Some(1);
        }
        let Some(length) = rows.iter().skip(1).position(|row| row.text == fence) else {
            self.closings.insert(fence, first.line);
            return Some(1);
        };
        let style = std::mem::take(&mut self.style);
        let own = rows.get(1..=length).unwrap_or(&[]);
        match sign {
            '/' | '+' => {}
            _ if style == "comment" => {}
            '_' => self.verse(own),
            '|' | ',' | ':' | '!' => self.table(if style == "format=csv" { ',' } else { sign }, own),
            _ => self.literal(own),
        }
        Some(length + 2)
    }

    /// A table: each line of cells is a row, and so are the lines with one cell between two that are empty.
    fn table(&mut self, sign: char, rows: &[Row<'a>]) {
        self.page.row();
        for row in rows {
            if row.blank() {
                self.page.end_cell();
                self.page.row();
                continue;
            }
            let mut cells = row.text.split(sign);
            let several = row.text.matches(sign).count() > usize::from("|!".contains(sign));
            if let Some(before) = cells.next().filter(|_| "|!".contains(sign)) {
                // What stands before the bar is of the cell before, or says how the next is set.
                if before.contains(char::is_whitespace) || !row.text.contains(sign) {
                    self.text(before, row.line, CELL);
                    self.page.flow.space();
                }
                if several {
                    self.page.end_cell();
                    self.page.row();
                }
            } else {
                self.page.row();
                cells = row.text.split(sign);
            }
            for cell in cells {
                self.page.end_cell();
                self.text(cell.trim(), row.line, CELL);
                self.page.flow.space();
            }
        }
        self.page.end_cell();
    }
}
