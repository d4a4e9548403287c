//! How rich the vocabulary of a text is.
//!
//! A text is the ids of its tokens' types, in order. The plain ratio of types to tokens falls as a text grows longer;
//! the others can be compared between texts of different lengths.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::register::{Measure, Of};
use super::{finite, mean, quotient};

/// The window of [`mattr`], in tokens, that the register counts with.
const WINDOW: usize = 100;
/// The length of [`standardised_ttr`]'s stretches, in tokens, that the register counts with.
const STRETCH: usize = 1000;
/// The ratio at which a factor of MTLD ends.
const FACTOR: f64 = 0.72;
/// The tokens that [`hdd`] draws.
const SAMPLE: u32 = 42;

fn types(tokens: &[u32]) -> usize {
    tokens.iter().collect::<FxHashSet<_>>().len()
}

/// Tokens of each type.
fn counts(tokens: &[u32]) -> FxHashMap<u32, usize> {
    let mut counts = FxHashMap::default();
    tokens.iter().for_each(|id| *counts.entry(*id).or_insert(0) += 1);
    counts
}

/// Types for each token; `None` of an empty text.
pub fn ttr(tokens: &[u32]) -> Option<f64> {
    quotient(types(tokens) as f64, tokens.len() as f64)
}

/// How many types occur once.
pub fn hapaxes(tokens: &[u32]) -> u64 {
    counts(tokens).values().filter(|count| **count == 1).count() as u64
}

/// The mean [`ttr`] of all windows of `window` tokens; `None` of a text that is shorter than one.
pub fn mattr(tokens: &[u32], window: usize) -> Option<f64> {
    let (first, rest) = tokens.split_at_checked(window)?;
    let mut inside = counts(first);
    let mut sum = inside.len() as u64;
    for (leaves, enters) in tokens.iter().zip(rest) {
        *inside.entry(*enters).or_insert(0) += 1;
        if let Some(count) = inside.get_mut(leaves) {
            *count -= 1;
            if *count == 0 {
                inside.remove(leaves);
            }
        }
        sum += inside.len() as u64;
    }
    quotient(sum as f64, window as f64 * (rest.len() as f64 + 1.0))
}

/// The mean [`ttr`] of stretches of `stretch` tokens one behind the other; what remains at the end is left out.
/// `None` of a text that is shorter than one.
pub fn standardised_ttr(tokens: &[u32], stretch: usize) -> Option<f64> {
    let stretches = tokens.chunks_exact(stretch.max(1));
    mean(&stretches.filter_map(ttr).collect::<Vec<_>>())
}

/// The mean length, in tokens, of stretches that keep the ratio of types to tokens above 0.72, read forwards and
/// backwards. `None` of a text in which no word comes twice: it has no such length.
pub fn mtld(tokens: &[u32]) -> Option<f64> {
    let factors = [factors(tokens.iter()), factors(tokens.iter().rev())];
    let lengths = factors.map(|factors| tokens.len() as f64 / factors);
    finite(lengths.iter().sum::<f64>() / 2.0)
}

/// How many stretches bring the ratio down to [`FACTOR`]; the last one counts as far as it has come.
fn factors<'a>(tokens: impl Iterator<Item = &'a u32>) -> f64 {
    let (mut whole, mut length) = (0.0, 0.0);
    let mut seen = FxHashSet::default();
    for id in tokens {
        seen.insert(id);
        length += 1.0;
        if seen.len() as f64 / length <= FACTOR {
            whole += 1.0;
            length = 0.0;
            seen.clear();
        }
    }
    let part = if length > 0.0 { (1.0 - seen.len() as f64 / length) / (1.0 - FACTOR) } else { 0.0 };
    whole + part
}

/// The ratio of types to tokens that `sample` tokens drawn at random have on average; `None` of a shorter text.
pub fn hdd(tokens: &[u32], sample: u32) -> Option<f64> {
    if sample == 0 || tokens.len() < sample as usize {
        return None;
    }
    // By count, in order, so that the sum is the same whatever the ids.
    let mut types_of_count: BTreeMap<usize, u64> = BTreeMap::new();
    counts(tokens).into_values().for_each(|count| *types_of_count.entry(count).or_insert(0) += 1);
    let all = tokens.len() as f64;
    let missed = |count: usize| {
        (0..sample).map(f64::from).map(|drawn| ((all - count as f64 - drawn) / (all - drawn)).max(0.0)).product::<f64>()
    };
    let met: f64 = types_of_count.iter().map(|(count, types)| *types as f64 * (1.0 - missed(*count))).sum();
    quotient(met, f64::from(sample))
}

pub(super) const MEASURES: &[Measure] = &[
    Measure {
        name: "ttr",
        title: "Type/token ratio",
        formula: "types / tokens",
        range: "above 0, to 1",
        when: "Only between texts of the same length.",
        source: "Johnson 1944, Studies in language behavior: I. A program of research, Psychological Monographs 56(2)",
        of: Of::Tokens(ttr),
    },
    Measure {
        name: "standardised-ttr",
        title: "Standardised type/token ratio",
        formula: "the mean type/token ratio of stretches of 1,000 tokens, the rest left out",
        range: "above 0, to 1; empty below 1,000 tokens",
        when: "Long texts; comparable with WordSmith's STTR.",
        source: "Scott, WordSmith Tools; Johnson 1944 (mean segmental type/token ratio)",
        of: Of::Tokens(|tokens| standardised_ttr(tokens, STRETCH)),
    },
    Measure {
        name: "mattr",
        title: "Moving-average type/token ratio",
        formula: "the mean type/token ratio of all windows of 100 tokens",
        range: "above 0, to 1; empty below 100 tokens",
        when: "Texts of any lengths from 100 tokens on; no stretch is favoured by where it begins.",
        source: "Covington and McFall 2010, Cutting the Gordian knot: the moving-average type-token ratio, Journal of \
                 Quantitative Linguistics 17(2)",
        of: Of::Tokens(|tokens| mattr(tokens, WINDOW)),
    },
    Measure {
        name: "mtld",
        title: "Measure of textual lexical diversity",
        formula: "tokens / factors, a factor being a stretch that brings the type/token ratio down to 0.72; the mean \
                  of reading forwards and backwards",
        range: "above 0, in tokens; empty where no word comes twice",
        when: "Texts of 100 tokens and more; sees the order of words.",
        source: "McCarthy and Jarvis 2010, MTLD, vocd-D, and HD-D, Behavior Research Methods 42(2)",
        of: Of::Tokens(mtld),
    },
    Measure {
        name: "hd-d",
        title: "HD-D",
        formula: "Σ (1 − P(type not among 42 tokens drawn)) / 42 over the types, by the hypergeometric distribution",
        range: "above 0, to 1; empty below 42 tokens",
        when: "Short texts; what vocd-D estimates, exact.",
        source: "McCarthy and Jarvis 2007, vocd: A theoretical and empirical evaluation, Language Testing 24(4)",
        of: Of::Tokens(|tokens| hdd(tokens, SAMPLE)),
    },
    Measure {
        name: "hapaxes",
        title: "Hapax legomena",
        formula: "the number of types that occur once",
        range: "0 to the number of tokens",
        when: "How much of the vocabulary is rare; grows with the text.",
        source: "Baayen 2001, Word Frequency Distributions",
        of: Of::Tokens(|tokens| Some(hapaxes(tokens) as f64)),
    },
];
