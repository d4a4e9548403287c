//! Every plan gives the naive matcher's hits for CQL queries of every
//! construct, nested, by every strategy, over segments that came, went and
//! were merged.
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

use kwic::index::OpenIndex;
use kwic::query::{Query, STRATEGIES, parse_cql};
use kwic::search::{Compiled, Hit, How, Plan, SavedHits, Selection, find_with, naive_find};
use proptest::prelude::*;
use proptest::sample::{Index, select};

mod common;

/// Few words, so that they meet often.
const WORDS: &[&str] =
    &["a", "a", "a", "A", "á", "b", "b", "b", "B.", "c", "c.", "Negotiate", "negotiated", "don’t", "1996."];

const TESTS: &[&str] = &[
    "\"a\"",
    "\"A\"%c",
    "'a'%d",
    "\"A\"%cd",
    "[lc=\"a\"]",
    "[lc=\"B\"]",
    "[lc=\"[ab]\"]",
    "[lc='don.t']",
    "[word=\"n.*|N.*\"]",
    "[stem=\"negoti\"]",
    "[stem=\".\"]",
    "[word!=\"a\"]",
    "[lc=\"a\" & word!=\"a\"]",
    "[lc=\"a\" | lc=\"b\"]",
    "[!(lc=\"a\" | word=\"c\")]",
    "[word=\"A\" -> lc=\"b\"]",
    "[word==\"1996\"]",
    "[word=\"\"]",
    "[word=\".\"]",
    "[word=\".\"]",
    "[lc=\"[ab]\"]",
    "[lc=\"[ab]\"]",
    "[lc!=\"c\"]",
    "[]",
    "[]",
    "[]",
    "[]",
];

const PLACES: &[&str] = &[
    "<s>",
    "</s>",
    "<p>",
    "</p>",
    "<section>",
    "</section>",
    "<section title=\"A\">",
    "<section path!=\".*\">",
    "<section theme=\"x/.*\">",
    "<paper>",
    "</paper>",
    "<paper year=\"1996\">",
    "<page n=\"2\">",
    "<page>",
    "</page>",
];

const SPANS: &[&str] =
    &["<s/>", "<p/>", "<page/>", "<page n=\"2\"/>", "<section title=\".*\"/>", "<paper year!=\"1996\"/>"];

const REPETITIONS: &[&str] = &["?", "*", "+", "{2}", "{1,}", "{,2}", "{1,3}"];

const LOOKS: &[&str] = &["?=", "?!", "?<=", "?<!"];

/// What can be said of the labels `a` and `b`, and of the match.
const CONDITIONS: &[&str] = &[
    "a.lc = b.lc",
    "a.word != b.word",
    "a.stem = \"negoti\"",
    "a.word = \"[aA]\"%c",
    "a.lc == \"Á\"",
    "\"b\" > a.lc",
    "a",
    "b",
    "a < b",
    "distance(a, b) < 3",
    "distabs(a, match) >= 1",
    "end(a) + 1 = start(b)",
    "b - a > 2 - 1",
    "match.lc = \"a\"",
    "matchend.word != match.word",
    "match.year >= 1990",
    "match.theme = \"x/.*\"",
    "match.text_title = \".*\"",
    "match.nothing != \"x\"",
];

fn one_of(all: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    select(all).prop_map(str::to_string)
}

/// A pattern; its labels are among `labels`.
fn pattern(labels: &'static [&'static str]) -> BoxedStrategy<String> {
    let leaf = prop_oneof![12 => one_of(TESTS), 2 => one_of(PLACES), 1 => one_of(SPANS)];
    leaf.prop_recursive(3, 8, 3, move |inner| {
        let labelled = (select(labels), inner.clone()).prop_map(|(label, p)| format!("{label}({p})"));
        prop_oneof![
            5 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} {b}")),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} | {b})")),
            3 => (inner.clone(), one_of(REPETITIONS)).prop_map(|(p, times)| format!("({p}){times}")),
            2 => labelled,
            2 => (one_of(LOOKS), look()).prop_map(|(look, p)| format!("({look} {p})")),
            1 => one_of(TESTS).prop_map(|test| format!("[: {} :]", test.trim_matches(['[', ']'])))
                .prop_filter("a test", |t| t.contains('=')),
        ]
    })
    .boxed()
}

/// What is looked for before or behind a match.
fn look() -> impl Strategy<Value = String> {
    let small = || prop_oneof![one_of(TESTS), one_of(PLACES), Just("[]*".to_string())];
    let inner = (small(), one_of(LOOKS), small()).prop_map(|(a, look, b)| format!("{a} ({look} {b})"));
    prop_oneof![2 => small(), 1 => (small(), small()).prop_map(|(a, b)| format!("{a} {b}")), 1 => inner]
}

fn constraint() -> BoxedStrategy<String> {
    let joined = |inner: BoxedStrategy<String>| {
        prop_oneof![
            3 => (inner.clone(), one_of(&["&", "|", "->"]), inner.clone()).prop_map(|(a, sign, b)| format!("({a} {sign} {b})")),
            1 => inner.prop_map(|c| format!("!({c})")),
        ]
    };
    one_of(CONDITIONS).prop_recursive(2, 4, 2, joined).boxed()
}

/// A pattern with the labels `a` and `b`, and a constraint.
fn constrained() -> impl Strategy<Value = String> {
    let label = |label: &'static str| {
        (one_of(TESTS), pattern(&["a:", "b:", ""])).prop_map(move |(t, p)| format!("{label}:{t} {p}"))
    };
    let both = prop_oneof![
        3 => (label("a"), label("b")).prop_map(|(a, b)| format!("{a} {b}")),
        1 => (label("a"), label("b")).prop_map(|(a, b)| format!("({a} | {b})")),
        1 => (label("a"), label("b")).prop_map(|(a, b)| format!("({a})? {b}")),
    ];
    (both, constraint()).prop_map(|(p, c)| format!("{p} :: {c}"))
}

