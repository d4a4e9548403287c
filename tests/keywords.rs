//! Keywords, against counts of queries and against each other.
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

use kwic::counts::{
    Corpus, FormCounts, GramTests, Keyness, Keyword, Keywords, ReferenceList, Running, Thresholds, Vocabulary,
};
use kwic::index::OpenIndex;
use kwic::query::{Form, Layer, parse_cql};
use kwic::search::{Chosen, Selection, find};
use kwic::stats::{Parts, Table2x2, dp_norm, signed_log_likelihood, welch};
use proptest::prelude::*;

mod common;
use common::random::{index_of, papers};
use common::{run, write_papers};

const ALL: Thresholds = Thresholds { hits: 1, papers: 1, bic: f64::NEG_INFINITY, negative: false };

/// How an index is parted in two corpora.
fn parted(index: &OpenIndex, selection: &Selection) -> [Chosen; 2] {
    let chosen = selection.choose(index).unwrap();
    let rest = chosen.rest(index);
    [chosen, rest]
}

fn selections() -> impl Strategy<Value = Selection> {
    prop_oneof![
        Just(Selection { years: vec!["1991..1992".parse().unwrap()], ..Selection::default() }),
        Just(Selection { sections: vec!["Part".into()], ..Selection::default() }),
        Just(Selection { papers: vec!["always".into()], ..Selection::default() }),
    ]
}

struct Counted<'a> {
    index: &'a OpenIndex,
    vocabulary: Vocabulary<'a>,
    corpora: [Chosen; 2],
    counts: Vec<FormCounts>,
}

impl<'a> Counted<'a> {
    fn new(index: &'a OpenIndex, selection: &Selection) -> Self {
        let vocabulary = Vocabulary::new(index, Form::Lc, None);
        let corpora = parted(index, selection);
        let counts = corpora.iter().map(|chosen| FormCounts::new(index, chosen, &vocabulary)).collect();
        Counted { index, vocabulary, corpora, counts }
    }

    fn keyness(&self, least: Thresholds) -> Keyness {
        let corpora = [&self.counts[0], &self.counts[1]].map(|counts| Corpus::of_papers(counts.sizes()));
        Keyness { corpora, list: None, least }
    }

    fn words(&self, least: Thresholds) -> Keywords {
        self.keyness(least).words(&self.counts, &self.vocabulary)
    }

    fn ngrams(&self, least: Thresholds, length: usize) -> Keywords {
        let corpora: Vec<&Chosen> = self.corpora.iter().collect();
        let running = Running::new(self.index, &corpora, &self.vocabulary, Layer::Section, &GramTests::default());
        self.keyness(least).ngrams(&running, length..=length, &self.vocabulary).unwrap()
    }

