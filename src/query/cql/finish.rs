//! What a query must be able to find.

use super::reader::Reader;
use crate::error::Result;
use crate::query::pattern::Pattern;
use crate::query::spans::Spans;
use crate::query::test::TokenTest;

impl Reader<'_> {
    /// A set that will be part of no pattern, checked: it must be able to hold tokens, and not simply all there are.
    pub fn finished(&self, spans: Spans, at: usize) -> Result<Spans> {
        if let Spans::Pattern { pattern, constraint } = &spans {
            let narrowed = constraint.as_ref().is_some_and(|constraint| !constraint.labels().is_empty());
            if pattern.lengths().1 == Some(0) {
                return Err(self.error(
                    at,
                    "this matches a place between tokens, and no token",
                    "add the tokens that should be found there, as in `<s> []`",
                ));
            }
            if !narrowed && is_anything(pattern) {
                return Err(self.error(
                    at,
                    "every stretch of every paper would be a hit",
                    "add a word, as in `\"arms\" []* \"treaty\"`, or a number, as in `[]{3}`",
                ));
            }
        }
        Ok(spans)
    }
}

/// Whether a pattern, or one of its alternatives, matches any tokens, as many as there are.
fn is_anything(pattern: &Pattern) -> bool {
    if let Pattern::Alternatives(branches) = pattern {
        return branches.iter().any(is_anything);
    }
    let mut anything = pattern.lengths().1.is_none();
    pattern.visit(&mut |part| match part {
        Pattern::Token(test) => anything &= *test == TokenTest::Every,
        Pattern::Here(_) | Pattern::Region { .. } => anything = false,
        _ => {}
    });
    anything
}
