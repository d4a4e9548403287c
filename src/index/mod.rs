//! The index: a tantivy index of sections, with a token store in each segment.
//!
//! | file | what it holds |
//! |---|---|
//! | `schema.rs` | the one place that names tantivy's fields |
//! | `store/` | the token store: its format, its writer, its reader |
//! | `manifest.rs` | what the index knows of its papers; which commit it belongs to |
//! | `lock.rs` | one writer at a time |
//! | `setup.rs` | how to build, and what is known before the first paper is read |
//! | `build.rs` | from papers to segments |
//! | `intake.rs` | reading files, cutting their papers |
//! | `room.rs` | how much may be under way at once |
//! | `plan.rs` | which papers are new, changed, removed |
//! | `open.rs` | an index open for reading |
//!
//! A tantivy commit names its manifest in its payload: both become valid in
//! one step, tantivy's exchange of `meta.json`.

mod build;
mod intake;
mod lock;
mod manifest;
mod open;
mod plan;
mod room;
mod schema;
mod setup;
mod store;

pub use build::{Progress, Summary, build};
pub use manifest::{Manifest, PaperRecord};
pub use open::{OpenIndex, SectionInfo, Segment, check};
pub use plan::{Staleness, staleness};
pub use schema::Fields;
pub use setup::BuildOptions;
pub use store::{Annotation, Gaps, Lexicon, NamedLayer, TokenStore};

/// Version of the whole index's format: schema, token store and manifest.
pub const FORMAT: u32 = 4;
