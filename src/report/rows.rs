//! Rows of typed cells: what those formats are given that need to know no more.

use std::io;

use super::Cell;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers, not all of them whole.
    Number,
}

impl Kind {
    /// What fits all `cells`; text where there is nothing in them.
    pub fn of<'a>(cells: impl Iterator<Item = &'a Cell>) -> Self {
        let mut found = None;
        for cell in cells.filter(|c| !c.is_empty()) {
            let kind = match cell {
                Cell::Count(_) | Cell::Ordinal(_) => Kind::Whole,
                Cell::Number(_) => Kind::Number,
                Cell::Text(_) | Cell::Empty => return Kind::Text,
            };
            found = if found.is_none_or(|f| f == kind) { Some(kind) } else { Some(Kind::Number) };
        }
        found.unwrap_or(Kind::Text)
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
        let of = |cells: &[Cell]| Kind::of(cells.iter());
        assert_eq!(of(&[]), Kind::Text);
        assert_eq!(of(&[Cell::Empty, Cell::Count(1), Cell::Ordinal(-1)]), Kind::Whole);
        assert_eq!(of(&[Cell::Count(1), Cell::Number(0.5), Cell::Count(2)]), Kind::Number);
        assert_eq!(of(&[Cell::Count(1), Cell::Text("a".into())]), Kind::Text);
    }
}
