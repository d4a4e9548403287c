//! Walking folders of papers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ignore::{DirEntry, WalkBuilder};

use super::archive::{self, Archive, Kind as Member};
use super::{Bibliography, MetadataTables, SourceFile};
use crate::error::{Error, Kind, Result};
use crate::model::Warning;

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Papers, by id.
    pub papers: Vec<SourceFile>,
    /// Archives, by their files. Their members are only known when they are opened: see [`Found::open_archives`].
    pub archives: Vec<SourceFile>,
    /// Metadata beside papers, by their files.
    pub tables: Vec<SourceFile>,
    /// `themes.toml` at the top of a folder of papers.
    pub themes: Option<PathBuf>,
    /// Theme dictionaries in archives, which are not used.
    pub unused_themes: Vec<String>,
    /// What could not be read, or is in no form that kwic reads.
    pub failures: Vec<Warning>,
    /// Files in other forms, counted by ending, and symbolic links: passed over.
    pub passed_over: BTreeMap<String, usize>,
}

/// How many members with bad names are named one by one.
const NAMED: usize = 5;

/// Walks folders (and single files) of papers, but opens no archive. Hidden files are passed over, and
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
        // Several folders keep apart what they hold under their own names.
        let prefix = match (roots.len() > 1 && root.is_dir(), root.file_name()) {
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
    let is_folder = |entry: &DirEntry| entry.file_type().is_some_and(|kind| kind.is_dir());
    let walker = walker.filter_entry(move |entry| !(is_folder(entry) && is_index(entry.path()))).build();
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
        if inside == "themes.toml" {
            found.themes = Some(entry.path().to_path_buf());
            continue;
        }
        match source(entry.path(), file.clone()) {
            Ok(source) => sort_in(source, found),
            Err(error) => found.failures.push(Warning { file, what: error.to_string() }),
        }
    }
}

/// A file as it is on the disk now; its id is still to be given.
fn source(path: &Path, file: String) -> std::io::Result<SourceFile> {
    let there = path.metadata()?;
    let since = there.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = since.map_or(0, |since| since.as_nanos() as u64);
    Ok(SourceFile { path: path.to_path_buf(), file, bytes: there.len(), modified, ..SourceFile::default() })
}

/// Puts a file where it belongs by its name.
fn sort_in(file: SourceFile, found: &mut Found) {
    let pass_over = |what: String, found: &mut Found| *found.passed_over.entry(what).or_insert(0) += 1;
    if MetadataTables::is_table(file.name()) || Bibliography::is_one(file.name()) {
        found.tables.push(file);
    } else if Archive::of(Path::new(&file.file)).is_some() {
        found.archives.push(file);
    } else if super::READERS.iter().any(|reader| reader.claims(file.name(), &[])) {
        found.papers.push(file);
    } else {
        let ending = file.name().extension().map(|e| format!(".{}", e.to_string_lossy().to_lowercase()));
        pass_over(ending.unwrap_or("(none)".into()), found);
    }
}

impl Found {
    /// Opens the archives, and puts their members where they belong: an archive is walked as a folder of its name.
    /// Archives in archives are not opened.
    pub fn open_archives(&mut self) {
        for archive in self.archives.clone() {
            let Some(form) = Archive::of(&archive.path) else { continue };
            match archive::list(&archive.path, form) {
                Ok(listing) => self.take_members(&archive, listing),
                Err(what) => self.failures.push(Warning { file: archive.file, what }),
            }
        }
        name_papers(self);
    }

    fn take_members(&mut self, archive: &SourceFile, listing: archive::Listing) {
        let failure = |file: &str, what: &str| Warning { file: file.to_string(), what: what.to_string() };
        self.failures.extend(listing.faults.iter().map(|fault| failure(&archive.file, fault)));
        let (mut members, mut refused) = (BTreeMap::new(), Vec::new());
        for member in listing.members {
            let name = member.name.as_deref().ok_or("the name of a member is not UTF-8");
            match name.and_then(archive::inside) {
                Ok(inside) if inside.split('/').any(|part| part.starts_with('.')) => {}
                // Of members that share a name the last counts, as unpacking would leave it.
                Ok(inside) => drop(members.insert(inside, member)),
                Err(what) => {
                    let name = member.name.as_deref().unwrap_or("?");
                    refused.push(failure(&format!("{}/{name}", archive.file), what));
                }
            }
        }
        let more = refused.len().saturating_sub(NAMED);
        refused.truncate(NAMED);
        if more > 0 {
            refused.push(failure(&archive.file, &format!("{more} more members have names that lead out of it")));
        }
        self.failures.extend(refused);
        for (inside, member) in members {
            let file = format!("{}/{inside}", archive.file);
            match member.kind {
                Member::File if Archive::of(Path::new(&file)).is_some() => {
                    self.failures.push(failure(&file, "an archive in an archive is not opened; unpack it"));
                }
                Member::File if Path::new(&file).ends_with("themes.toml") => self.unused_themes.push(file),
                Member::File => {
                    let (bytes, number) = (member.bytes, Some(member.number));
                    sort_in(SourceFile { file, bytes, member: number, ..archive.clone() }, self);
                }
                Member::Link => *self.passed_over.entry("symbolic link".into()).or_insert(0) += 1,
                Member::Folder => {}
                Member::Other => self.failures.push(failure(&file, "it is no regular file")),
            }
        }
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
        *shared.entry(stem(&paper.name().to_string_lossy())).or_insert(0) += 1;
    }
    for paper in &mut found.papers {
        let id = stem(&paper.name().to_string_lossy());
        let id = if shared.get(&id).copied().unwrap_or(0) > 1 { paper.file.clone() } else { id };
        // What stands behind `#` tells apart the papers of one file.
        paper.id = id.replace('#', "%23");
    }
    found.papers.sort_by(|a, b| (&a.id, &a.file).cmp(&(&b.id, &b.file)));
    let failures = &mut found.failures;
    found.papers.dedup_by(|later, first| {
        let same = later.file == first.file;
        if same && later.path != first.path {
            let what =
                "another file that was named has the same name: put the two into folders, and name the one above";
            failures.push(Warning { file: later.path.display().to_string(), what: what.into() });
        }
        same
    });
    for others in [&mut found.tables, &mut found.archives] {
        others.sort_by(|a, b| a.file.cmp(&b.file));
        others.dedup_by(|a, b| a.file == b.file);
    }
    found.failures.sort_by(|a, b| a.file.cmp(&b.file));
}
