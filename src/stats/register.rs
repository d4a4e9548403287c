//! The register of measures: what each is called, how it is counted, and who says so.

use super::{
    Parts, Table2x2, TextCounts, association, bootstrap, dispersion, diversity, groups, keyness, permutation, ranks,
    readability, significance, trend,
};

/// One measure.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its name in the field.
    pub title: &'static str,
    /// How it is counted.
    pub formula: &'static str,
    /// The values that it can have.
    pub range: &'static str,
    /// What it is good for, and what it is not.
    pub when: &'static str,
    /// Where it is defined.
    pub source: &'static str,
    /// What it is a measure of.
    pub of: Of,
}

impl Measure {
    /// Its name as the name of a column.
    pub fn column(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// What a measure is counted from.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// Observed counts of a pair, or of a word in two corpora.
    Table(fn(&Table2x2, &Settings) -> Option<f64>),
    /// A word's counts in the parts of a corpus.
    Parts(fn(&Parts) -> Option<f64>),
    /// The positions of a word's tokens, ascending, and the number of all tokens.
    Positions(fn(&[u64], u64) -> Option<f64>),
    /// The tokens of a text as ids of their types.
    Tokens(fn(&[u32]) -> Option<f64>),
    /// What a text is made of.
    Text(fn(&TextCounts) -> Option<f64>),
    /// Counts or rates of papers in groups; what it takes and gives stands at the function.
    Papers,
}

impl Of {
    /// In the words of the command line.
    pub fn words(self) -> &'static str {
        match self {
            Of::Table(_) => "pair or keyword",
            Of::Parts(_) | Of::Positions(_) => "spread",
            Of::Tokens(_) => "vocabulary",
            Of::Text(_) => "readability",
            Of::Papers => "papers",
        }
    }
}

/// What measures of a table can be told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The accepted chance of an interval that misses, over all comparisons together.
    pub alpha: f64,
    /// How many words are looked at together.
    pub comparisons: u64,
    /// What simple maths adds to both rates per million.
    pub added: f64,
}

impl Default for Settings {
    /// One word, 5 %, 1 per million.
    fn default() -> Self {
        Settings { alpha: 0.05, comparisons: 1, added: 1.0 }
    }
}

/// All measures, those of one kind together.
pub fn measures() -> impl Iterator<Item = &'static Measure> {
    let families: [&[Measure]; 11] = [
        significance::MEASURES,
        association::MEASURES,
        keyness::MEASURES,
        dispersion::MEASURES,
        diversity::MEASURES,
        readability::MEASURES,
        bootstrap::MEASURES,
        permutation::MEASURES,
        groups::MEASURES,
        ranks::MEASURES,
        trend::MEASURES,
    ];
    families.into_iter().flatten()
}

/// The measure of this name.
pub fn measure(name: &str) -> Option<&'static Measure> {
    measures().find(|measure| measure.name == name)
}
