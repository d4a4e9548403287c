//! The manifest: what the index knows of its papers. A file of JSON lines
//! beside tantivy's, the first of all papers together, the others of one
//! paper each; the commit's payload names the one that belongs to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::FORMAT;
use crate::clock::{Stage, time};
use crate::error::{Error, Kind, Result};
use crate::model::{LanguageFrom, Metadata, Warning};
use crate::papers::TeiChoice;

/// What the index knows of its papers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`] of the index.
    pub format: u32,
    /// Version of kwic that wrote it.
    pub kwic: String,
    /// The folders and files that were indexed, as named then.
    pub roots: Vec<PathBuf>,
    /// The theme dictionary's own file, where one was named by `--themes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub themes_file: Option<PathBuf>,
    /// What was said of how papers are to be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vrt_columns: Vec<String>,
    /// The language of papers that do not say theirs, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The part of web pages that is the paper, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html_root: Option<String>,
    /// Which form of a TEI `choice` is text, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tei_choice: Option<TeiChoice>,
    /// The column of tables that holds the papers' texts, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_column: Option<String>,
    /// The column of tables that names the papers, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_column: Option<String>,
    /// The theme dictionary's text; empty without one.
    pub themes: String,
    /// [`crate::papers::READING_VERSION`] that the papers were read with.
    pub reading: u32,
    /// What the corpus said of words broken over a line end: see [`crate::papers::Evidence`].
    pub hyphens: BTreeMap<String, Option<bool>>,
    /// The papers, by id: lines of their own.
    #[serde(skip)]
    pub papers: Vec<PaperRecord>,
    /// Files that could not be read.
    pub failures: Vec<Warning>,
    /// Files of a form that kwic reads which hold no papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<PassedOver>,
    /// The archives whose members were walked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub archives: Vec<ArchiveRecord>,
}

/// A file that holds no papers, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// The file, relative to the corpus.
    pub file: String,
    /// Why, in a sentence without a full stop.
    pub what: String,
    /// Size in bytes.
    #[serde(default)]
    pub bytes: u64,
    /// Last change, in nanoseconds since 1970.
    #[serde(default)]
    pub modified: u64,
    /// When the index read it, in nanoseconds since 1970.
    #[serde(default)]
    pub read: u64,
    /// Hash of its bytes (XXH3, 128 bits, hexadecimal).
    #[serde(default)]
    pub hash: String,
    /// Hash of all else that its papers would depend on.
    #[serde(default)]
    pub settings: String,
}

/// An archive of papers as it was when its members were walked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveRecord {
    /// The archive, relative to the corpus.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its last change, in nanoseconds since 1970.
    pub modified: u64,
}

/// What the index knows of one paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRecord {
    /// The paper's id.
    pub id: String,
    /// Its file, relative to the corpus.
    pub file: String,
    /// The file's size in bytes.
    pub bytes: u64,
    /// The file's last change, in nanoseconds since 1970.
    pub modified: u64,
    /// When the index read the file, in nanoseconds since 1970.
    pub read: u64,
    /// Hash of the file's bytes (XXH3, 128 bits, hexadecimal).
    pub hash: String,
    /// Hash of all else that the paper's sections depend on.
    pub settings: String,
    /// The reader.
    pub reader: String,
    /// The file's encoding.
    pub encoding: String,
    /// What is known of the paper.
    pub metadata: Metadata,
    /// How its language is known.
    #[serde(default)]
    pub language_from: LanguageFrom,
    /// Names of its annotations, sorted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub annotations: BTreeSet<String>,
    /// Names of its named span layers, each with the names of its attributes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub layers: BTreeMap<String, BTreeSet<String>>,
    /// How many sections it has.
    pub sections: u32,
    /// How many pages its source tells of; 0 where it says nothing of pages.
    #[serde(default)]
    pub pages: u32,
    /// How many tokens it has.
    pub tokens: u64,
    /// What had to be passed over, mended or left undecided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Words broken over a line end that the corpus must decide about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<String>,
}

/// What a manifest of any format says of itself.
#[derive(Deserialize)]
struct Version {
    format: u32,
    kwic: String,
}

/// Whether a file of this name is a manifest, be it of an earlier format.
pub(super) fn is_manifest(name: &str) -> bool {
    name.starts_with("papers-") && (name.ends_with(".jsonl") || name.ends_with(".json"))
}

/// The command that builds the index in `folder` again.
fn fresh_command(folder: &Path) -> String {
    match folder == Path::new("index") {
        true => "kwic index --fresh".to_string(),
        false => format!("kwic index --fresh --index {}", folder.display()),
    }
}

/// A hash as the manifest writes it.
pub fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

/// The first 12 digits of a hash: enough to tell one state of a paper or a file from another.
pub fn short_hash(bytes: &[u8]) -> String {
    hash(bytes).chars().take(12).collect()
}

impl Manifest {
    /// The paper with this id, and its place in the order of ids.
    pub fn paper(&self, id: &str) -> Option<(usize, &PaperRecord)> {
        let at = self.papers.binary_search_by(|p| p.id.as_str().cmp(id)).ok()?;
        self.papers.get(at).map(|paper| (at, paper))
    }

    /// What is to be said of papers, and of files that hold none.
    pub fn warnings(&self) -> Vec<Warning> {
        let of_paper = |paper: &PaperRecord| {
            let warning = |what: &String| Warning { file: paper.file.clone(), what: what.clone() };
            paper.warnings.iter().map(warning).collect::<Vec<_>>()
        };
        let passed_over =
            self.passed_over.iter().map(|file| Warning { file: file.file.clone(), what: file.what.clone() });
        self.papers.iter().flat_map(of_paper).chain(passed_over).collect()
    }

