//! Layout repair: from the lines of a page back to the text that was set on them.
//!
//! Four steps, each a file: running heads and page numbers are taken out
//! ([`furniture`]), the text's width tells whether its lines were wrapped
//! ([`shape`]), lines are joined to paragraphs ([`paragraphs`]), with words
//! broken over a line end mended by evidence ([`hyphens`]), and headings are
//! known by their look ([`headings`]). Of lines that come with how they were set
//! on their pages ([`set`]) more is known: sizes, indents, gaps.

mod furniture;
mod headings;
mod hyphens;
mod lines;
mod paragraphs;
#[cfg(feature = "pdf")]
mod set;
mod shape;
mod words;

#[cfg(feature = "pdf")]
pub(super) use headings::list_marker;
pub use hyphens::Evidence;
#[cfg(feature = "pdf")]
pub(super) use lines::is_unspaced;
#[cfg(feature = "pdf")]
pub(crate) use set::{Part, SetLine, SetPage, SetText, repair_set};

use crate::model::Block;

/// What layout repair makes of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The blocks in order.
    pub blocks: Vec<Block>,
    /// What was left undecided.
    pub warnings: Vec<String>,
    /// Words broken over a line end that the text itself does not hold in one
    /// piece, as `left-right` in lower case.
    pub undecided: Vec<String>,
}

/// Repairs the layout of a text whose first line is source line `first_line`.
/// `evidence` tells of words that the text does not hold in one piece itself.
///
/// ```
/// use kwic::papers::{Evidence, repair};
/// let text = "The talks between the two delegations went on for a year with Russian-\n\
///             American relations at their worst, and those who had hoped for coop-\n\
///             eration on arms control, or any cooperation at all, went home again.\n";
/// let layout = repair(text, 1, &Evidence::default());
/// assert!(layout.blocks[0].text.contains("with Russian-American relations"));
/// assert!(layout.blocks[0].text.contains("hoped for cooperation on"));
/// ```
pub fn repair(text: &str, first_line: u32, evidence: &Evidence) -> Layout {
    let lines = lines::split(text, first_line);
    let furniture::Cleared { lines, labels, warnings } = furniture::take_out(lines);
    let shape = shape::Shape::of(&lines);
    let mender = hyphens::Mender::new(&lines, &shape, evidence);
    let blocks = paragraphs::blocks(&lines, &labels, &shape, &mender);
    Layout { blocks, warnings, undecided: mender.undecided() }
}
