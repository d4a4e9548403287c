//! Sequences of tokens: repetitions, labels, groups, looking ahead and behind.

use super::reader::Reader;
use crate::error::{Error, Result};
use crate::query::pattern::{Assertion, Edge, LONGEST_REPEAT, Layer, Pattern};
use crate::query::spans::Spans;

impl Reader<'_> {
    /// One item after the other: at least one.
    pub fn sequence(&mut self) -> Result<Spans> {
        let mut parts = Vec::new();
        let mut start = self.place();
        while let Some(item) = self.item()? {
            parts.push((start, item));
            start = self.place();
        }
        match parts.len() {
            0 => Err(self.nothing_here()),
            1 => parts.pop().map(|part| part.1).ok_or_else(|| self.nothing_here()),
            _ => {
                let parts = parts.into_iter().map(|(at, part)| self.pattern(part, at)).collect::<Result<_>>()?;
                Ok(plain(regions(parts)))
            }
        }
    }

    /// One item with its labels and its repetition, if one comes next.
    pub fn item(&mut self) -> Result<Option<Spans>> {
        let start = self.place();
        let mut labels = Vec::new();
        while let Some(label) = self.label_sign()? {
            labels.push(label);
        }
        let at = self.place();
        let Some(mut item) = self.atom()? else {
            return match labels.is_empty() {
                true => Ok(None),
                false => Err(self.label_of_nothing(at)),
            };
        };
        for label in labels.into_iter().rev() {
            let pattern = Box::new(self.pattern(item, at)?);
            item = plain(Pattern::Label { label, pattern });
        }
        self.repeated(item, start).map(Some)
    }

    fn atom(&mut self) -> Result<Option<Spans>> {
        if self.sees("[:") {
            return self.next_token().map(Some);
        }
        if let Some(test) = self.token()? {
            return Ok(Some(plain(Pattern::Token(test))));
        }
        match self.peek() {
            Some('(') => self.group().map(Some),
            Some('<') => self.element().map(Some),
            Some('@') => self.saved().map(Some),
            _ if self.name() == Some("MU") => self.meet_union().map(Some),
            _ => Ok(None),
        }
    }

    /// Passes a label with its colon, or a target's sign.
    fn label_sign(&mut self) -> Result<Option<String>> {
        let at = self.place();
        if let Some(number) = self.target_sign() {
            return Ok(Some(format!("target{number}")));
        }
        let Some(label) = self.label() else { return Ok(None) };
        let behind = self.rest().get(label.len()..).unwrap_or("").trim_start();
        if !behind.starts_with(':') || behind.starts_with("::") {
            return Ok(None);
        }
        self.at += label.len();
        self.eat(":");
        self.check_label(label, at)?;
        Ok(Some(label.to_string()))
    }

    fn group(&mut self) -> Result<Spans> {
        let open = self.place();
        self.eat("(");
        if let Some((ahead, negated)) = self.looks() {
            return self.look(open, ahead, negated);
        }
        if self.rest().starts_with('?') {
            return Err(self.question_in_brackets(open));
        }
        self.enter(open)?;
        let inner = if self.set_name() { self.set_operation()? } else { self.whole()? };
        self.leave(open, ")")?;
        Ok(inner)
    }

    fn looks(&mut self) -> Option<(bool, bool)> {
        let signs = [("?=", (true, false)), ("?!", (true, true)), ("?<=", (false, false)), ("?<!", (false, true))];
        signs.into_iter().find(|(sign, _)| self.eat(sign)).map(|(_, meaning)| meaning)
    }

    fn look(&mut self, open: usize, ahead: bool, negated: bool) -> Result<Spans> {
        let at = self.place();
        self.enter(open)?;
        let inner = self.sets()?;
        self.leave(open, ")")?;
        let pattern = Box::new(self.pattern(inner, at)?);
        if !pattern.labels().is_empty() {
            return Err(self.error(
                at,
                "a label stands for tokens of the match, and these brackets only look at what is around it",
                "take the label out of `(?= … )` and its like",
            ));
        }
        Ok(plain(Pattern::Here(Assertion::Look { ahead, negated, pattern })))
    }

    /// CQP's `[: … :]`: what the next token must be, which it does not take.
    fn next_token(&mut self) -> Result<Spans> {
        let open = self.place();
        self.eat("[:");
        let pattern = Box::new(Pattern::Token(self.token_test()?));
        self.close(open, ":]", "bracket")?;
        Ok(plain(Pattern::Here(Assertion::Look { ahead: true, negated: false, pattern })))
    }

    /// The item repeated as the sign behind it says.
    fn repeated(&mut self, item: Spans, start: usize) -> Result<Spans> {
        let Some((min, max)) = self.repetition()? else { return Ok(item) };
        let pattern = Box::new(self.pattern(item, start)?);
        let at = self.place();
        match self.repetition()? {
            Some(_) => Err(self.error(
                at,
                "one repetition stands behind another",
                "put brackets around the first; what `?` says in other languages is a strategy here: `(?shortest) …`",
            )),
            None => Ok(plain(Pattern::Repeat { pattern, min, max })),
        }
    }

    fn repetition(&mut self) -> Result<Option<(u32, Option<u32>)>> {
        let signs = [("?", (0, Some(1))), ("*", (0, None)), ("+", (1, None))];
        if let Some((_, times)) = signs.into_iter().find(|(sign, _)| self.eat(sign)) {
            return Ok(Some(times));
        }
        let open = self.place();
        if !self.eat("{") {
            return Ok(None);
        }
        let low = self.number()?;
        let high = if self.eat(",") { self.number()? } else { low };
        if low.or(high).is_none() {
            return Err(self.error(open, "a repetition wants a number", "write `{2}`, `{2,}`, `{,5}` or `{2,5}`"));
        }
        self.close(open, "}", "brace")?;
        self.times(open, low.unwrap_or(0), high)
    }

    fn times(&self, open: usize, min: u32, max: Option<u32>) -> Result<Option<(u32, Option<u32>)>> {
        let most = max.unwrap_or(min);
        let wrong = |cause: String, remedy: String| Err(self.error(open, cause, remedy));
        if min > most {
            return wrong("the repetition goes from more to fewer".into(), format!("write `{{{most},{min}}}`"));
        }
        if most > LONGEST_REPEAT {
            return wrong(
                format!("a counted repetition goes up to {LONGEST_REPEAT}"),
                "write `*` for as many as there are, and `within s` to stay in a sentence".into(),
            );
        }
        if max == Some(0) {
            return wrong("a repetition of none stands for nothing".into(), "take it out, or write `{0,1}`".into());
        }
        Ok(Some((min, max)))
    }

    /// A set of spans as a part of a pattern.
    pub fn pattern(&self, spans: Spans, at: usize) -> Result<Pattern> {
        Ok(match spans {
            Spans::Pattern { pattern, constraint: None } => pattern,
            Spans::Layer { layer, attributes } => Pattern::whole(layer, attributes),
            Spans::Either(left, right) => {
                Pattern::Alternatives(vec![self.pattern(*left, at)?, self.pattern(*right, at)?])
            }
            Spans::Pattern { .. } => {
                let remedy = "write it behind the whole pattern: `a:[] \"and\" b:[] \"again\" :: a.word = b.word`";
                return Err(self.error(at, "a constraint in brackets cannot be part of a longer pattern", remedy));
            }
            _ => return Err(self.set_in_pattern(at)),
        })
    }

    fn set_in_pattern(&self, at: usize) -> Error {
        self.error(
            at,
            "only tokens, elements and alternatives of them can be part of a longer pattern",
            "use `within`, `containing`, `&`, `-`, `meet` and saved results for whole hits: `(…) within (…)`",
        )
    }
}

