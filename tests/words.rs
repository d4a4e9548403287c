//! Words and collocates, against plain ways of counting the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};

use kwic::counts::{Collocates, FormCounts, Least, Together, Vocabulary, Window, words};
use kwic::index::OpenIndex;
use kwic::query::{Form, Layer, Strategy, TokenTest, parse_cql, parse_simple};
use kwic::search::{Chosen, Compiled, Hit, How, SavedHits, Selection, naive_find};
use proptest::prelude::*;

mod common;
use common::random::{index_of, papers};
use common::{run, write_papers};

fn selections() -> impl proptest::strategy::Strategy<Value = Selection> {
    prop_oneof![
        Just(Selection::default()),
        Just(Selection { years: vec!["1991..1992".parse().unwrap()], ..Selection::default() }),
        Just(Selection { sections: vec!["Part".into()], ..Selection::default() }),
        Just(Selection { papers: vec!["always".into()], ..Selection::default() }),
    ]
}

fn naive(index: &OpenIndex, query: &str, chosen: &Chosen) -> Vec<Hit> {
    naive_find(index, &parse_cql(query).unwrap(), Strategy::Standard, chosen, &SavedHits::new()).unwrap()
}

fn papers_of(index: &OpenIndex, hits: &[Hit]) -> usize {
    hits.iter().map(|hit| index.sections()[hit.section as usize].paper).collect::<BTreeSet<_>>().len()
}

/// The form of every chosen token, by section and place in it.
fn tokens(index: &OpenIndex, chosen: &Chosen, vocabulary: &Vocabulary<'_>) -> BTreeMap<(u32, u32), String> {
    let mut all = BTreeMap::new();
    for (at, section) in index.sections().iter().enumerate().filter(|(at, _)| chosen.contains(*at)) {
        let store = &index.segment_of(section).unwrap().store;
        let range = store.section(section.doc);
        for token in range.clone() {
            let form = vocabulary.form(vocabulary.numbers(section)[store.type_at(token) as usize]);
            all.insert((at as u32, token - range.start), form.into_owned());
        }
    }
    all
}

