//! `kwic keywords`: what is distinctive of a selection.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::Args;
use indicatif::HumanCount;

use kwic::counts::{Corpus, FormCounts, GramTests, Keyness, Keyword, Keywords, Running, Thresholds, compare};
use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::query::Layer;
use kwic::report::{Cell, Format};
use kwic::search::Chosen;
use kwic::stats::{Settings, TTest, log_ratio_interval};
use kwic::{Error, Result};

use super::against::{Against, Reference, named, reference, say_overlap};
use super::asked::within;
use super::listing::{Listing, ListingOptions};
use super::measured::number;
use super::ngrams::lengths;
use super::open_index::open_index;
use super::options::{Cli, OutputOptions, SelectionOptions};
use super::output::{Output, made};
use super::patience::patiently;
use super::queries::{Named, read_terms, texts};
use super::table_measures::{TableMeasure, TableMeasures};
use super::tokens::TokenOptions;
use super::{Ended, Failure, say};

/// Seconds that a query may take.
const TIMEOUT: u64 = 120;
/// The chance that an interval misses.
const ALPHA: f64 = 0.05;
/// What a screen has room for.
const ON_A_SCREEN: &str = "log-likelihood,log-ratio";
/// What other places get.
const USUAL: &str = "log-likelihood,bic,log-ratio,conservative-log-ratio,percent-diff,simple-maths,odds-ratio";

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic keywords --year 2014..                           against all other sections
  kwic keywords --where author=Rey --against year=1990..1999 --against author=Lind
  kwic keywords --theme security --negative             what the selection shuns
  kwic keywords --section Recommendations -n 2..3 --min-papers 3
  kwic keywords --year 2014.. --terms alliances.txt     queries of a file instead of all words
  kwic keywords --year 2014.. --against bnc.csv         against a list of words and counts
  kwic keywords --year 2014.. --sort -conservative_log_ratio --output keywords.csv

--against: `rest` (all that is not selected), `all`, KIND=VALUE, which selects as the option --KIND
or --where does (paper=GLOB, section=TEXT, theme=PATH, year=YEARS, in=@NAME, FIELD=VALUE; several
widen or narrow as there), or a FILE: CSV or TSV with a word and its count in each line, and
`# tokens: N` if the counts do not sum to the size of the corpus. Columns that begin with ref_ are
of what the selection is held against.

