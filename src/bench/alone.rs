//! What is one pass in a build, each piece of it alone.

use std::ops::Range;
use std::path::PathBuf;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::papers::{decode, walk};
use crate::text::{Folder, Interner, words};

/// So much of the text is enough to measure a speed.
const ENOUGH: u64 = 16_000_000;

/// Seconds of one thread over the same text, by the wall.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Alone {
    /// Bytes of the text: the first papers.
    pub bytes: u64,
    /// Finding the words, and doing nothing with them.
    pub cut: f64,
    /// Numbering words that have been found: hashing.
    pub hash: f64,
    /// Folding the types of each paper.
    pub fold: f64,
}

/// Measures over papers under `roots`.
///
/// # Errors
/// Papers that cannot be read.
pub fn alone(roots: &[PathBuf]) -> Result<Alone> {
    let mut sum = Alone::default();
    let folder = Folder::new();
    for paper in walk(roots)?.papers {
        if sum.bytes >= ENOUGH {
            break;
        }
        let bytes = paper.read().map_err(|cause| Error::file(&paper.path, cause))?;
        // What is no text is no paper either.
        let Ok(text) = decode(&bytes).map(|decoded| decoded.text) else { continue };
        let (ranges, cut) = timed(|| ranges(&text));
        let (interner, hash) = timed(|| number(&text, &ranges));
        let ((), fold) = timed(|| {
            let mut out = String::new();
            interner.words().iter().for_each(|word| folder.fold_into(word, &mut out));
            std::hint::black_box(&out);
        });
        sum.bytes += text.len() as u64;
        sum.cut += cut;
        sum.hash += hash;
        sum.fold += fold;
    }
    Ok(sum)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let made = work();
    (made, start.elapsed().as_secs_f64())
}

fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::with_capacity(text.len() / 5);
    words(text, |start, end| ranges.push(start..end));
    ranges
}

fn number(text: &str, ranges: &[Range<usize>]) -> Interner {
    let mut interner = Interner::default();
    for range in ranges {
        std::hint::black_box(interner.number_of(text, range.clone()));
    }
    interner
}
