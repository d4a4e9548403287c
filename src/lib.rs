//! kwic (KeyWord In Context): a full-text search and concordance engine for
//! people who study policy papers.
//!
//! Data flows one way, and each module imports only modules above it:
//!
//! | module | what it is |
//! |---|---|
//! | [`error`] | the one error type: place, cause, remedy |
//! | [`clock`] | how long the stages of a build take |
//! | [`stats`] | measures: pure functions of counts |
//! | [`picture`] | bars, lines, heat maps, dispersion plots and networks, drawn |
//! | [`model`] | papers, blocks, sections, hits: what the others speak of |
//! | [`text`] | cutting tokens, folding, sentences, stems, collation |
//! | [`query`] | from query text to a [`query::Query`], and the matchers |
//! | [`papers`] | from files to sections: decoding, readers, layout repair, metadata |
//! | [`themes`] | the theme dictionary |
//! | [`index`] | the tantivy index with its token store: build, open, check |
//! | [`search`] | from a query and a selection to hits |
//! | [`concordance`] | from hits to lines: context, sorting, sampling; reading in place |
//! | [`counts`] | from a selection to counts: words, what stands beside what, what is distinctive |
//! | [`report`] | tables, lines and passages in each output format |
//! | [`export`] | papers out again: vertical text, CoNLL-U, TEI, plain text, tokens, matrices |
//! | [`mod@bench`] | how fast an index builds and answers |
//!
//! The binary (`src/main.rs` and `src/cli/`) is the only part that talks to a
//! terminal.

pub mod bench;
pub mod clock;
pub mod concordance;
pub mod counts;
pub mod error;
pub mod export;
pub mod index;
pub mod model;
pub mod papers;
pub mod picture;
pub mod query;
pub mod report;
pub mod search;
pub mod stats;
pub mod text;
pub mod themes;

pub use error::{Error, Result};
