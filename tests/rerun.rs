//! Results made again.
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

mod common;

use common::{run, write_papers};
use tempfile::TempDir;

fn corpus() -> TempDir {
    let place = write_papers(&[
        ("corpus/talks.md", "---\nyear: 1996\n---\n# Arms\n\nThe arms control talks went on. Arms control!\n"),
        ("corpus/trade.txt", "Trade went on as before, and nobody spoke of arms control at all.\n"),
    ]);
    run(place.path(), &["index"]);
    place
}

/// The names and contents of all files in a folder and below.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => all.push((path.display().to_string(), fs::read(&path).unwrap())),
        }
    }
    all.sort();
    all
}

#[test]
fn every_kind_of_result_is_made_again_byte_for_byte_and_nothing_is_written() {
    let place = corpus();
    let here = place.path();
    let commands: [&[&str]; 10] = [
        &["find", "arms control", "--sort", "R1", "--output", "a.csv"],
        &["find", "arms control", "--sample", "2", "--seed", "9", "--output", "b.tsv", "--save", "@arms"],
        &["find", "arms control", "--format", "table", "--output", "c"],
        &["find", "arms control", "--year", "1996", "--output", "d.json"],
        &["papers", "--output", "e.jsonl", "--in", "@arms"],
        &["facets", "section", "--format", "csv", "--output", "f.txt"],
        &["show", "talks", "--highlight", "arms", "--output", "g.txt"],
        &["saved", "--output", "h.csv"],
        &["compare", "arms", "trade", "--by", "paper", "--save", "@both", "--output", "i.csv"],
        &["spread", "arms", "--save", "@spread", "--output", "j.csv"],
    ];
    for command in commands {
        let file = command[command.iter().position(|word| *word == "--output").unwrap() + 1];
        assert_eq!(run(here, command).status, Some(0), "{command:?}");
        let before = files(here);
        let again = run(here, &["rerun", file]);
        assert_eq!((again.status, again.out), (Some(0), format!("{file}: the same, byte for byte\n")), "{}", again.err);
        assert_eq!(files(here), before, "{command:?}");
    }
    let piped = run(here, &["find", "talks", "--format", "json"]);
    fs::write(here.join("piped.json"), &piped.out).unwrap();
    assert_eq!(run(here, &["rerun", "piped.json"]).status, Some(0));
}

#[test]
fn what_has_changed_is_told_with_the_lines_that_came_and_went() {
    let place = corpus();
    let here = place.path();
    for file in ["lines.csv", "lines.json"] {
        run(here, &["find", "arms", "--context", "1", "--output", file]);
    }
    fs::write(here.join("corpus/more.txt"), "More arms.").unwrap();
    fs::write(here.join("corpus/themes.toml"), "[[theme]]\npath = 'arms'\nterms = ['disarmament']\n").unwrap();
    fs::remove_file(here.join("corpus/trade.txt")).unwrap();
    run(here, &["index"]);
    for (file, came, went) in [
        ("lines.csv", "  + more,,,,,,1,1,More ,arms,.", "  - trade,,,,,,1,9,of ,arms, control"),
        ("lines.json", "  + {\"paper\":\"more\"", "  - {\"paper\":\"trade\""),
    ] {
        let again = run(here, &["rerun", file]);
        assert_eq!(again.status, Some(1), "{}", again.err);
        for said in [
            &format!("{file}: not the same"),
            "  changed since: 1 paper added: more",
            "  changed since: 1 paper removed: trade",
            "  changed since: the theme dictionary",
            "  1 line came, 1 line went",
            came,
            went,
        ] {
            assert!(again.out.lines().any(|line| line.starts_with(said)), "{said}: {}", again.out);
        }
    }
    assert!(!here.join("new.csv").exists());
    run(here, &["rerun", "lines.csv", "--write", "new.csv"]);
    assert_eq!(run(here, &["rerun", "new.csv"]).status, Some(0));
}

#[test]
fn files_that_a_command_reads_are_part_of_what_made_its_result() {
    let place = corpus();
    let here = place.path();
    for (name, text) in [("terms.txt", "arms\n"), ("stop.txt", "the\n"), ("list.csv", "word,count\narms,3\nthe,9\n")] {
        fs::write(here.join(name), text).unwrap();
    }
    for (command, files) in [
        (&["compare", "--terms", "terms.txt", "--by", "paper"][..], &["terms.txt"][..]),
        (&["words", "--stop", "stop.txt"], &["stop.txt"]),
        (
            &["keywords", "--against", "list.csv", "--stop", "stop.txt", "--min-bic", "-99", "--min-count", "1"],
            &["list.csv", "stop.txt"],
        ),
    ] {
        assert_eq!(run(here, &[command, &["--output", "out.csv"]].concat()).status, Some(0), "{command:?}");
        for file in files {
            let before = fs::read_to_string(here.join(file)).unwrap();
            fs::write(here.join(file), format!("{before}# a remark\n")).unwrap();
            let again = run(here, &["rerun", "out.csv"]);
            assert!(again.out.contains(&format!("changed since: the file {file}\n")), "{} {}", again.out, again.err);
            fs::write(here.join(file), before).unwrap();
        }
        assert_eq!(run(here, &["rerun", "out.csv"]).out, "out.csv: the same, byte for byte\n");
    }
}

