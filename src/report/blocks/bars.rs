//! Bars on a screen, with their intervals as numbers.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::super::width::{left_aligned, plain, right_aligned, shortened};
use super::{Screen, bar, names_width};
use crate::picture::Bars;
use crate::picture::number::rounded;
use crate::picture::scale::drawn;

/// So many cells make a bar that can be compared with others.
const NARROWEST: usize = 12;

/// One bar, with what is written beside it.
struct Row {
    name: String,
    series: String,
    at: Option<f64>,
    number: String,
    interval: String,
}

pub(super) fn write(out: &mut dyn Write, bars: &Bars, screen: Screen) -> io::Result<()> {
    let rows = rows(bars);
    let names = names_width(bars.groups.iter().map(|(name, _)| name.as_str()), screen);
    let several = bars.series.len() > 1;
    let series =
        if several { names_width(bars.series.iter().map(String::as_str), screen).min(screen.width / 5) } else { 0 };
    let widest = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).width()).max().unwrap_or(0);
    let (numbers, intervals) = (widest(|row| &row.number), widest(|row| &row.interval));
    let others = 2 + if several { series + 2 } else { 0 } + 2 + numbers;
    let names = names.min(screen.width.saturating_sub(others + 4));
    let taken = names + others;
    // Where bars would have no room, intervals are left to the table.
    let intervals = Some(intervals + 1).filter(|width| taken + width + NARROWEST <= screen.width);
    let room = screen.width.saturating_sub(taken + intervals.unwrap_or(0)).max(4);
    let ends = rows.iter().filter_map(|row| row.at).fold((0.0, 0.0), |(l, h): (f64, f64), v| (l.min(v), h.max(v)));
    for row in &rows {
        write!(out, "{}  ", left_aligned(&shortened(&row.name, names), names))?;
        if several {
            write!(out, "{}  ", left_aligned(&shortened(&row.series, series), series))?;
        }
        let number = right_aligned(&row.number, numbers);
        let interval = if intervals.is_some() { screen.dim(&row.interval) } else { String::new() };
        let line = format!("{}  {number} {interval}", drawing(row.at, ends, room));
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out, "{}", screen.dim(&shortened(&plain(&bars.unit), screen.width)))
}

fn rows(bars: &Bars) -> Vec<Row> {
    let group = |(name, values): &(String, Vec<_>)| {
        let row = |(at, value): (usize, &Option<_>)| {
            let drawn = drawn(value);
            let interval = drawn.and_then(|(_, interval)| interval);
            Row {
                // A group's name stands beside its first bar.
                name: if at == 0 { plain(name) } else { String::new() },
                series: bars.series.get(at).map(|name| plain(name)).unwrap_or_default(),
                at: drawn.map(|(at, _)| at),
                number: drawn.map_or("–".to_string(), |(at, _)| rounded(at)),
                interval: interval
                    .map_or(String::new(), |(low, high)| format!("({} to {})", rounded(low), rounded(high))),
            }
        };
        values.iter().take(bars.series.len().max(1)).enumerate().map(row).collect::<Vec<_>>()
    };
    bars.groups.iter().flat_map(group).collect()
}

/// The bar in `room` cells; where values lie on both sides of zero, from an upright line.
fn drawing(at: Option<f64>, (low, high): (f64, f64), room: usize) -> String {
    let cells = |value: f64, room: usize| if high > low { value.abs() / (high - low) * room as f64 } else { 0.0 };
    let positive = at.filter(|at| *at > 0.0);
    if low == 0.0 {
        return left_aligned(&positive.map_or(String::new(), |at| bar(cells(at, room))), room);
    }
    let room = room.saturating_sub(1);
    let left = (cells(low, room).round() as usize).clamp(1, room - usize::from(high > 0.0));
    // There are no blocks that fill a cell's right part but the half: below zero a bar has whole and half cells.
    let halves =
        at.filter(|at| *at < 0.0).map_or(0, |at| ((cells(at, room) * 2.0).round().max(1.0) as usize).min(2 * left));
    let below = format!("{}{}", "▐".repeat(halves % 2), "█".repeat(halves / 2));
    let above = positive.map_or(String::new(), |at| bar(cells(at, room).min((room - left) as f64)));
    format!("{}│{}", right_aligned(&below, left), left_aligned(&above, room - left))
}
