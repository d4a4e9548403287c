//! `kwic show`.

use clap::Args;

use kwic::Result;
use kwic::concordance::{Place, pages, read};
use kwic::index::OpenIndex;
use kwic::report::write_passage;
use kwic::search::{Chosen, Hit, How, Selection, find_with, one_paper};

use super::asked::Asked;
use super::open_index::open_index;
use super::options::{Cli, OutputOptions};
use super::output::{Output, made};
use super::{Ended, Failure, say};

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic show 1996-osce-mission                     the whole paper
  kwic show osce --at 412                         around a line: 412 is its column `position`
  kwic show osce --page 2 --highlight \"~negotiate\"
  kwic show osce --section chechnya --format json

It writes text, wrapped to the screen, or json.")]
pub struct ShowOptions {
    /// The paper's id, or a glob or part of it that fits no other
    #[arg(value_name = "PAPER")]
    pub paper: String,
    /// The page that the source calls so
    #[arg(long, value_name = "N", group = "place")]
    pub page: Option<String>,
    /// The paragraph of this word: the column `position` of `kwic find`
    #[arg(long, value_name = "POSITION", group = "place")]
    pub at: Option<u32>,
    /// Sections whose headings hold TEXT, or the path from the top, parts parted by /
    #[arg(long, value_name = "TEXT-OR-PATH", group = "place")]
    pub section: Option<String>,
    /// Whole paragraphs before and after [default: 1 with --at, else 0]
    #[arg(long, value_name = "N", requires = "place")]
    pub around: Option<usize>,
    /// Mark the hits of a query
    #[arg(long, value_name = "QUERY")]
    pub highlight: Option<String>,
    /// Read the query as CQL
    #[arg(long, requires = "highlight")]
    pub cql: bool,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// How many pages or sections are named where one does not exist.
const NAMED: usize = 40;

pub fn run(cli: &Cli, options: &ShowOptions) -> std::result::Result<Ended, Failure> {
    let asked = options.highlight.clone().map(|query| Asked::read_text(query, options.cql, false)).transpose()?;
    let index = open_index(cli)?;
    let (paper, record) = one_paper(index.manifest(), "PAPER", &options.paper)?;
    let within = |sections: Vec<String>| {
        Selection { papers: vec![globset::escape(&record.id)], sections, ..Selection::default() }.choose(&index)
    };
    let sections = within(options.section.iter().cloned().collect())?;
    let hits = asked.map_or(Ok(Vec::new()), |asked| highlighted(&index, &asked, &within(Vec::new())?))?;
    let place = match (&options.page, options.at, &options.section) {
        (Some(page), _, _) => Place::Page(page),
        (_, Some(position), _) => Place::Position(position),
        (_, _, Some(_)) => Place::Sections(&sections),
        _ => Place::Whole,
    };
    let around = options.around.unwrap_or(usize::from(options.at.is_some()));
    let Some(passage) = read(&index, paper, place, around, &hits)? else {
        say(&missing(&index, paper, options)?);
        return Ok(Ended::NothingFound);
    };
    let output = Output::of_text(&options.output)?;
    let made = made(cli, &index, options.highlight.clone(), Vec::new(), 0);
    output.write(&made, |out| write_passage(out, output.format, &passage, &made, output.screen))?;
    Ok(Ended::Found)
}

/// What is to be marked.
fn highlighted(index: &OpenIndex, asked: &Asked, chosen: &Chosen) -> Result<Vec<Hit>> {
    find_with(index, &asked.compile(None, index)?, chosen, How::default())
}

/// Says that a place does not exist, and which do.
fn missing(index: &OpenIndex, paper: u32, options: &ShowOptions) -> Result<String> {
    let Some(record) = index.manifest().papers.get(paper as usize) else { return Ok(String::new()) };
    let id = &record.id;
    if let Some(position) = options.at.filter(|_| record.tokens > 0) {
        return Ok(format!("{id} has no word {position}: its words have the positions 0 to {}.", record.tokens - 1));
    }
    if let Some(page) = &options.page {
        return Ok(match pages(index, paper).as_slice() {
            [] => format!("{id} does not say its pages; --section and --at find a place in it."),
            known => format!("{id} has no page {page}. It has {}.", listed(known, ", ")),
        });
    }
    let Some(section) = &options.section else { return Ok(format!("{id} has no words.")) };
    let sections = index.sections().get(index.sections_of(paper)).unwrap_or(&[]);
    let paths =
        sections.iter().map(|section| Ok(index.section_path(section)?.join("/"))).collect::<Result<Vec<_>>>()?;
    let known: Vec<String> = paths.into_iter().filter(|path| !path.is_empty()).collect();
    Ok(match known.is_empty() {
        true => format!("{id} has no headings; --page and --at find a place in it."),
        false => format!("{id} has no section {section}. It has {}.", listed(&known, "; ")),
    })
}

/// The first names, and how many more there are.
fn listed(names: &[String], between: &str) -> String {
    let more = names.len().saturating_sub(NAMED);
    let named = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(between);
    if more > 0 { format!("{named} and {more} more") } else { named }
}
