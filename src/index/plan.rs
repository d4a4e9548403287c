//! Which papers are new, changed, removed, and which stay as they are.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::manifest::{Manifest, PaperRecord, hash};
use crate::error::Result;
use crate::model::Metadata;
use crate::papers::{Found, READING_VERSION, ReadingOptions, SourceFile, walk};

/// A file changed so shortly before it was read (in nanoseconds) may change
/// again without its time showing it.
const SETTLED: u64 = 2_000_000_000;

/// What is to be done to bring an index up to date.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files to read, each with the hash of its settings.
    pub read: Vec<(SourceFile, String)>,
    /// Files that stay as they are, each with its papers.
    pub keep: Vec<(SourceFile, Vec<PaperRecord>)>,
    /// Ids of papers whose files are no longer there.
    pub remove: Vec<String>,
}

/// Hash of all that a paper's sections depend on besides its bytes.
pub(super) fn settings_of(
    file: &SourceFile,
    metadata: Option<&Metadata>,
    themes: &str,
    options: &ReadingOptions,
) -> String {
    let metadata = metadata.and_then(|m| serde_json::to_string(m).ok()).unwrap_or_default();
    let mut columns = options.vrt_columns.join(",");
    let named = [
        ("root", &options.html_root),
        ("text", &options.text_column),
        ("id", &options.id_column),
        ("language", &options.language),
    ];
    for (option, column) in named {
        column.iter().for_each(|column| columns.push_str(&format!("\n{option}: {column}")));
    }
    hash(format!("{READING_VERSION}\n{}\n{metadata}\n{themes}\n{columns}", file.file).as_bytes())
}

impl Plan {
    /// Compares the files that were found with what the index knows.
    pub fn new(found: &Found, old: &Manifest, settings: impl Fn(&SourceFile) -> String) -> Self {
        let mut plan = Plan::default();
        let papers = old.by_file();
        for file in &found.papers {
            let settings = settings(file);
            let known = papers.get(file.file.as_str()).map_or(&[][..], Vec::as_slice);
            let named = known.iter().all(|paper| paper.id.split('#').next() == Some(&file.id));
            match known.first() {
                // A file of several papers of which one failed is read again.
                Some(first)
                    if named
                        && first.settings == settings
                        && !old.failures.iter().any(|failure| failure.file == file.file)
                        && is_unchanged(file, first) =>
                {
                    plan.keep.push((file.clone(), known.iter().copied().cloned().collect()));
                }
                _ => plan.read.push((file.clone(), settings)),
            }
        }
        let there: BTreeSet<&str> = found.papers.iter().map(|file| file.file.as_str()).collect();
        plan.remove = old.papers.iter().filter(|p| !there.contains(p.file.as_str())).map(|p| p.id.clone()).collect();
        plan
    }

    pub fn is_empty(&self) -> bool {
        self.read.is_empty() && self.remove.is_empty()
    }
}

/// By size and time where these can be trusted, else by content.
fn is_unchanged(file: &SourceFile, known: &PaperRecord) -> bool {
    if file.bytes != known.bytes || file.file != known.file {
        return false;
    }
    let settled = known.modified + SETTLED < known.read;
    (settled && file.modified == known.modified)
        || std::fs::read(&file.path).is_ok_and(|bytes| hash(&bytes) == known.hash)
}

/// How far an index is behind its papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Staleness {
    /// Papers that are not in the index.
    pub added: usize,
    /// Papers that have changed since they were read.
    pub changed: usize,
    /// Papers in the index that are no longer there.
    pub removed: usize,
}

impl Staleness {
    /// Whether the index is up to date.
    pub fn is_current(&self) -> bool {
        *self == Staleness::default()
    }
}

/// Looks how far an index is behind its papers, by their names, sizes and times.
///
/// # Errors
/// Where the folder of papers is gone.
pub fn staleness(manifest: &Manifest) -> Result<Staleness> {
    let roots: Vec<PathBuf> = manifest.roots.clone();
    let found = walk(&roots)?;
    let mut stale = Staleness::default();
    let known_of =
        |file: &SourceFile| manifest.failures.iter().chain(&manifest.passed_over).any(|f| f.file == file.file);
    let papers = manifest.by_file();
    for file in &found.papers {
        match papers.get(file.file.as_str()).and_then(|papers| papers.first()) {
            None if known_of(file) => {}
            None => stale.added += 1,
            Some(known) if (known.bytes, known.modified) != (file.bytes, file.modified) => stale.changed += 1,
            Some(_) => {}
        }
    }
    let there: BTreeSet<&str> = found.papers.iter().map(|file| file.file.as_str()).collect();
    stale.removed = papers.keys().filter(|file| !there.contains(*file)).count();
    Ok(stale)
}
