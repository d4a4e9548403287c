//! What an AsciiDoc text says of itself: `:name: value`, the lines of authors and revision.

use std::collections::BTreeMap;

use crate::model::Metadata;
use crate::papers::markup::line::Row;

/// Bytes of the longest value, and the most values, that are kept.
const LONGEST: usize = 2000;
const MOST: usize = 1000;
/// What says how a text is to be set, and nothing of the paper.
const SETTINGS: &[&str] = &[
    "toc",
    "icons",
    "doctype",
    "sectnums",
    "numbered",
    "stem",
    "experimental",
    "imagesdir",
    "idprefix",
    "idseparator",
    "sectanchors",
    "sectlinks",
    "source-highlighter",
    "toclevels",
    "toc-title",
    "nofooter",
    "linkcss",
    "stylesheet",
    "stylesdir",
    "xrefstyle",
    "sectnumlevels",
    "compat-mode",
    "leveloffset",
    "data-uri",
    "hardbreaks",
    "partnums",
    "reproducible",
];

/// Names and values.
#[derive(Default)]
pub(super) struct Attributes {
    values: BTreeMap<String, String>,
    title: String,
    authors: String,
}

impl Attributes {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(&name.to_lowercase()).map(String::as_str)
    }

    /// Sets what a line says, which may go on behind a `\`: how many lines that are.
    pub fn set(&mut self, rows: &[Row<'_>]) -> usize {
        let Some((name, value)) = rows.first().and_then(|row| row.text.strip_prefix(':')?.split_once(':')) else {
            return 0;
        };
        let signs = |c: char| c.is_alphanumeric() || "_-!".contains(c);
        if name.is_empty() || !name.chars().all(signs) || !(value.is_empty() || value.starts_with(' ')) {
            return 0;
        }
        let mut value = value.trim().to_string();
        let mut count = 1;
        while let (Some(begun), Some(row)) = (value.strip_suffix('\\'), rows.get(count)) {
            value = format!("{} {}", begun.trim_end().trim_end_matches(" +"), row.text.trim());
            count += 1;
            if value.len() > LONGEST {
                break;
            }
        }
        if name.contains('!') {
            self.values.remove(&name.replace('!', "").to_lowercase());
        } else if self.values.len() < MOST && value.len() <= LONGEST {
            self.values.insert(name.to_lowercase(), value);
        }
        count
    }

    pub fn title(&mut self, title: &str) {
        self.title = title.to_string();
    }

    /// `Anna B. Orlova <anna@example.org>; Ben Stone`.
    pub fn authors(&mut self, line: &str) {
        let name = |author: &str| author.split('<').next().unwrap_or("").trim().replace('_', " ");
        self.authors = line.split(';').map(name).collect::<Vec<_>>().join(";");
    }

    /// `v1.0, 1996-05-31: remark`.
    pub fn revision(&mut self, line: &str) {
        let (said, remark) = line.split_once(": ").unwrap_or((line, ""));
        let (version, date) =
            said.split_once(',').unwrap_or(if said.starts_with('v') { (said, "") } else { ("", said) });
        for (name, value) in
            [("revnumber", version.trim().trim_start_matches('v')), ("revdate", date.trim()), ("revremark", remark)]
        {
            if !value.is_empty() && value.len() <= LONGEST {
                self.values.insert(name.to_string(), value.to_string());
            }
        }
    }

    pub fn metadata(self) -> Metadata {
        let mut metadata = Metadata::default();
        metadata.set("title", &self.title);
        metadata.set("authors", &self.authors);
        for (name, value) in &self.values {
            let field = match name.as_str() {
                "revdate" => "date",
                "revnumber" => "version",
                "author" | "authors" if !self.authors.is_empty() => continue,
                "title" | "doctitle" if !self.title.is_empty() => continue,
                name if SETTINGS.contains(&name) => continue,
                name => name,
            };
            metadata.set(field, value);
        }
        metadata
    }
}
