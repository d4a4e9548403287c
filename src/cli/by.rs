//! `kwic find --by`: how often, counted by one or two dimensions.

use kwic::concordance::{Dimension, Group, group};
use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::report::{Cell, Column, Table};
use kwic::search::Chosen;
use kwic::{Error, Result};

use super::asked::{Asked, how};
use super::options::{Cli, FindOptions};
use super::output::{Output, made};
use super::sorted::{some_rows, sort_rows};
use super::told::Told;
use super::{Ended, Failure, say};

/// Columns behind the dimensions.
const COUNTS: [&str; 4] = ["hits", "tokens", "per_million", "papers"];

pub fn run(
    cli: &Cli,
    options: &FindOptions,
    asked: &Asked,
    index: &OpenIndex,
    chosen: &Chosen,
    output: &Output,
) -> std::result::Result<Ended, Failure> {
    let names: Vec<&str> = options.by.iter().flat_map(|by| by.split(',')).filter(|n| !n.trim().is_empty()).collect();
    if names.is_empty() || names.len() > 2 {
        let error = Error::new(Kind::Query, "--by", "it takes one or two dimensions")
            .remedy("as in `--by year` or `--by theme,R1`");
        return Err(error.into());
    }
    let dimensions = names.iter().map(|name| Dimension::read(name, index)).collect::<Result<Vec<_>>>()?;
    let grouping =
        group(index, &asked.compile(options.query.matching, index)?, chosen, how(&options.query), &dimensions)?;
    let told = Told {
        query: &asked.text,
        found: grouping.hits as usize,
        papers: grouping.papers as usize,
        distinct: None,
        drawn: grouping.hits as usize,
        offset: 0,
        shown: grouping.hits as usize,
        selected: !chosen.is_all(),
    };
    say(&told.sentence());
    if grouping.hits == 0 {
        asked.suggest(index);
        return Ok(Ended::NothingFound);
    }
    let mut groups = grouping.groups;
    groups.retain(|group| group.hits >= options.min_count);
    if groups.is_empty() {
        say(&format!("No group has {} hits: --min-count {} leaves out all.", options.min_count, options.min_count));
        return Ok(Ended::NothingFound);
    }
    let mut table = table(groups, &dimensions);
    // Words stand by how often they are there, places in their own order.
    let words = dimensions.iter().any(|d| matches!(d, Dimension::Token(..)));
    sort_rows(&mut table, options.sort.as_deref().unwrap_or(if words { "-hits" } else { "" }))?;
    some_rows(&mut table, options.offset, options.limit, "groups");
    let made = made(cli, index, Some(asked.text.clone()), options.selection.words(), options.seed);
    output.table(&table, &made)
}

fn table(groups: Vec<Group>, dimensions: &[Dimension]) -> Table {
    let named = dimensions.iter().map(|d| Column { name: d.name().to_string().into(), shrinks: true });
    let counted = COUNTS.map(|name| Column { name: name.into(), shrinks: false });
    let row = |group: Group| {
        let rate = group.per_million().map_or(Cell::Empty, Cell::Number);
        let values = group.values.into_iter().map(Cell::text);
        values.chain([Cell::Count(group.hits), Cell::Count(group.tokens), rate, Cell::Count(group.papers)]).collect()
    };
    Table { columns: named.chain(counted).collect(), rows: groups.into_iter().map(row).collect() }
}
