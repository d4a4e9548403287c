//! Papers dealt to groups at random.

use super::bootstrap::Paper;
use super::quotient;
use super::register::{Measure, Of};
use super::splitmix::SplitMix;

/// How probable a difference of the two groups' rates as large as theirs, either way, is if groups mean nothing: papers
/// are dealt to the groups `resamples` times. The papers as they are count as one deal (Phipson and Smyth 2010).
/// `None` for a group without tokens.
pub fn permutation_test(a: &[Paper], b: &[Paper], resamples: usize, seed: u64) -> Option<f64> {
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut papers = [few, many].concat();
    let (hits, tokens) = sums(&papers);
    let difference = |papers: &[Paper]| {
        let (own, own_tokens) = sums(papers.get(..few.len())?);
        Some((quotient(own, own_tokens)? - quotient(hits - own, tokens - own_tokens)?).abs())
    };
    let observed = difference(&papers)?;
    // Deals that differ by rounding alone are equal.
    let least = observed * (1.0 - 1e-12);
    let mut random = SplitMix::new(seed);
    let (mut deals, mut as_large) = (1.0, 1.0);
    for _ in 0..resamples {
        // Who is dealt to the smaller group says who is in the other.
        for at in 0..few.len() {
            let other = at + random.below(papers.len() - at);
            papers.swap(at, other);
        }
        // A deal that gives a group no tokens has no rates.
        if let Some(dealt) = difference(&papers) {
            deals += 1.0;
            as_large += f64::from(u8::from(dealt >= least));
        }
    }
    quotient(as_large, deals)
}

/// Hits and tokens; whole numbers are exact below 2^53.
fn sums(papers: &[Paper]) -> (f64, f64) {
    papers.iter().fold((0.0, 0.0), |(hits, tokens), paper| (hits + paper.hits as f64, tokens + paper.tokens as f64))
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
