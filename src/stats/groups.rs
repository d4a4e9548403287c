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
        name: "rate-interval",
        title: "Bootstrap interval of a rate",
        formula: "the middle 95 % of the rates Σ hits / Σ tokens of papers drawn again with replacement",
        range: "0 to 1 for each token; empty for fewer than two papers",
        when: "How far a rate hangs on which papers happen to be there. Draws are seeded; too narrow below some \
               twenty papers.",
        source: "Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 13",
        of: Of::Papers,
    },
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
        name: "mann-whitney-u",
        title: "Mann-Whitney U test",
        formula: "pairs of papers in which the first group's rate is the larger, ties counted half; exact up to 50 \
                  papers without ties, else normal with continuity and ties",
        range: "0 to k1 · k2, with p from 0 to 1",
        when: "Two groups of papers, whatever the shape of their rates.",
        source: "Mann and Whitney 1947, On a test of whether one of two random variables is stochastically larger \
                 than the other, Annals of Mathematical Statistics 18",
        of: Of::Papers,
    },
    Measure {
        name: "permutation-test",
        title: "Permutation test",
        formula: "the share of deals of papers to groups whose rates differ as much or more",
        range: "above 0, to 1",
        when: "Two groups of papers, no assumption but that papers could be exchanged. Deals are seeded.",
        source: "Fisher 1935, The Design of Experiments; Phipson and Smyth 2010, Permutation P-values should never be \
                 zero",
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
    Measure {
        name: "rank-biserial",
        title: "Rank-biserial correlation",
        formula: "2 U / (k1 k2) − 1",
        range: "−1 to 1; 0 is no difference",
        when: "The effect size of the Mann-Whitney test: in how many more pairs of papers the first group is ahead.",
        source: "Glass 1965, A ranking variable analogue of biserial correlation; Wendt 1972",
        of: Of::Papers,
    },
    Measure {
        name: "mann-kendall",
        title: "Mann-Kendall trend test",
        formula: "S = Σ sign(y later − y earlier) over all pairs of years; normal with continuity and ties",
        range: "p from 0 to 1, τ from −1 to 1",
        when: "Whether rates rise or fall over the years, in a straight line or not.",
        source: "Mann 1945, Nonparametric tests against trend, Econometrica 13; Kendall 1975, Rank Correlation Methods",
        of: Of::Papers,
    },
    Measure {
        name: "sen-slope",
        title: "Sen's slope",
        formula: "the median of the slopes of all pairs of years",
        range: "any number, for each year",
        when: "How fast a rate rises or falls; one odd year does not move it.",
        source: "Sen 1968, Estimates of the regression coefficient based on Kendall's tau, JASA 63",
        of: Of::Papers,
    },
];
