//! Plain text to blocks.

use super::layout::{Evidence, Layout, repair};
use super::read::Reading;

/// Reads plain text whose first line is source line `first_line` into `reading`.
pub(super) fn blocks(text: &str, first_line: u32, evidence: &Evidence, reading: &mut Reading) {
    let Layout { blocks, warnings, undecided } = repair(text, first_line, evidence);
    reading.blocks = blocks;
    reading.warnings.extend(warnings);
    reading.undecided = undecided;
}
