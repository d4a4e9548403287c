//! From hits to lines: their order, a sample of them, their context, their counts; and reading in place.

mod distinct;
mod edges;
mod group;
mod line;
mod lines;
mod order;
mod passage;
mod ranking;
mod stretch;
mod token_key;

pub use distinct::{Distinct, distinct};
pub(crate) use group::Places;
pub use group::{Dimension, Group, Grouping, group};
pub use line::{Composer, Context, Line};
pub(crate) use lines::pieces;
pub use lines::{Concordance, Lines};
pub use order::{SortKey, SortKeys, sample, sort};
pub use passage::{Paragraph, Passage, Place, pages, read};
pub(crate) use ranking::Spelling;
pub use token_key::{Spot, TokenKey};
