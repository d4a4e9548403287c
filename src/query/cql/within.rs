//! `within` and `containing`.

use super::element::layer;
use super::reader::Reader;
use crate::error::{Error, Result};
use crate::query::spans::{Container, Spans};

impl Reader<'_> {
    /// Passes `within` or `containing`, `!` or `not` before it: whether it is negated, and whether it is `within`.
    pub fn filter_sign(&mut self) -> Option<(bool, bool)> {
        let at = self.place();
        let negated = self.eat("!") || self.eat_name("not");
        let within = self.eat_name("within");
        if within || self.eat_name("containing") {
            return Some((negated, within));
        }
        self.at = at;
        None
    }

    pub fn two_filters(&self, at: usize) -> Error {
        self.error(
            at,
            "two of `within` and `containing` in a row can be read in two ways",
            "put brackets: `(A within B) containing C` or `A within (B containing C)`",
        )
    }

    pub fn container(&mut self) -> Result<Container> {
        let at = self.place();
        if let Some(most) = self.number()? {
            let next = self.place();
            let unit = self.name().unwrap_or("");
            if matches!(unit, "words" | "word" | "tokens" | "token") {
                self.at += unit.len();
            } else if layer(unit).is_some() {
                let remedy = format!("write `within {unit}`, or `within {most} words`");
                return Err(self.error(next, "only words are counted in `within`", remedy));
            }
            return match most {
                0 => Err(self.error(at, "nothing lies within 0 words", "write how many words a hit may have at most")),
                most => Ok(Container::Words(most)),
            };
        }
        if let Some(name) = self.name().filter(|_| !self.sees_label()) {
            self.at += name.len();
            return Ok(Container::Layer(self.layer_named(name, at)));
        }
        let spans = self.sets()?;
        Ok(match self.finished(spans, at)? {
            Spans::Layer { layer, attributes } if attributes.is_empty() => Container::Layer(layer),
            spans => Container::Spans(Box::new(spans)),
        })
    }
}
