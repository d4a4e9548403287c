//! Typed tables, and pictures of them, in each format.

use std::io::{self, Write};
use std::ops::Range;

use super::made::About;
use super::rows::{Field, Kind, Rows};
use super::separated::Separated;
use super::{Format, Made, Screen, Tabular, aligned, blocks, html, json, markdown, parquet, separated, workbook};
use crate::error::{self, Error};
use crate::picture::{Picture, write_graphml, write_svg};

/// What a command answers with.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    /// All of it.
    pub table: &'a dyn Tabular,
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

fn separate(out: &mut dyn Write, separated: Separated, table: &dyn Tabular) -> io::Result<()> {
    let names = table.columns().iter().map(|column| &*column.name);
    let rows = |range: Range<usize>| Ok(range.map(|at| table.row(at)).collect());
    separated::write(out, separated, names, table.len(), rows)
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
