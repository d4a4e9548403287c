//! Trends over years.

use super::ranks::ties;
use super::register::{Measure, Of};
use super::{Interval, finite, normal_p, normal_quantile, quotient};

/// What the test of Mann and Kendall gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Pairs of years with a rise less those with a fall.
    pub s: f64,
    /// `s` divided by the number of pairs: −1 to 1.
    pub tau: f64,
    /// `s` as a standard normal value, with continuity and ties.
    pub z: f64,
    /// How probable a `z` as far from 0 is by chance.
    pub p: f64,
}

/// The Mann-Kendall test of values in the order of time. `None` for fewer than three values, a value that is not finite,
/// or where all are equal.
pub fn mann_kendall(values: &[f64]) -> Option<Trend> {
    if values.len() < 3 || !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let rises = pairs(values).map(|(early, late)| f64::from(i8::from(late > early) - i8::from(late < early)));
    let s: f64 = rises.sum();
    let deviation = variance(values).sqrt();
    let z = quotient(s.signum() * (s.abs() - 1.0).max(0.0), deviation)?;
    let n = values.len() as f64;
    Some(Trend { s, tau: 2.0 * s / (n * (n - 1.0)), z, p: normal_p(z) })
}

/// The variance of S, ties taken off.
fn variance(values: &[f64]) -> f64 {
    let of = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    (of(values.len() as f64) - ties(values).iter().map(|(_, count)| of(*count)).sum::<f64>()) / 18.0
}

fn pairs<T: Copy>(values: &[T]) -> impl Iterator<Item = (T, T)> {
    values.iter().enumerate().flat_map(|(at, early)| values.iter().skip(at + 1).map(|late| (*early, *late)))
}

/// Sen's slope of points (time, value), and its interval that holds the true slope with `confidence` (0 to 1).
/// `None` if times do not ascend, for fewer than two points, or for numbers that are not finite.
pub fn sen_slope(points: &[(f64, f64)], confidence: f64) -> Option<(f64, Interval)> {
    let slopes = pairs(points).map(|((x0, y0), (x1, y1))| quotient(y1 - y0, x1 - x0).filter(|_| x1 > x0));
    let mut slopes: Vec<f64> = slopes.collect::<Option<_>>()?;
    slopes.sort_by(f64::total_cmp);
    let count = slopes.len();
    let at = |at: usize| slopes.get(at).copied();
    let middle = finite((at(count.checked_sub(1)? / 2)? + at(count / 2)?) / 2.0)?;
    let values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
    let reach = normal_quantile((1.0 + confidence) / 2.0)? * variance(&values).sqrt();
    // The ranks of Sen 1968, as scipy's theilslopes takes them.
    let low = (((count as f64 - reach) / 2.0).round_ties_even() - 1.0).max(0.0) as usize;
    let high = (((count as f64 + reach) / 2.0).round_ties_even() as usize).min(count - 1);
    Some((middle, Interval { low: at(low)?, high: at(high)? }))
}

pub(super) const MEASURES: &[Measure] = &[
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
