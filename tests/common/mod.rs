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
use std::path::{Path, PathBuf};

use kwic::index::{BuildOptions, OpenIndex, Progress, Summary, build};
use kwic::query::parse_simple;
use kwic::search::{Hit, Selection, find};

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
