//! A mistake in a query, shown with a caret under its place.

use std::fmt::Display;

use unicode_width::UnicodeWidthStr;

use crate::error::{Error, Kind};

/// How deep brackets may stand in brackets.
pub(super) const DEEPEST: usize = 50;

/// The error of a mistake at byte `at` of the query.
pub(super) fn mistake(query: &str, at: usize, cause: impl Display, remedy: impl Display) -> Error {
    let line: String = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let before = query.get(..at.min(query.len())).unwrap_or("").chars().count();
    let before: String = line.chars().take(before).collect();
    let caret = " ".repeat(before.width());
    Error::new(Kind::Query, format!("query\n  {line}\n  {caret}^"), cause).remedy(remedy)
}
