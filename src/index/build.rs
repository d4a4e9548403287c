//! From papers to segments.
//!
//! `intake.rs` reads files, cuts their papers and hands them to tantivy's writer,
//! which makes postings and token store of them on threads of its own. A paper that
//! breaks words over its lines and does not itself say how they are written
//! waits until the whole corpus has been asked.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index, IndexWriter, Term};

use super::FORMAT;
use super::create::open_or_create;
use super::lock::WriterLock;
use super::manifest::{Manifest, PaperRecord};
use super::open::OpenIndex;
use super::plan::Plan;
use super::readers::Outcome;
use super::room::Room;
use super::schema::{Fields, SectionDocument};
use super::setup::{BuildOptions, Setup};
use super::summary::{Summary, summary_of};
use crate::error::{Error, Result};
use crate::papers::{Evidence, READING_VERSION};

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
/// No papers, another writer, a theme dictionary that cannot be read, a disk
/// that is full. A paper that cannot be read is none, and neither are metadata
/// beside papers: they are named in the summary.
pub fn build(options: &BuildOptions, progress: &dyn Progress) -> Result<Summary> {
    let start = Instant::now();
    std::fs::create_dir_all(&options.index).map_err(|e| Error::file(&options.index, e))?;
    let _lock = WriterLock::take(&options.index)?;
    let (index, old) = open_or_create(options)?;
    let setup = Setup::gather(options, &old)?;
    let notes = if options.fresh { Vec::new() } else { setup.changes(&old) };
    let old = if options.fresh { Manifest::default() } else { old };
    let plan = Plan::new(&setup.found, &old, |file| setup.settings_of(file));
    let same = old.format == FORMAT && old.roots == setup.roots && old.archives == setup.archives();
    if !plan.is_empty() || !same {
        let mut run = Run::new(options, &setup, &old, progress);
        run.commit(&index, plan)?;
    }
    let index = OpenIndex::open(&options.index)?;
    let mut summary = summary_of(&index, &old);
    summary.warnings.splice(0..0, setup.warnings(&index.manifest().papers));
    summary.notes = notes;
    summary.passed_over = setup.found.passed_over;
    summary.time = start.elapsed();
    Ok(summary)
}

/// Segments of fewer sections are small, whatever their sizes.
const SMALL_SEGMENT: u32 = 100;

/// Tantivy's writer of sections.
pub(super) type Writer = IndexWriter<SectionDocument>;

/// One build under way.
pub(super) struct Run<'a> {
    pub options: &'a BuildOptions,
    pub setup: &'a Setup,
    pub old: &'a Manifest,
    pub progress: &'a dyn Progress,
    pub fields: Fields,
    pub room: Room,
}

impl<'a> Run<'a> {
    pub fn new(options: &'a BuildOptions, setup: &'a Setup, old: &'a Manifest, progress: &'a dyn Progress) -> Self {
        Run { options, setup, old, progress, fields: Fields::new(), room: Room::new(options.memory / 16) }
    }

    fn commit(&mut self, index: &Index, plan: Plan) -> Result<()> {
        let threads = self.options.threads.max(1);
        let budget = (self.options.memory / 2 / threads).clamp(15_000_000, 3_000_000_000);
        let writing = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(budget)
            // Each merge has memory of its own.
            .num_merge_threads(threads.div_ceil(2))
            .build();
        let mut writer: Writer = index.writer_with_options(writing)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(0.3);
        // A section is long for a document: by default segments of fewer than 10,000 are all of one size, and the
        // largest is merged again with every few small ones.
        policy.set_min_layer_size(SMALL_SEGMENT);
        writer.set_merge_policy(Box::new(policy));
        if self.options.fresh {
            writer.delete_all_documents()?;
        }
        for id in &plan.remove {
            writer.delete_term(self.term(id));
        }
        let manifest = self.read_all(Some(&writer), plan)?;
        self.progress.stage("writing");
        let name = manifest.write(&self.options.index, now())?;
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
    pub fn read_all(&self, writer: Option<&Writer>, plan: Plan) -> Result<Manifest> {
        self.progress.begin(plan.read.iter().map(|(file, _)| file.bytes).sum());
        let mut manifest = Manifest {
            format: FORMAT,
            kwic: env!("CARGO_PKG_VERSION").to_string(),
            roots: self.setup.roots.clone(),
            themes_file: self.setup.themes_file.clone(),
            vrt_columns: self.setup.reading.vrt_columns.clone(),
            language: self.setup.reading.language.clone(),
            html_root: self.setup.reading.html_root.clone(),
            tei_choice: self.setup.reading.tei_choice,
            text_column: self.setup.reading.text_column.clone(),
            id_column: self.setup.reading.id_column.clone(),
            themes: self.setup.themes.source().to_string(),
            reading: READING_VERSION,
            failures: self.setup.found.failures.clone(),
            passed_over: plan.pass_over,
            archives: self.setup.archives(),
            ..Manifest::default()
        };
        let mut waiting = Vec::new();
        let mut forms: Vec<String> =
            plan.keep.iter().flat_map(|(_, papers)| papers).flat_map(|paper| paper.undecided.clone()).collect();
        for outcome in self.read_files(writer, plan.read, None)? {
            match outcome {
                Outcome::Added(record) => manifest.papers.push(*record),
                Outcome::Failed(failure) => manifest.failures.push(failure),
                Outcome::PassedOver(warning) => manifest.passed_over.push(warning),
                Outcome::Waits(file, settings, undecided) => {
                    forms.extend(undecided);
                    waiting.push((file, settings));
                }
            }
        }
        // Where every paper is as it was, so is what the corpus says.
        let kept: usize = plan.keep.iter().map(|(_, papers)| papers.len()).sum();
        let same = manifest.papers.is_empty() && waiting.is_empty() && kept == self.old.papers.len();
        let evidence = (!same).then(|| self.ask_corpus(forms));
        manifest.hyphens = evidence.as_ref().map_or_else(|| self.old.hyphens.clone(), Evidence::decisions);
        for (file, papers) in plan.keep {
            let changed = |form: &String| {
                evidence
                    .as_ref()
                    .is_some_and(|evidence| self.old.hyphens.get(form).copied().flatten() != evidence.keeps(form))
            };
            match papers.iter().find(|paper| paper.undecided.iter().any(changed)) {
                Some(paper) => waiting.push((file, paper.settings.clone())),
                None => {
                    let same = papers.into_iter().map(|known| PaperRecord { modified: file.modified, ..known });
                    manifest.papers.extend(same);
                }
            }
        }
        for outcome in self.read_files(writer, waiting, Some(&evidence.unwrap_or_default()))? {
            match outcome {
                Outcome::Added(record) => manifest.papers.push(*record),
                Outcome::Failed(failure) => manifest.failures.push(failure),
                Outcome::Waits(..) | Outcome::PassedOver(_) => {}
            }
        }
        manifest.papers.sort_by(|a, b| a.id.cmp(&b.id));
        manifest.failures.sort_by(|a, b| a.file.cmp(&b.file));
        manifest.passed_over.sort_by(|a, b| a.file.cmp(&b.file));
        Ok(manifest)
    }
}

/// The time, in nanoseconds since 1970.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64)
}
