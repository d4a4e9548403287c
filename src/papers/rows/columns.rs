//! Which column holds the papers' texts, and which names the papers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::super::read::ReadingOptions;
use super::Rows;

/// What columns of texts are mostly called, and columns of names.
const TEXTS: [&str; 5] = ["text", "texts", "body", "content", "speech"];
const IDS: [&str; 6] = ["id", "doc_id", "docid", "file", "filename", "_row"];
/// Rows that are looked at, and words of each cell.
const ROWS: usize = 100;
const WORDS: usize = 1000;
/// A column of texts has so many words in a row, and so many times those of any other.
const LEAST: usize = 20;
const TIMES: usize = 5;

/// Which columns hold what.
pub(super) struct Columns {
    pub text: String,
    pub id: Option<String>,
    /// What was guessed, for the summary.
    pub said: Option<String>,
}

impl Columns {
    /// As the options say, else by their names, else by their words; `None` where no column is clearly that of the texts.
    pub fn choose(rows: &Rows, options: &ReadingOptions) -> Option<Self> {
        let (mut words, mut looked_at): (BTreeMap<&str, usize>, usize) = (BTreeMap::new(), 0);
        for row in rows.iter().flatten().take(ROWS) {
            looked_at += 1;
            for (name, value) in &row.cells {
                *words.entry(name).or_insert(0) += words_of(value);
            }
        }
        let named = |name: &str| find(&words, |column| column == name.trim().to_lowercase());
        let (text, text_said) = match &options.text_column {
            Some(name) => (named(name)?, None),
            None => {
                let with_words = |column: &&str| words.get(column).is_some_and(|words| *words > 0);
                let text = TEXTS
                    .iter()
                    .find_map(|name| named(name).filter(with_words))
                    .or_else(|| wordiest(&words, looked_at))?;
                (text, Some(format!("the texts in the column `{text}`")))
            }
        };
        let (id, id_said) = match &options.id_column {
            Some(name) => (named(name), named(name).is_none().then(|| format!("no column `{name}`, so rows' numbers"))),
            None => {
                let id = IDS.iter().find_map(|name| named(name)).filter(|id| *id != text);
                (id, Some(id.map_or("the rows' numbers".to_string(), |id| format!("the column `{id}`"))))
            }
        };
        let id_said = id_said.map(|said| format!("the papers' names: {said}"));
        let said = text_said.into_iter().chain(id_said).collect::<Vec<_>>().join("; ");
        let said = (!said.is_empty()).then(|| format!("guessed: {said} (--text-column and --id-column name others)"));
        Some(Columns { text: text.to_string(), id: id.map(str::to_string), said })
    }
}

fn words_of(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.unicode_words().take(WORDS).count())
}

/// The column whose name, in lower case, is asked for.
fn find<'a>(words: &BTreeMap<&'a str, usize>, asked: impl Fn(&str) -> bool) -> Option<&'a str> {
    words.keys().copied().find(|column| asked(&column.trim().to_lowercase()))
}

/// The column with by far the most words.
fn wordiest<'a>(words: &BTreeMap<&'a str, usize>, rows: usize) -> Option<&'a str> {
    let mut columns: Vec<(&str, usize)> = words.iter().map(|(name, words)| (*name, *words)).collect();
    columns.sort_by_key(|(_, words)| Reverse(*words));
    let next = columns.get(1).map_or(0, |column| column.1);
    columns.first().filter(|(_, words)| *words >= LEAST * rows && *words >= TIMES * next).map(|column| column.0)
}
