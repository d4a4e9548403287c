//! What constraints compare: labels, their forms and positions, facts, numbers.

use super::part::{Constraints, Part};
use crate::error::{Error, Result};
use crate::query::mistake::known;
use crate::query::pattern::Edge;
use crate::query::spans::Term;
use crate::query::test::FORMS;
use crate::query::test::Form;

/// The functions: how they are called, and what they give.
const FUNCTIONS: &[&str] = &["distance", "dist", "distabs", "start", "end", "int"];

impl<'a> Constraints<'_, 'a> {
    /// Terms added and taken away.
    pub fn sum(&mut self) -> Result<Part<'a>> {
        let start = self.reader.place();
        let mut sum = self.one()?;
        loop {
            let at = self.reader.place();
            let adds = self.reader.sees("+");
            if !adds && (!self.reader.sees("-") || self.reader.sees("->")) {
                return Ok(sum);
            }
            self.reader.link(at)?;
            self.reader.at += 1;
            let behind = self.reader.place();
            let left = Box::new(self.term(sum, start)?);
            let right = self.one()?;
            let right = Box::new(self.term(right, behind)?);
            sum = Part::Term(if adds { Term::Sum(left, right) } else { Term::Difference(left, right) });
        }
    }

    fn one(&mut self) -> Result<Part<'a>> {
        if let Some(quoted) = self.reader.quoted()? {
            return Ok(Part::Text(quoted));
        }
        let at = self.reader.place();
        if self.reader.eat("(") {
            return self.in_brackets(at);
        }
        if let Some(term) = self.number()? {
            return Ok(Part::Term(term));
        }
        let Some(name) = self.reader.label() else { return Err(self.nothing_to_compare(at)) };
        self.reader.at += name.len();
        if self.reader.sees("(") {
            return self.function(name, at).map(Part::Term);
        }
        if self.reader.eat(".") {
            return self.attribute(name, at).map(Part::Term);
        }
        self.label(name, at).map(Part::Label)
    }

    /// What stands in brackets, the first of which is passed.
    fn in_brackets(&mut self, open: usize) -> Result<Part<'a>> {
        self.reader.enter(open)?;
        let part = self.implication()?;
        self.reader.leave(open, ")")?;
        Ok(part)
    }

    /// A number, unless it is a label's: `1.lc`.
    fn number(&mut self) -> Result<Option<Term>> {
        let at = self.reader.place();
        let minus = self.reader.eat("-");
        let Some(whole) = self.reader.digits() else {
            self.reader.at = at;
            return Ok(None);
        };
        let behind = self.reader.rest().get(whole.len()..).unwrap_or("");
        let fraction = behind.strip_prefix('.').unwrap_or("");
        if fraction.starts_with(|c: char| c.is_alphabetic() || c == '"') {
            return Ok(None);
        }
        let digits = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
        let length = whole.len() + if digits > 0 { digits + 1 } else { 0 };
        let number: f64 = self.reader.rest().get(..length).and_then(|text| text.parse().ok()).unwrap_or(f64::INFINITY);
        self.reader.at += length;
        Ok(Some(Term::Number(if minus { -number } else { number })))
    }

    fn function(&mut self, name: &str, at: usize) -> Result<Term> {
        let open = self.reader.place();
        self.reader.eat("(");
        let term = match name {
            "distance" | "dist" | "distabs" => {
                let from = self.argument()?;
                self.reader.close(open, ",", "call")?;
                Term::Distance { from, to: self.argument()?, absolute: name == "distabs" }
            }
            "start" => Term::Position { label: self.argument()?, edge: Edge::Start },
            "end" => Term::Position { label: self.argument()?, edge: Edge::End },
            // Values are read as numbers where they are compared with one.
            "int" => {
                let at = self.reader.place();
                let part = self.in_brackets(open)?;
                return self.term(part, at);
            }
            _ => {
                let remedy = match name {
                    "strlen" => "write the length into the expression: `[word=\".{16,}\"]`".to_string(),
                    _ => known(name, FUNCTIONS),
                };
                return Err(self.reader.error(at, format!("there is no function `{name}`"), remedy));
            }
        };
        self.reader.close(open, ")", "call")?;
        Ok(term)
    }

    fn argument(&mut self) -> Result<String> {
        let at = self.reader.place();
        let Some(name) = self.reader.label() else {
            return Err(self.reader.error(at, "a label should stand here", "write it as in `distance(a, b)`"));
        };
        self.reader.at += name.len();
        self.label(name, at)
    }

    /// What stands behind `label.`.
    fn attribute(&mut self, label: &str, at: usize) -> Result<Term> {
        let place = self.reader.place();
        let written = self.reader.sees("\"");
        let Some(name) = self.reader.name_or_string()? else {
            let example = format!("write it as in `{label}.lc`");
            return Err(self.reader.error(place, "the name of a form should stand here", example));
        };
        let label = self.label(label, at)?;
        if !matches!(label.as_str(), "match" | "matchend") {
            return Ok(Term::Form { label, form: self.reader.form(&name, place) });
        }
        if let Some((form, ..)) = FORMS.iter().find(|form| form.1 == name) {
            return Ok(Term::Form { label, form: Form::clone(form) });
        }
        let name = name.to_lowercase();
        let bare = ["text_", "paper_", "doc_"].iter().find_map(|prefix| name.strip_prefix(prefix));
        let name = bare.filter(|bare| !written && !bare.is_empty()).unwrap_or(&name).to_string();
        Ok(Term::Fact { label, name })
    }

    /// A label, which the pattern must have.
    fn label(&self, name: &str, at: usize) -> Result<String> {
        if matches!(name, "match" | "matchend") || self.labels.iter().any(|label| label == name) {
            return Ok(name.to_string());
        }
        let labels: Vec<&str> = self.labels.iter().map(String::as_str).collect();
        let remedy = match labels.as_slice() {
            _ if FORMS.iter().any(|form| form.1 == name) => {
                format!(
                    "say of which token, as in `a:[] :: a.{name} = \"treaty\"`, or ask the first one: `match.{name}`"
                )
            }
            [] => format!("put it before a token, as in `{name}:[]`"),
            labels => known(name, labels),
        };
        Err(self.reader.error(at, format!("the pattern has no label `{name}`"), remedy))
    }

    fn nothing_to_compare(&mut self, at: usize) -> Error {
        let what = if self.reader.peek().is_none() { "follow" } else { "stand here" };
        self.reader.error(
            at,
            format!("a label, a number or a string should {what}"),
            "write it as in `a.lc = b.lc`, `distance(a, b) < 5` or `match.year >= 1990`",
        )
    }
}
