//! Texts with markup that scholars write by hand: reStructuredText, AsciiDoc, LaTeX. Best effort: headings, text,
//! lists, tables, notes; what else a processor would make of them is not.
//!
//! Nothing is included: a file that a text asks for is named in a warning.

mod adoc;
mod latex;
mod line;
mod page;
mod rst;

use std::path::Path;

use super::layout::Evidence;
use super::read::{Reader, Reading, ReadingOptions, Readings, ending, read_text};

/// A reader of one kind of markup.
pub(super) struct MarkupReader {
    name: &'static str,
    endings: &'static [&'static str],
    /// Reads a text whose first line has this number.
    read: fn(&str, u32, &mut Reading),
}

pub(super) const RST: MarkupReader =
    MarkupReader { name: "restructuredtext", endings: &["rst", "rest"], read: rst::read };
pub(super) const ASCIIDOC: MarkupReader =
    MarkupReader { name: "asciidoc", endings: &["adoc", "asciidoc"], read: adoc::read };
pub(super) const LATEX: MarkupReader =
    MarkupReader { name: "latex", endings: &["tex", "ltx", "latex"], read: latex::read };

impl Reader for MarkupReader {
    fn name(&self) -> &'static str {
        self.name
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        self.endings.contains(&ending(path).as_str())
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        vec![read_text(bytes, self.read)]
    }
}
