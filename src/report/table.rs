//! Typed tables in each format.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::separated::Separated;
use super::width::{left_aligned, plain, right_aligned, shortened};
use super::{Format, Made, Screen, json};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A count.
    Count(u64),
    /// Nothing can be said.
    Empty,
}

impl Cell {
    /// Text, or nothing.
    pub fn text(text: Option<impl ToString>) -> Self {
        text.map_or(Cell::Empty, |t| Cell::Text(t.to_string()))
    }

    fn exact(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Empty => String::new(),
        }
    }

    /// For people: thousands apart.
    fn readable(&self) -> String {
        match self {
            Cell::Count(count) => thousands(*count),
            other => plain(&other.exact()),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Cell::Text(text) => text.as_str().into(),
            Cell::Count(count) => (*count).into(),
            Cell::Empty => serde_json::Value::Null,
        }
    }
}

/// A number as people read it: `11,400,000`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in every format.
    pub name: &'static str,
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

/// Writes a table.
///
/// # Errors
/// An output that cannot be written.
pub fn write_table(out: &mut dyn Write, format: Format, table: &Table, made: &Made, screen: Screen) -> io::Result<()> {
    let object = |row: &Vec<Cell>| -> serde_json::Map<String, serde_json::Value> {
        table.columns.iter().zip(row).map(|(column, cell)| (column.name.to_string(), cell.json())).collect()
    };
    match format {
        Format::Table | Format::Text => aligned(out, table, screen),
        Format::Csv => separated(Separated::csv(out), table),
        Format::Tsv => separated(Separated::tsv(out), table),
        Format::Json => {
            let head = serde_json::Map::from_iter([("made_by".to_string(), serde_json::to_value(made)?)]);
            json::document::<_, io::Error>(out, &head, "rows", table.rows.iter().map(|row| Ok(object(row))))
        }
        Format::Jsonl => {
            for row in &table.rows {
                serde_json::to_writer(&mut *out, &object(row))?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }
    }
}

fn separated<W: Write>(mut out: Separated<W>, table: &Table) -> io::Result<()> {
    out.record(&table.columns.iter().map(|c| c.name).collect::<Vec<_>>())?;
    for row in &table.rows {
        out.record(&row.iter().map(Cell::exact).collect::<Vec<_>>())?;
    }
    out.finish()
}

fn aligned(out: &mut dyn Write, table: &Table, screen: Screen) -> io::Result<()> {
    let widths = widths(table, screen.width);
    let names: Vec<String> = table
        .columns
        .iter()
        .zip(&widths)
        .enumerate()
        .map(|(at, (column, &width))| {
            let name = shortened(column.name, width);
            if is_count(table, at) { right_aligned(&name, width) } else { left_aligned(&name, width) }
        })
        .collect();
    writeln!(out, "{}", screen.bold(names.join("  ").trim_end()))?;
    for row in &table.rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| {
                let text = shortened(&cell.readable(), width);
                if matches!(cell, Cell::Count(_)) { right_aligned(&text, width) } else { left_aligned(&text, width) }
            })
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

fn is_count(table: &Table, column: usize) -> bool {
    table.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Count(_))))
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