/// The first token of the sentence that a token is in, and the first behind it.
fn sentence(index: &OpenIndex, section: u32, at: u32) -> std::ops::Range<u32> {
    let info = index.sections()[section as usize];
    let store = &index.segment_of(&info).unwrap().store;
    let start = store.section(info.doc).start;
    let span = store.span_at(&Layer::Sentence, start + at).unwrap();
    span.start - start..span.end - start
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_are_counted_as_lines_are(papers in papers(), selection in selections(), form in prop_oneof![
        Just((Form::Lc, "lc")), Just((Form::Word, "word")), Just((Form::Stem, "stem")),
    ]) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = selection.choose(index).unwrap();
        let vocabulary = Vocabulary::new(index, form.0, None);
        let counts = FormCounts::new(index, &chosen, &vocabulary);
        let listed = words(&counts, &vocabulary, Least { hits: 1, papers: 1 });
        prop_assert_eq!(listed.iter().map(|w| w.hits).sum::<u64>(), counts.tokens());
        let order: Vec<_> = listed.iter().map(|w| (std::cmp::Reverse(w.hits), vocabulary.form(w.form))).collect();
        prop_assert!(order.is_sorted());
        for word in &listed {
            let hits = naive(index, &format!(r#"[{}=="{}"]"#, form.1, vocabulary.form(word.form)), &chosen);
            prop_assert_eq!((word.hits as usize, word.papers as usize), (hits.len(), papers_of(index, &hits)));
        }
    }

    #[test]
    fn words_that_fit_a_pattern_are_the_words_it_finds(papers in papers(), pattern in prop_oneof![
        Just("~arms"), Just("*e*"), Just("(nato|treaty)"), Just("=Arms"),
    ]) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = Selection::default().choose(index).unwrap();
        let pattern = parse_simple(pattern, false).unwrap();
        let test: TokenTest = pattern.one_token().unwrap();
        let vocabulary = Vocabulary::new(index, Form::Lc, Some(&test));
        let counts = FormCounts::new(index, &chosen, &vocabulary);
        let counted: u64 = (0..vocabulary.len() as u32).map(|form| counts.hits(form)).sum();
        let hits = naive_find(index, &pattern.into(), Strategy::Standard, &chosen, &SavedHits::new()).unwrap();
        prop_assert_eq!(counted as usize, hits.len());
        let all = FormCounts::new(index, &chosen, &Vocabulary::new(index, Form::Lc, None));
        prop_assert_eq!(counts.tokens(), all.tokens());
    }

    #[test]
    fn collocates_are_the_tokens_around_the_hits(
        papers in papers(), selection in selections(),
        query in prop_oneof![Just(r#"[lc="arms"]"#), Just(r#"[lc="arms"] [lc="control"]?"#), Just(r#"[lc=".*e.*"]"#)],
        window in prop_oneof![Just("2"), Just("1L"), Just("3R"), Just("1L4R"), Just("sentence")],
    ) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = selection.choose(index).unwrap();
        let vocabulary = Vocabulary::new(index, Form::Lc, None);
        let compiled = Compiled::new(&parse_cql(query).unwrap(), Strategy::Standard, &SavedHits::new()).unwrap();
        let width: Window = window.parse().unwrap();
        let near = Collocates::new(index, &compiled, &chosen, How::default(), &vocabulary, &width).unwrap();
        let hits = naive(index, query, &chosen);
        let all = tokens(index, &chosen, &vocabulary);
        let in_nodes: BTreeSet<(u32, u32)> =
            hits.iter().flat_map(|hit| (hit.start..hit.end).map(|at| (hit.section, at))).collect();
        let near_one = |hit: &Hit, section: u32, at: u32| {
            let before = at < hit.start && (width.left == u32::MAX || hit.start - at <= width.left);
            let behind = at >= hit.end && (width.right == u32::MAX || at - hit.end < width.right);
            let inside = |of: u32| width.within != Layer::Sentence || sentence(index, section, of).contains(&at);
            hit.section == section && (before && inside(hit.start) || behind && inside(hit.end - 1))
        };
        let in_window: BTreeSet<(u32, u32)> = all.keys().copied()
            .filter(|at| !in_nodes.contains(at) && hits.iter().any(|hit| near_one(hit, at.0, at.1))).collect();
        prop_assert_eq!((near.hits as usize, near.papers as usize), (hits.len(), papers_of(index, &hits)));
        prop_assert_eq!((near.window as usize, near.nodes as usize), (in_window.len(), in_nodes.len()));
        let counts = FormCounts::new(index, &chosen, &vocabulary);
        let forms: Vec<u32> = (0..vocabulary.len() as u32).collect();
        let how = How::default();
        let together = Together::new(index, &compiled, &chosen, how, &vocabulary, &width, &forms).unwrap();
        for form in forms {
            let word = vocabulary.form(form);
            let of = |set: &BTreeSet<(u32, u32)>| set.iter().filter(|at| all[at] == word).copied().collect::<Vec<_>>();
            let (windows, nodes) = (of(&in_window), of(&in_nodes));
            let papers: BTreeSet<u32> = windows.iter().map(|at| index.sections()[at.0 as usize].paper).collect();
            let found = near.near(form);
            prop_assert_eq!((found.count as usize, found.in_nodes as usize), (windows.len(), nodes.len()));
            prop_assert_eq!((found.papers as usize, found.last_paper), (papers.len(), papers.last().copied()));
            let table = near.table(form, &counts).unwrap();
            prop_assert_eq!(table.o11 + table.o12 + table.o21 + table.o22, (all.len() - in_nodes.len()) as u64);
            prop_assert_eq!(table.o11 + table.o21, counts.hits(form) - found.in_nodes);
            let with = hits.iter().filter(|hit| {
                all.iter().any(|(at, other)| *other == word && near_one(hit, at.0, at.1))
            });
            prop_assert_eq!(together.near(form as usize) as usize, with.count());
        }
    }
}

const MEMO: &str = "NATO must talk to Russia. Talks with Russia began in May, and NATO hopes. Russia hopes too.";

#[test]
fn each_collocate_is_one_command_away_from_its_lines() {
    let place = write_papers(&[("corpus/memo.txt", MEMO), ("corpus/other.txt", "Arms talks. Russia and NATO talk.")]);
    run(place.path(), &["index"]);
    for (query, window) in [("nato", "3"), ("nato", "2R"), ("talk*", "sentence"), ("russia (began|and)", "2L2R")] {
        let asked = ["collocates", query, "--window", window, "--min-count", "1", "--limit", "1"];
        let listed = run(place.path(), &asked);
        let count = listed.out.lines().nth(1).unwrap().split('\t').nth(1).unwrap().to_string();
        let command = listed.err.lines().last().unwrap().trim().strip_prefix("kwic ").unwrap().to_string();
        let words: Vec<String> = command
            .split('\'')
            .enumerate()
            .flat_map(|(at, part)| match at % 2 {
                1 => vec![part.to_string()],
                _ => part.split_whitespace().map(str::to_string).collect(),
            })
            .collect();
        let lines = run(place.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(lines.status, Some(0), "{command}: {}", lines.err);
        assert_eq!((lines.out.lines().count() - 1).to_string(), count, "{command}");
    }
}

#[test]
fn words_are_listed_with_their_rates_and_papers() {
    let place = write_papers(&[("corpus/memo.txt", MEMO), ("corpus/stop.txt", "Arms talks.")]);
    std::fs::write(place.path().join("stop.list"), "to # a word\nand in Too\n").unwrap();
    run(place.path(), &["index"]);
    let listed = run(place.path(), &["words", "--stop", "stop.list", "--min-count", "2"]);
    assert_eq!(
        listed.out,
        "word\tcount\tper_million\tpapers\tdp_norm\n\
         russia\t3\t157894.73684210525\t1\t0.11764705882352941\n\
         hopes\t2\t105263.15789473684\t1\t0.11764705882352941\n\
         nato\t2\t105263.15789473684\t1\t0.11764705882352941\n\
         talks\t2\t105263.15789473684\t2\t0.4411764705882353\n"
    );
    let none = run(place.path(), &["words", "treat*"]);
    assert_eq!((none.status, none.out.as_str()), (Some(1), ""));
    let wrong = run(place.path(), &["words", "arms control"]);
    assert_eq!(wrong.status, Some(2));
    assert!(wrong.err.contains("one word"), "{}", wrong.err);
}
