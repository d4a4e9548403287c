//! `kwic bench`.
//!
//! | file | what it holds |
//! |---|---|
//! | `place.rs` | the folder in which all is done, and goes away with it |
//! | `child.rs` | processes of this same program: a build, a cold answer |
//! | `builds.rs`, `queries.rs` | what is measured, run after run |

mod builds;
mod child;
mod place;
mod queries;

use std::path::{Path, PathBuf};

use clap::Args;

use kwic::bench::{
    Drawn, Machine, RECORD_FORMAT, Record, builds_table, compare, compared_table, draw, draw_compared, narrow,
    per_cent, queries_table, share,
};
use kwic::error::Kind;
use kwic::report::{Format, Made, plain};
use kwic::{Error, Result};

use super::options::{Cli, OutputOptions};
use super::output::Output;
use super::values::{bytes, memory};
use super::whole_file::WholeFile;
use super::{Ended, Failure, say};
use place::Place;

/// The headings of the options.
const BUILDS: &str = "Builds";
const QUERIES: &str = "Queries";
const COMPARED: &str = "Saved measurements";
const GENERATED: &str = "Generated papers";

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic bench ~/papers                                    five builds, stage by stage
  kwic bench ~/papers --threads 1,2 --sizes 10%,30%,100% --output growth.svg
  kwic bench --queries standard                          queries over the index that is there
  kwic bench ~/papers --save now.json
  kwic bench ~/papers --against then.json --tolerance 5% exit status 1 if it has become slower
  kwic bench --generate 100MB --seed 1 --output papers   papers that are the same everywhere

Each build is a process of its own. See docs/bench.md for what the figures mean.")]
pub struct BenchOptions {
    /// Folders or files of papers; without any: corpus/, or for queries the index that is there
    #[arg(value_name = "PAPERS", conflicts_with = "generate")]
    papers: Vec<PathBuf>,
    /// Numbers of threads, each a column of the grid [default: one for each core]
    #[arg(long, value_name = "N,N", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=64), help_heading = BUILDS)]
    threads: Vec<u16>,
    /// Memory that a build may take, roughly
    #[arg(long, value_name = "SIZE,SIZE", value_delimiter = ',', default_value = "512MB", value_parser = memory, help_heading = BUILDS)]
    memory: Vec<usize>,
    /// Shares of the text
    #[arg(long, value_name = "N%,N%", value_delimiter = ',', default_value = "100%", value_parser = share, help_heading = BUILDS)]
    sizes: Vec<f64>,
    /// How often each is measured
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    runs: u16,
    /// How often each is run before that, and not measured
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(0..=100))]
    warm_up: u16,
    /// The seed of the order of runs, of shares, of intervals and of generated papers
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Keep the indexes, in this folder, which must be empty or new [default: a temporary folder]
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Measure the queries of a file instead, cold and warm; `standard`: those that come with kwic
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sizes", "picture"], help_heading = QUERIES)]
    queries: Option<PathBuf>,
    /// Save the figures as JSON
    #[arg(long, value_name = "FILE", help_heading = COMPARED)]
    save: Option<PathBuf>,
    /// Compare with saved figures
    #[arg(long, value_name = "FILE", help_heading = COMPARED)]
    against: Option<PathBuf>,
    /// With --against: end with status 1 if something is worse by more [default: 5%, and status 0]
    #[arg(long, value_name = "N%", value_parser = per_cent, requires = "against", help_heading = COMPARED)]
    tolerance: Option<f64>,
    /// Measure over generated papers of at least this size; with --output and a folder: write them there, and no more
    #[arg(long, value_name = "SIZE", value_parser = bytes, help_heading = GENERATED)]
    generate: Option<u64>,
    /// What svg and html draw of builds: growth, size, stages or runs [default: growth of several sizes, else stages]
    #[arg(long, value_name = "WHAT", help_heading = "Output")]
    picture: Option<Drawn>,
    #[command(flatten)]
    output: OutputOptions,
    /// One build, its figures as JSON: what the program calls itself with
    #[arg(long, hide = true)]
    one: bool,
}

