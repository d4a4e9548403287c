//! `kwic compare`.

use clap::Args;

use kwic::concordance::Dimension;
use kwic::counts::{Comparison, Draws, Rate, compare};
use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::report::{Cell, Column, Format, Table};
use kwic::search::known_dimensions;
use kwic::{Error, Result};

use super::compare_picture::{Drawn, picture};
use super::options::{Cli, OutputOptions, SelectionOptions};
use super::output::{Output, made};
use super::queries::{Named, QueriesOptions, found_sentence, texts};
use super::sorted::{first_rows, sort_rows};
use super::{Ended, Failure, contrasts, index, say, trends};

/// The heading of the options that say what is counted.
const RATES: &str = "Rates and tests";

#[derive(Args)]
#[command(after_help = "\
Each argument is a query of its own, unlike in `kwic find`: a phrase stands in quotes.

Examples:
  kwic compare nato osce                        how often each occurs in all papers, with an interval
  kwic compare nato osce --by decade --share    and their share of each other in each decade
  kwic compare \"arms control\" --by paper --sort -rate
  kwic compare --terms terms.txt --by year --output rates.csv
  kwic compare sanction* --by theme --test      each theme against the rest
  kwic compare nato --by decade --groups 1990s,2000s --test
  kwic compare nato osce --by year --trend      whether they rise or fall
  kwic compare nato osce --by decade --output nato.svg

Intervals come from drawing papers, not words, again and again: they tell how far a rate hangs on which
papers happen to be there. They are empty where papers say too little: fewer than four, or fewer than three
or four with a hit. Of the tests, those of log-likelihood and log ratio take each word for an independent
throw and find differences that a single paper may have made; the others look at papers. `kwic measures
NAME` tells more: rate-interval, log-ratio, hedges-g, rank-biserial, welch-t, permutation-test, holm.")]
pub struct CompareOptions {
    #[command(flatten)]
    pub queries: QueriesOptions,
    #[command(flatten)]
    pub selection: SelectionOptions,
    /// What to compare: paper, section, theme, year, decade or a metadata field; without it all papers
    /// are one group
    #[arg(long, value_name = "DIMENSION", help_heading = RATES)]
    pub by: Option<String>,
    /// Only these groups
    #[arg(long, value_name = "A,B", requires = "by", help_heading = RATES)]
    pub groups: Vec<String>,
    /// Rates for so many tokens
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..), help_heading = RATES)]
    pub per: u64,
    /// Each query's share of the hits of all queries in the group; hits of two queries count for both
    #[arg(long, help_heading = RATES)]
    pub share: bool,
    /// Test two groups against each other, or each against the rest: effect sizes, then tests, their
    /// p-values last, also after Holm over all rows
    #[arg(long, requires = "by", help_heading = RATES)]
    pub test: bool,
    /// Test whether rates rise or fall over the years (or decades): one row a query
    #[arg(long, conflicts_with_all = ["test", "share"], help_heading = RATES)]
    pub trend: bool,
    /// How often papers are drawn again for intervals, and dealt to groups for tests; 0: not at all
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(..=1_000_000), help_heading = RATES)]
    pub resamples: u32,
    /// How often intervals are to hold the true value
    #[arg(long, value_name = "SHARE", default_value_t = 0.95, value_parser = confidence, help_heading = RATES)]
    pub confidence: f64,
    /// The seed of the draws
    #[arg(long, value_name = "S", default_value_t = 1, help_heading = RATES)]
    pub seed: u64,
    /// Sort rows by columns, with - before one for descending [default: queries as asked, groups in order]
    #[arg(long, value_name = "COLUMNS", allow_hyphen_values = true, help_heading = RATES)]
    pub sort: Option<String>,
    /// Draw bars, lines or heatmap (svg, html, screen) [default: lines over years, else bars, or a
    /// heatmap of much]
    #[arg(long, value_name = "PICTURE", help_heading = RATES)]
    pub picture: Option<Drawn>,
    /// Show at most so many rows
    #[arg(long, value_name = "N", help_heading = RATES)]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub output: OutputOptions,
}

impl CompareOptions {
    /// How intervals are drawn.
    pub fn draws(&self) -> Draws {
        Draws { resamples: self.resamples as usize, confidence: self.confidence, seed: self.seed }
    }

