//! One paper: from its file to tantivy's writer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tantivy::indexer::UserOperation;

use super::build::{Run, Writer, now};
use super::manifest::{PaperRecord, hash};
use super::readers::Outcome;
use super::room::Permit;
use crate::clock::{Stage, time};
use crate::error::Result;
use crate::model::{Block, BlockKind, CutPaper, Metadata, Warning, year_in};
use crate::papers::{Evidence, SourceFile, cut_paper, read_blocks};

/// A paper larger than this is refused: positions in a section are 32 bits wide.
const LARGEST_PAPER: u64 = 1 << 31;

impl Run<'_> {
    pub fn read_file(
        &self,
        writer: &Writer,
        file: &SourceFile,
        settings: String,
        evidence: Option<&Evidence>,
        permit: Arc<Permit>,
    ) -> Result<Outcome> {
        let nothing = Evidence::default();
        let read = now();
        let outcome = read_source(file).and_then(|bytes| {
            let read = || read_blocks(&file.path, &bytes, evidence.unwrap_or(&nothing));
            // A fault in a reader costs the file that met it, no more.
            let caught = catch_unwind(AssertUnwindSafe(read))
                .map_err(|_| "its reader ended in a fault of kwic's".to_string())?;
            let (reader, reading) = caught?;
            Ok((time(Stage::Checksum, || hash(&bytes)), reader, reading))
        });
        let (hash, reader, reading) = match outcome {
            Ok(found) => found,
            Err(what) => {
                self.progress.read(file.bytes);
                return Ok(Outcome::Failed(Warning { file: file.file.clone(), what }));
            }
        };
        if evidence.is_none() && !reading.undecided.is_empty() {
            return Ok(Outcome::Waits(file.clone(), settings, reading.undecided));
        }
        let metadata = self.metadata_of(file, reading.metadata, &reading.blocks);
        let mut paper = time(Stage::Cut, || cut_paper(&reading.blocks));
        time(Stage::Themes, || {
            self.setup.themes.assign(&mut paper, &metadata.themes, metadata.language.as_deref());
        });
        let mut warnings = reading.warnings;
        if paper.token_count() == 0 {
            warnings.push("no words in it".to_string());
        }
        let record = PaperRecord {
            id: file.id.clone(),
            file: file.file.clone(),
            bytes: file.bytes,
            modified: file.modified,
            read,
            hash,
            settings,
            reader: reader.to_string(),
            encoding: reading.encoding,
            sections: paper.sections.len() as u32,
            tokens: paper.token_count() as u64,
            metadata,
            warnings,
            undecided: reading.undecided,
        };
        self.hand_over(writer, &record, paper, permit)?;
        self.progress.read(file.bytes);
        Ok(Outcome::Added(Box::new(record)))
    }

    /// What the metadata tables say of a paper, then what it says itself, then what its file's name and first heading say.
    fn metadata_of(&self, file: &SourceFile, own: Metadata, blocks: &[Block]) -> Metadata {
        let mut metadata = self.setup.tables.of(&file.file).cloned().unwrap_or_default();
        metadata.fill_from(own);
        metadata.year = metadata.year.or_else(|| year_in(file.file.rsplit('/').next().unwrap_or("")));
        if metadata.title.is_none() {
            let first = blocks.first().filter(|b| matches!(b.kind, BlockKind::Heading { .. }));
            metadata.title = first.map(|b| b.text.clone());
        }
        metadata
    }

    /// Gives a paper's sections to tantivy, in one batch: they stay together.
    fn hand_over(&self, writer: &Writer, record: &PaperRecord, paper: CutPaper, permit: Arc<Permit>) -> Result<()> {
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

/// A file's bytes.
pub(super) fn read_source(file: &SourceFile) -> std::result::Result<Vec<u8>, String> {
    if file.bytes > LARGEST_PAPER {
        return Err("it is larger than 2 GiB; split it".to_string());
    }
    time(Stage::Read, || std::fs::read(&file.path)).map_err(|e| e.to_string())
}
