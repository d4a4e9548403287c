//! Typed tables, and pictures of them, in each format.

use std::io::{self, Write};

use super::made::About;
use super::rows::{Field, Kind, Rows};
use super::separated::Separated;
use super::{Format, Made, Screen, Table, aligned, blocks, html, json, markdown, parquet, separated, workbook};
use crate::error::{self, Error};
use crate::picture::{Picture, write_graphml, write_svg};

/// What a command answers with.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// All of it.
    pub table: &'a Table,
    /// The same as a picture, where the command draws one.
    pub picture: Option<&'a Picture>,
}

/// Writes an answer: the table, with the picture above it on a page and on a screen; the picture alone
/// as SVG and GraphML.
///
/// # Errors
/// An output that cannot be written; a table that the format has no room for, a picture that is not
/// there (an [`Error`] inside the [`io::Error`]).
pub fn write_answer(
    out: &mut dyn Write,
    format: Format,
    answer: Answer<'_>,
    made: &Made,
    screen: Screen,
) -> io::Result<()> {
    let about = About { made, found: None };
    let table = answer.table;
    match format {
        Format::Table => {
            answer.picture.map_or(Ok(()), |picture| blocks::write(out, picture, screen))?;
            aligned::write(out, table, screen)
        }
        // Where no screen is to be filled nothing is shortened.
        Format::Text => aligned::write(out, table, Screen { width: usize::MAX, ..screen }),
        Format::Csv => separate(out, Separated::Csv, table),
        Format::Tsv => separate(out, Separated::Tsv, table),
        Format::Json => json::document(out, &about.json()?, "rows", objects(table)),
        Format::Jsonl => json::objects(out, objects(table)),
        Format::Html => html::answer(out, rows(table), answer.picture, &about),
        Format::Markdown => markdown::write(out, rows(table), &about),
        Format::Xlsx => workbook::write(out, rows(table), &about),
        Format::Parquet => parquet::write(out, rows(table), &about),
        Format::Svg => svg(out, answer.picture, &about),
        Format::Graphml => graphml(out, answer.picture),
    }
}

fn svg(out: &mut dyn Write, picture: Option<&Picture>, about: &About<'_>) -> io::Result<()> {
    let picture = picture.ok_or_else(|| io::Error::other(no_picture(Format::Svg)))?;
    write_svg(out, picture, Some(&serde_json::Value::Object(about.json()?).to_string()))
}

fn graphml(out: &mut dyn Write, picture: Option<&Picture>) -> io::Result<()> {
    match picture {
        Some(Picture::Network(network)) => write_graphml(out, network),
        _ => Err(io::Error::other(no_picture(Format::Graphml))),
    }
}

/// The error of an answer that has no picture, or not the one that the format can hold.
pub fn no_picture(format: Format) -> Error {
    let (cause, remedy) = match format {
        Format::Graphml => ("this answer is no network", "`kwic collocates --network` draws one"),
        _ => (
            "this answer has no picture",
            "`kwic compare`, `kwic spread`, `kwic collocates --network` and `kwic bench` draw one",
        ),
    };
    let place = format!("--format {}", format.facts().name);
    Error::new(error::Kind::Setting, place, cause).remedy(remedy)
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
