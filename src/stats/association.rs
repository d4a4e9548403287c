//! How close a pair is.
//!
//! Without a pair, or without one of the two words, most of these are `None`: nothing can be said.

use super::register::{Measure, Of};
use super::table::{Margins, Table2x2};
use super::{finite, quotient};

/// log2 of o11^k / e11.
fn pmi_to(table: &Table2x2, k: f64) -> Option<f64> {
    let [e11, ..] = table.expected()?;
    let o11 = table.o11 as f64;
    finite((o11 / e11).log2() + (k - 1.0) * o11.log2())
}

/// Pointwise mutual information, in bits.
pub fn pmi(table: &Table2x2) -> Option<f64> {
    pmi_to(table, 1.0)
}

/// PMI with the pair's count squared.
pub fn pmi2(table: &Table2x2) -> Option<f64> {
    pmi_to(table, 2.0)
}

/// PMI with the pair's count to the third power.
pub fn pmi3(table: &Table2x2) -> Option<f64> {
    pmi_to(table, 3.0)
}

/// Normalised PMI.
pub fn npmi(table: &Table2x2) -> Option<f64> {
    table.expected()?;
    if table.o11 == 0 {
        return Some(-1.0);
    }
    quotient(pmi(table)?, -(table.o11 as f64 / table.margins().n).log2())
}

/// PMI weighted with the pair's frequency.
pub fn mi_log_f(table: &Table2x2) -> Option<f64> {
    finite(pmi(table)? * (table.o11 as f64).ln_1p())
}

/// Dice's coefficient; `None` where neither word is.
pub fn dice(table: &Table2x2) -> Option<f64> {
    let Margins { r1, c1, .. } = table.margins();
    quotient(2.0 * table.o11 as f64, r1 + c1)
}

/// logDice: 14 for a pair that always and only occurs together, one less for each halving; `None` without a pair.
pub fn log_dice(table: &Table2x2) -> Option<f64> {
    finite(14.0 + dice(table)?.log2())
}

/// How much likelier the word becomes through the node.
pub fn delta_p(table: &Table2x2) -> Option<f64> {
    let Margins { r1, r2, .. } = table.margins();
    quotient(table.determinant() / r1, r2)
}

/// How much likelier the node becomes through the word.
pub fn delta_p_back(table: &Table2x2) -> Option<f64> {
    let Margins { c1, c2, .. } = table.margins();
    quotient(table.determinant() / c1, c2)
}

/// The lesser of the shares that the pair has of either word.
pub fn min_sensitivity(table: &Table2x2) -> Option<f64> {
    let Margins { r1, c1, .. } = table.margins();
    // The larger margin gives the smaller share.
    if r1 == 0.0 || c1 == 0.0 { None } else { quotient(table.o11 as f64, r1.max(c1)) }
}

/// The odds ratio, each cell raised by a half (Haldane), so that it is there for every table but the empty one.
pub fn odds_ratio(table: &Table2x2) -> Option<f64> {
    let [o11, o12, o21, o22] = table.observed().map(|cell| cell + 0.5);
    if table.margins().n == 0.0 { None } else { finite(o11 / o12 * (o22 / o21)) }
}

