//! From hits to lines: their order, a sample of them, their context.

mod line;
mod order;

pub use line::{Composer, Context, Line};
pub use order::{SortKey, SortKeys, sample, sort};
