//! The register of formats.

use std::path::Path;

/// The forms that output comes in. To add one, write a file beside `separated.rs`, name
/// it in [`FORMATS`] and `facts`, and give it an arm in `write_lines` and `write_answer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned for reading on a terminal.
    Table,
    /// Running text, one paragraph for each hit; of tables, columns as wide as they need.
    Text,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// A page for a browser, and for printing.
    Html,
    /// A table in Markdown.
    Markdown,
    /// An Excel workbook.
    Xlsx,
    /// Apache Parquet.
    Parquet,
    /// A picture alone, for a printed page.
    Svg,
    /// A network for programs that work on networks.
    Graphml,
}

/// What is to be known of a format.
#[derive(Debug, Clone, Copy)]
pub struct FormatFacts {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub what: &'static str,
    /// The endings of its files, the usual one first.
    pub endings: &'static [&'static str],
    /// Whether it is no text, and so nothing for a terminal.
    pub binary: bool,
    /// Whether it holds a picture alone, and so nothing of an answer that has none.
    pub drawn: bool,
    /// Whether it carries what made it; where not, that goes into a file beside it.
    pub carries_made: bool,
}

/// Every format.
pub const FORMATS: [Format; 12] = [
    Format::Table,
    Format::Text,
    Format::Csv,
    Format::Tsv,
    Format::Json,
    Format::Jsonl,
    Format::Html,
    Format::Markdown,
    Format::Xlsx,
    Format::Parquet,
    Format::Svg,
    Format::Graphml,
];

impl Format {
    /// What is to be known of it.
    pub const fn facts(self) -> FormatFacts {
        match self {
            Format::Table => bare("table", &[], "aligned for reading on a terminal"),
            Format::Text => {
                bare("text", &["txt"], "running text, one paragraph for each hit; tables with nothing shortened")
            }
            Format::Csv => bare("csv", &["csv"], "comma-separated values, RFC 4180, safe for spreadsheets"),
            Format::Tsv => bare("tsv", &["tsv", "tab"], "tab-separated values, for programs"),
            Format::Json => telling("json", &["json"], "one JSON document with all that made it"),
            Format::Jsonl => bare("jsonl", &["jsonl", "ndjson"], "one JSON object a line"),
            Format::Html => telling("html", &["html", "htm"], "a page to read and to print"),
            Format::Markdown => bare("markdown", &["md", "markdown"], "a table in Markdown"),
            Format::Xlsx => binary("xlsx", &["xlsx"], "a workbook for Excel or LibreOffice"),
            Format::Parquet => binary("parquet", &["parquet"], "typed columns for R, Python, DuckDB"),
            Format::Svg => drawn("svg", &["svg"], true, "the picture alone, to print or to put into a text"),
            Format::Graphml => {
                drawn("graphml", &["graphml"], false, "a network, for Gephi, Cytoscape, igraph or NetworkX")
            }
        }
    }

    /// The format of a file by its ending.
    ///
    /// ```
    /// # use kwic::report::Format;
    /// assert_eq!(Format::of_file("lines.XLSX".as_ref()), Some(Format::Xlsx));
    /// assert_eq!(Format::of_file("lines".as_ref()), None);
    /// ```
    pub fn of_file(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        FORMATS.into_iter().find(|format| format.facts().endings.contains(&ending.as_str()))
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = FORMATS.into_iter().find(|format| format.facts().name == name.to_lowercase());
        let names = FORMATS.map(|format| format.facts().name);
        found.ok_or_else(|| format!("there is no format `{name}`; there are {}", names.join(", ")))
    }
}

const fn bare(name: &'static str, endings: &'static [&'static str], what: &'static str) -> FormatFacts {
    FormatFacts { name, what, endings, binary: false, drawn: false, carries_made: false }
}

const fn telling(name: &'static str, endings: &'static [&'static str], what: &'static str) -> FormatFacts {
    FormatFacts { carries_made: true, ..bare(name, endings, what) }
}

const fn drawn(
    name: &'static str,
    endings: &'static [&'static str],
    carries_made: bool,
    what: &'static str,
) -> FormatFacts {
    FormatFacts { drawn: true, carries_made, ..bare(name, endings, what) }
}

const fn binary(name: &'static str, endings: &'static [&'static str], what: &'static str) -> FormatFacts {
    FormatFacts { binary: true, ..bare(name, endings, what) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_have_names_and_endings_of_their_own_and_say_what_they_are_for() {
        for (at, format) in FORMATS.into_iter().enumerate() {
            assert_eq!(format as usize, at, "the register lacks a format, or is in another order");
            let facts = format.facts();
            assert_eq!(facts.name.parse::<Format>(), Ok(format));
            assert!(!facts.what.is_empty());
            for ending in facts.endings {
                assert_eq!(Format::of_file(format!("a.b.{ending}").as_ref()), Some(format));
            }
            for other in FORMATS.into_iter().skip(at + 1).map(Format::facts) {
                assert_ne!(other.name, facts.name);
                assert!(facts.endings.iter().all(|ending| !other.endings.contains(ending)));
            }
        }
        assert_eq!(FORMATS.last(), Some(&Format::Graphml), "the last format is not in the register");
    }
}
