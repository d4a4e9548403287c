//! Parts of a constraint, whose place decides whether they are conditions or compared.

use super::quoted::Quoted;
use super::reader::Reader;
use crate::error::{Error, Result};
use crate::query::pattern::Edge;
use crate::query::spans::{Constraint, Term};

/// Constraints that are being read.
pub(super) struct Constraints<'r, 'a> {
    pub reader: &'r mut Reader<'a>,
    /// The labels of the pattern.
    pub labels: Vec<String>,
}

/// A part of a constraint whose meaning its place decides.
pub(super) enum Part<'a> {
    Condition(Constraint),
    Term(Term),
    /// A string.
    Text(Quoted<'a>),
    /// Whether the label is set, or its position.
    Label(String),
}

impl Constraints<'_, '_> {
    /// A part as a condition.
    pub fn condition(&self, part: Part<'_>, at: usize) -> Result<Constraint> {
        match part {
            Part::Condition(condition) => Ok(condition),
            Part::Label(label) => Ok(Constraint::IsSet(label)),
            Part::Term(_) | Part::Text(_) => Err(self.reader.error(
                at,
                "this says nothing that could hold or not",
                "compare it with something, as in `a.lc = \"treaty\"`",
            )),
        }
    }

    /// A part as something that is compared: a label stands for its position.
    pub fn term(&self, part: Part<'_>, at: usize) -> Result<Term> {
        match part {
            Part::Term(term) => Ok(term),
            Part::Text(text) => self.reader.regular(&text).map(Term::Text),
            Part::Label(label) => Ok(Term::Position { label, edge: Edge::Start }),
            Part::Condition(_) => Err(self.no_number(at)),
        }
    }

    fn no_number(&self, at: usize) -> Error {
        self.reader.error(
            at,
            "a condition cannot be compared or counted with",
            "join conditions with `&`, `|`, `!` and `->`; compare labels, forms and numbers",
        )
    }
}
