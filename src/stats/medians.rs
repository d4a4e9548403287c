//! Medians and how far they can be trusted: for measured times, whose few large values say nothing of the program.

use super::bootstrap::quantile;
use super::splitmix::SplitMix;
use super::{Interval, finite, quotient};

/// The value below which the share `p` (0 to 1) of the values lies, between two of them in proportion; the median where
/// `p` is 0.5. `None` of nothing. Type 7 of Hyndman and Fan 1996, Sample quantiles in statistical packages.
pub fn percentile(values: &[f64], p: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile(&sorted, p)
}

/// The percentile interval of the median by `resamples` draws of as many values, with replacement, that holds the true
/// median with about `confidence` (0 to 1). `None` for fewer than two values, which say nothing of how values differ.
/// Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 13.
pub fn median_interval(values: &[f64], resamples: usize, confidence: f64, seed: u64) -> Option<Interval> {
    let mut random = SplitMix::new(seed);
    interval(resamples, confidence, || drawn_median(values, &mut random))
}

/// The same of how many times the median of `values` is that of `others`.
pub fn median_ratio_interval(
    values: &[f64],
    others: &[f64],
    resamples: usize,
    confidence: f64,
    seed: u64,
) -> Option<Interval> {
    let mut random = SplitMix::new(seed);
    interval(resamples, confidence, || quotient(drawn_median(values, &mut random)?, drawn_median(others, &mut random)?))
}

fn drawn_median(values: &[f64], random: &mut SplitMix) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let drawn: Vec<f64> = (0..values.len()).filter_map(|_| values.get(random.below(values.len())).copied()).collect();
    percentile(&drawn, 0.5).and_then(finite)
}

fn interval(resamples: usize, confidence: f64, mut draw: impl FnMut() -> Option<f64>) -> Option<Interval> {
    if !(0.0..=1.0).contains(&confidence) {
        return None;
    }
    let drawn: Option<Vec<f64>> = (0..resamples).map(|_| draw()).collect();
    let (drawn, outside) = (drawn?, (1.0 - confidence) / 2.0);
    Some(Interval { low: percentile(&drawn, outside)?, high: percentile(&drawn, 1.0 - outside)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_lie_in_their_intervals() {
        let values = [5.0, 1.0, 4.0, 2.0, 30.0];
        assert_eq!(percentile(&values, 0.5), Some(4.0));
        assert_eq!(percentile(&values, 0.75), Some(5.0));
        let found = median_interval(&values, 2000, 0.95, 1).unwrap();
        assert!((1.0..4.0).contains(&found.low) && (4.0..=30.0).contains(&found.high), "{found:?}");
        let halves = values.map(|value| value / 2.0);
        let ratio = median_ratio_interval(&values, &halves, 2000, 0.95, 1).unwrap();
        assert!(ratio.low < 2.0 && ratio.high > 2.0, "{ratio:?}");
        // Of values that are all the same everything is known.
        let same = median_ratio_interval(&[3.0; 4], &[2.0; 4], 100, 0.95, 1);
        assert_eq!(same, Some(Interval { low: 1.5, high: 1.5 }));
    }

    #[test]
    fn one_value_says_nothing_of_how_values_differ() {
        assert_eq!(median_interval(&[1.0], 100, 0.95, 1), None);
        assert_eq!(median_ratio_interval(&[1.0, 2.0], &[1.0], 100, 0.95, 1), None);
        assert_eq!(median_ratio_interval(&[1.0, 2.0], &[0.0, 0.0], 100, 0.95, 1), None);
        assert_eq!(percentile(&[], 0.5), None);
    }
}
