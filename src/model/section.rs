//! A paper cut into sections, tokens and span layers: what the index takes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{LayerSpan, NOTHING_WRITTEN, WordList};

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
    pub path: Vec<Arc<str>>,
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
    /// Named spans in the order of their beginnings, of those that begin together the longest first.
    pub spans: Vec<LayerSpan>,
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
    /// Names of the annotations; empty where the source says nothing of its tokens.
    pub annotations: Vec<String>,
    /// Where there are annotations: for each of `words` how it is written where that is not the
    /// word itself, then its value of each annotation, a tab before each.
    pub rows: WordList,
    /// The sections in order.
    pub sections: Vec<Section>,
}

impl CutPaper {
    /// The annotations of a type: names and values, those that it has.
    pub fn values(&self, id: u32) -> impl Iterator<Item = (&str, &str)> {
        let values = self.rows.get(id).split('\t').skip(1);
        self.annotations.iter().map(String::as_str).zip(values).filter(|(_, value)| !value.is_empty())
    }

    /// How a type is written, where that is not the word itself: one of several words that share their letters.
    pub fn written(&self, id: u32) -> Option<&str> {
        match self.rows.get(id).split('\t').next().unwrap_or("") {
            "" => None,
            NOTHING_WRITTEN => Some(""),
            written => Some(written),
        }
    }

    /// The annotations that some token has.
    pub fn known_annotations(&self) -> BTreeSet<String> {
        (0..self.rows.len() as u32).flat_map(|id| self.values(id)).map(|(name, _)| name.to_string()).collect()
    }

    /// Its named span layers, each with the names of its attributes.
    pub fn layers(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut layers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for span in self.sections.iter().flat_map(|section| &section.spans) {
            let names = span.attributes.iter().map(|attribute| attribute.0.clone());
            layers.entry(span.layer.clone()).or_default().extend(names);
        }
        layers
    }

    /// How many pages its words stand on, as its source tells; each section tells again on which page it begins.
    pub fn page_count(&self) -> u32 {
        let (mut count, mut last) = (0, None);
        for (_, page) in self.sections.iter().flat_map(|section| &section.pages) {
            count += u32::from(page.is_some() && *page != last);
            last.clone_from(page);
        }
        count
    }

    /// How many tokens all sections have together.
    pub fn token_count(&self) -> usize {
        self.sections.iter().map(|section| section.types.len()).sum()
    }
}
