//! Tables in which a row is a paper: CSV, TSV, JSONL, JSON (an array of objects) and Parquet.
//!
//! One column holds the papers' texts, each read as plain text is; one may name the papers; the others
//! are metadata. A row that is broken costs itself.

mod columns;
mod delimited;
mod json;
#[cfg(feature = "parquet")]
mod parquet;

#[cfg(feature = "parquet")]
pub(super) use self::parquet::ParquetReader;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value};

use self::columns::Columns;
pub(super) use self::delimited::{check_quotes, delimiter_of};
use super::decode::clean;
use super::front_matter::set;
use super::layout::{Evidence, Layout, repair};
use super::read::{Reader, Reading, ReadingOptions, Readings, decoded_as_it_stands, ending};
use crate::clock::{Stage, time};
use crate::model::Mark;

/// The most rows of a table, of which each is a paper of its own, and the most cells: each is a name and a text.
const MOST_ROWS: usize = 1_000_000;
const MOST_CELLS: usize = 5_000_000;
/// How many broken rows are named one by one.
const MOST_NAMED: usize = 20;
/// Bytes of the longest name of a paper, and of a CSV's column.
const LONGEST_NAME: usize = 200;

/// A row: which it is, counted from 1 and without the names of columns, and what its columns hold.
struct Row {
    number: usize,
    /// The line on which it begins; 0 where the file has no lines.
    line: u32,
    /// Whether a line end in a cell is one in the file.
    real_lines: bool,
    cells: Map<String, Value>,
}

/// The rows of a table, or why they are broken.
type Rows = Vec<Result<Row, String>>;

/// How messages name a row.
fn place(number: usize, line: u32) -> String {
    if line == 0 { format!("row {number}") } else { format!("row {number} (line {line})") }
}

/// Refuses a table that is too large to be taken in at once.
fn check_size(rows: usize, cells: usize) -> Result<(), String> {
    match rows > MOST_ROWS || cells > MOST_CELLS {
        true => Err("it has more than 1,000,000 rows or 5,000,000 cells: split it".to_string()),
        false => Ok(()),
    }
}

/// One form of table.
pub(super) struct RowsReader {
    name: &'static str,
    endings: &'static [&'static str],
    rows: fn(&str) -> Result<Rows, String>,
}

pub(super) const CSV: RowsReader = RowsReader { name: "csv", endings: &["csv"], rows: delimited::csv };
pub(super) const TSV: RowsReader = RowsReader { name: "tsv", endings: &["tsv"], rows: delimited::tsv };
pub(super) const JSONL: RowsReader = RowsReader { name: "jsonl", endings: &["jsonl", "ndjson"], rows: json::lines };
pub(super) const JSON: RowsReader = RowsReader { name: "json", endings: &["json"], rows: json::array };

impl Reader for RowsReader {
    fn name(&self) -> &'static str {
        self.name
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        self.endings.contains(&ending(path).as_str())
    }

    fn read(&self, bytes: &[u8], evidence: &Evidence, options: &ReadingOptions) -> Readings {
        let (text, file) = match decoded_as_it_stands(bytes) {
            Ok(decoded) => decoded,
            Err(cause) => return vec![Err(cause)],
        };
        let rows = match (self.rows)(&text.replace("\r\n", "\n").replace('\r', "\n")) {
            Ok(rows) => rows,
            Err(cause) => return vec![Err(cause)],
        };
        let Some(columns) = Columns::choose(&rows, options) else { return Vec::new() };
        time(Stage::Repair, || papers(rows, &file, &columns, evidence))
    }

    fn why_none(&self) -> &'static str {
        "it is no table of papers: it has no rows, or no column that is clearly their texts (--text-column names one)"
    }
}

fn papers(rows: Rows, file: &Reading, columns: &Columns, evidence: &Evidence) -> Readings {
    let (mut readings, mut broken, mut names) = (Vec::new(), 0, BTreeSet::new());
    for row in rows {
        let reading = row.and_then(|row| {
            let mut reading = paper(&row, columns, evidence)?;
            reading.name = name(&row, columns, &mut names);
            reading.encoding.clone_from(&file.encoding);
            Ok(reading)
        });
        broken += usize::from(reading.is_err());
        if reading.is_ok() || broken <= MOST_NAMED {
            readings.push(reading);
        }
    }
    if let Some(first) = readings.iter_mut().flatten().next() {
        first.warnings.splice(0..0, file.warnings.iter().cloned().chain(columns.said.clone()));
    }
    if broken > MOST_NAMED {
        readings.push(Err(format!("{} more rows are broken", broken - MOST_NAMED)));
    }
    readings
}

fn paper(row: &Row, columns: &Columns, evidence: &Evidence) -> Result<Reading, String> {
    let mut reading = Reading::default();
    let (mut line, mut text) = (row.line, String::new());
    let mut before = true;
    for (name, value) in &row.cells {
        match value {
            _ if *name != columns.text => set(&mut reading.metadata, name, value),
            Value::Null => before = false,
            Value::String(cell) => (before, text) = (false, clean(cell)),
            _ => return Err(format!("{}: `{name}` is no text", place(row.number, row.line))),
        }
        if before && row.real_lines {
            line += value.as_str().unwrap_or("").matches('\n').count() as u32;
        }
    }
    let Layout { mut blocks, warnings, undecided } = repair(&text, line, evidence);
    if !row.real_lines {
        blocks.iter_mut().for_each(|block| block.lines = vec![Mark { offset: 0, value: line }]);
    }
    Ok(Reading { blocks, warnings, undecided, ..reading })
}

/// What the table calls a paper, else the number of its row; both where another has that name already.
fn name(row: &Row, columns: &Columns, given: &mut BTreeSet<String>) -> String {
    let cell = columns.id.as_ref().and_then(|id| match row.cells.get(id)? {
        Value::String(name) => Some(clean(name).trim().to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    match cell.filter(|name| !name.is_empty() && name.len() <= LONGEST_NAME) {
        Some(name) if given.insert(name.clone()) => name,
        Some(name) => format!("{name}_{}", row.number),
        None => row.number.to_string(),
    }
}
