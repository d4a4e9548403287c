//! `kwic find`.

use indicatif::HumanCount;

use kwic::concordance::{Composer, Context, SortKey, SortKeys, sample, sort};
use kwic::index::OpenIndex;
use kwic::query::{Pattern, parse_simple};
use kwic::report::{Format, LineReport, write_lines};
use kwic::search::{Hit, find, near_words};
use kwic::text::Folder;

use super::options::{Cli, FindOptions};
use super::output::{Output, made};
use super::{Ended, Failure, index, saved, say};

/// Lines that a terminal gets unless more are asked for.
const SCREENFUL: usize = 50;

pub fn run(cli: &Cli, options: &FindOptions) -> Result<Ended, Failure> {
    let query = options.query.join(" ");
    let pattern = parse_simple(&query, options.case)?;
    let index = index::open(cli)?;
    let chosen = options.selection.choose(&index)?;
    let all = find(&index, &pattern.clone().into(), &chosen)?;
    let found = all.len();
    let papers = count_papers(&index, &all);
    let mut hits = match options.sample {
        Some(count) => sample(&index, all, count, options.seed),
        None => all,
    };
    if let Some(name) = &options.save {
        saved::save(cli, options, &index, name, &hits)?;
    }
    let keys = options.sort.clone().unwrap_or_default();
    if !keys.0.is_empty() {
        sort(&index, &mut hits, &keys, options.seed)?;
    }
    let output = Output::new(&options.output);
    let drawn = hits.len();
    let limit = options.limit.or((output.to_terminal && !options.all).then_some(SCREENFUL));
    hits.truncate(limit.unwrap_or(usize::MAX));
    let told = Told { query: &query, found, papers, drawn, shown: hits.len(), selected: !chosen.is_all() };
    if found == 0 {
        say(&told.sentence());
        suggest(&index, &pattern);
        return Ok(Ended::NothingFound);
    }
    // The count stands above the lines: among them where people read them, on standard error where programs do.
    let above = matches!(output.format, Format::Table | Format::Text);
    if !above {
        say(&told.sentence());
    }
    let usual = if output.format == Format::Table {
        Context::Tokens(output.screen.width as u32 / 6 + 4)
    } else {
        Context::Tokens(10)
    };
    let mut composer = Composer::new(&index, options.context.unwrap_or(usual));
    let made = made(cli, &index, Some(query.clone()), options.selection.words(), options.seed);
    let report = LineReport { hits: found, made: &made, screen: output.screen, grouped: is_grouped(&keys) };
    output.write(&made, |out| {
        if above {
            writeln!(out, "{}\n", told.sentence())?;
        }
        write_lines(out, output.format, &report, hits.iter().map(|hit| composer.line(hit)))
    })?;
    Ok(Ended::Found)
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

/// What was found, and what of it is shown.
struct Told<'a> {
    query: &'a str,
    found: usize,
    papers: usize,
    drawn: usize,
    shown: usize,
    selected: bool,
}

impl Told<'_> {
    fn sentence(&self) -> String {
        let count = |n: usize| HumanCount(n as u64).to_string();
        let query: String = self.query.chars().filter(|c| !c.is_control()).collect();
        let place = if self.selected { " of the selection" } else { "" };
        if self.found == 0 {
            return format!("No hits for {query}{}.", if self.selected { " in the selection" } else { "" });
        }
        let hits = if self.found == 1 { "hit" } else { "hits" };
        let papers = if self.papers == 1 { "paper" } else { "papers" };
        let mut text = format!("{} {hits} for {query} in {} {papers}{place}", count(self.found), count(self.papers));
        if self.drawn < self.found {
            text.push_str(&format!("; a sample of {}", count(self.drawn)));
        }
        if self.shown < self.drawn {
            text.push_str(&format!(
                "; the first {} are shown, {} are not (--all shows all)",
                count(self.shown),
                count(self.drawn - self.shown)
            ));
        }
        text.push('.');
        text
    }
}

/// Near spellings of words that are nowhere in the papers.
fn suggest(index: &OpenIndex, pattern: &Pattern) {
    for word in pattern.plain_words(&Folder::new()) {
        let near = near_words(index, &word, 5);
        if !near.is_empty() {
            say(&format!("`{word}` is nowhere in the papers; did you mean {}?", near.join(", ")));
        }
    }
}
