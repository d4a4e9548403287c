//! From files to sections handed over: readers, one thread each, take files from a
//! queue, read and cut their papers, and give each paper's sections to tantivy's writer in one batch.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tantivy::IndexWriter;
use tantivy::indexer::UserOperation;

use super::build::Run;
use super::manifest::{PaperRecord, hash};
use super::room::{Permit, Room};
use super::schema::SectionDocument;
use crate::error::{Error, Kind, Result};
use crate::model::{BlockKind, CutPaper, Warning, year_in};
use crate::papers::{Evidence, Reading, Readings, SourceFile, cut_paper, read_papers};

/// A paper larger than this is refused: positions in a section are 32 bits wide.
const LARGEST_PAPER: u64 = 1 << 31;

/// What became of a file.
pub(super) enum Outcome {
    /// One of its papers is taken in.
    Added(Box<PaperRecord>),
    /// It breaks words about which the corpus must be asked.
    Waits(SourceFile, String, Vec<String>),
    /// It, or one of its papers, cannot be read.
    Failed(Warning),
}

/// A file to read.
struct Job<'a> {
    file: &'a SourceFile,
    settings: String,
    permit: Arc<Permit>,
}

/// What is known of a file once it is read.
struct Source {
    read: u64,
    reader: &'static str,
    hash: String,
}

/// The ids of a file's papers: the file's own, or behind it `#` and a name of the paper.
struct Names<'a> {
    file: &'a str,
    several: bool,
    given: BTreeSet<String>,
}

impl<'a> Names<'a> {
    fn new(file: &'a str, papers: usize) -> Self {
        Names { file, several: papers > 1, given: BTreeSet::new() }
    }

    /// The id of paper `number` of the file, counted from 1, which the file calls `name`.
    fn id(&mut self, number: usize, name: &str) -> String {
        if !self.several {
            return self.file.to_string();
        }
        let plain = |c: char| if c.is_whitespace() || matches!(c, '#' | '/') { '_' } else { c };
        let name: String = name.trim().chars().filter(|c| !c.is_control()).map(plain).collect();
        let mut id = if name.is_empty() { format!("{}#{number}", self.file) } else { format!("{}#{name}", self.file) };
        while !self.given.insert(id.clone()) {
            id.push('_');
        }
        id
    }
}

