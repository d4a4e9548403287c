//! Papers that nobody wrote, with the shape of language: so that anybody can repeat a figure.
//!
//! | file | what it holds |
//! |---|---|
//! | `ranks.rs` | how often words are used: Zipf–Mandelbrot, with a tail that never ends |
//! | `forms.rs` | how words are written |
//! | `paper.rs` | papers, sections, paragraphs, sentences; words that come in bursts |
//!
//! All of it is integer arithmetic over one generator of random numbers, so that a seed gives the same bytes on every
//! machine. [`VERSION`] changes with every change of these bytes.

mod forms;
mod paper;
mod ranks;

use std::fs;
use std::path::Path;

pub use paper::{Paper, Papers};

use crate::error::{Error, Kind, Result};

/// Version of the bytes that a seed gives.
pub const VERSION: u32 = 1;

/// What was generated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Generated {
    /// Papers.
    pub papers: u64,
    /// Bytes of the papers, their metadata table not among them.
    pub bytes: u64,
}

/// Writes papers into a folder until they have at least `size` bytes, and a `metadata.csv` of those that are plain
/// text. `heard` is told the bytes of each paper.
///
/// # Errors
/// A folder that is not empty, or cannot be written.
pub fn generate(size: u64, seed: u64, folder: &Path, heard: &dyn Fn(u64)) -> Result<Generated> {
    fs::create_dir_all(folder).map_err(|e| Error::file(folder, e))?;
    let mut entries = fs::read_dir(folder).map_err(|e| Error::file(folder, e))?;
    if entries.next().is_some() {
        return Err(Error::new(Kind::File, folder.display(), "the folder is not empty")
            .remedy("name a new one: generated papers are kept apart from others"));
    }
    let mut done = Generated::default();
    let mut table = format!("{}\n", Paper::COLUMNS);
    for paper in Papers::new(seed) {
        let path = folder.join(&paper.file);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, &paper.text));
        written.map_err(|e| Error::file(&path, e))?;
        table.extend(paper.row());
        done.papers += 1;
        done.bytes += paper.text.len() as u64;
        heard(paper.text.len() as u64);
        if done.bytes >= size {
            break;
        }
    }
    let path = folder.join("metadata.csv");
    fs::write(&path, table).map_err(|e| Error::file(&path, e))?;
    Ok(done)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::index::hash;

    /// The words of a paper, in lower case.
    fn words_of(paper: &Paper) -> Vec<String> {
        let lower = paper.text.to_lowercase();
        let mut words = Vec::new();
        crate::text::words(&lower, |start, end| words.push(lower.get(start..end).unwrap().to_string()));
        words
    }

    /// The words of the first papers, `count` of them.
    fn words(seed: u64, count: usize) -> Vec<String> {
        let mut words = Vec::with_capacity(count);
        for paper in Papers::new(seed) {
            words.extend(words_of(&paper));
            if words.len() >= count {
                break;
            }
        }
        words.truncate(count);
        words
    }

    #[test]
    fn a_seed_gives_the_same_bytes_on_every_machine() {
        let bytes = |seed| {
            let papers = Papers::new(seed).take(20);
            papers.map(|paper| format!("{}\n{}\n{:?}\n", paper.file, paper.text, paper.row())).collect::<String>()
        };
        assert_eq!(
            hash(bytes(1).as_bytes()),
            "f64d8d2ae3aeb3995f3700f873386658",
            "raise generate::VERSION if this is meant"
        );
        assert_ne!(bytes(1), bytes(2));
    }

    #[test]
    fn the_vocabulary_grows_as_heaps_said() {
        let words = words(1, 400_000);
        let types = |n: usize| words.iter().take(n).collect::<std::collections::HashSet<_>>().len() as f64;
        let exponent = (types(400_000) / types(50_000)).ln() / 8f64.ln();
        assert!((0.5..0.75).contains(&exponent), "{exponent}");
        let types = types(400_000);
        assert!((15_000.0..40_000.0).contains(&types), "{types}");
    }

    #[test]
    fn words_are_as_frequent_as_zipf_said() {
        let mut counts: HashMap<String, u64> = HashMap::new();
        words(1, 400_000).into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
        let mut counts: Vec<u64> = counts.into_values().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let slope = |from: usize, to: usize| {
            (counts[to - 1] as f64 / counts[from - 1] as f64).ln() / (to as f64 / from as f64).ln()
        };
        let (head, tail) = (slope(10, 1000), slope(1000, 15_000));
        assert!((-1.15..-0.75).contains(&head), "{head}");
        assert!((-1.9..-1.1).contains(&tail), "{tail}");
    }

    #[test]
    fn words_come_in_bursts() {
        // Of words that occur thrice, more than chance would have it stand in one paper alone.
        let papers: Vec<_> = Papers::new(1).take(100).collect();
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, paper) in papers.iter().enumerate() {
            words_of(paper).into_iter().for_each(|word| places.entry(word).or_default().push(number));
        }
        let thrice: Vec<_> = places.values().filter(|places| places.len() == 3).collect();
        let together = thrice.iter().filter(|places| places[0] == places[2]).count();
        assert!(thrice.len() > 300, "{}", thrice.len());
        assert!(together * 4 > thrice.len(), "{together} of {}", thrice.len());
    }

    #[test]
    fn a_folder_that_holds_something_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("new");
        let done = generate(30_000, 5, &folder, &|_| ()).unwrap();
        assert!(done.bytes >= 30_000 && done.papers > 0);
        let error = generate(30_000, 5, &folder, &|_| ()).unwrap_err();
        assert!(error.to_string().contains("is not empty"), "{error}");
    }
}
