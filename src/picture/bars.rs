//! Bars with whiskers.

use super::canvas::{Anchor, Area, Canvas, DIM, INK, MARGIN, RULE, SIZE, WIDTH, colour};
use super::label::width;
use super::number::rounded;
use super::scale::{Axis, drawn, numbers};
use super::{Bars, Value, legend};

/// What stays free between the bars of one group and of the next: with one bar, a line of letters.
const BETWEEN: f64 = 6.0;
/// So many groups are more than a look can span: the axis stands above them too.
const MANY: usize = 30;

pub(super) fn draw(bars: &Bars, canvas: &mut Canvas) {
    let series = bars.series.len().max(1);
    if series > 1 {
        legend::draw(canvas, bars.series.iter().map(String::as_str), |canvas, series, (x, y), room| {
            bar(canvas, Area { x, y: y - 3.5, width: room, height: 7.0 }, series, "");
        });
    }
    let names = bars.groups.iter().map(|(name, _)| width(name, SIZE)).fold(0.0, f64::max).min(0.38 * WIDTH);
    let (left, right) = (MARGIN + names + 6.0, WIDTH - MARGIN - 16.0);
    let values = bars.groups.iter().flat_map(|(_, values)| values.iter().flat_map(numbers));
    let axis = Axis::across(values, left, right);
    let thickness = if series == 1 {
        7.0
    } else if series < 4 {
        5.5
    } else {
        4.0
    };
    let pitch = series as f64 * thickness + BETWEEN;
    if bars.groups.len() > MANY {
        canvas.y += SIZE;
        tick_labels(canvas, &axis);
        canvas.y += 2.0;
    }
    let (top, bottom) = (canvas.y, canvas.y + bars.groups.len() as f64 * pitch);
    for (tick, _) in &axis.ticks {
        canvas.line((axis.at(*tick), top), (axis.at(*tick), bottom), RULE, 0.5);
    }
    for (at, (name, values)) in bars.groups.iter().enumerate() {
        let middle = top + (at as f64 + 0.5) * pitch;
        canvas.text((left - 6.0, middle + 0.35 * SIZE), Anchor::End, INK, names + 0.01, name);
        let first = middle - series as f64 * thickness / 2.0;
        for (at, value) in values.iter().take(series).enumerate() {
            let y = first + at as f64 * thickness;
            let told = told(name, bars.series.get(at).filter(|_| series > 1), value, &bars.unit);
            one(canvas, &axis, (y, thickness), at, value, &told);
        }
    }
    canvas.line((axis.at(0.0), top), (axis.at(0.0), bottom), INK, 0.75);
    canvas.y = bottom + SIZE + 2.0;
    tick_labels(canvas, &axis);
    canvas.y += 1.4 * SIZE;
    canvas.text(((left + right) / 2.0, canvas.y), Anchor::Middle, DIM, right - left, &bars.unit);
}

fn tick_labels(canvas: &mut Canvas, axis: &Axis) {
    for (tick, label) in &axis.ticks {
        canvas.text((axis.at(*tick), canvas.y), Anchor::Middle, DIM, f64::MAX, label);
    }
}

fn one(canvas: &mut Canvas, axis: &Axis, (y, thickness): (f64, f64), series: usize, value: &Option<Value>, told: &str) {
    let middle = y + thickness / 2.0;
    let Some((at, interval)) = drawn(value) else {
        // Nothing can be said: neither a bar nor a zero.
        canvas.text((axis.at(0.0) + 3.0, middle + 0.3 * SIZE), Anchor::Start, DIM, f64::MAX, "–");
        return;
    };
    let (from, to) = (axis.at(at.min(0.0)), axis.at(at.max(0.0)));
    bar(canvas, Area { x: from, y: y + 0.4, width: to - from, height: thickness - 0.8 }, series, told);
    if let Some((low, high)) = interval {
        let (low, high, cap) = (axis.at(low), axis.at(high), thickness / 3.0);
        canvas.line((low, middle), (high, middle), INK, 0.75);
        for end in [low, high] {
            canvas.line((end, middle - cap), (end, middle + cap), INK, 0.75);
        }
    }
}

fn bar(canvas: &mut Canvas, area: Area, series: usize, told: &str) {
    canvas.rect(area, &format!("fill=\"{}\" stroke=\"{INK}\" stroke-width=\"0.3\"", colour(series)), told);
}

/// What a value says where it is pointed at.
pub(super) fn told(name: &str, series: Option<&String>, value: &Option<Value>, unit: &str) -> String {
    let Some((at, interval)) = drawn(value) else { return String::new() };
    let series = series.map(|series| format!(", {series}")).unwrap_or_default();
    let range = interval.map(|(low, high)| format!(" ({} to {})", rounded(low), rounded(high))).unwrap_or_default();
    format!("{name}{series}: {}{range} {unit}", rounded(at))
}