impl Run<'_> {
    /// Deletes the papers of a file that the index holds from earlier builds.
    fn forget(&self, writer: &IndexWriter<SectionDocument>, known: &BTreeMap<&str, Vec<&PaperRecord>>, file: &str) {
        for paper in known.get(file).into_iter().flatten() {
            writer.delete_term(self.term(&paper.id));
        }
    }

    /// Reads files on several threads. Without `evidence`, a paper that needs it waits.
    ///
    /// What the index held of them goes first, all at once: tantivy numbers
    /// deletions and additions in one row, and additions of several threads,
    /// which arrive out of that row, must have no deletion between them.
    pub fn read_files(
        &self,
        writer: &IndexWriter<SectionDocument>,
        files: Vec<(SourceFile, String)>,
        evidence: Option<&Evidence>,
    ) -> Result<Vec<Outcome>> {
        let known = self.old.by_file();
        files.iter().for_each(|(file, _)| self.forget(writer, &known, &file.file));
        let threads = self.options.threads.max(1).min(files.len().max(1));
        let (queue, jobs) = crossbeam_channel::unbounded();
        for job in files {
            // Nothing is lost: the receiver lives as long as this function.
            let _ = queue.send(job);
        }
        drop(queue);
        let room = Room::new(self.options.memory / 16);
        let work = || -> Result<Vec<Outcome>> {
            let mut done = Vec::new();
            for (file, settings) in jobs.iter() {
                let permit = room.take(file.bytes as usize);
                let job = Job { file: &file, settings, permit };
                self.read_file(writer, job, evidence, &mut done)?;
                self.progress.read(file.bytes);
            }
            Ok(done)
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let mut all = Vec::new();
            for worker in workers {
                let done = worker
                    .join()
                    .map_err(|_| Error::new(Kind::File, "index", "a reader ended in a fault of kwic's"))?;
                all.extend(done?);
            }
            Ok(all)
        })
    }

    fn read_file(
        &self,
        writer: &IndexWriter<SectionDocument>,
        job: Job<'_>,
        evidence: Option<&Evidence>,
        done: &mut Vec<Outcome>,
    ) -> Result<()> {
        let file = job.file;
        let failed = |what| Outcome::Failed(Warning { file: file.file.clone(), what });
        let (source, readings) = match self.readings(file, evidence) {
            Ok(found) => found,
            Err(what) => {
                done.push(failed(what));
                return Ok(());
            }
        };
        let undecided = readings.iter().flatten().flat_map(|reading| reading.undecided.iter().cloned());
        let undecided: Vec<String> = undecided.collect();
        if evidence.is_none() && !undecided.is_empty() {
            done.push(Outcome::Waits(file.clone(), job.settings, undecided));
            return Ok(());
        }
        let mut names = Names::new(&file.id, readings.len());
        for (number, reading) in (1..).zip(readings) {
            match reading {
                Ok(reading) => {
                    let id = names.id(number, &reading.name);
                    done.push(self.take_paper(writer, &job, &source, id, reading)?);
                }
                Err(what) => done.push(failed(what)),
            }
        }
        Ok(())
    }

    /// The papers of a file, read.
    fn readings(
        &self,
        file: &SourceFile,
        evidence: Option<&Evidence>,
    ) -> std::result::Result<(Source, Readings), String> {
        let read = self.now();
        let bytes = read_source(file)?;
        let nothing = Evidence::default();
        let papers = || read_papers(&file.path, &bytes, evidence.unwrap_or(&nothing), &self.setup.reading);
        // A fault in a reader costs the file that met it, no more.
        let caught = catch_unwind(AssertUnwindSafe(papers));
        let (reader, readings) = caught.map_err(|_| "its reader ended in a fault of kwic's".to_string())??;
        Ok((Source { read, reader, hash: hash(&bytes) }, readings))
    }

    /// Cuts a paper and hands it over.
    fn take_paper(
        &self,
        writer: &IndexWriter<SectionDocument>,
        job: &Job<'_>,
        source: &Source,
        id: String,
        mut reading: Reading,
    ) -> Result<Outcome> {
        let file = job.file;
        let mut metadata = self.setup.tables.of(&file.file).cloned().unwrap_or_default();
        metadata.fill_from(std::mem::take(&mut reading.metadata));
        metadata.year = metadata.year.or_else(|| year_in(file.file.rsplit('/').next().unwrap_or("")));
        if metadata.title.is_none() {
            let first = reading.blocks.first().filter(|b| matches!(b.kind, BlockKind::Heading { .. }));
            metadata.title = first.map(|b| b.text.clone());
        }
        let mut paper = cut_paper(&reading);
        self.setup.themes.assign(&mut paper, &metadata.themes, metadata.language.as_deref());
        let mut warnings = reading.warnings;
        if paper.token_count() == 0 {
            warnings.push("no words in it".to_string());
        }
        let record = PaperRecord {
            id,
            file: file.file.clone(),
            bytes: file.bytes,
            modified: file.modified,
            read: source.read,
            hash: source.hash.clone(),
            settings: job.settings.clone(),
            reader: source.reader.to_string(),
            encoding: reading.encoding,
            annotations: paper.known_annotations(),
            layers: paper.layers(),
            sections: paper.sections.len() as u32,
            tokens: paper.token_count() as u64,
            metadata,
            warnings,
            undecided: reading.undecided,
        };
        self.hand_over(writer, &record, paper, job.permit.clone())?;
        Ok(Outcome::Added(Box::new(record)))
    }

    /// Gives a paper's sections to tantivy, in one batch: they stay together.
    fn hand_over(
        &self,
        writer: &IndexWriter<SectionDocument>,
        record: &PaperRecord,
        paper: CutPaper,
        permit: Arc<Permit>,
    ) -> Result<()> {
        let paper = Arc::new(paper);
        let mut operations = Vec::with_capacity(paper.sections.len());
        let mut offset = 0;
        for (number, section) in paper.sections.iter().enumerate() {
            let document = self.fields.document(&record.id, &record.metadata, &paper, number, offset);
            operations.push(UserOperation::Add(document.holding(permit.clone())));
            offset += section.types.len() as u64;
        }
        writer.run(operations)?;
        Ok(())
    }
}

pub(super) fn read_source(file: &SourceFile) -> std::result::Result<Vec<u8>, String> {
    if file.bytes > LARGEST_PAPER {
        return Err("it is larger than 2 GiB; split it".to_string());
    }
    std::fs::read(&file.path).map_err(|e| e.to_string())
}
