//! From papers to segments.
//!
//! `intake.rs` reads files, cuts their papers and hands them to tantivy's writer,
//! which makes postings and token store of them on threads of its own. A paper that
//! breaks words over its lines and does not itself say how they are written
//! waits until the whole corpus has been asked.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tantivy::indexer::LogMergePolicy;
use tantivy::{Index, IndexWriter, Term};

use super::FORMAT;
use super::intake::{Outcome, read_source};
use super::lock::WriterLock;
use super::manifest::{Manifest, PaperRecord, is_manifest};
use super::open::{OpenIndex, open_tantivy};
use super::plan::{Plan, settings_of};
use super::schema::{Fields, SectionDocument};
use super::setup::{BuildOptions, Setup};
use super::store::TokenStorePlugin;
use crate::error::{Error, Kind, Result};
use crate::model::Warning;
use crate::papers::{Evidence, READING_VERSION, SourceFile, decode};

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

/// Hears how a build goes on. Called from several threads.
pub trait Progress: Sync {
    /// `bytes` of papers are to be read.
    fn begin(&self, bytes: u64);
    /// A paper of `bytes` was read.
    fn read(&self, bytes: u64);
    /// All is read; what follows is named by `what`.
    fn stage(&self, what: &str);
}

/// Builds an index, or brings one up to date.
///
/// # Errors
/// No papers, another writer, a theme dictionary or metadata table that cannot
/// be read, a disk that is full. A paper that cannot be read is none: it is
/// named in the summary.
pub fn build(options: &BuildOptions, progress: &dyn Progress) -> Result<Summary> {
    let start = Instant::now();
    std::fs::create_dir_all(&options.index).map_err(|e| Error::file(&options.index, e))?;
    let _lock = WriterLock::take(&options.index)?;
    let (index, old) = open_or_create(options)?;
    let setup = Setup::gather(options, &old)?;
    let notes = if options.fresh { Vec::new() } else { setup.changes(&old) };
    let old = if options.fresh { Manifest::default() } else { old };
    let settings =
        |file: &SourceFile| settings_of(file, setup.tables.of(&file.file), setup.themes.source(), &setup.reading);
    let plan = Plan::new(&setup.found, &old, settings);
    if !plan.is_empty() || old.format != FORMAT || old.roots != setup.roots {
        let mut run = Run { options, setup: &setup, old: &old, progress, fields: Fields::new() };
        run.commit(&index, plan)?;
    }
    let mut summary = summary_of(&options.index, &old)?;
    summary.warnings.splice(0..0, setup.warnings());
    summary.notes = notes;
    summary.passed_over = setup.found.passed_over;
    summary.time = start.elapsed();
    Ok(summary)
}

/// The tantivy index and its manifest; both empty where there is none, or none that this kwic reads.
fn open_or_create(options: &BuildOptions) -> Result<(Index, Manifest)> {
    match open_tantivy(&options.index) {
        Ok((mut index, manifest)) => {
            index.register_plugin(Arc::new(TokenStorePlugin));
            return Ok((index, manifest));
        }
        Err(error) if error.kind != Kind::NoIndex && !options.fresh => return Err(error),
        // What a first build left that never came to its commit goes as well.
        Err(_) => {}
    }
    let known = Manifest::salvage(&options.index);
    remove_index(&options.index)?;
    let builder = Index::builder().schema(Fields::new().schema);
    let index = builder.register_plugin(Arc::new(TokenStorePlugin)).create_in_dir(&options.index)?;
    Ok((index, known))
}

/// Removes an index that cannot be read, `meta.json` first: from then on there is none.
fn remove_index(folder: &Path) -> Result<()> {
    let entries = std::fs::read_dir(folder).map_err(|e| Error::file(folder, e))?;
    let ours = |name: &str| {
        let segment = name.len() > 33 && name.get(..32).is_some_and(|id| id.bytes().all(|b| b.is_ascii_hexdigit()));
        segment || is_manifest(name) || matches!(name, "meta.json" | ".managed.json")
    };
    let mut names: Vec<String> =
        entries.flatten().filter_map(|e| e.file_name().into_string().ok()).filter(|n| ours(n)).collect();
    names.sort_by_key(|name| name != "meta.json");
    for name in names {
        let path = folder.join(name);
        std::fs::remove_file(&path).map_err(|e| Error::file(&path, e))?;
    }
    Ok(())
}

/// One build under way.
pub(super) struct Run<'a> {
    pub options: &'a BuildOptions,
    pub setup: &'a Setup,
    pub old: &'a Manifest,
    pub progress: &'a dyn Progress,
    pub fields: Fields,
}

