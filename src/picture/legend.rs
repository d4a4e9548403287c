//! Which series is which.

use super::canvas::{Anchor, Canvas, INK, MARGIN, SIZE, WIDTH};
use super::label::width;

/// How wide the sample before each name is, and its distance to it.
const SAMPLE: f64 = 18.0;
const GAP: f64 = 4.0;

/// Draws the names in rows, each behind what `sample` draws at a place `SAMPLE` wide, given by its left end and its middle.
pub(super) fn draw<'a>(
    canvas: &mut Canvas,
    names: impl Iterator<Item = &'a str>,
    sample: impl Fn(&mut Canvas, usize, (f64, f64), f64),
) {
    let mut x = MARGIN;
    canvas.y += SIZE;
    for (series, name) in names.enumerate() {
        let whole = WIDTH - 2.0 * MARGIN - SAMPLE - GAP;
        let room = width(name, SIZE).min(whole) + 0.01;
        if x > MARGIN && x + SAMPLE + GAP + room > WIDTH - MARGIN {
            x = MARGIN;
            canvas.y += 1.5 * SIZE;
        }
        sample(canvas, series, (x, canvas.y - 0.35 * SIZE), SAMPLE);
        canvas.text((x + SAMPLE + GAP, canvas.y), Anchor::Start, INK, room, name);
        x += SAMPLE + GAP + room + 14.0;
    }
    canvas.y += SIZE;
}
