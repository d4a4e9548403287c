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

use kwic::stats::*;
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

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

#[derive(Deserialize)]
struct OfTable {
    cells: [u64; 4],
    values: Values,
    conservative: Map<String, Value>,
    log_ratio_interval: Option<[f64; 2]>,
}

fn table([o11, o12, o21, o22]: [u64; 4]) -> Table2x2 {
    Table2x2 { o11, o12, o21, o22 }
}

#[test]
fn measures_of_a_table_are_those_of_other_programs() {
    for case in expected::<Vec<OfTable>>("tables") {
        let table = table(case.cells);
        for (measure, wanted) in named(&case.values) {
            let Of::Table(value) = measure.of else { panic!("{} is not of tables", measure.name) };
            same(value(&table, &Settings::default()), wanted, (measure.name, table));
        }
        let Of::Table(conservative) = measure("conservative-log-ratio").unwrap().of else { panic!("not of tables") };
        for (comparisons, wanted) in &case.conservative {
            let settings = Settings { comparisons: comparisons.parse().unwrap(), ..Settings::default() };
            same(conservative(&table, &settings), wanted.as_f64(), ("conservative", comparisons, table));
        }
        if let Some([low, high]) = case.log_ratio_interval {
            let interval = log_ratio_interval(&table, 0.95).unwrap();
            same(Some(interval.low), Some(low), ("low", table));
            same(Some(interval.high), Some(high), ("high", table));
        }
    }
}

#[test]
fn every_measure_is_finite_or_empty_on_tables_with_empty_cells() {
    let counts = [0, 1, 5, 1000];
    for at in 0..256 {
        let table = table([counts[at & 3], counts[at >> 2 & 3], counts[at >> 4 & 3], counts[at >> 6]]);
        for measure in measures() {
            if let Of::Table(value) = measure.of {
                let value = value(&table, &Settings::default());
                assert!(value.is_none_or(f64::is_finite), "{} of {table:?}: {value:?}", measure.name);
            }
        }
        assert!(log_ratio_interval(&table, 0.95).is_none_or(|i| i.low <= i.high), "{table:?}");
    }
}

proptest! {
    #[test]
    fn no_table_is_too_large(cells in prop::array::uniform4(prop_oneof![0..50u64, 0..1_000_000_000u64])) {
        let table = table(cells);
        for measure in measures() {
            if let Of::Table(value) = measure.of {
                prop_assert!(value(&table, &Settings::default()).is_none_or(f64::is_finite), "{}", measure.name);
            }
        }
    }

    #[test]
    fn rows_exchanged_turn_the_conservative_log_ratio_round(cells in prop::array::uniform4(1..5000u64)) {
        let [a, b, c, d] = cells;
        let (here, there) = (table([a, b, c, d]), table([c, d, a, b]));
        let values = [here, there].map(|table| conservative_log_ratio(&table, 0.01).unwrap());
        prop_assert!((values[0] + values[1]).abs() < 1e-9);
        prop_assert!(values[0].abs() <= log_ratio(&here).unwrap().abs() + 1e-12);
    }
}

#[test]
fn a_pair_that_always_and_only_occurs_together_has_log_dice_14() {
    assert_eq!(log_dice(&Table2x2::of_pair(30, 30, 30, 1000).unwrap()), Some(14.0));
    assert_eq!(Table2x2::of_pair(31, 30, 40, 1000), None);
    assert_eq!(Table2x2::of_corpora(5, 4, 0, 9), None);
}

#[test]
fn a_chance_is_corrected_for_many_words() {
    assert_eq!(bonferroni(0.05, 10), Some(0.005));
    same(sidak(0.05, 10), Some(1.0 - 0.95f64.powf(0.1)), "sidak");
    same(chi_squared_p(3.841458820694124), Some(0.05), "the 5 % point of chi-squared");
    assert_eq!((bonferroni(1.5, 2), chi_squared_p(-1.0)), (None, None));
}

#[derive(Deserialize)]
struct OfParts {
    parts: Vec<(u64, u64)>,
    values: Values,
}

#[test]
fn measures_of_spread_are_those_of_other_programs() {
    for case in expected::<Vec<OfParts>>("parts") {
        let parts = Parts::new(case.parts).unwrap();
        for (measure, wanted) in named(&case.values) {
            let Of::Parts(value) = measure.of else { panic!("{} is not of parts", measure.name) };
            same(value(&parts), wanted, (measure.name, &parts));
        }
    }
}