A keyword is more frequent in the selection, with evidence for that: its Bayesian information
criterion is at least --min-bic (2 is positive evidence, 6 strong, 10 very strong). Keywords are in
the order of log-likelihood; log_ratio says how large a difference is: 1 is twice as frequent.
dp_norm near 1 says that a word is in few papers. Intervals miss in 5 of 100 cases.
`kwic measures` tells what each measure is good for.")]
pub struct KeywordOptions {
    /// What the selection is held against: rest, all, KIND=VALUE (may be repeated), or a FILE [default: rest]
    #[arg(long, value_name = "WHAT")]
    pub against: Vec<Against>,
    /// Keywords of so many words: 2, or 2..5 for several lengths
    #[arg(short = 'n', long = "length", value_name = "N", default_value = "1", value_parser = lengths)]
    pub lengths: RangeInclusive<usize>,
    /// Compare the queries of a file instead of all words: one a line; NAME, a tab and QUERY give one a name
    #[arg(long, value_name = "FILE", conflicts_with_all = ["lengths", "form", "stop"])]
    pub terms: Option<PathBuf>,
    /// Read the queries of the file as CQL
    #[arg(long, requires = "terms")]
    pub cql: bool,
    #[command(flatten)]
    pub tokens: TokenOptions,
    /// What the selection uses less, instead of what it uses more
    #[arg(long)]
    pub negative: bool,
    /// Leave out what has fewer hits where it is more frequent
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub min_count: u64,
    /// Leave out what fewer papers have where it is more frequent
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_papers: usize,
    /// Leave out what has less evidence than this
    #[arg(long, value_name = "BIC", default_value_t = 2.0, allow_hyphen_values = true)]
    pub min_bic: f64,
    /// What simple maths adds to both rates per million
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    pub added: f64,
    /// Measures by the names in `kwic measures`, or all [default: two on a terminal, seven elsewhere]
    #[arg(long, value_name = "NAMES")]
    pub measures: Option<TableMeasures>,
    #[command(flatten)]
    pub selection: SelectionOptions,
    #[command(flatten)]
    pub listing: ListingOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

pub fn run(cli: &Cli, options: &KeywordOptions) -> std::result::Result<Ended, Failure> {
    let output = Output::new(&options.output)?;
    let terms = options.terms.as_deref().map(|file| read_terms(file, options.cql, false)).transpose()?;
    let index = open_index(cli)?;
    let chosen = options.selection.choose(&index)?;
    let reference = match reference(&options.against, &chosen, &index, &options.tokens.form)? {
        Reference::Sections(against) => Reference::Sections(options.tokens.looked_at(&index, &[], &against)?),
        list => list,
    };
    let chosen = options.tokens.looked_at(&index, &[], &chosen)?;
    match &reference {
        Reference::Sections(against) => say_overlap(&chosen, against, &index),
        Reference::List(list) if list.without_words() > 0 => {
            say(&format!("note: {} lines of the list hold no word; they are left out", list.without_words()));
        }
        Reference::List(_) => {}
    }
    let (keyness, keywords) = patiently("counting", || counted(options, terms.as_deref(), &index, &chosen, reference))?;
    let sentence = sentence(options, &keyness, &keywords);
    if keywords.found.is_empty() {
        say(&format!("{sentence}; a lower --min-bic shows less sure ones."));
        return Ok(Ended::NothingFound);
    }
    let mut listing = listing(keywords, options, &keyness, output.format == Format::Table);
    listing.collate_as(&index);
    let cut = listing.arrange(&options.listing, "", output.to_terminal)?;
    say(&format!("{}.", [Some(sentence), cut].into_iter().flatten().collect::<Vec<_>>().join("; ")));
    let against = options.against.iter().map(|against| format!("--against={against}"));
    let selection = options.selection.words().into_iter().chain(against).collect();
    output.table(&listing, &made(cli, &index, terms.as_deref().map(texts), selection, 0))
}

/// Counts both corpora, and holds them against each other.
fn counted(
    options: &KeywordOptions,
    terms: Option<&[Named]>,
    index: &OpenIndex,
    chosen: &Chosen,
    reference: Reference,
) -> Result<(Keyness, Keywords)> {
    let only = options.tokens.test(None)?;
    let vocabulary = options.tokens.vocabulary(index, only.as_ref());
    let (against, list) = match reference {
        Reference::Sections(against) => (Some(against), None),
        Reference::List(list) => (None, Some(list)),
    };
    let corpora: Vec<&Chosen> = [chosen].into_iter().chain(&against).collect();
    let counts: Vec<FormCounts> = corpora.iter().map(|chosen| FormCounts::new(index, chosen, &vocabulary)).collect();
    let corpus = |at: usize| match (counts.get(at), &list) {
        (Some(counts), _) => Corpus::of_papers(counts.sizes()),
        (None, list) => list.as_ref().map_or(Corpus::of_papers(&[]), Corpus::of_list),
    };
    let least = Thresholds {
        hits: options.min_count,
        papers: options.min_papers,
        bic: options.min_bic,
        negative: options.negative,
    };
    let keyness = Keyness { corpora: [corpus(0), corpus(1)], list, least };
    let keywords = if let Some(terms) = terms {
        queries(terms, index, &corpora, &keyness)?
    } else if options.lengths == (1..=1) {
        keyness.words(&counts, &vocabulary)
    } else {
        let running = Running::new(index, &corpora, &vocabulary, Layer::Section, &GramTests::default());
        keyness.ngrams(&running, options.lengths.clone(), &vocabulary)?
    };
    Ok((keyness, keywords))
}

/// The queries that are keywords.
fn queries(queries: &[Named], index: &OpenIndex, corpora: &[&Chosen], keyness: &Keyness) -> Result<Keywords> {
    if keyness.list.is_some() {
        return Err(Error::new(Kind::Query, "--terms", "queries cannot be held against a list")
            .remedy("hold them against a selection"));
    }
    let compiled = queries.iter().map(|query| query.asked.compile(None, index)).collect::<Result<Vec<_>>>()?;
    let count = |chosen: &&Chosen| compare(index, &compiled, chosen, within(TIMEOUT), None);
    let counted = corpora.iter().map(count).collect::<Result<Vec<_>>>()?;
    Ok(keyness.queries(queries.iter().map(|query| query.name.as_str()), &counted))
}

fn listing<'a>(
    keywords: Keywords,
    options: &KeywordOptions,
    keyness: &Keyness,
    on_a_screen: bool,
) -> Listing<'a, Keyword> {
    let settings = Settings { alpha: ALPHA, comparisons: keywords.compared, added: options.added };
    let count = |value: Option<usize>| value.map_or(Cell::Empty, |value| Cell::Count(value as u64));
    let [tokens, ref_tokens] = [&keyness.corpora[0], &keyness.corpora[1]].map(|corpus| corpus.tokens as f64);
    let of_papers = keyness.list.is_none();
    let mut listing = Listing::new(keywords.found)
        .column(what(options)[0], true, |k: &Keyword| Cell::Text(k.text.clone()))
        .column("count", false, |k| Cell::Count(k.table.o11))
        .column("ref_count", false, |k| Cell::Count(k.table.o21));
    if !on_a_screen {
        listing = listing
            .column("per_million", false, move |k| Cell::Number(k.table.o11 as f64 * 1e6 / tokens))
            .column("ref_per_million", false, move |k| Cell::Number(k.table.o21 as f64 * 1e6 / ref_tokens));
    }
    listing = listing.column("papers", false, move |k| count(k.papers[0]));
    if of_papers {
        listing = listing.column("ref_papers", false, move |k| count(k.papers[1]));
    }
    // A screen has room for one of them: that of the corpus that uses it more.
    if !on_a_screen || !options.negative {
        listing = listing.column("dp_norm", false, |k| number(k.dp_norm[0]));
    }
    if of_papers && (!on_a_screen || options.negative) {
        listing = listing.column("ref_dp_norm", false, |k| number(k.dp_norm[1]));
    }
    let usual = || if on_a_screen { ON_A_SCREEN } else { USUAL }.parse().unwrap_or(TableMeasures(Vec::new()));
    for TableMeasure { measure, value } in options.measures.clone().unwrap_or_else(usual).0 {
        listing = listing.column(measure.column(), false, move |k| number(value(&k.table, &settings)));
        if measure.name == "log-ratio" && !on_a_screen {
            let interval = |k: &Keyword| log_ratio_interval(&k.table, 1.0 - ALPHA);
            listing = listing.column("log_ratio_low", false, move |k| number(interval(k).map(|i| i.low))).column(
                "log_ratio_high",
                false,
                move |k| number(interval(k).map(|i| i.high)),
            );
        }
    }
    if of_papers && !on_a_screen {
        let welch = |k: &Keyword, part: fn(TTest) -> f64| k.welch.map(part);
        listing = listing.column("welch_t", false, move |k| number(welch(k, |test| test.t))).column(
            "welch_p",
            false,
            move |k| number(welch(k, |test| test.p)),
        );
    }
    listing
}

