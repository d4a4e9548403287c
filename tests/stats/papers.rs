//! Comparisons over papers, and trends over years.

use kwic::stats::*;
use proptest::prelude::*;
use serde::Deserialize;

use super::{expected, same};

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
    #[serde(default)]
    confidence: f64,
    interval: Option<[f64; 2]>,
    p: Option<f64>,
}

fn papers(of: &[(u64, u64)]) -> Vec<Paper> {
    of.iter().map(|&(hits, tokens)| Paper { hits, tokens }).collect()
}

#[test]
fn a_seed_gives_the_same_interval_everywhere() {
    for case in expected::<Vec<OfDraws>>("bootstraps") {
        let interval = rate_interval(&papers(&case.papers), case.resamples, case.confidence, case.seed);
        same(interval.map(|interval| interval.low), case.interval.map(|wanted| wanted[0]), "low");
        same(interval.map(|interval| interval.high), case.interval.map(|wanted| wanted[1]), "high");
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
    // No hit; papers of one rate; too few papers; too few with a hit; nearly all hits in one.
    for hits in [
        &[0, 0, 0, 0, 0, 0][..],
        &[2, 2, 2, 2, 2],
        &[9],
        &[1, 5, 9, 7],
        &[0, 0, 0, 0, 0, 7],
        &[0, 0, 0, 0, 5, 7],
        &[1, 0, 1, 900, 2, 0],
    ] {
        assert_eq!(rate_interval(&alike(hits), 2000, 0.95, 1), None, "{hits:?}");
    }
    for confidence in [0.0, 1.0, f64::NAN] {
        assert_eq!(rate_interval(&alike(&[3, 4, 5, 4, 3]), 2000, confidence, 1), None, "{confidence}");
    }
    assert_eq!(permutation_test(&papers(&[(0, 0)]), &papers(&[(1, 9)]), 100, 1), None);
}

/// Papers of 1,000 tokens with so many hits.
fn alike(hits: &[u64]) -> Vec<Paper> {
    hits.iter().map(|&hits| Paper { hits, tokens: 1000 }).collect()
}

#[test]
fn an_interval_holds_the_rate_and_is_wider_where_papers_differ_more() {
    let interval = |hits: &[u64], confidence: f64| rate_interval(&alike(hits), 2000, confidence, 1).unwrap();
    let times = |interval: Interval| interval.high / 0.004;
    let even = interval(&[3, 4, 5, 4, 3, 5, 4, 4], 0.95);
    let heaped = interval(&[0, 2, 9, 12, 0, 2, 3, 4], 0.95);
    assert!((1.05..1.5).contains(&times(even)) && times(heaped) > 2.0 * times(even), "{even:?} {heaped:?}");
    assert!(times(interval(&[3, 4, 5, 4, 3, 5, 4, 4], 0.5)) < times(even));
    // It reaches as many times up as down.
    for ends in [even, heaped] {
        same(Some(ends.low * ends.high), Some(0.004 * 0.004), "the ends' product");
    }
}

#[test]
fn an_interval_hangs_on_how_papers_differ_not_on_how_often_a_word_occurs() {
    let hits = [3, 4, 5, 4, 3, 5, 4, 1];
    let (few, many) = (alike(&hits), alike(&hits.map(|hits| 10 * hits)));
    let [few, many] = [few, many].map(|papers| rate_interval(&papers, 500, 0.95, 1).unwrap());
    same(Some(10.0 * few.low), Some(many.low), "low");
    same(Some(10.0 * few.high), Some(many.high), "high");
}

proptest! {
    #[test]
    fn ends_are_on_both_sides_of_the_rate(
        papers in prop::collection::vec((0u64..40, 0u64..3000), 0..30), confidence in 0.01..0.999, seed: u64,
    ) {
        // No paper has more hits than tokens.
        let papers: Vec<(u64, u64)> = papers.into_iter().map(|(hits, tokens)| (hits.min(tokens), tokens)).collect();
        let papers = self::papers(&papers);
        if let Some(interval) = rate_interval(&papers, 200, confidence, seed) {
            let rate = rate(&papers).unwrap();
            prop_assert!(0.0 < interval.low && interval.low <= rate && rate <= interval.high, "{interval:?} {rate}");
            prop_assert!(interval.high <= 100.0 * rate);
        }
    }
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
