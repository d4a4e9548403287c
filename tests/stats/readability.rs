//! How hard a text is to read.

use kwic::stats::*;
use serde::Deserialize;

use super::{Values, expected, named, same};

#[derive(Deserialize)]
struct Counts {
    sentences: u64,
    words: u64,
    letters: u64,
    long_words: u64,
    syllables: u64,
    hard_words: u64,
}

#[derive(Deserialize)]
struct OfText {
    counts: Counts,
    values: Values,
}

#[test]
fn readability_is_as_the_formulas_say() {
    for case in expected::<Vec<OfText>>("readability") {
        let Counts { sentences, words, letters, long_words, syllables, hard_words } = case.counts;
        let (syllables, hard_words) = (Some(syllables), Some(hard_words));
        let text = TextCounts { sentences, words, letters, long_words, syllables, hard_words };
        for (measure, wanted) in named(&case.values) {
            let Of::Text(value) = measure.of else { panic!("{} is not of a text", measure.name) };
            same(value(&text), wanted, (measure.name, &text));
        }
    }
}

#[test]
fn nothing_is_said_of_an_empty_text() {
    let known = TextCounts { syllables: Some(0), hard_words: Some(0), ..TextCounts::default() };
    for measure in measures() {
        if let Of::Text(value) = measure.of {
            assert_eq!((value(&TextCounts::default()), value(&known)), (None, None), "{}", measure.name);
        }
    }
}
