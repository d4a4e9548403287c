//! `kwic papers`: the papers, with what is known or measured of them.

use clap::Args;

use kwic::counts::{PaperText, Vocabulary, paper_texts};
use kwic::index::{OpenIndex, PaperRecord};
use kwic::query::Form;
use kwic::report::{Cell, Format};
use kwic::search::Chosen;
use kwic::stats::{Measure, Of, measures};

use super::listing::{Listing, ListingOptions};
use super::open_index::open_index;
use super::options::{Cli, OutputOptions, SelectionOptions};
use super::output::{Output, made};
use super::{Ended, Failure, say};

/// What a screen has room for.
const ON_A_SCREEN: [&str; 7] = ["ttr", "mattr", "mtld", "hd-d", "sentence-length", "lix", "flesch"];

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic papers --theme security --sort year,paper
  kwic papers --measures --sort -mattr
  kwic papers --measures --section Abstract --output style.csv

--measures counts what is selected of each paper: its vocabulary (by folded form), its sentences and how hard it is to
read. On a terminal some are shown, elsewhere all; `kwic measures` tells what each is good for.")]
pub struct PaperOptions {
    /// Measure vocabulary, sentences and readability
    #[arg(long)]
    pub measures: bool,
    #[command(flatten)]
    pub selection: SelectionOptions,
    #[command(flatten)]
    pub listing: ListingOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

pub fn run(cli: &Cli, options: &PaperOptions) -> Result<Ended, Failure> {
    let output = Output::new(&options.output)?;
    let index = open_index(cli)?;
    let chosen = options.selection.choose(&index)?;
    let made = made(cli, &index, None, options.selection.words(), 0);
    let papers = &index.manifest().papers;
    let cut = |cut: Option<String>| cut.into_iter().for_each(|cut| say(&format!("Of the papers {cut}.")));
    if options.measures {
        let mut listing = measured(&index, &chosen, output.format == Format::Table);
        listing.collate_as(&index);
        cut(listing.arrange(&options.listing, "", output.to_terminal)?);
        return output.table(&listing, &made);
    }
    let mut wanted: Vec<u32> =
        index.sections().iter().enumerate().filter(|(n, _)| chosen.contains(*n)).map(|(_, s)| s.paper).collect();
    wanted.dedup();
    let is_wanted = |at: usize| chosen.is_all() || wanted.binary_search(&(at as u32)).is_ok();
    let mut listing = known(papers.iter().enumerate().filter(|(at, _)| is_wanted(*at)).map(|(_, p)| p).collect());
    listing.collate_as(&index);
    cut(listing.arrange(&options.listing, "", output.to_terminal)?);
    output.table(&listing, &made)
}

/// Papers with their metadata and sizes.
fn known(papers: Vec<&PaperRecord>) -> Listing<'_, &PaperRecord> {
    let authors = |paper: &PaperRecord| {
        let authors = &paper.metadata.authors;
        (!authors.is_empty()).then(|| authors.join("; "))
    };
    Listing::new(papers)
        .column("paper", true, |paper: &&PaperRecord| Cell::Text(paper.id.clone()))
        .column("year", false, |paper| Cell::ordinal(paper.metadata.year))
        .column("title", true, |paper| Cell::text(paper.metadata.title.as_ref()))
        .column("authors", true, move |paper| Cell::text(authors(paper)))
        .column("language", false, |paper| Cell::text(paper.metadata.language.as_ref()))
        .column("language_from", false, |paper| Cell::text(paper.language_from.word()))
        .column("sections", false, |paper| Cell::Count(u64::from(paper.sections)))
        .column("words", false, |paper| Cell::Count(paper.tokens))
        .column("bytes", false, |paper| Cell::Count(paper.bytes))
}

/// A paper, and the measures of its text in the order of their columns.
struct Measured<'a> {
    paper: &'a PaperRecord,
    sentences: u64,
    words: u64,
    values: Vec<Option<f64>>,
}

/// Papers with the measures of their texts.
fn measured<'a>(index: &'a OpenIndex, chosen: &Chosen, on_a_screen: bool) -> Listing<'a, Measured<'a>> {
    let of_texts = |measure: &&Measure| matches!(measure.of, Of::Tokens(_) | Of::Text(_));
    let wanted = |measure: &&Measure| !on_a_screen || ON_A_SCREEN.contains(&measure.name);
    let columns: Vec<&Measure> = measures().filter(of_texts).filter(wanted).collect();
    let vocabulary = Vocabulary::new(index, Form::Lc, None);
    let texts = paper_texts(index, chosen, &vocabulary, |text| {
        let value = |measure: &&Measure| value(measure, &text);
        (text.paper, text.text, columns.iter().map(value).collect::<Vec<_>>())
    });
    let papers = &index.manifest().papers;
    let row = |(paper, text, values): (u32, kwic::stats::TextCounts, Vec<Option<f64>>)| {
        let paper = papers.get(paper as usize)?;
        Some(Measured { paper, sentences: text.sentences, words: text.words, values })
    };
    let listing = Listing::new(texts.into_iter().filter_map(row).collect())
        .column("paper", true, |row: &Measured| Cell::Text(row.paper.id.clone()))
        .column("year", false, |row| Cell::ordinal(row.paper.metadata.year))
        .column("words", false, |row| Cell::Count(row.words))
        .column("sentences", false, |row| Cell::Count(row.sentences));
    columns.iter().enumerate().fold(listing, |listing, (at, measure)| {
        let is_count = measure.name == "hapaxes";
        listing.column(measure.column(), false, move |row| match row.values.get(at).copied().flatten() {
            Some(value) if is_count => Cell::Count(value as u64),
            Some(value) => Cell::Number(value),
            None => Cell::Empty,
        })
    })
}

fn value(measure: &Measure, paper: &PaperText) -> Option<f64> {
    match measure.of {
        Of::Tokens(value) => value(&paper.tokens),
        Of::Text(value) => value(&paper.text),
        _ => None,
    }
}
