//! The command line: what is asked, and where the answer goes.

mod against;
mod asked;
mod bench;
mod by;
mod collocates;
mod command;
mod compare;
mod dry_run;
mod export;
mod facets;
mod find;
mod index;
mod keywords;
mod layers;
mod lines_of;
mod listing;
mod measured;
mod measures;
mod network;
mod ngrams;
mod open_index;
mod options;
mod output;
mod papers;
mod parts;
mod patience;
mod progress;
mod queries;
mod rerun;
mod saved;
mod show;
mod spread;
mod table_measures;
mod themes;
mod tokens;
mod told;
mod values;
mod whole_file;
mod whole_folder;
mod words;

use std::io::Write;
use std::process::ExitCode;

use command::Command;
use kwic::Error;
use kwic::report::plain;
use options::Cli;

/// How a command ended.
pub enum Ended {
    /// There was something to show.
    Found,
    /// There was nothing.
    NothingFound,
    /// It was measured, and is worse than it may be.
    Worse,
    /// Something went wrong, and was said; the rest was done.
    WithFailures,
}

/// Why a command did not end well.
pub enum Failure {
    /// What the user is told.
    Error(Error),
    /// The output could not be written.
    Output(std::io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Error(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        error.downcast().map_or_else(Failure::Output, Failure::Error)
    }
}

/// Runs the program: exit status 0 with hits, 1 with none, 2 on any error.
pub fn run() -> ExitCode {
    let cli = match Cli::read(std::env::args_os().skip(1).collect()) {
        Ok(cli) => cli,
        Err(error) => {
            let wanted = !error.use_stderr();
            // Help that cannot be written has nowhere else to go.
            let _ = error.print();
            return ExitCode::from(if wanted { 0 } else { 2 });
        }
    };
    match run_command(&cli) {
        Ok(Ended::Found) => ExitCode::SUCCESS,
        Ok(Ended::NothingFound | Ended::Worse) => ExitCode::from(1),
        Ok(Ended::WithFailures) => ExitCode::from(2),
        // Whoever closed the pipe has seen enough.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Output(error)) => {
            say(&format!("error: output: {error}"));
            ExitCode::from(2)
        }
        Err(Failure::Error(error)) => {
            say(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

fn run_command(cli: &Cli) -> Result<Ended, Failure> {
    match &cli.command {
        Command::Index(options) => index::run(cli, options),
        Command::Find(options) => find::run(cli, options),
        Command::Compare(options) => compare::run(cli, options),
        Command::Spread(options) => spread::run(cli, options),
        Command::Show(options) => show::run(cli, options),
        Command::Saved(options) => saved::run(cli, options),
        Command::Rerun(options) => rerun::run(cli, options),
        Command::Collocates(options) => collocates::run(cli, options),
        Command::Words(options) => words::run(cli, options),
        Command::Ngrams(options) => ngrams::run(cli, options),
        Command::Keywords(options) => keywords::run(cli, options),
        Command::Papers(options) => papers::run(cli, options),
        Command::Layers(options) => layers::run(cli, options),
        Command::Facets(options) => facets::run(cli, options),
        Command::Themes(options) => themes::run(cli, options),
        Command::Measures(options) => measures::run(cli, options),
        Command::Export(options) => export::run(cli, options),
        Command::Check => index::check(cli),
        Command::ReadPdf => index::read_pdf(),
        Command::Bench(options) => bench::run(cli, options),
    }
}

/// Says something beside the results; what papers and files put into it cannot steer the terminal.
pub fn say(text: &str) {
    let text = text.split('\n').map(plain).collect::<Vec<_>>().join("\n");
    // There is nowhere to complain if standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
