//! What is known before the first paper is read: the files, their metadata, the themes.

use std::path::PathBuf;

use super::manifest::Manifest;
use crate::error::{Error, Kind, Result};
use crate::model::Warning;
use crate::papers::{Found, MetadataTables, READING_VERSION, ReadingOptions, check_html_root, walk};
use crate::themes::Themes;

/// How to build.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// Folders and files of papers. Empty: those of the index that is there, else `corpus`.
    pub papers: Vec<PathBuf>,
    /// The index's folder.
    pub index: PathBuf,
    /// The theme dictionary; `None`: `themes.toml` in the folder of papers, if there is one.
    pub themes: Option<PathBuf>,
    /// How papers are to be read; what it leaves open is as it was in the index that is there.
    pub reading: ReadingOptions,
    /// Threads that read, and as many that write.
    pub threads: usize,
    /// Bytes of memory that the build may take, roughly.
    pub memory: usize,
    /// Whether to read every paper again.
    pub fresh: bool,
}

/// What is known before the first paper is read.
pub(super) struct Setup {
    pub roots: Vec<PathBuf>,
    pub found: Found,
    pub tables: MetadataTables,
    pub themes: Themes,
    pub themes_file: Option<PathBuf>,
    pub reading: ReadingOptions,
}

impl Setup {
    pub fn gather(options: &BuildOptions, old: &Manifest) -> Result<Self> {
        let roots = match (&options.papers, &old.roots) {
            (named, _) if !named.is_empty() => named.clone(),
            (_, known) if !known.is_empty() => known.clone(),
            _ => vec![PathBuf::from("corpus")],
        };
        let mut found = walk(&roots)?;
        if found.papers.is_empty() {
            let names: Vec<String> = roots.iter().map(|r| r.display().to_string()).collect();
            return Err(Error::new(Kind::File, names.join(", "), "no papers here that kwic reads").remedy(
                "put papers there as .txt, .md, .pdf, .html, .xml (TEI), .conllu or .vrt files or as a table (.csv, .jsonl), or name another folder: `kwic index FOLDER`",
            ));
        }
        let tables = MetadataTables::read(&found.tables)?;
        let themes_file = options.themes.clone().or_else(|| old.themes_file.clone());
        let path = themes_file.clone().or(found.themes.take());
        let themes = match &path {
            Some(path) => {
                let source = std::fs::read_to_string(path).map_err(|e| Error::file(path, e))?;
                Themes::parse(&source, &path.display().to_string())?
            }
            None => Themes::default(),
        };
        let mut reading = options.reading.clone();
        if reading.vrt_columns.is_empty() {
            reading.vrt_columns.clone_from(&old.vrt_columns);
        }
        reading.html_root = reading.html_root.or_else(|| old.html_root.clone());
        if let Some(root) = &reading.html_root {
            check_html_root(root).map_err(|cause| {
                Error::new(Kind::Setting, format!("--html-root {root}"), cause)
                    .remedy("give a CSS selector, such as main, #content or div.text")
            })?;
        }
        // An empty name takes back what was named before.
        let column =
            |named: Option<String>, old: &Option<String>| named.or(old.clone()).filter(|name| !name.is_empty());
        reading.text_column = column(reading.text_column, &old.text_column);
        reading.id_column = column(reading.id_column, &old.id_column);
        Ok(Setup { roots, found, tables, themes, themes_file, reading })
    }

    /// What has changed since the last build that makes every paper be read again.
    pub fn changes(&self, old: &Manifest) -> Vec<String> {
        let mut changes = Vec::new();
        if old.papers.is_empty() {
            return changes;
        }
        if old.themes != self.themes.source() {
            changes.push("the theme dictionary has changed: every paper is read again".to_string());
        }
        if old.reading != READING_VERSION {
            changes.push("this kwic reads papers in another way than the last: every paper is read again".to_string());
        }
        changes
    }

    pub fn warnings(&self) -> Vec<Warning> {
        let files: Vec<&str> = self.found.papers.iter().map(|p| p.file.as_str()).collect();
        self.tables.warnings.iter().cloned().chain(self.tables.unmatched(&files)).collect()
    }
}
