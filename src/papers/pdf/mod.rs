//! PDF (ISO 32000-2): text in reading order, pages with their labels, headings, notes, tables.
//!
//! hayro reads the file and its fonts; [`content`] places the signs; [`segments`] puts them into words and stretches of
//! lines, [`order`] into columns, [`rows`] into lines. What lines make is told by `layout`, as with plain text.

mod child;
mod content;
mod document;
mod face;
mod glyph;
mod hidden;
mod labels;
mod letters;
mod marked;
mod metadata;
mod order;
mod outline;
mod rows;
mod segments;
mod strings;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

pub use child::serve;
use document::{Extract, extract};

use super::layout::{Evidence, Layout, repair_set};
use super::read::{Reader, Reading, ReadingOptions, Readings, ending};
use crate::clock::{Stage, time};

/// PDF.
pub(super) struct PdfReader;

impl Reader for PdfReader {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn claims(&self, path: &Path, head: &[u8]) -> bool {
        ending(path) == "pdf" || head.starts_with(b"%PDF-")
    }

    fn read(&self, bytes: &[u8], evidence: &Evidence, options: &ReadingOptions) -> Readings {
        vec![read(bytes, evidence, options)]
    }

    fn plain(&self, bytes: &[u8], options: &ReadingOptions) -> Option<String> {
        taken(bytes, options).ok().map(|extract| extract.text.plain())
    }
}

fn read(bytes: &[u8], evidence: &Evidence, options: &ReadingOptions) -> Result<Reading, String> {
    let Extract { text, metadata, mut warnings } = taken(bytes, options)?;
    let layout = time(Stage::Repair, || repair_set(&text, evidence));
    let Layout { blocks, warnings: more, undecided } = layout;
    warnings.extend(more);
    Ok(Reading { blocks, metadata, encoding: "PDF".to_string(), warnings, undecided, ..Reading::default() })
}

/// What is taken of a file: by another process where there is a program for it, as a fault there costs the file alone.
fn taken(bytes: &[u8], options: &ReadingOptions) -> Result<Extract, String> {
    time(Stage::Decode, || match &options.pdf_program {
        Some(program) => child::extract_by(program, bytes),
        None => catch_unwind(AssertUnwindSafe(|| extract(bytes.to_vec())))
            .unwrap_or_else(|_| Err("it is damaged in a way that its reader does not bear".to_string())),
    })
}
