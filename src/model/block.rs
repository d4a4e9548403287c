//! What a reader gives: the blocks of a paper in reading order.

use super::SourceToken;

/// What a block is in its paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// The heading of a section; level 1 is the outermost.
    Heading {
        /// 1 for a section of the paper, 2 for a section in such a section, …
        level: u8,
    },
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// One cell of a table; cells of one row follow one another.
    Cell {
        /// Whether the cell is the first of its row.
        first: bool,
    },
    /// A foot- or endnote.
    Note,
    /// Lines that stay as they are: verse, code, a table set with spaces.
    Lines,
}

/// From a byte offset of a block's text on, something holds: a source line, a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark<T> {
    /// Byte offset in the block's text.
    pub offset: usize,
    /// What holds from there on.
    pub value: T,
}

/// A stretch of a paper, with where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its reading text: no markup, lines joined.
    pub text: String,
    /// Source lines, counted from 1, in the order of their offsets; the first has offset 0.
    pub lines: Vec<Mark<u32>>,
    /// Where pages begin within the text. `None`: from here on the source does not say the page.
    pub pages: Vec<Mark<Option<String>>>,
    /// Its tokens where the source has cut them itself, ascending; empty: kwic cuts the text.
    pub tokens: Vec<SourceToken>,
}

impl Block {
    /// A block whose whole text stands on (or begins at) one source line.
    pub fn new(kind: BlockKind, text: impl Into<String>, line: u32) -> Self {
        let lines = vec![Mark { offset: 0, value: line }];
        Block { kind, text: text.into(), lines, pages: Vec::new(), tokens: Vec::new() }
    }
}
