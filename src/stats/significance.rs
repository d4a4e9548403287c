//! How sure it is that a pair, or a word in a corpus, is more or less frequent than chance.
//!
//! All are `None` where a row or a column of the table is empty, unless said otherwise.

use super::register::{Measure, Of};
use super::table::{Margins, Table2x2};
use super::tail::{deviance_of, hypergeometric_log10};
use super::{finite, normal_p, quotient};

/// Dunning's log-likelihood ratio G².
pub fn log_likelihood(table: &Table2x2) -> Option<f64> {
    // 2 Σ o ln(o/e) as a sum of terms that are never negative, so that nothing cancels: Σ (o − e) is 0.
    let excess = table.excess();
    let differences = [excess, -excess, -excess, excess];
    let cells = table.observed().into_iter().zip(table.expected()?).zip(differences);
    finite(2.0 * cells.map(|((o, e), difference)| deviance_of(o, e, difference, o + e)).sum::<f64>())
}

/// [`log_likelihood`], below 0 where the pair is rarer than expected.
pub fn signed_log_likelihood(table: &Table2x2) -> Option<f64> {
    log_likelihood(table).map(|value| signed(value, table))
}

/// Log-likelihood of the first cell alone, below 0 where the pair is rarer than expected.
pub fn simple_ll(table: &Table2x2) -> Option<f64> {
    let [e11, ..] = table.expected()?;
    let o11 = table.o11 as f64;
    finite(signed(2.0 * deviance_of(o11, e11, table.excess(), o11 + e11), table))
}

fn signed(value: f64, table: &Table2x2) -> f64 {
    if table.determinant() < 0.0 { -value } else { value }
}

/// The Bayesian information criterion of [`log_likelihood`].
pub fn bic(table: &Table2x2) -> Option<f64> {
    finite(log_likelihood(table)? - table.margins().n.ln())
}

/// Pearson's χ² with Yates' correction.
pub fn chi_squared(table: &Table2x2) -> Option<f64> {
    let Margins { r1, r2, c1, c2, n } = table.margins();
    table.expected()?;
    let excess = (table.excess().abs() - 0.5).max(0.0);
    finite(excess / (r1 / n) * (excess / c1) * (n / r2) * (n / c2))
}

/// How probable a χ² or G² of one degree of freedom as large as `value` is by chance; `None` below 0.
pub fn chi_squared_p(value: f64) -> Option<f64> {
    (value >= 0.0 && value.is_finite()).then(|| normal_p(value.sqrt()))
}

/// t-score; `None` without a pair.
pub fn t_score(table: &Table2x2) -> Option<f64> {
    table.expected()?;
    quotient(table.excess(), (table.o11 as f64).sqrt())
}

/// z-score.
pub fn z_score(table: &Table2x2) -> Option<f64> {
    let [e11, ..] = table.expected()?;
    quotient(table.excess(), e11.sqrt())
}

/// Fisher's exact test, one-sided: −log10 of the chance of as many pairs or more.
pub fn fisher(table: &Table2x2) -> Option<f64> {
    table.expected()?;
    finite(hypergeometric_log10(table))
}

/// The chance of a false find that each of `comparisons` may have so that all together have at most `alpha`.
pub fn bonferroni(alpha: f64, comparisons: u64) -> Option<f64> {
    (alpha > 0.0 && alpha < 1.0).then_some(alpha / comparisons.max(1) as f64)
}

/// The same for comparisons that do not hang together (Šidák 1967).
pub fn sidak(alpha: f64, comparisons: u64) -> Option<f64> {
    (alpha > 0.0 && alpha < 1.0).then(|| -((-alpha).ln_1p() / comparisons.max(1) as f64).exp_m1())
}

pub(super) const MEASURES: &[Measure] = &[
    Measure {
        name: "log-likelihood",
        title: "Log-likelihood ratio G²",
        formula: "2 Σ o ln(o / e) over the four cells",
        range: "0 and above",
        when: "How sure it is that a difference or a bond is there, for rare words too. It grows with the corpus and \
               says nothing of how large the difference is.",
        source: "Dunning 1993, Accurate Methods for the Statistics of Surprise and Coincidence, Computational \
                 Linguistics 19(1)",
        of: Of::Table(|table, _| log_likelihood(table)),
    },
    Measure {
        name: "signed-log-likelihood",
        title: "Log-likelihood ratio with a sign",
        formula: "G², negative where o11 < e11",
        range: "any number",
        when: "As log-likelihood, with words that are shunned at the other end of the list.",
        source: "Evert 2008, Corpora and collocations, in Corpus Linguistics: An International Handbook",
        of: Of::Table(|table, _| signed_log_likelihood(table)),
    },
    Measure {
        name: "simple-ll",
        title: "Simple log-likelihood",
        formula: "2 (o11 ln(o11 / e11) − (o11 − e11)), negative where o11 < e11",
        range: "any number",
        when: "Close to log-likelihood as long as the words are rare; needs the first cell alone.",
        source: "Evert 2008, Corpora and collocations, in Corpus Linguistics: An International Handbook",
        of: Of::Table(|table, _| simple_ll(table)),
    },
    Measure {
        name: "bic",
        title: "Bayesian information criterion",
        formula: "G² − ln n",
        range: "any number",
        when: "A threshold for log-likelihood that grows with the corpus: below 0 no evidence, above 2 positive, \
               above 6 strong, above 10 very strong evidence.",
        source: "Wilson 2013, Embracing Bayes factors for key item analysis in corpus linguistics",
        of: Of::Table(|table, _| bic(table)),
    },
    Measure {
        name: "chi-squared",
        title: "Chi-squared with Yates' correction",
        formula: "Σ (max(0, |o − e| − 0.5))² / e over the four cells",
        range: "0 and above",
        when: "For comparison with older work. Not where an expected count is below 5.",
        source: "Yates 1934, Contingency tables involving small numbers and the χ² test, Supplement to the JRSS 1(2)",
        of: Of::Table(|table, _| chi_squared(table)),
    },
    Measure {
        name: "t-score",
        title: "t-score",
        formula: "(o11 − e11) / √o11",
        range: "any number; empty without a pair",
        when: "Frequent collocates first; many of them are function words.",
        source: "Church, Gale, Hanks and Hindle 1991, Using statistics in lexical analysis",
        of: Of::Table(|table, _| t_score(table)),
    },
    Measure {
        name: "z-score",
        title: "z-score",
        formula: "(o11 − e11) / √e11",
        range: "any number",
        when: "Between t-score and PMI; makes too much of words whose expected count is far below 1.",
        source: "Berry-Rogghe 1973, The computation of collocations and their relevance in lexical studies",
        of: Of::Table(|table, _| z_score(table)),
    },
    Measure {
        name: "fisher",
        title: "Fisher's exact test",
        formula: "−log10 P(o11 or more), the margins given, by the hypergeometric distribution",
        range: "0 and above",
        when: "How sure it is that the pair is more frequent than chance, exact however small the counts. 3 stands \
               for p = 0.001.",
        source: "Pedersen 1996, Fishing for Exactness; tails by Loader 2000, Fast and accurate computation of \
                 binomial probabilities",
        of: Of::Table(|table, _| fisher(table)),
    },
];
