//! Papers dealt to groups at random.

use super::bootstrap::{Paper, rate};
use super::quotient;
use super::register::{Measure, Of};
use super::splitmix::SplitMix;

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

pub(super) const MEASURES: &[Measure] = &[Measure {
    name: "permutation-test",
    title: "Permutation test",
    formula: "the share of deals of papers to groups whose rates differ as much or more",
    range: "above 0, to 1",
    when: "Two groups of papers, no assumption but that papers could be exchanged. Deals are seeded.",
    source: "Fisher 1935, The Design of Experiments; Phipson and Smyth 2010, Permutation P-values should never be \
                 zero",
    of: Of::Papers,
}];
