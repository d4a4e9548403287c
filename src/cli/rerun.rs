//! `kwic rerun`.

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::report::{Made, changes_of_made, changes_of_result, plain};
use kwic::{Error, Result};

use super::options::Cli;
use super::output::{made, scratch_folder};
use super::{Ended, Failure, run_command};

#[derive(Args)]
#[command(after_help = "\
What made a file is in it (json) or beside it (FILE.made.json). The command that is written there is run
again, if it is one that only reads, and the results are compared. Folders are looked for from here; give
--index where the index is now in another folder.

Examples:
  kwic rerun lines.csv                    0: the same, byte for byte; 1: what has changed
  kwic rerun lines.csv --write new.csv    keeps the new result")]
pub struct RerunOptions {
    /// A file that kwic wrote
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Keep the new result
    #[arg(long, value_name = "NEW")]
    pub write: Option<PathBuf>,
}

pub fn run(cli: &Cli, options: &RerunOptions) -> std::result::Result<Ended, Failure> {
    let then = fs::read(&options.file).map_err(|e| Error::file(&options.file, e))?;
    let made_then = Made::of(&options.file, &then)?;
    let folder = scratch_folder()?;
    let (again, file) = command(cli, &options.file, &made_then, folder.path())?;
    // Opened here as well, so that no index is built where there is none.
    let index = OpenIndex::open(&again.index)?;
    run_command(&again)?;
    let now = match fs::read(&file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        read => read.map_err(|e| Error::file(&file, e))?,
    };
    if let Some(new) = &options.write {
        keep(&file, new)?;
    }
    let made_by = changes_of_made(&made_then, &made(&again, &index, None, Vec::new(), 0));
    report(&options.file, &made_by, &changes_of_result(&then, &now))
}

/// The command that made a file, to write into `folder`, and the file that it will write.
fn command(cli: &Cli, made_file: &Path, made: &Made, folder: &Path) -> Result<(Cli, PathBuf)> {
    let refused = |cause: String| {
        Error::new(Kind::Setting, made_file.display(), cause)
            .remedy("only commands that read can be run again: find, show, papers, facets and their like")
    };
    let words: Vec<OsString> = made.command.iter().map(OsString::from).collect();
    let mut again = Cli::read(words).map_err(|e| refused(format!("the command that made it cannot be read: {e}")))?;
    let Some(file) = again.command.redirect(folder) else {
        return Err(refused(format!("`kwic {}` is not run again", made.command.join(" "))));
    };
    if cli.names_index() {
        again.index = cli.index.clone();
    }
    Ok((again, file))
}

/// Copies the new result, and what made it, to where it is to be kept.
fn keep(file: &Path, new: &Path) -> Result<()> {
    if !file.exists() {
        return Err(Error::new(Kind::File, new.display(), "nothing is found any more: there is nothing to write"));
    }
    let copy = |from: &Path, to: &Path| {
        let copied = fs::copy(from, to).map(drop);
        copied.map_err(|e| Error::file(to, e).remedy("name a file in a folder that exists and can be written"))
    };
    copy(file, new)?;
    let made = Made::beside(file);
    if made.exists() { copy(&made, &Made::beside(new)) } else { Ok(()) }
}

fn report(file: &Path, made: &[String], result: &[String]) -> std::result::Result<Ended, Failure> {
    let mut out = std::io::stdout().lock();
    let name = plain(&file.display().to_string());
    match result.is_empty() {
        true => writeln!(out, "{name}: the same, byte for byte")?,
        false => writeln!(out, "{name}: not the same")?,
    }
    made.iter().try_for_each(|change| writeln!(out, "  changed since: {change}"))?;
    if made.is_empty() && !result.is_empty() {
        writeln!(out, "  kwic, the papers and the themes are what they were; a saved result that is named may not be")?;
    }
    result.iter().try_for_each(|change| writeln!(out, "  {change}"))?;
    Ok(if result.is_empty() { Ended::Found } else { Ended::NothingFound })
}
