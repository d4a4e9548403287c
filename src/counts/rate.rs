//! How often a query hits, and how far that can be trusted.

use crate::stats::{Interval, Paper, rate, rate_interval};

/// How an interval is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draws {
    /// How often papers are drawn again; 0: there are no intervals.
    pub resamples: usize,
    /// How often an interval is to hold the true value, 0 to 1.
    pub confidence: f64,
    /// What the draws begin with.
    pub seed: u64,
}

/// How often a query hits in one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Hits.
    pub hits: u64,
    /// Tokens of the group's sections.
    pub tokens: u64,
    /// Hits for each token; `None` without tokens.
    pub rate: Option<f64>,
    /// Its interval over papers, as [`rate_interval`] gives it.
    pub interval: Option<Interval>,
    /// Papers of the group.
    pub papers: u64,
    /// Those with a hit.
    pub papers_with_hits: u64,
}

impl Rate {
    /// From what papers say.
    pub fn of(papers: &[Paper], draws: Draws) -> Self {
        Rate {
            hits: papers.iter().map(|paper| paper.hits).sum(),
            tokens: papers.iter().map(|paper| paper.tokens).sum(),
            rate: rate(papers),
            interval: rate_interval(papers, draws.resamples, draws.confidence, draws.seed),
            papers: papers.len() as u64,
            papers_with_hits: papers.iter().filter(|paper| paper.hits > 0).count() as u64,
        }
    }
}
