//! Walking folders of papers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::WalkBuilder;

use super::MetadataTables;
use crate::error::{Error, Kind, Result};
use crate::model::Warning;

/// A file that may be a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the corpus, with `/`.
    pub file: String,
    /// The paper's id: `file` without the ending, unless two files would share it. It holds no `#`.
    pub id: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Last change, in nanoseconds since 1970.
    pub modified: u64,
}

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Papers, by id.
    pub papers: Vec<SourceFile>,
    /// Metadata tables, with their folder in the corpus.
    pub tables: Vec<(PathBuf, String)>,
    /// `themes.toml` at the top of a folder of papers.
    pub themes: Option<PathBuf>,
    /// What could not be read, or is in no form that kwic reads.
    pub failures: Vec<Warning>,
    /// Files in other forms, counted by ending, and symbolic links: passed over.
    pub passed_over: BTreeMap<String, usize>,
}

/// Walks folders (and single files) of papers. Hidden files are passed over, and
/// what a `.gitignore` or `.ignore` within the folder names, and folders that are an index; symbolic links are not followed, but counted.
///
/// # Errors
/// A folder that does not exist.
pub fn walk(roots: &[PathBuf]) -> Result<Found> {
    let mut found = Found::default();
    for root in roots {
        if !root.exists() {
            return Err(Error::new(Kind::File, root.display(), "no such file or folder")
                .remedy("name the folder that holds your papers: `kwic index FOLDER`"));
        }
        // Several roots keep apart what they hold under their own names.
        let prefix = match (roots.len() > 1, root.file_name()) {
            (true, Some(name)) => format!("{}/", name.to_string_lossy()),
            _ => String::new(),
        };
        walk_one(root, &prefix, &mut found);
    }
    name_papers(&mut found);
    Ok(found)
}

/// Whether a folder is one of tantivy's: what it holds in JSON are no papers.
fn is_index(folder: &Path) -> bool {
    folder.join(".managed.json").is_file()
}

fn walk_one(root: &Path, prefix: &str, found: &mut Found) {
    let mut walker = WalkBuilder::new(root);
    walker.parents(false).git_global(false).git_exclude(false).require_git(false);
    let walker = walker.filter_entry(|entry| !is_index(entry.path())).build();
    let base = if root.is_file() { root.parent().unwrap_or(root) } else { root };
    for entry in walker {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.failures.push(Warning { file: root.display().to_string(), what: error.to_string() });
                continue;
            }
        };
        let Some(kind) = entry.file_type() else { continue };
        if kind.is_symlink() {
            *found.passed_over.entry("symbolic link".into()).or_insert(0) += 1;
            continue;
        }
        if kind.is_dir() {
            continue;
        }
        let inside = entry.path().strip_prefix(base).unwrap_or(entry.path());
        let Some(inside) = inside.to_str().map(|p| p.replace('\\', "/")) else {
            let file = entry.path().display().to_string();
            found.failures.push(Warning { file, what: "its name is not UTF-8; rename it".into() });
            continue;
        };
        let file = format!("{prefix}{inside}");
        if !kind.is_file() {
            found.failures.push(Warning { file, what: "it is no regular file".into() });
            continue;
        }
        sort_in(entry.path(), file, inside.contains('/'), found);
    }
}

/// Puts a file where it belongs by its name.
fn sort_in(path: &Path, file: String, nested: bool, found: &mut Found) {
    if MetadataTables::is_table(path) {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
        found.tables.push((path.to_path_buf(), folder));
        return;
    }
    if !nested && path.file_name().is_some_and(|n| n == "themes.toml") {
        found.themes = Some(path.to_path_buf());
        return;
    }
    if !super::READERS.iter().any(|reader| reader.claims(path, &[])) {
        let ending = path.extension().map_or("(none)".into(), |e| format!(".{}", e.to_string_lossy().to_lowercase()));
        *found.passed_over.entry(ending).or_insert(0) += 1;
        return;
    }
    let modified = |m: &std::fs::Metadata| {
        m.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok()).map_or(0, |d| d.as_nanos() as u64)
    };
    match path.metadata() {
        Ok(meta) => {
            let (bytes, modified) = (meta.len(), modified(&meta));
            found.papers.push(SourceFile { path: path.to_path_buf(), id: String::new(), file, bytes, modified });
        }
        Err(error) => found.failures.push(Warning { file, what: error.to_string() }),
    }
}

fn name_papers(found: &mut Found) {
    let stem = |file: &str| {
        let name = file.rfind('/').map_or(0, |slash| slash + 1);
        match file.get(name..).and_then(|n| n.rfind('.')).filter(|dot| *dot > 0) {
            Some(dot) => file.get(..name + dot).unwrap_or(file).to_string(),
            None => file.to_string(),
        }
    };
    let mut shared: BTreeMap<String, usize> = BTreeMap::new();
    for paper in &found.papers {
        *shared.entry(stem(&paper.file)).or_insert(0) += 1;
    }
    for paper in &mut found.papers {
        let id = stem(&paper.file);
        let id = if shared.get(&id).copied().unwrap_or(0) > 1 { paper.file.clone() } else { id };
        // What stands behind `#` tells apart the papers of one file.
        paper.id = id.replace('#', "%23");
    }
    found.papers.sort_by(|a, b| (&a.id, &a.file).cmp(&(&b.id, &b.file)));
    found.papers.dedup_by(|a, b| a.file == b.file);
    found.tables.sort();
    found.failures.sort_by(|a, b| a.file.cmp(&b.file));
}
