//! From a selection to counts: how often each form is used, where, beside what, and against what.

mod collocates;
mod form_counts;
mod keywords;
mod network;
mod ngrams;
mod paper_texts;
mod passing;
mod reference_list;
mod refine;
mod running;
mod vocabulary;
mod window;
mod words;

pub use collocates::{Collocates, Near};
pub use form_counts::FormCounts;
pub use keywords::{Corpus, Item, Keyness, Keyword, Keywords, Thresholds};
pub use network::Together;
pub use ngrams::{Ngrams, Spread};
pub use paper_texts::{PaperText, paper_texts};
pub use passing::Passing;
pub use reference_list::ReferenceList;
pub use refine::Grams;
pub use running::{GramTests, Part, Running};
pub use vocabulary::Vocabulary;
pub use window::Window;
pub use words::{Least, Word, words};
