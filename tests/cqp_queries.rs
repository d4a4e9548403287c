//! Queries of the kinds that the manuals of CQP, Sketch Engine and BlackLab
//! show, over real addresses: every plan gives the naive matcher's hits.
//!
//! The corpora with lemmas and parts of speech cannot be indexed yet, so the
//! queries ask for `word`, `lc` and `stem` where the manuals ask for those.
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

use kwic::query::{Strategy, parse_cql};
use kwic::search::{Compiled, How, Plan, SavedHits, Selection, find_with, naive_find};

mod common;

const QUERIES: &str = include_str!("cqp_queries.tsv");

/// Short addresses of several presidents.
const ADDRESSES: &[&str] = &["1916", "1920", "1932", "1934", "1941", "1973"];

fn addresses() -> tempfile::TempDir {
    let sotu = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/sotu");
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(sotu).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "metadata.csv" || ADDRESSES.contains(&&name[..4]) {
            fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    folder
}

fn queries() -> impl Iterator<Item = (&'static str, &'static str)> {
    QUERIES.lines().skip(1).map(|line| line.split_once('\t').unwrap())
}

#[test]
fn all_of_them_are_read() {
    queries().for_each(|(kind, query)| assert!(parse_cql(query).is_ok(), "{kind}: {}", parse_cql(query).unwrap_err()));
    assert!(queries().count() >= 60);
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn every_plan_finds_what_the_naive_matcher_finds() {
    let folder = addresses();
    let index = common::index_of(folder.path());
    let index = index.open();
    let all = Selection::default().choose(index).unwrap();
    assert!(index.sections().len() >= ADDRESSES.len());
    let mut without = Vec::new();
    for (kind, query) in queries() {
        let read = parse_cql(query).unwrap();
        let expected = naive_find(index, &read, Strategy::Standard, &all, &SavedHits::new()).unwrap();
        let compiled = Compiled::new(&read, Strategy::Standard, &SavedHits::new()).unwrap();
        for plan in [Plan::Cheapest, Plan::Postings, Plan::Scan] {
            let found = find_with(index, &compiled, &all, How { plan, timeout: None }).unwrap();
            assert_eq!(found.len(), expected.len(), "{kind}: {query} by {plan:?}");
            assert_eq!(found, expected, "{kind}: {query} by {plan:?}");
        }
        if expected.is_empty() {
            without.push(query);
        }
    }
    assert_eq!(without, [""; 0], "these find nothing, and so show nothing");
}
