//! Citations of where lines are: for reading, and for programs that keep literature.

mod bibtex;
mod csl;
mod source;
mod text;

use std::io::{self, Write};

use super::json;
use crate::concordance::Line;
use crate::error::Error;
use crate::index::Manifest;
use source::Source;

/// The forms of citations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiteStyle {
    /// One citation for each line, with its words.
    Text,
    /// BibTeX, one entry for each paper.
    Bibtex,
    /// CSL-JSON, one item for each paper.
    CslJson,
}

/// Every form: its name, and what it is for.
pub const CITATIONS: [(CiteStyle, &str, &str); 3] = [
    (CiteStyle::Text, "text", "one citation for each line, with its words"),
    (CiteStyle::Bibtex, "bibtex", "one entry for each paper, for BibTeX, biber, Zotero, JabRef"),
    (CiteStyle::CslJson, "csl-json", "one item for each paper, for Zotero, Pandoc, citeproc"),
];

impl std::str::FromStr for CiteStyle {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = CITATIONS.iter().find(|c| c.1 == name.to_lowercase()).map(|c| c.0);
        found.ok_or_else(|| {
            format!("there are no citations as `{name}`; there are {}", CITATIONS.map(|c| c.1).join(", "))
        })
    }
}

/// Writes citations of `lines`, whose papers `manifest` knows. Papers stand in the order
/// of their first lines. What the metadata do not say is left out, and named as missing.
///
/// # Errors
/// An output that cannot be written; an index that is damaged (an [`Error`] inside the
/// [`io::Error`]).
pub fn write_citations(
    out: &mut dyn Write,
    style: CiteStyle,
    manifest: &Manifest,
    lines: impl Iterator<Item = Result<Line, Error>>,
) -> io::Result<()> {
    let lines = lines.map(|line| line.map_err(io::Error::other));
    match style {
        CiteStyle::Text => {
            for line in lines {
                let line = line?;
                writeln!(out, "{}\n", text::citation(&Source::new(manifest, &line)?, &line))?;
            }
            Ok(())
        }
        CiteStyle::Bibtex => {
            for source in source::gather(manifest, lines)? {
                writeln!(out, "{}", bibtex::entry(&source))?;
            }
            Ok(())
        }
        CiteStyle::CslJson => {
            json::array(out, source::gather(manifest, lines)?.iter().map(|source| Ok(csl::item(source))))?;
            writeln!(out)
        }
    }
}
