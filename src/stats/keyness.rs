//! How much more frequent a word is in one corpus than in another.
//!
//! Rows of the table are the two corpora. All are `None` where a corpus has no tokens.

use std::f64::consts::LN_2;

use super::register::{Measure, Of};
use super::significance::bonferroni;
use super::table::{Margins, Table2x2};
use super::tail::lower_log_odds;
use super::{Interval, finite, normal_quantile, quotient};

/// The two counts, and log2 of how many times larger the other corpus is; `None` if nothing can be compared.
fn compared(table: &Table2x2) -> Option<(f64, f64, f64)> {
    let Margins { r1, r2, c1, .. } = table.margins();
    (c1 > 0.0).then_some(())?;
    quotient(r2, r1).filter(|larger| *larger > 0.0).map(|larger| (table.o11 as f64, table.o21 as f64, larger.log2()))
}

/// A count that a logarithm can be taken of.
fn half_for_none(count: f64) -> f64 {
    if count == 0.0 { 0.5 } else { count }
}

/// log2 of the ratio of the two rates; a half stands for no hit. `None` if the word is in neither.
pub fn log_ratio(table: &Table2x2) -> Option<f64> {
    let (hits, other_hits, larger) = compared(table)?;
    finite((half_for_none(hits) / half_for_none(other_hits)).log2() + larger)
}

/// The interval of [`log_ratio`] by the normal distribution, that holds the true value with `confidence` (0 to 1):
/// each word is taken for an independent throw, so that over papers it is too narrow.
pub fn log_ratio_interval(table: &Table2x2, confidence: f64) -> Option<Interval> {
    let middle = log_ratio(table)?;
    let Margins { r1, r2, .. } = table.margins();
    let [hits, other_hits] = [table.o11 as f64, table.o21 as f64].map(half_for_none);
    let error = ((1.0 / hits - 1.0 / r1) + (1.0 / other_hits - 1.0 / r2)).sqrt() / LN_2;
    let reach = finite(normal_quantile((1.0 + confidence) / 2.0)? * error)?;
    Some(Interval { low: middle - reach, high: middle + reach })
}

/// The end nearer to 0 of the exact interval of the log ratio, 0 if the interval holds 0. `alpha` is the chance that
/// the interval misses; see [`bonferroni`] and [`sidak`](super::sidak) for many words.
pub fn conservative_log_ratio(table: &Table2x2, alpha: f64) -> Option<f64> {
    let (hits, other_hits, larger) = compared(table)?;
    if !(alpha > 0.0 && alpha < 1.0) {
        return None;
    }
    // Given hits in both, those of one are binomial; the log odds of their share are the log ratio of the counts.
    let above = |of: f64, against: f64| lower_log_odds(of, of + against, alpha / 2.0).map(|odds| odds / LN_2);
    if (hits / other_hits).log2() + larger >= 0.0 {
        Some(above(hits, other_hits).map_or(0.0, |low| (low + larger).max(0.0)))
    } else {
        Some(above(other_hits, hits).map_or(0.0, |low| (larger - low).min(0.0)))
    }
}

/// The difference of the rates in percent of the other corpus' rate; `None` if the word is not in the other corpus.
pub fn percent_diff(table: &Table2x2) -> Option<f64> {
    let Margins { r1, .. } = table.margins();
    // (o11/r1 − o21/r2) / (o21/r2), without cancellation.
    quotient(100.0 * (table.determinant() / r1), table.o21 as f64)
}

/// The ratio of the rates per million, `added` added to both; `None` for a negative `added`.
pub fn simple_maths(table: &Table2x2, added: f64) -> Option<f64> {
    let Margins { r1, r2, .. } = table.margins();
    let rate = |hits: u64, tokens: f64| quotient(hits as f64 * 1e6, tokens).map(|rate| rate + added);
    if added < 0.0 { None } else { quotient(rate(table.o11, r1)?, rate(table.o21, r2)?) }
}

pub(super) const MEASURES: &[Measure] = &[
    Measure {
        name: "log-ratio",
        title: "Log ratio",
        formula: "log2((o11 / (o11 + o12)) / (o21 / (o21 + o22))); ½ stands for o11 or o21 of 0",
        range: "any number; 0 is no difference; empty where the word is in neither",
        when: "How large a difference is: one point is a factor of two. Rare words come first: use it with a test or \
               with its interval.",
        source: "Hardie 2014, Log Ratio: an informal introduction (CASS)",
        of: Of::Table(|table, _| log_ratio(table)),
    },
    Measure {
        name: "conservative-log-ratio",
        title: "Conservative log ratio (LRC)",
        formula: "the end nearer to 0 of the exact two-sided interval of the log ratio, from Clopper and Pearson's \
                  interval of o11 in o11 + o21 at α / comparisons; 0 if the interval holds 0",
        range: "any number; empty where the word is in neither",
        when: "How large a difference surely is, rare words kept in their place. The best single list of keywords.",
        source: "Evert 2022, Measuring keyness (Digital Humanities); R package corpora, keyness()",
        of: Of::Table(|table, settings| {
            conservative_log_ratio(table, bonferroni(settings.alpha, settings.comparisons)?)
        }),
    },
    Measure {
        name: "percent-diff",
        title: "%DIFF",
        formula: "100 (p1 − p2) / p2 with p1 = o11 / (o11 + o12) and p2 = o21 / (o21 + o22)",
        range: "−100 and above; empty where the word is not in the other corpus",
        when: "How large a difference is, in percent. 100 is twice as frequent.",
        source: "Gabrielatos and Marchi 2011, Keyness: matching metrics to definitions",
        of: Of::Table(|table, _| percent_diff(table)),
    },
    Measure {
        name: "simple-maths",
        title: "Simple maths",
        formula: "(p1 + N) / (p2 + N), p1 and p2 per million",
        range: "0 and above; 1 is no difference",
        when: "Keywords with a knob: N = 1 brings rare words first, N = 1000 frequent ones.",
        source: "Kilgarriff 2009, Simple maths for keywords (Corpus Linguistics)",
        of: Of::Table(|table, settings| simple_maths(table, settings.added)),
    },
];
