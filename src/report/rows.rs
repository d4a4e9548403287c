//! Rows of typed cells: what those formats are given that need to know no more.

use std::io;

use super::Cell;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers, not all of them whole.
    Number,
}

impl Kind {
    /// What fits `cell` and all cells before it, which `so_far` fits; an empty cell says nothing.
    pub(super) fn with(so_far: Option<Self>, cell: &Cell) -> Option<Self> {
        let kind = match cell {
            cell if cell.is_empty() => return so_far,
            Cell::Count(_) | Cell::Ordinal(_) => Kind::Whole,
            Cell::Number(_) => Kind::Number,
            Cell::Text(_) | Cell::Empty => Kind::Text,
        };
        Some(match so_far {
            Some(so_far) if so_far != kind && (so_far == Kind::Text || kind == Kind::Text) => Kind::Text,
            Some(so_far) if so_far != kind => Kind::Number,
            _ => kind,
        })
    }
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub name: &'a str,
    pub kind: Kind,
    /// Whether its end is what matters, as of the context before a hit.
    pub leads: bool,
}

/// Rows, as many cells in each as there are fields.
pub(super) struct Rows<'a> {
    /// What the rows are: `lines`, `rows`.
    pub name: &'static str,
    pub fields: Vec<Field<'a>>,
    pub rows: Box<dyn Iterator<Item = io::Result<Vec<Cell>>> + 'a>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_of_the_kind_that_fits_all_its_cells() {
        let of = |cells: &[Cell]| cells.iter().fold(None, Kind::with);
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[Cell::Empty]), None);
        assert_eq!(of(&[Cell::Empty, Cell::Count(1), Cell::Ordinal(-1)]), Some(Kind::Whole));
        assert_eq!(of(&[Cell::Count(1), Cell::Number(0.5), Cell::Count(2)]), Some(Kind::Number));
        assert_eq!(of(&[Cell::Count(1), Cell::Text("a".into()), Cell::Number(0.5)]), Some(Kind::Text));
    }
}