/// A sequence in which what stands between the beginning and the end of an element of a layer
/// that papers name, as in `<ne> []+ </ne>`, is one whole span of that layer.
fn regions(parts: Vec<Pattern>) -> Pattern {
    let mut done: Vec<Pattern> = Vec::new();
    for part in parts {
        let opened = match &part {
            Pattern::Here(Assertion::Edge { layer, edge: Edge::End, negated: false, attributes })
                if attributes.is_empty() =>
            {
                done.iter().rposition(|before| opens(before, layer.name()))
            }
            _ => None,
        };
        match opened {
            Some(at) if at + 1 < done.len() => {
                let inner = done.split_off(at + 1);
                if let Some(Pattern::Here(Assertion::Edge { layer, attributes, .. })) = done.pop() {
                    done.push(Pattern::Region { layer, attributes, pattern: Box::new(sequence(inner)) });
                }
            }
            _ => done.push(part),
        }
    }
    sequence(done)
}

fn opens(part: &Pattern, name: &str) -> bool {
    matches!(part, Pattern::Here(Assertion::Edge { layer: layer @ Layer::Named(_), edge: Edge::Start, negated: false, .. })
        if layer.name() == name)
}

fn sequence(mut parts: Vec<Pattern>) -> Pattern {
    match (parts.len(), parts.pop()) {
        (1, Some(one)) => one,
        (_, last) => Pattern::Sequence(parts.into_iter().chain(last).collect()),
    }
}

/// A pattern as a set of spans.
pub(super) fn plain(pattern: Pattern) -> Spans {
    Spans::Pattern { pattern, constraint: None }
}
