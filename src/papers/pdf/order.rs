//! The order in which a page is read: columns one after the other, what goes over several of them between.
//!
//! A page is cut where segments begin below one another and nothing crosses the room to their left, again and again,
//! until what is left has one column. What stands in a row beside one another there is a table.

use super::segments::Segment;

/// The narrowest room between columns, in sizes of their letters.
const GUTTER: f32 = 0.45;
/// The fewest lines of a column.
const FEWEST_LINES: usize = 4;
/// The fewest letters that a line of a column has on the whole: fewer are a table's.
const SHORTEST_LINE: usize = 17;
/// How far lines of one column may be indented, in sizes.
const INDENT: f32 = 4.0;
/// How far lines stand off from a column that they do not belong to, in sizes.
const STANDS_OFF: f32 = 1.9;
/// The most segments of a page that is looked at for columns.
const MOST: usize = 20_000;
/// The most columns and parts within one another.
const DEEPEST: usize = 40;

/// A part of a page that is read from its top to its foot.
#[derive(Debug, Default)]
pub(super) struct Region {
    pub segments: Vec<Segment>,
    /// Its edges, where lines could begin and end.
    pub left: f32,
    pub right: f32,
}

/// The parts of a page in the order in which they are read.
pub(super) fn regions(segments: Vec<Segment>) -> Vec<Region> {
    let mut done = Vec::new();
    let edges = edges(&segments);
    part(segments, edges, 0, &mut done);
    done
}

fn edges(segments: &[Segment]) -> (f32, f32) {
    let left = segments.iter().map(|s| s.x0).fold(f32::INFINITY, f32::min);
    let right = segments.iter().map(|s| s.x1).fold(f32::NEG_INFINITY, f32::max);
    (left, right)
}

/// A cut between two columns, from one height of the page to another.
#[derive(Clone, Copy)]
struct Cut {
    /// Where the right column begins.
    x: f32,
    /// Base lines from the first to the last that is cut.
    top: f32,
    foot: f32,
    lines: usize,
}

fn part(segments: Vec<Segment>, edges: (f32, f32), depth: usize, done: &mut Vec<Region>) {
    if segments.is_empty() {
        return;
    }
    let Some(cut) = best_cut(&segments, depth) else {
        done.push(Region { segments, left: edges.0, right: edges.1 });
        return;
    };
    let (mut above, mut left, mut right, mut below) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for segment in segments {
        match () {
            () if segment.y < cut.top => above.push(segment),
            () if segment.y > cut.foot => below.push(segment),
            () if segment.x0 < cut.x - 0.5 => left.push(segment),
            () => right.push(segment),
        }
    }
    let ends = |part: &[Segment]| part.iter().map(|s| s.x1).fold(edges.0, f32::max);
    let (inner, starts) = (ends(&left), cut.x);
    part(above, edges, depth + 1, done);
    part(left, (edges.0, inner), depth + 1, done);
    part(right, (starts, edges.1), depth + 1, done);
    part(below, edges, depth + 1, done);
}

/// The cut that leaves the most lines on both sides, if there is one.
fn best_cut(segments: &[Segment], depth: usize) -> Option<Cut> {
    if depth >= DEEPEST || segments.len() > MOST {
        return None;
    }
    let mut starts: Vec<f32> = segments.iter().map(|s| s.x0).collect();
    starts.sort_by(f32::total_cmp);
    // Where several segments begin: one of each group of places that are the same but for rounding.
    let mut places: Vec<(f32, usize)> = Vec::new();
    for x in starts {
        match places.last_mut() {
            Some((place, count)) if x - *place < 2.0 => *count += 1,
            _ => places.push((x, 1)),
        }
    }
    let columns = places.into_iter().filter(|(_, count)| *count >= FEWEST_LINES);
    let cuts = columns.filter_map(|(x, _)| cut_at(segments, x));
    cuts.max_by(|a, b| a.lines.cmp(&b.lines).then(b.x.total_cmp(&a.x)))
}

