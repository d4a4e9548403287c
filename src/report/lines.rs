//! Concordance lines in each format.

use std::io::{self, Write};

use super::answer::no_picture;
use super::made::About;
use super::rows::{Field, Kind, Rows};
use super::separated::Separated;
use super::width::is_right_to_left;
use super::{Cell, Format, Made, Screen, html_lines, json, markdown, parquet, screen_lines, separated, workbook};
use crate::concordance::{Line, Lines};

/// What stands around the lines.
#[derive(Debug, Clone)]
pub struct LineReport<'a> {
    /// How many hits there are, shown or not.
    pub hits: usize,
    /// What was found and what of it is shown, as a sentence.
    pub found: String,
    /// What made the lines.
    pub made: &'a Made,
    /// Where they go.
    pub screen: Screen,
    /// Whether lines of one section stand together, so that a heading can name it once.
    pub grouped: bool,
}

const fn field(name: &'static str, kind: Kind) -> Field<'static> {
    Field { name, kind, leads: false }
}

/// The columns of a line: where the hit is, then its text.
pub(super) const FIELDS: [Field<'static>; 11] = [
    field("paper", Kind::Text),
    field("title", Kind::Text),
    field("year", Kind::Whole),
    field("section", Kind::Text),
    field("themes", Kind::Text),
    field("page", Kind::Text),
    field("source_line", Kind::Whole),
    field("position", Kind::Whole),
    Field { name: "left", kind: Kind::Text, leads: true },
    field("match", Kind::Text),
    field("right", Kind::Text),
];

/// A line's cells, in the order of `FIELDS`.
pub(super) fn cells(line: Line) -> Vec<Cell> {
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    vec![
        Cell::Text(line.paper.to_string()),
        Cell::text(line.title),
        Cell::ordinal(line.year),
        Cell::Text(line.section.join(" > ")),
        Cell::Text(line.themes.join("; ")),
        text(line.page),
        Cell::ordinal((line.source_line > 0).then_some(line.source_line)),
        Cell::ordinal(Some(line.position)),
        Cell::Text(line.left),
        Cell::Text(line.node),
        Cell::Text(line.right),
    ]
}

/// Writes lines.
///
/// # Errors
/// An output that cannot be written; an index that is damaged, lines that the format
/// has no room for (an [`Error`](crate::Error) inside the [`io::Error`]).
pub fn write_lines(out: &mut dyn Write, format: Format, report: &LineReport<'_>, lines: &impl Lines) -> io::Result<()> {
    let about = About { made: report.made, found: Some((report.hits, &report.found)) };
    let separate = |out, separated| {
        let all =
            |range| lines.share(range).into_iter().map(|line| Ok(cells(line.map_err(io::Error::other)?))).collect();
        separated::write(out, separated, FIELDS.iter().map(|field| field.name), lines.len(), all)
    };
    let lines = lines.iter().map(|line| line.map_err(io::Error::other));
    match format {
        Format::Table => screen_lines::table(out, report, lines),
        Format::Text => screen_lines::text(out, report, lines),
        Format::Csv => separate(out, Separated::Csv),
        Format::Tsv => separate(out, Separated::Tsv),
        Format::Json => json::document(out, &about.json()?, "lines", lines),
        Format::Jsonl => json::objects(out, lines),
        Format::Html => html_lines::write(out, &about, report.grouped, lines),
        Format::Markdown => markdown::write(out, rows(lines), &about),
        Format::Xlsx => workbook::write(out, rows(lines), &about),
        Format::Parquet => parquet::write(out, rows(lines), &about),
        Format::Svg | Format::Graphml => Err(io::Error::other(no_picture(format))),
    }
}

fn rows<'a>(lines: impl Iterator<Item = io::Result<Line>> + 'a) -> Rows<'a> {
    Rows { name: "lines", fields: FIELDS.to_vec(), rows: Box::new(lines.map(|line| Ok(cells(line?)))) }
}

/// Where a hit is, within its paper: `p. 3, l. 57`.
pub(super) fn place(line: &Line) -> String {
    let page = line.page.as_ref().map(|p| format!("p. {p}"));
    let source = (line.source_line > 0).then(|| format!("l. {}", line.source_line));
    page.into_iter().chain(source).collect::<Vec<_>>().join(", ")
}

pub(super) fn section(line: &Line) -> String {
    if line.section.is_empty() { "(opening)".to_string() } else { line.section.join(" > ") }
}

/// Whether most letters of a line are of a script that runs from the right.
pub(super) fn reads_right_to_left(line: &Line) -> bool {
    let letters = || [&line.left, &line.node, &line.right].into_iter().flat_map(|t| t.chars());
    let right_to_left = letters().filter(|c| is_right_to_left(*c)).count();
    right_to_left * 2 > letters().filter(|c| c.is_alphabetic()).count()
}
