//! Readers: from a file's bytes to blocks.

use std::path::Path;

use super::decode::decode;
use super::front_matter::front_matter;
use super::layout::{Evidence, Layout, repair};
use super::markdown;
use crate::model::{Annotated, Block, Metadata};

/// What a reader makes of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
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

/// One form that papers come in.
pub trait Reader: Sync {
    /// Its name, for summaries.
    fn name(&self) -> &'static str;

    /// Whether it reads files of this name and beginning.
    fn claims(&self, path: &Path, head: &[u8]) -> bool;

    /// Reads a file.
    ///
    /// # Errors
    /// Why the file cannot be read, in a sentence without a full stop.
    fn read(&self, bytes: &[u8], evidence: &Evidence) -> Result<Reading, String>;
}

/// All readers; the first that claims a file reads it. To add a form, write a
/// reader beside `PlainReader` and name it here.
pub const READERS: &[&dyn Reader] = &[&MarkdownReader, &PlainReader];

/// Reads a file with the reader that claims it: the reader's name and what it made of the file.
///
/// # Errors
/// Why the file cannot be read.
pub fn read_blocks(path: &Path, bytes: &[u8], evidence: &Evidence) -> Result<(&'static str, Reading), String> {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or(bytes);
    let reader = READERS.iter().find(|r| r.claims(path, head)).ok_or("no reader for this form of file")?;
    Ok((reader.name(), reader.read(bytes, evidence)?))
}

fn ending(path: &Path) -> String {
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

    fn read(&self, bytes: &[u8], evidence: &Evidence) -> Result<Reading, String> {
        read_text(bytes, |text, first_line, reading| {
            let Layout { blocks, warnings, undecided } = repair(text, first_line, evidence);
            reading.blocks = blocks;
            reading.warnings.extend(warnings);
            reading.undecided = undecided;
        })
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

    fn read(&self, bytes: &[u8], _evidence: &Evidence) -> Result<Reading, String> {
        read_text(bytes, |text, first_line, reading| reading.blocks = markdown::blocks(text, first_line))
    }
}

/// What all readers of text have in common: decoding and front matter.
fn read_text(bytes: &[u8], blocks: impl FnOnce(&str, u32, &mut Reading)) -> Result<Reading, String> {
    let decoded = decode(bytes)?;
    let mut reading = Reading { encoding: decoded.encoding.to_string(), ..Reading::default() };
    if decoded.encoding != "UTF-8" {
        reading.warnings.push(format!("read as {}", decoded.encoding));
    }
    if decoded.damaged > 0 {
        reading
            .warnings
            .push(format!("{} damaged places in {} text, shown as \u{fffd}", decoded.damaged, decoded.encoding));
    }
    let front = front_matter(&decoded.text);
    reading.metadata = front.metadata;
    reading.warnings.extend(front.warning);
    blocks(decoded.text.get(front.length..).unwrap_or(""), front.lines + 1, &mut reading);
    Ok(reading)
}