/// A set of spans.
fn set() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        4 => pattern(&["", "a:"]),
        3 => constrained(),
        1 => one_of(SPANS),
        1 => one_of(&["@first", "@second"]),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        let negation = || one_of(&["", "!", "not "]);
        let layer = one_of(&["s", "p", "page", "section", "paper", "1", "2 words", "5"]);
        let reach = prop_oneof![one_of(&["s", "p", "-2 2", "1 1", "-3 -1", "0 5"])];
        prop_oneof![
            2 => (inner.clone(), negation(), layer).prop_map(|(q, not, l)| format!("({q}) {not}within {l}")),
            2 => (inner.clone(), negation(), inner.clone()).prop_map(|(q, not, c)| format!("({q}) {not}within ({c})")),
            2 => (inner.clone(), negation(), inner.clone()).prop_map(|(q, not, c)| format!("({q}) {not}containing ({c})")),
            3 => (inner.clone(), one_of(&["&", "|", "-"]), inner.clone()).prop_map(|(a, sign, b)| format!("({a}) {sign} ({b})")),
            2 => (inner.clone(), one_of(&["", "not"]), inner, reach)
                .prop_map(|(a, not, b, reach)| format!("MU(meet ({a}) {not} ({b}) {reach})")),
        ]
    })
    .boxed()
}

/// A query that is read; the few that would find nothing or everything are left out.
fn query() -> impl Strategy<Value = (String, Query)> {
    set().prop_filter_map("a query that finds nothing or everything", |query| match parse_cql(&query) {
        Ok(read) => Some((query, read)),
        Err(error) => {
            let refused = ["and no token", "every stretch", "part of a longer pattern"];
            assert!(refused.iter().any(|cause| error.cause.contains(cause)), "{error}");
            None
        }
    })
}

fn text() -> impl Strategy<Value = String> {
    let token = (select(WORDS), select(&[" ", " ", " ", " ", "\n\n", " \u{c}"][..]));
    prop::collection::vec(token, 0..14).prop_map(|tokens| tokens.iter().map(|(w, gap)| format!("{w}{gap}")).collect())
}

/// A file and its text: plain text with pages, or Markdown with sections and metadata.
fn paper() -> impl Strategy<Value = (String, String)> {
    let plain = (0u8..3, text(), text())
        .prop_map(|(n, a, b)| (format!("{n}.txt"), format!("1\n\n{a}\n\u{c}2\n\n{b}\n\u{c}3\n\na b\n")));
    let front =
        one_of(&["", "---\nyear: 1996\nthemes: x/y; x/z\n---\n", "---\nyear: 1980\nlanguage: fr\ntitle: A b\n---\n"]);
    let marked = (0u8..5, front, text(), text()).prop_map(|(n, front, a, b)| {
        let (a, b) = (a.replace('\u{c}', ""), b.replace('\u{c}', ""));
        (format!("{n}.md"), format!("{front}{a}\n\n# A\n\n{b}\n\n## B c\n\n{a}"))
    });
    prop_oneof![1 => plain, 2 => marked]
}

/// Random hits in the sections of the index, and the hits of a query.
fn saved(index: &OpenIndex, random: &[(Index, Index, u32)], query: &Query) -> SavedHits {
    let all = Selection::default().choose(index).unwrap();
    let random = random.iter().filter_map(|(section, start, length)| {
        let number = section.index(index.sections().len());
        let info = index.sections()[number];
        let tokens = index.segment_of(&info).unwrap().store.section(info.doc).len() as u32;
        let start = start.index(tokens.max(1) as usize) as u32;
        (tokens > 0).then(|| Hit { section: number as u32, start, end: (start + length).min(tokens) })
    });
    let mut first: Vec<Hit> = random.collect();
    first.sort();
    first.dedup();
    let none = SavedHits::from([("first".into(), Vec::new()), ("second".into(), Vec::new())]);
    let second = naive_find(index, query, kwic::query::Strategy::All, &all, &none).unwrap();
    SavedHits::from([("first".into(), first), ("second".into(), second)])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn plans_agree_on_cql(
        steps in prop::collection::vec(prop::collection::vec(paper(), 1..4), 1..4),
        removed in 0u8..5,
        queries in prop::collection::vec(query(), 12),
        hits in prop::collection::vec((any::<Index>(), any::<Index>(), 1u32..4), 0..20),
    ) {
        let (papers, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(papers.path().join("always.md"), "a b. A á c.").unwrap();
        for step in &steps {
            for (file, text) in step {
                fs::write(papers.path().join(file), text).unwrap();
            }
            common::build_quietly(&common::options(papers.path(), place.path()));
        }
        if fs::remove_file(papers.path().join(format!("{removed}.md"))).is_ok() {
            common::build_quietly(&common::options(papers.path(), place.path()));
        }
        let index = OpenIndex::open(place.path()).unwrap();
        let all = Selection::default().choose(&index).unwrap();
        let saved = saved(&index, &hits, &queries[0].1);
        for (query, read) in &queries {
            for (strategy, name, _) in STRATEGIES {
                let expected = naive_find(&index, read, *strategy, &all, &saved).unwrap();
                let compiled = Compiled::new(read, *strategy, &saved).unwrap();
                for plan in [Plan::Cheapest, Plan::Postings, Plan::Scan] {
                    let found = find_with(&index, &compiled, &all, How { plan, timeout: None }).unwrap();
                    prop_assert_eq!(&found, &expected, "{} by {:?}, {}", query, plan, name);
                }
            }
        }
    }
}
