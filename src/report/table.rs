//! Typed tables.

use std::borrow::Cow;

use super::Cell;

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in every format.
    pub name: Cow<'static, str>,
    /// Whether a screen that is too narrow shortens it.
    pub shrinks: bool,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows: as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}
