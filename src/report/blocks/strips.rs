//! The dispersion plot on a screen.

use std::io::{self, Write};

use super::super::width::{left_aligned, plain, right_aligned, shortened};
use super::{Screen, level, names_width};
use crate::picture::number::thousands;
use crate::picture::{Strip, Strips};

pub(super) fn write(out: &mut dyn Write, strips: &Strips, screen: Screen) -> io::Result<()> {
    let names = names_width(strips.strips.iter().map(|strip| strip.name.as_str()), screen);
    let hits = |strip: &Strip| thousands(strip.ticks.len() as u64);
    let numbers = strips.strips.iter().map(|strip| hits(strip).len()).max().unwrap_or(0);
    let room = screen.width.saturating_sub(names + 2 + 2 + numbers).max(8);
    let counts: Vec<Vec<u32>> = strips.strips.iter().map(|strip| per_cell(strip, &strip.ticks, room)).collect();
    let most = counts.iter().flatten().copied().max().unwrap_or(0);
    for (strip, counts) in strips.strips.iter().zip(&counts) {
        let sections: Vec<u64> = strip.sections.iter().copied().filter(|position| *position > 0).collect();
        let sections = per_cell(strip, &sections, room);
        let cell = |(&hits, &sections): (&u32, &u32)| match (hits, sections) {
            (0, _) if strip.length == 0 => ' ',
            (0, 0) => '·',
            (0, _) => '┊',
            (hits, _) => level(f64::from(hits) / f64::from(most)),
        };
        let drawing: String = counts.iter().zip(&sections).map(cell).collect();
        let name = left_aligned(&shortened(&plain(&strip.name), names), names);
        writeln!(out, "{name}  {drawing}  {}", right_aligned(&hits(strip), numbers))?;
    }
    let hits = if most == 1 { "hit" } else { "hits" };
    let said =
        format!("from the paper's beginning to its end; █ {} {hits}, ┊ a section begins", thousands(most.into()));
    writeln!(out, "{}", screen.dim(&shortened(&said, screen.width)))
}

/// How many of the positions each cell has.
fn per_cell(strip: &Strip, positions: &[u64], cells: usize) -> Vec<u32> {
    let mut counts = vec![0; cells];
    for position in positions.iter().filter(|position| **position < strip.length) {
        let cell = u128::from(*position) * cells as u128 / u128::from(strip.length);
        if let Some(count) = counts.get_mut(cell as usize) {
            *count += 1;
        }
    }
    counts
}