pub fn run(cli: &Cli, options: &BenchOptions) -> std::result::Result<Ended, Failure> {
    if options.one {
        return child::one(cli, options);
    }
    // A file whose ending tells a format is one of figures.
    let folder = options.output.output.as_ref().filter(|path| Format::of_file(path).is_none());
    if let (Some(size), Some(folder)) = (options.generate, folder) {
        let done = place::generate(size, options.seed, folder)?;
        say(&format!("{}: {} papers, {} bytes.", folder.display(), done.papers, done.bytes));
        return Ok(Ended::Found);
    }
    let output = Output::of_picture(&options.output)?;
    if output.format == Format::Graphml {
        return Err(kwic::report::no_picture(output.format).into());
    }
    let then = options.against.as_deref().map(Record::read).transpose()?;
    let place = Place::new(options.keep.as_deref())?;
    let mut record = Record {
        kwic_bench: RECORD_FORMAT,
        machine: Machine::here(place.folder()),
        seed: options.seed,
        ..Record::default()
    };
    match &options.queries {
        Some(file) => queries::measure(cli, options, file, &place, &mut record)?,
        None => builds::measure(options, &place, &mut record)?,
    }
    record.machine.end();
    place.end()?;
    if let [point] = record.builds.as_slice() {
        let text = point.bytes() as f64 / 1e6;
        say(&format!("{} ({text:.1} MB); runs: {}", point.setting, point.runs.len()));
    }
    tell(&record.machine);
    if let Some(file) = &options.save {
        save(file, &record)?;
    }
    let made = Made {
        command: cli.words.clone(),
        kwic: env!("CARGO_PKG_VERSION").to_string(),
        seed: options.seed,
        ..Made::default()
    };
    match then {
        Some(then) => answer_compared(&then, &record, options, &output, &made),
        None => {
            let table = match (&options.queries, output.format) {
                (Some(_), _) => queries_table(&record),
                (None, Format::Table | Format::Html) => narrow(&builds_table(&record)),
                (None, _) => builds_table(&record),
            };
            let drawn = options.picture.unwrap_or_else(|| Drawn::usual(&record));
            output.report(&table, Some(&draw(&record, drawn)), &made)
        }
    }
}

fn answer_compared(
    then: &Record,
    now: &Record,
    options: &BenchOptions,
    output: &Output,
    made: &Made,
) -> std::result::Result<Ended, Failure> {
    let tolerance = options.tolerance.unwrap_or(5.0) / 100.0;
    let compared = compare(then, now, tolerance)?;
    if then.machine.cpu != now.machine.cpu || then.machine.cores != now.machine.cores {
        say("note: that was measured on another machine: the ratios tell of both machines and kwic together.");
    }
    if then.machine.release != now.machine.release {
        say("note: one of the two kwics was not built for speed.");
    }
    output.report(&compared_table(&compared), Some(&draw_compared(&compared)), made)?;
    let breaks: Vec<_> = compared.iter().filter(|c| options.tolerance.is_some() && c.breaks(tolerance)).collect();
    for worse in &breaks {
        say(&format!("worse: {}: {:.3} times what it was.", worse.what, worse.ratio));
    }
    Ok(if breaks.is_empty() { Ended::Found } else { Ended::Worse })
}

/// Says where it was measured, and what stands against trusting it.
fn tell(machine: &Machine) {
    let facts: Vec<String> = machine.facts().into_iter().map(|(name, fact)| format!("{name}: {fact}")).collect();
    say(&plain(&facts.join("; ")));
    if !machine.release {
        say("note: this kwic was not built for speed (`cargo build --release`): its times say little.");
    }
    let busy = machine.load[0].zip(machine.cores).is_some_and(|(load, cores)| load > 0.5 * cores as f64);
    if busy {
        say("note: other programs were running: times are noisier, and longer, than they need be.");
    }
}

fn save(path: &Path, record: &Record) -> Result<()> {
    WholeFile::write(path, |out| {
        serde_json::to_writer_pretty(&mut *out, record)?;
        writeln!(out)
    })?
    .show()
}

/// An error of the program's own processes.
fn failed(what: &str, cause: impl std::fmt::Display) -> Error {
    Error::new(Kind::File, what, cause)
}
