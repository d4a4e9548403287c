//! `kwic saved`, and `--save`.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::Args;
use indicatif::HumanCount;

use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::query::Strategy;
use kwic::report::{Cell, Column, Table};
use kwic::search::{Chosen, Compiled, Hit, How, SavedName, SavedResult, find_with, saved_names};
use kwic::{Error, Result};

use super::asked::Asked;
use super::open_index::open_index;
use super::options::{Cli, OutputOptions, SelectionOptions};
use super::output::{Output, made, scratch_folder};
use super::{Ended, Failure, run_command, say};

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic find \"arms control\" --year 1990..1999 --save @arms
  kwic find russia --in @arms             in the sections where @arms has hits
  kwic papers --in @arms:paper            in the papers
  kwic saved --again @arms                after `kwic index`, when papers have changed")]
pub struct SavedOptions {
    /// Remove a saved result
    #[arg(long, value_name = "@NAME", conflicts_with = "again")]
    pub remove: Option<SavedName>,
    /// Run the command of a saved result again, and save it anew
    #[arg(long, value_name = "@NAME")]
    pub again: Option<SavedName>,
    #[command(flatten)]
    pub output: OutputOptions,
}

impl SavedOptions {
    /// Whether nothing is changed.
    pub fn only_lists(&self) -> bool {
        self.remove.is_none() && self.again.is_none()
    }
}

pub fn run(cli: &Cli, options: &SavedOptions) -> std::result::Result<Ended, Failure> {
    if let Some(name) = &options.remove {
        SavedResult::remove(&cli.index, name)?;
        say(&format!("{name} is removed."));
        return Ok(Ended::Found);
    }
    match &options.again {
        Some(name) => again(cli, name),
        None => list(cli, options),
    }
}

fn list(cli: &Cli, options: &SavedOptions) -> std::result::Result<Ended, Failure> {
    let index = open_index(cli)?;
    let (mut rows, mut failed) = (Vec::new(), false);
    for name in saved_names(&cli.index) {
        match SavedResult::read(&cli.index, &name) {
            Ok(saved) => rows.push(row(&index, &name, &saved)),
            Err(error) => {
                say(&format!("not read: {error}"));
                failed = true;
            }
        }
    }
    if rows.is_empty() && !failed {
        say("No result is saved yet: `kwic find … --save @NAME` saves one.");
    }
    let column = |(name, shrinks): (&'static str, bool)| Column { name: name.into(), shrinks };
    let columns = [
        ("name", false),
        ("query", true),
        ("selection", true),
        ("hits", false),
        ("papers", false),
        ("index", false),
        ("saved", false),
    ];
    let table = Table { columns: columns.map(column).to_vec(), rows };
    let ended = Output::new(&options.output)?.table(&table, &made(cli, &index, None, Vec::new(), 0))?;
    Ok(if failed { Ended::WithFailures } else { ended })
}

fn row(index: &OpenIndex, name: &SavedName, saved: &SavedResult) -> Vec<Cell> {
    vec![
        Cell::Text(name.to_string()),
        Cell::Text(saved.query.clone()),
        Cell::Text(saved.selection.join(" ")),
        Cell::Count(saved.count() as u64),
        Cell::Count(saved.papers.len() as u64),
        Cell::Text(if saved.is_current(index) { "as it is" } else { "an earlier state" }.to_string()),
        Cell::Text(saved.when.clone()),
    ]
}

/// A result that is to be saved.
pub struct Saving<'a> {
    pub cli: &'a Cli,
    pub index: &'a OpenIndex,
    pub name: &'a SavedName,
    pub matching: Option<Strategy>,
    pub selection: &'a SelectionOptions,
    /// How many hits were drawn, where it is a sample, and the seed.
    pub sample: Option<usize>,
    pub seed: u64,
}

impl Saving<'_> {
    /// Saves hits of queries, in corpus order, and says so.
    ///
    /// # Errors
    /// A result that cannot be written.
    pub fn save(&self, queries: &[&Asked], hits: &[Hit]) -> Result<()> {
        let texts: Vec<&str> = queries.iter().map(|asked| asked.text.as_str()).collect();
        let syntax = |asked: &&Asked| if asked.is_cql { "cql" } else { "simple" };
        let strategy = |asked: &&Asked| asked.strategy(self.matching).name();
        let saved = SavedResult {
            command: self.cli.words.clone(),
            query: texts.join("; "),
            syntax: each_once(queries.iter().map(syntax)),
            strategy: each_once(queries.iter().map(strategy)),
            selection: self.selection.words(),
            sample: self.sample,
            seed: self.seed,
            ..SavedResult::new(self.index, self.name, hits)
        };
        let before = SavedResult::read(&self.cli.index, self.name).ok();
        saved.write(&self.cli.index)?;
        let before = before.map(|then| format!(", in place of {} of {}", size(&then), then.when)).unwrap_or_default();
        say(&format!("Saved as {}: {}{before}.", self.name, size(&saved)));
        Ok(())
    }
}

fn each_once<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
}

/// The hits of all queries in corpus order; what two queries hit is one hit.
///
/// # Errors
/// A query that takes too long.
pub fn all_hits(index: &OpenIndex, queries: &[Compiled], chosen: &Chosen, how: How) -> Result<Vec<Hit>> {
    let found = queries.iter().map(|query| find_with(index, query, chosen, how)).collect::<Result<Vec<_>>>()?;
    let mut hits = found.concat();
    hits.sort_unstable();
    hits.dedup();
    Ok(hits)
}

fn size(saved: &SavedResult) -> String {
    let count = |n: usize, one: &str| format!("{} {one}{}", HumanCount(n as u64), if n == 1 { "" } else { "s" });
    format!("{} in {}", count(saved.count(), "hit"), count(saved.papers.len(), "paper"))
}

/// Makes a saved result again with the command that made it, and saves it anew.
fn again(cli: &Cli, name: &SavedName) -> std::result::Result<Ended, Failure> {
    let saved = SavedResult::read(&cli.index, name)?;
    let damaged = |cause: String| {
        Error::new(Kind::Damaged, name, cause).remedy(format!("save it anew with `kwic find … --save {name}`"))
    };
    let words: Vec<OsString> = saved.command.iter().map(OsString::from).collect();
    let mut again = Cli::read(words).map_err(|error| damaged(error.to_string()))?;
    let lines = scratch_folder()?;
    again.index = cli.index.clone();
    again.command.redirect(lines.path());
    match again.command.save() {
        Some(save) => *save = Some(name.clone()),
        None => return Err(damaged("it was made by a command that has no hits".to_string()).into()),
    }
    run_command(&again)
}
