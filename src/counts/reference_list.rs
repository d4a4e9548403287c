//! A list of words with their counts, which a corpus is held against.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

use crate::error::{Error, Kind, Result};
use crate::query::Form;
use crate::text::{Folder, words};

/// What a column of counts is called in lists of words; the other column is found by being the first.
const COUNTS: &[&str] = &["count", "counts", "freq", "frequency", "hits"];

/// Words, or n-grams, and how often they are used in a corpus that is not at hand.
#[derive(Debug, Default)]
pub struct ReferenceList {
    /// By form, tokens parted by a space.
    entries: FxHashMap<String, Entry>,
    tokens: Option<u64>,
    /// Lines that hold no word.
    without_words: u64,
}

#[derive(Debug, Default)]
struct Entry {
    count: u64,
    tokens: usize,
    /// Whether the corpus that is held against the list has it.
    met: AtomicBool,
}

impl ReferenceList {
    /// Reads a list: CSV, or with tabs; a word or an n-gram and its count in each line. A first line without a count
    /// names the columns; a line `# tokens: N` tells the size of the corpus. Words are cut and folded as papers' are.
    ///
    /// # Errors
    /// A file that cannot be read, a line without a count, words that are more than the tokens, stems.
    pub fn read(file: &Path, form: &Form) -> Result<Self> {
        if *form == Form::Stem {
            return Err(Error::new(
                Kind::Query,
                "--form stem",
                "of the words of a list it is not known in which language they are",
            )
            .remedy("count by lc or word"));
        }
        let text = fs::read_to_string(file).map_err(|e| {
            Error::file(file, e).remedy("a list is CSV or TSV in UTF-8: a word and its count in each line")
        })?;
        let text = text.trim_start_matches('\u{feff}');
        let mut list = ReferenceList { tokens: said_tokens(text), ..ReferenceList::default() };
        let delimiter = if text.lines().any(|line| line.contains('\t')) { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .quoting(delimiter == b',')
            .comment(Some(b'#'))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let (mut counts, folder) = (1, Folder::new());
        for (number, record) in reader.records().enumerate() {
            let record = record.map_err(|e| Error::file(file, e))?;
            if number == 0 {
                let named = |name: &str| COUNTS.contains(&name.trim().to_lowercase().as_str());
                counts = record.iter().position(named).unwrap_or(1);
            }
            match record.get(counts).and_then(|count| count.trim().parse().ok()) {
                Some(count) => list.add(record.get(0).unwrap_or(""), count, form, &folder),
                None if number == 0 => {}
                None => {
                    let line = record.position().map_or(0, csv::Position::line);
                    return Err(Error::new(
                        Kind::Setting,
                        format!("{}, line {line}", file.display()),
                        "there is no count",
                    )
                    .remedy("write a word and a whole number in each line, a comma or a tab between them"));
                }
            }
        }
        list.check(file)
    }

    fn add(&mut self, text: &str, count: u64, form: &Form, folder: &Folder) {
        let mut cut: Vec<String> = Vec::new();
        words(text, |start, end| {
            let word = text.get(start..end).unwrap_or("");
            cut.push(if *form == Form::Word { word.to_string() } else { folder.fold(word) });
        });
        if cut.is_empty() {
            self.without_words += 1;
            return;
        }
        let entry = self.entries.entry(cut.join(" ")).or_default();
        entry.count = entry.count.saturating_add(count);
        entry.tokens = cut.len();
    }

    fn check(self, file: &Path) -> Result<Self> {
        let place = file.display();
        if self.entries.is_empty() {
            return Err(Error::new(Kind::Setting, place, "there is no word in it")
                .remedy("write a word and its count in each line"));
        }
        match self.entries.iter().find(|(_, entry)| entry.count > self.tokens()) {
            Some((word, entry)) => Err(Error::new(
                Kind::Setting,
                place,
                format!("`{word}` is there {} times among {} tokens", entry.count, self.tokens()),
            )
            .remedy("`# tokens: N` tells how many tokens the corpus has")),
            None => Ok(self),
        }
    }

    /// Tokens of the corpus: as the list says, else the sum of its counts.
    pub fn tokens(&self) -> u64 {
        let sum = || self.entries.values().fold(0, |sum: u64, entry| sum.saturating_add(entry.count));
        self.tokens.unwrap_or_else(sum)
    }

    /// Whether the list says how many tokens there are.
    pub fn says_tokens(&self) -> bool {
        self.tokens.is_some()
    }

    /// How many lines hold no word.
    pub fn without_words(&self) -> u64 {
        self.without_words
    }

    /// How often a form is there; it is kept in mind that it was asked for.
    pub(super) fn meet(&self, text: &str) -> u64 {
        self.entries.get(text).map_or(0, |entry| {
            entry.met.store(true, Ordering::Relaxed);
            entry.count
        })
    }

    /// What was not asked for, of entries with so many tokens.
    pub(super) fn not_met(&self, lengths: &RangeInclusive<usize>) -> Vec<(&str, u64)> {
        let not_met = |entry: &&Entry| lengths.contains(&entry.tokens) && !entry.met.load(Ordering::Relaxed);
        let entries = self.entries.iter().filter(|(_, entry)| not_met(entry));
        entries.map(|(text, entry)| (text.as_str(), entry.count)).collect()
    }
}

/// What a line `# tokens: N` says.
fn said_tokens(text: &str) -> Option<u64> {
    text.lines().filter_map(|line| line.strip_prefix('#')).find_map(|remark| {
        let number = remark.trim().to_lowercase();
        let number = number.strip_prefix("tokens")?.trim_start().strip_prefix([':', '='])?.replace([',', '_', ' '], "");
        number.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ReferenceList> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        ReferenceList::read(file.path(), &Form::Lc)
    }

    #[test]
    fn lists_come_in_several_forms() {
        for text in [
            "the,5\nArms,2\narms,1\n\",\",4\n",
            "word\tcount\tpapers\nthe\t5\t1\narms\t3\t1\n",
            "\u{feff}# tokens: 8\nword,rank,Frequency\nthe,1,5\nARMS,2,3\n",
        ] {
            let list = read(text).unwrap();
            assert_eq!((list.meet("the"), list.meet("arms"), list.meet("of"), list.tokens()), (5, 3, 0, 8), "{text}");
        }
        let list = read("# Tokens: 1,000\narms control,7\nthe,9\n").unwrap();
        assert_eq!((list.meet("arms control"), list.tokens(), list.says_tokens()), (7, 1000, true));
        assert_eq!(list.not_met(&(1..=1)), [("the", 9)]);
        assert!(list.not_met(&(2..=2)).is_empty());
    }

    #[test]
    fn what_is_no_list_is_told_where() {
        let error = read("the,5\nof,many\n").unwrap_err();
        assert!(error.place.ends_with("line 2"), "{}", error.place);
        assert!(read("# tokens: 4\nthe,5\n").unwrap_err().cause.contains("5 times among 4"));
        assert!(read("").unwrap_err().cause.contains("no word"));
    }
}
