//! What a source says of its tokens and of stretches of its text: annotations and named span layers.

use super::{Span, WordList};

/// What a source says of a paper's tokens and of stretches of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotated {
    /// Names of the annotations, as queries use them: `lemma`, `upos`.
    pub names: Vec<String>,
    /// The distinct rows that tokens point to: the word as it is searched for, then the value of
    /// each annotation, a tab before each. An empty value is none.
    pub rows: WordList,
    /// Stretches that the source names: entities, speakers, structures.
    pub spans: Vec<SourceSpan>,
}

/// A token as the source itself has cut it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceToken {
    /// Its first byte in the block's text.
    pub start: u32,
    /// The first byte behind it. Words that share their letters share these out among them; the
    /// range is empty only where there are fewer letters than words.
    pub end: u32,
    /// Its row in [`Annotated::rows`].
    pub row: u32,
    /// Its source line, counted from 1.
    pub line: u32,
    /// Whether a sentence begins with it.
    pub sentence: bool,
}

/// A place in a paper that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The number of the block.
    pub block: usize,
    /// The byte in the block's text.
    pub offset: usize,
}

/// A named stretch of a paper as the source has it; it may hold others and lie in others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSpan {
    /// The layer, as queries name it: `ne`, `speaker`.
    pub layer: String,
    /// Attributes by name.
    pub attributes: Vec<(String, String)>,
    /// Where it begins.
    pub from: Place,
    /// Where it has ended.
    pub to: Place,
}

/// A named stretch of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerSpan {
    /// Its tokens: one or more.
    pub span: Span,
    /// The layer.
    pub layer: String,
    /// Attributes by name.
    pub attributes: Vec<(String, String)>,
}

/// What stands in a [`CutPaper`](super::CutPaper)'s row for a token without a letter of its own.
pub(crate) const NOTHING_WRITTEN: &str = "\0";