/// The longest stretch of the page that can be cut left of `x`.
fn cut_at(segments: &[Segment], x: f32) -> Option<Cut> {
    let size = usual_size(segments);
    let (from, to) = (x - GUTTER * size, x - 0.5);
    let mut sorted: Vec<&Segment> = segments.iter().collect();
    sorted.sort_by(|a, b| a.y.total_cmp(&b.y));
    let crosses = |segment: &&Segment| segment.x1 > from && segment.x0 < to;
    let bands = sorted.split(crosses).filter_map(|band| cut_band(without_edges(band, size), x));
    bands.max_by(|a, b| a.lines.cmp(&b.lines))
}

/// Without a few lines at its top and foot that stand off: a page's head and foot belong to no column.
fn without_edges<'s, 'a>(band: &'s [&'a Segment], size: f32) -> &'s [&'a Segment] {
    let off = |at: &usize| match (band.get(*at), band.get(*at + 1)) {
        (Some(above), Some(below)) => below.y - above.y > STANDS_OFF * size,
        _ => false,
    };
    let few = |part: &[&Segment]| rows(part) <= FEWEST_LINES;
    let gaps: Vec<usize> = (0..band.len()).filter(off).collect();
    let top = gaps.iter().rev().map(|at| at + 1).find(|end| few(band.get(..*end).unwrap_or(&[]))).unwrap_or(0);
    let foot = gaps.iter().map(|at| at + 1).find(|start| *start > top && few(band.get(*start..).unwrap_or(&[])));
    band.get(top..foot.unwrap_or(band.len())).unwrap_or(&[])
}

fn cut_band(band: &[&Segment], x: f32) -> Option<Cut> {
    let (left, right): (Vec<&Segment>, Vec<&Segment>) = band.iter().partition(|segment| segment.x0 < x - 0.5);
    let (first, last) = (band.first()?, band.last()?);
    let mut lines = usize::MAX;
    for side in [&left, &right] {
        lines = lines.min(rows(side));
        let letters: usize = side.iter().map(|segment| segment.text.chars().count()).sum();
        if lines < FEWEST_LINES || letters < SHORTEST_LINE * side.len() || !is_set_full(side) {
            return None;
        }
    }
    // Both columns must stand beside one another, and not one below the other.
    let span = |side: &[&Segment]| Some((side.first()?.y, side.last()?.y));
    let ((a, b), (c, d)) = (span(&left)?, span(&right)?);
    if b.min(d) - a.max(c) < 0.3 * (b - a).min(d - c) {
        return None;
    }
    Some(Cut { x, top: first.y, foot: last.y, lines })
}

/// How many base lines there are; `segments` are sorted by theirs.
fn rows(segments: &[&Segment]) -> usize {
    let (mut count, mut last) = (0, f32::NEG_INFINITY);
    for segment in segments {
        if segment.y - last > segment.size * 0.4 {
            count += 1;
            last = segment.y;
        }
    }
    count
}

/// Whether half of the lines fill most of their column, as those of running text do.
fn is_set_full(side: &[&Segment]) -> bool {
    let mut sorted = side.to_vec();
    sorted.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let column = |a: &&Segment, b: &&Segment| b.x0 - a.x0 < INDENT * a.size;
    let full = sorted.chunk_by(column).map(|column| {
        let left = column.first().map_or(0.0, |s| s.x0);
        let right = column.iter().map(|s| s.x1).fold(f32::NEG_INFINITY, f32::max);
        column.iter().filter(|s| (s.x1 - s.x0) > (right - left) * 0.6).count()
    });
    full.sum::<usize>() * 2 >= side.len()
}

/// The size that most letters have.
pub(super) fn usual_size(segments: &[Segment]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for segment in segments {
        let count = segment.text.chars().count();
        match sizes.iter_mut().find(|(size, _)| (*size - segment.size).abs() < 0.25) {
            Some((_, counted)) => *counted += count,
            None => sizes.push((segment.size, count)),
        }
    }
    sizes.into_iter().max_by_key(|(_, count)| *count).map_or(10.0, |(size, _)| size)
}
