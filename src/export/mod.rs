//! Papers out again, to where people work: as vertical text, CoNLL-U, TEI and plain text; all tokens as a table;
//! the document-term matrix.
//!
//! What is written as vertical text, CoNLL-U or TEI and indexed again answers the same queries: the readers know
//! what kwic wrote, and `tests/export.rs` holds them to it.

mod conllu;
mod file_names;
mod laid;
mod matrix;
mod paragraphs;
mod tei;
mod tei_parts;
mod text;
mod tokens;
mod tracks;
mod units;
mod vrt;
mod xml;

use std::io::{self, Write};

pub use file_names::FileNames;
pub use laid::{ChosenPaper, chosen_papers};
pub use matrix::{Document, Matrix, Term};
pub use text::{reading_text, section_name};
pub use tokens::TokenTable;
pub use vrt::Declared;

use crate::index::OpenIndex;

/// Forms of papers with their structure and all that is said of their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Vertical text.
    Vrt,
    /// CoNLL-U.
    Conllu,
    /// TEI XML.
    Tei,
}

impl Markup {
    /// The ending of its files, by which kwic knows them.
    pub fn ending(self) -> &'static str {
        match self {
            Markup::Vrt => "vrt",
            Markup::Conllu => "conllu",
            Markup::Tei => "xml",
        }
    }
}

/// Writes papers in one form, to one file or several: all have the same columns.
pub struct MarkupWriter<'a> {
    index: &'a OpenIndex,
    markup: Markup,
    /// The annotations that become columns, by name.
    names: Vec<String>,
}

impl<'a> MarkupWriter<'a> {
    /// A writer of `papers`.
    pub fn new(index: &'a OpenIndex, markup: Markup, papers: &[ChosenPaper<'_>]) -> Self {
        MarkupWriter { index, markup, names: laid::annotations_of(papers) }
    }

    /// Writes some of the papers as one file; tells what `cwb-encode` has to know of it, where it is vertical text.
    ///
    /// # Errors
    /// An output that cannot be written; a damaged index (an [`Error`](crate::Error) inside the [`io::Error`]).
    pub fn write(&self, out: &mut dyn Write, papers: &[ChosenPaper<'_>]) -> io::Result<Option<Declared>> {
        let MarkupWriter { index, markup, names } = self;
        match markup {
            Markup::Vrt => vrt::write(out, index, names, papers).map(Some),
            Markup::Conllu => conllu::write(out, index, names, papers).map(|()| None),
            Markup::Tei => tei::write(out, index, names, papers).map(|()| None),
        }
    }
}
