//! What a build did.

use std::collections::BTreeMap;
use std::time::Duration;

use super::manifest::{Manifest, PaperRecord};
use super::open::OpenIndex;
use crate::model::Warning;

/// What a build did.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Papers, sections and tokens in the index.
    pub papers: usize,
    /// Sections in the index.
    pub sections: u64,
    /// Tokens in the index.
    pub tokens: u64,
    /// Distinct word forms in the index.
    pub types: usize,
    /// Papers that were read in this build, and those that were removed.
    pub read: usize,
    /// Papers that were removed.
    pub removed: usize,
    /// Bytes of the papers that were read in this build.
    pub bytes_read: u64,
    /// Bytes of all papers in the index.
    pub bytes_in: u64,
    /// Bytes of the index.
    pub bytes_out: u64,
    /// How long it took.
    pub time: Duration,
    /// Why papers were read again that had not changed.
    pub notes: Vec<String>,
    /// What readers had to pass over, mend or leave undecided.
    pub warnings: Vec<Warning>,
    /// Files that could not be read.
    pub failures: Vec<Warning>,
    /// Files in forms that kwic does not read, by ending.
    pub passed_over: BTreeMap<String, usize>,
}

/// What an index, which was `old` before, has become.
pub(super) fn summary_of(index: &OpenIndex, old: &Manifest) -> Summary {
    let manifest = index.manifest();
    let fresh = |p: &&PaperRecord| old.paper(&p.id).is_none_or(|(_, known)| known.read != p.read);
    let sum = |value: fn(&PaperRecord) -> u64| manifest.papers.iter().map(value).sum();
    // A file of several papers counts once.
    let bytes = |papers: &mut dyn Iterator<Item = &PaperRecord>| {
        papers.map(|paper| (paper.file.as_str(), paper.bytes)).collect::<BTreeMap<_, _>>().values().sum()
    };
    Summary {
        papers: manifest.papers.len(),
        sections: sum(|p| u64::from(p.sections)),
        tokens: sum(|p| p.tokens),
        types: index.type_count(),
        read: manifest.papers.iter().filter(fresh).count(),
        removed: old.papers.iter().filter(|p| manifest.paper(&p.id).is_none()).count(),
        bytes_read: bytes(&mut manifest.papers.iter().filter(fresh)),
        bytes_in: bytes(&mut manifest.papers.iter()),
        bytes_out: index.bytes_on_disk(),
        failures: manifest.failures.clone(),
        warnings: manifest.warnings(),
        ..Summary::default()
    }
}
