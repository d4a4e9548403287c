//! One value of a table.

use std::borrow::Cow;
use std::io::{self, Write};

use super::width::plain;
use crate::picture::number::{rounded, thousands};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A count.
    Count(u64),
    /// A whole number that counts nothing: a year, a line, a position.
    Ordinal(i64),
    /// A measure. People see four digits of it, programs the shortest decimal
    /// that is this number again; one that is not finite is an empty cell.
    Number(f64),
    /// Nothing can be said.
    Empty,
}

impl Cell {
    /// Text, or nothing.
    pub fn text(text: Option<impl ToString>) -> Self {
        text.map_or(Cell::Empty, |t| Cell::Text(t.to_string()))
    }

    /// A whole number that counts nothing, or nothing.
    pub fn ordinal(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Cell::Empty, |n| Cell::Ordinal(n.into()))
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty) || matches!(self, Cell::Number(number) if !number.is_finite())
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self, Cell::Count(_) | Cell::Ordinal(_) | Cell::Number(_))
    }

    /// For programs.
    pub(super) fn exact(&self) -> Cow<'_, str> {
        match self {
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Count(count) => Cow::Owned(count.to_string()),
            Cell::Ordinal(number) => Cow::Owned(number.to_string()),
            Cell::Number(number) if number.is_finite() => Cow::Owned(format!("{number:?}")),
            Cell::Number(_) | Cell::Empty => Cow::Borrowed(""),
        }
    }

    /// The same, written.
    pub(super) fn write_exact(&self, out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Cell::Count(count) => write!(out, "{count}"),
            Cell::Ordinal(number) => write!(out, "{number}"),
            // The same digits as the standard library's, in a third of the time.
            Cell::Number(number) if (1e-4..1e15).contains(&number.abs()) => {
                out.write_all(zmij::Buffer::new().format_finite(*number).as_bytes())
            }
            Cell::Number(number) if number.is_finite() => write!(out, "{number:?}"),
            other => out.write_all(other.exact().as_bytes()),
        }
    }

    /// For people: thousands apart, measures rounded.
    pub(super) fn readable(&self) -> String {
        match self {
            Cell::Count(count) => thousands(*count),
            Cell::Number(number) if number.is_finite() => rounded(*number),
            other => plain(&other.exact()),
        }
    }

    pub(super) fn json(&self) -> serde_json::Value {
        match self {
            Cell::Text(text) => text.as_str().into(),
            Cell::Count(count) => (*count).into(),
            Cell::Ordinal(number) => (*number).into(),
            Cell::Number(number) => (*number).into(),
            Cell::Empty => serde_json::Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_is_written_as_the_standard_library_does(number in any::<f64>(), small in -1e4..1e4, digits in 0i32..20) {
            let round: f64 = f64::trunc(small * 10f64.powi(digits)) / 10f64.powi(digits);
            for cell in [number, small, round, f64::trunc(round)].map(Cell::Number) {
                let mut written = Vec::new();
                cell.write_exact(&mut written).unwrap();
                prop_assert_eq!(std::str::from_utf8(&written), Ok(&*cell.exact()));
            }
        }
    }

    #[test]
    fn people_see_four_digits_of_a_measure() {
        for (number, shown) in [
            (0.0, "0"),
            (-0.0, "0"),
            (0.5, "0.5"),
            (2.0 / 3.0, "0.6667"),
            (-2.0 / 3.0, "-0.6667"),
            (0.99999, "1"),
            (12.345_678, "12.35"),
            (999.96, "1,000"),
            (-1_234_567.8, "-1,234,568"),
            (0.000_123_45, "0.0001234"),
            (0.000_012_3, "1.23e-5"),
            (1e300, "1.00e300"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
            (f64::NEG_INFINITY, ""),
        ] {
            assert_eq!(Cell::Number(number).readable(), shown, "{number:?}");
        }
        assert_eq!(Cell::Count(11_400_000).readable(), "11,400,000");
        assert_eq!(Cell::Ordinal(1996).readable(), "1996");
    }

    #[test]
    fn programs_get_the_number_itself() {
        for number in [0.1 + 0.2, 1e300, 1e-300, -5.0, f64::MIN_POSITIVE, 123_456_789.123] {
            assert_eq!(Cell::Number(number).exact().parse::<f64>().unwrap(), number);
            assert_eq!(Cell::Number(number).json().as_f64(), Some(number));
            let mut written = Vec::new();
            Cell::Number(number).write_exact(&mut written).unwrap();
            assert_eq!(written, Cell::Number(number).exact().as_bytes());
        }
        for nothing in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(Cell::Number(nothing).is_empty());
            assert_eq!(Cell::Number(nothing).exact(), "");
            assert!(Cell::Number(nothing).json().is_null());
        }
    }
}
