//! What this machine can do at best: the limits that docs/performance.md holds the stages of a build against.
//!
//! ```text
//! cargo bench --bench limits -- FOLDER
//! ```
//!
//! Reads the files of FOLDER (from the system's cache, after the first time), copies their text in memory, looks at each
//! of its bytes once, and writes it to a file that is then made safe; five times each, the median is told.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| argument != "--bench").unwrap_or("corpus".to_string());
    let mut files = Vec::new();
    list(Path::new(&folder), &mut files);
    let read = || files.iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>().concat();
    let text = read();
    println!("{:.1} MB in {} files", text.len() as f64 / 1e6, files.len());
    told("read", &text, || files.iter().map(|file| fs::read(file).unwrap().len()).sum());
    told("copy in memory", &text, || black_box(text.clone()).len());
    told("one pass over bytes", &text, || {
        text.iter().fold(0u64, |sum, byte| sum.wrapping_add(u64::from(*byte))) as usize
    });
    told("UTF-8 checked", &text, || String::from_utf8_lossy(&text).len());
    let file = tempfile::NamedTempFile::new().unwrap();
    told("write", &text, || write(file.path(), &text, false));
    told("write and fsync", &text, || write(file.path(), &text, true));
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() { list(&entry.path(), files) } else { files.push(entry.path()) }
    }
}

fn write(path: &Path, text: &[u8], safe: bool) -> usize {
    let mut file = File::create(path).unwrap();
    file.write_all(text).unwrap();
    if safe {
        file.sync_all().unwrap();
    }
    text.len()
}

fn told(what: &str, text: &[u8], mut run: impl FnMut() -> usize) {
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let median = times.get(2).copied().unwrap_or(f64::NAN);
    println!("{what}: {:.1} ms, {:.0} MB/s", median * 1e3, text.len() as f64 / 1e6 / median);
}
