//! Whole queries: alternatives, `&`, `-`, `within`, `containing`, saved results.

use super::constraint::constrained;
use super::pattern::plain;
use super::reader::Reader;
use crate::error::Result;
use crate::query::pattern::Pattern;
use crate::query::spans::Spans;

impl Reader<'_> {
    /// A whole query: sets of spans, then what must hold of them.
    pub fn whole(&mut self) -> Result<Spans> {
        let start = self.place();
        let mut spans = self.sets()?;
        let (mut filtered, mut judged) = (false, false);
        loop {
            let at = self.place();
            if self.condition_sign() {
                if judged {
                    return Err(self.error(
                        at,
                        "a second constraint",
                        "put both behind one `::`, with `&` between them",
                    ));
                }
                judged = true;
                let labels = self.constrainable(&spans, start)?;
                let constraint = self.constraint(labels)?;
                spans = constrained(spans, constraint);
            } else if let Some((negated, within)) = self.filter_sign() {
                if filtered {
                    return Err(self.two_filters(at));
                }
                filtered = true;
                let boxed = Box::new(self.finished(spans, start)?);
                spans = match within {
                    true => Spans::Within { spans: boxed, negated, container: self.container()? },
                    false => {
                        let at = self.place();
                        let inner = self.sets()?;
                        Spans::Containing { spans: boxed, negated, inner: Box::new(self.finished(inner, at)?) }
                    }
                };
            } else {
                return Ok(spans);
            }
        }
    }

    /// Sequences, joined by one kind of operator.
    pub fn sets(&mut self) -> Result<Spans> {
        let start = self.place();
        let first = self.sequence()?;
        let Some(operator) = self.set_operator() else { return Ok(first) };
        let mut sets = vec![(start, first)];
        while let Some(next) = self.set_operator() {
            let at = self.at;
            if next != operator {
                return Err(self.error(
                    at,
                    format!("`{next}` behind `{operator}` can be read in two ways"),
                    "put brackets around what belongs together",
                ));
            }
            self.at += 1;
            let start = self.place();
            sets.push((start, self.sequence()?));
        }
        match operator {
            '|' => self.either(sets),
            '&' => self.joined(sets, Spans::Both),
            _ => self.joined(sets, Spans::Without),
        }
    }

    fn set_operator(&mut self) -> Option<char> {
        let sign = self.peek().filter(|c| matches!(c, '|' | '&' | '-'))?;
        (sign != '&' || !self.sees_condition()).then_some(sign)
    }

    /// What is in one of the sets: of patterns alone it is a pattern.
    pub fn either(&mut self, sets: Vec<(usize, Spans)>) -> Result<Spans> {
        let is_plain = |(_, set): &(usize, Spans)| matches!(set, Spans::Pattern { constraint: None, .. });
        if !sets.iter().all(is_plain) {
            return self.joined(sets, Spans::Either);
        }
        let branches = sets.into_iter().map(|(at, set)| self.pattern(set, at)).collect::<Result<_>>()?;
        Ok(plain(Pattern::Alternatives(branches)))
    }

    /// Sets joined two by two, from the left.
    pub fn joined(
        &mut self,
        sets: Vec<(usize, Spans)>,
        join: impl Fn(Box<Spans>, Box<Spans>) -> Spans,
    ) -> Result<Spans> {
        let mut all: Option<Spans> = None;
        for (at, set) in sets {
            let set = self.finished(set, at)?;
            all = Some(match all {
                None => set,
                Some(before) => {
                    self.link(at)?;
                    join(Box::new(before), Box::new(set))
                }
            });
        }
        all.ok_or_else(|| self.nothing_here())
    }

    /// A saved result: `@name`. A `-` or `.` is part of the name where the name goes on behind it.
    pub fn saved(&mut self) -> Result<Spans> {
        let at = self.place();
        self.eat("@");
        let rest = self.rest();
        let letter = |c: char| c.is_alphanumeric() || c == '_';
        let joins = |i: usize| i > 0 && rest.get(i + 1..).is_some_and(|behind| behind.starts_with(letter));
        let is_part = |&(i, c): &(usize, char)| letter(c) || (matches!(c, '-' | '.') && joins(i));
        let length: usize = rest.char_indices().take_while(is_part).map(|(_, c)| c.len_utf8()).sum();
        let name = rest.get(..length).unwrap_or("");
        if name.is_empty() {
            return Err(self.error(
                at,
                "`@` wants the name of a saved result behind it",
                "write it as in `@arms - @control`",
            ));
        }
        self.at += length;
        Ok(Spans::Saved(name.to_string()))
    }
}
