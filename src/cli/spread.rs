//! `kwic spread`.

use clap::Args;

use kwic::counts::{self, Course, Spread};
use kwic::index::OpenIndex;
use kwic::picture::{Picture, Strip, Strips};
use kwic::report::{Cell, Table};
use kwic::search::looked_at_by_all;
use kwic::stats::{Parts, carroll_d2, dp, dp_norm, juilland_d, kl_divergence, range, rosengren_s};

use super::listing::{ListingOptions, arranged};
use super::measured::{columns, number};
use super::open_index::open_index;
use super::options::{Cli, OutputOptions, SelectionOptions};
use super::output::{Output, made};
use super::queries::{Named, QueriesOptions, texts};
use super::{Ended, Failure};

/// The heading of the options that say what is shown.
const SPREAD: &str = "Spread";

#[derive(Args)]
#[command(after_help = "\
Each argument is a query of its own, unlike in `kwic find`: a phrase stands in quotes.

Examples:
  kwic spread nato                        how evenly it is spread over the papers
  kwic spread nato osce \"arms control\"    several
  kwic spread nato --parts 10             over ten equal parts of all papers, in their order
  kwic spread nato --output nato.svg      the dispersion plot: each paper a strip, each hit a tick

range is the number of parts with a hit; dp and kl_divergence are 0 where hits are spread as evenly as the parts' sizes, \
juilland_d, carroll_d2 and rosengren_s are 1 there; arf is a frequency that counts a heap of hits once. \
`kwic measures NAME` tells more: dp, dp-norm, juilland-d, carroll-d2, rosengren-s, kl-divergence, arf.")]
pub struct SpreadOptions {
    #[command(flatten)]
    pub queries: QueriesOptions,
    #[command(flatten)]
    pub selection: SelectionOptions,
    /// So many equal parts of the chosen papers, end to end, instead of papers
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), help_heading = SPREAD)]
    pub parts: Option<u64>,
    #[command(flatten)]
    pub listing: ListingOptions,
    /// Draw a strip for papers without a hit too
    #[arg(long, help_heading = SPREAD)]
    pub all_papers: bool,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// The columns; the names of measures are those of the register.
const COLUMNS: &str = "query hits tokens parts range dp dp_norm juilland_d carroll_d2 rosengren_s kl_divergence arf";

pub fn run(cli: &Cli, options: &SpreadOptions) -> std::result::Result<Ended, Failure> {
    let output = Output::of_picture(&options.output)?;
    let queries = options.queries.read()?;
    let index = open_index(cli)?;
    let chosen = options.selection.choose(&index)?;
    let compiled = options.queries.compile(&queries, &index)?;
    let chosen = looked_at_by_all(&index, &compiled, &chosen)?;
    let course = Course::new(&index, &chosen);
    let spread = |query| course.spread(&index, query, &chosen, options.queries.how(), options.parts);
    let spreads = compiled.iter().map(spread).collect::<kwic::Result<Vec<Spread>>>()?;
    let papers = |spread: &Spread| course.strips().iter().filter(|strip| !spread.on(strip).is_empty()).count() as u64;
    let found: Vec<(u64, u64)> = spreads.iter().map(|spread| (spread.positions.len() as u64, papers(spread))).collect();
    let any = options.queries.tell(&queries, &found, &index, &chosen)?;
    options.queries.save_hits(cli, &queries, &compiled, &index, (&options.selection, &chosen))?;
    if !any {
        return Ok(Ended::NothingFound);
    }
    let rows = queries.iter().zip(&spreads).map(|(query, spread)| row(query, spread, &course)).collect();
    let table = arranged(Table { columns: columns(COLUMNS), rows }, &options.listing, output.to_terminal)?;
    let made = made(cli, &index, Some(texts(&queries)), options.selection.words(), 0);
    let picture = Picture::Strips(strips(&queries, &spreads, &course, &index, options.all_papers));
    output.report(&table, Some(&picture), &made)
}

/// The dispersion plot: of each query a strip for each paper.
fn strips(queries: &[Named], spreads: &[Spread], course: &Course, index: &OpenIndex, all_papers: bool) -> Strips {
    let name = |query: &Named, paper: u32| {
        let id = index.manifest().papers.get(paper as usize).map_or("", |paper| &paper.id);
        if queries.len() == 1 { id.to_string() } else { format!("{}: {id}", query.name) }
    };
    let strip = |query: &Named, spread: &Spread, own: &counts::Strip| {
        let ticks = spread.on(own);
        let strip = Strip { name: name(query, own.paper), length: own.tokens, ticks, sections: own.sections.clone() };
        (all_papers || !strip.ticks.is_empty()).then_some(strip)
    };
    let of_query = |(query, spread)| course.strips().iter().filter_map(move |own| strip(query, spread, own));
    let title = queries.iter().map(|query| query.name.as_str()).collect::<Vec<_>>().join(", ");
    Strips { title, strips: queries.iter().zip(spreads).flat_map(of_query).collect() }
}

fn row(query: &Named, spread: &Spread, course: &Course) -> Vec<Cell> {
    let parts = spread.measured();
    let measure = |measure: fn(&Parts) -> Option<f64>| number(parts.as_ref().and_then(measure));
    vec![
        Cell::Text(query.name.clone()),
        Cell::Count(spread.positions.len() as u64),
        Cell::Count(course.tokens()),
        Cell::Count(spread.parts.len() as u64),
        parts.as_ref().and_then(range).map_or(Cell::Empty, |range| Cell::Count(range as u64)),
        measure(dp),
        measure(dp_norm),
        measure(juilland_d),
        measure(carroll_d2),
        measure(rosengren_s),
        measure(kl_divergence),
        number(spread.reduced(course)),
    ]
}