pub(super) const MEASURES: &[Measure] = &[
    Measure {
        name: "pmi",
        title: "Pointwise mutual information",
        formula: "log2(o11 / e11)",
        range: "any number; empty without a pair",
        when: "How exclusive a pair is. Rare pairs come first: use it with a least count.",
        source: "Church and Hanks 1990, Word association norms, mutual information, and lexicography, \
                 Computational Linguistics 16(1)",
        of: Of::Table(|table, _| pmi(table)),
    },
    Measure {
        name: "pmi2",
        title: "PMI²",
        formula: "log2(o11² / e11)",
        range: "any number; empty without a pair",
        when: "As PMI, with less weight on rare pairs.",
        source: "Daille 1994, Approche mixte pour l'extraction automatique de terminologie; in counts as Evert 2008",
        of: Of::Table(|table, _| pmi2(table)),
    },
    Measure {
        name: "pmi3",
        title: "PMI³",
        formula: "log2(o11³ / e11)",
        range: "any number; empty without a pair",
        when: "As PMI², with less weight still on rare pairs.",
        source: "Daille 1994, Approche mixte pour l'extraction automatique de terminologie; in counts as Evert 2008",
        of: Of::Table(|table, _| pmi3(table)),
    },
    Measure {
        name: "npmi",
        title: "Normalised PMI",
        formula: "log2(o11 / e11) / −log2(o11 / n)",
        range: "−1 (never together) to 1 (only together); 0 is chance",
        when: "As PMI, comparable between corpora of different sizes.",
        source: "Bouma 2009, Normalized (pointwise) mutual information in collocation extraction",
        of: Of::Table(|table, _| npmi(table)),
    },
    Measure {
        name: "mi-log-f",
        title: "MI.log-f",
        formula: "log2(o11 / e11) · ln(o11 + 1)",
        range: "any number; empty without a pair",
        when: "PMI that lets frequent pairs come first; used in word sketches before logDice.",
        source: "Kilgarriff, Rychlý, Smrž and Tugwell 2004, The Sketch Engine; Sketch Engine, Statistics used in the \
                 Sketch Engine",
        of: Of::Table(|table, _| mi_log_f(table)),
    },
    Measure {
        name: "dice",
        title: "Dice's coefficient",
        formula: "2 o11 / ((o11 + o12) + (o11 + o21))",
        range: "0 to 1; empty where neither word is",
        when: "How much two words need each other, whatever the size of the corpus.",
        source: "Dice 1945, Measures of the amount of ecologic association between species, Ecology 26(3)",
        of: Of::Table(|table, _| dice(table)),
    },
    Measure {
        name: "log-dice",
        title: "logDice",
        formula: "14 + log2 Dice",
        range: "at most 14 (always and only together); empty without a pair",
        when: "Typical collocates, comparable between corpora and nodes. One point is a factor of two.",
        source: "Rychlý 2008, A lexicographer-friendly association score, RASLAN",
        of: Of::Table(|table, _| log_dice(table)),
    },
    Measure {
        name: "delta-p",
        title: "ΔP, word given node",
        formula: "o11 / (o11 + o12) − o21 / (o21 + o22)",
        range: "−1 to 1",
        when: "Whether the node calls for the word. Held against delta-p-back it shows which of the two leads.",
        source: "Gries 2013, 50-something years of work on collocations, International Journal of Corpus \
                 Linguistics 18(1); after Allan 1980",
        of: Of::Table(|table, _| delta_p(table)),
    },
    Measure {
        name: "delta-p-back",
        title: "ΔP, node given word",
        formula: "o11 / (o11 + o21) − o12 / (o12 + o22)",
        range: "−1 to 1",
        when: "Whether the word calls for the node.",
        source: "Gries 2013, 50-something years of work on collocations, International Journal of Corpus \
                 Linguistics 18(1); after Allan 1980",
        of: Of::Table(|table, _| delta_p_back(table)),
    },
    Measure {
        name: "min-sensitivity",
        title: "Minimum sensitivity",
        formula: "min(o11 / (o11 + o12), o11 / (o11 + o21))",
        range: "0 to 1",
        when: "Pairs in which each word is often found with the other.",
        source: "Pedersen 1998, Dependent bigram identification, AAAI",
        of: Of::Table(|table, _| min_sensitivity(table)),
    },
    Measure {
        name: "odds-ratio",
        title: "Odds ratio",
        formula: "(o11 + ½)(o22 + ½) / ((o12 + ½)(o21 + ½))",
        range: "above 0; 1 is chance",
        when: "How strong a difference or a bond is; there for tables with empty cells too.",
        source: "Haldane 1956, The estimation and significance of the logarithm of a ratio of frequencies, Annals of \
                 Human Genetics 20",
        of: Of::Table(|table, _| odds_ratio(table)),
    },
];
