//! The order of a table's rows, and how many of them are shown.

use std::cmp::Ordering;

use kwic::error::Kind;
use kwic::report::{Cell, Table};
use kwic::{Error, Result};

use super::say;

/// Sorts rows by the columns named, `-` before one for descending; rows that are equal there stay as they are.
///
/// # Errors
/// A column that is not there.
pub fn sort_rows(table: &mut Table, keys: &str) -> Result<()> {
    let mut columns = Vec::new();
    for key in keys.split(',').map(str::trim).filter(|key| !key.is_empty()) {
        let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
        let at = table.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
            let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
            Error::new(Kind::Query, format!("--sort {key}"), "there is no such column")
                .remedy(format!("the columns are {}; put `-` before one for descending", names.join(", ")))
        })?;
        columns.push((at, descending));
    }
    table.rows.sort_by(|a, b| {
        let compare = |&(at, descending): &(usize, bool)| {
            let ordering = a.get(at).zip(b.get(at)).map_or(Ordering::Equal, |(a, b)| order(a, b));
            if descending { ordering.reverse() } else { ordering }
        };
        columns.iter().map(compare).find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
    });
    Ok(())
}

/// Nothing before numbers before text.
fn order(a: &Cell, b: &Cell) -> Ordering {
    let number = |cell: &Cell| match cell {
        Cell::Count(count) => Some(*count as f64),
        Cell::Ordinal(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        Cell::Text(_) | Cell::Empty => None,
    };
    let text = |cell: &Cell| if let Cell::Text(text) = cell { Some(text.clone()) } else { None };
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a_number, b_number) => text(a).cmp(&text(b)).then(a_number.is_some().cmp(&b_number.is_some())),
    }
}

/// Leaves so many rows behind `offset` others, and says how many there are of `what`.
pub fn some_rows(table: &mut Table, offset: usize, limit: Option<usize>, what: &str) {
    let all = table.rows.len();
    table.rows.drain(..offset.min(all));
    table.rows.truncate(limit.unwrap_or(usize::MAX));
    if table.rows.len() < all {
        say(&format!("{} of {all} {what} are shown.", table.rows.len()));
    }
}
