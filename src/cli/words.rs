//! `kwic words`: a list of forms with their counts.

use clap::Args;
use indicatif::HumanCount;

use kwic::counts::{FormCounts, Least, Vocabulary, Word, words};
use kwic::report::Cell;
use kwic::stats::{Of, PartSizes, dp_norm};

use super::listing::{Listing, ListingOptions};
use super::open_index::open_index;
use super::options::{Cli, OutputOptions, SelectionOptions};
use super::output::{Output, made};
use super::parts::PartMeasure;
use super::tokens::{TokenOptions, one_token};
use super::{Ended, Failure, say};

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic words                             all forms, the most frequent first
  kwic words \"*ization\" --year 1990..1999
  kwic words --form stem --stop english.txt --min-papers 5
  kwic words --cql '[word=\"[A-Z].*\"]' --form word
  kwic words --measures juilland-d,dp --sort -juilland_d,word --output words.csv

Counts are those of `kwic find` for the same word; rates are per million tokens of the selection. dp_norm says
how evenly a word is spread over the papers: 0 evenly, 1 all in one (`kwic measures dp-norm`).")]
pub struct WordOptions {
    /// Only words that fit: one word of the query syntax, as `*ization` or `(nato|osce)`
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
    /// Read PATTERN as CQL: one `[…]`
    #[arg(long, requires = "pattern")]
    pub cql: bool,
    #[command(flatten)]
    pub tokens: TokenOptions,
    /// Leave out words with fewer hits
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_count: u64,
    /// Leave out words that fewer papers have
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_papers: usize,
    /// More measures of spread over the papers, by the names in `kwic measures`
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub measures: Vec<PartMeasure>,
    #[command(flatten)]
    pub selection: SelectionOptions,
    #[command(flatten)]
    pub listing: ListingOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

pub fn run(cli: &Cli, options: &WordOptions) -> Result<Ended, Failure> {
    let output = Output::new(&options.output)?;
    let pattern = options.pattern.as_deref().map(|text| one_token("words", text, options.cql)).transpose()?;
    let only = options.tokens.test(pattern)?;
    let index = open_index(cli)?;
    let chosen = options.tokens.looked_at(&index, &[&only], &options.selection.choose(&index)?)?;
    let vocabulary = options.tokens.vocabulary(&index, only.as_ref());
    let counts = FormCounts::new(&index, &chosen, &vocabulary);
    let least = Least { hits: options.min_count, papers: options.min_papers };
    let found = words(&counts, &vocabulary, least);
    let sentence = sentence(&found, &counts);
    if found.is_empty() {
        say(&format!("{sentence}."));
        return Ok(Ended::NothingFound);
    }
    let mut listing = listing(found, options, &counts, &vocabulary);
    listing.collate_as(&index);
    let cut = listing.arrange(&options.listing, "", output.to_terminal)?;
    say(&format!("{}.", [Some(sentence), cut].into_iter().flatten().collect::<Vec<_>>().join("; ")));
    output.table(&listing, &made(cli, &index, options.pattern.clone(), options.selection.words(), 0))
}

fn listing<'a>(
    found: Vec<Word>,
    options: &'a WordOptions,
    counts: &'a FormCounts,
    vocabulary: &'a Vocabulary<'a>,
) -> Listing<'a, Word> {
    let (tokens, sizes) = (counts.tokens(), counts.part_sizes());
    let listing = Listing::new(found)
        .column("word", true, |word: &Word| Cell::Text(vocabulary.form(word.form).into_owned()))
        .column("count", false, |word| Cell::Count(word.hits))
        .column("per_million", false, move |word| Cell::Number(word.hits as f64 * 1e6 / tokens as f64))
        .column("papers", false, |word| Cell::Count(u64::from(word.papers)))
        .column("dp_norm", false, move |word| spread(counts, sizes, word, dp_norm));
    options.measures.iter().fold(listing, |listing, PartMeasure(measure)| {
        let Of::Parts(value) = measure.of else { return listing };
        listing.column(measure.column(), false, move |word| spread(counts, sizes, word, value))
    })
}

fn spread(counts: &FormCounts, sizes: PartSizes, word: &Word, measure: fn(&kwic::stats::Parts) -> Option<f64>) -> Cell {
    counts.parts(word.form, sizes).and_then(|parts| measure(&parts)).map_or(Cell::Empty, Cell::Number)
}

/// How much was counted.
fn sentence(found: &[Word], counts: &FormCounts) -> String {
    let number = |n: u64| HumanCount(n).to_string();
    let papers = counts.sizes().iter().filter(|tokens| **tokens > 0).count();
    let once = found.iter().filter(|word| word.hits == 1).count();
    format!(
        "{} words, {} of them used once, among {} tokens of {} papers",
        number(found.len() as u64),
        number(once as u64),
        number(counts.tokens()),
        number(papers as u64)
    )
}
