//! `kwic index` and `kwic check`.

use std::collections::BTreeMap;
use std::path::Path;

use indicatif::{DecimalBytes, HumanCount};

use kwic::index::{BuildOptions, Summary, build};
use kwic::model::Warning;
use kwic::papers::{Program, ReadingOptions};

use super::options::{Cli, IndexOptions};
use super::progress::Shown;
use super::{Ended, Failure, dry_run, say};

/// How many warnings of one kind are named one by one.
const NAMED: usize = 5;

pub fn run(cli: &Cli, asked: &IndexOptions) -> Result<Ended, Failure> {
    let options = BuildOptions {
        papers: asked.papers.clone(),
        index: cli.index.clone(),
        themes: asked.themes.clone(),
        reading: ReadingOptions {
            vrt_columns: asked.vrt_columns.clone(),
            language: asked.language.clone(),
            html_root: asked.html_root.clone(),
            tei_choice: asked.tei_choice.map(Into::into),
            text_column: asked.text_column.clone(),
            id_column: asked.id_column.clone(),
            ..reading()
        },
        threads: asked.threads.map_or_else(cores, usize::from),
        memory: asked.memory,
        fresh: asked.fresh,
    };
    if asked.dry_run {
        return dry_run::run(cli, asked, &options);
    }
    let summary = build_shown(&options)?;
    tell(&summary, &cli.index);
    Ok(if summary.failures.is_empty() { Ended::Found } else { Ended::WithFailures })
}

/// How papers are read where nothing else is asked for: PDFs by processes of this same program.
pub fn reading() -> ReadingOptions {
    let pdf_program = std::env::current_exe().ok().map(Program::new);
    ReadingOptions { pdf_program, ..ReadingOptions::default() }
}

/// What such a process does.
pub fn read_pdf() -> Result<Ended, Failure> {
    kwic::papers::serve_pdf(std::io::stdin().lock(), std::io::stdout().lock())?;
    Ok(Ended::Found)
}

pub fn check(cli: &Cli) -> Result<Ended, Failure> {
    kwic::index::check(&cli.index)?;
    say(&format!("{}: sound", cli.index.display()));
    Ok(Ended::Found)
}

pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Builds an index, with its progress on a terminal.
pub fn build_shown(options: &BuildOptions) -> Result<Summary, Failure> {
    let shown = Shown::new();
    let summary = build(options, &shown);
    shown.end();
    Ok(summary?)
}

/// Tells what a build has done.
pub fn tell(summary: &Summary, folder: &Path) {
    tell_failures(&summary.failures);
    summary.notes.iter().for_each(|note| say(&format!("note: {note}")));
    tell_warnings(&summary.warnings);
    tell_passed_over(&summary.passed_over);
    let count = |n: u64| HumanCount(n).to_string();
    let papers = |n: usize| counted(n, "paper", "papers");
    say(&format!(
        "{}: {}, {}, {}, {} different.",
        folder.display(),
        papers(summary.papers),
        counted(summary.sections as usize, "section", "sections"),
        counted(summary.tokens as usize, "word", "words"),
        count(summary.types as u64),
    ));
    let seconds = summary.time.as_secs_f64();
    let rate = summary.bytes_read as f64 / 1e6 / seconds.max(1e-9);
    let done = match (summary.read, summary.removed) {
        (0, 0) => "nothing had changed".to_string(),
        (read, 0) => {
            format!("{} ({}) read, {rate:.1} MB/s", papers(read), DecimalBytes(summary.bytes_read))
        }
        (read, removed) => {
            format!("{} ({}) read, {} removed", papers(read), DecimalBytes(summary.bytes_read), count(removed as u64))
        }
    };
    say(&format!(
        "{} of text in {} of index ({:.2}); {seconds:.2} s: {done}.",
        DecimalBytes(summary.bytes_in),
        DecimalBytes(summary.bytes_out),
        summary.bytes_out as f64 / summary.bytes_in.max(1) as f64,
    ));
}

/// A number with what is counted.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", HumanCount(n as u64), if n == 1 { one } else { many })
}

pub fn tell_failures(failures: &[Warning]) {
    failures.iter().for_each(|failure| say(&format!("not read: {}: {}", failure.file, failure.what)));
}

/// Files in forms that kwic does not read.
pub fn tell_passed_over(passed_over: &BTreeMap<String, usize>) {
    if !passed_over.is_empty() {
        let forms: Vec<String> = passed_over.iter().map(|(ending, count)| format!("{count} {ending}")).collect();
        say(&format!("passed over: {}", forms.join(", ")));
    }
}

/// Warnings of one kind together; the first few with their files.
pub fn tell_warnings(warnings: &[Warning]) {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for warning in warnings {
        kinds.entry(&warning.what).or_default().push(&warning.file);
    }
    for (what, files) in kinds {
        let named = files.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = files.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        say(&format!("note: {named}{more}: {what}"));
    }
}
