//! From a pattern and a selection to hits.

mod find;
mod near_words;
mod selection;

pub use find::{Hit, Plan, find, find_with, naive_find};
pub use near_words::near_words;
pub use selection::{Chosen, Selection, YearRange, known_fields};
