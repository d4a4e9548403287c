//! Several queries asked at once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::HumanCount;

use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::query::Strategy;
use kwic::report::plain;
use kwic::search::{Chosen, Compiled, How, SavedName, first_hits, looked_at_by_all};
use kwic::{Error, Result};

use super::asked::{Asked, within};
use super::options::{Cli, SelectionOptions};
use super::saved::{Saving, all_hits};
use super::say;

/// What is asked, and how.
#[derive(Args)]
pub struct QueriesOptions {
    /// What to look for: each argument is a query of its own, a phrase stands in quotes
    #[arg(value_name = "QUERY", required_unless_present = "terms", allow_hyphen_values = false)]
    pub queries: Vec<String>,
    /// Queries of a file too, one a line; NAME, a tab and QUERY give one a name, # begins a comment
    #[arg(long, value_name = "FILE")]
    pub terms: Option<PathBuf>,
    /// Read the queries as CQL, as CQP, Sketch Engine and BlackLab do
    #[arg(long)]
    pub cql: bool,
    /// Make plain words case-sensitive
    #[arg(long, conflicts_with = "cql")]
    pub case: bool,
    /// Which matches are hits: standard, shortest, longest, traditional or all [default: standard]
    #[arg(long = "match", value_name = "STRATEGY")]
    pub matching: Option<Strategy>,
    /// Stop a query after so many seconds; 0: never
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub timeout: u64,
    /// Save the hits of all queries as one result beside the index: see `kwic saved` and --in
    #[arg(long, value_name = "@NAME")]
    pub save: Option<SavedName>,
}

/// A query, and what tables call it.
pub struct Named {
    pub name: String,
    pub asked: Asked,
}

impl Named {
    fn read(name: &str, text: &str, cql: bool, case: bool) -> Result<Self> {
        Ok(Named { name: name.to_string(), asked: Asked::read_text(text.to_string(), cql, case)? })
    }
}

/// Reads the queries of a file. One that is there twice is asked once.
///
/// # Errors
/// A file, or a query, that cannot be read; no query.
pub fn read_terms(file: &Path, cql: bool, case: bool) -> Result<Vec<Named>> {
    let read = |(number, name, text): (usize, String, String)| {
        let place =
            |error: Error| Error { place: format!("{}, line {number}: {}", file.display(), error.place), ..error };
        Named::read(&name, &text, cql, case).map_err(place)
    };
    let queries = terms(file)?.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(asked_once(queries.into_iter()))
}

fn asked_once(queries: impl Iterator<Item = Named>) -> Vec<Named> {
    let mut seen = BTreeSet::new();
    let mut queries: Vec<Named> = queries.collect();
    queries.retain(|query| {
        let first = seen.insert(query.name.clone());
        if !first {
            say(&format!("note: `{}` is there twice, and is asked once", query.name));
        }
        first
    });
    queries
}

impl QueriesOptions {
    /// Reads the queries: those of the command line, then those of the file. One that is there twice is asked once.
    ///
    /// # Errors
    /// A query or a file that cannot be read; no query.
    pub fn read(&self) -> Result<Vec<Named>> {
        let ask = |text: &String| Named::read(text, text, self.cql, self.case);
        let queries = self.queries.iter().map(ask).collect::<Result<Vec<_>>>()?;
        let of_file = self.terms.as_deref().map(|file| read_terms(file, self.cql, self.case)).transpose()?;
        Ok(asked_once(queries.into_iter().chain(of_file.into_iter().flatten())))
    }

    /// The queries made ready to be run.
    ///
    /// # Errors
    /// A pattern that is too large, a saved result that is not there.
    pub fn compile(&self, queries: &[Named], index: &OpenIndex) -> Result<Vec<Compiled>> {
        queries.iter().map(|query| query.asked.compile(self.matching, index)).collect()
    }

    /// How the queries are to be run.
    pub fn how(&self) -> How {
        within(self.timeout)
    }

    /// Saves the hits, if that is asked for.
    ///
    /// # Errors
    /// A query that takes too long, a result that cannot be written.
    pub fn save_hits(
        &self,
        cli: &Cli,
        queries: &[Named],
        compiled: &[Compiled],
        index: &OpenIndex,
        (selection, chosen): (&SelectionOptions, &Chosen),
    ) -> Result<()> {
        let Some(name) = &self.save else { return Ok(()) };
        let chosen = looked_at_by_all(index, compiled, chosen)?;
        let hits = all_hits(index, compiled, &chosen, self.how())?;
        let saving = Saving { cli, index, name, matching: self.matching, selection, sample: None, seed: 0 };
        saving.save(&queries.iter().map(|query| &query.asked).collect::<Vec<_>>(), &hits)
    }

