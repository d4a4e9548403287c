//! `kwic saved`, and `--save`.

use std::ffi::OsString;

use clap::Args;
use indicatif::HumanCount;

use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::report::{Cell, Column, Table};
use kwic::search::{Hit, SavedName, SavedResult, saved_names};
use kwic::{Error, Result};

use super::asked::Asked;
use super::options::{Cli, Command, FindOptions, OutputOptions};
use super::output::{Output, made, scratch_folder};
use super::{Ended, Failure, index, run_command, say};

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
    let index = index::open(cli)?;
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

/// Saves the hits of a command, in corpus order, and says so.
pub fn save(
    cli: &Cli,
    options: &FindOptions,
    asked: &Asked,
    index: &OpenIndex,
    name: &SavedName,
    hits: &[Hit],
) -> Result<()> {
    let before = SavedResult::read(&cli.index, name).ok();
    let saved = SavedResult {
        command: cli.words.clone(),
        query: asked.text.clone(),
        syntax: if asked.is_cql { "cql" } else { "simple" }.to_string(),
        strategy: asked.strategy(options.query.matching).name().to_string(),
        selection: options.selection.words(),
        sample: options.sample,
        seed: options.seed,
        ..SavedResult::new(index, name, hits)
    };
    saved.write(&cli.index)?;
    let before = before.map(|before| format!(", in place of {} of {}", size(&before), before.when)).unwrap_or_default();
    say(&format!("Saved as {name}: {}{before}.", size(&saved)));
    Ok(())
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
    match &mut again.command {
        Command::Find(options) => options.save = Some(name.clone()),
        _ => return Err(damaged("it was not made by `kwic find`".to_string()).into()),
    }
    run_command(&again)
}
