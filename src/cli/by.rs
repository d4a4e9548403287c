//! `kwic find --by`: how often, counted by one or two dimensions.

use std::cmp::Ordering;

use kwic::concordance::{Dimension, Group, group};
use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::report::{Cell, Column, Table};
use kwic::search::Chosen;
use kwic::{Error, Result};

use super::asked::{Asked, how};
use super::options::{Cli, FindOptions};
use super::output::{Output, made};
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
    for dimension in &dimensions {
        if let Dimension::Token(key, _) = dimension {
            key.note(index).iter().for_each(|note| say(&format!("note: {note}.")));
        }
    }
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
    order(&mut groups, &dimensions, options.sort.as_deref())?;
    let all = groups.len();
    groups.drain(..options.offset.min(all));
    groups.truncate(options.limit.unwrap_or(usize::MAX));
    if groups.len() < all {
        say(&format!("{} of {all} groups are shown.", groups.len()));
    }
    let made = made(cli, index, Some(asked.text.clone()), options.selection.words(), options.seed);
    output.table(&table(groups, &dimensions), &made)
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

/// By the columns named, `-` before one for descending; else words by how often
/// they are there, places in their own order.
fn order(groups: &mut [Group], dimensions: &[Dimension], keys: Option<&str>) -> Result<()> {
    let words = dimensions.iter().any(|d| matches!(d, Dimension::Token(..)));
    let usual = if words { "-hits" } else { "" };
    let mut columns = Vec::new();
    for key in keys.unwrap_or(usual).split(',').map(str::trim).filter(|key| !key.is_empty()) {
        let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
        let name = name.to_lowercase();
        let at = dimensions.iter().map(Dimension::name).chain(COUNTS).position(|column| column == name);
        let at = at.ok_or_else(|| {
            let columns: Vec<&str> = dimensions.iter().map(Dimension::name).chain(COUNTS).collect();
            Error::new(Kind::Query, format!("--sort {key}"), "there is no such column")
                .remedy(format!("the columns are {}; put `-` before one for descending", columns.join(", ")))
        })?;
        columns.push((at, descending));
    }
    groups.sort_by(|a, b| {
        let compare = |&(at, descending): &(usize, bool)| {
            let ordering = by_column(a, b, at, dimensions.len());
            if descending { ordering.reverse() } else { ordering }
        };
        columns.iter().map(compare).find(|o| o.is_ne()).unwrap_or_else(|| a.values.cmp(&b.values))
    });
    Ok(())
}

fn by_column(a: &Group, b: &Group, at: usize, dimensions: usize) -> Ordering {
    match at.checked_sub(dimensions) {
        None => a.values.get(at).cmp(&b.values.get(at)),
        Some(0) => a.hits.cmp(&b.hits),
        Some(1) => a.tokens.cmp(&b.tokens),
        Some(2) => a.per_million().partial_cmp(&b.per_million()).unwrap_or(Ordering::Equal),
        Some(_) => a.papers.cmp(&b.papers),
    }
}
