//! `kwic collocates`: what stands near the hits of a query.

use clap::Args;
use indicatif::HumanCount;
use rayon::prelude::*;

use kwic::counts::{Collocates, FormCounts, Together, Vocabulary, Window};
use kwic::index::OpenIndex;
use kwic::report::{Cell, Format};
use kwic::search::find_with;
use kwic::stats::{Settings, Table2x2, log_ratio_interval, signed_log_likelihood};

use super::asked::{Asked, how};
use super::lines_of::lines_of;
use super::listing::{Listing, ListingOptions};
use super::network::network;
use super::open_index::open_index;
use super::options::{Cli, OutputOptions, QueryOptions, SelectionOptions};
use super::output::{Output, made};
use super::saved::Saving;
use super::table_measures::{TableMeasure, TableMeasures};
use super::tokens::TokenOptions;
use super::{Ended, Failure, say};

/// Collocates of a network.
const IN_A_NETWORK: usize = 20;
/// The chance that an interval misses.
const ALPHA: f64 = 0.05;
/// What a screen has room for.
const ON_A_SCREEN: &str = "log-likelihood,log-ratio,log-dice,pmi,t-score";
/// Measures that hold one corpus against another, and say nothing of pairs.
const OF_CORPORA: [&str; 2] = ["percent-diff", "simple-maths"];

#[derive(Args)]
#[command(after_help = "\
Examples:
  kwic collocates nato                            five words on each side
  kwic collocates \"arms control\" --window 2L5R --stop english.txt
  kwic collocates nato --window sentence --form stem --sort -log_dice
  kwic collocates nato --measures all --cells --output nato.csv
  kwic collocates nato --network --output nato.svg
  kwic collocates --cql '[lc=\"arms\"]' --theme security --measures log-ratio,delta-p

A token near two hits counts once; the words of a hit are not near it. Expected counts are for windows of this size
(Evert 2008); Dice and logDice take the number of hits instead, as in word sketches. `only_in` names the paper of a
collocate that no other paper has near the query. `kwic measures` tells what each measure is good for.")]
pub struct CollocateOptions {
    #[command(flatten)]
    pub query: QueryOptions,
    /// How near: 5, 3L, 4R, 2L5R words, or in the same sentence or paragraph
    #[arg(long, value_name = "WINDOW", default_value = "5")]
    pub window: Window,
    #[command(flatten)]
    pub tokens: TokenOptions,
    /// Leave out words that are near fewer times
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub min_count: u64,
    /// Leave out words that are near in fewer papers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_papers: u32,
    /// Measures by the names in `kwic measures`, or all [default: five on a terminal, else all]
    #[arg(long, value_name = "NAMES")]
    pub measures: Option<TableMeasures>,
    /// Show the four cells that the measures are counted from, and what was expected in each
    #[arg(long)]
    pub cells: bool,
    /// A network of the query and its first collocates (20, or --limit), with those that stand near the same hits;
    /// for --format svg, html and graphml
    #[arg(long, conflicts_with_all = ["measures", "cells"])]
    pub network: bool,
    #[command(flatten)]
    pub selection: SelectionOptions,
    #[command(flatten)]
    pub listing: ListingOptions,
    #[command(flatten)]
    pub output: OutputOptions,
}

/// A collocate.
struct Collocate {
    form: u32,
    table: Table2x2,
    /// Its papers.
    papers: u32,
    /// The only paper, if there is one.
    only_in: Option<u32>,
}

/// All that was counted.
struct Counted<'a> {
    index: &'a OpenIndex,
    vocabulary: &'a Vocabulary<'a>,
    counts: &'a FormCounts,
    near: &'a Collocates,
}

pub fn run(cli: &Cli, options: &CollocateOptions) -> Result<Ended, Failure> {
    let output = if options.network { Output::of_picture(&options.output)? } else { Output::new(&options.output)? };
    let asked = Asked::read(&options.query)?;
    let only = options.tokens.test(None)?;
    let index = open_index(cli)?;
    let compiled = asked.compile(options.query.matching, &index)?;
    let chosen = compiled.looked_at(&index, &options.selection.choose(&index)?)?;
    let chosen = options.tokens.looked_at(&index, &[&only], &chosen)?;
    let vocabulary = options.tokens.vocabulary(&index, only.as_ref());
    let near = Collocates::new(&index, &compiled, &chosen, how(&options.query), &vocabulary, &options.window)?;
    if let Some(name) = &options.query.save {
        let hits = find_with(&index, &compiled, &chosen, how(&options.query))?;
        let (matching, selection) = (options.query.matching, &options.selection);
        let saving = Saving { cli, index: &index, name, matching, selection, sample: None, seed: 0 };
        saving.save(&[&asked], &hits)?;
    }
    if near.hits == 0 {
        say(&format!("No hits for {}.", asked.text));
        asked.suggest(&index);
        return Ok(Ended::NothingFound);
    }
    let counts = FormCounts::new(&index, &chosen, &vocabulary);
    let counted = Counted { index: &index, vocabulary: &vocabulary, counts: &counts, near: &near };
    let found = counted.collocates(options);
    let made = made(cli, &index, Some(asked.text.clone()), options.selection.words(), 0);
    let sentence = sentence(options, &asked, &near, found.len());
    if found.is_empty() {
        say(&format!("{sentence}."));
        return Ok(Ended::NothingFound);
    }
    let first = found.first().map(|collocate| vocabulary.form(collocate.form).into_owned()).unwrap_or_default();
    let mut listing = counted.listing(found, options, output.format == Format::Table);
    listing.collate_as(&index);
    let ended = if options.network {
        say(&format!("{sentence}."));
        listing.sort(options.listing.sort.as_deref().unwrap_or(""))?;
        listing.cut(options.listing.offset, options.listing.limit.unwrap_or(IN_A_NETWORK));
        let forms: Vec<u32> = listing.into_rows().iter().map(|collocate| collocate.form).collect();
        let how = how(&options.query);
        let together = Together::new(&index, &compiled, &chosen, how, &vocabulary, &options.window, &forms)?;
        let words: Vec<String> = forms.iter().map(|form| vocabulary.form(*form).into_owned()).collect();
        let (table, picture) = network(&asked.text, near.hits, &words, &together);
        output.report(&table, Some(&picture), &made)?
    } else {
        let cut = listing.arrange(&options.listing, "", output.to_terminal)?;
        say(&format!("{}.", [Some(sentence), cut].into_iter().flatten().collect::<Vec<_>>().join("; ")));
        output.table(&listing, &made)?
    };
    let selection = options.selection.words();
    if let Some(command) = lines_of(&asked, &options.window, &options.tokens.form, &first, &selection) {
        say(&format!("Lines of a collocate, here of {first}:\n  {command}"));
    }
    Ok(ended)
}

