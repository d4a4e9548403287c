//! Reading files on several threads.

use std::collections::BTreeMap;

use super::build::{Run, Writer};
use super::manifest::{PaperRecord, PassedOver};
use crate::error::{Error, Kind, Result};
use crate::model::Warning;
use crate::papers::{Evidence, SourceFile, parted, read_together};

/// What became of a file.
pub(super) enum Outcome {
    /// One of its papers is taken in.
    Added(Box<PaperRecord>),
    /// It breaks words about which the corpus must be asked.
    Waits(SourceFile, String, Vec<String>),
    /// It, or one of its papers, cannot be read.
    Failed(Warning),
    /// It holds no papers.
    PassedOver(PassedOver),
}

/// What is said where a thread that reads has ended in a panic.
pub(super) fn fault_in_a_reader() -> Error {
    Error::new(Kind::File, "index", "a reader ended in a fault of kwic's")
}

impl Run<'_> {
    /// Deletes the papers of a file that the index holds from earlier builds.
    fn forget(&self, writer: &Writer, known: &BTreeMap<&str, Vec<&PaperRecord>>, file: &str) {
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
        writer: Option<&Writer>,
        files: Vec<(SourceFile, String)>,
        evidence: Option<&Evidence>,
    ) -> Result<Vec<Outcome>> {
        let known = self.old.by_file();
        if let Some(writer) = writer {
            files.iter().for_each(|(file, _)| self.forget(writer, &known, &file.file));
        }
        let parts = parted(files, |(file, _)| file);
        let threads = self.options.threads.max(1).min(parts.len().max(1));
        let (queue, jobs) = crossbeam_channel::unbounded();
        for job in parts {
            // Nothing is lost: the receiver lives as long as this function.
            let _ = queue.send(job);
        }
        drop(queue);
        let work = || -> Result<Vec<Outcome>> {
            let mut done = Vec::new();
            for part in jobs.iter() {
                let sources: Vec<&SourceFile> = part.iter().map(|(file, _)| file).collect();
                read_together(&sources, &mut |at, load| -> Result<()> {
                    let Some((file, settings)) = part.get(at) else { return Ok(()) };
                    self.read_file(writer, (file, settings), evidence, load, &mut done)?;
                    self.progress.read(file.bytes);
                    Ok(())
                })?;
            }
            Ok(done)
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let mut all = Vec::new();
            for worker in workers {
                all.extend(worker.join().map_err(|_| fault_in_a_reader())??);
            }
            Ok(all)
        })
    }
}
