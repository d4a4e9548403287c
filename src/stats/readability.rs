//! How hard a text is to read, from the lengths of its words and sentences.

use super::quotient;
use super::register::{Measure, Of};

/// What a text is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextCounts {
    /// Sentences.
    pub sentences: u64,
    /// Words.
    pub words: u64,
    /// Letters and digits of all words.
    pub letters: u64,
    /// Words of more than six letters.
    pub long_words: u64,
    /// Syllables of all words; `None` where the language's are not known.
    pub syllables: Option<u64>,
    /// Words of three syllables and more; `None` where the language's are not known.
    pub hard_words: Option<u64>,
}

impl TextCounts {
    fn words_of_a_sentence(&self) -> Option<f64> {
        quotient(self.words as f64, self.sentences as f64)
    }

    fn of_a_word(&self, count: u64) -> Option<f64> {
        quotient(count as f64, self.words as f64)
    }
}

/// The mean number of words in a sentence; `None` without sentences.
pub fn sentence_length(text: &TextCounts) -> Option<f64> {
    text.words_of_a_sentence()
}

/// Björnsson's LIX; `None` without words or sentences, as all that follow.
pub fn lix(text: &TextCounts) -> Option<f64> {
    Some(text.words_of_a_sentence()? + 100.0 * text.of_a_word(text.long_words)?)
}

/// Anderson's RIX.
pub fn rix(text: &TextCounts) -> Option<f64> {
    text.of_a_word(0)?;
    quotient(text.long_words as f64, text.sentences as f64)
}

/// The automated readability index.
pub fn ari(text: &TextCounts) -> Option<f64> {
    Some(4.71 * text.of_a_word(text.letters)? + 0.5 * text.words_of_a_sentence()? - 21.43)
}

/// The Coleman-Liau index.
pub fn coleman_liau(text: &TextCounts) -> Option<f64> {
    text.words_of_a_sentence()?;
    Some(5.88 * text.of_a_word(text.letters)? - 29.6 * text.of_a_word(text.sentences)? - 15.8)
}

/// Flesch's reading ease; `None` where syllables are not known, as the two that follow.
pub fn flesch(text: &TextCounts) -> Option<f64> {
    Some(206.835 - 1.015 * text.words_of_a_sentence()? - 84.6 * text.of_a_word(text.syllables?)?)
}

/// The Flesch-Kincaid grade level.
pub fn flesch_kincaid(text: &TextCounts) -> Option<f64> {
    Some(0.39 * text.words_of_a_sentence()? + 11.8 * text.of_a_word(text.syllables?)? - 15.59)
}

/// Gunning's fog index.
pub fn fog(text: &TextCounts) -> Option<f64> {
    Some(0.4 * (text.words_of_a_sentence()? + 100.0 * text.of_a_word(text.hard_words?)?))
}

pub(super) const MEASURES: &[Measure] = &[
    Measure {
        name: "sentence-length",
        title: "Mean sentence length",
        formula: "words / sentences",
        range: "0 and above",
        when: "The plainest measure of style; headings and items of lists are sentences too.",
        source: "Sherman 1893, Analytics of Literature",
        of: Of::Text(sentence_length),
    },
    Measure {
        name: "lix",
        title: "LIX",
        formula: "words / sentences + 100 · words of more than six letters / words",
        range: "0 and above; below 30 easy, above 50 hard",
        when: "Any language with an alphabet, as it needs no syllables.",
        source: "Björnsson 1968, Läsbarhet",
        of: Of::Text(lix),
    },
    Measure {
        name: "rix",
        title: "RIX",
        formula: "words of more than six letters / sentences",
        range: "0 and above",
        when: "As LIX; 7 and above stand for texts of colleges.",
        source: "Anderson 1983, Lix and Rix: variations on a little-known readability index, Journal of Reading 26(6)",
        of: Of::Text(rix),
    },
    Measure {
        name: "ari",
        title: "Automated readability index",
        formula: "4.71 · letters / words + 0.5 · words / sentences − 21.43",
        range: "any number; about the school years that a reader needs",
        when: "English, without counting syllables.",
        source: "Senter and Smith 1967, Automated Readability Index (AMRL-TR-66-220)",
        of: Of::Text(ari),
    },
    Measure {
        name: "coleman-liau",
        title: "Coleman-Liau index",
        formula: "5.88 · letters / words − 29.6 · sentences / words − 15.8",
        range: "any number; about the school years that a reader needs",
        when: "English, without counting syllables.",
        source: "Coleman and Liau 1975, A computer readability formula designed for machine scoring, Journal of \
                 Applied Psychology 60(2)",
        of: Of::Text(coleman_liau),
    },
    Measure {
        name: "flesch",
        title: "Flesch reading ease",
        formula: "206.835 − 1.015 · words / sentences − 84.6 · syllables / words",
        range: "any number; above 60 plain English, below 30 very hard; empty for other languages",
        when: "English. Syllables are counted by rule, and a few words come out wrong.",
        source: "Flesch 1948, A new readability yardstick, Journal of Applied Psychology 32(3)",
        of: Of::Text(flesch),
    },
    Measure {
        name: "flesch-kincaid",
        title: "Flesch-Kincaid grade level",
        formula: "0.39 · words / sentences + 11.8 · syllables / words − 15.59",
        range: "any number; about the school years that a reader needs; empty for other languages",
        when: "As Flesch's reading ease, on the scale of school years.",
        source: "Kincaid, Fishburne, Rogers and Chissom 1975, Derivation of new readability formulas for Navy \
                 enlisted personnel",
        of: Of::Text(flesch_kincaid),
    },
    Measure {
        name: "fog",
        title: "Gunning fog index",
        formula: "0.4 · (words / sentences + 100 · words of three syllables and more / words)",
        range: "0 and above; about the school years that a reader needs; empty for other languages",
        when: "English. Names and inflected forms are not left out of the hard words, as Gunning did by hand.",
        source: "Gunning 1952, The Technique of Clear Writing",
        of: Of::Text(fog),
    },
];