impl<'a> Counted<'a> {
    /// The collocates, those first that are most surely drawn to the query.
    fn collocates(&self, options: &CollocateOptions) -> Vec<Collocate> {
        let collocate = |form: u32| {
            let near = self.near.near(form);
            let only_in = (near.papers == 1).then_some(near.last_paper).flatten();
            let table = self.near.table(form, self.counts)?;
            let sure = signed_log_likelihood(&table).unwrap_or(0.0);
            Some((sure, Collocate { form, table, papers: near.papers, only_in }))
        };
        let forms = self.near.forms(options.min_count, options.min_papers);
        let mut found: Vec<(f64, Collocate)> = forms.into_par_iter().filter_map(collocate).collect();
        found.par_sort_by(|(a, left), (b, right)| b.total_cmp(a).then_with(|| left.form.cmp(&right.form)));
        found.into_iter().map(|(_, collocate)| collocate).collect()
    }

    fn listing(
        &'a self,
        found: Vec<Collocate>,
        options: &CollocateOptions,
        on_a_screen: bool,
    ) -> Listing<'a, Collocate> {
        let settings = Settings { alpha: ALPHA, comparisons: found.len() as u64, ..Settings::default() };
        let number = |value: Option<f64>| value.map_or(Cell::Empty, Cell::Number);
        let expected = move |table: &Table2x2, cell: usize| number(table.expected().and_then(|e| e.get(cell).copied()));
        let papers = &self.index.manifest().papers;
        let only_in = |c: &Collocate| c.only_in.and_then(|at| papers.get(at as usize)).map(|paper| paper.id.as_str());
        let mut listing = Listing::new(found)
            .column("collocate", true, |c: &Collocate| Cell::Text(self.vocabulary.form(c.form).into_owned()))
            .column("count", false, |c| Cell::Count(c.table.o11))
            .column("expected", false, move |c| expected(&c.table, 0))
            .column("papers", false, |c| Cell::Count(u64::from(c.papers)));
        let TableMeasures(measures) = options.measures.clone().unwrap_or_else(|| usual(on_a_screen));
        for TableMeasure { measure, value } in measures {
            let of_pair = matches!(measure.name, "dice" | "log-dice");
            listing = listing.column(measure.column(), false, move |c| {
                let pair = if of_pair { self.near.table_of_pair(c.form, self.counts) } else { Some(c.table) };
                number(pair.and_then(|table| value(&table, &settings)))
            });
            if measure.name == "log-ratio" && !on_a_screen {
                let interval = |c: &Collocate| log_ratio_interval(&c.table, 1.0 - ALPHA);
                listing = listing.column("log_ratio_low", false, move |c| number(interval(c).map(|i| i.low))).column(
                    "log_ratio_high",
                    false,
                    move |c| number(interval(c).map(|i| i.high)),
                );
            }
        }
        if options.cells {
            let cells: [fn(&Table2x2) -> u64; 4] = [|t| t.o11, |t| t.o12, |t| t.o21, |t| t.o22];
            for (at, (name, cell)) in ["11", "12", "21", "22"].into_iter().zip(cells).enumerate() {
                listing = listing.column(format!("o{name}"), false, move |c| Cell::Count(cell(&c.table))).column(
                    format!("e{name}"),
                    false,
                    move |c| expected(&c.table, at),
                );
            }
        }
        listing.column("only_in", true, move |c| Cell::text(only_in(c)))
    }
}

fn usual(on_a_screen: bool) -> TableMeasures {
    let few = on_a_screen.then(|| ON_A_SCREEN.parse().ok()).flatten();
    few.unwrap_or_else(|| TableMeasures::all_but(&OF_CORPORA))
}

fn sentence(options: &CollocateOptions, asked: &Asked, near: &Collocates, found: usize) -> String {
    let number = |n: u64| HumanCount(n).to_string();
    let papers = if options.min_papers > 1 { format!(" in {} papers", options.min_papers) } else { String::new() };
    format!(
        "{} words at least {} times{papers} near {} ({} hits in {} papers; window {}, {} tokens)",
        number(found as u64),
        options.min_count,
        asked.text,
        number(near.hits),
        number(near.papers),
        options.window,
        number(near.window)
    )
}