#[test]
fn a_saved_result_that_has_changed_is_thought_of() {
    let place = corpus();
    let here = place.path();
    run(here, &["find", "arms", "--save", "@arms"]);
    run(here, &["find", "control", "--in", "@arms", "--output", "lines.csv"]);
    run(here, &["find", "nobody", "--save", "@arms"]);
    let again = run(here, &["rerun", "lines.csv"]);
    assert_eq!(again.status, Some(1));
    assert!(again.out.contains("a saved result that is named may not be"), "{}", again.out);
    assert!(again.out.contains("0 lines came, 2 lines went"), "{}", again.out);
}

#[test]
fn a_result_of_which_nothing_is_found_any_more_has_changed() {
    let place = corpus();
    let here = place.path();
    run(here, &["find", "talks", "--output", "lines.csv"]);
    fs::remove_file(here.join("corpus/talks.md")).unwrap();
    run(here, &["index"]);
    let again = run(here, &["rerun", "lines.csv", "--write", "new.csv"]);
    assert_eq!((again.status, again.out.as_str()), (Some(2), ""));
    assert!(again.err.contains("nothing is found any more"), "{}", again.err);
    let again = run(here, &["rerun", "lines.csv"]);
    assert_eq!(again.status, Some(1));
    assert!(again.out.contains("0 lines came, 2 lines went"), "{}", again.out);
}

#[test]
fn an_index_that_moved_is_named() {
    let place = corpus();
    let here = place.path();
    run(here, &["find", "talks", "--output", "lines.csv"]);
    fs::rename(here.join("index"), here.join("moved")).unwrap();
    let none = run(here, &["rerun", "lines.csv"]);
    assert_eq!(none.status, Some(2));
    assert!(none.err.contains("there is no index here") && !here.join("index").exists(), "{}", none.err);
    assert_eq!(run(here, &["rerun", "lines.csv", "--index", "moved"]).status, Some(0));
}

#[test]
fn only_commands_that_read_are_run_again() {
    let place = corpus();
    let here = place.path();
    run(here, &["find", "arms", "--save", "@arms"]);
    fs::write(here.join("lines.csv"), "x").unwrap();
    for command in [
        vec!["index", "--fresh"],
        vec!["check"],
        vec!["rerun", "lines.csv"],
        vec!["saved", "--remove", "@arms"],
        vec!["saved", "--again", "@arms"],
        vec!["--version"],
        vec!["find"],
        vec!["\u{1b}[31mno"],
        vec![],
    ] {
        let made = serde_json::json!({"command": command});
        fs::write(here.join("lines.csv.made.json"), made.to_string()).unwrap();
        let before = files(here);
        let refused = run(here, &["rerun", "lines.csv"]);
        assert_eq!((refused.status, refused.out.as_str()), (Some(2), ""), "{command:?}");
        assert!(refused.err.starts_with("error: ") && !refused.err.contains('\u{1b}'), "{:?}", refused.err);
        assert_eq!(files(here), before, "{command:?}");
    }
    for made in ["", "[]", "{\"command\":[1]}"] {
        fs::write(here.join("lines.csv.made.json"), made).unwrap();
        assert_eq!(run(here, &["rerun", "lines.csv"]).status, Some(2), "{made}");
    }
    fs::remove_file(here.join("lines.csv.made.json")).unwrap();
    let none = run(here, &["rerun", "lines.csv"]);
    assert!(none.err.contains("what made lines.csv is neither in it nor here"), "{}", none.err);
}

#[test]
fn a_made_file_cannot_make_rerun_write_elsewhere() {
    let place = corpus();
    let here = place.path();
    fs::write(here.join("lines.csv"), "x").unwrap();
    fs::write(here.join("kept.csv"), "kept").unwrap();
    for output in ["kept.csv", "../kept.csv", "/", "sub/new.csv"] {
        let command = ["find", "arms", "--output", output, "--save", "@stolen"];
        fs::write(here.join("lines.csv.made.json"), serde_json::json!({"command": command}).to_string()).unwrap();
        let before = files(here);
        assert_eq!(run(here, &["rerun", "lines.csv"]).status, Some(1), "{output}");
        assert_eq!(files(here), before, "{output}");
    }
}
