//! From hits to lines: their order, a sample of them, their context; and reading in place.

mod line;
mod order;
mod passage;

pub use line::{Composer, Context, Line};
pub use order::{SortKey, SortKeys, sample, sort};
pub use passage::{Paragraph, Passage, Place, pages, read};
