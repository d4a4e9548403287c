//! `kwic ngrams`: a list of n-grams with their counts.

use std::ops::RangeInclusive;

use clap::Args;
use indicatif::HumanCount;

use kwic::counts::{GramTests, Grams, Ngrams, Running, SpreadMeasure, Vocabulary};
use kwic::query::Layer;
use kwic::report::Cell;
use kwic::stats::{Of, dp_norm};

use super::listing::{Listing, ListingOptions};
use super::measured::number;
use super::open_index::open_index;
use super::options::{Cli, OutputOptions, SelectionOptions};
use super::output::{Output, made};
use super::parts::PartMeasure;
use super::patience::patiently;
use super::tokens::{TokenOptions, one_token};
use super::{Ended, Failure, say};

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic ngrams                            pairs of words, the most frequent first
  kwic ngrams -n 2..5 --with \"(nato|osce)\"
  kwic ngrams -n 3 --first \"~negotiate\" --last \"*ing\"
  kwic ngrams -n 4 --min-per-million 20 --min-papers 5     lexical bundles
  kwic ngrams -n 3 --skip 2 --within sentence              with up to two words passed over
  kwic ngrams -n 2 --stop english.txt --output pairs.csv

Counts are those of `kwic find` for the same words; rates are per million tokens of the selection.
No n-gram reaches over the end of a section, nor has a word in it that --stop leaves out. With
--skip every choice of words counts, as Guthrie et al. (2006) count k-skip-n-grams: K is how many
words are passed over in all. dp_norm says how evenly an n-gram is spread over the papers: 0 evenly,
1 all in one (`kwic measures dp-norm`).")]
pub struct NgramOptions {
    /// How many words: 2, or 2..5 for several lengths
    #[arg(short = 'n', long = "length", value_name = "N", default_value = "2", value_parser = lengths)]
    pub lengths: RangeInclusive<usize>,
    /// Pass over up to so many words in all, from 0 to 15
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=15))]
    pub skip: u32,
    /// Within what n-grams must be: section, paragraph or sentence
    #[arg(long, value_name = "SPAN", default_value = "section", value_parser = span)]
    pub within: Layer,
    /// Only n-grams whose first word fits: one word of the query syntax, as `*ization` or `(nato|osce)`
    #[arg(long, value_name = "PATTERN")]
    pub first: Option<String>,
    /// Only n-grams whose last word fits
    #[arg(long, value_name = "PATTERN")]
    pub last: Option<String>,
    /// Only n-grams one of whose words fits
    #[arg(long = "with", value_name = "PATTERN")]
    pub any: Option<String>,
    /// Read the patterns as CQL: one `[…]` each
    #[arg(long)]
    pub cql: bool,
    #[command(flatten)]
    pub tokens: TokenOptions,
    /// Leave out n-grams with fewer hits
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_count: u64,
    /// Leave out n-grams that are rarer than so many hits per million tokens
    #[arg(long, value_name = "RATE", default_value_t = 0.0)]
    pub min_per_million: f64,
    /// Leave out n-grams that fewer papers have
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

pub fn run(cli: &Cli, options: &NgramOptions) -> Result<Ended, Failure> {
    let output = Output::new(&options.output)?;
    let pattern =
        |name: &str, text: &Option<String>| text.as_deref().map(|text| one_token(name, text, options.cql)).transpose();
    let tests = GramTests {
        first: pattern("--first", &options.first)?,
        last: pattern("--last", &options.last)?,
        any: pattern("--with", &options.any)?,
    };
    let only = options.tokens.test(None)?;
    let index = open_index(cli)?;
    let asked = [&only, &tests.first, &tests.last, &tests.any];
    let chosen = options.tokens.looked_at(&index, &asked, &options.selection.choose(&index)?)?;
    let vocabulary = options.tokens.vocabulary(&index, only.as_ref());
    let running = Running::new(&index, &[&chosen], &vocabulary, options.within.clone(), &tests);
    let fewest = options.min_count.max(hits_for(options.min_per_million, running.tokens(0)));
    let grams = Grams { lengths: options.lengths.clone(), skip: options.skip, hits: fewest };
    let ngrams =
        patiently("counting n-grams", || Ngrams::new(&running, &grams, options.min_papers, &spreads(options)))?;
    let sentence = sentence(&ngrams, options, fewest, &running);
    if ngrams.is_empty() {
        say(&format!("{sentence}."));
        return Ok(Ended::NothingFound);
    }
    let mut listing = listing(&ngrams, options, &running, &vocabulary);
    listing.collate_as(&index);
    let cut = listing.arrange(&options.listing, "", output.to_terminal)?;
    say(&format!("{}.", [Some(sentence), cut].into_iter().flatten().collect::<Vec<_>>().join("; ")));
    output.table(&listing, &made(cli, &index, None, options.selection.words(), 0))
}