    /// The hits and tokens of each paper of a corpus, by a query for the words of a text.
    fn by_paper(&self, corpus: usize, text: &str) -> Vec<(u64, u64)> {
        let query: String = text.split(' ').map(|form| format!(r#"[lc="{form}"]"#)).collect();
        let found = find(self.index, &parse_cql(&query).unwrap(), &self.corpora[corpus]).unwrap();
        let mut papers: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        for (at, section) in self.index.sections().iter().enumerate() {
            if self.corpora[corpus].contains(at) {
                let store = &self.index.segment_of(section).unwrap().store;
                papers.entry(section.paper).or_default().1 += store.section(section.doc).len() as u64;
            }
        }
        for hit in found {
            papers.get_mut(&self.index.sections()[hit.section as usize].paper).unwrap().0 += 1;
        }
        papers.into_values().filter(|paper| paper.1 > 0).collect()
    }

    /// A keyword made from queries alone.
    fn plainly(&self, text: &str) -> Keyword {
        let papers = [self.by_paper(0, text), self.by_paper(1, text)];
        let sum = |papers: &[(u64, u64)]| papers.iter().fold((0, 0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        let ((hits, tokens), (other_hits, other_tokens)) = (sum(&papers[0]), sum(&papers[1]));
        let rates = |papers: &[(u64, u64)]| papers.iter().map(|p| p.0 as f64 / p.1 as f64).collect::<Vec<_>>();
        Keyword {
            text: text.to_string(),
            table: Table2x2::of_corpora(hits, tokens, other_hits, other_tokens).unwrap(),
            papers: [0, 1].map(|corpus: usize| Some(papers[corpus].iter().filter(|paper| paper.0 > 0).count())),
            dp_norm: [0, 1].map(|corpus: usize| dp_norm(&Parts::new(papers[corpus].iter().copied()).unwrap())),
            welch: welch(&rates(&papers[0]), &rates(&papers[1])),
        }
    }
}

/// The same but for the last digits of sums that are made in another order.
fn alike(a: &Keyword, b: &Keyword) -> bool {
    let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
        (a, b) => a == b,
    };
    let t = |keyword: &Keyword| keyword.welch.map(|test| test.t).filter(|t| t.abs() < 1e6);
    (&a.text, a.table, a.papers) == (&b.text, b.table, b.papers)
        && near(a.dp_norm[0], b.dp_norm[0])
        && near(a.dp_norm[1], b.dp_norm[1])
        && near(t(a), t(b))
}

fn sure(keyword: &Keyword) -> f64 {
    signed_log_likelihood(&keyword.table).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn keywords_are_what_queries_count(papers in papers(), selection in selections()) {
        let index = index_of(&papers);
        let counted = Counted::new(index.open(), &selection);
        for length in 1..=2 {
            let of = |least: Thresholds| if length == 1 { counted.words(least) } else { counted.ngrams(least, length) };
            let (more, less) = (of(ALL), of(Thresholds { negative: true, ..ALL }));
            prop_assert_eq!(more.compared, less.compared);
            prop_assert_eq!(more.compared as usize, more.found.len() + less.found.len());
            prop_assert!(more.found.iter().all(|keyword| sure(keyword) >= 0.0));
            prop_assert!(less.found.iter().all(|keyword| sure(keyword) < 0.0));
            for keyword in more.found.iter().chain(&less.found) {
                let plainly = counted.plainly(&keyword.text);
                prop_assert!(alike(keyword, &plainly), "{:?}\n{:?}", keyword, plainly);
            }
            let least = Thresholds { hits: 3, papers: 2, bic: 0.5, negative: false };
            let kept: Vec<Keyword> = more.found.into_iter().filter(|keyword| {
                keyword.table.o11 >= 3
                    && keyword.papers[0].unwrap() >= 2
                    && kwic::stats::bic(&keyword.table).unwrap() >= 0.5
            }).collect();
            prop_assert_eq!(of(least).found, kept);
        }
    }

    #[test]
    fn words_are_ngrams_of_one_word(papers in papers(), selection in selections(), negative in any::<bool>()) {
        let index = index_of(&papers);
        let counted = Counted::new(index.open(), &selection);
        for least in [Thresholds { negative, ..ALL }, Thresholds { hits: 2, papers: 2, bic: 0.0, negative }] {
            prop_assert_eq!(counted.words(least), counted.ngrams(least, 1));
        }
    }

    #[test]
    fn a_list_of_the_rest_is_as_good_as_the_rest(
        papers in papers(), selection in selections(), negative in any::<bool>(), length in 1usize..3,
    ) {
        let index = index_of(&papers);
        let counted = Counted::new(index.open(), &selection);
        let least = Thresholds { negative, ..ALL };
        let whole = if length == 1 { counted.words(least) } else { counted.ngrams(least, length) };
        // What the rest has is written down, words that the selection does not have among it.
        let other = Thresholds { negative: !negative, ..ALL };
        let others = if length == 1 { counted.words(other) } else { counted.ngrams(other, length) };
        let all = whole.found.iter().chain(&others.found).filter(|keyword| keyword.table.o21 > 0);
        let lines: String = all.map(|keyword| format!("{}\t{}\n", keyword.text, keyword.table.o21)).collect();
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), format!("# tokens: {}\nword\tcount\n{lines}", counted.counts[1].tokens())).unwrap();
        prop_assume!(!lines.is_empty());
        let list = ReferenceList::read(file.path(), &Form::Lc).unwrap();
        let corpora = [Corpus::of_papers(counted.counts[0].sizes()), Corpus::of_list(&list)];
        let keyness = Keyness { corpora, list: Some(list), least };
        let listed = if length == 1 {
            keyness.words(&counted.counts[..1], &counted.vocabulary)
        } else {
            let tests = GramTests::default();
            let running =
                Running::new(index.open(), &[&counted.corpora[0]], &counted.vocabulary, Layer::Section, &tests);
            keyness.ngrams(&running, length..=length, &counted.vocabulary).unwrap()
        };
        prop_assert_eq!(listed.compared, whole.compared);
        let tables = |keywords: &Keywords| {
            keywords.found.iter().map(|keyword| (keyword.text.clone(), keyword.table)).collect::<Vec<_>>()
        };
        prop_assert_eq!(tables(&listed), tables(&whole));
    }
}

fn memos() -> tempfile::TempDir {
    let paper =
        |year: u32, word: &str| format!("---\nyear: {year}\n---\n{}", format!("On the {word}, again. ").repeat(20));
    let place = write_papers(&[
        ("corpus/a.md", &paper(1990, "treaty")),
        ("corpus/b.md", &paper(1991, "treaty")),
        ("corpus/c.md", &paper(2001, "market")),
        ("corpus/d.md", &paper(2002, "market")),
    ]);
    run(place.path(), &["index"]);
    place
}

#[test]
fn what_one_time_says_and_another_does_not() {
    let place = memos();
    let more = run(place.path(), &["keywords", "--year", "..1995"]);
    assert!(more.out.starts_with("word\tcount\tref_count\tper_million\t"), "{}", more.out);
    assert!(more.out.contains("\ntreaty\t40\t0\t250000.0\t0.0\t2\t0\t"), "{}", more.out);
    assert_eq!(more.out.lines().count(), 2, "{}", more.out);
    assert!(more.err.contains("1 word is more frequent in the selection (160 tokens of 2 papers)"), "{}", more.err);
    let less = run(place.path(), &["keywords", "--year", "..1995", "--negative", "--against", "year=2002"]);
    assert!(less.out.contains("\nmarket\t0\t20\t"), "{}", less.out);
    let pairs = run(place.path(), &["keywords", "--year", "..1995", "-n", "2"]);
    assert!(pairs.out.contains("\nthe treaty\t40\t0\t"), "{}", pairs.out);
    fs::write(place.path().join("terms.txt"), "# names\npacts\t(treaty|pact)\nthe treaty\nagain\n").unwrap();
    let terms = run(place.path(), &["keywords", "--year", "..1995", "--terms", "terms.txt"]);
    assert!(terms.out.starts_with("query\tcount\t"), "{}", terms.out);
    assert!(terms.out.contains("\npacts\t40\t0\t") && terms.out.contains("\nthe treaty\t40\t0\t"), "{}", terms.out);
    assert!(!terms.out.contains("again"), "{}", terms.out);
    fs::write(place.path().join("list.csv"), "# tokens: 1000\nthe,60\ntreaty,1\n").unwrap();
    let list = run(place.path(), &["keywords", "--against", "list.csv", "--measures", "log-ratio"]);
    assert!(list.out.starts_with("word\tcount\tref_count\tper_million\tref_per_million\tpapers\tdp_norm\tlog_ratio"));
    assert!(list.out.contains("\ntreaty\t40\t1\t"), "{}", list.out);
}

#[test]
fn who_does_not_say_whose_keywords_is_told() {
    let place = memos();
    for (arguments, told) in [
        (&["keywords"][..], "it is not said whose keywords"),
        (&["keywords", "--year", "1990..2002"], "holds no words"),
        (&["keywords", "--year", "1990", "--against", "yaer=1991"], "no paper has this field"),
        (&["keywords", "--year", "1990", "--against", "year=then"], "is no year"),
        (&["keywords", "--year", "1990", "--against", "rest", "--against", "all"], "goes with no other"),
        (&["keywords", "--year", "1990", "--against", "nowhere.csv"], "nowhere.csv"),
    ] {
        let wrong = run(place.path(), arguments);
        assert_eq!((wrong.status, wrong.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(wrong.err.contains(told), "{arguments:?}: {}", wrong.err);
    }
    let both = run(place.path(), &["keywords", "--year", "1990", "--against", "all"]);
    assert!(both.err.contains("note: 80 tokens are in the selection and in what it is held against"), "{}", both.err);
}
