//! From signs to segments: stretches of a line without a wide gap, words parted by single spaces.

use super::glyph::{Glyph, Turn};
use super::letters;

/// A stretch of a line. Lengths are in points, places as they are seen when its lines run to the right.
#[derive(Debug, Clone, Default)]
pub(super) struct Segment {
    pub text: String,
    /// Where it begins and ends.
    pub x0: f32,
    pub x1: f32,
    /// Its base line.
    pub y: f32,
    /// The size that most of its letters have.
    pub size: f32,
    /// Whether all its letters are bold.
    pub bold: bool,
    pub artifact: bool,
}

/// What parts two words, in sizes of their letters.
const WORD_GAP: f32 = 0.16;
/// The least room of a space that is written.
const SPACE: f32 = 0.02;
const RAISED_GAP: f32 = 0.45;
/// What parts two segments, where no space is written, and where one is.
const WIDE_GAP: f32 = 0.9;
const WIDE_SPACE: f32 = 1.6;

/// The segments of those signs of a page whose lines run one way, in the order in which they are set.
pub(super) fn segments(glyphs: &[Glyph], turn: Turn) -> Vec<Segment> {
    let mut runs: Vec<Run> = Vec::new();
    let mut drawn = letters::Drawn::default();
    for glyph in glyphs.iter().filter(|glyph| glyph.turn == turn) {
        if drawn.is_again(glyph) {
            continue;
        }
        if !runs.last_mut().is_some_and(|run| run.takes(glyph, turn)) {
            runs.extend(Run::begun(glyph));
        }
    }
    let pieces = runs.into_iter().map(Run::finish).filter(|segment| !segment.text.trim().is_empty()).collect();
    if turn == Turn::Slanted { pieces } else { joined(pieces) }
}

/// A segment that is being put together of signs that follow one another.
struct Run {
    segment: Segment,
    /// Letters of each size and the boldness of all.
    sizes: Vec<(f32, usize)>,
    /// A space is written behind the last sign.
    space: bool,
    /// Where the last sign ends.
    end: f32,
}

impl Run {
    fn begun(glyph: &Glyph) -> Option<Run> {
        if glyph.text.trim().is_empty() {
            return None;
        }
        let segment = Segment {
            x0: glyph.x,
            x1: glyph.x,
            y: glyph.y,
            size: glyph.size,
            bold: true,
            artifact: glyph.artifact,
            ..Segment::default()
        };
        let mut run = Run { segment, sizes: Vec::new(), space: false, end: glyph.x };
        run.put(&glyph.text, glyph);
        Some(run)
    }

    /// Takes a sign if it goes on with this segment.
    fn takes(&mut self, glyph: &Glyph, turn: Turn) -> bool {
        let segment = &self.segment;
        let size = segment.size.max(glyph.size);
        let gap = glyph.x - self.end;
        let written = self.space || glyph.text.starts_with(char::is_whitespace);
        let widest = if written { WIDE_SPACE } else { WIDE_GAP };
        let down = glyph.y - segment.y;
        if turn != Turn::Slanted
            && (gap < -0.4 * size
                || gap > widest * size
                || glyph.artifact != segment.artifact
                || down.abs() > 0.7 * size)
        {
            return false;
        }
        let (small, large) = (glyph.size < segment.size * 0.85, glyph.size * 0.85 > segment.size);
        // Letters of one size are on one base line; smaller ones may be raised or sunk.
        let level = down.abs() <= 0.12 * size || turn == Turn::Slanted;
        // An initial that hangs over several lines is on the line of none of them.
        let raised = !level && small && glyph.size > segment.size * 0.45;
        let begins_raised = !level && large && self.segment.text.chars().count() <= 4 && gap < 0.5 * size;
        if !level && !raised && !begins_raised {
            return false;
        }
        if begins_raised {
            let raised = letters::shifted(&self.segment.text, self.segment.y < glyph.y);
            self.segment.text = raised;
            (self.segment.y, self.segment.size) = (glyph.y, glyph.size);
        }
        if glyph.text.trim().is_empty() {
            self.space |= !glyph.text.is_empty();
            self.end = self.end.max(glyph.x + glyph.width.max(0.0));
            return true;
        }
        // A note's number stands off from its word a little.
        let apart = if raised { RAISED_GAP } else { WORD_GAP };
        let room = glyph.x - self.segment.x1;
        // A space that takes no room was written by a program that recognised letters, and saw wrong.
        let written = written && room > SPACE * size;
        if (gap > apart * size || written) && !self.segment.text.is_empty() {
            letters::part(&mut self.segment.text, &glyph.text);
        }
        match raised {
            true => self.put(&letters::shifted(&glyph.text, down < 0.0), glyph),
            false => self.put(&glyph.text, glyph),
        }
        true
    }

    fn put(&mut self, text: &str, glyph: &Glyph) {
        self.space = text.ends_with(char::is_whitespace);
        self.segment.text.push_str(text.trim());
        let count = text.chars().filter(|c| c.is_alphanumeric()).count();
        match self.sizes.iter_mut().find(|(size, _)| (*size - glyph.size).abs() < 0.1) {
            Some((_, counted)) => *counted += count,
            None => self.sizes.push((glyph.size, count)),
        }
        self.segment.bold &= glyph.bold || count == 0;
        // A sign that stands back over the last does not shorten the line.
        self.end = glyph.x + glyph.width.max(0.0);
        self.segment.x1 = self.segment.x1.max(self.end);
    }

    fn finish(mut self) -> Segment {
        let most = self.sizes.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)));
        self.segment.size = most.map_or(self.segment.size, |(size, _)| *size);
        self.segment.text = letters::mended(&self.segment.text);
        self.segment
    }
}

/// Puts segments together that stand on one line close by one another, in whatever order they were set.
fn joined(mut pieces: Vec<Segment>) -> Vec<Segment> {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut done: Vec<Segment> = Vec::with_capacity(pieces.len());
    let mut rest = pieces.into_iter().peekable();
    while let Some(first) = rest.next() {
        let (y, reach) = (first.y, first.size * 0.2);
        let mut row = vec![first];
        while let Some(next) = rest.next_if(|next| next.y - y <= reach) {
            row.push(next);
        }
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        for segment in row {
            match done.last_mut() {
                Some(last) if goes_on(last, &segment) => append(last, segment),
                _ => done.push(segment),
            }
        }
    }
    done.iter_mut().for_each(|segment| segment.text = letters::in_reading_order(&segment.text));
    done
}

fn goes_on(last: &Segment, next: &Segment) -> bool {
    let size = last.size.max(next.size);
    let gap = next.x0 - last.x1;
    (last.y - next.y).abs() <= 0.25 * size
        && (-0.4 * size..WIDE_GAP * size).contains(&gap)
        && last.artifact == next.artifact
}

fn append(last: &mut Segment, next: Segment) {
    if next.x0 - last.x1 > WORD_GAP * last.size.max(next.size) {
        letters::part(&mut last.text, &next.text);
    }
    let longer = next.text.chars().count() > last.text.chars().count();
    if longer {
        last.size = next.size;
    }
    last.text.push_str(&next.text);
    last.bold &= next.bold;
    last.x1 = last.x1.max(next.x1);
}
