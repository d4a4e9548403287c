//! What made a result: enough to make it again.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// What made a result. Formats that can carry it do; other files have it beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Made {
    /// The command's words, without the program's name.
    pub command: Vec<String>,
    /// The query, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The selection as its options.
    pub selection: Vec<String>,
    /// Fingerprint of the papers and how they were read.
    pub index: String,
    /// Version of kwic.
    pub kwic: String,
    /// The seed of samples and random orders.
    pub seed: u64,
    /// A short hash of the theme dictionary, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<String>,
    /// The files that the command read beside the index, by the names it gives, each with a short hash.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
    /// The index's papers by id, each with a short hash of its text and metadata.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub papers: BTreeMap<String, String>,
}

/// Takes what made a file out of its bytes.
type Inside = fn(&[u8]) -> Option<Made>;

/// One for each format that carries what made it. To add one, name it here.
const INSIDE: [Inside; 3] = [in_json, in_html, in_svg];

impl Made {
    /// The file beside an output file that tells what made it.
    pub fn beside(path: &Path) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(".made.json");
        PathBuf::from(name)
    }

    /// What made the output file at `path`, which holds `bytes`.
    ///
    /// # Errors
    /// Neither the file nor one beside it tells.
    pub fn of(path: &Path, bytes: &[u8]) -> Result<Self> {
        if let Some(made) = INSIDE.iter().find_map(|inside| inside(bytes)) {
            return Ok(made);
        }
        let beside = Made::beside(path);
        let read = std::fs::read(&beside).map_err(|e| {
            Error::file(&beside, format!("what made {} is neither in it nor here: {e}", path.display()))
                .remedy("only files that kwic wrote with --output, or as json, can be made again")
        })?;
        serde_json::from_slice(&read)
            .map_err(|e| Error::file(&beside, format!("this does not tell what made a file: {e}")))
    }
}

fn in_html(bytes: &[u8]) -> Option<Made> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, behind) = text.rsplit_once("<script type=\"application/json\" id=\"made-by\">")?;
    in_json(behind.split_once("</script>")?.0.as_bytes())
}

fn in_svg(bytes: &[u8]) -> Option<Made> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (_, behind) = text.split_once("<metadata id=\"made-by\">")?;
    in_json(behind.split_once("</metadata>")?.0.trim().as_bytes())
}

fn in_json(bytes: &[u8]) -> Option<Made> {
    #[derive(Deserialize)]
    struct Document {
        made_by: Made,
    }
    serde_json::from_slice::<Document>(bytes).ok().map(|document| document.made_by)
}

/// What a file says about itself.
pub(super) struct About<'a> {
    pub made: &'a Made,
    /// For lines: how many hits there are, and the sentence that says so.
    pub found: Option<(usize, &'a str)>,
}

impl About<'_> {
    /// What stands above all else: what was found, else the command.
    pub fn title(&self) -> String {
        self.found.map_or_else(|| self.command(), |(_, sentence)| sentence.to_string())
    }

    /// For programs.
    pub fn json(&self) -> io::Result<Map<String, Value>> {
        let made = ("made_by".to_string(), serde_json::to_value(self.made)?);
        let hits = self.found.map(|(hits, _)| ("hits".to_string(), hits.into()));
        Ok([made].into_iter().chain(hits).collect())
    }

    /// For people: each fact with its name.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let made = self.made;
        let mut facts = Vec::new();
        facts.extend(self.found.map(|(_, sentence)| ("found", sentence.to_string())));
        facts.extend(made.query.clone().map(|query| ("query", query)));
        facts.push(("selection", made.selection.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")));
        facts.push(("command", self.command()));
        facts.push(("index", made.index.clone()));
        facts.push(("version", format!("kwic {}", made.kwic)));
        facts.push(("seed", made.seed.to_string()));
        facts.retain(|(_, value)| !value.is_empty());
        facts
    }

    fn command(&self) -> String {
        let words = self.made.command.iter().map(|word| quoted(word));
        ["kwic".to_string()].into_iter().chain(words).collect::<Vec<_>>().join(" ")
    }
}

/// A word as a POSIX shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=,:@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_can_be_typed_again() {
        let command = ["find", "arms control", "it's", "--year=1990..", ""].map(str::to_string).to_vec();
        let made = Made { command, ..Made::default() };
        let about = About { made: &made, found: None };
        assert_eq!(about.title(), r"kwic find 'arms control' 'it'\''s' --year=1990.. ''");
    }
}