/// `a` in the five parts of Gries 2008, page 406 and after; KL from Gries 2020.
#[test]
fn the_toy_corpus_of_gries_has_the_published_values() {
    let texts = [
        "b a m n i b e u p",
        "b a s a t b e w q n",
        "b c a g a b e s t a",
        "b a g h a b e a a t",
        "b a h a a b e a x a t",
    ];
    let count = |text: &str, word: &str| text.split(' ').filter(|w| *w == word).count() as u64;
    let parts = Parts::new(texts.map(|text| (count(text, "a"), text.split(' ').count() as u64))).unwrap();
    let rounded = |value: Option<f64>| (value.unwrap() * 1000.0).round() / 1000.0;
    assert_eq!(rounded(dp(&parts)), 0.18);
    assert_eq!(rounded(juilland_d(&parts)), 0.785);
    assert_eq!(rounded(carroll_d2(&parts)), 0.938);
    assert_eq!(rounded(rosengren_s(&parts)), 0.95);
    assert_eq!(rounded(kl_divergence(&parts)), 0.137);
}

#[test]
fn nothing_is_said_of_parts_that_cannot_be() {
    assert_eq!(Parts::new([(1, 0)]), None);
    let one = Parts::new([(3, 10), (0, 0)]).unwrap();
    assert_eq!((dp(&one), dp_norm(&one), juilland_d(&one), carroll_d2(&one)), (Some(0.0), None, None, None));
    let none = Parts::new([]).unwrap();
    assert_eq!((range(&none), dp(&none), juilland_d(&none)), (Some(0.0), None, None));
}

#[derive(Deserialize)]
struct OfPositions {
    positions: Vec<u64>,
    tokens: u64,
    arf: f64,
}

#[test]
fn the_reduced_frequency_is_the_mean_over_all_cuts() {
    for case in expected::<Vec<OfPositions>>("positions") {
        same(arf(&case.positions, case.tokens), Some(case.arf), &case.positions);
    }
    assert_eq!((arf(&[3, 3], 10), arf(&[10], 10)), (None, None));
}

#[derive(Deserialize)]
struct OfText {
    ids: Vec<u32>,
    values: Values,
}

#[test]
fn measures_of_vocabulary_are_those_of_other_programs() {
    for case in expected::<Vec<OfText>>("texts") {
        for (measure, wanted) in named(&case.values) {
            let Of::Tokens(value) = measure.of else { panic!("{} is not of tokens", measure.name) };
            same(value(&case.ids), wanted, (measure.name, case.ids.len()));
        }
    }
    for measure in measures() {
        if let Of::Tokens(value) = measure.of {
            assert!(value(&[]).is_none_or(|value| value == 0.0), "{} of nothing", measure.name);
        }
    }
}

#[derive(Deserialize)]
struct OfDraws {
    #[serde(default)]
    papers: Vec<(u64, u64)>,
    #[serde(default)]
    a: Vec<(u64, u64)>,
    #[serde(default)]
    b: Vec<(u64, u64)>,
    seed: u64,
    resamples: usize,
    interval: Option<[f64; 2]>,
    p: Option<f64>,
}

fn papers(of: &[(u64, u64)]) -> Vec<Paper> {
    of.iter().map(|&(hits, tokens)| Paper { hits, tokens }).collect()
}

#[test]
fn a_seed_gives_the_same_interval_everywhere() {
    for case in expected::<Vec<OfDraws>>("bootstraps") {
        let interval = rate_interval(&papers(&case.papers), case.resamples, 0.95, case.seed).unwrap();
        let wanted = case.interval.unwrap();
        same(Some(interval.low), Some(wanted[0]), "low");
        same(Some(interval.high), Some(wanted[1]), "high");
    }
    for case in expected::<Vec<OfDraws>>("permutations") {
        same(permutation_test(&papers(&case.a), &papers(&case.b), case.resamples, case.seed), case.p, "p");
    }
}

#[test]
fn papers_that_say_nothing_give_no_interval() {
    assert_eq!(rate(&[]), None);
    assert_eq!(rate_interval(&papers(&[(1, 10), (0, 0)]), 100, 0.95, 1), None);
    assert_eq!(rate_interval(&papers(&[(1, 10), (0, 5)]), 0, 0.95, 1), None);
    assert_eq!(permutation_test(&papers(&[(0, 0)]), &papers(&[(1, 9)]), 100, 1), None);
    let none = rate_interval(&papers(&[(0, 10), (0, 5)]), 100, 0.95, 1);
    assert_eq!(none, Some(Interval { low: 0.0, high: 0.0 }));
}

