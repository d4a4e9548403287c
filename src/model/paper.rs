//! What is known of a paper besides its text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::language_code;

/// The field that keeps what the metadata say of the language where that names none.
pub(crate) const UNKNOWN_LANGUAGE: &str = "language_as_written";
/// The BCP 47 code that says that a paper's language is not known: none is guessed then.
pub(crate) const UNDETERMINED: &str = "und";

/// What is known of a paper besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The title, where one is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The authors, in the order told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The year of the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// The code of the language, as [`language_code`] gives it: `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Themes that the metadata names: paths such as `security/arms-control`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    /// Every other field, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

impl Metadata {
    /// Sets a field by name as a front matter or a table names it. Several
    /// authors or themes may be given in one value, separated by semicolons.
    /// Control characters, which could steer a terminal, are left out.
    ///
    /// ```
    /// # use kwic::model::Metadata;
    /// let mut metadata = Metadata::default();
    /// metadata.set("Date", "1996-05-31");
    /// metadata.set("authors", "A. Orlova; B. Stone");
    /// metadata.set("series", "Policy Memo");
    /// assert_eq!(metadata.year, Some(1996));
    /// assert_eq!(metadata.authors, ["A. Orlova", "B. Stone"]);
    /// assert_eq!(metadata.fields["series"], "Policy Memo");
    /// ```
    pub fn set(&mut self, name: &str, value: &str) {
        let value = harmless(value);
        let value = value.trim();
        let name = harmless(name).trim().to_lowercase();
        if value.is_empty() || name.is_empty() {
            return;
        }
        let parts =
            || value.split(';').map(str::trim).filter(|p| !p.is_empty()).map(str::to_string).collect::<Vec<_>>();
        match name.as_str() {
            "title" => self.title = Some(value.to_string()),
            "author" | "authors" => self.authors.extend(parts()),
            "theme" | "themes" => self.themes.extend(parts().iter().map(|t| t.trim_matches('/').to_string())),
            // What names no language is kept, as it may be of use, and said not to be known.
            "lang" | "language" => match language_code(value) {
                Some(code) => self.language = Some(code),
                None => drop(self.fields.insert(UNKNOWN_LANGUAGE.to_string(), value.to_string())),
            },
            "year" if year_in(value).is_some() => self.year = year_in(value),
            "date" => {
                self.year = self.year.or(year_in(value));
                self.fields.insert(name, value.to_string());
            }
            _ => {
                self.fields.insert(name, value.to_string());
            }
        }
    }

    /// What `other` says, where this says nothing.
    pub fn fill_from(&mut self, other: Metadata) {
        self.title = self.title.take().or(other.title);
        self.year = self.year.or(other.year);
        self.language = self.language.take().or(other.language);
        if self.authors.is_empty() {
            self.authors = other.authors;
        }
        if self.themes.is_empty() {
            self.themes = other.themes;
        }
        for (name, value) in other.fields {
            self.fields.entry(name).or_insert(value);
        }
    }

    /// The values of a field by its name, as `--where` and the tables use it:
    /// none where the paper does not say.
    pub fn values(&self, name: &str) -> Vec<String> {
        match name {
            "title" => self.title.iter().cloned().collect(),
            "author" | "authors" => self.authors.clone(),
            "year" => self.year.iter().map(i32::to_string).collect(),
            "decade" => self.year.iter().map(|y| format!("{}s", y.div_euclid(10) * 10)).collect(),
            "lang" | "language" => self.language.iter().cloned().collect(),
            _ => self.fields.get(name).iter().map(|v| v.to_string()).collect(),
        }
    }
}

/// How it is known in which language a paper is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LanguageFrom {
    /// It is not known.
    #[default]
    Nothing,
    /// The metadata say it, in the paper or beside it.
    Metadata,
    /// It was said for all papers that do not say it themselves.
    Option,
    /// Its text is of this language for certain.
    Text,
}

impl LanguageFrom {
    /// A word for it; `None` where nothing is known.
    pub fn word(self) -> Option<&'static str> {
        match self {
            LanguageFrom::Nothing => None,
            LanguageFrom::Metadata => Some("metadata"),
            LanguageFrom::Option => Some("option"),
            LanguageFrom::Text => Some("text"),
        }
    }
}

/// Without what is no text: control characters and marks that turn the
/// direction of what follows. What ends a line reads as a space.
fn harmless(text: &str) -> String {
    let read = |c: char| match c {
        '\n' | '\r' | '\t' => Some(' '),
        c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => None,
        c => Some(c),
    };
    text.chars().filter_map(read).collect()
}

/// The first run of exactly four digits in `text` that reads as a year from 1000 to 2199.
///
/// ```
/// # use kwic::model::Metadata;
/// let mut metadata = Metadata::default();
/// metadata.set("year", "ca. 1996");
/// assert_eq!(metadata.year, Some(1996));
/// ```
pub(crate) fn year_in(text: &str) -> Option<i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 4)
        .filter_map(|run| run.parse().ok())
        .find(|year| (1000..2200).contains(year))
}

/// Something about one file that its reader had to pass over, mend or guess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The file, relative to the corpus.
    pub file: String,
    /// What it is about, in a sentence without a full stop.
    pub what: String,
}
