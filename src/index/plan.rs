//! Which papers are new, changed, removed, and which stay as they are.

use std::path::PathBuf;

use super::manifest::{Manifest, PaperRecord, hash};
use crate::error::Result;
use crate::model::Metadata;
use crate::papers::{Found, READING_VERSION, SourceFile, walk};

/// A file changed so shortly before it was read (in nanoseconds) may change
/// again without its time showing it.
const SETTLED: u64 = 2_000_000_000;

/// What is to be done to bring an index up to date.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Papers to read, each with the hash of its settings.
    pub read: Vec<(SourceFile, String)>,
    /// Papers that stay as they are.
    pub keep: Vec<(SourceFile, PaperRecord)>,
    /// Ids of papers that are no longer there.
    pub remove: Vec<String>,
}

/// Hash of all that a paper's sections depend on besides its bytes.
pub(super) fn settings_of(file: &SourceFile, metadata: Option<&Metadata>, themes: &str) -> String {
    let metadata = metadata.and_then(|m| serde_json::to_string(m).ok()).unwrap_or_default();
    hash(format!("{READING_VERSION}\n{}\n{metadata}\n{themes}", file.file).as_bytes())
}

impl Plan {
    /// Compares the files that were found with what the index knows.
    pub fn new(found: &Found, old: &Manifest, settings: impl Fn(&SourceFile) -> String) -> Self {
        let mut plan = Plan::default();
        for file in &found.papers {
            let settings = settings(file);
            match old.paper(&file.id) {
                Some((_, known)) if known.settings == settings && is_unchanged(file, known) => {
                    plan.keep.push((file.clone(), known.clone()));
                }
                _ => plan.read.push((file.clone(), settings)),
            }
        }
        let there = |id: &str| found.papers.binary_search_by(|p| p.id.as_str().cmp(id)).is_ok();
        plan.remove = old.papers.iter().filter(|p| !there(&p.id)).map(|p| p.id.clone()).collect();
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
    let failed = |file: &SourceFile| manifest.failures.iter().any(|f| f.file == file.file);
    for file in found.papers.iter().filter(|f| !failed(f)) {
        match manifest.paper(&file.id) {
            None => stale.added += 1,
            Some((_, known)) if (known.bytes, known.modified) != (file.bytes, file.modified) => stale.changed += 1,
            Some(_) => {}
        }
    }
    let there = |id: &str| found.papers.binary_search_by(|p| p.id.as_str().cmp(id)).is_ok();
    stale.removed = manifest.papers.iter().filter(|p| !there(&p.id)).count();
    Ok(stale)
}
