//! n-grams, against a plain way of counting them and against the hits of queries.
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
use std::ops::RangeInclusive;

use kwic::counts::{GramTests, Grams, Ngrams, Running, SpreadMeasure, Vocabulary};
use kwic::index::OpenIndex;
use kwic::query::{Form, Layer, TokenTest, parse_cql, parse_simple};
use kwic::search::{Chosen, Selection, find};
use kwic::stats::{Parts, dp_norm};
use proptest::prelude::*;

mod common;
use common::random::index_of;
use common::{index_of_texts, run, write_papers};

const WORDS: &[&str] = &["arms", "Arms", "control", "the", "The", "of", "Élysée", "elysee", "договор"];

/// Words, and what stands behind each.
type Text = Vec<(usize, u8)>;

fn papers() -> impl Strategy<Value = Vec<(String, String)>> {
    let text = || prop::collection::vec((0..WORDS.len(), 0u8..6), 0..30);
    prop::collection::vec((1990u32..1993, text(), text()), 1..6).prop_map(|papers| {
        let write = |(number, (year, first, second)): (usize, (u32, Text, Text))| {
            let running = |words: &Text| -> String {
                let behind = |end: u8| ["\n\n", ". ", " ", " ", " ", " "][usize::from(end)];
                words.iter().map(|(word, end)| format!("{}{}", WORDS[*word], behind(*end))).collect()
            };
            let text = format!("---\nyear: {year}\n---\n{}\n\n## Part\n\n{}\n", running(&first), running(&second));
            (format!("paper-{number}.md"), text)
        };
        papers
            .into_iter()
            .enumerate()
            .map(write)
            .chain([("always.md".into(), "---\nyear: 1990\n---\nThe arms of the arms".into())])
            .collect()
    })
}

fn chosen(index: &OpenIndex, year: Option<i32>) -> Chosen {
    let years = year.iter().map(|year| year.to_string().parse().unwrap()).collect();
    Selection { years, ..Selection::default() }.choose(index).unwrap()
}

fn test(pattern: &Option<String>) -> Option<TokenTest> {
    pattern.as_deref().map(|pattern| parse_simple(pattern, false).unwrap().one_token().unwrap())
}

/// An n-gram's hits, papers, and spread.
type Row = (u64, u32, Option<f64>);

#[derive(Debug)]
struct Asked {
    lengths: RangeInclusive<usize>,
    skip: u32,
    within: Layer,
    least: (u64, usize),
    form: Form,
    first: Option<String>,
    last: Option<String>,
    any: Option<String>,
}

impl Asked {
    fn counted(&self, index: &OpenIndex, chosen: &Chosen) -> Vec<(String, Row)> {
        let tests = GramTests { first: test(&self.first), last: test(&self.last), any: test(&self.any) };
        let vocabulary = Vocabulary::new(index, self.form.clone(), None);
        let running = Running::new(index, &[chosen], &vocabulary, self.within.clone(), &tests);
        let grams = Grams { lengths: self.lengths.clone(), skip: self.skip, hits: self.least.0 };
        let ngrams = Ngrams::new(&running, &grams, self.least.1, &[dp_norm as SpreadMeasure]).unwrap();
        let row =
            |at: usize| (ngrams.text(at, &vocabulary), (ngrams.hits(at), ngrams.papers(at), ngrams.spread(at, 0)));
        ngrams.by_hits().into_iter().map(row).collect()
    }

