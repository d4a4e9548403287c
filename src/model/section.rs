//! A paper cut into sections, tokens and span layers: what the index takes.

use super::WordList;

/// A half-open span of token positions in one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first token.
    pub start: u32,
    /// The first token after the span.
    pub end: u32,
}

/// One section, cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The headings above and of this section, outermost first; empty for the opening section.
    pub path: Vec<String>,
    /// The reading text, the heading included.
    pub text: String,
    /// Byte range of each token in `text`, ascending.
    pub tokens: Vec<(u32, u32)>,
    /// Type of each token: an index into [`CutPaper::words`].
    pub types: Vec<u32>,
    /// First token of each paragraph.
    pub paragraphs: Vec<u32>,
    /// First token of each sentence.
    pub sentences: Vec<u32>,
    /// First token on a source line, and that line, counted from 1.
    pub lines: Vec<(u32, u32)>,
    /// First token on a page, and what the source calls that page.
    pub pages: Vec<(u32, Option<String>)>,
    /// Paths of the section's themes, sorted.
    pub themes: Vec<String>,
}

impl Section {
    /// The text between token `index - 1` (or the section's beginning) and token `index`
    /// (or the section's end).
    pub fn gap(&self, index: usize) -> &str {
        let start = match index.checked_sub(1) {
            None => 0,
            Some(before) => self.tokens.get(before).map_or(0, |t| t.1 as usize),
        };
        let end = self.tokens.get(index).map_or(self.text.len(), |t| t.0 as usize);
        self.text.get(start..end).unwrap_or("")
    }
}

/// One paper, cut. Types are numbered within the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CutPaper {
    /// Each distinct word form as written.
    pub words: WordList,
    /// The folded form of each of `words`, in the same order.
    pub folded: WordList,
    /// The sections in order.
    pub sections: Vec<Section>,
}

impl CutPaper {
    /// How many tokens all sections have together.
    pub fn token_count(&self) -> usize {
        self.sections.iter().map(|section| section.types.len()).sum()
    }
}
