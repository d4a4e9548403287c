//! Two groups of papers held against each other by their papers' rates.
//!
//! All are `None` where a value is not finite or a group is too small.

use statrs::function::beta::checked_beta_reg;

use super::register::{Measure, Of};
use super::{mean, quotient, squares};

/// What Welch's test gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TTest {
    /// t, above 0 if the first group's mean is the larger.
    pub t: f64,
    /// Degrees of freedom, after Welch and Satterthwaite.
    pub df: f64,
    /// How probable a t as far from 0 is by chance.
    pub p: f64,
}

/// Number, mean and sum of squares of a group of two or more.
struct Group {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Group {
    fn of(values: &[f64]) -> Option<Self> {
        let middle = mean(values).filter(|_| values.len() > 1)?;
        let squares = squares(values, middle);
        squares.is_finite().then_some(Group { n: values.len() as f64, mean: middle, squares })
    }
}

/// Welch's t-test; `None` for fewer than two values in a group, or where all of each group are equal.
pub fn welch(a: &[f64], b: &[f64]) -> Option<TTest> {
    let (a, b) = (Group::of(a)?, Group::of(b)?);
    let error = |group: &Group| group.squares / (group.n - 1.0) / group.n;
    let (ea, eb) = (error(&a), error(&b));
    let t = quotient(a.mean - b.mean, (ea + eb).sqrt())?;
    let df = quotient((ea + eb).powi(2), ea.powi(2) / (a.n - 1.0) + eb.powi(2) / (b.n - 1.0))?;
    // Both tails of Student's distribution at once.
    let p = checked_beta_reg(df / 2.0, 0.5, df / (df + t * t)).ok()?;
    Some(TTest { t, df, p })
}

/// Cohen's d: the difference of the means in pooled standard deviations.
pub fn cohens_d(a: &[f64], b: &[f64]) -> Option<f64> {
    let (a, b) = (Group::of(a)?, Group::of(b)?);
    quotient(a.mean - b.mean, ((a.squares + b.squares) / (a.n + b.n - 2.0)).sqrt())
}

/// Hedges' g: [`cohens_d`] with his correction for small groups, 1 − 3 / (4 df − 1).
pub fn hedges_g(a: &[f64], b: &[f64]) -> Option<f64> {
    let df = (a.len() + b.len()).checked_sub(2)? as f64;
    Some(cohens_d(a, b)? * (1.0 - 3.0 / (4.0 * df - 1.0)))
}

/// The p-values of several tests, each corrected for there being several, in the order given.
/// `None` if one is not from 0 to 1.
pub fn holm(p_values: &[f64]) -> Option<Vec<f64>> {
    if !p_values.iter().all(|p| (0.0..=1.0).contains(p)) {
        return None;
    }
    let mut ascending: Vec<(usize, f64)> = p_values.iter().copied().enumerate().collect();
    ascending.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut largest = 0.0f64;
    for (rank, (_, p)) in ascending.iter_mut().enumerate() {
        largest = largest.max(*p * (p_values.len() - rank) as f64).min(1.0);
        *p = largest;
    }
    ascending.sort_by_key(|(at, _)| *at);
    Some(ascending.into_iter().map(|(_, p)| p).collect())
}

pub(super) const MEASURES: &[Measure] = &[
    Measure {
        name: "welch-t",
        title: "Welch's t-test",
        formula: "(m1 − m2) / √(s1² / k1 + s2² / k2) of the papers' rates",
        range: "any number, with p from 0 to 1; empty for fewer than two papers in a group",
        when: "Two groups of papers, enough of them, without wild outliers.",
        source: "Welch 1947, The generalization of Student's problem when several different population variances are \
                 involved, Biometrika 34",
        of: Of::Papers,
    },
    Measure {
        name: "holm",
        title: "Holm's correction",
        formula: "the k-th smallest of m p-values times m − k + 1, never below the one before, at most 1",
        range: "0 to 1",
        when: "Whenever more than one test is asked for.",
        source: "Holm 1979, A simple sequentially rejective multiple test procedure, Scandinavian Journal of \
                 Statistics 6",
        of: Of::Papers,
    },
    Measure {
        name: "cohens-d",
        title: "Cohen's d",
        formula: "(m1 − m2) / s, s pooled",
        range: "any number; 0 is no difference",
        when: "How far two groups of papers are apart, in standard deviations.",
        source: "Cohen 1988, Statistical Power Analysis for the Behavioral Sciences",
        of: Of::Papers,
    },
    Measure {
        name: "hedges-g",
        title: "Hedges' g",
        formula: "d (1 − 3 / (4 (k1 + k2 − 2) − 1))",
        range: "any number; 0 is no difference",
        when: "As Cohen's d, without its leaning in small groups.",
        source: "Hedges 1981, Distribution theory for Glass's estimator of effect size, Journal of Educational \
                 Statistics 6",
        of: Of::Papers,
    },
];
