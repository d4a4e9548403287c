//! How evenly a word is spread over a corpus.

use super::register::{Measure, Of};
use super::{finite, quotient, squares};

/// How many tokens the parts of a corpus have: papers, or equal stretches. Parts without tokens are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartSizes {
    parts: usize,
    tokens: u64,
    /// The tokens of the smallest part.
    smallest: u64,
}

impl PartSizes {
    /// From the tokens of each part.
    pub fn new(tokens: impl IntoIterator<Item = u64>) -> Self {
        let none = PartSizes { parts: 0, tokens: 0, smallest: u64::MAX };
        tokens.into_iter().filter(|tokens| *tokens > 0).fold(none, |all, tokens| PartSizes {
            parts: all.parts + 1,
            tokens: all.tokens + tokens,
            smallest: all.smallest.min(tokens),
        })
    }
}

/// A word's counts in the parts of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    sizes: PartSizes,
    /// Hits and tokens of each part that has hits.
    hit: Vec<(u64, u64)>,
}

impl Parts {
    /// From hits and tokens of each part; parts without tokens say nothing and are left out.
    /// `None` if a part has hits but no tokens.
    pub fn new(parts: impl IntoIterator<Item = (u64, u64)>) -> Option<Self> {
        let parts: Vec<(u64, u64)> = parts.into_iter().collect();
        let sizes = PartSizes::new(parts.iter().map(|part| part.1));
        Parts::of_hits(sizes, parts.into_iter().filter(|part| part.0 > 0))
    }

    /// From hits and tokens of the parts that have hits, and the sizes of all parts.
    /// `None` if a part has hits but no tokens.
    pub fn of_hits(sizes: PartSizes, hit: impl IntoIterator<Item = (u64, u64)>) -> Option<Self> {
        let hit: Vec<(u64, u64)> = hit.into_iter().collect();
        hit.iter().all(|(_, tokens)| *tokens > 0).then_some(Parts { sizes, hit })
    }

    fn parts(&self) -> f64 {
        self.sizes.parts as f64
    }

    fn without_hits(&self) -> f64 {
        self.sizes.parts.saturating_sub(self.hit.len()) as f64
    }

    /// The shares of the hits and of the tokens of each part with hits; `None` without hits.
    fn shares(&self) -> Option<impl Iterator<Item = (f64, f64)>> {
        let (hits, tokens) = (self.hit.iter().map(|part| part.0).sum::<u64>() as f64, self.sizes.tokens as f64);
        (hits > 0.0).then(|| self.hit.iter().map(move |part| (part.0 as f64 / hits, part.1 as f64 / tokens)))
    }

    /// Hits for one token of each part with hits.
    fn rates(&self) -> Vec<f64> {
        self.hit.iter().map(|(hits, tokens)| *hits as f64 / *tokens as f64).collect()
    }
}

/// How many parts have a hit.
pub fn range(parts: &Parts) -> Option<f64> {
    Some(parts.hit.len() as f64)
}

/// Gries' deviation of proportions; `None` without hits, as all that follow but [`arf`].
pub fn dp(parts: &Parts) -> Option<f64> {
    // The shares of hits and of tokens both sum to 1: what some parts have too much, the others have too little.
    let above = parts.shares()?.map(|(hits, tokens)| (hits - tokens).max(0.0));
    finite(above.sum::<f64>())
}

/// [`dp`] divided by the largest value that it can have; `None` for a single part.
pub fn dp_norm(parts: &Parts) -> Option<f64> {
    let smallest = parts.sizes.smallest as f64 / parts.sizes.tokens as f64;
    quotient(dp(parts)?, 1.0 - smallest)
}

/// Juilland's D of the parts' rates; `None` for a single part.
pub fn juilland_d(parts: &Parts) -> Option<f64> {
    let rates = parts.rates();
    let middle = quotient(rates.iter().sum(), parts.parts())?;
    let squares = squares(&rates, middle) + parts.without_hits() * middle.powi(2);
    let variation = quotient((squares / parts.parts()).sqrt(), middle)?;
    finite(1.0 - variation / (parts.parts() - 1.0).sqrt())
}

/// Carroll's D2: the entropy of the parts' rates; `None` for a single part.
pub fn carroll_d2(parts: &Parts) -> Option<f64> {
    let rates = parts.rates();
    let sum: f64 = rates.iter().sum();
    if sum == 0.0 {
        return None;
    }
    let entropy: f64 = rates.iter().map(|rate| -(rate / sum) * (rate / sum).log2()).sum();
    quotient(entropy, parts.parts().log2())
}

/// Rosengren's S, for parts of any sizes.
pub fn rosengren_s(parts: &Parts) -> Option<f64> {
    finite(parts.shares()?.map(|(hits, tokens)| (hits * tokens).sqrt()).sum::<f64>().powi(2))
}

