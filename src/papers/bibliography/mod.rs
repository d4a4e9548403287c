//! Bibliographies beside papers, as Zotero and its like write them: BibTeX, CSL-JSON, RIS. Their entries are matched to
//! papers by file name or title.

mod bibtex;
mod csl;
mod ris;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::read::ending;
use super::tables::{bytes_of, not_read};
use super::{SourceFile, decode};
use crate::model::{Metadata, Warning};
use crate::text::Folder;

/// The most entries of all bibliographies together.
const MOST_ENTRIES: usize = 500_000;
/// Titles with fewer letters than this say too little to tell a paper.
const SHORTEST_TITLE: usize = 8;

/// An entry as its bibliography has it.
#[derive(Debug, Default)]
struct Entry {
    key: String,
    /// Files that are attached to it, as paths of some machine.
    files: Vec<String>,
    metadata: Metadata,
}

/// What a form of bibliography gives: its entries, and what is wrong with others.
type Entries = (Vec<Entry>, Vec<String>);

/// An entry that papers may be matched to.
#[derive(Debug)]
struct Known {
    bibliography: String,
    /// The bibliography's folder: papers in it and below are looked at.
    folder: String,
    key: String,
    metadata: Metadata,
    matched: bool,
}

/// What bibliographies say of papers.
#[derive(Debug, Default)]
pub struct Bibliography {
    entries: Vec<Known>,
    /// Numbers of entries, by the file of a paper and by title.
    by_file: BTreeMap<String, usize>,
    by_title: BTreeMap<String, Vec<usize>>,
    /// Entries that could not be read, and those that fit several papers.
    pub warnings: Vec<Warning>,
}

impl Bibliography {
    /// Whether a file of this name is a bibliography: `.bib`, `.ris`, `.csl.json`, `metadata.json`.
    pub fn is_one(path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
        matches!(ending(path).as_str(), "bib" | "ris") || name.ends_with(".csl.json") || name == "metadata.json"
    }

    /// Reads the bibliographies among `tables`, and matches their entries to `papers` by file names.
    pub fn read(tables: &[SourceFile], papers: &[SourceFile]) -> Self {
        let mut all = Bibliography::default();
        let folder = Folder::new();
        for file in tables.iter().filter(|file| Bibliography::is_one(file.name())) {
            let (entries, faults) = entries_of(file);
            all.warnings.extend(faults.into_iter().map(|what| Warning { file: file.file.clone(), what }));
            let names = Names::of(papers, file.folder(), &folder);
            for entry in entries.into_iter().take(MOST_ENTRIES.saturating_sub(all.entries.len())) {
                all.take(file, entry, &names, &folder);
            }
        }
        if all.entries.len() == MOST_ENTRIES {
            let what = format!("bibliographies have more than {MOST_ENTRIES} entries; those behind are passed over");
            all.warnings.push(Warning { file: "bibliographies".into(), what });
        }
        all
    }

    fn take(&mut self, file: &SourceFile, entry: Entry, names: &Names<'_>, folder: &Folder) {
        let number = self.entries.len();
        let title = plain(entry.metadata.title.as_deref().unwrap_or(""), folder);
        let title = if title.chars().count() < SHORTEST_TITLE { String::new() } else { title };
        let (papers, several) = names.matching(&entry, &title);
        let matched = !papers.is_empty() || several.is_some();
        if let Some(several) = several {
            let what = format!("its entry `{}` fits several papers ({several}), and is given to none", entry.key);
            self.warnings.push(Warning { file: file.file.clone(), what });
        }
        for paper in &papers {
            let first = *self.by_file.entry(paper.to_string()).or_insert(number);
            if let Some(first) = self.entries.get(first).filter(|_| first != number) {
                let what = format!("its entry `{}` fits {paper}, as `{}` does, which counts", entry.key, first.key);
                self.warnings.push(Warning { file: file.file.clone(), what });
            }
        }
        if !title.is_empty() {
            self.by_title.entry(title).or_default().push(number);
        }
        let (bibliography, folder) = (file.file.clone(), file.folder().to_string());
        let Entry { key, metadata, .. } = entry;
        self.entries.push(Known { bibliography, folder, key, metadata, matched });
    }

    /// What an entry says of the paper in `file`, found by the file's name.
    pub fn of(&self, file: &str) -> Option<&Metadata> {
        Some(&self.entries.get(*self.by_file.get(file)?)?.metadata)
    }

    /// What an entry says of the paper in `file` with this title; nothing where several entries have it.
    pub fn titled(&self, file: &str, title: &str) -> Option<&Metadata> {
        if self.entries.is_empty() {
            return None;
        }
        let numbers = self.by_title.get(&plain(title, &Folder::new()))?;
        let entries = numbers.iter().filter_map(|number| self.entries.get(*number));
        let mut fitting = entries.filter(|entry| below(file, &entry.folder));
        let first = fitting.next()?;
        fitting.all(|other| other.metadata == first.metadata).then_some(&first.metadata)
    }