/// Draws that hang together as real papers do: a few papers have most of the hits.
#[test]
#[ignore = "a simulation of some seconds: cargo test --test stats -- --ignored --nocapture"]
fn intervals_hold_the_true_rate_as_often_as_they_say() {
    let (rounds, of, true_rate) = (2000, 80, 0.002);
    let mut drawn = 0u64;
    // From 0 to 1, both left out.
    let mut uniform = || {
        drawn += 1;
        (xxhash_rust::xxh3::xxh3_64(&drawn.to_le_bytes()) as f64 + 0.5) / 2f64.powi(64)
    };
    let mut paper = || {
        let tokens = 1000 + (uniform() * 8000.0) as u64;
        // Papers' rates are spread exponentially, their hits as Poisson has it.
        let mean = -uniform().ln() * true_rate * tokens as f64;
        let mut time = -uniform().ln();
        let mut hits = 0;
        while time < mean {
            hits += 1;
            time -= uniform().ln();
        }
        Paper { hits, tokens }
    };
    let held = (0..rounds).filter(|seed| {
        let papers: Vec<Paper> = (0..of).map(|_| paper()).collect();
        let interval = rate_interval(&papers, 1000, 0.95, *seed).unwrap();
        (interval.low..=interval.high).contains(&true_rate)
    });
    let percent = 100.0 * held.count() as f64 / rounds as f64;
    println!("{percent} % of {rounds} intervals, each of {of} papers, hold the true rate");
    assert!((93.0..=97.0).contains(&percent));
}

#[derive(Deserialize)]
struct OfGroups {
    a: Vec<f64>,
    b: Vec<f64>,
    welch: [f64; 3],
    hedges_g: f64,
    cohens_d: f64,
    mann_whitney: [f64; 2],
    rank_biserial: f64,
}

#[test]
fn tests_of_two_groups_are_those_of_other_programs() {
    for case in expected::<Vec<OfGroups>>("groups") {
        let (a, b) = (case.a, case.b);
        let t = welch(&a, &b).unwrap();
        let u = mann_whitney(&a, &b).unwrap();
        same(Some(t.t), Some(case.welch[0]), "t");
        same(Some(t.df), Some(case.welch[1]), "degrees of freedom");
        same(Some(t.p), Some(case.welch[2]), "p of t");
        same(Some(u.u), Some(case.mann_whitney[0]), "U");
        same(Some(u.p), Some(case.mann_whitney[1]), "p of U");
        same(cohens_d(&a, &b), Some(case.cohens_d), "d");
        same(hedges_g(&a, &b), Some(case.hedges_g), "g");
        same(rank_biserial(&a, &b), Some(case.rank_biserial), "rank-biserial");
    }
}

#[test]
fn groups_that_say_nothing_are_not_compared() {
    for (a, b) in [(vec![], vec![1.0]), (vec![1.0, 1.0], vec![1.0, 1.0]), (vec![1.0, f64::NAN], vec![2.0, 3.0])] {
        assert_eq!((welch(&a, &b), mann_whitney(&a, &b)), (None, None));
        assert_eq!((cohens_d(&a, &b), hedges_g(&a, &b), rank_biserial(&a, &b)), (None, None, None));
    }
    assert_eq!(hedges_g(&[1.0], &[]), None);
}

#[derive(Deserialize)]
struct OfHolm {
    p: Vec<f64>,
    corrected: Vec<f64>,
}

#[test]
fn several_tests_are_corrected_as_holm_says() {
    for case in expected::<Vec<OfHolm>>("holm") {
        let found = holm(&case.p).unwrap();
        assert_eq!(found.len(), case.p.len());
        found.iter().zip(&case.corrected).for_each(|(found, wanted)| same(Some(*found), Some(*wanted), &case.p));
    }
    assert_eq!((holm(&[]), holm(&[0.1, f64::NAN])), (Some(vec![]), None));
}

#[derive(Deserialize)]
struct OfTrend {
    points: Vec<(f64, f64)>,
    s: f64,
    tau: f64,
    z: f64,
    p: f64,
    slope: [f64; 3],
}

#[test]
fn trends_are_those_of_other_programs() {
    for case in expected::<Vec<OfTrend>>("trends") {
        let values: Vec<f64> = case.points.iter().map(|(_, value)| *value).collect();
        let trend = mann_kendall(&values).unwrap();
        let (slope, interval) = sen_slope(&case.points, 0.95).unwrap();
        let found = [trend.s, trend.tau, trend.z, trend.p, slope, interval.low, interval.high];
        let wanted = [case.s, case.tau, case.z, case.p, case.slope[0], case.slope[1], case.slope[2]];
        found.into_iter().zip(wanted).for_each(|(found, wanted)| same(Some(found), Some(wanted), &case.points));
    }
}

#[test]
fn nothing_is_said_of_a_trend_that_cannot_be() {
    assert_eq!((mann_kendall(&[1.0, 2.0]), mann_kendall(&[1.0, 1.0, 1.0])), (None, None));
    assert_eq!(sen_slope(&[(1990.0, 1.0), (1990.0, 2.0)], 0.95), None);
    assert_eq!(sen_slope(&[(1990.0, 1.0)], 0.95), None);
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
