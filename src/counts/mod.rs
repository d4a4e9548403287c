//! From a selection to counts: how often each form is used, where, beside what, and against what.

mod collocates;
mod form_counts;
mod network;
mod paper_texts;
mod vocabulary;
mod window;
mod words;

pub use collocates::{Collocates, Near};
pub use form_counts::FormCounts;
pub use network::Together;
pub use paper_texts::{PaperText, paper_texts};
pub use vocabulary::Vocabulary;
pub use window::Window;
pub use words::{Least, Word, words};
