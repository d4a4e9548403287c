//! What is known before the first paper is read: the files, their metadata, the themes.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::manifest::{ArchiveRecord, Manifest, PaperRecord, hash};
use super::plan::settings_of;
use crate::error::{Error, Kind, Result};
use crate::model::{Metadata, Warning, language_code};
use crate::papers::{
    Bibliography, Found, MetadataTables, READING_VERSION, ReadingOptions, SourceFile, check_html_root, walk,
    year_in_name,
};
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
    pub bibliography: Bibliography,
    /// Hash of what papers may get by their titles; empty without a bibliography.
    titles: String,
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
        found.open_archives();
        if found.papers.is_empty() {
            return Err(no_papers(&roots, &found));
        }
        let tables = MetadataTables::read(&found.tables);
        let bibliography = Bibliography::read(&found.tables, &found.papers);
        let titles = bibliography.titles();
        let titles = if titles.is_empty() { titles } else { hash(titles.as_bytes()) };
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
        reading.tei_choice = reading.tei_choice.or(old.tei_choice);
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
        reading.language = column(reading.language, &old.language).map(|named| language(&named)).transpose()?;
        Ok(Setup { roots, found, tables, titles, bibliography, themes, themes_file, reading })
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

    /// The archives that were walked.
    pub fn archives(&self) -> Vec<ArchiveRecord> {
        let record = |archive: &SourceFile| ArchiveRecord {
            file: archive.file.clone(),
            bytes: archive.bytes,
            modified: archive.modified,
        };
        self.found.archives.iter().map(record).collect()
    }

    /// Hash of all that the papers of a file depend on besides its bytes.
    pub fn settings_of(&self, file: &SourceFile) -> String {
        let metadata = self.told_of(&file.file);
        let metadata = metadata.and_then(|told| serde_json::to_string(&told).ok()).unwrap_or_default();
        let titles = match self.bibliography.of(&file.file) {
            // It may be matched by its title, which is not known yet.
            None => self.titles.as_str(),
            Some(_) => "",
        };
        settings_of(file, &format!("{metadata}{titles}"), self.themes.source(), &self.reading)
    }

    /// What is told beside the papers of those of a file.
    fn told_of(&self, file: &str) -> Option<Metadata> {
        match (self.tables.of(file), self.bibliography.of(file)) {
            (None, None) => None,
            (row, entry) => {
                let mut told = row.cloned().unwrap_or_default();
                told.fill_from(entry.cloned().unwrap_or_default());
                Some(told)
            }
        }
    }

    /// What is known of a paper: what metadata tables say, then bibliographies, then it itself, then its file's name and
    /// its first heading.
    pub fn metadata_of(&self, file: &SourceFile, own: Metadata, heading: Option<&str>) -> Metadata {
        let mut metadata = self.told_of(&file.file).unwrap_or_default();
        if self.bibliography.of(&file.file).is_none() {
            let title = metadata.title.as_deref().or(own.title.as_deref()).or(heading);
            let entry = title.and_then(|title| self.bibliography.titled(&file.file, title));
            metadata.fill_from(entry.cloned().unwrap_or_default());
        }
        metadata.fill_from(own);
        metadata.year = metadata.year.or_else(|| year_in_name(file.file.rsplit('/').next().unwrap_or("")));
        metadata.title = metadata.title.or_else(|| heading.map(str::to_string));
        metadata
    }

    /// What is to be said of metadata beside the papers, of which the index knows `papers`.
    pub fn warnings(&self, papers: &[PaperRecord]) -> Vec<Warning> {
        let files: BTreeSet<&str> = self.found.papers.iter().map(|p| p.file.as_str()).collect();
        let titled = papers.iter().map(|paper| (paper.file.as_str(), paper.metadata.title.as_deref().unwrap_or("")));
        let read = self.tables.warnings.iter().chain(&self.bibliography.warnings).cloned();
        let what =
            "a theme dictionary in an archive is not used: unpack it beside the archive, or name it with --themes";
        let unused = self.found.unused_themes.iter().map(|file| Warning { file: file.clone(), what: what.to_string() });
        read.chain(self.tables.unmatched(&files)).chain(self.bibliography.unmatched(titled)).chain(unused).collect()
    }
}

fn no_papers(roots: &[PathBuf], found: &Found) -> Error {
    let names: Vec<String> = roots.iter().map(|root| root.display().to_string()).collect();
    let failure = found.failures.first().map(|failure| format!("; {}: {}", failure.file, failure.what));
    let cause = format!("no papers here that kwic reads{}", failure.unwrap_or_default());
    Error::new(Kind::File, names.join(", "), cause).remedy(
        "put papers there as .txt, .md, .pdf, .docx, .html, .xml (TEI), .tex, .conllu or .vrt files, as a table (.csv, .jsonl), or any of \
         them in an archive (.zip, .tar.gz); or name another folder: `kwic index FOLDER`",
    )
}

/// The code of the language that `--language` names.
fn language(named: &str) -> Result<String> {
    language_code(named).ok_or_else(|| {
        Error::new(Kind::Setting, format!("--language {named}"), "this names no language")
            .remedy("give a code, such as en, ru or zh")
    })
}
