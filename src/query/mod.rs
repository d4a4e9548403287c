//! From query text to a [`Query`], and two ways of matching it: the machines
//! that every plan uses, and the naive matcher that they are tested against.

mod anchor;
mod asked;
mod automaton;
mod choice;
mod cql;
mod judge;
mod machine;
mod mistake;
mod naive;
mod pattern;
mod piece;
mod program;
mod simple;
mod spans;
mod test;
mod to_cql;
mod type_set;

pub use anchor::{Anchor, Point, What};
pub use asked::{Asked, KnownNames, Name};
pub use automaton::{Automaton, Scratch};
pub use choice::choose;
pub use cql::parse_cql;
pub use judge::{Judge, Matched};
pub use machine::{Ground, Labels};
pub use naive::{NaiveSection, NaiveSpan, NaiveToken, naive_hits};
pub use pattern::{Assertion, AttributeTest, Edge, LAYERS, Layer, Pattern};
pub use program::Machine;
pub use simple::parse_simple;
pub use spans::{Comparison, Constraint, Container, Query, Reach, STRATEGIES, Spans, Strategy, Term};
pub use test::{FORMS, Form, FormTest, Look, Predicate, Regular, TokenTest, Wanted};
pub use type_set::TypeSet;