    /// All that papers which no entry fits by name may get by their titles.
    pub fn titles(&self) -> String {
        let said = |number: &usize| {
            let entry = self.entries.get(*number)?;
            serde_json::to_string(&(&entry.folder, &entry.metadata)).ok()
        };
        let all = self
            .by_title
            .iter()
            .flat_map(|(title, numbers)| std::iter::once(title.clone()).chain(numbers.iter().filter_map(said)));
        all.collect::<Vec<_>>().join("\n")
    }

    /// Entries that no paper fits; of `papers` the file and the title are given.
    pub fn unmatched<'a>(&self, papers: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Warning> {
        let mut titled = vec![false; self.entries.len()];
        let folder = Folder::new();
        for (file, title) in papers.filter(|_| !self.entries.is_empty()) {
            for number in self.by_title.get(&plain(title, &folder)).into_iter().flatten() {
                let fits = self.entries.get(*number).is_some_and(|entry| below(file, &entry.folder));
                titled.iter_mut().skip(*number).take(1).for_each(|titled| *titled |= fits);
            }
        }
        let missing = self.entries.iter().zip(titled).filter(|(entry, titled)| !entry.matched && !titled);
        let missing = missing.map(|(entry, _)| Warning {
            file: format!("{} ({})", entry.bibliography, entry.key),
            what: "no paper fits this entry of a bibliography, by file name or title".into(),
        });
        missing.collect()
    }
}

fn entries_of(file: &SourceFile) -> Entries {
    let text = bytes_of(file).and_then(|bytes| decode(&bytes)).map(|decoded| decoded.text);
    let text = match text {
        Ok(text) => text,
        Err(cause) => return (Vec::new(), vec![not_read(&cause)]),
    };
    let read = || match ending(file.name()).as_str() {
        "bib" => bibtex::entries(&text),
        "ris" => ris::entries(&text),
        _ => csl::entries(&text),
    };
    // A fault in a parser costs the bibliography that met it, no more.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| (Vec::new(), vec![not_read("its reader ended in a fault")]))
}

/// Whether a file is in a folder or below it.
fn below(file: &str, folder: &str) -> bool {
    folder.is_empty() || file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A title's words alone, folded: what is left of it whoever wrote it down.
fn plain(title: &str, folder: &Folder) -> String {
    let folded = folder.fold(title);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// The papers in a folder and below it, by the names of their files.
struct Names<'a> {
    folder: &'a str,
    files: BTreeMap<&'a str, &'a str>,
    by_name: BTreeMap<&'a str, Vec<&'a str>>,
    by_stem: BTreeMap<&'a str, Vec<&'a str>>,
    by_id: BTreeMap<&'a str, Vec<&'a str>>,
    by_title: BTreeMap<String, Vec<&'a str>>,
}

impl<'a> Names<'a> {
    fn of(papers: &'a [SourceFile], at: &'a str, folder: &Folder) -> Self {
        let (files, by_name, by_stem, by_id, by_title) = Default::default();
        let mut names = Names { folder: at, files, by_name, by_stem, by_id, by_title };
        for paper in papers.iter().filter(|paper| below(&paper.file, at)) {
            let (file, name) = (paper.file.as_str(), last_part(&paper.file));
            names.files.insert(file, file);
            names.by_name.entry(name).or_default().push(file);
            let stem = stem(paper.name().file_name().and_then(|name| name.to_str()).unwrap_or(name));
            names.by_stem.entry(stem).or_default().push(file);
            names.by_id.entry(&paper.id).or_default().push(file);
            // Zotero calls files `Author - Year - Title`.
            let behind = stem.rsplit_once(" - ").map(|(_, title)| title);
            for title in [Some(stem), behind].into_iter().flatten() {
                names.by_title.entry(plain(title, folder)).or_default().push(file);
            }
        }
        names
    }

    /// The papers that an entry fits; or how several are called of which it could be any.
    fn matching(&self, entry: &Entry, title: &str) -> (Vec<&'a str>, Option<String>) {
        let mut papers: Vec<&str> = entry.files.iter().filter_map(|path| self.at(path)).collect();
        let one = |found: Option<&Vec<&'a str>>| found.filter(|found| found.len() == 1).cloned();
        let mut several = None;
        if papers.is_empty() {
            for path in &entry.files {
                let name = last_part(path);
                let found = self.by_name.get(name).or_else(|| self.by_stem.get(stem(name)));
                papers.extend(one(found).into_iter().flatten());
                several = several.or(found.filter(|found| found.len() > 1).map(|found| found.join(", ")));
            }
        }
        if papers.is_empty() && several.is_none() {
            let by_key = one(self.by_id.get(entry.key.as_str())).or_else(|| one(self.by_stem.get(entry.key.as_str())));
            let by_title = || one(self.by_title.get(title).filter(|_| !title.is_empty()));
            papers = by_key.or_else(by_title).unwrap_or_default();
        }
        papers.sort_unstable();
        papers.dedup();
        (papers.clone(), several.filter(|_| papers.is_empty()))
    }

    /// The paper at a path that is relative to the bibliography.
    fn at(&self, path: &str) -> Option<&'a str> {
        let path = path.replace('\\', "/");
        let path = path.trim_start_matches("./");
        let file = if self.folder.is_empty() { path.to_string() } else { format!("{}/{path}", self.folder) };
        self.files.get(file.as_str()).copied()
    }
}
