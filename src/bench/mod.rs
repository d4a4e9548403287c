//! How fast an index builds here, and how fast it answers.
//!
//! | file | what it holds |
//! |---|---|
//! | `grid.rs` | which builds are measured, in which order |
//! | `subset.rs` | a share of the papers |
//! | `run.rs`, `alone.rs`, `process.rs` | one build, measured in a process of its own |
//! | `queries.rs` | queries, and their times |
//! | `machine.rs` | where it was measured |
//! | `record.rs` | all of it, as it is saved |
//! | `compare.rs` | two records beside each other |
//! | `tables.rs`, `pictures.rs` | as people see it |
//! | `generate/` | papers that nobody wrote |

mod alone;
mod compare;
pub mod generate;
mod grid;
mod machine;
mod pictures;
mod process;
mod queries;
mod record;
mod run;
mod subset;
mod tables;

pub use alone::Alone;
pub use compare::{Compared, Verdict, compare};
pub use grid::{Grid, Setting, mixed, per_cent, share};
pub use machine::Machine;
pub use pictures::{Drawn, draw, draw_compared};
pub use queries::{Answered, PAGE, Question, STANDARD, ask, read_questions};
pub use record::{Point, RECORD_FORMAT, Record};
pub use run::{ReaderRun, Run, measure};
pub use subset::lay_out;
pub use tables::{builds_table, compared_table, narrow, queries_table};
