//! Markdown: a table as GitHub and Pandoc read it.

use std::io::{self, Write};

use super::Cell;
use super::made::About;
use super::rows::{Field, Kind, Rows};

/// Writes what was found, the table, and what made it as a comment.
pub(super) fn write(out: &mut dyn Write, rows: Rows<'_>, about: &About<'_>) -> io::Result<()> {
    if let Some((_, sentence)) = about.found {
        writeln!(out, "{}\n", escaped(sentence))?;
    }
    let rule = |field: &Field| if field.kind == Kind::Text && !field.leads { "---" } else { "---:" }.to_string();
    record(out, rows.fields.iter().map(|field| escaped(field.name)))?;
    record(out, rows.fields.iter().map(rule))?;
    for row in rows.rows {
        record(out, row?.iter().map(cell))?;
    }
    // Two hyphens could end the comment; within JSON they stand in texts alone.
    let about = serde_json::Value::Object(about.json()?).to_string().replace("--", "-\\u002d");
    writeln!(out, "\n<!-- {about} -->")
}

fn record(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    for cell in cells {
        write!(out, "| {cell} ")?;
    }
    writeln!(out, "|")
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => escaped(text),
        other => other.exact().into_owned(),
    }
}

/// `text` so that nothing in it is markup; white space at its ends, which a cell does
/// not keep, is taken off, and a line end within it is `<br>`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = text.trim().replace("\r\n", "\n");
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '|' | '$' | '!' | '#' | '^' | '=' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;
    use crate::report::Made;

    /// The cells of the only table in `text`, as a reader of Markdown sees them.
    fn read(text: &str) -> Vec<String> {
        let mut options = Options::all();
        // Straight quotes are as good as typographic ones here.
        options.remove(Options::ENABLE_SMART_PUNCTUATION);
        let (mut cells, mut inside) = (Vec::new(), false);
        for event in Parser::new_ext(text, options) {
            match event {
                Event::Start(Tag::TableCell) => (cells.push(String::new()), inside = true).1,
                Event::End(TagEnd::TableCell) => inside = false,
                Event::Text(text) if inside => cells.last_mut().unwrap().push_str(&text),
                Event::InlineHtml(tag) if inside && &*tag == "<br>" => cells.last_mut().unwrap().push('\n'),
                other => assert!(!inside, "{other:?} in a cell"),
            }
        }
        cells
    }

    fn written(text: &str) -> String {
        let field = Field { name: "a_b", kind: Kind::Text, leads: false };
        let row = vec![Cell::Text(text.to_string()), Cell::Count(1)];
        let rows = Rows { name: "rows", fields: vec![field, field], rows: Box::new([Ok(row)].into_iter()) };
        let made = Made { query: Some(text.to_string()), ..Made::default() };
        let mut out = Vec::new();
        write(&mut out, rows, &About { made: &made, found: None }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn markup_in_a_cell_is_text() {
        for text in ["a|b", "`a` *b* _c_ ~~d~~", "[a](b) ![c](d)", "<b>&amp;</b>", "a\\|b", "a\nb", "$x$", "-->", "# a"]
        {
            assert_eq!(read(&written(text)), ["a_b", "a_b", text, "1"]);
        }
    }

    #[test]
    fn what_made_it_cannot_end_its_comment() {
        let text = written("--><script>");
        let comment = text.rsplit("<!-- ").next().unwrap();
        assert_eq!(comment.matches("--").count(), 1, "{comment}");
        let json: serde_json::Value = serde_json::from_str(comment.trim_end().strip_suffix(" -->").unwrap()).unwrap();
        assert_eq!(json["made_by"]["query"], "--><script>");
    }

    proptest! {
        #[test]
        fn whatever_a_cell_holds_is_read_as_text(text in "[-|\\\\`*_~\\[\\]()<>&!#$:^={}'\"a1 \n]{0,12}|\\PC{0,8}") {
            let wanted = text.trim().to_string();
            prop_assert_eq!(read(&written(&text)), vec!["a_b".to_string(), "a_b".to_string(), wanted, "1".to_string()]);
        }
    }
}
