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

/// Something with columns and rows; its rows may be made as they are asked for.
pub trait Tabular: Sync {
    /// The columns.
    fn columns(&self) -> &[Column];
    /// How many rows there are.
    fn len(&self) -> usize;
    /// Row `at`, from 0, with as many cells as there are columns.
    fn row(&self, at: usize) -> Cow<'_, [Cell]>;

    /// Whether there are no rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows: as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Tabular for Table {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, at: usize) -> Cow<'_, [Cell]> {
        Cow::Borrowed(self.rows.get(at).map_or(&[], Vec::as_slice))
    }
}
