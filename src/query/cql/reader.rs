//! Reading a query piece by piece: signs, names, numbers, places.

use std::fmt::Display;

use crate::error::{Error, Result};
use crate::query::asked::Name;
use crate::query::mistake::{DEEPEST, mistake};
use crate::text::Folder;

/// The most operators that nest without brackets: `a - b - c`.
const MOST_LINKS: usize = 100;
/// The largest whole number.
const LARGEST: u32 = 1_000_000_000;

/// A query that is being read.
pub(super) struct Reader<'a> {
    pub query: &'a str,
    /// The byte that comes next.
    pub at: usize,
    pub folder: Folder,
    /// Where names stand that only papers give a meaning.
    pub places: Vec<(Name, usize)>,
    depth: usize,
    links: usize,
}

impl<'a> Reader<'a> {
    pub fn new(query: &'a str) -> Self {
        Reader { query, at: 0, folder: Folder::new(), places: Vec::new(), depth: 0, links: 0 }
    }

    pub fn rest(&self) -> &'a str {
        self.query.get(self.at..).unwrap_or("")
    }

    /// Passes white space; gives the place behind it.
    pub fn place(&mut self) -> usize {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.at
    }

    /// The next character that is no white space.
    pub fn peek(&mut self) -> Option<char> {
        self.place();
        self.rest().chars().next()
    }

    /// Whether `sign` comes next.
    pub fn sees(&mut self, sign: &str) -> bool {
        self.place();
        self.rest().starts_with(sign)
    }

    /// Passes `sign` if it comes next.
    pub fn eat(&mut self, sign: &str) -> bool {
        let seen = self.sees(sign);
        if seen {
            self.at += sign.len();
        }
        seen
    }

    /// The name that comes next: letters, digits and `_`, the first of them no digit.
    pub fn name(&mut self) -> Option<&'a str> {
        let letter = |c: char| c.is_alphabetic() || c == '_';
        self.peek().filter(|c| letter(*c))?;
        let rest = self.rest();
        let end = rest.find(|c: char| !letter(c) && !c.is_numeric()).unwrap_or(rest.len());
        rest.get(..end)
    }

    /// Passes the name `name` if it comes next.
    pub fn eat_name(&mut self, name: &str) -> bool {
        let seen = self.name() == Some(name);
        if seen {
            self.at += name.len();
        }
        seen
    }

    /// The label that comes next: a name or a number.
    pub fn label(&mut self) -> Option<&'a str> {
        self.name().or_else(|| self.digits())
    }

    /// The digits that come next.
    pub fn digits(&mut self) -> Option<&'a str> {
        self.place();
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end).filter(|digits| !digits.is_empty())
    }

    /// Passes the whole number that comes next, if one does.
    pub fn number(&mut self) -> Result<Option<u32>> {
        let Some(digits) = self.digits() else { return Ok(None) };
        let at = self.at;
        self.at += digits.len();
        let number = digits.parse().ok().filter(|number| *number <= LARGEST);
        let large = || self.error(at, "this number is too large", format!("{LARGEST} is the largest"));
        number.map(Some).ok_or_else(large)
    }

    /// Passes `sign`, which must close what was opened at `open`.
    pub fn close(&mut self, open: usize, sign: &str, what: &str) -> Result<()> {
        if self.eat(sign) {
            return Ok(());
        }
        match self.peek() {
            None => Err(self.error(open, format!("this {what} is not closed"), format!("close it with `{sign}`"))),
            Some(_) => Err(self.unexpected()),
        }
    }

    /// Enters a bracket that opens at `open`.
    pub fn enter(&mut self, open: usize) -> Result<()> {
        self.depth += 1;
        match self.depth > DEEPEST {
            false => Ok(()),
            true => {
                let cause = format!("more than {DEEPEST} brackets in one another");
                Err(self.error(open, cause, "write the query flatter"))
            }
        }
    }

    /// Leaves a bracket that opened at `open`, and that `sign` must close.
    pub fn leave(&mut self, open: usize, sign: &str) -> Result<()> {
        self.depth -= 1;
        self.close(open, sign, "bracket")
    }

    /// Counts an operator at `at` that nests what stands before or behind it.
    pub fn link(&mut self, at: usize) -> Result<()> {
        self.links += 1;
        match self.links > MOST_LINKS {
            false => Ok(()),
            true => Err(self.error(at, format!("more than {MOST_LINKS} operators"), "part the query into several")),
        }
    }

    pub fn error(&self, at: usize, cause: impl Display, remedy: impl Display) -> Error {
        mistake(self.query, at, cause, remedy)
    }
}