    /// The papers of each file.
    pub fn by_file(&self) -> BTreeMap<&str, Vec<&PaperRecord>> {
        let mut files: BTreeMap<&str, Vec<&PaperRecord>> = BTreeMap::new();
        self.papers.iter().for_each(|paper| files.entry(&paper.file).or_default().push(paper));
        files
    }

    /// The language of most words of the papers, in whose order words are sorted; empty where most are of papers of which
    /// it is not known.
    pub fn main_language(&self) -> &str {
        let mut words: BTreeMap<&str, u64> = BTreeMap::new();
        for paper in &self.papers {
            *words.entry(paper.metadata.language.as_deref().unwrap_or("")).or_insert(0) += paper.tokens;
        }
        words.into_iter().max_by_key(|(_, tokens)| *tokens).map_or("", |(language, _)| language)
    }

    /// The same for the same reading text of a paper, cut in the same way: then its positions are the same.
    pub fn text_hash(&self, paper: &PaperRecord) -> String {
        let mut all =
            format!("{}\t{}\t{}\t{}\t{}\n", self.reading, paper.reader, paper.hash, paper.sections, paper.tokens);
        for form in &paper.undecided {
            all.push_str(&format!("{form}\t{:?}\n", self.hyphens.get(form)));
        }
        hash(all.as_bytes())
    }

    /// The papers by id, each with a short hash (12 hexadecimal digits) of its text and metadata.
    pub fn paper_hashes(&self) -> BTreeMap<String, String> {
        let metadata = |paper: &PaperRecord| serde_json::to_string(&paper.metadata).unwrap_or_default();
        let of = |paper: &PaperRecord| short_hash(format!("{}\n{}", self.text_hash(paper), metadata(paper)).as_bytes());
        self.papers.iter().map(|paper| (paper.id.clone(), of(paper))).collect()
    }

    /// A short hash (12 hexadecimal digits) of the theme dictionary, where there is one.
    pub fn themes_hash(&self) -> Option<String> {
        (!self.themes.is_empty()).then(|| short_hash(self.themes.as_bytes()))
    }

    /// The same for the same papers read in the same way, whenever and wherever built.
    pub fn fingerprint(&self) -> String {
        let mut all = format!("{}\n{}\n", self.format, self.themes);
        for paper in &self.papers {
            all.push_str(&format!("{}\t{}\t{}\n", paper.id, paper.hash, paper.settings));
        }
        for (form, keeps) in &self.hyphens {
            all.push_str(&format!("{form}\t{keeps:?}\n"));
        }
        hash(all.as_bytes())
    }

    /// Writes the manifest under a name of its own, whole and on disk before
    /// the commit names it; gives that name.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn write(&self, folder: &Path, stamp: u64) -> Result<String> {
        let name = format!("papers-{stamp:016x}.jsonl");
        let path = folder.join(&name);
        let bytes = self.lines().map_err(|e| Error::file(&path, e))?;
        let mut file = File::create(&path).map_err(|e| Error::file(&path, e))?;
        time(Stage::Write, || file.write_all(&bytes))
            .and_then(|()| time(Stage::Fsync, || file.sync_all()))
            .map_err(|e| Error::file(&path, e))?;
        Ok(name)
    }

    /// Reads the manifest that a commit's payload names.
    ///
    /// # Errors
    /// One that is missing, damaged or of another format.
    pub fn read(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).map_err(|e| Error::damaged(path.display(), e))?;
        let damaged = |error| Error::damaged(path.display(), error);
        let (head, papers) = bytes.split_at(memchr::memchr(b'\n', &bytes).unwrap_or(bytes.len()));
        // One of another format need not be of this shape.
        let Version { format, kwic } = serde_json::from_slice(head).map_err(damaged)?;
        if format != FORMAT {
            return Err(Error::new(
                Kind::Version,
                folder.display(),
                format!("the index was written by kwic {kwic} in format {format}, this kwic reads format {FORMAT}"),
            )
            .remedy(format!("run `{}` to build it again from the papers", fresh_command(folder))));
        }
        let mut manifest: Manifest = serde_json::from_slice(head).map_err(damaged)?;
        let lines = papers.par_split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        manifest.papers = lines.map(serde_json::from_slice).collect::<serde_json::Result<_>>().map_err(damaged)?;
        Ok(manifest)
    }

    fn lines(&self) -> serde_json::Result<Vec<u8>> {
        let mut lines = serde_json::to_vec(self)?;
        lines.push(b'\n');
        for paper in &self.papers {
            serde_json::to_writer(&mut lines, paper)?;
            lines.push(b'\n');
        }
        Ok(lines)
    }

    /// What an index that cannot be read any more says of where its papers and themes are.
    pub fn salvage(folder: &Path) -> Self {
        #[derive(Deserialize)]
        struct Roots {
            roots: Vec<PathBuf>,
            themes_file: Option<PathBuf>,
        }
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let manifests = files.filter(|path| path.file_name().is_some_and(|n| is_manifest(&n.to_string_lossy())));
        let read = |path: &PathBuf| {
            let bytes = std::fs::read(path).ok()?;
            serde_json::from_slice::<Roots>(bytes.split(|byte| *byte == b'\n').next()?).ok()
        };
        match manifests.max().as_ref().and_then(read) {
            Some(Roots { roots, themes_file }) => Manifest { roots, themes_file, ..Manifest::default() },
            None => Manifest::default(),
        }
    }

    /// Removes the manifests of earlier commits.
    pub fn sweep(folder: &Path, keep: &str) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if is_manifest(&name) && name != keep {
                // A file that stays is one that the next build sweeps.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}
