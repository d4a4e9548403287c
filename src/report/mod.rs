//! Lines, tables and passages in each output format.

mod changes;
mod json;
mod lines;
mod made;
mod passage;
mod separated;
mod table;
mod terminal;
mod width;

pub use changes::{changes_of_made, changes_of_result};
pub use lines::{LineReport, write_lines};
pub use made::Made;
pub use passage::write_passage;
pub use table::{Cell, Column, Table, write_table};
pub use terminal::Screen;
pub use width::plain;

/// The forms that output comes in. To add one, write a file beside
/// `separated.rs`, name it here, and give it an arm in `write_lines` and `write_table`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned for reading on a terminal.
    Table,
    /// Running text, one paragraph for each hit.
    Text,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
}

/// Every format: its name, and what it is for.
pub const FORMATS: &[(Format, &str, &str)] = &[
    (Format::Table, "table", "aligned for reading on a terminal"),
    (Format::Text, "text", "running text, one paragraph for each hit"),
    (Format::Csv, "csv", "comma-separated values, RFC 4180"),
    (Format::Tsv, "tsv", "tab-separated values"),
    (Format::Json, "json", "one JSON document with all that made it"),
    (Format::Jsonl, "jsonl", "one JSON object a line"),
];

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names: Vec<&str> = FORMATS.iter().map(|f| f.1).collect();
        let found = FORMATS.iter().find(|f| f.1 == name.to_lowercase()).map(|f| f.0);
        found.ok_or_else(|| format!("there is no format `{name}`; there are {}", names.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_names_of_their_own_and_say_what_they_are_for() {
        for (at, (format, name, what)) in FORMATS.iter().enumerate() {
            assert_eq!(name.parse::<Format>(), Ok(*format));
            assert!(!what.is_empty());
            assert!(FORMATS.iter().skip(at + 1).all(|other| other.1 != *name));
        }
    }
}
