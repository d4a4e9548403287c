//! From query text to a [`Pattern`], and two ways of matching it: the
//! automaton that every plan uses, and the naive matcher that it is tested
//! against.

mod automaton;
mod naive;
mod pattern;
mod simple;

pub use automaton::{Anchor, Automaton, Scratch, TypeSet};
pub use naive::{NaiveToken, naive_hits};
pub use pattern::{Form, Pattern, Predicate, TokenTest, Wanted};
pub use simple::parse_simple;
