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

/// Writes a table.
///
/// # Errors
/// An output that cannot be written; a table that the format has no room for
/// (an [`Error`](crate::Error) inside the [`io::Error`]).
pub fn write_table(
    out: &mut dyn Write,
    format: Format,
    table: &dyn Tabular,
    made: &Made,
    screen: Screen,
) -> io::Result<()> {
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

fn separate(out: &mut dyn Write, separated: Separated, table: &dyn Tabular) -> io::Result<()> {
    let names = table.columns().iter().map(|column| &*column.name);
    separated::write(out, separated, names, (0..table.len()).map(Ok), |at| table.row(at))
}

fn rows(table: &dyn Tabular) -> Rows<'_> {
    let fields =
        table.columns().iter().zip(kinds(table)).map(|(column, kind)| Field { name: &column.name, kind, leads: false });
    let rows = (0..table.len()).map(|at| Ok(table.row(at).into_owned()));
    Rows { name: "rows", fields: fields.collect(), rows: Box::new(rows) }
}

/// What the cells of each column are.
fn kinds(table: &dyn Tabular) -> Vec<Kind> {
    let mut kinds = vec![None; table.columns().len()];
    for at in 0..table.len() {
        let row = table.row(at);
        kinds.iter_mut().zip(row.iter()).for_each(|(kind, cell)| *kind = Kind::with(*kind, cell));
    }
    kinds.into_iter().map(|kind| kind.unwrap_or(Kind::Text)).collect()
}

fn objects(table: &dyn Tabular) -> impl Iterator<Item = io::Result<serde_json::Map<String, serde_json::Value>>> {
    (0..table.len()).map(|at| {
        let row = table.row(at);
        Ok(table
            .columns()
            .iter()
            .zip(row.iter())
            .map(|(column, cell)| (column.name.to_string(), cell.json()))
            .collect())
    })
}
