//! From a selection to counts: how often each form is used, where, beside what, and against what.

mod form_counts;
mod ngrams;
mod passing;
mod refine;
mod running;
mod vocabulary;
mod words;

pub use form_counts::FormCounts;
pub use ngrams::{Ngrams, Spread};
pub use passing::Passing;
pub use refine::Grams;
pub use running::{GramTests, Part, Running};
pub use vocabulary::Vocabulary;
pub use words::{Least, Word, words};
