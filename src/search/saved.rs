//! Saved results: a JSON file each, in the folder `saved` beside the index's own files.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::hit::Hit;
use super::saved_name::SavedName;
use crate::error::{Error, Kind, Result};
use crate::index::OpenIndex;

/// Version of the files' format.
const FORMAT: u32 = 1;

/// A saved result: hits by paper and position, so that they outlive merges and
/// rebuilds, and what made them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedResult {
    /// Version of the format: 1.
    pub format: u32,
    /// Its name, without `@`.
    pub name: String,
    /// The words of the command that made it, without the program's name.
    pub command: Vec<String>,
    /// The query.
    pub query: String,
    /// The query's syntax: `simple` or `cql`.
    pub syntax: String,
    /// The matching strategy.
    pub strategy: String,
    /// The selection as its options.
    pub selection: Vec<String>,
    /// How many hits were drawn, where it is a sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<usize>,
    /// The seed of the sample.
    pub seed: u64,
    /// Fingerprint of the index.
    pub index: String,
    /// Version of kwic.
    pub kwic: String,
    /// When it was saved: RFC 3339, in UTC.
    pub when: String,
    /// The papers with hits, by id.
    pub papers: Vec<SavedPaper>,
}

/// The hits in one paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedPaper {
    /// The paper's id.
    pub id: String,
    /// [`Manifest::text_hash`](crate::index::Manifest::text_hash) of the paper.
    pub text: String,
    /// Each hit's first token, counted from 0 at the paper's beginning, and its length in tokens.
    pub hits: Vec<(u32, u32)>,
}

impl SavedResult {
    /// A result of this index with these hits (in corpus order), as of now; the other fields are empty.
    pub fn new(index: &OpenIndex, name: &SavedName, hits: &[Hit]) -> Self {
        SavedResult {
            format: FORMAT,
            name: name.as_str().to_string(),
            index: index.manifest().fingerprint(),
            kwic: env!("CARGO_PKG_VERSION").to_string(),
            when: now(),
            papers: by_paper(index, hits),
            ..SavedResult::default()
        }
    }

    /// How many hits there are.
    pub fn count(&self) -> usize {
        self.papers.iter().map(|paper| paper.hits.len()).sum()
    }

    /// Writes the result beside the index in `folder`, in place of an older one
    /// of its name: what is read is either the old one or the new one.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let name: SavedName = self.name.parse().map_err(|cause| Error::new(Kind::Query, &self.name, cause))?;
        let path = path_of(folder, &name);
        let json = serde_json::to_vec(self).map_err(|e| Error::file(&path, e))?;
        let unfinished = path.with_file_name(format!(".{}.{}", name.as_str(), std::process::id()));
        let write = || {
            fs::create_dir_all(folder.join("saved"))?;
            let mut file = File::create(&unfinished)?;
            file.write_all(&json)?;
            file.sync_all()?;
            fs::rename(&unfinished, &path)
        };
        write().map_err(|e| {
            // There is nothing left to do if it cannot be removed either.
            let _ = fs::remove_file(&unfinished);
            Error::file(&path, e).remedy("see that the index's folder can be written and the disk is not full")
        })
    }

    /// Reads the result of this name beside the index in `folder`.
    ///
    /// # Errors
    /// There is none, or one that is damaged.
    pub fn read(folder: &Path, name: &SavedName) -> Result<Self> {
        let path = path_of(folder, name);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(none_called(folder, name)),
            read => read.map_err(|e| Error::file(&path, e))?,
        };
        let damaged = |cause: String| {
            Error::new(Kind::Damaged, path.display(), cause)
                .remedy(format!("save it anew with `kwic find … --save {name}`, or `kwic saved --remove {name}`"))
        };
        let saved: SavedResult = serde_json::from_slice(&bytes).map_err(|e| damaged(e.to_string()))?;
        match saved.format == FORMAT && saved.name == name.as_str() {
            true => Ok(saved),
            false => Err(damaged(format!("it is not the result {name} in format {FORMAT}"))),
        }
    }

    /// Removes the result of this name beside the index in `folder`.
    ///
    /// # Errors
    /// There is none, or it cannot be removed.
    pub fn remove(folder: &Path, name: &SavedName) -> Result<()> {
        let path = path_of(folder, name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(none_called(folder, name)),
            removed => removed.map_err(|e| Error::file(&path, e)),
        }
    }
}

/// The names of the results that are saved beside the index in `folder`, sorted.
pub fn saved_names(folder: &Path) -> Vec<SavedName> {
    let entries = fs::read_dir(folder.join("saved")).into_iter().flatten().flatten();
    let name = |entry: fs::DirEntry| entry.file_name().to_str()?.strip_suffix(".json")?.parse().ok();
    let mut names: Vec<SavedName> = entries.filter_map(name).collect();
    names.sort();
    names
}

fn path_of(folder: &Path, name: &SavedName) -> PathBuf {
    folder.join("saved").join(format!("{}.json", name.as_str()))
}

fn none_called(folder: &Path, name: &SavedName) -> Error {
    let known: Vec<String> = saved_names(folder).iter().map(SavedName::to_string).collect();
    let remedy = match known.is_empty() {
        true => format!("none is saved yet; `kwic find … --save {name}` saves one"),
        false => format!("there are {}; `kwic find … --save {name}` saves one", known.join(", ")),
    };
    Error::new(Kind::Query, name, "there is no saved result of this name").remedy(remedy)
}

fn by_paper(index: &OpenIndex, hits: &[Hit]) -> Vec<SavedPaper> {
    let mut papers: Vec<(u32, SavedPaper)> = Vec::new();
    for hit in hits {
        let Some(section) = index.sections().get(hit.section as usize) else { continue };
        let Some(record) = index.manifest().papers.get(section.paper as usize) else { continue };
        if papers.last().is_none_or(|(last, _)| *last != section.paper) {
            let text = index.manifest().text_hash(record);
            papers.push((section.paper, SavedPaper { id: record.id.clone(), text, hits: Vec::new() }));
        }
        if let Some((_, paper)) = papers.last_mut() {
            paper.hits.push((section.offset + hit.start, hit.end - hit.start));
        }
    }
    papers.into_iter().map(|(_, paper)| paper).collect()
}

fn now() -> String {
    let now = time::OffsetDateTime::now_utc();
    let now = now.replace_nanosecond(0).unwrap_or(now);
    // Only years after 9999 cannot be written so.
    now.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
}
