//! Lists of counts: put in order by their columns, cut, and shown.

use std::borrow::Cow;
use std::cmp::Ordering;

use clap::Args;
use rayon::prelude::*;

use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::report::{Cell, Column, Table, Tabular};
use kwic::text::Collation;
use kwic::{Error, Result};

use super::say;
use super::told::cut_sentence;

/// Rows that a terminal gets unless more are asked for.
const SCREENFUL: usize = 50;

/// Which rows are shown, and in which order.
#[derive(Args)]
#[command(next_help_heading = "Rows")]
pub struct ListingOptions {
    /// Order by columns, as in `-count,word`; - before one for descending
    #[arg(long, value_name = "COLUMNS", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// Show at most so many rows [default on a terminal: 50]
    #[arg(long, value_name = "N", conflicts_with = "all")]
    pub limit: Option<usize>,
    /// Pass over so many rows first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Show all rows
    #[arg(long)]
    pub all: bool,
}

impl ListingOptions {
    /// How much is shown where nothing else is said.
    pub fn screenful(&self, to_terminal: bool) -> usize {
        if to_terminal && !self.all { SCREENFUL } else { usize::MAX }
    }
}

type CellOf<'a, R> = Box<dyn Fn(&R) -> Cell + Send + Sync + 'a>;

/// Rows of one kind, with columns that are functions of a row: cells are made when they are shown.
pub struct Listing<'a, R> {
    columns: Vec<Column>,
    cells: Vec<CellOf<'a, R>>,
    rows: Vec<R>,
    /// In whose language words are ordered; empty: in none's.
    language: String,
}

impl<'a, R: Send + Sync> Listing<'a, R> {
    pub fn new(rows: Vec<R>) -> Self {
        Listing { columns: Vec::new(), cells: Vec::new(), rows, language: String::new() }
    }

    /// Orders words as the main language of an index does.
    pub fn collate_as(&mut self, index: &OpenIndex) {
        self.language = index.manifest().main_language().to_string();
    }

    /// Adds a column; `shrinks` if a narrow screen may shorten it.
    pub fn column(
        mut self,
        name: impl Into<Cow<'static, str>>,
        shrinks: bool,
        cell: impl Fn(&R) -> Cell + Send + Sync + 'a,
    ) -> Self {
        self.columns.push(Column { name: name.into(), shrinks });
        self.cells.push(Box::new(cell));
        self
    }

    /// Puts the rows in order, cuts them, and tells what is not shown.
    ///
    /// # Errors
    /// A column that is not there.
    pub fn arrange(&mut self, options: &ListingOptions, usual: &str, to_terminal: bool) -> Result<Option<String>> {
        self.sort(options.sort.as_deref().unwrap_or(usual))?;
        Ok(self.cut(options.offset, options.limit.unwrap_or(options.screenful(to_terminal))))
    }

    /// Puts the rows in the order of columns, `-` before one for descending. Rows that are equal there keep their
    /// order; those with an empty cell come last.
    ///
    /// # Errors
    /// A column that is not there.
    pub fn sort(&mut self, keys: &str) -> Result<()> {
        let collation = Collation::of(&self.language)?;
        let keys = keys.split(',').map(str::trim).filter(|key| !key.is_empty());
        let keys = keys.map(|key| self.sort_key(key)).collect::<Result<Vec<_>>>()?;
        for (at, descending) in keys.into_iter().rev() {
            let Some(cell) = self.cells.get(at) else { continue };
            let key = |row: R| (cell(&row), row);
            let mut keyed: Vec<(Cell, R)> = std::mem::take(&mut self.rows).into_par_iter().map(key).collect();
            keyed.par_sort_by(|(a, _), (b, _)| compare(a, b, descending, &collation));
            self.rows = keyed.into_iter().map(|(_, row)| row).collect();
        }
        Ok(())
    }

    fn sort_key(&self, key: &str) -> Result<(usize, bool)> {
        let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
        let at = self.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name));
        let at = at.ok_or_else(|| {
            let names: Vec<&str> = self.columns.iter().map(|column| &*column.name).collect();
            Error::new(Kind::Query, format!("--sort {key}"), "there is no such column")
                .remedy(format!("the columns are {}; put `-` before one for descending", names.join(", ")))
        })?;
        Ok((at, descending))
    }

    /// The rows that are left, in their order.
    pub fn into_rows(self) -> Vec<R> {
        self.rows
    }

    /// Leaves out what stands before `offset` and behind `limit` rows; tells what is not shown.
    pub fn cut(&mut self, offset: usize, limit: usize) -> Option<String> {
        let all = self.rows.len();
        self.rows.drain(..offset.min(all));
        self.rows.truncate(limit);
        cut_sentence(all, offset, self.rows.len())
    }
}

/// The rows of a table put in order and cut; says what is not shown.
///
/// # Errors
/// A column that is not there.
pub fn arranged(table: Table, options: &ListingOptions, to_terminal: bool) -> Result<Table> {
    let (table, cut) = arrange_table(table, options, to_terminal)?;
    if let Some(cut) = cut {
        say(&format!("Of the rows {cut}."));
    }
    Ok(table)
}

/// The rows that are asked for, however many a screen has room for: what a picture shows.
///
/// # Errors
/// A column that is not there.
pub fn asked_for(table: &Table, options: &ListingOptions) -> Result<Table> {
    Ok(arrange_table(table.clone(), options, false)?.0)
}

fn arrange_table(table: Table, options: &ListingOptions, to_terminal: bool) -> Result<(Table, Option<String>)> {
    let cells = (0..table.columns.len()).map(|at| -> CellOf<'static, Vec<Cell>> {
        Box::new(move |row: &Vec<Cell>| row.get(at).cloned().unwrap_or(Cell::Empty))
    });
    let mut listing = Listing { columns: table.columns, cells: cells.collect(), ..Listing::new(table.rows) };
    let cut = listing.arrange(options, "", to_terminal)?;
    Ok((Table { columns: listing.columns, rows: listing.rows }, cut))
}

impl<R: Send + Sync> Tabular for Listing<'_, R> {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, at: usize) -> Cow<'_, [Cell]> {
        let cells = self.rows.get(at).map(|row| self.cells.iter().map(|cell| cell(row)).collect());
        Cow::Owned(cells.unwrap_or_default())
    }
}

/// Texts as in a dictionary, numbers by size, empty cells last whatever the direction.
fn compare(a: &Cell, b: &Cell, descending: bool, collation: &Collation) -> Ordering {
    let number = |cell: &Cell| match cell {
        Cell::Count(count) => Some(*count as f64),
        Cell::Ordinal(number) => Some(*number as f64),
        Cell::Number(number) if number.is_finite() => Some(*number),
        _ => None,
    };
    let ordering = match (a, b) {
        (Cell::Text(a), Cell::Text(b)) => collation.compare(a, b).then_with(|| a.cmp(b)),
        (a, b) => match (number(a), number(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a_is, b_is) => return (a_is.is_none() && !is_text(a)).cmp(&(b_is.is_none() && !is_text(b))),
        },
    };
    if descending { ordering.reverse() } else { ordering }
}

fn is_text(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(_))
}
