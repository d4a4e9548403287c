//! Constraints: what stands behind `::`, as `a.lc = b.lc & distance(a, b) < 5`.

use super::part::{Constraints, Part};
use super::pattern::plain;
use super::quoted::Quoted;
use super::reader::Reader;
use crate::error::Result;
use crate::query::pattern::Pattern;
use crate::query::spans::{Comparison, Constraint, Spans, Term};
use crate::query::test::{Form, Regular};

impl<'a> Reader<'a> {
    /// Passes `::`, or Sketch Engine's `&` where a condition follows.
    pub fn condition_sign(&mut self) -> bool {
        if self.sees("&") && self.sees_condition() { self.eat("&") } else { self.eat("::") }
    }

    /// Whether `&` and a label's form come next: `& 1.lc = 2.lc`.
    pub fn sees_condition(&mut self) -> bool {
        let at = self.at;
        let label = if self.eat("&") { self.label() } else { None };
        self.at += label.map_or(0, str::len);
        let sees = label.is_some() && self.eat(".") && self.name().is_some();
        self.at = at;
        sees
    }

    /// The labels of the one pattern that a set is made of.
    pub fn constrainable(&self, spans: &Spans, at: usize) -> Result<Vec<String>> {
        match spans {
            Spans::Pattern { pattern, .. } => Ok(pattern.labels().into_iter().map(str::to_string).collect()),
            Spans::Layer { .. } => Ok(Vec::new()),
            Spans::Within { spans, .. } | Spans::Containing { spans, .. } => self.constrainable(spans, at),
            _ => Err(self.error(
                at,
                "a constraint speaks of one pattern, and this is made of several sets",
                "put it in brackets with its pattern: `(a:[] \"and\" b:[] :: a.word = b.word) & …`",
            )),
        }
    }

    /// The constraint that comes next, of a pattern with these labels.
    pub fn constraint(&mut self, labels: Vec<String>) -> Result<Constraint> {
        let at = self.place();
        if self.peek().is_none() {
            let example = "write it as in `a:[] \"and\" b:[] :: a.word = b.word`";
            return Err(self.error(at, "a constraint should follow", example));
        }
        let mut constraints = Constraints { reader: self, labels };
        let part = constraints.implication()?;
        constraints.condition(part, at)
    }
}

impl<'a> Constraints<'_, 'a> {
    /// An expression: comparisons bind closest, then `!`, `&`, `|`, `->`.
    pub fn implication(&mut self) -> Result<Part<'a>> {
        let first = self.reader.place();
        let mut parts = vec![(first, self.any()?)];
        while self.reader.sees("->") {
            self.reader.link(self.reader.at)?;
            self.reader.at += 2;
            parts.push((self.reader.place(), self.any()?));
        }
        let Some((at, last)) = parts.pop() else { return Err(self.reader.nothing_here()) };
        if parts.is_empty() {
            return Ok(last);
        }
        let mut then = self.condition(last, at)?;
        for (at, when) in parts.into_iter().rev() {
            then = Constraint::Any(vec![Constraint::Not(Box::new(self.condition(when, at)?)), then]);
        }
        Ok(Part::Condition(then))
    }

    fn any(&mut self) -> Result<Part<'a>> {
        self.several("|", Self::all, Constraint::Any)
    }

    fn all(&mut self) -> Result<Part<'a>> {
        self.several("&", Self::negation, Constraint::All)
    }

    fn several(
        &mut self,
        sign: &str,
        one: impl Fn(&mut Self) -> Result<Part<'a>>,
        together: impl Fn(Vec<Constraint>) -> Constraint,
    ) -> Result<Part<'a>> {
        let at = self.reader.place();
        let first = one(self)?;
        if !self.reader.sees(sign) {
            return Ok(first);
        }
        let mut parts = vec![self.condition(first, at)?];
        while self.reader.eat(sign) {
            let at = self.reader.place();
            let part = one(self)?;
            parts.push(self.condition(part, at)?);
        }
        Ok(Part::Condition(together(parts)))
    }

    fn negation(&mut self) -> Result<Part<'a>> {
        let (mut negated, mut signs) = (false, false);
        while self.reader.eat("!") || self.reader.eat_name("not") {
            (negated, signs) = (!negated, true);
        }
        let at = self.reader.place();
        let part = self.comparison()?;
        if !signs {
            return Ok(part);
        }
        let condition = self.condition(part, at)?;
        Ok(Part::Condition(if negated { Constraint::Not(Box::new(condition)) } else { condition }))
    }

    fn comparison(&mut self) -> Result<Part<'a>> {
        let start = self.reader.place();
        let left = self.sum()?;
        let Some((comparison, literal)) = self.comparison_sign() else { return Ok(left) };
        let behind = self.reader.place();
        let right = self.sum()?;
        let compared = match (left, right) {
            (Part::Text(mut text), right) => {
                text.literal |= literal;
                let right = self.term(right, behind)?;
                Constraint::Compare(self.text(&text, &right, comparison)?, comparison, right)
            }
            (left, Part::Text(mut text)) => {
                text.literal |= literal;
                let left = self.term(left, start)?;
                let text = self.text(&text, &left, comparison)?;
                Constraint::Compare(left, comparison, text)
            }
            (left, right) => Constraint::Compare(self.term(left, start)?, comparison, self.term(right, behind)?),
        };
        Ok(Part::Condition(compared))
    }

    fn comparison_sign(&mut self) -> Option<(Comparison, bool)> {
        if let Some((negated, literal)) = self.reader.equality() {
            return Some((if negated { Comparison::Unequal } else { Comparison::Equal }, literal));
        }
        let signs = [
            ("<=", Comparison::AtMost),
            ("<", Comparison::Less),
            (">=", Comparison::AtLeast),
            (">", Comparison::Greater),
        ];
        signs.into_iter().find(|(sign, _)| self.reader.eat(sign)).map(|(_, comparison)| (comparison, false))
    }

    /// A string that is compared with a term.
    fn text(&self, text: &Quoted<'_>, with: &Term, comparison: Comparison) -> Result<Term> {
        let equality = matches!(comparison, Comparison::Equal | Comparison::Unequal);
        Ok(Term::Text(match (with, text.text()) {
            (Term::Form { form: Form::Lc | Form::Stem, .. }, _) if equality => self.reader.folded(text)?,
            // What comes before or after it is told by its letters, not by an expression.
            (_, Some(source)) if !equality => Regular { source, ..Regular::default() },
            _ => self.reader.regular(text)?,
        }))
    }
}

/// Puts a constraint to the pattern that a set is made of.
pub(super) fn constrained(spans: Spans, constraint: Constraint) -> Spans {
    let inside = |spans: Box<Spans>, constraint| Box::new(constrained(*spans, constraint));
    match spans {
        Spans::Pattern { pattern, constraint: before } => {
            let constraint = match before {
                Some(before) => Constraint::All(vec![before, constraint]),
                None => constraint,
            };
            Spans::Pattern { pattern, constraint: Some(constraint) }
        }
        Spans::Layer { layer, attributes } => constrained(plain(Pattern::whole(layer, attributes)), constraint),
        Spans::Within { spans, negated, container } => {
            Spans::Within { spans: inside(spans, constraint), negated, container }
        }
        Spans::Containing { spans, negated, inner } => {
            Spans::Containing { spans: inside(spans, constraint), negated, inner }
        }
        other => other,
    }
}
