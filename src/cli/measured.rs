//! Cells and columns of measures.

use kwic::report::{Cell, Column};

/// A measure, or nothing.
pub fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

/// Columns of these names, parted by spaces; those of text shrink.
pub fn columns(names: &'static str) -> Vec<Column> {
    let shrinks = |name: &str| matches!(name, "query" | "group" | "against");
    names.split(' ').map(|name| Column { name: name.into(), shrinks: shrinks(name) }).collect()
}
