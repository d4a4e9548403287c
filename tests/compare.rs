//! `kwic compare` and `kwic spread`: their counts are those of `kwic find`, and where nothing can be said nothing is.
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
use std::path::Path;

use kwic::concordance::{Dimension, group};
use kwic::counts::{Course, Draws, compare};
use kwic::query::{Strategy, parse_cql};
use kwic::search::{Compiled, How, SavedHits, Selection, find_with};
use kwic::stats::rate;
use proptest::prelude::*;

mod common;
use common::program::{err, out, run};
use common::random::{index_of, papers};
use common::write_papers;

const DRAWS: Draws = Draws { resamples: 200, confidence: 0.95, seed: 1 };

fn compiled(query: &str) -> Compiled {
    Compiled::new(&parse_cql(query).unwrap(), Strategy::Standard, &SavedHits::new()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rates_have_the_hits_and_tokens_that_find_counts(papers in papers(), years in prop::bool::ANY) {
        let index = index_of(&papers);
        let index = index.open();
        let years = if years { vec!["1991..1992".parse().unwrap()] } else { Vec::new() };
        let chosen = Selection { years, ..Selection::default() }.choose(index).unwrap();
        let queries = [r#"[lc="arms"]"#, r#"[lc=".*e.*"]{1,2}"#, r#"[lc="nowhere"]"#].map(compiled);
        for by in ["paper", "year", "decade", "theme", "section"] {
            let dimension = Dimension::read(by, index).unwrap_or(Dimension::Place(by.to_string()));
            let comparison = compare(index, &queries, &chosen, How::default(), Some(&dimension)).unwrap();
            for (at, (query, rates)) in queries.iter().zip(comparison.rates(DRAWS)).enumerate() {
                let counted = group(index, query, &chosen, How::default(), std::slice::from_ref(&dimension)).unwrap();
                let wanted: Vec<_> = counted.groups.iter()
                    .map(|g| (g.values[0].as_deref(), g.hits, g.tokens, g.papers)).collect();
                let found: Vec<_> = comparison.groups().zip(&rates)
                    .map(|(name, rate)| (name, rate.hits, rate.tokens, rate.papers_with_hits)).collect();
                prop_assert_eq!(found, wanted, "by {}", by);
                let hits = find_with(index, query, &chosen, How::default()).unwrap();
                prop_assert_eq!(comparison.found(at), (hits.len() as u64, counted.papers));
            }
        }
    }

    #[test]
    fn a_group_and_its_rest_are_all_papers(papers in papers()) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = Selection::default().choose(index).unwrap();
        let query = [compiled(r#"[lc="arms|the"]"#)];
        let all = compare(index, &query, &chosen, How::default(), None).unwrap();
        let whole = all.papers(0, 0);
        for by in ["paper", "theme", "section"] {
            let dimension = Dimension::read(by, index).unwrap();
            let comparison = compare(index, &query, &chosen, How::default(), Some(&dimension)).unwrap();
            for at in 0..comparison.groups().len() {
                let (mut hits, mut tokens) = (0, 0);
                for paper in comparison.papers(0, at).into_iter().chain(comparison.rest(0, at)) {
                    prop_assert!(paper.tokens >= paper.hits);
                    (hits, tokens) = (hits + paper.hits, tokens + paper.tokens);
                }
                prop_assert_eq!(hits, whole.iter().map(|paper| paper.hits).sum::<u64>());
                prop_assert_eq!(tokens, whole.iter().map(|paper| paper.tokens).sum::<u64>());
            }
        }
    }

    #[test]
    fn shares_are_of_the_hits_of_all_queries(papers in papers()) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = Selection::default().choose(index).unwrap();
        let queries = [r#"[lc="arms"]"#, r#"[lc="control"]"#, r#"[lc="nato"]"#].map(compiled);
        let theme = Dimension::read("theme", index).unwrap();
        let shares = compare(index, &queries, &chosen, How::default(), Some(&theme)).unwrap().shares(DRAWS);
        for at in 0..shares[0].len() {
            let of_all: Option<f64> = shares.iter().map(|query| query[at].rate).sum();
            prop_assert!(of_all.is_none_or(|sum| (sum - 1.0).abs() < 1e-12), "{:?}", of_all);
            let ends = shares.iter().filter_map(|query| query[at].interval);
            prop_assert!(ends.into_iter().all(|ends| 0.0 <= ends.low && ends.high <= 1.0));
        }
    }

    #[test]
    fn parts_hold_all_hits_and_all_tokens_once(papers in papers(), parts in 1u64..30) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = Selection { papers: vec!["paper-*".to_string()], ..Selection::default() }.choose(index).unwrap();
        let query = compiled(r#"[lc="arms|the"]"#);
        let hits = find_with(index, &query, &chosen, How::default()).unwrap().len() as u64;
        let course = Course::new(index, &chosen);
        for parts in [None, Some(parts)] {
            let spread = course.spread(index, &query, &chosen, How::default(), parts).unwrap();
            let sums = spread.parts.iter().fold((0, 0), |(hits, tokens), part| (hits + part.0, tokens + part.1));
            prop_assert_eq!(sums, (hits, course.tokens()));
        }
        let spread = course.spread(index, &query, &chosen, How::default(), None).unwrap();
        prop_assert_eq!(course.strips().iter().map(|strip| spread.on(strip).len() as u64).sum::<u64>(), hits);
    }
}

#[test]
fn rates_are_the_same_on_any_number_of_threads_and_whatever_else_is_compared() {
    let texts: Vec<(String, String)> = (0..30)
        .map(|n| (format!("{n}.md"), format!("---\nyear: {}\n---\n{}peace", 1990 + n / 10, "war ".repeat(n % 7))))
        .collect();
    let index = index_of(&texts);
    let index = index.open();
    let year = Dimension::read("year", index).unwrap();
    let rates = |threads: usize, years: &str, queries: &[&str]| {
        let queries: Vec<Compiled> = queries.iter().map(|query| compiled(query)).collect();
        let years = vec![years.parse().unwrap()];
        let chosen = Selection { years, ..Selection::default() }.choose(index).unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| compare(index, &queries, &chosen, How::default(), Some(&year)).unwrap().rates(DRAWS))
    };
    let all = rates(4, "1990..1992", &["'war'", "'peace'"]);
    assert_eq!(all, rates(1, "1990..1992", &["'war'", "'peace'"]));
    assert_eq!(all[0][1], rates(2, "1991", &["'war'"])[0][0]);
    assert!(all[0][1].interval.is_some() && all[0][1].rate == rate(&[kwic::stats::Paper { hits: 33, tokens: 43 }]));
}

/// The cells of a table of the program by column.
fn rows(folder: &Path, arguments: &[&str]) -> Vec<BTreeMap<String, String>> {
    let ran = run(folder, &[arguments, &["--format", "tsv"]].concat());
    assert_eq!(ran.status.code(), Some(0), "{}", err(&ran));
    let text = out(&ran);
    let mut lines = text.lines().map(|line| line.split('\t').map(str::to_string).collect::<Vec<_>>());
    let names = lines.next().unwrap();
    lines.map(|cells| names.iter().cloned().zip(cells).collect()).collect()
}

/// Twelve memos: those of the 1990s speak of NATO often, those of the 2000s of the OSCE.
fn memos() -> tempfile::TempDir {
    let memo = |n: usize| {
        let (nato, osce) = if n < 6 { (4 + n % 3, 1) } else { (1, 2 + n % 3) };
        let text =
            format!("{}{}{}", "NATO met. ".repeat(nato), "The OSCE met. ".repeat(osce), "Talks went on. ".repeat(20));
        (format!("corpus/memo-{n:02}.md"), format!("---\nyear: {}\n---\n{text}\n", 1994 + n))
    };
    let memos: Vec<(String, String)> = (0..12).map(memo).collect();
    let memos: Vec<(&str, &str)> = memos.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    let place = write_papers(&memos);
    run(place.path(), &["index"]);
    place
}

#[test]
fn a_scholar_compares_two_names_over_two_decades() {
    let place = memos();
    let ran = run(place.path(), &["compare", "nato", "osce", "--by", "decade", "--share"]);
    assert_eq!(err(&ran), "36 hits for nato in 12 papers; 24 hits for osce in 12 papers.\n");
    let head = "query\tdimension\tgroup\thits\ttokens\trate\trate_low\trate_high\tpapers\tpapers_with_hits\tshare\tshare_low\tshare_high\n";
    assert!(out(&ran).starts_with(head), "{}", out(&ran));
    let rows = rows(place.path(), &["compare", "nato", "osce", "--by", "decade", "--share", "--per", "1000"]);
    let cells = |names: [&str; 6]| rows.iter().map(|row| names.map(|name| row[name].clone())).collect::<Vec<_>>();
    assert_eq!(
        cells(["query", "group", "hits", "tokens", "papers", "papers_with_hits"]),
        [
            ["nato", "1990s", "30", "438", "6", "6"],
            ["nato", "2000s", "6", "426", "6", "6"],
            ["osce", "1990s", "6", "438", "6", "6"],
            ["osce", "2000s", "18", "426", "6", "6"],
        ]
    );
    assert_eq!((&rows[3]["rate"], &rows[3]["share"]), (&(18.0 * 1000.0 / 426.0).to_string(), &"0.75".to_string()));
    let number = |row: usize, name: &str| rows[row][name].parse::<f64>().unwrap();
    assert!(number(3, "rate_low") < number(3, "rate") && number(3, "rate") < number(3, "rate_high"));
    assert!(number(3, "share_low") < 0.75 && 0.75 < number(3, "share_high"));
}

#[test]
fn a_test_tells_how_far_groups_are_apart_and_then_how_surely() {
    let place = memos();
    let asked = ["compare", "nato", "talks", "--by", "decade", "--test", "--groups", "1990s,2000s"];
    let rows = rows(place.path(), &asked);
    let number = |row: usize, name: &str| rows[row][name].parse::<f64>().unwrap();
    assert_eq!(rows.iter().map(|row| row["against"].as_str()).collect::<Vec<_>>(), ["2000s", "", "2000s", ""]);
    assert_eq!((rows[0]["against_hits"].as_str(), rows[0]["against_tokens"].as_str()), ("6", "426"));
    assert!((number(0, "log_ratio") - (30.0f64 * 426.0 / (6.0 * 438.0)).log2()).abs() < 1e-12);
    assert_eq!(number(0, "rank_biserial"), 1.0);
    assert!(number(0, "permutation_p_holm") < 0.01 && number(2, "permutation_p_holm") > 0.01);
    // The smaller of two p-values is doubled; nothing that the rest of a table shows changes it.
    assert_eq!(number(0, "welch_p_holm"), 2.0 * number(0, "welch_p"));
    let three = run(place.path(), &["compare", "nato", "--by", "year", "--test", "--groups", "1994,1995,1996"]);
    assert_eq!(three.status.code(), Some(2));
    assert!(err(&three).contains("name two"), "{}", err(&three));
}

#[test]
fn a_trend_is_one_row_for_each_query() {
    let place = memos();
    let rows = rows(place.path(), &["compare", "nato", "osce", "--trend", "--resamples", "0"]);
    assert_eq!(
        (rows[0]["first"].as_str(), rows[0]["last"].as_str(), rows[0]["groups"].as_str()),
        ("1994", "2005", "12")
    );
    let number = |row: usize, name: &str| rows[row][name].parse::<f64>().unwrap();
    assert!(number(0, "slope") < 0.0 && number(0, "tau") < 0.0 && number(1, "slope") > 0.0 && number(1, "tau") > 0.0);
    assert!(number(0, "p") < 0.05 && number(0, "p_holm") >= number(0, "p"));
    let wrong = run(place.path(), &["compare", "nato", "--by", "paper", "--trend"]);
    assert!(err(&wrong).contains("use `--by year` or `--by decade`"), "{}", err(&wrong));
}

#[test]
fn where_nothing_can_be_said_cells_are_empty() {
    let place = write_papers(&[
        ("corpus/one.md", "---\nyear: 1996\n---\nwar war war"),
        ("corpus/none.md", "---\nyear: 1997\n---\n…"),
        ("corpus/other.md", "---\nyear: 1996\n---\npeace"),
    ]);
    run(place.path(), &["index"]);
    for asked in [
        &["compare", "--cql", "[]", "'war'", "'absent'"][..],
        &["compare", "war", "absent", "--by", "year", "--test"],
        &["compare", "war", "absent", "--by", "paper", "--share", "--test"],
        &["compare", "war", "--trend"],
        &["spread", "war", "absent"],
        &["spread", "war", "--parts", "1000000"],
        &["spread", "war", "--paper", "one"],
    ] {
        for row in rows(place.path(), asked) {
            let wild = |cell: &&String| matches!(cell.to_lowercase().as_str(), "nan" | "inf" | "-inf");
            assert!(row.values().find(wild).is_none(), "{asked:?}: {row:?}");
        }
    }
    let years = rows(place.path(), &["compare", "war", "--by", "year"]);
    assert_eq!((years[1]["group"].as_str(), years[1]["tokens"].as_str(), years[1]["rate"].as_str()), ("1997", "0", ""));
    let none = run(place.path(), &["compare", "wra", "--by", "year"]);
    assert_eq!((none.status.code(), out(&none).as_str()), (Some(1), ""));
    assert!(err(&none).contains("No hits for wra.\n") && err(&none).contains("did you mean war?"), "{}", err(&none));
}

/// The toy corpus of Gries 2008 as five papers: the published values.
#[test]
fn the_toy_corpus_of_gries_is_spread_as_published() {
    let place = write_papers(&[
        ("corpus/1.txt", "b a m n i b e u p"),
        ("corpus/2.txt", "b a s a t b e w q n"),
        ("corpus/3.txt", "b c a g a b e s t a"),
        ("corpus/4.txt", "b a g h a b e a a t"),
        ("corpus/5.txt", "b a h a a b e a x a t"),
    ]);
    run(place.path(), &["index"]);
    let rows = rows(place.path(), &["spread", "a", "b", "x"]);
    let rounded = |row: usize, name: &str| format!("{:.3}", rows[row][name].parse::<f64>().unwrap());
    assert_eq!(["hits", "tokens", "parts", "range"].map(|name| rows[0][name].as_str()), ["15", "50", "5", "5"]);
    let measures = ["dp", "juilland_d", "carroll_d2", "rosengren_s", "kl_divergence"];
    assert_eq!(measures.map(|name| rounded(0, name)), ["0.180", "0.785", "0.938", "0.950", "0.137"]);
    assert_eq!((rounded(1, "dp"), rounded(2, "dp_norm")), ("0.020".into(), "0.951".into()));
    assert_eq!((rows[2]["range"].as_str(), rows[2]["arf"].as_str()), ("1", "1.0"));
    let parts = self::rows(place.path(), &["spread", "a", "--parts", "10"]);
    assert_eq!((parts[0]["parts"].as_str(), parts[0]["range"].as_str()), ("10", "8"));
}

#[test]
fn terms_come_from_a_file_and_may_have_names() {
    let place = memos();
    fs::write(place.path().join("terms.txt"), "\u{feff}# names\nthe alliance\tnato\r\n\nosce\nnato\nosce\n").unwrap();
    let ran = run(place.path(), &["compare", "--terms", "terms.txt", "talks"]);
    let names: Vec<String> =
        out(&ran).lines().skip(1).map(|line| line.split('\t').next().unwrap().to_string()).collect();
    assert_eq!(names, ["talks", "the alliance", "osce", "nato"]);
    assert!(err(&ran).contains("note: `osce` is there twice, and is asked once"), "{}", err(&ran));
    fs::write(place.path().join("terms.txt"), "nato\n(osce\n").unwrap();
    let wrong = run(place.path(), &["compare", "--terms", "terms.txt"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("terms.txt, line 2"), "{}", err(&wrong));
}

#[test]
fn forgotten_quotes_and_other_mistakes_are_met() {
    let place = memos();
    let said = |arguments: &[&str]| err(&run(place.path(), arguments));
    assert!(said(&["compare", "talks", "went"]).contains("\"talks went\" has 240 hits"));
    assert!(!said(&["compare", "nato", "osce"]).contains("quotes"));
    assert!(said(&["spread", "nato,osce"]).contains("a comma parts nothing"));
    assert!(said(&["compare", "nato", "--by", "R1"]).contains("`kwic find QUERY --by r1`"));
    assert!(said(&["compare", "nato", "--by", "yaer"]).contains("did you mean `year`"));
    assert!(said(&["compare", "nato", "--by", "decade", "--groups", "1990"]).contains("did you mean `1990s`"));
    assert!(said(&["compare", "nato", "--sort", "rats"]).contains("the columns are query, dimension"));
    assert!(
        said(&["compare", "nato", "--by", "paper", "--picture", "lines", "--output", "a.svg"]).contains("--by year")
    );
}

#[test]
fn what_was_compared_is_made_again_and_drawn() {
    let place = memos();
    for file in ["rates.csv", "rates.svg", "rates.html"] {
        let ran = run(place.path(), &["compare", "nato", "osce", "--by", "year", "--output", file]);
        assert_eq!(ran.status.code(), Some(0), "{}", err(&ran));
        let again = run(place.path(), &["rerun", file]);
        assert!(out(&again).contains("the same, byte for byte"), "{}{}", out(&again), err(&again));
    }
    run(place.path(), &["spread", "nato", "--paper", "memo-0[0-2]", "--output", "strips.svg"]);
    let strips = fs::read_to_string(place.path().join("strips.svg")).unwrap();
    assert!(strips.contains("15 hits in 3 papers"), "{strips}");
}
