//! What every other module speaks of: papers, blocks, sections, hits.

mod annotation;
mod block;
mod paper;
mod section;
mod word_list;

pub(crate) use annotation::NOTHING_WRITTEN;
pub use annotation::{Annotated, LayerSpan, Place, SourceSpan, SourceToken};
pub use block::{Block, BlockKind, Mark};
pub(crate) use paper::year_in;
pub use paper::{Metadata, Warning};
pub use section::{CutPaper, Section, Span};
pub use word_list::WordList;
