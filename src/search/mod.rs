//! From a query and a selection to hits.

mod bound;
mod compile;
mod facts;
mod find;
mod near_words;
mod oracle;
mod section;
mod selection;
mod starts;

pub use compile::Compiled;
pub use facts::{dimension_values, known_dimensions};
pub use find::{FirstHits, Gather, Hit, How, Plan, SavedHits, find, find_with, first_hits, gather};
pub use near_words::near_words;
pub use oracle::naive_find;
pub use selection::{Chosen, Selection, YearRange, known_fields};
