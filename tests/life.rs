//! The life of an index: brought up to date, interrupted, written by two,
//! read while it is written.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use kwic::error::Kind;
use kwic::index::{BuildOptions, OpenIndex, Progress, build, staleness};
use kwic::papers::ReadingOptions;
use kwic::query::parse_simple;
use kwic::search::{Selection, find};
use proptest::prelude::*;

mod common;
use common::{Quiet, build_quietly, options, write_papers};

/// All that an index answers with: for each section its paper, metadata,
/// headings, themes and text, and for each token its line, page and spans.
fn whole(folder: &Path) -> Vec<String> {
    let index = OpenIndex::open(folder).unwrap();
    let mut all = Vec::new();
    for section in index.sections() {
        let paper = &index.manifest().papers[section.paper as usize];
        let store = &index.segment_of(section).unwrap().store;
        let metadata = serde_json::to_string(&paper.metadata).unwrap();
        let (path, themes) = (index.section_path(section).unwrap(), index.themes(section).unwrap());
        let text = store.reading_text(section.doc);
        all.push(format!("{} {metadata} {} {path:?} {themes:?} {text:?}", paper.id, section.offset));
        let first = store.section(section.doc).start;
        for at in store.section(section.doc) {
            let (sentence, paragraph) = (store.sentence(at).start - first, store.paragraph(at).start - first);
            all.push(format!("{} {:?} {sentence} {paragraph}", store.line(at), store.page(at)));
        }
    }
    all
}

const MEMOS: &[&str] = &[
    "# Arms\n\nArms control and disarmament. Arms control again.\n\n## Talks\n\nNothing new.\n",
    "The delegations spoke of the Russian-\nAmerican relations which had been at their worst for years, and of coop-\neration \
     that nobody in the room expected to see again before the year was over.\n",
    "No cooperation at all, said the memo, which is about cooperation, and cooperation is a word that it likes to use\n\
     as often as it can, in every line, so that nobody forgets what all this talking is in the end about.\n",
    "No co-operation at all, said the memo, which is about co-operation, and co-operation is a word it likes to use\n\
     as often as it can, in every line, so that nobody forgets what all this talking is in the end about.\n",
    "Page one ends here\n\n2\n\x0cand goes on over there. The treaty.\n\n3\n\x0cThe third page.\n\n4\n",
    "---\nyear: 1994\ntitle: A Memo\nthemes: [trade]\n---\nTrade and tariffs, tariffs and trade.",
    "",
];

const THEMES: &[&str] = &[
    "[[theme]]\npath = 'security/arms-control'\nterms = ['arms control']\nthreshold = 2\n",
    "[[theme]]\npath = 'security'\nterms = ['arms']\nthreshold = 1\n[[theme]]\npath = 'trade'\nterms = ['tariffs']\n",
];

const TABLES: &[&str] =
    &["file,year,author\nmemo-1.txt,1996,Rey\n", "file,year,author\nmemo-1.txt,1997,Rey\nmemo-2.txt,,Oz\n"];

/// A change to the folder of papers: a memo written, a memo removed, other
/// themes, other metadata.
#[derive(Debug, Clone)]
enum Change {
    Write(u8, usize),
    Remove(u8),
    Themes(usize),
    Table(usize),
}

impl Change {
    fn make(&self, papers: &Path) {
        let memo = |number| papers.join(format!("memo-{number}.{}", if number < 5 { "txt" } else { "md" }));
        match *self {
            Change::Write(number, text) => fs::write(memo(number), MEMOS[text]).unwrap(),
            Change::Remove(number) => drop(fs::remove_file(memo(number))),
            Change::Themes(which) => fs::write(papers.join("themes.toml"), THEMES[which]).unwrap(),
            Change::Table(which) => fs::write(papers.join("metadata.csv"), TABLES[which]).unwrap(),
        }
    }
}

