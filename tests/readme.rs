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

/// Commands and what is shown below them, up to the end of the block or the next command.
fn examples(page: &str) -> Vec<(String, String)> {
    let blocks = page.split("```").skip(1).step_by(2);
    let shown = blocks.flat_map(|block| block.split("$ kwic ").skip(1).map(str::to_string).collect::<Vec<_>>());
    let example = |shown: String| {
        let (command, answer) = shown.split_once('\n').unwrap();
        (command.to_string(), answer.trim_end().to_string())
    };
    shown.map(example).collect()
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
    let examples = examples(&fs::read_to_string(root.join("README.md")).unwrap());
    assert!(examples.len() > 4, "{examples:?}");
    for (command, answer) in examples {
        let words = words(&command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let asked = [&words[..], &["--format", "table", "--index", index.to_str().unwrap()]].concat();
        let ran = kwic(place.path(), &asked).env("COLUMNS", COLUMNS).output().unwrap();
        let said = format!("{}{}", err(&ran), out(&ran));
        assert_eq!(said.trim_end(), answer, "kwic {command}\n{said}");
    }
}
