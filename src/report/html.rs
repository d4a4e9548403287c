//! HTML: one file that needs nothing else. No text of a paper is ever markup: all of it
//! goes through `escaped`, and the page forbids itself scripts and whatever lies outside.

use std::io::{self, Write};

use super::Cell;
use super::made::About;
use super::rows::{Kind, Rows};
use crate::picture::{Picture, write_svg};

const STYLE: &str = include_str!("page.css");
/// Nothing is fetched and no script runs, even if a text were taken for markup.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Writes a page with what `body` writes between its title and what made it.
pub(super) fn page(
    out: &mut dyn Write,
    about: &About<'_>,
    body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let title = escaped(&about.title());
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>")?;
    writeln!(out, "<style>\n{STYLE}</style>\n</head>\n<body>\n<h1 dir=\"auto\">{title}</h1>")?;
    body(out)?;
    writeln!(out, "<details>\n<summary>What made this</summary>\n<dl>")?;
    for (name, value) in about.facts() {
        writeln!(out, "<dt>{name}</dt><dd dir=\"auto\">{}</dd>", escaped(&value))?;
    }
    // A script block ends at the first `</script`, whatever its JSON says.
    let json = serde_json::Value::Object(about.json()?).to_string().replace('<', "\\u003c");
    writeln!(out, "</dl>\n</details>\n<script type=\"application/json\" id=\"made-by\">{json}</script>")?;
    writeln!(out, "</body>\n</html>")
}

/// Writes a page with a table of rows, and the picture of it above.
pub(super) fn answer(
    out: &mut dyn Write,
    rows: Rows<'_>,
    picture: Option<&Picture>,
    about: &About<'_>,
) -> io::Result<()> {
    page(out, about, |out| {
        if let Some(picture) = picture {
            writeln!(out, "<figure>")?;
            write_svg(out, picture, None)?;
            writeln!(out, "</figure>")?;
        }
        write!(out, "<table class=\"cells\">\n<thead>\n<tr>")?;
        for field in &rows.fields {
            let class = if field.kind == Kind::Text { "" } else { " class=\"number\"" };
            write!(out, "<th scope=\"col\"{class}>{}</th>", escaped(field.name))?;
        }
        writeln!(out, "</tr>\n</thead>\n<tbody>")?;
        for row in rows.rows {
            let cells: String = row?.iter().map(cell).collect();
            writeln!(out, "<tr>{cells}</tr>")?;
        }
        writeln!(out, "</tbody>\n</table>")
    })
}

/// A number as people read it carries itself beside.
fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => format!("<td dir=\"auto\">{}</td>", escaped(text)),
        cell if cell.is_empty() => "<td></td>".to_string(),
        number => {
            format!("<td class=\"number\"><data value=\"{}\">{}</data></td>", number.exact(), number.readable())
        }
    }
}

/// `text` as text and as an attribute's value in double quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // HTML has no place for them, but for the carriage return as a reference.
            '\0' => out.push('\u{fffd}'),
            '\r' => out.push_str("&#13;"),
            _ => out.push(c),
        }
    }
    out
}
