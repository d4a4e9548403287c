//! The dispersion plot.

use super::canvas::{Anchor, Area, Canvas, DIM, INK, MARGIN, SIZE, WIDTH, p};
use super::label::width;
use super::number::thousands;
use super::{Strip, Strips};

const PITCH: f64 = 14.0;
const HEIGHT: f64 = 9.0;
/// Ticks nearer to each other than this print as one.
const NEAREST: f64 = 0.25;

pub(super) fn draw(strips: &Strips, canvas: &mut Canvas) {
    let names = strips.strips.iter().map(|strip| width(&strip.name, SIZE)).fold(0.0, f64::max).min(0.34 * WIDTH);
    let widest = |head: &str, number: fn(&Strip) -> u64| {
        let numbers = strips.strips.iter().map(|strip| width(&thousands(number(strip)), SIZE));
        numbers.fold(width(head, SIZE), f64::max)
    };
    let (hits, tokens) = (widest("hits", hits), widest("tokens", |strip| strip.length));
    let left = MARGIN + names + 6.0;
    let right = WIDTH - MARGIN - tokens - 8.0 - hits - 8.0;
    let columns = [WIDTH - MARGIN - tokens - 8.0, WIDTH - MARGIN];
    canvas.y += SIZE;
    canvas.text((left, canvas.y), Anchor::Start, DIM, f64::MAX, "beginning");
    canvas.text((right, canvas.y), Anchor::End, DIM, f64::MAX, "end");
    for (head, x) in ["hits", "tokens"].iter().zip(columns) {
        canvas.text((x, canvas.y), Anchor::End, DIM, f64::MAX, head);
    }
    canvas.y += 3.0;
    for strip in &strips.strips {
        let foot = canvas.y + PITCH / 2.0 + 0.35 * SIZE;
        canvas.text((left - 6.0, foot), Anchor::End, INK, names + 0.01, &strip.name);
        for (number, x) in [strip.ticks.len() as u64, strip.length].iter().zip(columns) {
            canvas.text((x, foot), Anchor::End, INK, f64::MAX, &thousands(*number));
        }
        let y = canvas.y + (PITCH - HEIGHT) / 2.0;
        one(canvas, strip, Area { x: left, y, width: right - left, height: HEIGHT });
        canvas.y += PITCH;
    }
    if strips.strips.iter().any(|strip| strip.sections.iter().any(|position| *position > 0)) {
        canvas.y += SIZE + 2.0;
        canvas.text((left, canvas.y), Anchor::Start, DIM, right - left, "Pale lines: a section begins.");
    }
}

fn hits(strip: &Strip) -> u64 {
    strip.ticks.len() as u64
}

/// A strip: where sections begin pale lines that rise above it, hits dark ones within.
fn one(canvas: &mut Canvas, strip: &Strip, area: Area) {
    let Area { x, y, width, height } = area;
    canvas.rect(area, "fill=\"#f1f3f5\"", "");
    let place = |position: u64| x + (position as f64 + 0.5) / strip.length as f64 * width;
    let inside = |positions: &[u64]| {
        let mut positions: Vec<u64> = positions.iter().copied().filter(|position| *position < strip.length).collect();
        positions.sort_unstable();
        positions
    };
    let sections: Vec<u64> = inside(&strip.sections).into_iter().filter(|position| *position > 0).collect();
    verticals(canvas, sections.into_iter().map(place), (y - 1.5, height + 3.0), "#a8adb3", 0.6);
    verticals(canvas, inside(&strip.ticks).into_iter().map(place), (y, height), "#003c66", 0.8);
}

/// Upright lines from `y` downwards, as one path; `places` rise.
fn verticals(
    canvas: &mut Canvas,
    places: impl Iterator<Item = f64>,
    (y, height): (f64, f64),
    stroke: &str,
    thickness: f64,
) {
    let mut last = f64::MIN;
    let mut path = String::new();
    for x in places {
        if x - last >= NEAREST {
            path.push_str(&format!("M{} {}v{}", p(x), p(y), p(height)));
            last = x;
        }
    }
    if !path.is_empty() {
        canvas.element(&format!("<path d=\"{path}\" stroke=\"{stroke}\" stroke-width=\"{}\"/>", p(thickness)));
    }
}
