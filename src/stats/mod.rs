//! Statistics: pure functions of counts.
//!
//! Nothing here is ever NaN or infinite: where nothing can be said, the value is `None`. Each measure with a name
//! stands in the register ([`measures`]) with its formula and source.

mod association;
mod bootstrap;
mod dispersion;
mod diversity;
mod groups;
mod keyness;
mod medians;
mod permutation;
mod ranks;
mod readability;
mod register;
mod significance;
mod splitmix;
mod student;
mod table;
mod tail;
mod trend;

pub use association::{
    delta_p, delta_p_back, dice, log_dice, mi_log_f, min_sensitivity, npmi, odds_ratio, pmi, pmi2, pmi3,
};
pub use bootstrap::{Paper, rate, rate_interval};
pub use dispersion::{PartSizes, Parts, arf, carroll_d2, dp, dp_norm, juilland_d, kl_divergence, range, rosengren_s};
pub use diversity::{hapaxes, hdd, mattr, mtld, standardised_ttr, ttr};
pub use groups::{TTest, cohens_d, hedges_g, holm, welch};
pub use keyness::{conservative_log_ratio, log_ratio, log_ratio_interval, percent_diff, simple_maths};
pub use medians::{median_interval, median_ratio_interval, percentile};
pub use permutation::permutation_test;
pub use ranks::{MannWhitney, mann_whitney, rank_biserial};
pub use readability::{TextCounts, ari, coleman_liau, flesch, flesch_kincaid, fog, lix, rix, sentence_length};
pub use register::{Measure, Of, Settings, measure, measures};
pub use significance::{
    bic, bonferroni, chi_squared, chi_squared_p, fisher, log_likelihood, sidak, signed_log_likelihood, simple_ll,
    t_score, z_score,
};
pub use splitmix::SplitMix;
pub use table::Table2x2;
pub use trend::{Trend, mann_kendall, sen_slope};

/// A range that a value is believed to lie in, both ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn quotient(above: f64, below: f64) -> Option<f64> {
    finite(above / below)
}

/// The arithmetic mean; `None` of nothing.
fn mean(values: &[f64]) -> Option<f64> {
    quotient(values.iter().sum(), values.len() as f64)
}

/// The sum of squared distances from `mean`.
fn squares(values: &[f64], mean: f64) -> f64 {
    values.iter().map(|value| (value - mean).powi(2)).sum()
}

/// The standard normal distribution's quantile; `None` outside the open range from 0 to 1.
fn normal_quantile(p: f64) -> Option<f64> {
    use statrs::distribution::{ContinuousCDF, Normal};
    (p > 0.0 && p < 1.0).then(|| Normal::standard().inverse_cdf(p)).and_then(finite)
}

/// How probable a standard normal value as far from 0 as `z` is, either way.
fn normal_p(z: f64) -> f64 {
    statrs::function::erf::erfc(z.abs() / std::f64::consts::SQRT_2)
}
