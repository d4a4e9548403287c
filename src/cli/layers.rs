//! `kwic layers`.

use kwic::report::{Cell, Column, Table};
use kwic::search::{LayerCount, layers};

use super::open_index::open_index;
use super::options::{Cli, ListOptions};
use super::output::{Output, made};
use super::{Ended, Failure, say};

pub fn run(cli: &Cli, options: &ListOptions) -> std::result::Result<Ended, Failure> {
    let index = open_index(cli)?;
    let chosen = options.selection.choose(&index)?;
    let found = layers(&index, &chosen);
    if found.is_empty() {
        say("No paper says anything of its tokens: annotations come with CoNLL-U (.conllu) and vertical text (.vrt).");
        return Ok(Ended::NothingFound);
    }
    let columns = [
        ("layer", false),
        ("attribute", true),
        ("papers", false),
        ("spans", false),
        ("tokens", false),
        ("values", false),
    ];
    let columns = columns.into_iter().map(|(name, shrinks)| Column { name: name.into(), shrinks }).collect();
    let count = |count: Option<u64>| count.map_or(Cell::Empty, Cell::Count);
    let row = |(layer, attribute, found): (String, Option<String>, LayerCount)| {
        let LayerCount { papers, spans, tokens, values } = found;
        let attribute = attribute.map_or(Cell::Empty, Cell::Text);
        vec![Cell::Text(layer), attribute, Cell::Count(papers), count(spans), Cell::Count(tokens), count(values)]
    };
    let rows = found.into_iter().map(row).collect();
    Output::new(&options.output)?
        .table(&Table { columns, rows }, &made(cli, &index, None, options.selection.words(), 0))
}
