//! CQL: the corpus query language that CQP, Sketch Engine and BlackLab share.
//! `docs/query.md` tells what can be written and what it finds.
//!
//! A [`reader::Reader`] goes through the query once. Each file reads one kind
//! of thing: [`quoted`] strings and [`expression`] what they ask for, [`token`]
//! tests of tokens, [`element`] elements, [`pattern`] sequences, [`sets`] whole
//! queries, [`within`] and [`meet`] what narrows them, [`constraint`], [`part`]
//! and [`term`] constraints. [`finish`] refuses what finds nothing or
//! everything; [`hints`] knows habits of other query languages.

mod constraint;
mod element;
mod expression;
mod finish;
mod hints;
mod meet;
mod part;
mod pattern;
mod quoted;
mod reader;
mod sets;
mod term;
#[cfg(test)]
mod tests;
mod token;
mod within;

use reader::Reader;

use crate::error::Result;
use crate::query::spans::{Query, Strategy};

/// Reads a query in the corpus query language.
///
/// ```
/// use kwic::query::parse_cql;
/// assert!(parse_cql("a:[] \"and\" b:[] :: a.lc = b.lc within s").is_ok());
/// let mistake = parse_cql("\"arms\" treaty").unwrap_err().to_string();
/// assert!(mistake.contains("write `\"treaty\"`"), "{mistake}");
/// ```
///
/// # Errors
/// What cannot be read, with a caret under its place; a query that can match
/// no token, and one that matches every stretch of every paper.
pub fn parse_cql(query: &str) -> Result<Query> {
    let mut reader = Reader::new(query);
    let strategy = reader.strategy()?;
    let start = reader.place();
    if reader.peek().is_none() {
        return Err(reader.error(start, "no token to look for", "write one as in `\"treaty\"` or `[lc=\"treaty\"]`"));
    }
    let spans = reader.whole()?;
    reader.eat(";");
    match reader.peek() {
        Some(_) => Err(reader.unexpected()),
        None => {
            let spans = reader.finished(spans, start)?;
            Ok(Query { spans, strategy, text: query.to_string(), places: reader.places })
        }
    }
}

impl Reader<'_> {
    /// Passes a strategy at the beginning of the query: `(?longest)`.
    fn strategy(&mut self) -> Result<Option<Strategy>> {
        let open = self.place();
        if !self.eat("(?") {
            return Ok(None);
        }
        let at = self.at;
        let Some(name) = self.name() else {
            self.at = open;
            return Ok(None);
        };
        self.at += name.len();
        self.close(open, ")", "bracket")?;
        let unknown = |cause: String| self.error(at, cause, "write it as in `(?longest) \"very\"+`");
        name.parse().map(Some).map_err(unknown)
    }
}
