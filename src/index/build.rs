//! From papers to segments.
//!
//! `intake.rs` reads files, cuts their papers and hands them to tantivy's writer,
//! which makes postings and token store of them on threads of its own. A paper that
//! breaks words over its lines and does not itself say how they are written
//! waits until the whole corpus has been asked.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use tantivy::indexer::LogMergePolicy;
use tantivy::{Index, IndexWriter, Term};

use super::FORMAT;
use super::create::open_or_create;
use super::lock::WriterLock;
use super::manifest::{Manifest, PaperRecord};
use super::plan::{Plan, settings_of};
use super::readers::Outcome;
use super::schema::{Fields, SectionDocument};
use super::setup::{BuildOptions, Setup};
use super::summary::{Summary, summary_of};
use crate::error::{Error, Result};
use crate::papers::{Evidence, READING_VERSION, SourceFile};

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

/// Tantivy's writer of sections.
pub(super) type Writer = IndexWriter<SectionDocument>;

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
        let mut writer: Writer = index.writer_with_num_threads(threads, budget * threads)?;
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
    fn read_all(&self, writer: &Writer, plan: Plan) -> Result<Manifest> {
        self.progress.begin(plan.read.iter().map(|(file, _)| file.bytes).sum());
        let mut manifest = Manifest {
            format: FORMAT,
            kwic: env!("CARGO_PKG_VERSION").to_string(),
            roots: self.setup.roots.clone(),
            themes_file: self.setup.themes_file.clone(),
            vrt_columns: self.setup.reading.vrt_columns.clone(),
            html_root: self.setup.reading.html_root.clone(),
            text_column: self.setup.reading.text_column.clone(),
            id_column: self.setup.reading.id_column.clone(),
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
