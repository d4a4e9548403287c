//! Lines on a screen: a column for each place, as high as its value.

use std::io::{self, Write};

use super::super::width::{left_aligned, plain, right_aligned, shortened};
use super::{Screen, level, names_width};
use crate::picture::number::{place, rounded};
use crate::picture::scale::{drawable, drawn};
use crate::picture::{Lines, Points};

pub(super) fn write(out: &mut dyn Write, lines: &Lines, screen: Screen) -> io::Result<()> {
    let names = names_width(lines.series.iter().map(|(name, _)| name.as_str()), screen);
    let mosts: Vec<String> = lines.series.iter().map(|(_, points)| most(points)).collect();
    let numbers = mosts.iter().map(String::len).max().unwrap_or(0);
    let room = screen.width.saturating_sub(names + 4 + numbers).max(8);
    let places = Places::of(lines, room);
    let values: Vec<Vec<Option<f64>>> = lines.series.iter().map(|(_, points)| places.values(points)).collect();
    let all = values.iter().flatten().flatten();
    let (low, high) = all.fold((0.0, 0.0), |(low, high): (f64, f64), v| (low.min(*v), high.max(*v)));
    for (((name, _), values), most) in lines.series.iter().zip(&values).zip(&mosts) {
        let drawing: String = values.iter().map(|value| column(*value, low, high).repeat(places.wide)).collect();
        let name = left_aligned(&shortened(&plain(name), names), names);
        writeln!(out, "{}", format!("{name}  {}  {}", drawing, screen.dim(most)).trim_end())?;
    }
    let (first, last) = (place(places.low), place(places.high));
    let wide = (places.cells * places.wide).max(first.len() + last.len() + 1);
    let ends =
        if places.low < places.high { format!("{first}{}", right_aligned(&last, wide - first.len())) } else { first };
    writeln!(out, "{}  {ends}", " ".repeat(names))?;
    let shared = if places.shared { "; the mean where several share a column" } else { "" };
    let unit = plain(&format!("{}; {}{shared}", lines.axis, lines.unit));
    writeln!(out, "{}", screen.dim(&shortened(&unit, screen.width)))
}

/// The highest of the values, be it one of several that share a column.
fn most(points: &Points) -> String {
    let most = points.iter().filter_map(|(_, value)| Some(drawn(value)?.0)).fold(f64::MIN, f64::max);
    if most > f64::MIN { format!("highest {}", rounded(most)) } else { String::new() }
}

fn column(value: Option<f64>, low: f64, high: f64) -> String {
    match value {
        None => " ".to_string(),
        Some(value) if value == low || high <= low => "_".to_string(),
        Some(value) => level((value - low) / (high - low)).to_string(),
    }
}

/// Which places share a column.
struct Places {
    low: f64,
    high: f64,
    /// How many columns there are, and of how many cells each is.
    cells: usize,
    wide: usize,
    /// Whether there are more places than columns.
    shared: bool,
}

impl Places {
    /// A column for each year where there is room, else for as many years as it takes.
    fn of(lines: &Lines, room: usize) -> Self {
        let places = lines.series.iter().flat_map(|(_, points)| points).filter_map(|(x, _)| drawable(*x));
        let whole = places.clone().all(|x| x.fract() == 0.0);
        let (low, high) = places.clone().fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
        let wanted = if whole { high - low + 1.0 } else { places.count() as f64 };
        let cells = (wanted.max(1.0) as usize).min(room);
        Places { low, high, cells, wide: (room / cells).clamp(1, 4), shared: wanted > room as f64 }
    }

    fn values(&self, points: &Points) -> Vec<Option<f64>> {
        let mut sums = vec![(0.0, 0u32); self.cells];
        for (x, value) in points {
            let share = if self.high > self.low { (x - self.low) / (self.high - self.low) } else { 0.0 };
            let cell = (share * (self.cells - 1) as f64).round() as usize;
            if let (Some(_), Some((value, _)), Some(sum)) = (drawable(*x), drawn(value), sums.get_mut(cell)) {
                *sum = (sum.0 + value, sum.1 + 1);
            }
        }
        sums.into_iter().map(|(sum, count)| (count > 0).then(|| sum / f64::from(count))).collect()
    }
}
