//! Formats and citations at the command line: told through the real binary.
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
use std::process::Stdio;

use kwic::report::{CITATIONS, FORMATS};

mod common;
use common::program::{err, kwic, on_a_terminal, out, run};
use common::write_papers;

fn memos() -> tempfile::TempDir {
    let place = write_papers(&[
        (
            "corpus/talks.md",
            "---\ntitle: '=Talks & {Trade}'\nauthor: 'Hollis, Margaret; Office of Arms and Trade'\ndate: 1996-05-31\n\
             institute: Centre\n---\n# Arms\n\nThe arms control talks went on.\n\n- arms <b>first</b>\n",
        ),
        ("corpus/old memo.txt", "Nobody spoke of arms or of their control.\n"),
    ]);
    assert_eq!(run(place.path(), &["index"]).status.code(), Some(0));
    place
}

/// The files in a folder that no one asked for.
fn leftovers(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".part")).collect()
}

#[test]
fn help_names_every_format_and_every_form_of_citations() {
    let place = write_papers(&[]);
    let help = out(&run(place.path(), &["find", "--help"]));
    assert!(FORMATS.iter().all(|format| help.contains(format.facts().name)), "{help}");
    assert!(CITATIONS.iter().all(|(_, name, _)| help.contains(name)), "{help}");
}

#[test]
fn a_files_ending_tells_the_format_or_is_refused() {
    let place = memos();
    let named = run(place.path(), &["find", "arms", "--output", "lines.HTM"]);
    assert_eq!(named.status.code(), Some(0), "{}", err(&named));
    assert!(fs::read_to_string(place.path().join("lines.HTM")).unwrap().starts_with("<!DOCTYPE html>"));
    for file in ["lines.docx", "lines", "lines.bib"] {
        let refused = run(place.path(), &["find", "arms", "--output", file]);
        assert_eq!(refused.status.code(), Some(2));
        let said = err(&refused);
        assert!(said.contains(&format!("--output {file}: the file's ending tells no format")), "{said}");
        assert!(FORMATS.iter().flat_map(|f| f.facts().endings).all(|e| said.contains(&format!(".{e}"))), "{said}");
        assert!(!place.path().join(file).exists());
        assert_eq!(run(place.path(), &["find", "arms", "--output", file, "--format", "csv"]).status.code(), Some(0));
    }
}

#[test]
fn what_made_a_file_is_in_it_or_beside_it() {
    let place = memos();
    let cells = FORMATS.map(|f| f.facts()).into_iter().filter(|f| !f.drawn);
    for format in cells.filter(|f| cfg!(feature = "parquet") || f.name != "parquet") {
        let file = format!("lines-{}", format.name);
        let written = run(place.path(), &["papers", "--format", format.name, "--output", &file]);
        assert_eq!(written.status.code(), Some(0), "{}", err(&written));
        assert_eq!(place.path().join(format!("{file}.made.json")).exists(), !format.carries_made, "{file}");
    }
}

#[test]
fn formats_that_are_no_text_are_not_for_a_terminal() {
    let place = memos();
    for format in ["xlsx", "parquet"] {
        let refused = on_a_terminal(kwic(place.path(), &["find", "arms", "--format", format]));
        assert!(refused.contains("no text") && refused.contains("use --output FILE"), "{refused:?}");
        assert!(!refused.contains("PK") && !refused.contains("PAR1"), "{refused:?}");
    }
}

