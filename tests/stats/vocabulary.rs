//! How rich a vocabulary is.

use kwic::stats::*;
use serde::Deserialize;

use super::{Values, expected, named, same};

#[derive(Deserialize)]
struct OfText {
    ids: Vec<u32>,
    values: Values,
}

#[test]
fn measures_of_vocabulary_are_those_of_other_programs() {
    for case in expected::<Vec<OfText>>("texts") {
        for (measure, wanted) in named(&case.values) {
            let Of::Tokens(value) = measure.of else { panic!("{} is not of tokens", measure.name) };
            same(value(&case.ids), wanted, (measure.name, case.ids.len()));
        }
    }
    for measure in measures() {
        if let Of::Tokens(value) = measure.of {
            assert!(value(&[]).is_none_or(|value| value == 0.0), "{} of nothing", measure.name);
        }
    }
}
