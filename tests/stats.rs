//! Every measure against other programs: `tests/stats/make_expected.py` asked them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::program::{err, out, run};
use kwic::stats::*;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

mod common;
#[path = "stats/papers.rs"]
mod papers;
#[path = "stats/readability.rs"]
mod readability;
#[path = "stats/spread.rs"]
mod spread;
#[path = "stats/tables.rs"]
mod tables;
#[path = "stats/vocabulary.rs"]
mod vocabulary;

/// What the other programs gave under this name.
fn expected<T: DeserializeOwned>(name: &str) -> T {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stats/expected.json")).unwrap();
    let mut all: Map<String, Value> = serde_json::from_str(&text).unwrap();
    serde_json::from_value(all.remove(name).unwrap()).unwrap()
}

/// Equal to nine digits; values that are 0 but for rounding are 0.
fn same(found: Option<f64>, wanted: Option<f64>, what: impl std::fmt::Debug) {
    let equal = match (found, wanted) {
        (Some(found), Some(wanted)) => (found - wanted).abs() <= 1e-9 * wanted.abs() + 1e-14,
        (found, wanted) => found == wanted,
    };
    assert!(equal, "{what:?}: {found:?} is not {wanted:?}");
}

type Values = Map<String, Value>;

fn named(values: &Values) -> impl Iterator<Item = (&'static Measure, Option<f64>)> {
    values.iter().map(|(name, value)| (measure(name).unwrap_or_else(|| panic!("no {name}")), value.as_f64()))
}

/// The register as docs/measures.md shows it.
fn page() -> String {
    let mut page =
        "# Measures\n\nMade from the register in `src/stats`; `kwic measures NAME` shows the same. o are observed, e \
                    expected\ncounts: o11 the pair, or the word in the selection; o12 other words near the node, or \
                    in the selection;\no21 the word elsewhere; o22 all else; n all four. Where nothing can be said the \
                    value is empty.\n"
            .to_string();
    for measure in measures() {
        let facts = [
            ("of", measure.of.words()),
            ("formula", measure.formula),
            ("range", measure.range),
            ("when", measure.when),
            ("source", measure.source),
        ];
        page += &format!("\n## {}: {}\n\n", measure.name, measure.title);
        facts.iter().for_each(|(name, text)| page += &format!("- {name}: {text}\n"));
    }
    page
}

#[test]
fn the_page_of_measures_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/measures.md");
    if std::env::var_os("KWIC_WRITE_DOCS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page(), "make it again: KWIC_WRITE_DOCS=1 cargo test --test stats the_page");
}

#[test]
fn the_register_is_whole() {
    let oracles: Map<String, Value> = expected("oracles");
    let names: BTreeSet<&str> = measures().map(|measure| measure.name).collect();
    assert_eq!(names.len(), measures().count(), "two measures have one name");
    assert_eq!(names, oracles.keys().map(String::as_str).collect(), "measures and oracles are not the same");
    for measure in measures() {
        assert!(measure.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
        for text in [measure.title, measure.formula, measure.range, measure.when, measure.source] {
            assert!(!text.is_empty() && !text.contains("  "), "{}: {text:?}", measure.name);
        }
        assert!(
            measure.when.ends_with('.') && measure.source.contains(|c: char| c.is_ascii_digit()),
            "{}",
            measure.name
        );
    }
}

#[test]
fn a_measure_is_shown_with_its_formula_and_source_and_needs_no_index() {
    let place = tempfile::tempdir().unwrap();
    let shown = run(place.path(), &["measures", "dp"]);
    assert_eq!(shown.status.code(), Some(0));
    assert!(out(&shown).contains("½ Σ |v − s|") && out(&shown).contains("Gries 2008"), "{}", out(&shown));
    let all = run(place.path(), &["measures"]);
    assert_eq!(out(&all).lines().count(), measures().count() + 1);
    let none = run(place.path(), &["measures", "logdice"]);
    assert_eq!((none.status.code(), out(&none).as_str()), (Some(2), ""));
    assert!(err(&none).contains("did you mean `log-dice`?"), "{}", err(&none));
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "an index was built");
}
