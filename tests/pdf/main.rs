//! PDFs: what is read of pages that are set in columns, with notes, tables, heads and labels; and what PDFs may not do.
#![cfg(feature = "pdf")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::path::Path;

use kwic::model::{Block, BlockKind};
use kwic::papers::{Evidence, Program, Reading, ReadingOptions, read_papers};

mod builder;
#[path = "../common/mod.rs"]
mod common;
mod harm;
mod made;
mod real;

fn read_as(name: &str, bytes: &[u8], options: &ReadingOptions) -> Result<Reading, String> {
    let (reader, mut readings) = read_papers(Path::new(name), bytes, &Evidence::default(), options).unwrap();
    assert_eq!((reader, readings.len()), ("pdf", 1));
    readings.remove(0)
}

fn read(bytes: &[u8]) -> Result<Reading, String> {
    read_as("paper.pdf", bytes, &ReadingOptions::default())
}

fn by(program: &Path) -> ReadingOptions {
    ReadingOptions { pdf_program: Some(Program::new(program)), ..ReadingOptions::default() }
}

/// The same by a process of the program.
fn read_apart(bytes: &[u8]) -> Result<Reading, String> {
    read_as("paper.pdf", bytes, &by(Path::new(env!("CARGO_BIN_EXE_kwic"))))
}

/// Each block as its kind, the pages that begin in it, and its text.
fn blocks(bytes: &[u8]) -> Vec<String> {
    read(bytes).unwrap().blocks.iter().map(shown).collect()
}

fn shown(block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::Paragraph => "p".to_string(),
        BlockKind::ListItem => "item".to_string(),
        BlockKind::Cell { first: true } => "row".to_string(),
        BlockKind::Cell { first: false } => "cell".to_string(),
        BlockKind::Note => "note".to_string(),
        BlockKind::Lines => "lines".to_string(),
    };
    let pages: Vec<&str> = block.pages.iter().map(|mark| mark.value.as_deref().unwrap_or("-")).collect();
    format!("{kind} [{}] {}", pages.join(" "), block.text)
}
