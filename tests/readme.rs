//! What README.md shows is what the program says: every example `$ kwic …` is run on the sample papers.
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
use common::program::{err, kwic, out, run};

/// The columns of the screen that the examples were made on.
const COLUMNS: &str = "110";

const MAKE_AGAIN: &str = "make them again, and look at them: KWIC_WRITE_DOCS=1 cargo test --test readme";

/// The page in pieces: those with an odd number are commands and what is shown below each, up to the end of the block or
/// the next command.
fn pieces(page: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut shown = false;
    for line in page.split_inclusive('\n') {
        let begins = line.starts_with("$ kwic ");
        if begins || (shown && line.starts_with("```")) {
            // Between two commands there is nothing.
            pieces.extend((begins && shown).then(String::new));
            pieces.push(String::new());
            shown = begins;
        }
        pieces.last_mut().unwrap().push_str(line);
    }
    pieces
}

/// The words of a command; double quotes hold words together.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    let words = |(at, part): (usize, &str)| match at % 2 {
        0 => part.split_whitespace().map(str::to_string).collect(),
        _ => vec![part.to_string()],
    };
    parts.flat_map(words).collect()
}

#[test]
fn the_examples_are_what_the_program_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = tempfile::tempdir().unwrap();
    let index = place.path().join("index");
    run(root, &["index", root.join("corpus").to_str().unwrap(), "--index", index.to_str().unwrap()]);
    let page = fs::read_to_string(root.join("README.md")).unwrap();
    let mut pieces = pieces(&page);
    assert!(pieces.concat() == page && pieces.len() > 9, "{pieces:?}");
    for piece in pieces.iter_mut().skip(1).step_by(2) {
        let command = piece.lines().next().unwrap();
        let words = words(command.strip_prefix("$ kwic ").unwrap());
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let asked = [&words[..], &["--format", "table", "--index", index.to_str().unwrap()]].concat();
        let ran = kwic(place.path(), &asked).env("COLUMNS", COLUMNS).output().unwrap();
        let between = if piece.ends_with("\n\n") { "\n\n" } else { "\n" };
        *piece = format!("{command}\n{}{between}", format!("{}{}", err(&ran), out(&ran)).trim_end());
    }
    let now = pieces.concat();
    if std::env::var_os("KWIC_WRITE_DOCS").is_some() {
        fs::write(root.join("README.md"), &now).unwrap();
    }
    let differ = now.lines().zip(page.lines()).find(|(now, then)| now != then);
    assert!(now == page || std::env::var_os("KWIC_WRITE_DOCS").is_some(), "{differ:?}\n{MAKE_AGAIN}");
}
