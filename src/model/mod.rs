//! What every other module speaks of: papers, blocks, sections, hits.

mod annotation;
mod block;
mod language;
mod paper;
mod section;
mod word_list;

pub(crate) use annotation::NOTHING_WRITTEN;
pub use annotation::{Annotated, LayerSpan, Place, SourceSpan, SourceToken};
pub use block::{Block, BlockKind, Mark};
pub use language::language_code;
pub use paper::{LanguageFrom, Metadata, Warning};
pub(crate) use paper::{UNDETERMINED, UNKNOWN_LANGUAGE, year_in};
pub use section::{CutPaper, Section, Span};
pub use word_list::WordList;
