//! Lines with bands.

use super::bars::told;
use super::canvas::{Anchor, Canvas, DIM, INK, MARGIN, RULE, SIZE, WIDTH, colour, p, title};
use super::label::width;
use super::number::place;
use super::scale::{Axis, drawable, drawn, numbers};
use super::{Lines, Points, legend};

const HEIGHT: f64 = 190.0;
/// Dashes of lines, so that they part in grey.
const DASHES: [&str; 5] = ["", "6 2.5", "2 2", "8 2 2 2", "4 1.5"];
/// More points than this on a line are not marked one by one.
const MARKED: usize = 40;

/// A point on the page, with the ends of its interval.
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
    ends: Option<(f64, f64)>,
}

pub(super) fn draw(lines: &Lines, canvas: &mut Canvas) {
    if lines.series.len() > 1 {
        legend::draw(canvas, lines.series.iter().map(|(name, _)| name.as_str()), |canvas, series, (x, y), room| {
            path(canvas, series, &[(x, y), (x + room, y)]);
            marker(canvas, series, (x + room / 2.0, y), "");
        });
    }
    canvas.y += SIZE;
    canvas.text((MARGIN, canvas.y), Anchor::Start, DIM, WIDTH - 2.0 * MARGIN, &lines.unit);
    let (top, bottom) = (canvas.y + 8.0, canvas.y + 8.0 + HEIGHT);
    let points = || lines.series.iter().flat_map(|(_, points)| points).filter(|(x, _)| drawable(*x).is_some());
    let up = Axis::of_values(points().flat_map(|(_, value)| numbers(value)), bottom, top, 6);
    let left = MARGIN + up.ticks.iter().map(|(_, label)| width(label, SIZE)).fold(0.0, f64::max) + 4.0;
    let (left, right) = (left + 4.0, WIDTH - MARGIN - 14.0);
    let along = Axis::of_places(points().map(|(x, _)| *x), left + 6.0, right, ((right - left) / 40.0) as usize);
    for (tick, label) in &up.ticks {
        canvas.line((left, up.at(*tick)), (right + 6.0, up.at(*tick)), RULE, 0.5);
        canvas.text((left - 4.0, up.at(*tick) + 0.35 * SIZE), Anchor::End, DIM, f64::MAX, label);
    }
    canvas.line((left, up.at(0.0)), (right + 6.0, up.at(0.0)), INK, 0.75);
    canvas.y = bottom + SIZE + 4.0;
    for (tick, label) in &along.ticks {
        canvas.line((along.at(*tick), bottom), (along.at(*tick), bottom + 3.0), INK, 0.5);
        canvas.text((along.at(*tick), canvas.y), Anchor::Middle, DIM, f64::MAX, label);
    }
    canvas.y += 1.4 * SIZE;
    canvas.text(((left + right) / 2.0, canvas.y), Anchor::Middle, DIM, right - left, &lines.axis);
    // Points of one place alone stand beside each other.
    let beside = |series: usize| {
        (series as f64 - (lines.series.len() - 1) as f64 / 2.0) * 8f64.min(300.0 / lines.series.len() as f64)
    };
    let shift = |series: usize| if along.alone { beside(series) } else { 0.0 };
    for (series, (_, points)) in lines.series.iter().enumerate() {
        runs(points, &along.shifted(shift(series)), &up).iter().for_each(|run| band(canvas, series, run));
    }
    for (series, (name, points)) in lines.series.iter().enumerate() {
        one(canvas, lines, series, name, points, (&along.shifted(shift(series)), &up));
    }
}

