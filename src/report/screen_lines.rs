//! Concordance lines on a screen.

use std::io::{self, Write};
use std::sync::Arc;

use unicode_width::UnicodeWidthStr;

use super::Screen;
use super::lines::{LineReport, place, section};
use super::width::{
    first_columns, is_right_to_left, isolated, last_columns, left_aligned, plain, right_aligned, shortened,
};
use crate::concordance::Line;

/// Lines with the match in the middle, each in one row of the screen.
pub(super) fn table(
    out: &mut dyn Write,
    report: &LineReport<'_>,
    lines: impl Iterator<Item = io::Result<Line>>,
) -> io::Result<()> {
    let screen = report.screen;
    let lines: Vec<Line> = lines.collect::<io::Result<_>>()?;
    let reference = |line: &Line| match report.grouped {
        true => place(line),
        false => format!("{} {}", line.paper, place(line)),
    };
    let widest = lines.iter().map(|l| plain(&reference(l)).width()).max().unwrap_or(0);
    let margin = widest.min(screen.width * if report.grouped { 3 } else { 4 } / 12);
    let room = screen.width.saturating_sub(margin + 2).max(20);
    let node = lines.iter().map(|l| plain(&l.node).width()).max().unwrap_or(0).min(room / 3);
    let left = (room - node) / 2;
    let mut last: Option<(Arc<str>, String)> = None;
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

/// Lines as running text, one paragraph for each hit.
pub(super) fn text(
    out: &mut dyn Write,
    report: &LineReport<'_>,
    lines: impl Iterator<Item = io::Result<Line>>,
) -> io::Result<()> {
    let screen = report.screen;
    for (at, line) in lines.enumerate() {
        let line = line?;
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