    /// Says how much was found of each query (hits, and papers with one), and what may help where that looks like a
    /// mistake; whether anything was found.
    ///
    /// # Errors
    /// A query that takes too long.
    pub fn tell(&self, queries: &[Named], found: &[(u64, u64)], index: &OpenIndex, chosen: &Chosen) -> Result<bool> {
        say(&found_sentence(queries, found, !chosen.is_all()));
        for (query, _) in queries.iter().zip(found).filter(|(_, (hits, _))| *hits == 0) {
            if !query.asked.is_cql && query.asked.text.contains(',') {
                say("note: a comma parts nothing: each query is an argument of its own, as in `nato osce`");
            }
            query.asked.suggest(index);
        }
        self.hint_at_quotes(queries, found, index, chosen)?;
        Ok(found.iter().any(|(hits, _)| *hits > 0))
    }

    /// Says so where it looks as if the quotes of a phrase had been forgotten: words that follow each other on the
    /// command line, and in a tenth of the rarer one's places in the papers too.
    fn hint_at_quotes(
        &self,
        queries: &[Named],
        found: &[(u64, u64)],
        index: &OpenIndex,
        chosen: &Chosen,
    ) -> Result<()> {
        let word = |query: &Named| query.asked.text.chars().all(char::is_alphanumeric);
        if self.cql || self.terms.is_some() || queries.len() > 6 || !queries.iter().all(word) {
            return Ok(());
        }
        for (pair, found) in queries.windows(2).zip(found.windows(2)) {
            let phrase = pair.iter().map(|query| query.name.as_str()).collect::<Vec<_>>().join(" ");
            let compiled = Asked::read_text(phrase.clone(), false, self.case)?.compile(None, index)?;
            let together = first_hits(index, &compiled, chosen, self.how(), 0)?.found as u64;
            let rarer = found.iter().map(|(hits, _)| *hits).min().unwrap_or(0);
            if together > 0 && together * 10 >= rarer {
                let hits = if together == 1 { "hit" } else { "hits" };
                say(&format!("note: a phrase is one query in quotes: \"{phrase}\" has {together} {hits}"));
            }
        }
        Ok(())
    }
}

/// The lines of a file of terms: their number, the query's name, and the query.
fn terms(file: &Path) -> Result<Vec<(usize, String, String)>> {
    let text = fs::read_to_string(file)
        .map_err(|e| Error::file(file, e).remedy("a file of terms is plain text in UTF-8, one query a line"))?;
    let text = text.trim_start_matches('\u{feff}');
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let terms: Vec<_> = lines
        .map(|(number, line)| {
            let (name, query) = line.split_once('\t').unwrap_or((line, line));
            (number, plain(name.trim()), query.trim().to_string())
        })
        .collect();
    match terms.is_empty() {
        true => {
            Err(Error::new(Kind::Setting, file.display(), "there is no query in it").remedy("write one query a line"))
        }
        false => Ok(terms),
    }
}

/// The texts of all queries, for what made an answer.
pub fn texts(queries: &[Named]) -> String {
    queries.iter().map(|query| query.asked.text.as_str()).collect::<Vec<_>>().join("; ")
}

/// How many queries a sentence names.
const NAMED: usize = 5;

/// The sentence that says how much was found of each query: hits, and papers with one.
fn found_sentence(queries: &[Named], found: &[(u64, u64)], selected: bool) -> String {
    let place = if selected { " of the selection" } else { "" };
    let of = |(query, (hits, papers)): (&Named, &(u64, u64))| {
        let plural = |n: u64| if n == 1 { "" } else { "s" };
        let (h, p) = (HumanCount(*hits), HumanCount(*papers));
        format!("{h} hit{} for {} in {p} paper{}", plural(*hits), query.name, plural(*papers))
    };
    let (some, none): (Vec<_>, Vec<_>) = queries.iter().zip(found).partition(|(_, found)| found.0 > 0);
    let missing: Vec<&str> = none.iter().take(NAMED).map(|(query, _)| query.name.as_str()).collect();
    let more = none.len().saturating_sub(NAMED);
    let missing = match (missing.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!("no hits for {}", missing.join(", ")),
        (false, more) => format!("no hits for {} and {more} more", missing.join(", ")),
    };
    let parts: Vec<String> = if some.len() <= NAMED {
        some.into_iter().map(of).collect()
    } else {
        let hits: u64 = some.iter().map(|(_, found)| found.0).sum();
        vec![format!("{} hits for {} queries", HumanCount(hits), some.len())]
    };
    let hits = parts.join("; ");
    let text = match (hits.is_empty(), missing.is_empty()) {
        (true, _) => format!("{missing}{}", if selected { " in the selection" } else { "" }),
        (false, true) => format!("{hits}{place}"),
        (false, false) => format!("{hits}{place}; {missing}"),
    };
    let mut letters = plain(&text).chars().collect::<Vec<_>>();
    letters.first_mut().into_iter().for_each(|first| first.make_ascii_uppercase());
    letters.into_iter().chain(['.']).collect()
}