/// The stretches of a line between its gaps.
fn runs(points: &Points, along: &Axis, up: &Axis) -> Vec<Vec<Point>> {
    let mut runs = vec![Vec::new()];
    for (x, value) in points {
        let point = drawable(*x).zip(drawn(value)).map(|(x, (at, interval))| Point {
            x: along.at(x),
            y: up.at(at),
            ends: interval.map(|(low, high)| (up.at(low), up.at(high))),
        });
        match (point, runs.last_mut()) {
            (Some(point), Some(run)) => run.push(point),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// The band of one stretch, wherever two neighbours have intervals; where a point has no such neighbour, a whisker.
fn band(canvas: &mut Canvas, series: usize, run: &[Point]) {
    for part in run.split(|point| point.ends.is_none()) {
        let ends: Vec<(f64, f64, f64)> =
            part.iter().filter_map(|p| p.ends.map(|(low, high)| (p.x, low, high))).collect();
        match ends.as_slice() {
            [] => {}
            [(x, low, high)] => {
                canvas.line((*x, *low), (*x, *high), colour(series), 0.9);
                for end in [*low, *high] {
                    canvas.line((x - 2.5, end), (x + 2.5, end), colour(series), 0.9);
                }
            }
            ends => {
                let above = ends.iter().map(|(x, _, high)| (*x, *high));
                let below = ends.iter().rev().map(|(x, low, _)| (*x, *low));
                let places: Vec<String> = above.chain(below).map(|(x, y)| format!("{},{}", p(x), p(y))).collect();
                let (places, colour) = (places.join(" "), colour(series));
                canvas.element(&format!("<polygon points=\"{places}\" fill=\"{colour}\" fill-opacity=\"0.16\"/>"));
            }
        }
    }
}

fn one(canvas: &mut Canvas, lines: &Lines, series: usize, name: &str, points: &Points, (along, up): (&Axis, &Axis)) {
    let all = points.len() <= MARKED;
    for run in runs(points, along, up) {
        let places: Vec<(f64, f64)> = run.iter().map(|point| (point.x, point.y)).collect();
        if places.len() > 1 {
            path(canvas, series, &places);
        }
        if !all && places.len() == 1 {
            places.iter().for_each(|place| marker(canvas, series, *place, name));
        }
    }
    for (x, value) in points.iter().filter(|_| all) {
        if let Some((x_value, (at, _))) = drawable(*x).zip(drawn(value)) {
            let series_name = (lines.series.len() > 1).then(|| name.to_string());
            let told = told(&format!("{} {}", lines.axis, place(x_value)), series_name.as_ref(), value, &lines.unit);
            marker(canvas, series, (along.at(x_value), up.at(at)), &told);
        }
    }
}

fn path(canvas: &mut Canvas, series: usize, places: &[(f64, f64)]) {
    let places: Vec<String> = places.iter().map(|(x, y)| format!("{},{}", p(*x), p(*y))).collect();
    let dash = DASHES.iter().cycle().nth(series % DASHES.len()).filter(|dash| !dash.is_empty());
    let dash = dash.map(|dash| format!(" stroke-dasharray=\"{dash}\"")).unwrap_or_default();
    let (places, colour) = (places.join(" "), colour(series));
    canvas.element(&format!(
        "<polyline points=\"{places}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.4\" stroke-linejoin=\"round\"{dash}/>"
    ));
}

/// A sign at a point: circle, square, triangle, diamond or triangle on its tip, by the series.
fn marker(canvas: &mut Canvas, series: usize, (x, y): (f64, f64), told: &str) {
    const SHAPES: [&str; 5] = [
        "m-2.3,0a2.3,2.3 0 1,0 4.6,0a2.3,2.3 0 1,0 -4.6,0z",
        "m-2,-2h4v4h-4z",
        "m0,-2.7l2.7,4.7h-5.4z",
        "m0,-2.9l2.9,2.9l-2.9,2.9l-2.9,-2.9z",
        "m0,2.7l2.7,-4.7h-5.4z",
    ];
    let shape = SHAPES.iter().cycle().nth(series % SHAPES.len()).copied().unwrap_or_default();
    let title = title(told);
    let (x, y, colour) = (p(x), p(y), colour(series));
    canvas.element(&format!(
        "<path d=\"M{x},{y}{shape}\" fill=\"{colour}\" stroke=\"#fff\" stroke-width=\"0.5\">{title}</path>"
    ));
}