fn changes() -> impl Strategy<Value = Vec<Vec<Change>>> {
    let change = prop_oneof![
        6 => (0u8..7, 0..MEMOS.len()).prop_map(|(number, text)| Change::Write(number, text)),
        2 => (0u8..7).prop_map(Change::Remove),
        1 => (0..THEMES.len()).prop_map(Change::Themes),
        1 => (0..TABLES.len()).prop_map(Change::Table),
    ];
    prop::collection::vec(prop::collection::vec(change, 1..6), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_index_brought_up_to_date_is_as_one_built_afresh(changes in changes()) {
        let papers = write_papers(&[("always.txt", "This memo is always there.")]);
        let (grown, fresh) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for step in &changes {
            step.iter().for_each(|change| change.make(papers.path()));
            build_quietly(&options(papers.path(), grown.path()));
        }
        build_quietly(&options(papers.path(), fresh.path()));
        prop_assert_eq!(whole(grown.path()), whole(fresh.path()));
        let print = |folder: &Path| OpenIndex::open(folder).unwrap().manifest().fingerprint();
        prop_assert_eq!(print(grown.path()), print(fresh.path()));
    }
}

/// Stops the build with a panic where it has got this far.
struct Killer {
    before: &'static str,
}

impl Progress for Killer {
    fn begin(&self, _: u64) {}
    fn read(&self, _: u64) {
        assert_ne!(self.before, "read", "killed while reading");
    }
    fn stage(&self, what: &str) {
        assert_ne!(self.before, what, "killed before {what}");
    }
}

#[test]
fn a_killed_build_leaves_the_old_index_whole() {
    let papers = write_papers(&[("a.txt", "Arms control."), ("b.txt", "The treaty.")]);
    let place = tempfile::tempdir().unwrap();
    build_quietly(&options(papers.path(), place.path()));
    let before = whole(place.path());
    for stage in ["read", "writing"] {
        fs::write(papers.path().join("a.txt"), format!("Another text, {stage}.")).unwrap();
        fs::remove_file(papers.path().join("b.txt")).ok();
        let killed = catch_unwind(AssertUnwindSafe(|| {
            build(&options(papers.path(), place.path()), &Killer { before: stage }).is_err()
        }));
        assert!(killed.unwrap_or(true), "the build went through");
        assert_eq!(whole(place.path()), before);
        kwic::index::check(place.path()).unwrap();
    }
    build_quietly(&options(papers.path(), place.path()));
    assert!(whole(place.path())[0].contains("Another text, writing."));
}

#[test]
fn a_first_build_that_was_killed_leaves_nothing_in_the_way() {
    let papers = write_papers(&[("a.txt", "Arms control.")]);
    let place = tempfile::tempdir().unwrap();
    let _ =
        catch_unwind(AssertUnwindSafe(|| build(&options(papers.path(), place.path()), &Killer { before: "writing" })));
    let error = OpenIndex::open(place.path()).err().unwrap();
    assert_eq!(error.kind, Kind::NoIndex);
    build_quietly(&options(papers.path(), place.path()));
    assert!(whole(place.path())[0].contains("Arms control."));
}

/// Looks at the index, and tries to write it, in the middle of a build.
struct Beside<'a> {
    papers: &'a Path,
    place: &'a Path,
    before: Vec<String>,
}

impl Progress for Beside<'_> {
    fn begin(&self, _: u64) {}
    fn read(&self, _: u64) {}
    fn stage(&self, what: &str) {
        if what != "writing" {
            return;
        }
        let error = build(&options(self.papers, self.place), &Quiet).unwrap_err();
        assert_eq!(error.kind, Kind::Busy);
        assert!(error.to_string().contains(&format!("process {}", std::process::id())), "{error}");
        assert_eq!(whole(self.place), self.before);
    }
}

#[test]
fn a_second_writer_is_told_who_writes_and_a_reader_goes_on() {
    let papers = write_papers(&[("a.txt", "Arms control.")]);
    let place = tempfile::tempdir().unwrap();
    build_quietly(&options(papers.path(), place.path()));
    let old = OpenIndex::open(place.path()).unwrap();
    let before = whole(place.path());
    fs::write(papers.path().join("a.txt"), "Another text.").unwrap();
    build(&options(papers.path(), place.path()), &Beside { papers: papers.path(), place: place.path(), before })
        .unwrap();
    assert!(whole(place.path())[0].contains("Another text."));
    // Whoever had the old index open still has it, though its files are gone.
    let chosen = Selection::default().choose(&old).unwrap();
    assert_eq!(find(&old, &parse_simple("arms control", false).unwrap().into(), &chosen).unwrap().len(), 1);
}

#[test]
fn an_index_says_how_far_it_is_behind() {
    let papers = write_papers(&[("a.txt", "Arms."), ("b.txt", "Control."), ("c.txt", "Talks.")]);
    let place = tempfile::tempdir().unwrap();
    build_quietly(&options(papers.path(), place.path()));
    fs::write(papers.path().join("a.txt"), "Arms race.").unwrap();
    fs::remove_file(papers.path().join("b.txt")).unwrap();
    fs::write(papers.path().join("d.txt"), "More.").unwrap();
    let stale = staleness(OpenIndex::open(place.path()).unwrap().manifest()).unwrap();
    assert_eq!((stale.added, stale.changed, stale.removed), (1, 1, 1));
}