/// The measures of spread that are shown: the usual one first.
fn spreads(options: &NgramOptions) -> Vec<SpreadMeasure> {
    let asked = options.measures.iter().filter_map(|PartMeasure(measure)| match measure.of {
        Of::Parts(spread) => Some(spread),
        _ => None,
    });
    [dp_norm as SpreadMeasure].into_iter().chain(asked).collect()
}

fn listing<'a>(
    ngrams: &'a Ngrams,
    options: &'a NgramOptions,
    running: &'a Running,
    vocabulary: &'a Vocabulary<'a>,
) -> Listing<'a, usize> {
    let tokens = running.tokens(0) as f64;
    let spread = |nth: usize| move |at: &usize| number(ngrams.spread(*at, nth));
    let listing = Listing::new(ngrams.by_hits())
        .column("ngram", true, |at: &usize| Cell::Text(ngrams.text(*at, vocabulary)))
        .column("n", false, |at| Cell::Count(ngrams.length(*at) as u64))
        .column("count", false, |at| Cell::Count(ngrams.hits(*at)))
        .column("per_million", false, move |at| Cell::Number(ngrams.hits(*at) as f64 * 1e6 / tokens))
        .column("papers", false, |at| Cell::Count(u64::from(ngrams.papers(*at))))
        .column("dp_norm", false, spread(0));
    let measures = options.measures.iter().zip(1..);
    measures.fold(listing, |listing, (PartMeasure(measure), nth)| listing.column(measure.column(), false, spread(nth)))
}

/// How much was counted, and what was left out.
fn sentence(ngrams: &Ngrams, options: &NgramOptions, fewest: u64, running: &Running) -> String {
    let human = |n: u64| HumanCount(n).to_string();
    let words = match (options.lengths.start(), options.lengths.end()) {
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least} to {most}"),
    };
    let hits = if fewest > 1 { format!(" with at least {} hits", human(fewest)) } else { String::new() };
    let papers = match options.min_papers {
        0 | 1 => String::new(),
        papers => format!(" in {papers} papers or more"),
    };
    format!(
        "{} n-grams of {words} words{hits}{papers}, among {} tokens of {} papers",
        human(ngrams.len() as u64),
        human(running.tokens(0)),
        human(running.parts().iter().filter(|part| part.tokens > 0).count() as u64)
    )
}

/// The fewest hits that are `rate` per million tokens.
fn hits_for(rate: f64, tokens: u64) -> u64 {
    let below = (rate * tokens as f64 / 1e6).floor().max(0.0) as u64;
    if below as f64 * 1e6 / tokens as f64 >= rate { below } else { below + 1 }
}

/// Reads `2` or `2..5`.
pub fn lengths(text: &str) -> Result<RangeInclusive<usize>, String> {
    let number = |text: &str| text.trim().parse().ok().filter(|n| (1..=50).contains(n));
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    match number(first).zip(number(last)) {
        Some((first, last)) if first <= last => Ok(first..=last),
        _ => Err("write 2, or 2..5 for several lengths, from 1 to 50".to_string()),
    }
}

/// Reads the name of a span that n-grams stay within.
fn span(name: &str) -> Result<Layer, String> {
    match name.to_lowercase().as_str() {
        "section" => Ok(Layer::Section),
        "paragraph" => Ok(Layer::Paragraph),
        "sentence" => Ok(Layer::Sentence),
        _ => Err("write section, paragraph or sentence".to_string()),
    }
}