/// The Kullback-Leibler divergence of the hits' shares from the tokens' shares, in bits.
pub fn kl_divergence(parts: &Parts) -> Option<f64> {
    let bits = parts.shares()?.map(|(hits, tokens)| hits * (hits / tokens).log2());
    finite(bits.sum::<f64>()).map(|bits| bits.max(0.0))
}

/// The average reduced frequency, the corpus closed to a ring: at most the frequency, 1 if all hits are in one heap.
/// `positions` ascend and are below `tokens`, else `None`.
pub fn arf(positions: &[u64], tokens: u64) -> Option<f64> {
    let (Some(first), Some(last)) = (positions.first(), positions.last()) else { return Some(0.0) };
    let ascending = positions.iter().zip(positions.iter().skip(1)).all(|(here, next)| here < next);
    if !ascending || *last >= tokens {
        return None;
    }
    let even = tokens as f64 / positions.len() as f64;
    let around = tokens - last + first;
    let distances = positions.iter().zip(positions.iter().skip(1)).map(|(here, next)| next - here);
    finite(distances.chain([around]).map(|distance| (distance as f64).min(even)).sum::<f64>() / even)
}

pub(super) const MEASURES: &[Measure] = &[
    Measure {
        name: "range",
        title: "Range",
        formula: "the number of parts with a hit",
        range: "0 to the number of parts",
        when: "The plainest measure of spread; blind to how often a word is in a part.",
        source: "Gries 2008, Dispersions and adjusted frequencies in corpora, International Journal of Corpus \
                 Linguistics 13(4)",
        of: Of::Parts(range),
    },
    Measure {
        name: "dp",
        title: "Deviation of proportions DP",
        formula: "½ Σ |v − s|, v a part's share of the hits, s its share of the tokens",
        range: "0 (as even as the parts' sizes) to almost 1 (in one small part)",
        when: "The usual choice; parts of any sizes.",
        source: "Gries 2008, Dispersions and adjusted frequencies in corpora, International Journal of Corpus \
                 Linguistics 13(4)",
        of: Of::Parts(dp),
    },
    Measure {
        name: "dp-norm",
        title: "Normalised DP",
        formula: "DP / (1 − the smallest s)",
        range: "0 to 1; empty for a single part",
        when: "DP that reaches 1 however the parts are cut, for comparison between corpora.",
        source: "Lijffijt and Gries 2012, Correction to Dispersions and adjusted frequencies in corpora, \
                 International Journal of Corpus Linguistics 17(1)",
        of: Of::Parts(dp_norm),
    },
    Measure {
        name: "juilland-d",
        title: "Juilland's D",
        formula: "1 − V / √(k − 1), V the standard deviation of the k parts' rates divided by their mean",
        range: "0 (in one part) to 1 (even); empty for a single part",
        when: "For comparison with frequency dictionaries. With many parts nearly all words come out close to 1.",
        source: "Juilland, Brodin and Davidovitch 1970, Frequency dictionary of French words; with rates as Gries 2008",
        of: Of::Parts(juilland_d),
    },
    Measure {
        name: "carroll-d2",
        title: "Carroll's D2",
        formula: "−Σ q log2 q / log2 k, q a part's rate divided by the sum of the k parts' rates",
        range: "0 (in one part) to 1 (even); empty for a single part",
        when: "Spread as entropy; for comparison with word lists for schools.",
        source: "Carroll 1970, An alternative to Juilland's usage coefficient; with rates as Gries 2008",
        of: Of::Parts(carroll_d2),
    },
    Measure {
        name: "rosengren-s",
        title: "Rosengren's S",
        formula: "(Σ √(v s))²",
        range: "the smallest s to 1 (even)",
        when: "Times the frequency, this is Rosengren's adjusted frequency; parts of any sizes.",
        source: "Rosengren 1971, The quantitative concept of language and its relation to the structure of frequency \
                 dictionaries",
        of: Of::Parts(rosengren_s),
    },
    Measure {
        name: "kl-divergence",
        title: "Kullback-Leibler divergence",
        formula: "Σ v log2(v / s)",
        range: "0 (even) and above, in bits",
        when: "Spread as information; less bound to frequency than DP.",
        source: "Gries 2020, Analyzing dispersion, in A Practical Handbook of Corpus Linguistics; after Kullback and \
                 Leibler 1951",
        of: Of::Parts(kl_divergence),
    },
    Measure {
        name: "arf",
        title: "Average reduced frequency",
        formula: "Σ min(d, n / f) / (n / f) over the f distances d between hits, the corpus of n tokens closed to a ring",
        range: "1 (one heap) to the frequency (even); 0 without hits",
        when: "A frequency that counts a heap of hits once; needs no parts.",
        source: "Savický and Hlaváčová 2002, Measures of word commonness, Journal of Quantitative Linguistics 9(3)",
        of: Of::Positions(arf),
    },
];