/// The bytes of the files that builds have read.
#[derive(Default)]
struct Counted(AtomicU64);

impl Progress for Counted {
    fn begin(&self, _: u64) {}
    fn read(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
    fn stage(&self, _: &str) {}
}

#[test]
fn what_holds_no_papers_is_remembered_and_looked_at_again_only_when_it_may_hold_some() {
    let papers = write_papers(&[("a.txt", "Arms."), ("numbers.csv", "a,b\n1,2\n")]);
    let place = tempfile::tempdir().unwrap();
    let build_with = |text_column: Option<&str>| {
        let reading = ReadingOptions { text_column: text_column.map(str::to_string), ..ReadingOptions::default() };
        let counted = Counted::default();
        let summary = build(&BuildOptions { reading, ..options(papers.path(), place.path()) }, &counted).unwrap();
        assert!(staleness(OpenIndex::open(place.path()).unwrap().manifest()).unwrap().is_current());
        (counted.0.into_inner(), summary.papers, summary.warnings.iter().filter(|w| w.file == "numbers.csv").count())
    };
    assert_eq!(build_with(None), (13, 1, 1));
    assert_eq!(build_with(None), (0, 1, 1));
    // It is touched, and what it holds stays the same.
    fs::write(papers.path().join("numbers.csv"), "a,b\n1,2\n").unwrap();
    assert_eq!(build_with(None), (0, 1, 1));
    fs::write(papers.path().join("numbers.csv"), "a,b\n1,3\n").unwrap();
    assert_eq!(build_with(None), (8, 1, 1));
    assert_eq!(build_with(Some("b")).1, 2);
}

#[test]
fn paths_of_many_sections_are_those_of_one_after_the_other() {
    let article = |number: usize| format!("## Article {number}/é\n\nArms control.\n\n");
    let text: String = (0..400).map(article).collect();
    let papers = write_papers(&[("treaty.md", &format!("Opening words.\n\n# Treaty\n\n{text}"))]);
    let place = tempfile::tempdir().unwrap();
    build_quietly(&options(papers.path(), place.path()));
    let index = OpenIndex::open(place.path()).unwrap();
    let paths = || -> Vec<Vec<String>> {
        index.sections().iter().map(|section| index.section_path(section).unwrap()).collect()
    };
    let first = paths();
    assert!(first.len() > 400 && first.contains(&Vec::new()));
    for number in [0, 17, 300, 399] {
        assert!(first.contains(&vec!["Treaty".to_string(), format!("Article {number}/é")]), "{number}");
    }
    // The first of these were looked up one by one before.
    assert_eq!(paths(), first);
}

#[test]
fn an_index_of_another_version_is_refused_with_what_to_do() {
    let papers = write_papers(&[("a.txt", "Arms.")]);
    let place = tempfile::tempdir().unwrap();
    build_quietly(&options(papers.path(), place.path()));
    let mut files = fs::read_dir(place.path()).unwrap().flatten().map(|e| e.path());
    let manifest = files.find(|p| p.file_name().unwrap().to_string_lossy().starts_with("papers-")).unwrap();
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replacen(&format!("\"format\":{}", kwic::index::FORMAT), "\"format\":999", 1)).unwrap();
    let error = OpenIndex::open(place.path()).err().unwrap();
    assert_eq!(error.kind, Kind::Version);
    assert!(error.to_string().contains("kwic index --fresh"), "{error}");
    let error = build(&options(papers.path(), place.path()), &Quiet).unwrap_err();
    assert_eq!(error.kind, Kind::Version);
    let fresh = BuildOptions { fresh: true, ..options(papers.path(), place.path()) };
    build_quietly(&fresh);
    assert_eq!(whole(place.path()).len(), 2);
}

#[test]
fn a_damaged_index_is_found_out() {
    let papers = write_papers(&[("a.txt", "Arms control and more of it.")]);
    let place = tempfile::tempdir().unwrap();
    build_quietly(&options(papers.path(), place.path()));
    let mut files = fs::read_dir(place.path()).unwrap().flatten().map(|e| e.path());
    let tokens = files.find(|p| p.extension().is_some_and(|e| e == "tokens")).unwrap();
    let mut bytes = fs::read(&tokens).unwrap();
    bytes[3] ^= 0x55;
    fs::write(&tokens, bytes).unwrap();
    let error = kwic::index::check(place.path()).unwrap_err();
    assert!(error.to_string().contains("checksum"), "{error}");
}
