//! Concordance lines in each format.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::separated::Separated;
use super::width::{
    first_columns, is_right_to_left, isolated, last_columns, left_aligned, plain, right_aligned, shortened,
};
use super::{Format, Made, Screen, json};
use crate::concordance::Line;
use crate::error::Error;

/// What stands around the lines.
#[derive(Debug, Clone)]
pub struct LineReport<'a> {
    /// How many hits there are, shown or not.
    pub hits: usize,
    /// What made the lines.
    pub made: &'a Made,
    /// Where they go.
    pub screen: Screen,
    /// Whether lines of one section stand together, so that a heading can name it once.
    pub grouped: bool,
}

/// What can go wrong while lines are written.
enum WriteError {
    /// The output: a closed pipe, a full disk.
    Output(io::Error),
    /// The index.
    Index(Error),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        WriteError::Output(error)
    }
}

impl From<Error> for WriteError {
    fn from(error: Error) -> Self {
        WriteError::Index(error)
    }
}

impl From<WriteError> for io::Error {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Output(error) => error,
            WriteError::Index(error) => io::Error::other(error),
        }
    }
}

const COLUMNS: [&str; 11] =
    ["paper", "title", "year", "section", "themes", "page", "source_line", "position", "left", "match", "right"];

/// Writes lines.
///
/// # Errors
/// An output that cannot be written; an index that is damaged.
pub fn write_lines(
    out: &mut dyn Write,
    format: Format,
    report: &LineReport<'_>,
    lines: impl Iterator<Item = Result<Line, Error>>,
) -> io::Result<()> {
    match format {
        Format::Table => table(out, report, lines),
        Format::Text => text(out, report, lines),
        Format::Csv => separated(Separated::csv(out), lines),
        Format::Tsv => separated(Separated::tsv(out), lines),
        Format::Json => {
            let made = serde_json::to_value(report.made)?;
            let head =
                serde_json::Map::from_iter([("made_by".to_string(), made), ("hits".to_string(), report.hits.into())]);
            json::document(out, &head, "lines", lines.map(|l| l.map_err(WriteError::from))).map_err(io::Error::from)
        }
        Format::Jsonl => {
            for line in lines {
                serde_json::to_writer(&mut *out, &line.map_err(WriteError::from)?)?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }
    }
}

fn separated<W: Write>(mut out: Separated<W>, lines: impl Iterator<Item = Result<Line, Error>>) -> io::Result<()> {
    out.record(&COLUMNS)?;
    for line in lines {
        let line = line.map_err(WriteError::from)?;
        out.record(&[
            line.paper,
            line.title.unwrap_or_default(),
            line.year.map(|y| y.to_string()).unwrap_or_default(),
            line.section.join(" > "),
            line.themes.join("; "),
            line.page.unwrap_or_default(),
            if line.source_line == 0 { String::new() } else { line.source_line.to_string() },
            line.position.to_string(),
            line.left,
            line.node,
            line.right,
        ])?;
    }
    out.finish()
}

/// Where a hit is, within its paper: `p. 3, l. 57`.
fn place(line: &Line) -> String {
    let page = line.page.as_ref().map(|p| format!("p. {p}"));
    let source = (line.source_line > 0).then(|| format!("l. {}", line.source_line));
    page.into_iter().chain(source).collect::<Vec<_>>().join(", ")
}

fn section(line: &Line) -> String {
    if line.section.is_empty() { "(opening)".to_string() } else { line.section.join(" > ") }
}

/// Lines with the match in the middle, each in one row of the screen.
fn table(
    out: &mut dyn Write,
    report: &LineReport<'_>,
    lines: impl Iterator<Item = Result<Line, Error>>,
) -> io::Result<()> {
    let screen = report.screen;
    let lines: Vec<Line> = lines.collect::<Result<_, _>>().map_err(WriteError::from)?;
    let reference = |line: &Line| match report.grouped {
        true => place(line),
        false => format!("{} {}", line.paper, place(line)),
    };
    let widest = lines.iter().map(|l| plain(&reference(l)).width()).max().unwrap_or(0);
    let margin = widest.min(screen.width * if report.grouped { 3 } else { 4 } / 12);
    let room = screen.width.saturating_sub(margin + 2).max(20);
    let node = lines.iter().map(|l| plain(&l.node).width()).max().unwrap_or(0).min(room / 3);
    let left = (room - node) / 2;
    let mut last: Option<(String, String)> = None;
    for line in &lines {
        let group = (line.paper.clone(), section(line));
        if report.grouped && last.as_ref() != Some(&group) {
            heading(out, screen, line, last.is_some())?;
            last = Some(group);
        }
        let row = row(line, screen, left, room);
        writeln!(out, "{}  {row}", screen.dim(&left_aligned(&fitted(line, report.grouped, margin), margin)))?;
    }
    Ok(())
}

/// Where a line comes from, in `width` columns: the paper's id is cut before its place is.
fn fitted(line: &Line, grouped: bool, width: usize) -> String {
    let place = plain(&place(line));
    let room = width.saturating_sub(place.width() + 1);
    match grouped {
        true => shortened(&place, width),
        false => format!("{} {place}", shortened(&plain(&line.paper), room)),
    }
}

fn heading(out: &mut dyn Write, screen: Screen, line: &Line, apart: bool) -> io::Result<()> {
    if apart {
        writeln!(out)?;
    }
    let year = line.year.map(|y| format!(" ({y})")).unwrap_or_default();
    let begin = format!("{}{year} · ", line.paper);
    let mut text = plain(&(begin.clone() + &section(line)));
    // Where room is short the outer headings go first: the inner ones tell more.
    for outer in 1..line.section.len() {
        if text.width() > screen.width {
            let inner = line.section.get(outer..).unwrap_or(&[]).join(" > ");
            text = plain(&format!("{begin}… > {inner}"));
        }
    }
    writeln!(out, "{}", screen.bold(&isolated(&shortened(&text, screen.width))))
}

/// The match begins `left` columns from the row's start; what does not fit is cut.
fn row(line: &Line, screen: Screen, left: usize, room: usize) -> String {
    let (before, node, behind) = (plain(&line.left), plain(&line.node), plain(&line.right));
    // In a right-to-left script the text before the match stands at its right.
    let right_to_left = node.chars().any(is_right_to_left);
    let node = shortened(&node, room.saturating_sub(left).max(1));
    let rest = room.saturating_sub(left + node.width());
    let (first, second) = match right_to_left {
        false => {
            (last_columns(&before, left).trim_start().to_string(), first_columns(&behind, rest).trim_end().to_string())
        }
        true => {
            (first_columns(&behind, left).trim_end().to_string(), last_columns(&before, rest).trim_start().to_string())
        }
    };
    format!("{}{}{}", right_aligned(&first, left), screen.node(&isolated(&node)), isolated(&second))
}

fn text(
    out: &mut dyn Write,
    report: &LineReport<'_>,
    lines: impl Iterator<Item = Result<Line, Error>>,
) -> io::Result<()> {
    let screen = report.screen;
    for (at, line) in lines.enumerate() {
        let line = line.map_err(WriteError::from)?;
        let title = line.title.clone().unwrap_or_else(|| line.paper.clone());
        let year = line.year.map(|y| format!(" ({y})")).unwrap_or_default();
        let place = place(&line);
        let place = if place.is_empty() { place } else { format!(", {place}") };
        writeln!(
            out,
            "{}. {}",
            at + 1,
            screen.bold(&plain(&format!("{title}{year}, {}{place} [{}]", section(&line), line.paper)))
        )?;
        let node = if screen.colour { screen.node(&plain(&line.node)) } else { format!("**{}**", plain(&line.node)) };
        writeln!(out, "   {}{node}{}\n", plain(&line.left).trim_start(), plain(&line.right).trim_end())?;
    }
    Ok(())
}
