//! `kwic index --dry-run`: how each paper would be read, by the code that reads it, and nothing written.
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
use std::path::Path;

use kwic::index::{Manifest, OpenIndex, look};
use kwic::report::FORMATS;

mod common;
use common::{Quiet, build_quietly, options, run, write_papers};

/// Everything in a folder, with the time of its last change.
fn all_files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        files.push(format!("{} {:?}", path.display(), entry.metadata().unwrap().modified().unwrap()));
        if path.is_dir() {
            files.extend(all_files(&path));
        }
    }
    files.sort();
    files
}

fn papers() -> tempfile::TempDir {
    write_papers(&[
        (
            "papers/arms-1996.txt",
            "Page one ends here\n\n2\n\u{c}and goes on over there. The treaty.\n\n3\n\u{c}The third page.\n\n4\n",
        ),
        (
            "papers/trade.md",
            "---\nauthors: [A. Rey, B. Stone]\nlang: en\n---\n# Trade\n\nTariffs.\n\n## Arms\n\nNone.\n",
        ),
        ("papers/speeches.csv", "id,text\na,Arms and trade.\nb,Trade and arms.\n"),
        ("papers/numbers.csv", "a,b\n1,2\n"),
        ("papers/broken.csv", "id,text\na,\"Arms\n"),
        ("papers/photo.jpg", "no paper"),
        ("papers/metadata.csv", "file,year\ntrade.md,1994\ngone.txt,1990\n"),
    ])
}

/// A manifest without the times at which files were read.
fn timeless(manifest: &Manifest) -> Manifest {
    let mut manifest = manifest.clone();
    manifest.papers.iter_mut().for_each(|paper| paper.read = 0);
    manifest.passed_over.iter_mut().for_each(|file| file.read = 0);
    manifest
}

#[test]
fn a_dry_run_knows_of_the_papers_what_a_build_does() {
    let (papers, index) = (papers(), tempfile::tempdir().unwrap());
    let options = options(&papers.path().join("papers"), &index.path().join("index"));
    let dry = look(&options, &Quiet).unwrap();
    assert!(!index.path().join("index").exists());
    assert_eq!((dry.to_read, dry.to_remove), (5, 0));
    build_quietly(&options);
    let built = OpenIndex::open(&options.index).unwrap();
    assert_eq!(timeless(&dry.manifest), timeless(built.manifest()));
    assert_eq!(dry.manifest.fingerprint(), built.manifest().fingerprint());
    let before = all_files(&options.index);
    fs::remove_file(papers.path().join("papers/trade.md")).unwrap();
    fs::write(papers.path().join("papers/new.txt"), "New.").unwrap();
    let dry = look(&options, &Quiet).unwrap();
    // The new one, and the one that could not be read.
    assert_eq!((dry.to_read, dry.to_remove), (2, 1));
    assert_eq!(all_files(&options.index), before);
}

#[test]
fn a_scholar_sees_each_file_and_nothing_is_written() {
    let place = papers();
    let before = all_files(place.path());
    let dry = run(place.path(), &["index", "papers", "--dry-run"]);
    assert_eq!(all_files(place.path()), before);
    let rows: Vec<Vec<&str>> = dry.out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(
        rows[0],
        [
            "file", "paper", "reader", "encoding", "title", "authors", "year", "language", "sections", "pages",
            "words", "notes"
        ]
    );
    let guessed = "guessed: the texts in the column `text`; the papers' names: the column `id` (--text-column and --id-column name others)";
    let none = "passed over: it is no table of papers: it has no rows, or no column that is clearly their texts (--text-column names one)";
    let wanted: &[&[&str]] = &[
        &["arms-1996.txt", "arms-1996", "text", "UTF-8", "", "", "1996", "", "1", "3", "14", ""],
        &[
            "broken.csv",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "not read: the quote that opens a cell in line 2 is never closed",
        ],
        &["numbers.csv", "", "", "", "", "", "", "", "", "", "", none],
        &["speeches.csv", "speeches#a", "csv", "UTF-8", "", "", "", "", "1", "", "3", guessed],
        &["speeches.csv", "speeches#b", "csv", "UTF-8", "", "", "", "", "1", "", "3", ""],
        &["trade.md", "trade", "markdown", "UTF-8", "Trade", "A. Rey; B. Stone", "1994", "en", "2", "", "4", ""],
    ];
    assert_eq!(rows[1..], *wanted);
    for said in [
        "note: gone.txt: named in the metadata table, but there is no such paper",
        "passed over: 1 .jpg",
        "A dry run: 4 papers, 5 sections, 24 words, 1 file not read, 1 file without papers. Nothing was written.",
        "`kwic index` would read 5 files.",
    ] {
        assert!(dry.err.contains(said), "{said}\n{}", dry.err);
    }
    assert_eq!(dry.status, Some(2), "a file was not read");
    let table =
        run(place.path(), &["index", "papers", "--dry-run", "--format", "table", "--sort", "-words", "--limit", "1"]);
    assert!(table.out.lines().nth(1).unwrap().starts_with("arms-1996  text    UTF-8"), "{}", table.out);
    assert!(table.err.contains("the first is shown, 5 are not"), "{}", table.err);
}

#[test]
fn a_dry_run_comes_in_every_format_and_its_options_are_its_own() {
    let place = papers();
    for facts in FORMATS.iter().map(|format| format.facts()).filter(|facts| !facts.drawn) {
        let file = format!("out.{}", facts.name);
        let arguments = ["index", "papers", "--dry-run", "--format", facts.name, "--output", &file];
        let ran = run(place.path(), &arguments);
        assert_eq!(ran.status, Some(2), "{}: {}", facts.name, ran.err);
        assert!(fs::metadata(place.path().join(file)).unwrap().len() > 100, "{}", facts.name);
    }
    assert!(!place.path().join("index").exists());
    for options in [&["--format", "tsv"][..], &["--sort", "words"], &["--output", "a.tsv"], &["--all"]] {
        let refused = run(place.path(), &[&["index", "papers"], options].concat());
        assert_eq!(refused.status, Some(2));
        assert!(refused.err.contains("--dry-run"), "{}", refused.err);
    }
    assert!(!place.path().join("index").exists());
    let wrong = run(place.path(), &["index", "papers", "--dry-run", "--sort", "size"]);
    assert!(wrong.err.contains("the columns are file, paper, reader"), "{}", wrong.err);
    assert!(run(place.path(), &["index", "papers"]).err.contains("index: 4 papers"));
}
