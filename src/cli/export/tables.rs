//! `kwic export tokens` and `kwic export sections`.

use clap::Args;

use kwic::export::{TokenTable, chosen_papers};
use kwic::index::{OpenIndex, SectionInfo};
use kwic::query::Layer;
use kwic::report::{Cell, Column, Table, write_stream};

use super::super::open_index::open_index;
use super::super::options::{Cli, OutputOptions, SelectionOptions};
use super::super::output::{Output, made};
use super::super::patience::patiently;
use super::super::{Ended, Failure, say};
use super::place::say_written;

#[derive(Args)]
pub struct TableOptions {
    #[command(flatten)]
    pub selection: SelectionOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

pub fn tokens(cli: &Cli, options: &TableOptions) -> Result<Ended, Failure> {
    let output = Output::of_stream(&options.output)?;
    let index = open_index(cli)?;
    let papers = chosen_papers(&index, &options.selection.choose(&index)?)?;
    let table = TokenTable::new(&index, &papers);
    let made = made(cli, &index, None, options.selection.words(), 0);
    patiently("writing the tokens", || {
        output.write(&made, |out| write_stream(out, output.format, &table.columns(), Box::new(table.rows()), &made))
    })?;
    if papers.is_empty() {
        say("No paper is selected: there are no tokens.");
        return Ok(Ended::NothingFound);
    }
    if let Some(file) = &options.output.output {
        say_written(&papers, &format!(", {} columns", table.columns().len()), file);
    }
    Ok(Ended::Found)
}

pub fn sections(cli: &Cli, options: &TableOptions) -> Result<Ended, Failure> {
    let output = Output::new(&options.output)?;
    let index = open_index(cli)?;
    let chosen = options.selection.choose(&index)?;
    let sections = index.sections().iter().enumerate().filter(|(number, _)| chosen.contains(*number));
    let rows = sections.map(|(_, section)| row(&index, section)).collect::<kwic::Result<Vec<_>>>()?;
    let columns = ["paper", "number", "level", "heading", "section", "themes", "page", "source_line"].into_iter();
    let columns = columns.chain(["position", "words", "sentences", "paragraphs"]);
    let shrinks = |name: &str| matches!(name, "paper" | "heading" | "section" | "themes");
    let columns = columns.map(|name| Column { name: name.into(), shrinks: shrinks(name) }).collect();
    output.table(&Table { columns, rows }, &made(cli, &index, None, options.selection.words(), 0))
}

fn row(index: &OpenIndex, section: &SectionInfo) -> kwic::Result<Vec<Cell>> {
    let path = index.section_path(section)?;
    let paper = index.manifest().papers.get(section.paper as usize).map_or("", |paper| paper.id.as_str());
    let store = index.segment_of(section).map(|segment| &segment.store);
    let tokens = store.map_or(0..0, |store| store.section(section.doc));
    let first = store.filter(|_| !tokens.is_empty());
    let line = first.map_or(0, |store| store.line(tokens.start));
    let spans = |layer| {
        let starts =
            first.map_or(0, |store| store.span_starts(&layer, &tokens).iter().filter(|at| tokens.contains(at)).count());
        Cell::Count(starts as u64)
    };
    Ok(vec![
        Cell::Text(paper.to_string()),
        Cell::Count(u64::from(section.number) + 1),
        Cell::Count(path.len() as u64),
        Cell::text(path.last()),
        Cell::Text(path.join(" > ")),
        Cell::Text(index.themes(section)?.join("; ")),
        Cell::text(first.and_then(|store| store.page(tokens.start))),
        Cell::ordinal((line > 0).then_some(line)),
        Cell::Ordinal(i64::from(section.offset)),
        Cell::Count(tokens.len() as u64),
        spans(Layer::Sentence),
        spans(Layer::Paragraph),
    ])
}
