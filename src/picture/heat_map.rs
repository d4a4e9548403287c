//! Heat maps.

use super::HeatMap;
use super::canvas::{Anchor, Area, Canvas, DIM, INK, MARGIN, SIZE, WIDTH};
use super::label::width;
use super::number::rounded;
use super::scale::drawable;

const ROW: f64 = 14.0;
/// The narrowest cell: an upright label fits above it.
const NARROWEST: f64 = 11.0;
const WIDEST: f64 = 60.0;
/// How high an upright label may be.
const UPRIGHT: f64 = 90.0;

pub(super) fn draw(map: &HeatMap, canvas: &mut Canvas) {
    let range = Range::of(map);
    let names = map.rows.iter().map(|(name, _)| width(name, SIZE)).fold(0.0, f64::max).min(0.3 * WIDTH);
    let left = MARGIN + names + 6.0;
    let room = WIDTH - MARGIN - left;
    let most = (room / NARROWEST) as usize;
    // More columns than a page is wide go on below, shared out evenly.
    let blocks = map.columns.len().div_ceil(most).max(1);
    let block = map.columns.len().div_ceil(blocks).max(1);
    let cell = (room / block as f64).min(WIDEST);
    let values = map.rows.iter().flat_map(|(_, values)| values).filter_map(|value| value.and_then(drawable));
    // All of them or none.
    let numbers = values.map(|number| width(&rounded(number), SIZE)).fold(0.0, f64::max) < cell - 2.0;
    legend(canvas, map, &range);
    for (at, columns) in map.columns.chunks(block).enumerate() {
        canvas.y += if at == 0 { 4.0 } else { 14.0 };
        heads(canvas, columns, left, cell);
        for (name, values) in &map.rows {
            let middle = canvas.y + ROW / 2.0;
            canvas.text((left - 6.0, middle + 0.35 * SIZE), Anchor::End, INK, names + 0.01, name);
            for (column, head) in columns.iter().enumerate() {
                let area = Area { x: left + column as f64 * cell, y: canvas.y, width: cell, height: ROW };
                let value = values.get(at * block + column).copied().flatten().and_then(drawable);
                let told = value.map(|v| format!("{name}, {head}: {} {}", rounded(v), map.unit)).unwrap_or_default();
                // Nothing can be said where there is no value.
                let shown = value.map_or("–".to_string(), |v| if numbers { rounded(v) } else { String::new() });
                square(canvas, area, value, &range, (&told, &shown));
            }
            canvas.y += ROW;
        }
    }
}

/// The columns' names: across where all fit, else upright.
fn heads(canvas: &mut Canvas, columns: &[String], left: f64, cell: f64) {
    let widest = columns.iter().map(|name| width(name, SIZE)).fold(0.0, f64::max);
    let upright = widest > cell - 3.0;
    canvas.y += if upright { widest.min(UPRIGHT) } else { SIZE };
    for (at, name) in columns.iter().enumerate() {
        let middle = left + (at as f64 + 0.5) * cell;
        match upright {
            true => canvas.upright((middle + 0.35 * SIZE, canvas.y), UPRIGHT, name),
            false => canvas.text((middle, canvas.y), Anchor::Middle, INK, cell, name),
        }
    }
    canvas.y += 4.0;
}

fn square(canvas: &mut Canvas, area: Area, value: Option<f64>, range: &Range, (told, shown): (&str, &str)) {
    let (fill, ink) = value.map_or(("#fff".to_string(), INK), |value| range.shade(value));
    canvas.rect(area, &format!("fill=\"{fill}\" stroke=\"#fff\" stroke-width=\"0.8\""), told);
    let foot = (area.x + area.width / 2.0, area.y + area.height / 2.0 + 0.35 * SIZE);
    canvas.text(foot, Anchor::Middle, ink, f64::MAX, shown);
}

/// Shades from the smallest to the largest value, with their numbers.
fn legend(canvas: &mut Canvas, map: &HeatMap, range: &Range) {
    const STEPS: usize = 40;
    let (low, high) = (rounded(range.low), rounded(range.high));
    canvas.y += SIZE;
    let mut x = MARGIN + width(&low, SIZE) + 4.0;
    canvas.text((MARGIN, canvas.y), Anchor::Start, DIM, f64::MAX, &low);
    for step in 0..STEPS {
        let value = range.low + (range.high - range.low) * step as f64 / (STEPS - 1) as f64;
        let area = Area { x, y: canvas.y - 0.8 * SIZE, width: 2.6, height: SIZE };
        canvas.rect(area, &format!("fill=\"{}\"", range.shade(value).0), "");
        x += 2.5;
    }
    let said = format!("{high} {}", map.unit);
    canvas.text((x + 4.0, canvas.y), Anchor::Start, DIM, WIDTH - MARGIN - x - 4.0, &said);
    canvas.y += 6.0;
}

/// The values' range, with zero in it.
struct Range {
    low: f64,
    high: f64,
}

impl Range {
    fn of(map: &HeatMap) -> Self {
        let values = map.rows.iter().flat_map(|(_, values)| values).filter_map(|value| value.and_then(drawable));
        let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
        Range { low, high }
    }

    /// The shade of a value, and the ink that is read on it. From white at zero to blue, which is dark in grey too;
    /// below zero to orange.
    fn shade(&self, value: f64) -> (String, &'static str) {
        const WHITE: [f64; 3] = [244.0, 247.0, 250.0];
        const MORE: [f64; 3] = [8.0, 69.0, 121.0];
        const LESS: [f64; 3] = [179.0, 88.0, 6.0];
        let largest = self.high.max(-self.low);
        let share = if largest > 0.0 { (value.abs() / largest).min(1.0) } else { 0.0 };
        let end = if value < 0.0 { LESS } else { MORE };
        let parts = WHITE.iter().zip(end).map(|(white, end)| (white + (end - white) * share).round() as u8);
        let hex: String = parts.map(|part| format!("{part:02x}")).collect();
        (format!("#{hex}"), if share > 0.55 { "#fff" } else { INK })
    }
}
