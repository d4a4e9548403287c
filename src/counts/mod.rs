//! From a selection to counts: how often each form is used, where, beside what, and against what.

mod form_counts;
mod vocabulary;
mod words;

pub use form_counts::FormCounts;
pub use vocabulary::Vocabulary;
pub use words::{Least, Word, words};
