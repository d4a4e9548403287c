//! From files to cut papers.
//!
//! A folder is walked ([`walk`]); a file is decoded, a reader turns it into
//! blocks with their source positions, and the blocks become sections.

mod archive;
mod bibliography;
mod conllu;
mod decode;
mod entities;
mod exact;
mod flow;
mod front_matter;
mod headings;
mod html;
mod language;
mod layout;
mod markdown;
mod markup;
mod named_year;
mod office;
#[cfg_attr(not(feature = "pdf"), path = "no_pdf.rs")]
mod pdf;
mod program;
mod read;
mod rows;
mod sections;
mod source;
mod tables;
mod tags;
mod tei;
mod vertical;
mod vrt;
mod walk;
mod workbook;
mod xml;
mod zipped;

pub use bibliography::Bibliography;
pub(crate) use conllu::ANNOTATIONS as CONLLU_ANNOTATIONS;
pub use decode::{Decoded, decode};
pub(crate) use exact::{BEFORE, WRITTEN, escape, percent};
pub use html::check_html_root;
pub use language::detect_language;
pub use layout::{Evidence, Layout, repair};
pub(crate) use named_year::year_in_name;
pub use pdf::serve as serve_pdf;
pub use program::Program;
pub use read::{READERS, Reader, Reading, ReadingOptions, Readings, plain_text, read_papers, why_none};
pub use sections::cut_paper;
pub use source::{Load, SourceFile, parted, read_together};
pub use tables::MetadataTables;
pub use tei::TeiChoice;
pub(crate) use vertical::letters_of;
pub use walk::{Found, walk};

/// Changes whenever reading gives other sections for the same bytes, so that
/// an index built before is brought up to date.
pub const READING_VERSION: u32 = 6;
