//! `kwic index --dry-run`: how each paper would be read.

use kwic::index::{BuildOptions, Looked, PaperRecord, look};
use kwic::report::{Cell, Format, Made};

use super::index::{counted, tell_failures, tell_passed_over, tell_warnings};
use super::listing::Listing;
use super::options::{Cli, IndexOptions};
use super::output::Output;
use super::progress::Shown;
use super::{Ended, Failure, say};

/// A paper, or a file that gives none.
struct Row<'a> {
    file: &'a str,
    paper: Option<&'a PaperRecord>,
    notes: String,
}

pub fn run(cli: &Cli, asked: &IndexOptions, options: &BuildOptions) -> Result<Ended, Failure> {
    let output = Output::new(&asked.output)?;
    let shown = Shown::new();
    let looked = look(options, &shown);
    shown.end();
    let looked = looked?;
    let made = Made {
        command: cli.words.clone(),
        query: None,
        selection: Vec::new(),
        index: looked.manifest.fingerprint(),
        kwic: env!("CARGO_PKG_VERSION").to_string(),
        seed: 0,
        themes: looked.manifest.themes_hash(),
        papers: looked.manifest.paper_hashes(),
        ..Made::default()
    };
    let mut listing = listing(&looked, output.format == Format::Table);
    if let Some(cut) = listing.arrange(&asked.listing, "", output.to_terminal)? {
        say(&format!("Of the papers and files {cut}."));
    }
    output.table(&listing, &made)?;
    tell(&looked, output.format == Format::Table);
    Ok(if looked.manifest.failures.is_empty() { Ended::Found } else { Ended::WithFailures })
}

fn listing(looked: &Looked, on_a_screen: bool) -> Listing<'_, Row<'_>> {
    let manifest = &looked.manifest;
    let text = |value: fn(&PaperRecord) -> Option<&String>| move |row: &Row<'_>| Cell::text(row.paper.and_then(value));
    let count = |value: fn(&PaperRecord) -> u64| {
        move |row: &Row<'_>| row.paper.map_or(Cell::Empty, |paper| Cell::Count(value(paper)))
    };
    let papers = manifest.papers.iter().map(|p| Row { file: &p.file, paper: Some(p), notes: p.warnings.join("; ") });
    let failures = manifest.failures.iter();
    let failures =
        failures.map(|failure| Row { file: &failure.file, paper: None, notes: format!("not read: {}", failure.what) });
    let passed_over = manifest.passed_over.iter();
    let passed_over =
        passed_over.map(|file| Row { file: &file.file, paper: None, notes: format!("passed over: {}", file.what) });
    let mut rows: Vec<Row<'_>> = papers.chain(failures).chain(passed_over).collect();
    // The papers of a file stay in the order of their ids.
    rows.sort_by(|a, b| a.file.cmp(b.file));
    let mut listing = match on_a_screen {
        // There is little room; an id is the file's name without its ending, mostly.
        true => Listing::new(rows).column("paper", true, |row: &Row<'_>| {
            Cell::Text(row.paper.map_or(row.file, |paper| &paper.id).to_string())
        }),
        false => Listing::new(rows).column("file", true, |row: &Row<'_>| Cell::Text(row.file.to_string())).column(
            "paper",
            true,
            text(|paper| Some(&paper.id)),
        ),
    };
    listing = listing
        .column("reader", false, text(|paper| Some(&paper.reader)))
        .column("encoding", false, text(|paper| Some(&paper.encoding)))
        .column("title", true, text(|paper| paper.metadata.title.as_ref()));
    // A screen shows what some paper has.
    let shown = |has: fn(&PaperRecord) -> bool| !on_a_screen || manifest.papers.iter().any(has);
    if !on_a_screen {
        let authors =
            |paper: &PaperRecord| (!paper.metadata.authors.is_empty()).then(|| paper.metadata.authors.join("; "));
        listing = listing.column("authors", true, move |row| Cell::text(row.paper.and_then(authors)));
    }
    if shown(|paper| paper.metadata.year.is_some()) {
        listing = listing.column("year", false, |row| Cell::ordinal(row.paper.and_then(|paper| paper.metadata.year)));
    }
    if shown(|paper| paper.metadata.language.is_some()) {
        listing = listing.column("language", false, text(|paper| paper.metadata.language.as_ref()));
    }
    listing = listing.column("sections", false, count(|paper| u64::from(paper.sections)));
    if shown(|paper| paper.pages > 0) {
        listing = listing.column("pages", false, |row| match row.paper {
            Some(paper) if paper.pages > 0 => Cell::Count(u64::from(paper.pages)),
            _ => Cell::Empty,
        });
    }
    listing = listing.column("words", false, count(|paper| paper.tokens));
    match on_a_screen {
        // There they are told below the table.
        true => listing,
        false => listing.column("notes", true, |row| Cell::text((!row.notes.is_empty()).then(|| row.notes.clone()))),
    }
}

fn tell(looked: &Looked, notes: bool) {
    let manifest = &looked.manifest;
    tell_failures(if notes { &manifest.failures } else { &[] });
    let of_papers = if notes { manifest.warnings() } else { Vec::new() };
    tell_warnings(&[looked.warnings.clone(), of_papers].concat());
    tell_passed_over(&looked.passed_over);
    let sum = |value: fn(&PaperRecord) -> u64| manifest.papers.iter().map(value).sum::<u64>() as usize;
    let mut parts = vec![
        counted(manifest.papers.len(), "paper", "papers"),
        counted(sum(|paper| u64::from(paper.sections)), "section", "sections"),
        counted(sum(|paper| paper.tokens), "word", "words"),
    ];
    for (files, what) in [(manifest.failures.len(), "not read"), (manifest.passed_over.len(), "without papers")] {
        if files > 0 {
            parts.push(format!("{} {what}", counted(files, "file", "files")));
        }
    }
    say(&format!("A dry run: {}. Nothing was written.", parts.join(", ")));
    let update = [(looked.to_read, "read"), (looked.to_remove, "remove")]
        .into_iter()
        .filter(|(files, _)| *files > 0)
        .map(|(files, what)| format!("{what} {}", counted(files, "file", "files")))
        .collect::<Vec<_>>();
    match update.is_empty() {
        true => say("`kwic index` would find the index up to date."),
        false => say(&format!("`kwic index` would {}.", update.join(" and "))),
    }
}
