//! `kwic find`: lines, or with `--by` counts.

use kwic::concordance::{Composer, Context, Lines, SortKey, SortKeys, distinct, sample, sort};
use kwic::index::OpenIndex;
use kwic::report::{Cell, Column, Format, LineReport, Table, write_citations, write_lines};
use kwic::search::{Chosen, FirstHits, Hit, Step, explain, find_with, first_hits};
use kwic::{Error, Result, error::Kind};

use super::asked::{Asked, how};
use super::open_index::open_index;
use super::options::{Cli, FindOptions};
use super::output::{Output, made};
use super::saved::Saving;
use super::told::Told;
use super::{Ended, Failure, by, say};

/// Lines that a terminal gets unless more are asked for.
const SCREENFUL: usize = 50;

pub fn run(cli: &Cli, options: &FindOptions) -> std::result::Result<Ended, Failure> {
    let output = match options.cite {
        Some(_) => Output::of_citations(&options.output),
        None => Output::new(&options.output)?,
    };
    let asked = Asked::read(&options.query)?;
    let index = open_index(cli)?;
    let chosen = options.selection.choose(&index)?;
    if options.explain {
        return explained(cli, options, &asked, &index, &chosen, &output);
    }
    if !options.by.is_empty() {
        return by::run(cli, options, &asked, &index, &chosen, &output);
    }
    let keys = sort_keys(options)?;
    for (key, _) in &keys.0 {
        if let SortKey::Token(key) = key {
            key.note(&index).iter().for_each(|note| say(&format!("note: {note}.")));
        }
    }
    let context = options.context.unwrap_or(match output.format {
        Format::Table => Context::Tokens(output.screen.width as u32 / 6 + 4),
        _ => Context::Tokens(10),
    });
    let limit = options.limit.or((output.to_terminal && !options.all).then_some(SCREENFUL)).unwrap_or(usize::MAX);
    let shown = choose(cli, options, &asked, &index, &chosen, &keys, context, limit)?;
    let told = Told {
        query: &asked.text,
        found: shown.found,
        papers: shown.papers,
        distinct: shown.distinct,
        drawn: shown.drawn,
        offset: options.offset,
        shown: shown.hits.len(),
        selected: !chosen.is_all(),
    };
    if told.found == 0 {
        say(&told.sentence());
        asked.suggest(&index);
        return Ok(Ended::NothingFound);
    }
    // The count stands above the lines: among them where people read them, on standard error where programs do.
    let above = options.cite.is_none() && matches!(output.format, Format::Table | Format::Text);
    if !above {
        say(&told.sentence());
    }
    let made = made(cli, &index, Some(asked.text.clone()), options.selection.words(), options.seed);
    let composer = Composer::new(&index, context);
    if let Some(style) = options.cite {
        output.write(&made, |out| write_citations(out, style, index.manifest(), composer.lines(&shown.hits).iter()))?;
        return Ok(Ended::Found);
    }
    let report = LineReport {
        hits: told.found,
        found: told.sentence(),
        made: &made,
        screen: output.screen,
        grouped: is_grouped(&keys),
    };
    output.write(&made, |out| {
        if above {
            writeln!(out, "{}\n", told.sentence())?;
        }
        write_lines(out, output.format, &report, &composer.lines(&shown.hits))
    })?;
    Ok(Ended::Found)
}

/// The plan of the query, with what came of each step.
fn explained(
    cli: &Cli,
    options: &FindOptions,
    asked: &Asked,
    index: &OpenIndex,
    chosen: &Chosen,
    output: &Output,
) -> std::result::Result<Ended, Failure> {
    let steps = explain(index, &asked.compile(options.query.matching, index)?, chosen, how(&options.query))?;
    let column = |(name, shrinks): (&'static str, bool)| Column { name: name.into(), shrinks };
    let columns = [("part", false), ("way", true), ("expected", false), ("found", false), ("milliseconds", false)];
    let row = |step: Step| {
        let time = (!step.time.is_zero()).then_some(Cell::Number(step.time.as_secs_f64() * 1e3));
        let expected = step.expected.map_or(Cell::Empty, Cell::Count);
        vec![Cell::Text(step.part), Cell::Text(step.way), expected, Cell::Count(step.real), time.unwrap_or(Cell::Empty)]
    };
    let table = Table { columns: columns.map(column).to_vec(), rows: steps.into_iter().map(row).collect() };
    let made = made(cli, index, Some(asked.text.clone()), options.selection.words(), options.seed);
    output.table(&table, &made)
}

/// The hits to show, and how many there were at each step to them.
struct Shown {
    hits: Vec<Hit>,
    found: usize,
    papers: usize,
    distinct: Option<usize>,
    drawn: usize,
}

/// Counts, distinguishes, draws, saves, sorts, and cuts, in this order: each looks at all that the one before left.
#[allow(clippy::too_many_arguments)]
fn choose(
    cli: &Cli,
    options: &FindOptions,
    asked: &Asked,
    index: &OpenIndex,
    chosen: &Chosen,
    keys: &SortKeys,
    context: Context,
    limit: usize,
) -> Result<Shown> {
    let compiled = asked.compile(options.query.matching, index)?;
    let end = options.offset.saturating_add(limit);
    let whole =
        options.distinct.is_some() || options.sample.is_some() || options.query.save.is_some() || !keys.0.is_empty();
    // In corpus order no hit behind the last that is shown need be kept.
    if !whole && end < usize::MAX {
        let FirstHits { mut hits, found, papers } = first_hits(index, &compiled, chosen, how(&options.query), end)?;
        hits.drain(..options.offset.min(hits.len()));
        return Ok(Shown { hits, found, papers, distinct: None, drawn: found });
    }
    let mut hits = find_with(index, &compiled, chosen, how(&options.query))?;
    let (found, papers) = (hits.len(), count_papers(index, &hits));
    if let Some(what) = options.distinct {
        hits = distinct(index, hits, what, context)?;
    }
    let left = hits.len();
    if let Some(count) = options.sample {
        hits = sample(index, hits, count, options.seed);
    }
    if let Some(name) = &options.query.save {
        let FindOptions { selection, sample, seed, .. } = options;
        let saving =
            Saving { cli, index, name, matching: options.query.matching, selection, sample: *sample, seed: *seed };
        saving.save(&[asked], &hits)?;
    }
    let drawn = hits.len();
    if !keys.0.is_empty() {
        sort(index, &mut hits, keys, options.seed, end)?;
    }
    hits.truncate(end);
    hits.drain(..options.offset.min(hits.len()));
    Ok(Shown { hits, found, papers, distinct: options.distinct.map(|_| left), drawn })
}

fn sort_keys(options: &FindOptions) -> Result<SortKeys> {
    let Some(text) = &options.sort else { return Ok(SortKeys::default()) };
    text.parse().map_err(|cause: String| Error::new(Kind::Query, format!("--sort {text}"), cause))
}

/// Whether lines of one section stand together in this order.
fn is_grouped(keys: &SortKeys) -> bool {
    keys.0.first().is_none_or(|(key, _)| matches!(key, SortKey::Paper | SortKey::Position)) && keys.0.len() < 2
}

fn count_papers(index: &OpenIndex, hits: &[Hit]) -> usize {
    let mut papers: Vec<u32> =
        hits.iter().filter_map(|h| index.sections().get(h.section as usize)).map(|s| s.paper).collect();
    papers.dedup();
    papers.len()
}
