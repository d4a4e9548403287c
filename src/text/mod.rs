//! From reading text to tokens, sentences and their folded forms.

mod casing;
mod collate;
mod cut;
mod cutter;
mod fold;
mod interner;
mod sentences;
mod stem;
mod syllables;
mod unspaced;

pub use casing::Casing;
pub use collate::Collation;
pub use cut::words;
pub use cutter::{Cutter, Draft};
pub use fold::Folder;
pub use interner::Interner;
pub use sentences::ends_sentence;
pub use stem::Stemming;
pub use syllables::syllables;
pub(crate) use unspaced::{is_han, is_unspaced, sets_no_space};
