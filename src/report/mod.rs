//! Lines, tables and passages in each output format, and citations of lines.

mod aligned;
mod answer;
mod blocks;
mod cell;
mod changes;
mod cite;
mod format;
mod html;
mod html_lines;
mod json;
mod lines;
mod made;
mod markdown;
#[cfg_attr(not(feature = "parquet"), path = "no_parquet.rs")]
mod parquet;
mod passage;
mod rows;
mod screen_lines;
mod separated;
mod stream;
mod table;
mod terminal;
mod width;
mod workbook;

pub use answer::{Answer, no_picture, write_answer};
pub use cell::Cell;
pub use changes::{changes_of_made, changes_of_result};
pub use cite::{CITATIONS, CiteStyle, write_citations};
pub use format::{FORMATS, Format, FormatFacts};
pub use lines::{LineReport, write_lines};
pub use made::Made;
pub use passage::write_passage;
pub use rows::Kind as CellKind;
pub use stream::{RowStream, write_stream};
pub use table::{Column, Table, Tabular};
pub use terminal::Screen;
pub use width::plain;
