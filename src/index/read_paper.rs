//! The papers of one file: from the file to tantivy's writer.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use tantivy::indexer::UserOperation;

use super::build::{Run, Writer, now};
use super::manifest::{PaperRecord, PassedOver, hash};
use super::readers::{Outcome, fault_in_a_reader};
use super::room::Permit;
use crate::clock::{Stage, read_by, time};
use crate::error::Result;
use crate::model::{
    Block, BlockKind, CutPaper, LanguageFrom, Metadata, UNDETERMINED, UNKNOWN_LANGUAGE, Warning, year_in,
};
use crate::papers::{Evidence, Load, Reading, Readings, SourceFile, cut_paper, detect_language, read_papers, why_none};

/// So few papers of one file are not worth a thread of their own.
const LEAST_SHARE: usize = 64;

/// A file that is read, and what is known of it.
struct Source<'a> {
    file: &'a SourceFile,
    settings: &'a str,
    read: u64,
    reader: &'static str,
    hash: String,
    permit: Arc<Permit>,
}

/// What a file is made of: its papers, or why there are none.
struct Opened {
    hash: String,
    reader: &'static str,
    /// How many bytes there were to read, unpacked.
    bytes: u64,
    readings: Readings,
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
        // A name that is given again has the number of its paper behind it: no other paper's has the same.
        if self.given.contains(&id) {
            id.push_str(&format!("_{number}"));
        }
        while !self.given.insert(id.clone()) {
            id.push('_');
        }
        id
    }
}

