//! From hits to counts: how often queries hit in groups of papers, and how their hits are spread.

mod compare;
mod contrast;
mod rate;
mod spread;
mod trend;

pub use compare::{Comparison, compare};
pub use contrast::{Contrast, contrast};
pub use rate::{Draws, Rate};
pub use spread::{Course, Spread, Strip};
pub use trend::{Trend, time_of, trend};
