//! How fast queries are answered, with the number of hits beside each time.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};
use crate::index::OpenIndex;
use crate::query::{Query, parse_cql, parse_simple};
use crate::search::{Compiled, How, Selection, first_hits, load_saved};

/// The queries that come with kwic.
pub const STANDARD: &str = include_str!("queries.txt");
/// So many hits are kept, as `kwic find` shows them on a terminal; all are counted.
pub const PAGE: usize = 50;
/// Warm answers are timed this often, unless that takes longer than [`PATIENCE`].
const REPEATS: usize = 100;
const PATIENCE: Duration = Duration::from_millis(500);

/// A query of a file of queries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Whether it is written in CQL.
    pub cql: bool,
    /// The query.
    pub query: String,
}

impl Question {
    fn parse(&self) -> Result<Query> {
        if self.cql { parse_cql(&self.query) } else { Ok(parse_simple(&self.query, false)?.into()) }
    }
}

/// The times of one query, in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The query.
    #[serde(flatten)]
    pub question: Question,
    /// Its hits.
    pub hits: u64,
    /// Papers with a hit.
    pub papers: u64,
    /// A process of its own each time, from its start to its end, with the first [`PAGE`] lines written.
    pub cold: Vec<f64>,
    /// In one process: read, planned, run, all hits counted, the first [`PAGE`] kept.
    pub warm: Vec<f64>,
}

/// Reads a file of queries: on each line `simple` or `cql`, a tab, a query. Empty lines, and those that begin with
/// `#`, are passed over.
///
/// # Errors
/// The first line that cannot be read; a file without queries.
pub fn read_questions(text: &str, place: &str) -> Result<Vec<Question>> {
    let mut questions = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |cause: String| {
            Error::new(Kind::Query, format!("{place}, line {}", number + 1), cause)
                .remedy("write `simple` or `cql`, a tab, and the query")
        };
        let (kind, query) = line.split_once('\t').ok_or_else(|| wrong("there is no tab".to_string()))?;
        let cql = match kind {
            "simple" => false,
            "cql" => true,
            other => return Err(wrong(format!("`{other}` is no query language"))),
        };
        let question = Question { cql, query: query.trim().to_string() };
        question.parse().map_err(|error| wrong(error.to_string()))?;
        questions.push(question);
    }
    if questions.is_empty() { Err(Error::new(Kind::Query, place, "there is no query in it")) } else { Ok(questions) }
}

/// Asks a question `runs` times or more in this process.
///
/// # Errors
/// A query that cannot be run; one whose hits are not the same each time.
pub fn ask(index: &OpenIndex, question: &Question, runs: usize) -> Result<Answered> {
    let start = Instant::now();
    let (mut warm, mut counts) = (Vec::new(), Vec::new());
    while warm.len() < runs || (warm.len() < REPEATS && start.elapsed() < PATIENCE) {
        let began = Instant::now();
        let query = question.parse()?;
        let (saved, _) = load_saved(index, query.spans.saved_names())?;
        let strategy = query.strategy.unwrap_or_else(|| query.spans.usual_strategy());
        let compiled = Compiled::new(&query, strategy, &saved)?;
        let chosen = Selection::default().choose(index)?;
        let found = first_hits(index, &compiled, &chosen, How::default(), PAGE)?;
        warm.push(began.elapsed().as_secs_f64());
        counts.push((found.found as u64, found.papers as u64));
    }
    counts.dedup();
    let [(hits, papers)] = counts[..] else {
        return Err(Error::damaged(&question.query, "asked again, the query has another number of hits"));
    };
    Ok(Answered { question: question.clone(), hits, papers, cold: Vec::new(), warm })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queries_that_come_with_kwic_can_be_read() {
        let questions = read_questions(STANDARD, "standard").unwrap();
        assert!((35..=45).contains(&questions.len()), "{}", questions.len());
        for (at, question) in questions.iter().enumerate() {
            assert!(!questions[..at].contains(question), "{question:?} stands there twice");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let error = |text| read_questions(text, "q.txt").unwrap_err().to_string();
        assert!(error("# a\n\narms control\n").starts_with("q.txt, line 3: there is no tab"));
        assert!(error("sql\tselect\n").contains("`sql` is no query language"));
        assert!(error("cql\t[lc=\n").starts_with("q.txt, line 1:"));
        assert!(error("# nothing\n").contains("no query in it"));
    }
}
