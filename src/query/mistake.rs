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

/// What is known, and which of it is nearest to `name`.
pub(super) fn known(name: &str, known: &[&str]) -> String {
    match near(name, known) {
        Some(near) => format!("did you mean `{near}`? There are {}", list(known)),
        None => format!("there are {}", list(known)),
    }
}

/// The nearest of `known` to `name`, if one is near.
pub(super) fn near<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let distance = |known: &&str| strsim::damerau_levenshtein(known, &name.to_lowercase());
    let reach = |known: &str| (known.len().min(name.len()) / 3).min(2);
    known.iter().copied().filter(|known| distance(known) <= reach(known)).min_by_key(distance)
}

/// Names in a row, as a sentence has them.
pub(super) fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
