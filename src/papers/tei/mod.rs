//! TEI XML (P5, <https://tei-c.org/guidelines/>): the header as metadata, `div` and `head` as
//! sections, `pb` as pages, notes apart, speakers and names as span layers, words with what is said of them.
//!
//! The file is read as a stream, so that neither nesting nor size needs more than the text that comes
//! out. No entity is expanded but XML's own five and numbered characters; nothing is fetched.

mod body;
mod flow;
mod header;
mod words;

use std::borrow::Cow;
use std::path::Path;

use encoding_rs::Encoding;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader as Xml, XmlVersion};

use self::body::Body;
use self::header::Header;
use super::layout::Evidence;
use super::read::{Reader, Reading, ReadingOptions, Readings, decoded, ending};
use crate::model::Metadata;

/// The most elements in one another.
const MOST: usize = 1000;

/// TEI XML.
pub(super) struct TeiReader;

impl Reader for TeiReader {
    fn name(&self) -> &'static str {
        "tei"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        matches!(ending(path).as_str(), "xml" | "tei")
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        let (text, file) = match text(bytes) {
            Ok(decoded) => decoded,
            Err(cause) => return vec![Err(cause)],
        };
        let mut papers = Papers { file, ..Papers::default() };
        match papers.read(&text) {
            Ok(()) if papers.readings.is_empty() => vec![Err("it holds no TEI element".to_string())],
            Ok(()) => papers.readings.into_iter().map(Ok).collect(),
            Err(cause) => vec![Err(cause)],
        }
    }
}

/// The file's text: what is no UTF-8 is read as the XML declaration says.
fn text(bytes: &[u8]) -> Result<(String, Reading), String> {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or(bytes);
    let declared = || {
        let head = String::from_utf8_lossy(head);
        let label = head.strip_prefix("<?xml")?.split_once("encoding=")?.1;
        Encoding::for_label(label.get(1..)?.split(['"', '\'']).next()?.as_bytes())
    };
    match declared().filter(|_| std::str::from_utf8(bytes).is_err()) {
        None => decoded(bytes),
        Some(encoding) => {
            let (text, mut file) = decoded(encoding.decode_without_bom_handling(bytes).0.as_bytes())?;
            file.encoding = encoding.name().to_string();
            file.warnings.insert(0, format!("read as {}, as the file says", encoding.name()));
            Ok((text, file))
        }
    }
}

/// The attributes of an element, without prefixes but that of kwic's own.
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    fn of(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut all = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|cause| cause.to_string())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|cause| cause.to_string())?;
            let name = match attribute.key.prefix() {
                Some(prefix) if prefix.as_ref() == "kwic" => attribute.key.as_ref().to_string(),
                _ => attribute.key.local_name().as_ref().to_string(),
            };
            all.push((name, value.into_owned()));
        }
        Ok(Attributes(all))
    }

    /// The value of an attribute that says something.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(own, _)| own == name)?.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// Whether kwic wrote the element for itself: a named span's border, signs that are no word.
    pub fn is_of_kwic(&self) -> bool {
        let mine = |(name, value): &(String, String)| match name.as_str() {
            "id" => value.starts_with("kwic-"),
            "spanTo" => value.starts_with("#kwic-"),
            "kwic:word" => value == "no",
            _ => false,
        };
        self.0.iter().any(mine)
    }

    /// Those of kwic's own.
    pub fn own(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, value)| Some((name.strip_prefix("kwic:")?, value.as_str())))
    }
}

/// The papers of a file.
#[derive(Default)]
struct Papers {
    file: Reading,
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

impl Papers {
    fn read(&mut self, text: &str) -> Result<(), String> {
        let mut xml = Xml::from_str(text);
        xml.config_mut().expand_empty_elements = true;
        let (mut line, mut counted) = (1u32, 0usize);
        loop {
            let at = xml.buffer_position() as usize;
            line += newlines(text, counted, at);
            counted = at;
            let event = xml.read_event().map_err(|cause| {
                let at = xml.error_position() as usize;
                format!("line {}: it is no well-formed XML: {cause}", line + newlines(text, counted, at))
            })?;
            match event {
                Event::Eof if self.depth > 0 => {
                    return Err(format!("line {line}: the file ends in the midst of an element"));
                }
                Event::Eof => return Ok(()),
                event => self.event(event, line).map_err(|cause| format!("line {line}: {cause}"))?,
            }
        }
    }

    fn event(&mut self, event: Event<'_>, line: u32) -> Result<(), String> {
        match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > MOST {
                    return Err(format!("more than {MOST} elements in one another"));
                }
                let attributes = Attributes::of(&start)?;
                self.start(start.local_name().as_ref(), attributes, line)?;
            }
            Event::End(_) => {
                self.end();
                self.depth = self.depth.saturating_sub(1);
            }
            Event::Text(text) => self.text(&text.into_inner(), line),
            Event::CData(text) => self.text(&text.into_inner(), line),
            Event::GeneralRef(name) => {
                let character = match name.resolve_char_ref().map_err(|cause| cause.to_string())? {
                    Some(character) if !character.is_control() || character == '\t' => {
                        Cow::Owned(character.to_string())
                    }
                    Some(_) => Cow::Borrowed(" "),
                    None => predefined(&name.into_inner())?,
                };
                self.text(&character, line);
            }
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, name: &str, attributes: Attributes, line: u32) -> Result<(), String> {
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
                self.paper = Some(Paper { depth, name, language, metadata, body: Body::default() });
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
        match (&mut self.header, &mut self.paper) {
            (Some(header), _) => header.text(text),
            (None, Some(paper)) => paper.body.text(text, line),
            _ => {}
        }
    }

    fn end(&mut self) {
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
    }

    fn finish_paper(&mut self) {
        let Some(Paper { name, language, mut metadata, body, .. }) = self.paper.take() else { return };
        if let Some(language) = language {
            metadata.set("language", &language);
        }
        metadata.fill_from(self.around.clone());
        let mut reading = Reading { name, metadata, ..self.file.clone() };
        body.finish(&mut reading);
        self.readings.push(reading);
    }
}

fn newlines(text: &str, from: usize, to: usize) -> u32 {
    let between = text.as_bytes().get(from..to.max(from)).unwrap_or(&[]);
    memchr::memchr_iter(b'\n', between).count() as u32
}

fn predefined(name: &str) -> Result<Cow<'static, str>, String> {
    let character = quick_xml::escape::resolve_predefined_entity(name);
    character.map(Cow::Borrowed).ok_or_else(|| {
        format!("`&{name};` stands for something declared elsewhere, which is never looked up: write the text itself")
    })
}
