//! Association and keyness.

use kwic::stats::*;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Values, expected, named, same};

#[derive(Deserialize)]
struct OfTable {
    cells: [u64; 4],
    values: Values,
    conservative: Map<String, Value>,
    log_ratio_interval: Option<[f64; 2]>,
}

fn table([o11, o12, o21, o22]: [u64; 4]) -> Table2x2 {
    Table2x2 { o11, o12, o21, o22 }
}

#[test]
fn measures_of_a_table_are_those_of_other_programs() {
    for case in expected::<Vec<OfTable>>("tables") {
        let table = table(case.cells);
        for (measure, wanted) in named(&case.values) {
            let Of::Table(value) = measure.of else { panic!("{} is not of tables", measure.name) };
            same(value(&table, &Settings::default()), wanted, (measure.name, table));
        }
        let Of::Table(conservative) = measure("conservative-log-ratio").unwrap().of else { panic!("not of tables") };
        for (comparisons, wanted) in &case.conservative {
            let settings = Settings { comparisons: comparisons.parse().unwrap(), ..Settings::default() };
            same(conservative(&table, &settings), wanted.as_f64(), ("conservative", comparisons, table));
        }
        if let Some([low, high]) = case.log_ratio_interval {
            let interval = log_ratio_interval(&table, 0.95).unwrap();
            same(Some(interval.low), Some(low), ("low", table));
            same(Some(interval.high), Some(high), ("high", table));
        }
    }
}

#[test]
fn every_measure_is_finite_or_empty_on_tables_with_empty_cells() {
    let counts = [0, 1, 5, 1000];
    for at in 0..256 {
        let table = table([counts[at & 3], counts[at >> 2 & 3], counts[at >> 4 & 3], counts[at >> 6]]);
        for measure in measures() {
            if let Of::Table(value) = measure.of {
                let value = value(&table, &Settings::default());
                assert!(value.is_none_or(f64::is_finite), "{} of {table:?}: {value:?}", measure.name);
            }
        }
        assert!(log_ratio_interval(&table, 0.95).is_none_or(|i| i.low <= i.high), "{table:?}");
    }
}

proptest! {
    #[test]
    fn no_table_is_too_large(cells in prop::array::uniform4(prop_oneof![0..50u64, 0..1_000_000_000u64])) {
        let table = table(cells);
        for measure in measures() {
            if let Of::Table(value) = measure.of {
                prop_assert!(value(&table, &Settings::default()).is_none_or(f64::is_finite), "{}", measure.name);
            }
        }
    }

    #[test]
    fn rows_exchanged_turn_the_conservative_log_ratio_round(cells in prop::array::uniform4(1..5000u64)) {
        let [a, b, c, d] = cells;
        let (here, there) = (table([a, b, c, d]), table([c, d, a, b]));
        let values = [here, there].map(|table| conservative_log_ratio(&table, 0.01).unwrap());
        prop_assert!((values[0] + values[1]).abs() < 1e-9);
        prop_assert!(values[0].abs() <= log_ratio(&here).unwrap().abs() + 1e-12);
    }
}

#[test]
fn a_pair_that_always_and_only_occurs_together_has_log_dice_14() {
    assert_eq!(log_dice(&Table2x2::of_pair(30, 30, 30, 1000).unwrap()), Some(14.0));
    assert_eq!(Table2x2::of_pair(31, 30, 40, 1000), None);
    assert_eq!(Table2x2::of_corpora(5, 4, 0, 9), None);
}

#[test]
fn a_chance_is_corrected_for_many_words() {
    assert_eq!(bonferroni(0.05, 10), Some(0.005));
    same(sidak(0.05, 10), Some(1.0 - 0.95f64.powf(0.1)), "sidak");
    same(chi_squared_p(3.841458820694124), Some(0.05), "the 5 % point of chi-squared");
    assert_eq!((bonferroni(1.5, 2), chi_squared_p(-1.0)), (None, None));
}
