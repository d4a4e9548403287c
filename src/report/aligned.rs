//! Tables on a screen.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::width::{left_aligned, right_aligned, shortened};
use super::{Screen, Tabular};

/// Writes a table in columns as wide as the screen allows.
pub(super) fn write(out: &mut dyn Write, table: &dyn Tabular, screen: Screen) -> io::Result<()> {
    let mut columns: Vec<Aligned> = table
        .columns()
        .iter()
        .map(|column| Aligned { width: column.name.width(), shrinks: column.shrinks, numeric: false })
        .collect();
    for at in 0..table.len() {
        for (column, cell) in columns.iter_mut().zip(table.row(at).iter()) {
            column.width = column.width.max(cell.readable().width());
            column.numeric |= cell.is_number();
        }
    }
    fit(&mut columns, screen.width);
    let names =
        table.columns().iter().zip(&columns).map(|(column, aligned)| aligned.set(&column.name, aligned.numeric));
    writeln!(out, "{}", screen.bold(joined(names).trim_end()))?;
    for at in 0..table.len() {
        let row = table.row(at);
        let cells = row.iter().zip(&columns).map(|(cell, aligned)| aligned.set(&cell.readable(), cell.is_number()));
        writeln!(out, "{}", joined(cells).trim_end())?;
    }
    Ok(())
}

/// How a column is set.
struct Aligned {
    width: usize,
    /// Whether a screen that is too narrow shortens it.
    shrinks: bool,
    /// Whether it holds a number.
    numeric: bool,
}

impl Aligned {
    fn set(&self, text: &str, to_the_right: bool) -> String {
        let text = shortened(text, self.width);
        if to_the_right { right_aligned(&text, self.width) } else { left_aligned(&text, self.width) }
    }
}

fn joined(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join("  ")
}

/// Where the content is too wide, columns that shrink share what is left.
fn fit(columns: &mut [Aligned], screen: usize) {
    let mut total = columns.iter().map(|c| c.width).sum::<usize>() + 2 * columns.len().saturating_sub(1);
    while total > screen {
        let Some(widest) = columns.iter_mut().filter(|c| c.shrinks && c.width > 8).max_by_key(|c| c.width) else {
            break;
        };
        widest.width -= 1;
        total -= 1;
    }
}
