//! The program that reads PDFs in processes of its own, and what it has answered.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_128;

/// A program that is called as `PROGRAM read-pdf` and does what [`super::serve_pdf`] does, so that a PDF that does harm
/// costs itself alone. Clones share its answers, so that the same bytes are read once, however often a build asks;
/// they are in a file without a name that goes away with the process.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
    answers: Arc<Mutex<Answers>>,
}

#[derive(Debug, Default)]
struct Answers {
    file: Option<File>,
    end: u64,
    /// Where the answer for bytes of this hash stands: its first byte and its length.
    places: HashMap<u128, (u64, u64)>,
}

impl PartialEq for Program {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Eq for Program {}

impl Program {
    /// The program at `path`, which has answered nothing yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Program { path: path.into(), answers: Arc::default() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it has answered for these bytes; else what `ask` answers now.
    #[cfg_attr(not(feature = "pdf"), allow(dead_code))]
    pub(super) fn answer(&self, bytes: &[u8], ask: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
        let key = xxh3_128(bytes);
        let known = || self.answers.lock().unwrap_or_else(PoisonError::into_inner).get(key);
        if let Some(known) = known() {
            return known;
        }
        let answer = ask();
        // Where there is no room to keep it, it is asked for again.
        let _ = self.answers.lock().unwrap_or_else(PoisonError::into_inner).put(key, &answer);
        answer
    }
}

#[cfg_attr(not(feature = "pdf"), allow(dead_code))]
impl Answers {
    fn get(&mut self, key: u128) -> Option<Vec<u8>> {
        let (start, length) = *self.places.get(&key)?;
        let file = self.file.as_mut()?;
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut answer = Vec::new();
        file.take(length).read_to_end(&mut answer).ok()?;
        (answer.len() as u64 == length).then_some(answer)
    }

    fn put(&mut self, key: u128, answer: &[u8]) -> std::io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(answer)?;
        self.places.insert(key, (self.end, answer.len() as u64));
        self.end += answer.len() as u64;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_are_asked_for_once() {
        let program = Program::new("program");
        let twin = program.clone();
        for (bytes, answer) in [(b"one", b"first".to_vec()), (b"two", b"second".to_vec())] {
            assert_eq!(program.answer(bytes, || answer.clone()), answer);
            assert_eq!(twin.answer(bytes, || b"asked again".to_vec()), answer);
        }
    }
}
