//! From a part of a page to its lines: what stands in one row, tables, how far lines are indented.

use super::order::Region;
use super::segments::Segment;
use crate::papers::layout::{Part, SetLine, list_marker};

/// The narrowest room between cells of a table, in sizes of their letters.
const CELL_GAP: f32 = 1.4;
/// The fewest rows of a table.
const FEWEST_ROWS: usize = 2;

/// One row of a part of a page.
struct Row {
    y: f32,
    /// From left to right; parted where they may be cells.
    parts: Vec<Segment>,
}

/// The lines of a part of a page, from its top to its foot.
pub(super) fn lines(region: Region, column: u32) -> Vec<SetLine> {
    let (left, right) = edges(&region);
    let rows = rows(region.segments);
    let tables = tables(&rows);
    let (mut lines, mut last) = (Vec::new(), None);
    for (row, table) in rows.into_iter().zip(tables) {
        let gap = last.map(|last: f32| row.y - last);
        last = Some(row.y);
        let set = |segment: &Segment, part: Part| SetLine {
            text: segment.text.clone(),
            part,
            column,
            size: segment.size,
            bold: segment.bold,
            furniture: segment.artifact,
            indent: ((segment.x0 - left) / segment.size).max(0.0),
            room: ((right - segment.x1) / segment.size).max(0.0),
            gap,
        };
        match table {
            true => {
                let cells = row.parts.iter().enumerate();
                lines.extend(cells.map(|(at, cell)| set(cell, Part::Cell { first: at == 0 })));
            }
            false => lines.extend(whole(&row.parts).map(|segment| set(&segment, Part::Text))),
        }
    }
    lines
}

/// Where most lines begin and where the longest end, but for a few that stick out.
fn edges(region: &Region) -> (f32, f32) {
    let mut starts: Vec<f32> = region.segments.iter().map(|s| s.x0).collect();
    let mut ends: Vec<f32> = region.segments.iter().map(|s| s.x1).collect();
    if starts.len() < 6 {
        return (region.left, region.right);
    }
    starts.sort_by(f32::total_cmp);
    ends.sort_by(f32::total_cmp);
    let few = starts.len() / 20;
    (starts.get(few).copied().unwrap_or(region.left), ends.iter().rev().nth(few).copied().unwrap_or(region.right))
}

fn rows(mut segments: Vec<Segment>) -> Vec<Row> {
    segments.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Row> = Vec::new();
    for segment in segments {
        match rows.last_mut() {
            Some(row) if segment.y - row.y <= 0.35 * segment.size => row.parts.push(segment),
            _ => rows.push(Row { y: segment.y, parts: vec![segment] }),
        }
    }
    for row in &mut rows {
        row.parts.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        row.parts = close_together(std::mem::take(&mut row.parts));
    }
    rows
}

/// Joins what is too close to be cells, and a list's marker with its item.
fn close_together(parts: Vec<Segment>) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last)
                if part.x0 - last.x1 < CELL_GAP * last.size.max(part.size)
                    || list_marker(&format!("{} x", last.text)).is_some_and(|marker| marker == last.text) =>
            {
                add(last, &part, " ");
            }
            _ => joined.push(part),
        }
    }
    joined
}

fn add(last: &mut Segment, part: &Segment, between: &str) {
    if part.text.chars().count() > last.text.chars().count() {
        last.size = part.size;
    }
    last.text.push_str(between);
    last.text.push_str(&part.text);
    last.x1 = last.x1.max(part.x1);
    last.bold &= part.bold;
    last.artifact &= part.artifact;
}

/// A row that is no table's, as one line; wide gaps stay to be seen.
fn whole(parts: &[Segment]) -> Option<Segment> {
    let (first, rest) = parts.split_first()?;
    let mut line = first.clone();
    rest.iter().for_each(|part| add(&mut line, part, "   "));
    Some(line)
}

/// Which rows are a table's: several that are parted, one below the other, whose parts begin below one another.
fn tables(rows: &[Row]) -> Vec<bool> {
    let mut table = vec![false; rows.len()];
    let mut start = 0;
    while start < rows.len() {
        let run = rows.iter().skip(start).take_while(|row| row.parts.len() > 1).count();
        if run >= FEWEST_ROWS && is_aligned(rows.get(start..start + run).unwrap_or(&[])) {
            table.iter_mut().skip(start).take(run).for_each(|row| *row = true);
        }
        start += run.max(1);
    }
    table
}

/// Whether some parts that are not their row's first begin or end below one another.
fn is_aligned(rows: &[Row]) -> bool {
    let inner = |row: &Row| row.parts.iter().skip(1).map(|part| (part.x0, part.x1)).collect::<Vec<_>>();
    rows.iter().zip(rows.iter().skip(1)).any(|(above, below)| {
        let below = inner(below);
        let near = |a: f32, b: f32| (a - b).abs() < 4.0;
        inner(above).iter().any(|a| below.iter().any(|b| near(a.0, b.0) || near(a.1, b.1)))
    })
}
