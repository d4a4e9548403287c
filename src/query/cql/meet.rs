//! CQP's meet-union queries: `MU(meet "arms" "treaty" -3 3)`, and the same without `MU`.

use super::reader::Reader;
use crate::error::Result;
use crate::query::spans::{Reach, Spans};

/// The operations, by every name that CQP has for them.
const UNION: &[&str] = &["union", "join"];
const INTERSECTION: &[&str] = &["intersection", "intersect", "inter"];
const DIFFERENCE: &[&str] = &["difference", "diff"];

impl Reader<'_> {
    /// `MU( … )`, whose `MU` comes next.
    pub fn meet_union(&mut self) -> Result<Spans> {
        let at = self.place();
        self.eat_name("MU");
        let open = self.place();
        if !self.eat("(") || !self.set_name() {
            let example = "write it as in `MU(meet \"arms\" \"treaty\" -3 3)`";
            return Err(self.error(at, "`MU` wants brackets with `meet` or `union` in them", example));
        }
        self.enter(open)?;
        let inner = self.set_operation()?;
        self.leave(open, ")")?;
        Ok(inner)
    }

    /// Whether the name of an operation on sets comes next.
    pub fn set_name(&mut self) -> bool {
        let known = |name: &str| name == "meet" || [UNION, INTERSECTION, DIFFERENCE].iter().any(|n| n.contains(&name));
        self.name().is_some_and(known) && !self.sees_label()
    }

    /// An operation on sets, whose name comes next.
    pub fn set_operation(&mut self) -> Result<Spans> {
        let name = self.name().unwrap_or("");
        self.at += name.len();
        if name == "meet" {
            return self.meet();
        }
        let sets = vec![self.operand(name)?, self.operand(name)?];
        match name {
            name if UNION.contains(&name) => self.either(sets),
            name if INTERSECTION.contains(&name) => self.joined(sets, Spans::Both),
            _ => self.joined(sets, Spans::Without),
        }
    }

    fn meet(&mut self) -> Result<Spans> {
        let (at, first) = self.operand("meet")?;
        let spans = Box::new(self.finished(first, at)?);
        let negated = self.eat_name("not");
        let (at, second) = self.operand("meet")?;
        let other = Box::new(self.finished(second, at)?);
        let reach = self.reach()?;
        if !negated {
            return Ok(Spans::Meet { spans, other, reach });
        }
        let met = Spans::Meet { spans: spans.clone(), other, reach };
        Ok(Spans::Without(spans, Box::new(met)))
    }

    fn operand(&mut self, name: &str) -> Result<(usize, Spans)> {
        let at = self.place();
        let wrong = |reader: &Self| {
            reader.error(
                at,
                format!("`{name}` stands before two queries, each a token or in brackets"),
                format!("write it as in `({name} \"arms\" \"treaty\"{})`", if name == "meet" { " -3 3" } else { "" }),
            )
        };
        self.item()?.map(|item| (at, item)).ok_or_else(|| wrong(self))
    }

    fn reach(&mut self) -> Result<Reach> {
        let at = self.place();
        if let Some(name) = self.name() {
            self.at += name.len();
            return Ok(Reach::Layer(self.layer_named(name, at)));
        }
        let (Some(from), Some(to)) = (self.signed()?, self.signed()?) else {
            return Err(self.error(
                at,
                "`meet` wants to know how near",
                "write two numbers, as `-3 3` for three tokens to either side, or an element, as `s`",
            ));
        };
        match from <= to {
            true => Ok(Reach::Tokens { from, to }),
            false => Err(self.error(at, "the first number is the larger one", format!("write `{to} {from}`"))),
        }
    }

    fn signed(&mut self) -> Result<Option<i32>> {
        let minus = self.eat("-");
        let number = self.number()?.and_then(|number| i32::try_from(number).ok());
        Ok(number.map(|number| if minus { -number } else { number }))
    }
}
