//! Which papers are new, changed, removed, and which stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Manifest, PaperRecord, PassedOver, hash};
use crate::error::Result;
use crate::papers::{Found, READING_VERSION, ReadingOptions, SourceFile, TeiChoice, parted, read_together, walk};

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
    /// Files that hold no papers still.
    pub pass_over: Vec<PassedOver>,
    /// Ids of papers whose files are no longer there.
    pub remove: Vec<String>,
    /// Whether the times of files have changed, though nothing else of them.
    pub touched: bool,
}

/// Hash of all that a paper's sections depend on besides its bytes.
pub(super) fn settings_of(file: &SourceFile, metadata: &str, themes: &str, options: &ReadingOptions) -> String {
    let mut columns = options.vrt_columns.join(",");
    // Said or not, the form that is read without the option is the same.
    let choice = options.tei_choice.filter(|choice| *choice != TeiChoice::default());
    let named = [
        ("choice", &choice.map(|choice| format!("{choice:?}"))),
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

/// What the index knows of a file from when it was read.
#[derive(Clone)]
enum Known {
    Papers(Vec<PaperRecord>),
    PassedOver(PassedOver),
}

impl Known {
    /// Size, last change, when it was read, hash, hash of its settings.
    fn state(&self) -> Option<(u64, u64, u64, &str, &str)> {
        match self {
            Known::Papers(papers) => papers.first().map(|p| (p.bytes, p.modified, p.read, &*p.hash, &*p.settings)),
            Known::PassedOver(p) => Some((p.bytes, p.modified, p.read, &*p.hash, &*p.settings)),
        }
    }

    /// Whether the file is the same: by size and time where these can be trusted; `None`: only its content tells.
    fn is_of(&self, file: &SourceFile, settings: &str) -> Option<bool> {
        let Some((bytes, modified, read, _, known_settings)) = self.state() else { return Some(false) };
        let named = match self {
            Known::Papers(papers) => papers.iter().all(|paper| paper.id.split('#').next() == Some(&file.id)),
            Known::PassedOver(_) => true,
        };
        match named && known_settings == settings && bytes == file.bytes {
            false => Some(false),
            true => (modified + SETTLED < read && file.modified == modified).then_some(true),
        }
    }
}

impl Plan {
    /// Compares the files that were found with what the index knows.
    pub fn new(found: &Found, old: &Manifest, settings: impl Fn(&SourceFile) -> String) -> Self {
        let mut plan = Plan::default();
        let mut known: BTreeMap<&str, Known> = BTreeMap::new();
        old.passed_over.iter().for_each(|file| drop(known.insert(&file.file, Known::PassedOver(file.clone()))));
        for (file, papers) in old.by_file() {
            known.insert(file, Known::Papers(papers.into_iter().cloned().collect()));
        }
        // A file of several papers of which one failed is read again.
        old.failures.iter().for_each(|failure| drop(known.remove(failure.file.as_str())));
        let mut doubtful = Vec::new();
        for file in &found.papers {
            let settings = settings(file);
            let known = known.remove(file.file.as_str());
            match (known.as_ref().and_then(|known| known.is_of(file, &settings)), known) {
                (Some(true), Some(known)) => plan.keep(file.clone(), known),
                (None, Some(known)) => doubtful.push((file.clone(), settings, known)),
                _ => plan.read.push((file.clone(), settings)),
            }
        }
        plan.look_into(doubtful);
        let there: BTreeSet<&str> = found.papers.iter().map(|file| file.file.as_str()).collect();
        plan.remove = old.papers.iter().filter(|p| !there.contains(p.file.as_str())).map(|p| p.id.clone()).collect();
        plan
    }

    fn keep(&mut self, file: SourceFile, known: Known) {
        self.touched |= known.state().is_some_and(|(_, modified, ..)| modified != file.modified);
        match known {
            Known::Papers(papers) => self.keep.push((file, papers)),
            Known::PassedOver(known) => {
                self.pass_over.push(PassedOver { modified: file.modified, ..known });
            }
        }
    }

    /// Reads files to see whether they are the same.
    fn look_into(&mut self, files: Vec<(SourceFile, String, Known)>) {
        for part in parted(files, |(file, ..)| file) {
            let sources: Vec<&SourceFile> = part.iter().map(|(file, ..)| file).collect();
            let mut same = vec![false; part.len()];
            let looked: std::result::Result<(), ()> = read_together(&sources, &mut |at, load| {
                let known = part.get(at).and_then(|(_, _, known)| known.state());
                let is = known.is_some_and(|known| load().is_ok_and(|bytes| hash(&bytes) == known.3));
                same.iter_mut().skip(at).take(1).for_each(|same| *same = is);
                Ok(())
            });
            for ((file, settings, known), same) in part.into_iter().zip(same) {
                match same && looked.is_ok() {
                    true => self.keep(file, known),
                    false => self.read.push((file, settings)),
                }
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.read.is_empty() && self.remove.is_empty() && !self.touched
    }
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

/// Looks how far an index is behind its papers, by their names, sizes and times; no archive is opened for it.
///
/// # Errors
/// Where the folder of papers is gone.
pub fn staleness(manifest: &Manifest) -> Result<Staleness> {
    let found = walk(&manifest.roots)?;
    let mut stale = Staleness::default();
    let passed_over = manifest.passed_over.iter().map(|file| file.file.as_str());
    let seen: BTreeSet<&str> = manifest.failures.iter().map(|file| file.file.as_str()).chain(passed_over).collect();
    let papers = manifest.by_file();
    for file in &found.papers {
        match papers.get(file.file.as_str()).and_then(|papers| papers.first()) {
            None if seen.contains(file.file.as_str()) => {}
            None => stale.added += 1,
            Some(known) if (known.bytes, known.modified) != (file.bytes, file.modified) => stale.changed += 1,
            Some(_) => {}
        }
    }
    for archive in &found.archives {
        match manifest.archives.iter().find(|known| known.file == archive.file) {
            None => stale.added += 1,
            Some(known) if (known.bytes, known.modified) != (archive.bytes, archive.modified) => stale.changed += 1,
            Some(_) => {}
        }
    }
    let there: BTreeSet<&str> = found.papers.iter().chain(&found.archives).map(|file| file.file.as_str()).collect();
    let in_archive =
        |file: &str| file.match_indices('/').any(|(at, _)| file.get(..at).is_some_and(|f| there.contains(f)));
    stale.removed = papers.keys().filter(|file| !there.contains(*file) && !in_archive(file)).count();
    Ok(stale)
}
