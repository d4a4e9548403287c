//! From files to cut papers.
//!
//! A folder is walked ([`walk`]); a file is decoded, a reader turns it into
//! blocks with their source positions, and the blocks become sections.

mod conllu;
mod decode;
mod entities;
mod front_matter;
mod html;
mod layout;
mod markdown;
#[cfg_attr(not(feature = "pdf"), path = "no_pdf.rs")]
mod pdf;
mod program;
mod read;
mod rows;
mod sections;
mod tables;
mod tags;
mod tei;
mod vertical;
mod vrt;
mod walk;

pub use decode::{Decoded, decode};
pub use html::check_html_root;
pub use layout::{Evidence, Layout, repair};
pub use pdf::serve as serve_pdf;
pub use program::Program;
pub use read::{READERS, Reader, Reading, ReadingOptions, Readings, plain_text, read_papers, why_none};
pub use sections::cut_paper;
pub use tables::MetadataTables;
pub use walk::{Found, SourceFile, walk};

/// Changes whenever reading gives other sections for the same bytes, so that
/// an index built before is brought up to date.
pub const READING_VERSION: u32 = 4;
