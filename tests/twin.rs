//! Every way of running a query gives the naive matcher's hits, and the index
//! gives the reading text back byte for byte: on random papers in many
//! scripts, over segments that came, went and were merged.
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

use kwic::index::OpenIndex;
use kwic::papers::{Evidence, ReadingOptions, cut_paper, read_papers};
use kwic::query::{STRATEGIES, parse_simple};
use kwic::search::{Compiled, How, Plan, SavedHits, Selection, YearRange, find_with, naive_find};
use proptest::prelude::*;

mod common;

const WORDS: &[&str] = &[
    "arms",
    "Arms",
    "control",
    "control's",
    "US-Russian",
    "U.S",
    "Russia",
    "russia’s",
    "NATO",
    "nato",
    "Nato",
    "Élysée",
    "elysee",
    "negotiate",
    "negotiated",
    "Negotiations",
    "1996",
    "3.5",
    "договор",
    "Ещё",
    "еще",
    "мира",
    "和平",
    "条约",
    "السلام",
    "كِتَاب",
    "संधि",
    "สันติ",
    "Straße",
    "STRASSE",
    "don't",
    "don’t",
    "ﬁnal",
    "final",
    "Ａrms",
    "e\u{301}tat",
    "a",
    "b",
    "the",
    "_x",
    "👩‍👩‍👧",
    "x_1",
    "İstanbul",
    "ǅ",
    "ß",
];

const GAPS: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    ", ",
    ". ",
    "! ",
    " — ",
    "--",
    "\n\n",
    "\n",
    "\t",
    "  ",
    "” ",
    " “",
    "; ",
    "…",
    " (",
    ") ",
    "\u{a0}",
    "\u{2009}",
    "-",
    "/",
    "。",
    "۔ ",
    "\n\n\n   ",
    " • ",
];

/// A text of words and gaps.
fn text() -> impl Strategy<Value = String> {
    let token = (0..WORDS.len(), 0..GAPS.len());
    prop::collection::vec(token, 0..80)
        .prop_map(|tokens| tokens.iter().map(|(w, g)| format!("{}{}", WORDS[*w], GAPS[*g])).collect())
}

/// A query in the simple syntax.
fn query() -> impl Strategy<Value = String> {
    let word = (0..WORDS.len())
        .prop_map(|w| WORDS[w].to_string())
        .prop_filter("a word", |w| w.chars().any(char::is_alphanumeric));
    let token = prop_oneof![
        4 => word.clone(),
        1 => word.clone().prop_map(|w| format!("={w}")),
        1 => word.clone().prop_map(|w| format!("~{w}")),
        1 => word.clone().prop_map(|w| format!("{}*", w.chars().next().unwrap())),
        1 => word.clone().prop_map(|w| format!("*{}", w.chars().last().unwrap())),
        1 => word.clone().prop_map(|w| format!("\"{w}\"")),
        1 => Just("n?to".to_string()),
    ];
    token.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            3 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} {b}")),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}|{b})")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} _ {b}")),
            1 => (inner.clone(), 0u32..2, 0u32..3, inner.clone())
                .prop_map(|(a, min, more, b)| format!("{a} _{{{min},{}}} {b}", (min + more).max(1))),
            1 => (inner.clone(), 0u32..4, inner).prop_map(|(a, n, b)| format!("({a}) NEAR/{n} ({b})")),
        ]
    })
}

/// One paper: its file and its text.
fn paper() -> impl Strategy<Value = (String, String)> {
    let heading = prop_oneof![Just(""), Just("# Arms Control\n\n"), Just("---\nyear: 1996\nlanguage: fr\n---\n")];
    (0u8..9, heading, text(), text()).prop_map(|(file, heading, first, second)| {
        (format!("paper-{file}.md"), format!("{heading}{first}\n\n## II. The Treaty\n\n{second}"))
    })
}

/// Papers written and papers removed, one step of the index's life.
type Step = (Vec<(String, String)>, Vec<u8>);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((prop::collection::vec(paper(), 1..5), prop::collection::vec(0u8..9, 0..2)), 1..8)
}

/// Takes a step in the folder of papers.
fn take(step: &Step, papers: &Path) {
    for file in &step.1 {
        let _ = fs::remove_file(papers.join(format!("paper-{file}.md")));
    }
    for (file, text) in &step.0 {
        fs::write(papers.join(file), text).unwrap();
    }
}

fn assert_lossless(index: &OpenIndex, papers: &Path) {
    for (number, paper) in index.manifest().papers.iter().enumerate() {
        let path = papers.join(&paper.file);
        let (_, mut readings) =
            read_papers(&path, &fs::read(&path).unwrap(), &Evidence::default(), &ReadingOptions::default()).unwrap();
        let reading = readings.pop().unwrap().unwrap();
        let cut = cut_paper(&reading);
        let own: Vec<_> = index.sections().iter().filter(|s| s.paper as usize == number).collect();
        assert_eq!(own.len(), cut.sections.len());
        for (section, expected) in own.iter().zip(&cut.sections) {
            let store = &index.segment_of(section).unwrap().store;
            assert_eq!(store.reading_text(section.doc), expected.text);
            let tokens = store.section(section.doc);
            let sentences: Vec<u32> = expected.sentences.iter().map(|s| s + tokens.start).collect();
            for at in tokens.clone() {
                let sentence = store.sentence(at);
                assert!(sentence.contains(&at) && sentences.contains(&sentence.start));
                assert_eq!(store.line(at), expected.lines.iter().rfind(|l| l.0 + tokens.start <= at).unwrap().1);
            }
        }
    }
}

fn assert_plans_agree(index: &OpenIndex, queries: &[String]) {
    let narrow = Selection { years: vec![YearRange { first: Some(1990), last: None }], ..Selection::default() };
    for selection in [Selection::default(), narrow] {
        let chosen = selection.choose(index).unwrap();
        for query in queries {
            let parsed = parse_simple(query, false).unwrap_or_else(|e| panic!("{query}: {e}")).into();
            for (strategy, name, _) in STRATEGIES {
                let expected = naive_find(index, &parsed, *strategy, &chosen, &SavedHits::new()).unwrap();
                let compiled = Compiled::new(&parsed, *strategy, &SavedHits::new()).unwrap();
                for plan in [Plan::Cheapest, Plan::Postings, Plan::Scan] {
                    let found = find_with(index, &compiled, &chosen, How { plan, timeout: None }).unwrap();
                    assert_eq!(found, expected, "{query} by {plan:?}, {name}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plans_agree_and_nothing_is_lost(steps in steps(), queries in prop::collection::vec(query(), 12)) {
        let (papers, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(papers.path().join("always.md"), "Arms control, NATO and Russia.").unwrap();
        for step in &steps {
            take(step, papers.path());
            common::build_quietly(&common::options(papers.path(), place.path()));
        }
        let index = OpenIndex::open(place.path()).unwrap();
        assert_lossless(&index, papers.path());
        assert_plans_agree(&index, &queries);
        kwic::index::check(place.path()).unwrap();
    }
}