#[test]
fn an_answer_without_a_picture_is_refused_as_one() {
    let place = memos();
    for (command, file) in [("papers", "papers.svg"), ("find arms", "lines.graphml"), ("find arms --by year", "y.svg")]
    {
        let arguments: Vec<&str> = command.split(' ').chain(["--output", file]).collect();
        let refused = run(place.path(), &arguments);
        assert_eq!(refused.status.code(), Some(2));
        assert!(err(&refused).contains("kwic collocates --network"), "{}", err(&refused));
        assert!(!place.path().join(file).exists());
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_kwic_without_parquet_says_how_to_get_one_with_it() {
    let place = memos();
    let refused = run(place.path(), &["papers", "--output", "papers.parquet"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("--features parquet"), "{}", err(&refused));
    assert!(!place.path().join("papers.parquet").exists());
}

#[test]
fn a_file_that_cannot_be_written_whole_leaves_the_old_one() {
    let long = format!("arms {}", "word ".repeat(8_000));
    let place = write_papers(&[("corpus/long.txt", &long)]);
    run(place.path(), &["index"]);
    fs::write(place.path().join("old.xlsx"), "old").unwrap();
    let failed = run(place.path(), &["find", "arms", "--context", "paragraph", "--output", "old.xlsx"]);
    assert_eq!(failed.status.code(), Some(2));
    let said = err(&failed);
    assert!(said.contains("error: xlsx, row 2, column right: the text has 40000 characters"), "{said}");
    assert!(said.contains("a cell holds 32767\n  write csv, html or parquet instead"), "{said}");
    assert_eq!(fs::read_to_string(place.path().join("old.xlsx")).unwrap(), "old");
    assert_eq!(leftovers(place.path()), Vec::<String>::new());
    let nowhere = run(place.path(), &["find", "arms", "--output", "no/such/folder.csv"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(err(&nowhere).contains("no/such/folder.csv"), "{}", err(&nowhere));
}

#[test]
fn a_run_killed_at_any_moment_leaves_the_old_file_or_the_new_one() {
    let place = write_papers(&[("corpus/a.txt", &"War and peace. ".repeat(20_000))]);
    run(place.path(), &["index"]);
    let file = place.path().join("lines.csv");
    run(place.path(), &["find", "peace", "--output", "lines.csv"]);
    let new = fs::read_to_string(&file).unwrap();
    for milliseconds in [0, 30, 100, 300] {
        fs::write(&file, "old").unwrap();
        let mut command = kwic(place.path(), &["find", "peace", "--output", "lines.csv"]);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = fs::read_to_string(&file).unwrap();
        assert!(found == "old" || found == new, "{} bytes of {}", found.len(), new.len());
    }
}

#[cfg(unix)]
#[test]
fn links_rights_and_devices_stay_what_they_are() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let place = memos();
    let (real, link) = (place.path().join("real.csv"), place.path().join("link.csv"));
    fs::write(&real, "old").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.csv", &link).unwrap();
    assert_eq!(run(place.path(), &["find", "arms", "--output", "link.csv"]).status.code(), Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().starts_with("paper,"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    if Path::new("/proc/self/fd/1").exists() {
        let piped = run(place.path(), &["find", "arms", "--format", "csv", "--output", "/proc/self/fd/1"]);
        assert_eq!((piped.status.code(), out(&piped).lines().count()), (Some(0), 5), "{}", err(&piped));
    }
}

#[test]
fn a_spreadsheet_finds_no_formula() {
    let place = memos();
    let csv = out(&run(place.path(), &["find", "talks", "--format", "csv"]));
    assert!(csv.contains("talks,'=Talks & {Trade},1996,Arms,"), "{csv}");
    let tsv = out(&run(place.path(), &["find", "talks", "--format", "tsv"]));
    assert!(tsv.contains("talks\t=Talks & {Trade}\t1996\tArms\t"), "{tsv}");
}

#[test]
fn a_table_of_text_is_not_shortened() {
    let title = "A long title ".repeat(20);
    let place = write_papers(&[("corpus/a.md", &format!("---\ntitle: {title}\n---\nText.\n"))]);
    run(place.path(), &["index"]);
    assert!(out(&run(place.path(), &["papers", "--format", "text"])).contains(title.trim()));
    assert!(!out(&run(place.path(), &["papers", "--format", "table"])).contains(title.trim()));
}

#[test]
fn a_page_says_what_of_the_hits_it_shows() {
    let place = memos();
    let page = out(&run(place.path(), &["find", "arms", "--limit", "1", "--format", "html"]));
    assert!(page.contains("<h1 dir=\"auto\">4 hits for arms in 2 papers; the first is shown, 3 are not"), "{page}");
    assert_eq!(page.matches("<tr data-paper").count(), 1, "{page}");
    let markdown = out(&run(place.path(), &["find", "arms", "--limit", "1", "--format", "markdown"]));
    assert!(markdown.starts_with("4 hits for arms in 2 papers; the first is shown, 3 are not"), "{markdown}");
}

#[test]
fn lines_can_be_cited() {
    let place = memos();
    let text = run(place.path(), &["find", "arms control", "--cite", "text"]);
    let cited = "Hollis, Margaret and Office of Arms and Trade, “=Talks & {Trade}” (1996), section “Arms”, l. 9: \
                 “Arms The arms control talks went on. arms first” [talks]\n\n";
    assert_eq!((out(&text).as_str(), err(&text).as_str()), (cited, "1 hit for arms control in 1 paper.\n"));
    let missing = out(&run(place.path(), &["find", "spoke", "--cite", "text"]));
    assert!(missing.starts_with("old memo, opening section, l. 1: “Nobody spoke"), "{missing}");
    assert!(missing.ends_with("[old memo; not in the metadata: author, title, year]\n\n"), "{missing}");
}

#[test]
fn cited_papers_are_kept_in_files_for_other_programs() {
    let place = memos();
    let written = run(place.path(), &["find", "arms", "--cite", "bibtex", "--output", "arms.bib"]);
    assert_eq!((written.status.code(), out(&written).as_str()), (Some(0), ""), "{}", err(&written));
    let bibtex = fs::read_to_string(place.path().join("arms.bib")).unwrap();
    assert_eq!(bibtex.matches("\n}\n").count(), 2, "{bibtex}");
    assert!(bibtex.contains("@techreport{talks,\n  author = {Hollis, Margaret and {Office of Arms and Trade}},"));
    assert!(place.path().join("arms.bib.made.json").exists());
    run(place.path(), &["find", "arms", "--cite", "csl-json", "--output", "arms.json"]);
    let items: serde_json::Value = serde_json::from_slice(&fs::read(place.path().join("arms.json")).unwrap()).unwrap();
    assert_eq!(items[1]["author"][0], serde_json::json!({ "family": "Hollis", "given": "Margaret" }));
    assert_eq!(items[1]["issued"], serde_json::json!({ "date-parts": [[1996, 5, 31]] }));
    let both = run(place.path(), &["find", "arms", "--cite", "bibtex", "--format", "csv"]);
    assert_eq!(both.status.code(), Some(2), "{}", err(&both));
}
