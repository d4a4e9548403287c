//! `kwic papers`.

use kwic::report::{Cell, Column, Table};

use super::options::{Cli, ListOptions};
use super::output::{Output, made};
use super::{Ended, Failure, index};

pub fn run(cli: &Cli, options: &ListOptions) -> Result<Ended, Failure> {
    let index = index::open(cli)?;
    let chosen = options.selection.choose(&index)?;
    let mut wanted: Vec<u32> =
        index.sections().iter().enumerate().filter(|(n, _)| chosen.contains(*n)).map(|(_, s)| s.paper).collect();
    wanted.dedup();
    let column = |name: &'static str, shrinks| Column { name: name.into(), shrinks };
    let columns = vec![
        column("paper", true),
        column("year", false),
        column("title", true),
        column("authors", true),
        column("language", false),
        column("sections", false),
        column("words", false),
        column("bytes", false),
    ];
    let papers = &index.manifest().papers;
    let listed =
        papers.iter().enumerate().filter(|(at, _)| chosen.is_all() || wanted.binary_search(&(*at as u32)).is_ok());
    let rows = listed.map(|(_, paper)| {
        let metadata = &paper.metadata;
        vec![
            Cell::Text(paper.id.clone()),
            Cell::ordinal(metadata.year),
            Cell::text(metadata.title.as_ref()),
            Cell::text((!metadata.authors.is_empty()).then(|| metadata.authors.join("; "))),
            Cell::text(metadata.language.as_ref()),
            Cell::Count(u64::from(paper.sections)),
            Cell::Count(paper.tokens),
            Cell::Count(paper.bytes),
        ]
    });
    let table = Table { rows: rows.collect(), columns };
    Output::new(&options.output)?.table(&table, &made(cli, &index, None, options.selection.words(), 0))
}