    /// Every choice of tokens of every span, written down and counted.
    fn plainly(&self, index: &OpenIndex, chosen: &Chosen) -> Vec<(String, Row)> {
        let passes = |pattern: &Option<String>, word: &str, lc: &str| {
            test(pattern).is_none_or(|test| {
                let value = |form: &Form| match form {
                    Form::Word => Some(word),
                    _ => Some(lc),
                };
                test.predicate(None)(&value)
            })
        };
        let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
        let mut counts: BTreeMap<String, BTreeMap<u32, u64>> = BTreeMap::new();
        for (_, section) in index.sections().iter().enumerate().filter(|(at, _)| chosen.contains(*at)) {
            let store = &index.segment_of(section).unwrap().store;
            let range = store.section(section.doc);
            *sizes.entry(section.paper).or_default() += range.len() as u64;
            let word = |at: u32| store.lexicon().word(store.type_at(at));
            let lc = |at: u32| store.lexicon().folded(store.lexicon().folded_of(store.type_at(at)));
            for start in range.clone() {
                let span = store.span_at(&self.within, start).unwrap();
                for choice in choices(start, span.end, self.skip, *self.lengths.end()) {
                    let wanted = passes(&self.first, word(start), lc(start))
                        && choice.last().is_some_and(|last| passes(&self.last, word(*last), lc(*last)))
                        && choice.iter().any(|at| passes(&self.any, word(*at), lc(*at)));
                    if wanted && self.lengths.contains(&choice.len()) {
                        let form = |at: &u32| if self.form == Form::Lc { lc(*at) } else { word(*at) };
                        let text = choice.iter().map(form).collect::<Vec<_>>().join(" ");
                        *counts.entry(text).or_default().entry(section.paper).or_default() += 1;
                    }
                }
            }
        }
        let row = |(text, papers): (String, BTreeMap<u32, u64>)| {
            let parts = sizes.iter().map(|(paper, tokens)| (papers.get(paper).copied().unwrap_or(0), *tokens));
            let spread = Parts::new(parts).and_then(|parts| dp_norm(&parts));
            (text, (papers.values().sum(), papers.len() as u32, spread))
        };
        let mut rows: Vec<(String, Row)> = counts.into_iter().map(row).collect();
        rows.retain(|(_, (hits, papers, _))| *hits >= self.least.0 && *papers as usize >= self.least.1);
        rows.sort_by(|(text, row), (other_text, other)| other.0.cmp(&row.0).then_with(|| text.cmp(other_text)));
        rows
    }
}

/// Every way to choose up to `most` tokens from `start` on, passing over `skip` in all.
fn choices(start: u32, end: u32, skip: u32, most: usize) -> Vec<Vec<u32>> {
    let mut all = vec![vec![start]];
    if most > 1 {
        for passed in 0..=skip {
            let next = start + 1 + passed;
            if next < end {
                let rest = choices(next, end, skip - passed, most - 1);
                all.extend(rest.into_iter().map(|rest| [vec![start], rest].concat()));
            }
        }
    }
    all
}