/// What is compared: its column, one, and many.
fn what(options: &KeywordOptions) -> [&'static str; 3] {
    match (&options.terms, options.lengths == (1..=1)) {
        (Some(_), _) => ["query", "query", "queries"],
        (None, true) => ["word", "word", "words"],
        (None, false) => ["ngram", "n-gram", "n-grams"],
    }
}

/// How many there are, and by which thresholds.
fn sentence(options: &KeywordOptions, keyness: &Keyness, keywords: &Keywords) -> String {
    let human = |n: u64| HumanCount(n).to_string();
    let size = |corpus: &Corpus| match corpus.papers {
        Some(papers) => format!("{} tokens of {} papers", human(corpus.tokens), human(papers as u64)),
        None => format!("{} tokens", human(corpus.tokens)),
    };
    let [_, one, many] = what(options);
    let (what, are) = if keywords.found.len() == 1 { (one, "is") } else { (many, "are") };
    let papers = match options.min_papers {
        0 | 1 => String::new(),
        papers => format!(" in {papers} papers"),
    };
    let [corpus, reference] = &keyness.corpora;
    format!(
        "{} {what} {are} {} frequent in the selection ({}) than in {} ({}), of {} with {} hits or more{papers}, by a BIC of {} or \
         more",
        human(keywords.found.len() as u64),
        if options.negative { "less" } else { "more" },
        size(corpus),
        named(&options.against),
        size(reference),
        human(keywords.compared),
        options.min_count,
        options.min_bic,
    )
}
