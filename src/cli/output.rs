//! Where answers go.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use kwic::error::Kind;
use kwic::index::{OpenIndex, short_hash};
use kwic::picture::Picture;
use kwic::report::{Answer, FORMATS, Format, Made, Screen, Tabular, no_picture, write_answer};
use kwic::{Error, Result};

use super::options::{Cli, OutputOptions};
use super::whole_file::WholeFile;
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
    ///
    /// # Errors
    /// A file whose ending tells no format where none is named; a format that is no text
    /// for a terminal; one that holds nothing but a picture.
    pub fn new(options: &OutputOptions) -> Result<Self> {
        Output::or_usual(options, None)?.without_picture()
    }

    /// The same for a command that draws a picture, and gives it to [`Output::report`].
    ///
    /// # Errors
    /// As [`Output::new`].
    pub fn of_picture(options: &OutputOptions) -> Result<Self> {
        Output::or_usual(options, None)
    }

    /// The same where text is the usual form.
    ///
    /// # Errors
    /// As [`Output::new`].
    pub fn of_text(options: &OutputOptions) -> Result<Self> {
        Output::or_usual(options, Some(Format::Text))?.without_picture()
    }

    /// The destination of a table that may be too long to be held: csv, tsv, json, jsonl or parquet.
    ///
    /// # Errors
    /// As [`Output::new`]; another format.
    pub fn of_stream(options: &OutputOptions) -> Result<Self> {
        let output = Output::or_usual(options, Some(Format::Tsv))?;
        match output.format {
            Format::Csv | Format::Tsv | Format::Json | Format::Jsonl | Format::Parquet => Ok(output),
            other => {
                let place = format!("--format {}", other.facts().name);
                Err(Error::new(Kind::Setting, place, "this is a table for programs, and may be very long")
                    .remedy("write csv, tsv, json, jsonl or parquet"))
            }
        }
    }

    /// In the form that the options name; else in `usual`; else in what suits where it goes.
    fn or_usual(options: &OutputOptions, usual: Option<Format>) -> Result<Self> {
        let format = match (options.format, &options.output) {
            (Some(format), _) => Some(format),
            (None, Some(file)) => Some(Format::of_file(file).ok_or_else(|| unknown_ending(file))?),
            (None, None) => usual,
        };
        let output = Output::of_format(options, format);
        let facts = output.format.facts();
        if facts.binary && output.to_terminal {
            let place = format!("--format {}", facts.name);
            return Err(Error::new(Kind::Setting, place, "this is no text, and a terminal can show only text")
                .remedy("use --output FILE"));
        }
        Ok(output)
    }

    fn without_picture(self) -> Result<Self> {
        if self.format.facts().drawn { Err(no_picture(self.format)) } else { Ok(self) }
    }

    /// The destination of citations, which are text whatever the file's ending.
    pub fn of_citations(options: &OutputOptions) -> Self {
        Output::of_format(options, Some(Format::Text))
    }

    fn of_format(options: &OutputOptions, format: Option<Format>) -> Self {
        let to_terminal = options.output.is_none() && std::io::stdout().is_terminal();
        let usual = if to_terminal { Format::Table } else { Format::Tsv };
        // A file is the same whatever the screen that it was asked for on.
        let columns = std::env::var("COLUMNS").ok().filter(|_| options.output.is_none());
        let columns = columns.and_then(|c| c.parse().ok()).filter(|c| *c > 0);
        let width =
            columns.or_else(|| terminal_size::terminal_size().filter(|_| to_terminal).map(|(w, _)| usize::from(w.0)));
        Output {
            format: format.unwrap_or(usual),
            screen: Screen { width: width.unwrap_or(100).max(40), colour: to_terminal && wants_colour() },
            to_terminal,
            file: options.output.clone(),
        }
    }

    /// Writes through `write`, and what made the answer beside a file that cannot carry it.
    pub fn write(
        &self,
        made: &Made,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> std::result::Result<(), Failure> {
        let Some(path) = &self.file else { return write_out(write) };
        if self.format.facts().carries_made {
            WholeFile::write(path, write)?.show()?;
            return Ok(());
        }
        write_file(path, made, write)
    }

    /// Writes a table.
    pub fn table(&self, table: &dyn Tabular, made: &Made) -> std::result::Result<Ended, Failure> {
        self.report(table, None, made)
    }

    /// Writes a table with the picture of it.
    pub fn report(
        &self,
        table: &dyn Tabular,
        picture: Option<&Picture>,
        made: &Made,
    ) -> std::result::Result<Ended, Failure> {
        self.write(made, |out| write_answer(out, self.format, Answer { table, picture }, made, self.screen))?;
        Ok(if table.is_empty() { Ended::NothingFound } else { Ended::Found })
    }
}

/// Writes through `write` to standard output.
pub fn write_out<T>(write: impl FnOnce(&mut dyn Write) -> std::io::Result<T>) -> std::result::Result<T, Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let value = write(&mut out)?;
    out.flush()?;
    Ok(value)
}

/// Writes a file through `write`, and what made it beside it, unless it is a device or a pipe.
pub fn write_file<T>(
    path: &Path,
    made: &Made,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<T>,
) -> std::result::Result<T, Failure> {
    let (mut value, given) = (None, "the file was not written");
    let answer = WholeFile::write(path, |out| {
        value = Some(write(out)?);
        Ok(())
    })?;
    let beside = if answer.is_file() { Some(write_made(path, made)?) } else { None };
    answer.show()?;
    beside.map_or(Ok(()), WholeFile::show)?;
    value.ok_or_else(|| Error::new(Kind::File, path.display(), given).into())
}

/// What made the answer, for `FILE.made.json`.
pub fn write_made(path: &Path, made: &Made) -> Result<WholeFile> {
    WholeFile::write(&Made::beside(path), |out| {
        serde_json::to_writer_pretty(&mut *out, made)?;
        writeln!(out)
    })
}

fn unknown_ending(file: &Path) -> Error {
    let endings: Vec<String> =
        FORMATS.iter().flat_map(|format| format.facts().endings).map(|ending| format!(".{ending}")).collect();
    Error::new(Kind::Setting, format!("--output {}", file.display()), "the file's ending tells no format")
        .remedy(format!("name a format with --format, or end the name with one of {}", endings.join(", ")))
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
    // A file that cannot be read has been complained of, or has no part in the answer.
    let hashed = |file: &Path| Some((file.display().to_string(), short_hash(&std::fs::read(file).ok()?)));
    Made {
        command: cli.words.clone(),
        query,
        selection,
        index: index.manifest().fingerprint(),
        kwic: env!("CARGO_PKG_VERSION").to_string(),
        seed,
        themes: index.manifest().themes_hash(),
        papers: index.manifest().paper_hashes(),
        files: cli.command.files().into_iter().filter_map(hashed).collect(),
    }
}
