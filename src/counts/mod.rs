//! From hits to counts: how often queries hit in groups of papers, and how their hits are spread.

mod compare;
mod contrast;
mod spread;
mod trend;

pub use compare::{Comparison, Draws, Rate, compare};
pub use contrast::{Contrast, contrast};
pub use spread::{Course, Spread, Strip};
pub use trend::{Trend, time_of, trend};
