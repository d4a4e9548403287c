//! How a word is spread.

use kwic::stats::*;
use serde::Deserialize;

use super::{Values, expected, named, same};

#[derive(Deserialize)]
struct OfParts {
    parts: Vec<(u64, u64)>,
    values: Values,
}

#[test]
fn measures_of_spread_are_those_of_other_programs() {
    for case in expected::<Vec<OfParts>>("parts") {
        let parts = Parts::new(case.parts).unwrap();
        for (measure, wanted) in named(&case.values) {
            let Of::Parts(value) = measure.of else { panic!("{} is not of parts", measure.name) };
            same(value(&parts), wanted, (measure.name, &parts));
        }
    }
}

/// `a` in the five parts of Gries 2008; the divergence from Gries 2020.
#[test]
fn the_toy_corpus_of_gries_has_the_published_values() {
    let texts = [
        "b a m n i b e u p",
        "b a s a t b e w q n",
        "b c a g a b e s t a",
        "b a g h a b e a a t",
        "b a h a a b e a x a t",
    ];
    let count = |text: &str, word: &str| text.split(' ').filter(|w| *w == word).count() as u64;
    let parts = Parts::new(texts.map(|text| (count(text, "a"), text.split(' ').count() as u64))).unwrap();
    let rounded = |value: Option<f64>| (value.unwrap() * 1000.0).round() / 1000.0;
    assert_eq!(rounded(dp(&parts)), 0.18);
    assert_eq!(rounded(juilland_d(&parts)), 0.785);
    assert_eq!(rounded(carroll_d2(&parts)), 0.938);
    assert_eq!(rounded(rosengren_s(&parts)), 0.95);
    assert_eq!(rounded(kl_divergence(&parts)), 0.137);
}

#[test]
fn nothing_is_said_of_parts_that_cannot_be() {
    assert_eq!(Parts::new([(1, 0)]), None);
    let one = Parts::new([(3, 10), (0, 0)]).unwrap();
    assert_eq!((dp(&one), dp_norm(&one), juilland_d(&one), carroll_d2(&one)), (Some(0.0), None, None, None));
    let none = Parts::new([]).unwrap();
    assert_eq!((range(&none), dp(&none), juilland_d(&none)), (Some(0.0), None, None));
}

#[derive(Deserialize)]
struct OfPositions {
    positions: Vec<u64>,
    tokens: u64,
    arf: f64,
}

#[test]
fn the_reduced_frequency_is_the_mean_over_all_cuts() {
    for case in expected::<Vec<OfPositions>>("positions") {
        same(arf(&case.positions, case.tokens), Some(case.arf), &case.positions);
    }
    assert_eq!((arf(&[3, 3], 10), arf(&[10], 10)), (None, None));
}
