//! Tables on a screen.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::width::{left_aligned, right_aligned, shortened};
use super::{Cell, Screen, Table};

/// Writes a table in columns as wide as the screen allows.
pub(super) fn write(out: &mut dyn Write, table: &Table, screen: Screen) -> io::Result<()> {
    let widths = widths(table, screen.width);
    let names: Vec<String> = table
        .columns
        .iter()
        .zip(&widths)
        .enumerate()
        .map(|(at, (column, &width))| {
            let name = shortened(&column.name, width);
            if is_numeric(table, at) { right_aligned(&name, width) } else { left_aligned(&name, width) }
        })
        .collect();
    writeln!(out, "{}", screen.bold(names.join("  ").trim_end()))?;
    for row in &table.rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| {
                let text = shortened(&cell.readable(), width);
                if cell.is_number() { right_aligned(&text, width) } else { left_aligned(&text, width) }
            })
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

fn is_numeric(table: &Table, column: usize) -> bool {
    table.rows.iter().any(|row| row.get(column).is_some_and(Cell::is_number))
}

/// As wide as the content; where that is too wide, columns that shrink share what is left.
fn widths(table: &Table, screen: usize) -> Vec<usize> {
    let content =
        |at: usize| table.rows.iter().filter_map(|row| row.get(at)).map(|c| c.readable().width()).max().unwrap_or(0);
    let mut widths: Vec<usize> =
        table.columns.iter().enumerate().map(|(at, c)| content(at).max(c.name.width())).collect();
    let mut total = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
    while total > screen {
        let widest = table.columns.iter().zip(&mut widths).filter(|(c, w)| c.shrinks && **w > 8).map(|(_, w)| w).max();
        let Some(widest) = widest else { break };
        *widest -= 1;
        total -= 1;
    }
    widths
}
