//! From a query and a selection to hits.

mod bound;
mod compile;
mod explain;
mod facts;
mod find;
mod ground;
mod hit;
mod how;
mod looked_at;
mod named;
mod near_words;
mod one_paper;
mod oracle;
mod run;
mod saved;
mod saved_hits;
mod saved_name;
mod section;
mod selection;
mod starts;
mod watch;

pub use compile::Compiled;
pub use explain::{Step, explain};
pub use facts::{dimension_values, known_dimensions, known_fields};
pub use find::{FirstHits, find, find_with, first_hits};
pub use hit::{Hit, SavedHits};
pub use how::{How, Plan};
pub use looked_at::vocabulary;
pub use near_words::near_words;
pub use one_paper::one_paper;
pub use oracle::naive_find;
pub use run::{Gather, gather};
pub use saved::{SavedPaper, SavedResult, saved_names};
pub use saved_hits::load_saved;
pub use saved_name::{InSaved, SavedName};
pub use selection::{Chosen, Selection, YearRange};
