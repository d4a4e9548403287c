//! `kwic compare`.

mod contrasts;
mod picture;
mod rates;
mod trends;

use clap::Args;

use kwic::concordance::Dimension;
use kwic::counts::{Comparison, Draws, compare};
use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::report::{Cell, Column, Format, Table};
use kwic::search::known_dimensions;
use kwic::{Error, Result};

use super::listing::{ListingOptions, arranged, asked_for};
use super::open_index::open_index;
use super::options::{Cli, OutputOptions, SelectionOptions};
use super::output::{Output, made};
use super::queries::{Named, QueriesOptions, texts};
use super::{Ended, Failure};
use picture::{Drawn, picture};

/// The heading of the options that say what is counted.
const RATES: &str = "Rates and tests";

#[derive(Args)]
#[command(after_help = "\
Each argument is a query of its own, unlike in `kwic find`: a phrase stands in quotes.

Examples:
  kwic compare nato osce                        how often each occurs in all papers
  kwic compare nato osce --by decade --share    and their share of each other in each decade
  kwic compare \"arms control\" --by paper --sort -rate
  kwic compare --terms terms.txt --by year --output rates.csv
  kwic compare \"sanction*\" --by theme --test    each theme against the rest
  kwic compare nato --by decade --groups 1990s,2000s --test
  kwic compare nato osce --by year --trend      whether they rise or fall
  kwic compare nato osce --by decade --output nato.svg

Intervals come from drawing papers, not words, again and again: they tell how far a rate hangs on which papers happen \
to be there. They are empty where papers say too little: fewer than five, or fewer than three or four with a hit.

Of the tests, log-likelihood takes each word for an independent throw (so does the interval of the log ratio), and finds \
differences that a single paper may have made; the others look at papers. A screen shows fewer columns than files hold; \
its p is that of the permutation test, after Holm. `kwic measures NAME` tells more: rate-interval, log-ratio, hedges-g, \
rank-biserial, log-likelihood, welch-t, mann-whitney-u, permutation-test, holm, mann-kendall, sen-slope.")]
pub struct CompareOptions {
    #[command(flatten)]
    pub queries: QueriesOptions,
    #[command(flatten)]
    pub selection: SelectionOptions,
    /// What to compare: paper, section, theme, year, decade or a metadata field; without it all papers
    /// are one group
    #[arg(long, value_name = "DIMENSION", help_heading = RATES)]
    pub by: Option<String>,
    /// Only these groups: two of them are tested against each other
    #[arg(long, value_name = "A,B", requires = "by", help_heading = RATES)]
    pub groups: Vec<String>,
    /// Rates for so many tokens
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..), help_heading = RATES)]
    pub per: u64,
    /// Each query's share of the hits of all queries in the group; what two queries hit counts for both
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
    #[command(flatten)]
    pub listing: ListingOptions,
    /// Draw bars, lines or heatmap (svg, html, screen) [default: lines over years, a heatmap
    /// of many groups, else bars]
    #[arg(long, value_name = "PICTURE", help_heading = RATES)]
    pub picture: Option<Drawn>,
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
    /// Query, dimension and group.
    fn name_cells(&self, query: usize, group: usize) -> Vec<Cell> {
        let query = self.queries.get(query).map(|query| &query.name);
        vec![Cell::text(query), Cell::Text(self.by.to_string()), Cell::text(self.comparison.name(group))]
    }
}

pub fn run(cli: &Cli, options: &CompareOptions) -> std::result::Result<Ended, Failure> {
    let output = Output::of_picture(&options.output)?;
    let queries = options.queries.read()?;
    let index = open_index(cli)?;
    let chosen = options.selection.choose(&index)?;
    let by = dimension(options, &index)?;
    let compiled = options.queries.compile(&queries, &index)?;
    let comparison = compare(&index, &compiled, &chosen, options.queries.how(), by.as_ref())?;
    let found: Vec<(u64, u64)> = (0..queries.len()).map(|query| comparison.found(query)).collect();
    let any = options.queries.tell(&queries, &found, &index, &chosen)?;
    options.queries.save_hits(cli, &queries, &compiled, &index, (&options.selection, &chosen))?;
    if !any {
        return Ok(Ended::NothingFound);
    }
    let shown = groups(&comparison, &options.groups)?;
    let by = by.as_ref().map_or("all", Dimension::name);
    let counted = Counted { options, queries: &queries, by, comparison: &comparison, shown };
    let arranged = |table| arranged(table, &options.listing, output.to_terminal);
    let rates = rates::table(&counted)?;
    let most = options.listing.screenful(output.to_terminal);
    let (table, picture) = if options.trend {
        (arranged(trends::table(&counted)?)?, picture(&rates, by, options, most)?)
    } else {
        let picture = picture(&asked_for(&rates, &options.listing)?, by, options, most)?;
        (arranged(rates)?, picture)
    };
    let made = made(cli, &index, Some(texts(&queries)), options.selection.words(), options.seed);
    let table = if output.format == Format::Table { on_screen(table, options, by) } else { table };
    output.report(&table, Some(&picture), &made)
}

/// The columns of a screen, which has no room for all of them.
fn on_screen(table: Table, options: &CompareOptions, by: &str) -> Table {
    let names = match (options.trend, options.test, options.share) {
        (true, ..) => trends::ON_SCREEN,
        (_, true, _) => contrasts::ON_SCREEN,
        (.., true) => rates::WITH_SHARES_ON_SCREEN,
        _ => rates::ON_SCREEN,
    };
    let shown = names.split(' ').filter(|name| *name != "group" || by != "all");
    let shown = shown.filter_map(|name| {
        let (name, short) = name.split_once(':').unwrap_or((name, name));
        let at = table.columns.iter().position(|column| column.name == name)?;
        let short = if name == "group" { by.to_string() } else { short.to_string() };
        Some((at, Column { name: short.into(), shrinks: table.columns.get(at)?.shrinks }))
    });
    let (places, columns): (Vec<usize>, Vec<Column>) = shown.unzip();
    let row = |row: &Vec<Cell>| places.iter().filter_map(|&at| row.get(at).cloned()).collect();
    Table { columns, rows: table.rows.iter().map(row).collect() }
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

/// Reads `0.95`, or `95%`.
fn confidence(text: &str) -> std::result::Result<f64, String> {
    let number = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().map(|percent| percent / 100.0),
        None => text.parse(),
    };
    number.ok().filter(|share| *share > 0.0 && *share < 1.0).ok_or_else(|| "write it as 0.95 or 95%".to_string())
}
