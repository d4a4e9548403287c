//! An index in a folder of its own, for the length of a test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]
#![allow(dead_code)]

pub mod annotated_random;
pub mod program;
pub mod random;

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use kwic::index::{BuildOptions, OpenIndex, Progress, Summary, build};
use kwic::model::{Block, BlockKind};
use kwic::papers::{Evidence, Reading, ReadingOptions, read_papers};
use kwic::query::parse_simple;
use kwic::search::{Hit, Selection, find};
use unicode_segmentation::UnicodeSegmentation;

/// Hears nothing.
pub struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _: u64) {}
    fn read(&self, _: u64) {}
    fn stage(&self, _: &str) {}
}

pub struct TestIndex {
    pub folder: tempfile::TempDir,
    open: OpenIndex,
}

pub fn options(papers: &Path, index: &Path) -> BuildOptions {
    BuildOptions {
        papers: vec![papers.to_path_buf()],
        index: index.to_path_buf(),
        themes: None,
        reading: kwic::papers::ReadingOptions::default(),
        threads: 2,
        memory: 64_000_000,
        fresh: false,
    }
}

pub fn build_quietly(options: &BuildOptions) -> Summary {
    build(options, &Quiet).unwrap()
}

/// The index of the papers in `folder`.
pub fn index_of(folder: &Path) -> TestIndex {
    let place = tempfile::tempdir().unwrap();
    build_quietly(&options(folder, place.path()));
    let open = OpenIndex::open(place.path()).unwrap();
    TestIndex { folder: place, open }
}

/// The index of papers given as (file, text).
pub fn index_of_texts(papers: &[(&str, &str)]) -> TestIndex {
    let place = write_papers(papers);
    index_of(place.path())
}

pub fn write_papers(papers: &[(&str, &str)]) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for (file, text) in papers {
        let path: PathBuf = place.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    place
}

impl TestIndex {
    pub fn open(&self) -> &OpenIndex {
        &self.open
    }

    pub fn hits(&self, query: &str) -> Vec<Hit> {
        let chosen = Selection::default().choose(&self.open).unwrap();
        find(&self.open, &parse_simple(query, false).unwrap().into(), &chosen).unwrap()
    }

    pub fn count(&self, query: &str) -> usize {
        self.hits(query).len()
    }

    /// The reading text of every section, in corpus order.
    pub fn texts(&self) -> Vec<String> {
        let text = |s: &kwic::index::SectionInfo| self.open.segment_of(s).unwrap().store.reading_text(s.doc);
        self.open.sections().iter().map(text).collect()
    }
}

/// The only paper of a file, or why it cannot be read.
pub fn try_read(file: &str, bytes: &[u8]) -> Result<Reading, String> {
    let (_, mut readings) =
        read_papers(Path::new(file), bytes, &Evidence::default(), &ReadingOptions::default()).unwrap();
    assert_eq!(readings.len(), 1);
    readings.remove(0)
}

/// A block as its kind, its first source line and its text.
pub fn shown(block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::Paragraph => "p".to_string(),
        BlockKind::ListItem => "item".to_string(),
        BlockKind::Cell { first: true } => "row".to_string(),
        BlockKind::Cell { first: false } => "cell".to_string(),
        BlockKind::Note => "note".to_string(),
        BlockKind::Lines => "lines".to_string(),
    };
    format!("{kind} {}: {}", block.lines[0].value, block.text)
}

/// The words of a paper.
pub fn words(reading: &Reading) -> Vec<String> {
    let words = |block: &Block| block.text.unicode_words().map(str::to_string).collect::<Vec<_>>();
    reading.blocks.iter().flat_map(words).collect()
}

/// The most words that stand in both texts in the same order.
pub fn aligned(one: &[String], other: &[String]) -> usize {
    let mut row = vec![0u32; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        for (at, against) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == against { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[other.len()] as usize
}

/// A zip archive of members given as (name, text).
pub fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What the real binary did in `folder`.
pub struct Ran {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs the real binary in `folder`; its screen is 80 columns wide.
pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kwic"));
    let ran = command.args(arguments).current_dir(folder).env("COLUMNS", "80").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { status: ran.status.code(), out: text(ran.stdout), err: text(ran.stderr) }
}