impl Run<'_> {
    fn commit(&mut self, index: &Index, plan: Plan) -> Result<()> {
        let threads = self.options.threads.max(1);
        let budget = (self.options.memory / 2 / threads).clamp(15_000_000, 3_000_000_000);
        let mut writer: IndexWriter<SectionDocument> = index.writer_with_num_threads(threads, budget * threads)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(policy));
        if self.options.fresh {
            writer.delete_all_documents()?;
        }
        for id in &plan.remove {
            writer.delete_term(self.term(id));
        }
        let manifest = self.read_all(&writer, plan)?;
        self.progress.stage("writing");
        let stamp = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64);
        let name = manifest.write(&self.options.index, stamp)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&name);
        commit.commit()?;
        writer.wait_merging_threads()?;
        Manifest::sweep(&self.options.index, &name);
        Ok(())
    }

    pub fn term(&self, id: &str) -> Term {
        Term::from_field_text(self.fields.paper, id)
    }

    /// Reads what the plan says, asks the corpus about broken words, and reads what waited for that.
    fn read_all(&self, writer: &IndexWriter<SectionDocument>, plan: Plan) -> Result<Manifest> {
        self.progress.begin(plan.read.iter().map(|(file, _)| file.bytes).sum());
        let mut manifest = Manifest {
            format: FORMAT,
            kwic: env!("CARGO_PKG_VERSION").to_string(),
            roots: self.setup.roots.clone(),
            themes_file: self.setup.themes_file.clone(),
            vrt_columns: self.setup.reading.vrt_columns.clone(),
            themes: self.setup.themes.source().to_string(),
            reading: READING_VERSION,
            failures: self.setup.found.failures.clone(),
            ..Manifest::default()
        };
        let mut waiting = Vec::new();
        let mut forms: Vec<String> =
            plan.keep.iter().flat_map(|(_, papers)| papers).flat_map(|paper| paper.undecided.clone()).collect();
        for outcome in self.read_files(writer, plan.read, None)? {
            match outcome {
                Outcome::Added(record) => manifest.papers.push(*record),
                Outcome::Failed(failure) => manifest.failures.push(failure),
                Outcome::Waits(file, settings, undecided) => {
                    forms.extend(undecided);
                    waiting.push((file, settings));
                }
            }
        }
        let evidence = self.ask_corpus(forms);
        manifest.hyphens = evidence.decisions();
        for (file, papers) in plan.keep {
            let changed = |form: &String| self.old.hyphens.get(form).copied().flatten() != evidence.keeps(form);
            match papers.iter().find(|paper| paper.undecided.iter().any(changed)) {
                Some(paper) => waiting.push((file, paper.settings.clone())),
                None => {
                    let same = papers.into_iter().map(|known| PaperRecord { modified: file.modified, ..known });
                    manifest.papers.extend(same);
                }
            }
        }
        for outcome in self.read_files(writer, waiting, Some(&evidence))? {
            match outcome {
                Outcome::Added(record) => manifest.papers.push(*record),
                Outcome::Failed(failure) => manifest.failures.push(failure),
                Outcome::Waits(..) => {}
            }
        }
        manifest.papers.sort_by(|a, b| a.id.cmp(&b.id));
        manifest.failures.sort_by(|a, b| a.file.cmp(&b.file));
        Ok(manifest)
    }

    /// What the papers, as they stand in their files, say of broken words.
    fn ask_corpus(&self, forms: Vec<String>) -> Evidence {
        let empty = Evidence::wanted(forms);
        if empty.is_empty() {
            return empty;
        }
        self.progress.stage("looking up words broken over line ends");
        let counter = empty.counter();
        let files = &self.setup.found.papers;
        let share = files.len().div_ceil(self.options.threads.max(1)).max(1);
        let gather = |part: &[SourceFile]| {
            let mut evidence = empty.clone();
            for file in part {
                if let Some(decoded) = read_source(file).ok().and_then(|bytes| decode(&bytes).ok()) {
                    evidence.gather(&counter, &decoded.text);
                }
            }
            evidence
        };
        let gather = &gather;
        let parts: Vec<Evidence> = std::thread::scope(|scope| {
            let workers: Vec<_> = files.chunks(share).map(|part| scope.spawn(move || gather(part))).collect();
            workers.into_iter().filter_map(|w| w.join().ok()).collect()
        });
        let mut all = empty.clone();
        parts.iter().for_each(|part| all.add(part));
        all
    }

    pub fn now(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64)
    }
}

fn summary_of(folder: &Path, old: &Manifest) -> Result<Summary> {
    let index = OpenIndex::open(folder)?;
    let manifest = index.manifest();
    let fresh = |p: &&PaperRecord| old.paper(&p.id).is_none_or(|(_, known)| known.read != p.read);
    let sum = |value: fn(&PaperRecord) -> u64| manifest.papers.iter().map(value).sum();
    let bytes = |papers: &mut dyn Iterator<Item = &PaperRecord>| {
        papers.map(|paper| (paper.file.as_str(), paper.bytes)).collect::<BTreeMap<_, _>>().values().sum()
    };
    let warnings = manifest
        .papers
        .iter()
        .flat_map(|p| p.warnings.iter().map(|w| Warning { file: p.file.clone(), what: w.clone() }));
    Ok(Summary {
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
        warnings: warnings.collect(),
        ..Summary::default()
    })
}
