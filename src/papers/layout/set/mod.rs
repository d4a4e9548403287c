//! Lines that come with how they were set on their pages: sizes, indents and gaps tell paragraphs, headings and notes.
//!
//! Running heads, page numbers and broken words go the same way as those of plain text.

mod blocks;
mod heads;
mod notes;

use serde::{Deserialize, Serialize};

use super::Layout;
use super::furniture::{Cleared, take_out_of_pages};
use super::hyphens::{Evidence, Mender};
use super::lines::{self, Line};
use super::shape::Shape;

/// What a line is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Running text, a heading, a note.
    Text,
    /// A cell of a table.
    Cell {
        /// Whether it is the first of its row.
        first: bool,
    },
}

/// A line as it was set on its page. Lengths are in points, or in sizes of the line's letters where it is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetLine {
    /// Its text; three spaces stand for a wide gap.
    pub text: String,
    /// What it is.
    pub part: Part,
    /// Number of its column on the page.
    pub column: u32,
    /// The size of its letters.
    pub size: f32,
    /// Whether all its letters are bold.
    pub bold: bool,
    /// Whether the source says that it belongs to the page and not to the text.
    pub furniture: bool,
    /// How far from the left edge of its column it begins, in sizes.
    pub indent: f32,
    /// How much room there is at its end, in sizes.
    pub room: f32,
    /// How far its base line is from that of the line above it in its column; `None`: none is above it.
    pub gap: Option<f32>,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SetPage {
    /// What the source calls it, where it says more than its number.
    pub label: Option<String>,
    /// Its lines in the order in which they are read.
    pub lines: Vec<SetLine>,
}

/// A text as it was set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SetText {
    /// Its pages.
    pub pages: Vec<SetPage>,
    /// Its headings with their levels (1 is the outermost), as a table of contents tells them, in order.
    pub outline: Vec<(u8, String)>,
}

impl SetText {
    /// The lines, one below the other.
    pub fn plain(&self) -> String {
        let lines = self.pages.iter().flat_map(|page| &page.lines);
        lines.flat_map(|line| [line.text.as_str(), "\n"]).collect()
    }
}

/// A line of the text with where it stands.
#[derive(Clone, Copy)]
struct Placed<'a> {
    set: &'a SetLine,
    /// Number of its page, counted from 0.
    page: usize,
    /// Which line of its page it is, counted from 1.
    line: u32,
}

static NOTHING: SetLine = SetLine {
    text: String::new(),
    part: Part::Text,
    column: 0,
    size: 0.0,
    bold: false,
    furniture: false,
    indent: 0.0,
    room: 0.0,
    gap: None,
};

/// Repairs the layout of a text whose setting is known. A block's lines are numbered on each page anew.
pub fn repair_set(text: &SetText, evidence: &Evidence) -> Layout {
    let placed: Vec<Placed<'_>> = text.pages.iter().enumerate().flat_map(|(page, set)| place(page, set)).collect();
    let label = |line: &Placed<'_>| text.pages.get(line.page).and_then(|page| page.label.as_deref());
    let lines = placed.iter().zip(1..).map(|(line, number)| plain_line(line, number, label(line)));
    let lines: Vec<Line<'_>> = lines.collect();
    let Cleared { lines, labels: printed, warnings } = take_out_of_pages(lines);
    let lines: Vec<Line<'_>> = lines.into_iter().filter(|line| !line.is_blank()).collect();
    let (labels, note) = labels(&text.pages, &printed);
    let shape = Shape { width: 80, wrapped: true };
    let mender = Mender::new(&lines, &shape, evidence);
    let kept: Vec<Placed<'_>> = lines.iter().filter_map(|line| placed.get(line.number as usize - 1).copied()).collect();
    let roles = heads::roles(&kept, &text.outline);
    let blocks = blocks::blocks(&kept, &roles, &labels, &mender);
    Layout { blocks, warnings: warnings.into_iter().chain(note).collect(), undecided: mender.undecided() }
}

fn place(page: usize, set: &SetPage) -> Vec<Placed<'_>> {
    let mut lines: Vec<Placed<'_>> = set.lines.iter().zip(1..).map(|(set, line)| Placed { set, page, line }).collect();
    if lines.is_empty() {
        lines.push(Placed { set: &NOTHING, page, line: 1 });
    }
    lines
}

/// A line as those of plain text are; the label of its page, where it stands on it, is no text.
fn plain_line<'a>(placed: &Placed<'a>, number: u32, label: Option<&str>) -> Line<'a> {
    let begins = placed.line == 1 && placed.page > 0;
    let is_furniture = placed.set.furniture || label == Some(placed.set.text.trim());
    Line { is_furniture, ..lines::line(&placed.set.text, number, begins) }
}

/// What each page is called: as the source says, else as is printed on at least half of them, else by its number in
/// the file.
fn labels(pages: &[SetPage], printed: &[Option<String>]) -> (Vec<Option<String>>, Option<String>) {
    if pages.iter().any(|page| page.label.is_some()) {
        return (pages.iter().map(|page| page.label.clone()).collect(), None);
    }
    let printed: Vec<Option<String>> = (0..pages.len()).map(|page| printed.get(page).cloned().flatten()).collect();
    let told = printed.iter().flatten().count();
    let numbers: Vec<Option<String>> = (1..=pages.len()).map(|number| Some(number.to_string())).collect();
    let differs = printed.iter().zip(&numbers).any(|(printed, number)| printed.is_some() && printed != number);
    if !differs || told < 2 || told * 2 < pages.len() {
        return (numbers, None);
    }
    let labels = between(printed);
    let note = match labels.iter().filter(|label| label.is_none()).count() {
        0 => None,
        bare => Some(format!(
            "its pages are called as is printed on them, not by their number in the file; without a page: {bare} of {}",
            labels.len()
        )),
    };
    (labels, note)
}

/// Fills in the numbers of pages that stand between two whose numbers leave room for just these.
fn between(mut labels: Vec<Option<String>>) -> Vec<Option<String>> {
    let value = |label: &Option<String>| label.as_ref().and_then(|label| label.parse::<usize>().ok());
    let known: Vec<(usize, usize)> = labels.iter().enumerate().filter_map(|(at, l)| Some((at, value(l)?))).collect();
    for ((first, low), (last, high)) in known.iter().zip(known.iter().skip(1)) {
        if high.checked_sub(*low) == Some(last - first) {
            for (label, number) in labels.iter_mut().take(*last).skip(*first).zip(*low..) {
                *label = Some(number.to_string());
            }
        }
    }
    labels
}
