//! Where answers go.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use kwic::index::OpenIndex;
use kwic::report::{Format, Made, Screen, Table, write_table};
use kwic::{Error, Result};

use super::options::{Cli, OutputOptions};
use super::{Ended, Failure};

/// An answer's destination.
pub struct Output {
    /// The form.
    pub format: Format,
    /// The screen; of the usual width where the output is none.
    pub screen: Screen,
    /// Whether people read it as it comes.
    pub to_terminal: bool,
    file: Option<PathBuf>,
}

impl Output {
    /// The destination that the options name.
    pub fn new(options: &OutputOptions) -> Self {
        Output::or_usual(options, None)
    }

    /// The same where text is the usual form.
    pub fn of_text(options: &OutputOptions) -> Self {
        Output::or_usual(options, Some(Format::Text))
    }

    /// In the form that the options name; else in `usual`; else in what suits where it goes.
    fn or_usual(options: &OutputOptions, usual: Option<Format>) -> Self {
        let to_terminal = options.output.is_none() && std::io::stdout().is_terminal();
        let by_ending = options.output.as_ref().and_then(|f| f.extension()?.to_str()?.parse().ok());
        let usual = usual.unwrap_or(if to_terminal { Format::Table } else { Format::Tsv });
        // A file is the same whatever the screen that it was asked for on.
        let columns = std::env::var("COLUMNS").ok().filter(|_| options.output.is_none());
        let columns = columns.and_then(|c| c.parse().ok()).filter(|c| *c > 0);
        let width =
            columns.or_else(|| terminal_size::terminal_size().filter(|_| to_terminal).map(|(w, _)| usize::from(w.0)));
        Output {
            format: options.format.or(by_ending).unwrap_or(usual),
            screen: Screen { width: width.unwrap_or(100).max(40), colour: to_terminal && wants_colour() },
            to_terminal,
            file: options.output.clone(),
        }
    }

    /// Writes through `write`, and what made the answer beside a file.
    pub fn write(
        &self,
        made: &Made,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> std::result::Result<(), Failure> {
        let Some(path) = &self.file else {
            let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
            write(&mut out)?;
            out.flush()?;
            return Ok(());
        };
        let file = File::create(path)
            .map_err(|e| Error::file(path, e).remedy("name a file in a folder that exists and can be written"))?;
        let mut out = BufWriter::with_capacity(1 << 16, file);
        write(&mut out)?;
        out.flush()?;
        if self.format != Format::Json {
            write_made(path, made)?;
        }
        Ok(())
    }

    /// Writes a table.
    pub fn table(&self, table: &Table, made: &Made) -> std::result::Result<Ended, Failure> {
        self.write(made, |out| write_table(out, self.format, table, made, self.screen))?;
        Ok(if table.rows.is_empty() { Ended::NothingFound } else { Ended::Found })
    }
}

/// What made the answer, in `FILE.made.json`.
fn write_made(path: &Path, made: &Made) -> Result<()> {
    let path = Made::beside(path);
    let json = serde_json::to_string_pretty(made).map_err(|e| Error::file(&path, e))?;
    std::fs::write(&path, json + "\n").map_err(|e| Error::file(&path, e))
}

fn wants_colour() -> bool {
    let unset = |name: &str| std::env::var_os(name).is_none_or(|v| v.is_empty());
    unset("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
}

/// A folder for files that go away with it.
pub fn scratch_folder() -> Result<tempfile::TempDir> {
    tempfile::Builder::new().prefix("kwic-").tempdir().map_err(|e| Error::file(&std::env::temp_dir(), e))
}

/// What makes an answer, for the command that is being run.
pub fn made(cli: &Cli, index: &OpenIndex, query: Option<String>, selection: Vec<String>, seed: u64) -> Made {
    Made {
        command: cli.words.clone(),
        query,
        selection,
        index: index.manifest().fingerprint(),
        kwic: env!("CARGO_PKG_VERSION").to_string(),
        seed,
        themes: index.manifest().themes_hash(),
        papers: index.manifest().paper_hashes(),
    }
}
