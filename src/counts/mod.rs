//! From a selection to counts: how often each form is used, where, beside what, and against what; how often queries hit
//! in groups of papers, and how their hits are spread.

mod collocates;
mod compare;
mod contrast;
mod form_counts;
mod keywords;
mod network;
mod ngrams;
mod paper_texts;
mod passing;
mod rate;
mod reference_list;
mod refine;
mod running;
mod spread;
mod trend;
mod vocabulary;
mod window;
mod words;

pub use collocates::{Collocates, Near};
pub use compare::{Comparison, compare};
pub use contrast::{Contrast, contrast};
pub use form_counts::FormCounts;
pub use keywords::{Corpus, Keyness, Keyword, Keywords, Thresholds};
pub use network::Together;
pub use ngrams::{Ngrams, SpreadMeasure};
pub use paper_texts::{PaperText, paper_texts};
pub use passing::Passing;
pub use rate::{Draws, Rate};
pub use reference_list::ReferenceList;
pub use refine::Grams;
pub use running::{GramTests, Part, Running};
pub use spread::{Course, Spread, Strip};
pub use trend::{Trend, time_of, trend};
pub use vocabulary::Vocabulary;
pub use window::Window;
pub use words::{Least, Word, words};
