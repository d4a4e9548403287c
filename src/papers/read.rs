//! Readers: from a file's bytes to blocks.

use std::path::Path;

use super::conllu::ConlluReader;
use super::decode::{Decoded, decode, decode_as_it_stands};
use super::front_matter::front_matter;
use super::html::HtmlReader;
use super::layout::{Evidence, Layout, repair};
use super::markdown;
use super::markup;
use super::office::{DocxReader, EpubReader, OdtReader, RtfReader};
use super::pdf::PdfReader;
use super::program::Program;
use super::rows;
use super::tei::{TeiChoice, TeiReader};
use super::vrt::VrtReader;
use crate::clock::{Stage, time};
use crate::model::{Annotated, Block, Metadata};

/// What a reader makes of one paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What a file that holds several papers calls this one.
    pub name: String,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// What the source says of its tokens, and stretches that it names.
    pub annotated: Annotated,
    /// What the file itself says about the paper.
    pub metadata: Metadata,
    /// Name of the encoding.
    pub encoding: String,
    /// What had to be passed over, mended or left undecided: sentences without a full stop.
    pub warnings: Vec<String>,
    /// Words broken over a line end about which the paper itself says nothing: see [`Evidence`].
    pub undecided: Vec<String>,
}

/// What the papers' owner says of how they are to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadingOptions {
    /// Names of the columns of vertical text; empty: the file's own, or guessed.
    pub vrt_columns: Vec<String>,
    /// The language of papers that do not say theirs, as a code; `None`: detected where that is sure.
    pub language: Option<String>,
    /// A CSS selector of the part of web pages that is the paper; `None`: the reader finds it.
    pub html_root: Option<String>,
    /// Which form of a TEI `choice` is text; `None`: [`TeiChoice::Regularised`].
    pub tei_choice: Option<TeiChoice>,
    /// The column of tables that holds the papers' texts; `None`: guessed.
    pub text_column: Option<String>,
    /// The column of tables that names the papers; `None`: guessed.
    pub id_column: Option<String>,
    /// The program that reads PDFs in processes of its own; `None`: they are read in this one. It changes nothing in
    /// what is read.
    pub pdf_program: Option<Program>,
}

/// The papers of a file: what was made of each, or why it cannot be read, in a sentence without a full
/// stop. None: the file is passed over, see [`Reader::why_none`].
pub type Readings = Vec<Result<Reading, String>>;

/// One form that papers come in.
pub trait Reader: Sync {
    /// Its name, for summaries.
    fn name(&self) -> &'static str;

    /// Whether it reads files of this name and beginning.
    fn claims(&self, path: &Path, head: &[u8]) -> bool;

    /// Reads a file.
    fn read(&self, bytes: &[u8], evidence: &Evidence, options: &ReadingOptions) -> Readings;

    /// A file's text as it stands, in which the whole corpus is asked about words; `None`: it cannot be read.
    fn plain(&self, bytes: &[u8], _options: &ReadingOptions) -> Option<String> {
        decode(bytes).ok().map(|decoded| decoded.text)
    }

    /// Why a file of this form has no papers, in a sentence without a full stop.
    fn why_none(&self) -> &'static str {
        "no papers in it"
    }
}

/// All readers; the first that claims a file reads it. To add a form, write a
/// reader beside `PlainReader` and name it here.
pub const READERS: &[&dyn Reader] = &[
    &PdfReader,
    &MarkdownReader,
    &PlainReader,
    &ConlluReader,
    &VrtReader,
    &HtmlReader,
    &TeiReader,
    &RtfReader,
    &DocxReader,
    &OdtReader,
    &EpubReader,
    &markup::RST,
    &markup::ASCIIDOC,
    &markup::LATEX,
    &rows::CSV,
    &rows::TSV,
    &rows::JSONL,
    &rows::JSON,
    #[cfg(feature = "parquet")]
    &rows::ParquetReader,
];

/// Why the reader of this name found no papers in a file.
pub fn why_none(reader: &str) -> &'static str {
    READERS.iter().find(|r| r.name() == reader).map_or("no papers in it", |r| r.why_none())
}

/// Reads a file with the reader that claims it: the reader's name and the papers.
///
/// # Errors
/// A file that no reader claims.
pub fn read_papers(
    path: &Path,
    bytes: &[u8],
    evidence: &Evidence,
    options: &ReadingOptions,
) -> Result<(&'static str, Readings), String> {
    let reader = reader_of(path, bytes).ok_or("no reader for this form of file")?;
    Ok((reader.name(), reader.read(bytes, evidence, options)))
}

/// A file's text as it stands, with nothing mended; `None`: it cannot be read.
pub fn plain_text(path: &Path, bytes: &[u8], options: &ReadingOptions) -> Option<String> {
    reader_of(path, bytes)?.plain(bytes, options)
}

fn reader_of(path: &Path, bytes: &[u8]) -> Option<&'static dyn Reader> {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    READERS.iter().copied().find(|reader| reader.claims(path, head))
}

pub(super) fn ending(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase()
}

/// Plain text.
struct PlainReader;

impl Reader for PlainReader {
    fn name(&self) -> &'static str {
        "text"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        matches!(ending(path).as_str(), "txt" | "text" | "")
    }

    fn read(&self, bytes: &[u8], evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        vec![read_text(bytes, |text, first_line, reading| {
            let Layout { blocks, warnings, undecided } = repair(text, first_line, evidence);
            reading.blocks = blocks;
            reading.warnings.extend(warnings);
            reading.undecided = undecided;
        })]
    }
}

/// Markdown.
struct MarkdownReader;

impl Reader for MarkdownReader {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        matches!(ending(path).as_str(), "md" | "markdown" | "mkd")
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        vec![read_text(bytes, |text, first_line, reading| reading.blocks = markdown::blocks(text, first_line))]
    }
}

/// A file's text, and a reading that says how it was decoded.
pub(super) fn decoded(bytes: &[u8]) -> Result<(String, Reading), String> {
    let decoded = time(Stage::Decode, || decode(bytes))?;
    let reading = said_of(&decoded);
    Ok((decoded.text, reading))
}

/// The same of a text that is still to be cleaned.
pub(super) fn decoded_as_it_stands(bytes: &[u8]) -> Result<(String, Reading), String> {
    let decoded = time(Stage::Decode, || decode_as_it_stands(bytes))?;
    let reading = said_of(&decoded);
    Ok((decoded.text, reading))
}

/// A reading that says how its file was decoded.
pub(super) fn said_of(decoded: &Decoded) -> Reading {
    let mut reading = Reading { encoding: decoded.encoding.to_string(), ..Reading::default() };
    if decoded.encoding != "UTF-8" {
        reading.warnings.push(format!("read as {}", decoded.encoding));
    }
    if decoded.damaged > 0 {
        reading
            .warnings
            .push(format!("{} damaged places in {} text, shown as \u{fffd}", decoded.damaged, decoded.encoding));
    }
    reading
}

/// What readers of running text have in common: decoding and front matter.
pub(super) fn read_text(bytes: &[u8], blocks: impl FnOnce(&str, u32, &mut Reading)) -> Result<Reading, String> {
    let (text, mut reading) = decoded(bytes)?;
    let front = front_matter(&text);
    reading.metadata = front.metadata;
    reading.warnings.extend(front.warning);
    let text = text.get(front.length..).unwrap_or("");
    time(Stage::Repair, || blocks(text, front.lines + 1, &mut reading));
    Ok(reading)
}
