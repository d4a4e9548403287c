//! Real texts, where they are there: they go in whole, and are counted as a
//! plain script counts them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kwic::papers::decode;
use unicode_segmentation::UnicodeSegmentation;

mod common;
use common::TestIndex;

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(name)
}

/// The reading text of each paper, by its file.
fn reading_texts(index: &TestIndex) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (section, text) in index.open().sections().iter().zip(index.texts()) {
        let file = &index.open().manifest().papers[section.paper as usize].file;
        let whole = texts.entry(file.clone()).or_default();
        whole.push('\n');
        whole.push_str(&text);
    }
    texts
}

/// The letters, digits and signs of a text, without white space and without
/// what may stand at a line's end when a word is broken.
fn signs(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}' | '\u{2010}')).collect()
}

/// How many signs of the source are not, in their order, in the reading text,
/// and how many of the reading text are not in the source.
fn lost_and_gained(source: &str, text: &str) -> (usize, usize) {
    let (source, text) = (signs(source), signs(text));
    let (mut at, mut lost, mut gained) = (0, 0, 0);
    for sign in &text {
        match source[at..].iter().take(400).position(|s| s == sign) {
            Some(skipped) => {
                lost += skipped;
                at += skipped + 1;
            }
            None => gained += 1,
        }
    }
    (lost + source.len() - at, gained)
}

fn goes_in_whole(name: &str) {
    let folder = corpus(name);
    let index = common::index_of(&folder);
    assert_eq!(index.open().manifest().failures, []);
    let texts = reading_texts(&index);
    assert!(!texts.is_empty());
    for (file, text) in texts.iter().filter(|(file, _)| file.ends_with(".txt")) {
        let source = decode(&fs::read(folder.join(file)).unwrap()).unwrap().text;
        let (lost, gained) = lost_and_gained(&source, text);
        // Running heads and page numbers are taken out; nothing is put in.
        assert!(lost * 100 <= source.len() && gained == 0, "{file}: {lost} signs lost, {gained} gained");
    }
    kwic::index::check(index.folder.path()).unwrap();
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_article_goes_in_whole() {
    goes_in_whole("article");
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_addresses_go_in_whole() {
    goes_in_whole("sotu");
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_policy_papers_go_in_whole() {
    goes_in_whole("policy");
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn texts_in_many_languages_go_in_whole() {
    goes_in_whole("languages");
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_novels_go_in_whole() {
    goes_in_whole("novels");
}

/// The plain script: UAX #29 words of the files' lines, but for the running
/// `heads`, in lower case, typographic apostrophes plain.
fn words_of(folder: &Path, ending: &str, heads: &[&str]) -> Vec<Vec<String>> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|e| e == ending) => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    let words = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_else(|_| decode(&fs::read(path).unwrap()).unwrap().text);
        let lines: Vec<&str> = text.lines().filter(|line| !heads.contains(&line.trim())).collect();
        lines.join("\n").unicode_words().map(|w| w.to_lowercase().replace('\u{2019}', "'")).collect()
    };
    files.iter().map(words).collect()
}

fn count(papers: &[Vec<String>], phrase: &[&str]) -> usize {
    papers.iter().map(|words| words.windows(phrase.len()).filter(|window| *window == phrase).count()).sum()
}

fn counts_as_the_script(name: &str, heads: &[&str], phrases: &[&str]) {
    let folder = corpus(name);
    let index = common::index_of(&folder);
    let papers = words_of(&folder, "txt", heads);
    for phrase in phrases {
        let words: Vec<&str> = phrase.split(' ').collect();
        assert_eq!(index.count(phrase), count(&papers, &words), "{phrase}");
    }
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_addresses_are_counted_as_by_a_plain_script() {
    counts_as_the_script(
        "sotu",
        &[],
        &[
            "the",
            "and",
            "peace",
            "arms control",
            "soviet union",
            "the state of the union",
            "united nations",
            "nuclear weapons",
            "free world",
            "foreign policy",
            "america's",
            "i",
            "world war ii",
            "balance of payments",
            "nato",
            "union",
            "god bless america",
            "1945",
        ],
    );
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_security_strategies_are_counted_as_by_a_plain_script() {
    counts_as_the_script(
        "policy/nss",
        &["NaTIONal SeCurITy STraTegy", "III. advaNCINg Our INTereSTS"],
        &["the", "arms control", "nato", "national security", "weapons of mass destruction", "china", "russia"],
    );
}
