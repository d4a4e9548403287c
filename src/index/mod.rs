//! The index: a tantivy index of sections, with a token store in each segment.
//!
//! | file | what it holds |
//! |---|---|
//! | `schema.rs` | the one place that names tantivy's fields |
//! | `store/` | the token store: its format, its writer, its reader |
//! | `manifest.rs` | what the index knows of its papers; which commit it belongs to |
//! | `lock.rs` | one writer at a time |
//! | `setup.rs` | how to build, and what is known before the first paper is read |
//! | `build.rs` | from papers to segments: the order of it all |
//! | `look.rs` | a dry run: the same, and nothing written |
//! | `create.rs` | the tantivy index that is written |
//! | `disk.rs` | the folder it is in, timed where somebody listens |
//! | `readers.rs` | reading files on several threads |
//! | `read_paper.rs` | one paper, from its file to tantivy's writer |
//! | `ask_corpus.rs` | what the corpus says of broken words |
//! | `summary.rs` | what a build did |
//! | `room.rs` | how much may be under way at once |
//! | `plan.rs` | which papers are new, changed, removed |
//! | `open.rs` | an index open for reading |
//! | `facets.rs` | the paths of its sections and themes |
//! | `sizes.rs` | what its bytes are spent on |
//!
//! A tantivy commit names its manifest in its payload: both become valid in
//! one step, tantivy's exchange of `meta.json`.

mod ask_corpus;
mod build;
mod create;
mod disk;
mod facets;
mod lock;
mod look;
mod manifest;
mod open;
mod plan;
mod read_paper;
mod readers;
mod room;
mod schema;
mod setup;
mod sizes;
mod store;
mod summary;

pub use build::{Progress, build};
pub use look::{Looked, look};
pub use manifest::{ArchiveRecord, Manifest, PaperRecord, PassedOver, hash, short_hash};
pub use open::{OpenIndex, SectionInfo, Segment, check};
pub use plan::{Staleness, staleness};
pub use schema::Fields;
pub use setup::BuildOptions;
pub use sizes::sizes;
pub use store::{Annotation, Gaps, Lexicon, NamedLayer, SourceLines, TokenStore};
pub use summary::Summary;

/// Version of the whole index's format: schema, token store and manifest.
pub const FORMAT: u32 = 6;
