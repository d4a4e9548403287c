//! Heat maps on a screen.

use std::io::{self, Write};

use super::super::width::{left_aligned, plain, shortened};
use super::{Screen, names_width};
use crate::picture::HeatMap;
use crate::picture::number::rounded;
use crate::picture::scale::drawable;

const SHADES: [&str; 5] = [" ", "░", "▒", "▓", "█"];

pub(super) fn write(out: &mut dyn Write, map: &HeatMap, screen: Screen) -> io::Result<()> {
    let names = names_width(map.rows.iter().map(|(name, _)| name.as_str()), screen);
    let room = screen.width.saturating_sub(names + 2).max(8);
    let columns = map.columns.len().max(1);
    let wide = (room / columns).clamp(1, 10);
    let values = map.rows.iter().flat_map(|(_, values)| values).filter_map(|value| value.and_then(drawable));
    let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
    let most = high.max(-low);
    // More columns than the screen is wide go on below.
    for (block, heads) in map.columns.chunks((room / wide).max(1)).enumerate() {
        let first = block * (room / wide).max(1);
        writeln!(out, "{}  {}", " ".repeat(names), screen.dim(&heading(heads, wide, room)))?;
        for (name, values) in &map.rows {
            let cell = |value: Option<f64>| shade(value.and_then(drawable), most).repeat(wide);
            let cells = (first..first + heads.len()).map(|at| cell(values.get(at).copied().flatten()));
            let line =
                format!("{}  {}", left_aligned(&shortened(&plain(name), names), names), cells.collect::<String>());
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    let sign = if low < 0.0 { ", above zero or below" } else { "" };
    let said = format!("█ {} {}{sign}; · no value", rounded(most), plain(&map.unit));
    writeln!(out, "{}", screen.dim(&shortened(&said, screen.width)))
}

/// The columns' names, where they have room; else the first and the last.
fn heading(columns: &[String], wide: usize, room: usize) -> String {
    if wide >= 5 {
        let head = |name: &String| left_aligned(&shortened(&plain(name), wide - 1), wide);
        return columns.iter().map(head).collect::<String>().trim_end().to_string();
    }
    match columns {
        [first, .., last] => [first, last].map(|name| shortened(&plain(name), (room - 3) / 2)).join(" … "),
        _ => columns.iter().map(|name| shortened(&plain(name), room)).collect(),
    }
}

fn shade(value: Option<f64>, most: f64) -> &'static str {
    let Some(value) = value else { return "·" };
    let share = if most > 0.0 { value.abs() / most } else { 0.0 };
    SHADES.get((share * 4.0).ceil() as usize).copied().unwrap_or(" ")
}