impl Run<'_> {
    /// Reads a file and hands its papers over; what became of it goes to `done`.
    pub fn read_file(
        &self,
        writer: Option<&Writer>,
        (file, settings): (&SourceFile, &str),
        evidence: Option<&Evidence>,
        load: Load<'_>,
        done: &mut Vec<Outcome>,
    ) -> Result<()> {
        let failed = |what| Outcome::Failed(Warning { file: file.file.clone(), what });
        let permit = self.room.take(file.in_memory());
        let read = now();
        let Opened { hash, reader, bytes, readings } = match self.readings(file, evidence, load) {
            Ok(found) => found,
            Err(what) => {
                done.push(failed(what));
                return Ok(());
            }
        };
        if readings.is_empty() {
            done.push(Outcome::PassedOver(PassedOver {
                file: file.file.clone(),
                what: why_none(reader).to_string(),
                bytes: file.bytes,
                modified: file.modified,
                read,
                hash,
                settings: settings.to_string(),
            }));
            return Ok(());
        }
        let undecided = readings.iter().flatten().flat_map(|reading| reading.undecided.iter().cloned());
        let undecided: Vec<String> = undecided.collect();
        if evidence.is_none() && !undecided.is_empty() {
            done.push(Outcome::Waits(file.clone(), settings.to_string(), undecided));
            return Ok(());
        }
        read_by(reader, |work| (work.files, work.source) = (work.files + 1, work.source + bytes));
        let source = Source { file, settings, read, reader, hash, permit };
        let mut names = Names::new(&file.id, readings.len());
        let mut papers = Vec::with_capacity(readings.len());
        for (number, reading) in (1..).zip(readings) {
            match reading {
                Ok(reading) => papers.push((names.id(number, &reading.name), reading)),
                Err(what) => done.push(failed(what)),
            }
        }
        done.extend(self.take_papers(writer, &source, papers)?);
        Ok(())
    }

    /// Takes the papers of a file; those of a file of many on several threads, as the other readers may have no file left.
    fn take_papers(
        &self,
        writer: Option<&Writer>,
        source: &Source<'_>,
        mut papers: Vec<(String, Reading)>,
    ) -> Result<Vec<Outcome>> {
        let take = |papers: Vec<(String, Reading)>| -> Result<Vec<Outcome>> {
            papers.into_iter().map(|(id, reading)| self.take_paper(writer, source, id, reading)).collect()
        };
        let share = papers.len().div_ceil(self.options.threads.max(1)).max(LEAST_SHARE);
        std::thread::scope(|scope| {
            let mut others = Vec::new();
            while papers.len() > share {
                let part = papers.split_off(papers.len() - share);
                others.push(scope.spawn(|| take(part)));
            }
            let mut done = take(papers)?;
            for other in others {
                done.extend(other.join().map_err(|_| fault_in_a_reader())??);
            }
            Ok(done)
        })
    }

    /// Reads a file, without a look at its papers.
    fn readings(
        &self,
        file: &SourceFile,
        evidence: Option<&Evidence>,
        load: Load<'_>,
    ) -> std::result::Result<Opened, String> {
        let start = Instant::now();
        let bytes = load()?;
        let nothing = Evidence::default();
        let papers = || read_papers(file.name(), &bytes, evidence.unwrap_or(&nothing), &self.setup.reading);
        // A fault in a reader costs the file that met it, no more.
        let caught = catch_unwind(AssertUnwindSafe(papers));
        let (reader, readings) = caught.map_err(|_| "its reader ended in a fault of kwic's".to_string())??;
        read_by(reader, |work| work.time += start.elapsed());
        let hash = time(Stage::Checksum, || hash(&bytes));
        Ok(Opened { hash, reader, bytes: bytes.len() as u64, readings })
    }

    /// Cuts a paper and hands it over.
    fn take_paper(
        &self,
        writer: Option<&Writer>,
        source: &Source<'_>,
        id: String,
        mut reading: Reading,
    ) -> Result<Outcome> {
        let file = source.file;
        let first = reading.blocks.first().filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
        let own = std::mem::take(&mut reading.metadata);
        let mut metadata = self.setup.metadata_of(file, own, first.map(|block| block.text.as_str()));
        // When its file was made need not be when a paper was written: that is believed last, and said.
        if let (None, Some(created)) = (metadata.year, metadata.fields.get("created")) {
            metadata.year = year_in(created);
            reading.warnings.push("nothing says its year but when its file was made".to_string());
        }
        let language_from = self.find_language(&mut metadata, &reading.blocks);
        let mut paper = time(Stage::Cut, || cut_paper(&reading));
        read_by(source.reader, |work| {
            work.text += reading.blocks.iter().map(|block| block.text.len() as u64).sum::<u64>();
            work.tokens += paper.token_count() as u64;
        });
        time(Stage::Themes, || {
            self.setup.themes.assign(&mut paper, &metadata.themes, metadata.language.as_deref());
        });
        let mut warnings = reading.warnings;
        if let Some(written) = metadata.fields.get(UNKNOWN_LANGUAGE) {
            warnings.push(format!("its metadata name a language that is not known: {written}"));
        }
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
            settings: source.settings.to_string(),
            reader: source.reader.to_string(),
            encoding: reading.encoding,
            language_from,
            annotations: paper.known_annotations(),
            layers: paper.layers(),
            sections: paper.sections.len() as u32,
            pages: paper.page_count(),
            tokens: paper.token_count() as u64,
            metadata,
            warnings,
            undecided: reading.undecided,
        };
        if let Some(writer) = writer {
            self.hand_over(writer, &record, paper, source.permit.clone())?;
        }
        Ok(Outcome::Added(Box::new(record)))
    }

    /// Sets the language of a paper whose metadata do not say it: that of `--language`, else the one that its text is in
    /// for certain.
    fn find_language(&self, metadata: &mut Metadata, blocks: &[Block]) -> LanguageFrom {
        if metadata.language.is_some() {
            return LanguageFrom::Metadata;
        }
        let undetermined = metadata.fields.get(UNKNOWN_LANGUAGE).is_some_and(|written| written == UNDETERMINED);
        if undetermined {
            metadata.fields.remove(UNKNOWN_LANGUAGE);
        }
        if let Some(language) = &self.setup.reading.language {
            metadata.language = Some(language.clone());
            return LanguageFrom::Option;
        }
        if undetermined {
            return LanguageFrom::Nothing;
        }
        metadata.language = time(Stage::Language, || detect_language(blocks));
        if metadata.language.is_some() { LanguageFrom::Text } else { LanguageFrom::Nothing }
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
