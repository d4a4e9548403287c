//! Comparisons over papers, and trends over years.

use kwic::stats::*;
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
