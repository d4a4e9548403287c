//! TEI XML (P5, <https://tei-c.org/guidelines/>): the header as metadata, `div` and `head` as
//! sections, `pb` as pages, notes apart, speakers and names as span layers, words with what is said of them.

mod body;
mod header;
mod people;
mod person;
mod words;

use std::path::Path;

use serde::{Deserialize, Serialize};

use self::body::Body;
use self::header::Header;
use self::people::People;
use super::layout::Evidence;
use super::read::{Reader, Reading, ReadingOptions, Readings, ending};
use super::xml::{Attributes, Content, read, text};
use crate::model::Metadata;

/// Which of the two forms that a `choice` holds is text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TeiChoice {
    /// What editors have put right, made regular or written out: `corr`, `reg`, `expan`, `ex`.
    #[default]
    Regularised,
    /// What the source has: `sic`, `orig`, `abbr`, `am`.
    Original,
}

/// TEI XML.
pub(super) struct TeiReader;

impl Reader for TeiReader {
    fn name(&self) -> &'static str {
        "tei"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        matches!(ending(path).as_str(), "xml" | "tei")
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, options: &ReadingOptions) -> Readings {
        let (text, file) = match text(bytes) {
            Ok(decoded) => decoded,
            Err(cause) => return vec![Err(cause)],
        };
        let mut papers = Papers { file, choice: options.tei_choice.unwrap_or_default(), ..Papers::default() };
        match read(&text, &mut papers) {
            Ok(()) if papers.readings.is_empty() => vec![Err("it holds no TEI element".to_string())],
            Ok(()) => papers.readings.into_iter().map(Ok).collect(),
            Err(cause) => vec![Err(cause)],
        }
    }
}

/// The papers of a file.
#[derive(Default)]
struct Papers {
    file: Reading,
    choice: TeiChoice,
    people: People,
    /// How many elements are open.
    depth: usize,
    /// What the headers of corpora around the papers say.
    around: Metadata,
    header: Option<Header>,
    paper: Option<Paper>,
    readings: Vec<Reading>,
    corpus: bool,
}

/// A paper that is being read.
struct Paper {
    depth: usize,
    name: String,
    language: Option<String>,
    metadata: Metadata,
    body: Body,
}

impl Content for Papers {
    fn start(&mut self, name: &str, attributes: Attributes, line: u32) -> Result<(), String> {
        self.depth += 1;
        if self.people.hears(name) {
            self.people.start(name, &attributes);
        }
        match (name, &mut self.header, &mut self.paper) {
            (name, _, None) if self.depth == 1 && !matches!(name, "TEI" | "teiCorpus") => {
                return Err(format!("its root is `{name}`: of XML, only TEI (root `TEI` or `teiCorpus`) is read"));
            }
            (_, Some(header), _) => header.start(name, attributes),
            ("teiHeader", None, _) => self.header = Some(Header::new(self.depth)),
            ("teiCorpus", None, None) => self.corpus = true,
            ("TEI", None, None) => {
                let name = match attributes.get("id").or(attributes.get("n")) {
                    _ if !self.corpus => String::new(),
                    Some(name) => name.to_string(),
                    None => (self.readings.len() + 1).to_string(),
                };
                let language = attributes.get("lang").map(str::to_string);
                let (depth, metadata) = (self.depth, Metadata::default());
                self.paper = Some(Paper { depth, name, language, metadata, body: Body::new(self.choice) });
            }
            (name, None, Some(paper)) => {
                if let ("text", Some(language)) = (name, attributes.get("lang")) {
                    paper.language = Some(language.to_string());
                }
                paper.body.start(name, &attributes, line);
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str, line: u32) {
        self.people.text(text);
        match (&mut self.header, &mut self.paper) {
            (Some(header), _) => header.text(text),
            (None, Some(paper)) => paper.body.text(text, line),
            _ => {}
        }
    }

    fn end(&mut self) {
        self.people.end();
        match (&mut self.header, &mut self.paper) {
            (Some(header), _) if header.depth < self.depth => header.end(),
            (Some(_), paper) => {
                let metadata = self.header.take().map(Header::finish).unwrap_or_default();
                match paper {
                    Some(paper) => paper.metadata = metadata,
                    None => self.around = metadata,
                }
            }
            (None, Some(paper)) if paper.depth < self.depth => paper.body.end(),
            (None, Some(_)) => self.finish_paper(),
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

impl Papers {
    fn finish_paper(&mut self) {
        let Some(Paper { name, language, mut metadata, body, .. }) = self.paper.take() else { return };
        if let Some(language) = language {
            metadata.set("language", &language);
        }
        metadata.fill_from(self.around.clone());
        let mut reading = Reading { name, metadata, ..self.file.clone() };
        body.finish(&mut reading);
        let date = reading.metadata.fields.get("date").map(String::as_str);
        self.people.tell(&mut reading.annotated.spans, date);
        self.readings.push(reading);
    }
}