    /// Hits for as many tokens as rates are given for.
    pub fn rate(&self, hits: u64, tokens: u64) -> Option<f64> {
        (tokens > 0).then(|| hits as f64 * self.per as f64 / tokens as f64)
    }
}

/// What was counted, for the tables that are made of it.
pub struct Counted<'a> {
    pub options: &'a CompareOptions,
    pub queries: &'a [Named],
    /// The dimension's name; `all` without one.
    pub by: &'a str,
    pub comparison: &'a Comparison,
    /// The groups that are shown.
    pub shown: Vec<usize>,
}

impl Counted<'_> {
    /// The name of a group; nothing for that of what has no value.
    pub fn name(&self, group: usize) -> Option<&str> {
        self.comparison.groups().nth(group).flatten()
    }
}

pub fn run(cli: &Cli, options: &CompareOptions) -> std::result::Result<Ended, Failure> {
    let output = Output::of_picture(&options.output)?;
    let queries = options.queries.read()?;
    let index = index::open(cli)?;
    let chosen = options.selection.choose(&index)?;
    let by = dimension(options, &index)?;
    let compiled = options.queries.compile(&queries, &index)?;
    let comparison = compare(&index, &compiled, &chosen, options.queries.how(), by.as_ref())?;
    let found: Vec<(u64, u64)> = (0..queries.len()).map(|query| comparison.found(query)).collect();
    say(&found_sentence(&queries, &found, !chosen.is_all()));
    queries.iter().zip(&found).filter(|(_, found)| found.0 == 0).for_each(|(query, _)| query.asked.suggest(&index));
    if found.iter().all(|(hits, _)| *hits == 0) {
        return Ok(Ended::NothingFound);
    }
    options.queries.hint_at_quotes(&found.iter().map(|found| found.0).collect::<Vec<_>>(), &index, &chosen)?;
    let shown = groups(&comparison, &options.groups)?;
    let by = by.as_ref().map_or("all", Dimension::name);
    let counted = Counted { options, queries: &queries, by, comparison: &comparison, shown };
    let mut table = rates(&counted)?;
    let mut answer = if options.trend { Some(trends::table(&counted)?) } else { None };
    let asked = answer.as_mut().unwrap_or(&mut table);
    sort_rows(asked, options.sort.as_deref().unwrap_or(""))?;
    first_rows(asked, options.limit);
    let picture = picture(&table, by, options)?;
    let table = answer.unwrap_or(table);
    let made = made(cli, &index, Some(texts(&queries)), options.selection.words(), options.seed);
    let for_people = matches!(output.format, Format::Table | Format::Text);
    output.report(&if for_people { shortened(table, by) } else { table }, Some(&picture), &made)
}

/// What people look for, under short names: on a screen there is no room for all columns.
fn shortened(table: Table, by: &str) -> Table {
    let name = |name: &str| match name {
        "group" => by.to_string(),
        "rate_low" | "slope_low" => "low".to_string(),
        "rate_high" | "slope_high" => "high".to_string(),
        "papers_with_hits" => "with_hits".to_string(),
        name => name.to_string(),
    };
    let left_out = |name: &str| {
        name == "dimension" || (name == "group" && by == "all") || contrasts::ONLY_IN_FILES.contains(&name)
    };
    let kept: Vec<usize> =
        table.columns.iter().enumerate().filter(|(_, column)| !left_out(&column.name)).map(|(at, _)| at).collect();
    let columns = kept.iter().filter_map(|&at| table.columns.get(at));
    let columns = columns.map(|column| Column { name: name(&column.name).into(), shrinks: column.shrinks }).collect();
    let row = |row: Vec<Cell>| kept.iter().filter_map(|&at| row.get(at).cloned()).collect();
    Table { columns, rows: table.rows.into_iter().map(row).collect() }
}

/// What is compared; `None` where all papers are one group. A trend is one over years unless asked otherwise.
fn dimension(options: &CompareOptions, index: &OpenIndex) -> Result<Option<Dimension>> {
    let Some(by) = options.by.as_deref().or(options.trend.then_some("year")) else { return Ok(None) };
    if by.contains(',') && !known_dimensions(index.manifest()).contains(&by.to_lowercase()) {
        return Err(Error::new(Kind::Query, format!("--by {by}"), "papers are compared by one dimension")
            .remedy("`kwic find QUERY --by` counts by two"));
    }
    Dimension::read(by, index).map(Some)
}

