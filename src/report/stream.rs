//! Tables too long to be held, written row by row.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::made::About;
use super::rows::{Field, Kind, Rows};
use super::separated::Separated;
use super::{Cell, Format, Made, json, parquet, separated};
use crate::error::{self, Error};

/// Rows as they come, as many cells in each as there are columns.
pub type RowStream<'a> = Box<dyn Iterator<Item = io::Result<Vec<Cell>>> + 'a>;

/// Writes the rows of a table as csv, tsv, json, jsonl or parquet; no more than some of them are held at once.
///
/// # Errors
/// An output that cannot be written, another format (an [`Error`] inside the [`io::Error`]).
pub fn write_stream(
    out: &mut dyn Write,
    format: Format,
    columns: &[(String, Kind)],
    rows: RowStream<'_>,
    made: &Made,
) -> io::Result<()> {
    let about = About { made, found: None };
    let names = || columns.iter().map(|(name, _)| name.as_str());
    let objects = |row: io::Result<Vec<Cell>>| -> io::Result<Map<String, Value>> {
        Ok(columns.iter().map(|column| column.0.clone()).zip(row?.iter().map(Cell::json)).collect())
    };
    match format {
        Format::Csv => separated::stream(out, Separated::Csv, names(), rows),
        Format::Tsv => separated::stream(out, Separated::Tsv, names(), rows),
        Format::Jsonl => json::objects(out, rows.map(objects)),
        Format::Json => json::document(out, &about.json()?, "rows", rows.map(objects)),
        Format::Parquet => {
            let fields = columns.iter().map(|(name, kind)| Field { name, kind: *kind, leads: false }).collect();
            parquet::write(out, Rows { name: "rows", fields, rows }, &about)
        }
        other => {
            let place = format!("--format {}", other.facts().name);
            let error = Error::new(error::Kind::Setting, place, "this is a table for programs, and may be very long");
            Err(io::Error::other(error.remedy("write csv, tsv, json, jsonl or parquet")))
        }
    }
}
