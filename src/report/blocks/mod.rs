//! Pictures on a screen, of block characters: no finer than a cell, and so always above the table that says more.

mod bars;
mod heat_map;
mod lines;
mod strips;

use std::io::{self, Write};

use super::Screen;
use super::width::plain;
use crate::picture::Picture;

/// An eighth of a cell to the whole of it, from the left, and from below.
const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Writes a picture and an empty line behind it; nothing where there are no values, and for a network,
/// whose lines a screen has no room for.
pub(super) fn write(out: &mut dyn Write, picture: &Picture, screen: Screen) -> io::Result<()> {
    if picture.is_empty() || matches!(picture, Picture::Network(_)) {
        return Ok(());
    }
    writeln!(out, "{}", screen.bold(&plain(picture.title())))?;
    match picture {
        Picture::Bars(bars) => bars::write(out, bars, screen)?,
        Picture::Lines(lines) => lines::write(out, lines, screen)?,
        Picture::HeatMap(map) => heat_map::write(out, map, screen)?,
        Picture::Strips(strips) => strips::write(out, strips, screen)?,
        Picture::Network(_) => {}
    }
    writeln!(out)
}

/// The level of a share from 0 to 1: the lowest from just above 0.
fn level(share: f64) -> char {
    let at = (share * 8.0).ceil().clamp(1.0, 8.0) as usize;
    LEVELS.get(at - 1).copied().unwrap_or(' ')
}

/// A bar of so many cells, to an eighth of one; no less than that.
fn bar(cells: f64) -> String {
    let eighths = (cells * 8.0).round().max(1.0) as usize;
    let rest = eighths.checked_rem(8).filter(|rest| *rest > 0).and_then(|rest| EIGHTHS.get(rest - 1));
    "█".repeat(eighths / 8).chars().chain(rest.copied()).collect()
}

/// How wide the names' column is: as the widest, but no more than a third of the screen.
fn names_width<'a>(names: impl Iterator<Item = &'a str>, screen: Screen) -> usize {
    let width = |name| unicode_width::UnicodeWidthStr::width(plain(name).as_str());
    names.map(width).max().unwrap_or(0).min(screen.width / 3)
}
