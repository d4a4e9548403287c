//! `kwic find --by`: how often, counted by one or two dimensions.

use indicatif::HumanCount;

use kwic::concordance::{Dimension, Group, group};
use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::report::Cell;
use kwic::search::Chosen;
use kwic::{Error, Result};

use super::asked::{Asked, how};
use super::listing::Listing;
use super::options::{Cli, FindOptions};
use super::output::{Output, made};
use super::told::Told;
use super::{Ended, Failure, say};

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
    let all = groups.len();
    // Words by how often they are there, places in their own order.
    let words = dimensions.iter().any(|d| matches!(d, Dimension::Token(..)));
    let mut listing = listing(groups, &dimensions);
    listing.collate_as(index);
    listing.sort(options.sort.as_deref().unwrap_or(if words { "-hits" } else { "" }))?;
    if let Some(cut) = listing.cut(options.offset, options.limit.unwrap_or(usize::MAX)) {
        say(&format!("{} groups; {cut}.", HumanCount(all as u64)));
    }
    let made = made(cli, index, Some(asked.text.clone()), options.selection.words(), options.seed);
    output.table(&listing, &made)
}

fn listing<'a>(groups: Vec<Group>, dimensions: &[Dimension]) -> Listing<'a, Group> {
    let listing = dimensions.iter().enumerate().fold(Listing::new(groups), |listing, (at, dimension)| {
        listing.column(dimension.name().to_string(), true, move |group: &Group| {
            Cell::text(group.values.get(at).cloned().flatten())
        })
    });
    listing
        .column("hits", false, |group| Cell::Count(group.hits))
        .column("tokens", false, |group| Cell::Count(group.tokens))
        .column("per_million", false, |group| group.per_million().map_or(Cell::Empty, Cell::Number))
        .column("papers", false, |group| Cell::Count(group.papers))
}
