//! Concordance lines on a screen.

use std::io::{self, Write};
use std::sync::Arc;

use unicode_width::UnicodeWidthStr;

use super::Screen;
use super::lines::{LineReport, place, reads_right_to_left, section};
use super::width::{
    first_columns, from_the_right, isolated, last_columns, left_aligned, plain, right_aligned, shortened,
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
    let node = shortened(&node, room.saturating_sub(left).max(1));
    let rest = room.saturating_sub(left + node.width());
    if reads_right_to_left(line) {
        return mirrored(&before, &node, &behind, screen, [left, rest]);
    }
    let (first, second) = (last_columns(&before, left).trim_start(), first_columns(&behind, rest).trim_end());
    format!("{}{}{}", right_aligned(first, left), screen.node(&isolated(&node)), isolated(second))
}

/// The row of a right-to-left script: what stands before the match is at its right. Each part is set apart, so that the
/// columns stay where they are; the spaces beside the match stand between the parts, as at the end of a row they would be
/// moved to its other end.
fn mirrored(before: &str, node: &str, behind: &str, screen: Screen, [left, rest]: [usize; 2]) -> String {
    let (first, second) = (first_columns(behind, left).trim_end(), last_columns(before, rest).trim_start());
    let space = |there: bool| if there { " " } else { "" };
    let (gap, second_gap) = (space(first.starts_with(' ')), space(second.ends_with(' ')));
    let (first, second) = (first.trim(), second.trim());
    let blank = " ".repeat(left.saturating_sub(first.width() + gap.len()));
    let node = screen.node(&from_the_right(node));
    format!("{blank}{}{gap}{node}{second_gap}{}", from_the_right(first), from_the_right(second))
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
        let text = format!("{}{node}{}", plain(&line.left).trim_start(), plain(&line.right).trim_end());
        let text = if reads_right_to_left(&line) { from_the_right(&text) } else { text };
        writeln!(out, "   {text}\n")?;
    }
    Ok(())
}