/// The groups that are named; all where none is.
fn groups(comparison: &Comparison, named: &[String]) -> Result<Vec<usize>> {
    let names: Vec<Option<&str>> = comparison.groups().collect();
    if named.is_empty() {
        return Ok((0..names.len()).collect());
    }
    let known = |wanted: &str| {
        names.iter().position(|name| name.is_some_and(|name| name.to_lowercase() == wanted.trim().to_lowercase()))
    };
    let mut groups = Vec::new();
    for named in named {
        // A name may hold a comma itself.
        let parts = if known(named).is_some() { vec![named.as_str()] } else { named.split(',').collect() };
        for part in parts {
            let group = known(part).ok_or_else(|| {
                let some = || names.iter().flatten();
                let near = some().min_by_key(|name| strsim::damerau_levenshtein(name, part));
                Error::new(Kind::Query, format!("--groups {named}"), format!("there is no group `{}`", part.trim()))
                    .remedy(format!("did you mean `{}`? Without --groups all are shown", near.unwrap_or(&"")))
            })?;
            groups.extend((!groups.contains(&group)).then_some(group));
        }
    }
    Ok(groups)
}

/// One row for each query and group.
fn rates(counted: &Counted<'_>) -> Result<Table> {
    let Counted { options, queries, by, comparison, shown } = counted;
    let rates = comparison.rates(options.draws());
    let shares = options.share.then(|| comparison.shares(options.draws()));
    let contrasts = if options.test { contrasts::all(counted)? } else { Vec::new() };
    let mut columns = columns(&[
        "query",
        "dimension",
        "group",
        "hits",
        "tokens",
        "rate",
        "rate_low",
        "rate_high",
        "papers",
        "papers_with_hits",
    ]);
    columns.extend(shares.iter().flat_map(|_| self::columns(&["share", "share_low", "share_high"])));
    columns.extend(options.test.then(|| self::columns(&contrasts::COLUMNS)).into_iter().flatten());
    let mut rows = Vec::new();
    for (at, (query, rates)) in queries.iter().zip(&rates).enumerate() {
        for &group in shown {
            let Some(rate) = rates.get(group) else { continue };
            let mut row =
                vec![Cell::Text(query.name.clone()), Cell::Text(by.to_string()), Cell::text(counted.name(group))];
            row.extend(rate_cells(rate, options));
            let share = shares.as_ref().and_then(|shares| shares.get(at)?.get(group));
            row.extend(share.into_iter().flat_map(share_cells));
            row.extend(contrasts.iter().find(|c| (c.query, c.group) == (at, group)).map_or_else(
                || contrasts::COLUMNS.iter().filter(|_| options.test).map(|_| Cell::Empty).collect(),
                |contrast| contrast.cells(counted),
            ));
            rows.push(row);
        }
    }
    Ok(Table { columns, rows })
}

fn rate_cells(rate: &Rate, options: &CompareOptions) -> [Cell; 7] {
    let per = options.per as f64;
    [
        Cell::Count(rate.hits),
        Cell::Count(rate.tokens),
        number(options.rate(rate.hits, rate.tokens)),
        number(rate.interval.map(|interval| interval.low * per)),
        number(rate.interval.map(|interval| interval.high * per)),
        Cell::Count(rate.papers),
        Cell::Count(rate.papers_with_hits),
    ]
}

fn share_cells(share: &Rate) -> [Cell; 3] {
    [share.rate, share.interval.map(|interval| interval.low), share.interval.map(|interval| interval.high)].map(number)
}

/// A measure, or nothing.
pub fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

/// Columns; those of text shrink.
pub fn columns(names: &[&'static str]) -> Vec<Column> {
    let shrinks = |name: &str| matches!(name, "query" | "group" | "against");
    names.iter().map(|&name| Column { name: name.into(), shrinks: shrinks(name) }).collect()
}

/// Reads `0.95`, or `95%`.
fn confidence(text: &str) -> std::result::Result<f64, String> {
    let number = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().map(|percent| percent / 100.0),
        None => text.parse(),
    };
    number.ok().filter(|share| *share > 0.0 && *share < 1.0).ok_or_else(|| "write it as 0.95 or 95%".to_string())
}
