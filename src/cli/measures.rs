//! `kwic measures`.

use clap::Args;

use kwic::error::Kind;
use kwic::report::{Cell, Column, Made, Table};
use kwic::stats::{Measure, measure, measures};
use kwic::{Error, Result};

use super::options::{Cli, OutputOptions};
use super::output::Output;
use super::{Ended, Failure};

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic measures                    all of them
  kwic measures log-ratio          formula, range, when to use it, source
  kwic measures --format markdown")]
pub struct MeasureOptions {
    /// Show this one
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub output: OutputOptions,
}

pub fn run(cli: &Cli, options: &MeasureOptions) -> std::result::Result<Ended, Failure> {
    let made = Made { command: cli.words.clone(), kwic: env!("CARGO_PKG_VERSION").to_string(), ..Made::default() };
    match &options.name {
        None => Output::new(&options.output)?.table(&list(), &made),
        Some(name) => Output::of_text(&options.output)?.table(&facts(named(name)?), &made),
    }
}

fn named(name: &str) -> Result<&'static Measure> {
    measure(&name.to_lowercase()).ok_or_else(|| {
        let near = measures().min_by_key(|measure| strsim::damerau_levenshtein(measure.name, name));
        let remedy = format!("did you mean `{}`? `kwic measures` lists them", near.map_or("", |measure| measure.name));
        Error::new(Kind::Query, format!("measure {name}"), "there is no such measure").remedy(remedy)
    })
}

fn list() -> Table {
    let cells = |m: &Measure| [m.name, m.title, m.of.words(), m.when].map(|text| Cell::Text(text.into()));
    let columns = [("name", false), ("title", false), ("of", false), ("when", true)];
    Table { columns: columns.map(column).into(), rows: measures().map(|m| cells(m).into()).collect() }
}

/// One measure, a row for each fact.
fn facts(measure: &Measure) -> Table {
    let facts = [
        ("name", measure.name),
        ("title", measure.title),
        ("of", measure.of.words()),
        ("formula", measure.formula),
        ("range", measure.range),
        ("when", measure.when),
        ("source", measure.source),
    ];
    let rows = facts.map(|(fact, text)| vec![Cell::Text(fact.into()), Cell::Text(text.into())]);
    Table { columns: [("fact", false), ("text", true)].map(column).into(), rows: rows.into() }
}

fn column((name, shrinks): (&'static str, bool)) -> Column {
    Column { name: name.into(), shrinks }
}