fn asked() -> impl Strategy<Value = Asked> {
    let pattern = || prop::option::weighted(0.25, prop::sample::select(vec!["the", "=The", "a*", "(of|arms)"]));
    let within = prop::sample::select(vec![Layer::Section, Layer::Paragraph, Layer::Sentence]);
    let form = prop::sample::select(vec![Form::Lc, Form::Word]);
    let numbers = (1usize..4, 0usize..3, prop_oneof![3 => Just(0u32), 2 => 1u32..4], 1u64..4, 1usize..3);
    (numbers, within, form, pattern(), pattern(), pattern()).prop_map(|(numbers, within, form, first, last, any)| {
        let (shortest, more, skip, hits, papers) = numbers;
        Asked {
            lengths: shortest..=shortest + more,
            skip,
            within,
            least: (hits, papers),
            form,
            first: first.map(str::to_string),
            last: last.map(str::to_string),
            any: any.map(str::to_string),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ngrams_are_what_writing_all_of_them_down_gives(
        papers in papers(),
        questions in prop::collection::vec(asked(), 6),
        year in prop::option::of(1990..1993i32),
    ) {
        let index = index_of(&papers);
        let chosen = chosen(index.open(), year);
        for asked in questions {
            let (counted, plainly) = (asked.counted(index.open(), &chosen), asked.plainly(index.open(), &chosen));
            prop_assert_eq!(counted, plainly);
        }
    }

    #[test]
    fn a_query_for_an_ngram_has_as_many_hits(papers in papers(), year in prop::option::of(1990..1993i32)) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = chosen(index, year);
        for (within, behind) in [(Layer::Section, ""), (Layer::Sentence, " within s")] {
            let asked = Asked {
                lengths: 1..=3, skip: 0, within, least: (1, 1), form: Form::Lc, first: None, last: None, any: None,
            };
            for (text, (hits, papers, _)) in asked.counted(index, &chosen) {
                let tokens: String = text.split(' ').map(|form| format!(r#"[lc="{form}"]"#)).collect();
                let found = find(index, &parse_cql(&format!("{tokens}{behind}")).unwrap(), &chosen).unwrap();
                let mut of: Vec<u32> = found.iter().map(|hit| index.sections()[hit.section as usize].paper).collect();
                of.dedup();
                prop_assert_eq!((hits, papers as usize), (found.len() as u64, of.len()), "{}{}", text, behind);
            }
        }
    }
}

#[test]
fn skipping_counts_as_guthrie_and_others_do() {
    // Guthrie et al. 2006: 2-skip-bi-grams and 2-skip-tri-grams of their example.
    let index = index_of_texts(&[("a.txt", "insurgents killed in ongoing fighting")]);
    let chosen = chosen(index.open(), None);
    let list = |lengths| {
        let asked = Asked {
            lengths,
            skip: 2,
            within: Layer::Section,
            least: (1, 1),
            form: Form::Lc,
            first: None,
            last: None,
            any: None,
        };
        let mut texts: Vec<String> = asked.counted(index.open(), &chosen).into_iter().map(|(text, _)| text).collect();
        texts.sort();
        texts
    };
    assert_eq!(
        list(2..=2),
        [
            "in fighting",
            "in ongoing",
            "insurgents in",
            "insurgents killed",
            "insurgents ongoing",
            "killed fighting",
            "killed in",
            "killed ongoing",
            "ongoing fighting",
        ]
    );
    assert_eq!(
        list(3..=3),
        [
            "in ongoing fighting",
            "insurgents in fighting",
            "insurgents in ongoing",
            "insurgents killed fighting",
            "insurgents killed in",
            "insurgents killed ongoing",
            "insurgents ongoing fighting",
            "killed in fighting",
            "killed in ongoing",
            "killed ongoing fighting",
        ]
    );
}

#[test]
fn sequences_are_listed_and_made_again() {
    let place = write_papers(&[
        ("corpus/a.txt", "The end of the war. The end of the talks.\n"),
        ("corpus/b.txt", "At the end of the day, the war went on.\n"),
    ]);
    run(place.path(), &["index"]);
    let listed = run(place.path(), &["ngrams", "-n", "2..3", "--min-papers", "2", "--limit", "2", "--output", "n.tsv"]);
    assert!(
        listed.err.starts_with("6 n-grams of 2 to 3 words with at least 2 hits in 2 papers or more"),
        "{}",
        listed.err
    );
    assert!(listed.err.contains("the first 2 are shown, 4 are not"), "{}", listed.err);
    let table = std::fs::read_to_string(place.path().join("n.tsv")).unwrap();
    let begins = "ngram\tn\tcount\tper_million\tpapers\tdp_norm\nend of\t2\t3\t150000.0\t2\t";
    assert!(table.starts_with(begins), "{table}");
    assert_eq!(run(place.path(), &["rerun", "n.tsv"]).status, Some(0));
    let bundle = run(place.path(), &["ngrams", "--min-per-million", "150000", "--sort", "ngram"]);
    let names: Vec<&str> = bundle.out.lines().skip(1).map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(names, ["end of", "of the", "the end"]);
    let none = run(place.path(), &["ngrams", "--first", "war", "--within", "sentence", "--min-count", "3"]);
    assert_eq!((none.status, none.out.as_str()), (Some(1), ""));
    for wrong in
        [&["-n", "0"][..], &["-n", "3..2"], &["--first", "the end"], &["--within", "page"], &["--sort", "rate"]]
    {
        let ran = run(place.path(), &[&["ngrams"], wrong].concat());
        assert_eq!((ran.status, ran.out.as_str()), (Some(2), ""), "{wrong:?}");
    }
}

#[test]
fn more_choices_than_can_be_gone_through_are_an_error_that_helps() {
    let index = index_of_texts(&[("a.txt", &"war and peace ".repeat(400))]);
    let chosen = chosen(index.open(), None);
    let vocabulary = Vocabulary::new(index.open(), Form::Lc, None);
    let running = Running::new(index.open(), &[&chosen], &vocabulary, Layer::Section, &GramTests::default());
    let ngrams = |length, skip| {
        let grams = Grams { lengths: length..=length, skip, hits: 1 };
        Ngrams::new(&running, &grams, 1, &[])
    };
    // C(14 + 15, 15) from each place.
    let error = ngrams(15, 15).unwrap_err();
    assert!(error.cause.contains("ways to choose the words") && error.remedy.contains("fewer"), "{error}");
    // Three rests of a rhyme, each from its beginning on.
    assert_eq!(ngrams(15, 0).unwrap().len(), 3);
}
