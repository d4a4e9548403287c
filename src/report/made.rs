//! What made a result: enough to make it again.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value};

/// What made a result. Formats that can carry it do; other files have it beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
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
