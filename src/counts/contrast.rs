//! Two groups of papers held against each other.

use crate::stats::{
    Interval, MannWhitney, Paper, TTest, Table2x2, chi_squared_p, hedges_g, log_likelihood, log_ratio,
    log_ratio_interval, mann_whitney, permutation_test, rank_biserial, welch,
};

use super::Draws;

/// How two groups of papers differ: how far first, then how surely. Where nothing can be said there is nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// log2 of the ratio of the rates, from all words of each group.
    pub log_ratio: Option<f64>,
    /// Its interval, which takes each word for an independent throw.
    pub log_ratio_interval: Option<Interval>,
    /// Hedges' g of the papers' rates.
    pub hedges_g: Option<f64>,
    /// The rank-biserial correlation of the papers' rates.
    pub rank_biserial: Option<f64>,
    /// G², which takes each word for an independent throw, and how probable it is by chance.
    pub log_likelihood: Option<(f64, f64)>,
    /// Welch's test of the papers' rates.
    pub welch: Option<TTest>,
    /// The test of Mann and Whitney of the papers' rates.
    pub mann_whitney: Option<MannWhitney>,
    /// How probable a difference of the rates as large is if papers are dealt to the groups at random.
    pub permutation_p: Option<f64>,
}

/// Holds the papers of two groups against each other.
pub fn contrast(a: &[Paper], b: &[Paper], draws: Draws) -> Contrast {
    let sums =
        |papers: &[Paper]| papers.iter().fold((0, 0), |sums, paper| (sums.0 + paper.hits, sums.1 + paper.tokens));
    let ((hits, tokens), (other_hits, other_tokens)) = (sums(a), sums(b));
    // Only where hits overlap are there more of them than tokens.
    let table = Table2x2::of_corpora(hits, tokens, other_hits, other_tokens);
    let (rates, others) = (rates(a), rates(b));
    let surely = |g2: f64| Some((g2, chi_squared_p(g2)?));
    Contrast {
        log_ratio: table.and_then(|table| log_ratio(&table)),
        log_ratio_interval: table.and_then(|table| log_ratio_interval(&table, draws.confidence)),
        hedges_g: hedges_g(&rates, &others),
        rank_biserial: rank_biserial(&rates, &others),
        log_likelihood: table.and_then(|table| log_likelihood(&table)).and_then(surely),
        welch: welch(&rates, &others),
        mann_whitney: mann_whitney(&rates, &others),
        permutation_p: (draws.resamples > 0).then(|| permutation_test(a, b, draws.resamples, draws.seed)).flatten(),
    }
}

/// The rates of the papers that have tokens.
fn rates(papers: &[Paper]) -> Vec<f64> {
    papers.iter().filter(|paper| paper.tokens > 0).map(|paper| paper.hits as f64 / paper.tokens as f64).collect()
}
