//! `kwic export matrix`.

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::HumanCount;

use kwic::concordance::Dimension;
use kwic::error::Kind;
use kwic::export::Matrix;
use kwic::report::{Cell, CellKind, Format, Made, RowStream, write_stream};
use kwic::{Error, Result};

use super::super::open_index::open_index;
use super::super::options::{Cli, OutputOptions, SelectionOptions};
use super::super::output::{Output, made, write_file};
use super::super::patience::patiently;
use super::super::tokens::TokenOptions;
use super::super::whole_file::WholeFile;
use super::super::{Ended, Failure, say};

/// The largest table of words in columns, in cells.
const LARGEST: u64 = 200_000_000;

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic export matrix --output counts.mtx                 and counts.mtx.rows.tsv, counts.mtx.columns.tsv
  kwic export matrix --min-count 5 --stop english.txt --output counts.csv
  kwic export matrix --by year --form lemma --output years.parquet
  kwic export matrix --by paper,section --section Abstract --output abstracts.csv --long

.mtx is Matrix Market, for R (Matrix::readMM) and Python (scipy.io.mmread); .csv and .tsv have a row for each document
and a column for each word; .parquet, .json and .jsonl, and the others with --long, a row for each count that is not 0.")]
pub struct MatrixOptions {
    /// What the rows are: one or two of paper, section, theme, year, decade, a metadata field
    #[arg(long, value_name = "DIMENSIONS", value_delimiter = ',', default_value = "paper")]
    by: Vec<String>,
    #[command(flatten)]
    tokens: TokenOptions,
    /// Leave out words that are used less in all
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_count: u64,
    /// With csv and tsv: a row for each count
    #[arg(long)]
    long: bool,
    #[command(flatten)]
    selection: SelectionOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

pub fn run(cli: &Cli, options: &MatrixOptions) -> std::result::Result<Ended, Failure> {
    let market = options.output.output.as_deref().filter(|file| options.output.format.is_none() && is_market(file));
    let output = if market.is_some() { None } else { Some(Output::of_stream(&options.output)?) };
    let only = options.tokens.test(None)?;
    let index = open_index(cli)?;
    let chosen = options.tokens.looked_at(&index, &[&only], &options.selection.choose(&index)?)?;
    let dimensions = options.by.iter().map(|name| place(Dimension::read(name, &index)?)).collect::<Result<Vec<_>>>()?;
    if !(1..=2).contains(&dimensions.len()) {
        let error = Error::new(Kind::Query, "--by", "it takes one or two dimensions");
        return Err(error.remedy("as in `--by year` or `--by paper,section`").into());
    }
    let vocabulary = options.tokens.vocabulary(&index, only.as_ref());
    let matrix = patiently("counting", || Matrix::new(&index, &chosen, &vocabulary, &dimensions, options.min_count))?;
    say(&sentence(&matrix));
    if matrix.filled() == 0 {
        return Ok(Ended::NothingFound);
    }
    let made = made(cli, &index, None, options.selection.words(), 0);
    patiently("writing the matrix", || match (market, &output) {
        (Some(file), _) => write_market(&matrix, file, &made),
        (None, Some(output)) => write_table(&matrix, output, options.long, &made),
        (None, None) => Ok(()),
    })?;
    Ok(Ended::Found)
}

fn is_market(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("mtx"))
}

/// A dimension that is a place, as documents are.
fn place(dimension: Dimension) -> Result<Dimension> {
    match dimension {
        Dimension::Place(_) => Ok(dimension),
        Dimension::Token(_, name) => Err(Error::new(Kind::Query, format!("--by {name}"), "this is no property of papers or sections")
            .remedy("rows are papers, sections, themes, years or values of a metadata field; --form chooses what the columns are")),
    }
}

fn sentence(matrix: &Matrix) -> String {
    let count = |n: u64| HumanCount(n).to_string();
    let words: u64 = matrix.terms.iter().map(|term| term.count).sum();
    format!(
        "{} rows (by {}), {} columns, {} counts that are not 0, of {} words.",
        count(matrix.documents.len() as u64),
        matrix.dimensions.join(", "),
        count(matrix.terms.len() as u64),
        count(matrix.filled()),
        count(words)
    )
}

fn write_table(matrix: &Matrix, output: &Output, long: bool, made: &Made) -> std::result::Result<(), Failure> {
    let wide = matches!(output.format, Format::Csv | Format::Tsv) && !long;
    if wide && (matrix.documents.len() * matrix.terms.len()) as u64 > LARGEST {
        let error =
            Error::new(Kind::Setting, "matrix", "a column for each word would make more than 200,000,000 cells")
                .remedy("write .mtx or .parquet, or --long; or leave out rare words with --min-count");
        return Err(error.into());
    }
    let (columns, rows): (Vec<(String, CellKind)>, RowStream<'_>) = match wide {
        true => (matrix.wide_columns(), Box::new(matrix.wide())),
        false => (matrix.long_columns(), Box::new(matrix.long())),
    };
    output.write(made, |out| write_stream(out, output.format, &columns, rows, made))
}

/// The matrix, and beside it what its rows and columns are.
fn write_market(matrix: &Matrix, file: &Path, made: &Made) -> std::result::Result<(), Failure> {
    let named = |what: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".{what}.tsv"));
        PathBuf::from(name)
    };
    let table = |what: &str, (columns, rows): (Vec<(String, CellKind)>, Vec<Vec<Cell>>)| {
        let rows: RowStream<'_> = Box::new(rows.into_iter().map(Ok));
        WholeFile::write(&named(what), |out| write_stream(out, Format::Tsv, &columns, rows, made))
    };
    let rows = table("rows", matrix.row_names())?;
    let columns = table("columns", matrix.column_names())?;
    write_file(file, made, |out| matrix.write_market(out))?;
    rows.show()?;
    columns.show()?;
    Ok(())
}
