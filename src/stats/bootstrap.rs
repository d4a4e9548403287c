//! Rates whose uncertainty comes from papers, not from words: papers are drawn again and again.

use super::register::{Measure, Of};
use super::splitmix::SplitMix;
use super::{Interval, finite, quotient};

/// What a paper says of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Hits in the paper.
    pub hits: u64,
    /// Its tokens.
    pub tokens: u64,
}

/// Hits for each token of all papers together; `None` without tokens.
pub fn rate(papers: &[Paper]) -> Option<f64> {
    rate_of(papers.iter())
}

fn rate_of<'a>(papers: impl Iterator<Item = &'a Paper>) -> Option<f64> {
    // As integers, so that the order of papers makes no difference.
    let (hits, tokens) = papers.fold((0u128, 0u128), |(hits, tokens), paper| {
        (hits + u128::from(paper.hits), tokens + u128::from(paper.tokens))
    });
    quotient(hits as f64, tokens as f64)
}

/// The percentile interval of [`rate`] by `resamples` draws of as many papers, with replacement, that holds the true
/// rate with `confidence` (0 to 1). Papers without tokens say nothing and are left out. `None` for fewer than two
/// papers, which say nothing of how papers differ. Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 13.
pub fn rate_interval(papers: &[Paper], resamples: usize, confidence: f64, seed: u64) -> Option<Interval> {
    let papers: Vec<Paper> = papers.iter().copied().filter(|paper| paper.tokens > 0).collect();
    if papers.len() < 2 || !(0.0..=1.0).contains(&confidence) {
        return None;
    }
    let mut random = SplitMix::new(seed);
    let mut draw = |_| rate_of((0..papers.len()).filter_map(|_| papers.get(random.below(papers.len()))));
    let mut rates: Vec<f64> = (0..resamples).filter_map(&mut draw).collect();
    rates.sort_by(f64::total_cmp);
    let outside = (1.0 - confidence) / 2.0;
    Some(Interval { low: quantile(&rates, outside)?, high: quantile(&rates, 1.0 - outside)? })
}

/// The quantile of sorted values, between two of them in proportion: type 7 of Hyndman and Fan 1996.
pub(super) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let at = p * (sorted.len().checked_sub(1)?) as f64;
    let (low, high) = (*sorted.get(at.floor() as usize)?, *sorted.get(at.ceil() as usize)?);
    finite(low + (high - low) * at.fract())
}

/// How probable a difference of the two groups' rates as large as theirs, either way, is if groups mean nothing: papers
/// are dealt to the groups `resamples` times. The papers as they are count as one deal (Phipson and Smyth 2010).
/// `None` for a group without tokens.
pub fn permutation_test(a: &[Paper], b: &[Paper], resamples: usize, seed: u64) -> Option<f64> {
    let difference = |papers: &[Paper]| {
        let (a, b) = papers.split_at_checked(a.len())?;
        Some((rate(a)? - rate(b)?).abs())
    };
    let mut papers = [a, b].concat();
    let observed = difference(&papers)?;
    // Deals that differ by rounding alone are equal.
    let least = observed * (1.0 - 1e-12);
    let mut random = SplitMix::new(seed);
    let (mut deals, mut as_large) = (1.0, 1.0);
    for _ in 0..resamples {
        for last in (1..papers.len()).rev() {
            papers.swap(last, random.below(last + 1));
        }
        // A deal that gives a group no tokens has no rates.
        if let Some(dealt) = difference(&papers) {
            deals += 1.0;
            as_large += f64::from(u8::from(dealt >= least));
        }
    }
    quotient(as_large, deals)
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
        name: "permutation-test",
        title: "Permutation test",
        formula: "the share of deals of papers to groups whose rates differ as much or more",
        range: "above 0, to 1",
        when: "Two groups of papers, no assumption but that papers could be exchanged. Deals are seeded.",
        source: "Fisher 1935, The Design of Experiments; Phipson and Smyth 2010, Permutation P-values should never be \
                 zero",
        of: Of::Papers,
    },
];
