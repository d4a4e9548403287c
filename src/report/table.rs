//! Typed tables in each format.

use std::borrow::Cow;
use std::io::{self, Write};

use super::made::About;
use super::rows::{Field, Kind, Rows};
use super::separated::Separated;
use super::{Cell, Format, Made, Screen, aligned, html, json, markdown, parquet, separated, workbook};

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

/// Writes a table.
///
/// # Errors
/// An output that cannot be written; a table that the format has no room for
/// (an [`Error`](crate::Error) inside the [`io::Error`]).
pub fn write_table(out: &mut dyn Write, format: Format, table: &Table, made: &Made, screen: Screen) -> io::Result<()> {
    let about = About { made, found: None };
    match format {
        Format::Table => aligned::write(out, table, screen),
        // Where no screen is to be filled nothing is shortened.
        Format::Text => aligned::write(out, table, Screen { width: usize::MAX, ..screen }),
        Format::Csv => separate(out, Separated::Csv, table),
        Format::Tsv => separate(out, Separated::Tsv, table),
        Format::Json => json::document(out, &about.json()?, "rows", objects(table)),
        Format::Jsonl => json::objects(out, objects(table)),
        Format::Html => html::table(out, rows(table), &about),
        Format::Markdown => markdown::write(out, rows(table), &about),
        Format::Xlsx => workbook::write(out, rows(table), &about),
        Format::Parquet => parquet::write(out, rows(table), &about),
    }
}

fn separate(out: &mut dyn Write, separated: Separated, table: &Table) -> io::Result<()> {
    let names = table.columns.iter().map(|column| &*column.name);
    separated::write(out, separated, names, table.rows.iter().map(Ok), Vec::clone)
}

fn rows(table: &Table) -> Rows<'_> {
    let kind = |at: usize| Kind::of(table.rows.iter().filter_map(|row| row.get(at)));
    let fields =
        table.columns.iter().enumerate().map(|(at, column)| Field { name: &column.name, kind: kind(at), leads: false });
    Rows { name: "rows", fields: fields.collect(), rows: Box::new(table.rows.iter().cloned().map(Ok)) }
}

fn objects(table: &Table) -> impl Iterator<Item = io::Result<serde_json::Map<String, serde_json::Value>>> {
    table.rows.iter().map(|row| {
        Ok(table.columns.iter().zip(row).map(|(column, cell)| (column.name.to_string(), cell.json())).collect())
    })
}
