//! Comparisons by rank.

use super::register::{Measure, Of};
use super::{normal_p, quotient};

/// Up to so many values the test is exact: 50 choose 25 is still counted without rounding.
const EXACT: usize = 50;

/// What the test of Mann and Whitney gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannWhitney {
    /// Pairs in which the first group's value is the larger, ties counted half.
    pub u: f64,
    /// How probable a U as far from the middle is by chance.
    pub p: f64,
}

/// The Mann-Whitney U test, two-sided. `None` for an empty group, a value that is not finite, or where all are equal.
pub fn mann_whitney(a: &[f64], b: &[f64]) -> Option<MannWhitney> {
    let pooled = [a, b].concat();
    if a.is_empty() || b.is_empty() || !pooled.iter().all(|value| value.is_finite()) {
        return None;
    }
    let ties = ties(&pooled);
    let ranks = ties.iter().scan(0.0, |below, &(value, count)| {
        let rank = *below + (count + 1.0) / 2.0;
        *below += count;
        Some((value, rank))
    });
    let ranks: Vec<(f64, f64)> = ranks.collect();
    let rank_of =
        |value: &f64| ranks.binary_search_by(|(v, _)| v.total_cmp(&zero(*value))).ok().and_then(|at| ranks.get(at));
    let sum: f64 = a.iter().filter_map(rank_of).map(|(_, rank)| rank).sum();
    let (na, nb) = (a.len() as f64, b.len() as f64);
    let u = sum - na * (na + 1.0) / 2.0;
    let p = if ties.len() == pooled.len() && pooled.len() <= EXACT {
        exact_p(a.len(), b.len(), u.max(na * nb - u) as usize)?
    } else {
        let n = na + nb;
        let tied: f64 = ties.iter().map(|(_, t)| t.powi(3) - t).sum();
        let deviation = (na * nb / 12.0 * (n + 1.0 - tied / (n * (n - 1.0)))).sqrt();
        // Corrected for continuity; a U in the middle would otherwise come out beyond it.
        normal_p(quotient(((u - na * nb / 2.0).abs() - 0.5).max(0.0), deviation)?)
    };
    Some(MannWhitney { u, p })
}

/// −0 is 0.
fn zero(value: f64) -> f64 {
    value + 0.0
}

/// Each value with the number of its equals, ascending.
pub(super) fn ties(values: &[f64]) -> Vec<(f64, f64)> {
    let mut sorted: Vec<f64> = values.iter().map(|value| zero(*value)).collect();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).filter_map(|equal| Some((*equal.first()?, equal.len() as f64))).collect()
}

/// The chance of a U of `u` or more, or as far on the other side, without ties.
fn exact_p(na: usize, nb: usize, u: usize) -> Option<f64> {
    // ways[k][s]: how many sets of k of the ranks seen so far have the sum s.
    let most = (na + nb) * (na + nb + 1) / 2;
    let mut ways = vec![vec![0.0; most + 1]; na + 1];
    *ways.first_mut()?.first_mut()? = 1.0;
    for rank in 1..=na + nb {
        for k in (1..=na).rev() {
            let (fewer, more) = ways.split_at_mut_checked(k)?;
            let (fewer, more) = (fewer.last()?, more.first_mut()?);
            more.iter_mut().skip(rank).zip(fewer).for_each(|(sum, without)| *sum += without);
        }
    }
    let ways = ways.last()?;
    let from = u + na * (na + 1) / 2;
    quotient(2.0 * ways.iter().skip(from).sum::<f64>(), ways.iter().sum()).map(|p| p.min(1.0))
}

/// The rank-biserial correlation, from −1 to 1: above 0 if the first group's values tend to be the larger.
pub fn rank_biserial(a: &[f64], b: &[f64]) -> Option<f64> {
    Some(2.0 * mann_whitney(a, b)?.u / (a.len() as f64 * b.len() as f64) - 1.0)
}

pub(super) const MEASURES: &[Measure] = &[
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
        name: "rank-biserial",
        title: "Rank-biserial correlation",
        formula: "2 U / (k1 k2) − 1",
        range: "−1 to 1; 0 is no difference",
        when: "The effect size of the Mann-Whitney test: in how many more pairs of papers the first group is ahead.",
        source: "Glass 1965, A ranking variable analogue of biserial correlation; Wendt 1972",
        of: Of::Papers,
    },
];
