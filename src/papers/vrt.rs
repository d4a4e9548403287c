//! Vertical text as CWB and Sketch Engine have it: a word a line, columns with tabs between them,
//! structures as tags on lines of their own.
//!
//! Each `<text>` (or `<doc>`) is a paper, its attributes metadata. `<p>` and `<s>` are paragraphs and
//! sentences; every structure with a name of its own, and these where they have attributes, is a
//! span layer. `<g/>` says that no space stands there; else one stands between words.
//!
//! Where kwic wrote the file (`#vrt dialect: kwic`), the column `before` has all that stands before a word and
//! `written` how it is written, `<section>` and `<page>` are what they say, and `<ne__2>` is one more `<ne>`.

use std::path::Path;

use super::exact::{BEFORE, WRITTEN, unescape};
use super::layout::Evidence;
use super::read::{Reader, Reading, ReadingOptions, Readings, decoded, ending};
use super::tags::{Tag, tag, unescaped};
use super::vertical::{Builder, Word, query_name};
use crate::model::Place;

/// Structures of which each is a paper: the first that a file has.
const PAPERS: [&str; 2] = ["text", "doc"];
/// Structures that only files of kwic's own have.
const EXACT: [&str; 3] = ["section", "head", "page"];
/// The most structures in one another, and the most columns.
const MOST: usize = 100;
/// What columns mostly hold, where nothing names them.
const USUAL: [&str; 3] = ["word", "pos", "lemma"];

/// Vertical text.
pub(super) struct VrtReader;

impl Reader for VrtReader {
    fn name(&self) -> &'static str {
        "vrt"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        matches!(ending(path).as_str(), "vrt" | "vert")
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, options: &ReadingOptions) -> Readings {
        let (text, file) = match decoded(bytes) {
            Ok(decoded) => decoded,
            Err(cause) => return vec![Err(cause)],
        };
        let element = text.lines().find_map(|line| match tag(line) {
            Some(Tag::Open(name, _)) => PAPERS.into_iter().find(|paper| *paper == name),
            _ => None,
        });
        let mut vrt = Vrt { file, element, columns: named(options.vrt_columns.iter()), ..Vrt::default() };
        if element.is_none() {
            vrt.begin(Vec::new());
        }
        for (number, line) in (1u32..).zip(text.lines()) {
            match tag(line) {
                Some(tag) => vrt.tag(tag),
                None if line.trim().is_empty() => {}
                None => vrt.row(number, line.trim_end_matches('\r')),
            }
        }
        vrt.end();
        vrt.finish()
    }
}

/// Names of columns, each once, the word's as it is.
fn named<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for name in names {
        let mut name = if name.trim() == "word" { "word".to_string() } else { query_name(name) };
        while columns.contains(&name) {
            name.push('_');
        }
        columns.push(name);
    }
    columns
}

/// A structure that is open.
struct Open {
    name: String,
    attributes: Vec<(String, String)>,
    from: Place,
}

/// A file that is being read.
#[derive(Default)]
struct Vrt {
    file: Reading,
    element: Option<&'static str>,
    /// Names of the columns, where they are known.
    columns: Vec<String>,
    guessed: bool,
    /// Whether kwic wrote it.
    exact: bool,
    open: Vec<Open>,
    paper: Option<Paper>,
    /// Words outside of papers, and tags without their other half.
    outside: usize,
    lone: usize,
    readings: Readings,
}

struct Paper {
    reading: Reading,
    builder: Option<Builder>,
    sentences: bool,
    glued: bool,
    /// What stands behind the last word of the section, where kwic wrote it.
    tail: String,
    error: Option<String>,
}

impl Paper {
    fn place(&self) -> Place {
        self.builder.as_ref().map_or(Place { block: 0, offset: 0 }, Builder::place)
    }
}

impl Vrt {
    fn begin(&mut self, attributes: Vec<(String, String)>) {
        self.end();
        // kwic names its columns before the first paper: a file that does not is somebody else's.
        self.exact &= !self.columns.is_empty();
        let mut reading = self.file.clone();
        for (name, value) in attributes {
            match (name.as_str(), self.exact) {
                ("id", true) => reading.name = value,
                ("id_", true) => reading.metadata.set("id", &value),
                (name, _) => {
                    if name == "id" {
                        reading.name.clone_from(&value);
                    }
                    reading.metadata.set(name, &value);
                }
            }
        }
        // What goes through several papers begins in each.
        self.open.iter_mut().for_each(|open| open.from = Place { block: 0, offset: 0 });
        let builder = self.exact.then(|| Builder::exact(annotations(&self.columns, true)));
        self.paper = Some(Paper { reading, builder, sentences: false, glued: false, tail: String::new(), error: None });
    }

    fn end(&mut self) {
        let Some(mut paper) = self.paper.take() else { return };
        if let Some(error) = paper.error {
            let name = paper.reading.name;
            return self.readings.push(Err(if name.is_empty() { error } else { format!("{name}: {error}") }));
        }
        if let Some(mut builder) = paper.builder {
            for open in &self.open {
                builder.span(&open.name, open.attributes.clone(), open.from, builder.place());
            }
            (paper.reading.blocks, paper.reading.annotated) = builder.finish();
        }
        if !paper.sentences && !paper.reading.blocks.is_empty() {
            paper.reading.warnings.push("no sentences are marked: each paragraph is taken for one".to_string());
        }
        self.readings.push(Ok(paper.reading));
    }

    fn tag(&mut self, tag: Tag) {
        match tag {
            Tag::Comment(comment) => self.comment(&comment),
            Tag::Open(name, attributes) if Some(name.as_str()) == self.element => self.begin(attributes),
            Tag::Close(name) if Some(name.as_str()) == self.element => self.end(),
            Tag::Empty(name) => {
                if let (Some(paper), "g") = (&mut self.paper, name.as_str()) {
                    paper.glued = true;
                }
            }
            Tag::Open(name, attributes) if self.exact && EXACT.contains(&name.as_str()) => {
                self.begin_exact(&name, &attributes)
            }
            Tag::Close(name) if self.exact && EXACT.contains(&name.as_str()) => self.end_exact(&name),
            Tag::Open(..) if self.open.len() == MOST => self.lone += 1,
            Tag::Open(name, attributes) => {
                self.edge(&name, true);
                let from = self.paper.as_ref().map_or(Place { block: 0, offset: 0 }, Paper::place);
                self.open.push(Open { name: layer(&name).unwrap_or(name), attributes, from });
            }
            Tag::Close(name) => self.close(name),
        }
    }

    /// Begins a structure that only files of kwic's own have.
    fn begin_exact(&mut self, name: &str, attributes: &[(String, String)]) {
        let Some(Paper { builder: Some(builder), tail, .. }) = &mut self.paper else { return };
        let value = |name: &str| attributes.iter().find(|a| a.0 == name).map_or("", |a| a.1.as_str());
        match name {
            "section" => {
                *tail = unescape(value("after"));
                builder.begin_section(value("level").parse().unwrap_or(0));
            }
            "page" => builder.page(Some(value("n").to_string())),
            _ => builder.end_paragraph(),
        }
    }

    fn end_exact(&mut self, name: &str) {
        let Some(Paper { builder: Some(builder), tail, .. }) = &mut self.paper else { return };
        match name {
            "section" => builder.end_section(&std::mem::take(tail)),
            "page" => builder.page(None),
            _ => builder.end_paragraph(),
        }
    }

    fn close(&mut self, name: String) {
        self.edge(&name, false);
        let usual = matches!(name.as_str(), "p" | "paragraph" | "s" | "sentence" | "g");
        let name = layer(&name).unwrap_or(name);
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            self.lone += 1;
            return;
        };
        let mut open = self.open.remove(at);
        if self.exact
            && let Some((name, _)) = open.name.rsplit_once("__")
        {
            open.name.truncate(name.len());
        }
        let Some(builder) = self.paper.as_mut().and_then(|paper| paper.builder.as_mut()) else { return };
        let to = builder.place();
        if open.from != to && !(usual && open.attributes.is_empty()) {
            builder.span(&open.name, open.attributes, open.from, to);
        }
    }

    /// What the beginning or the end of a structure means for paragraphs and sentences.
    fn edge(&mut self, name: &str, begins: bool) {
        let Some(paper) = &mut self.paper else { return };
        match name {
            "p" | "paragraph" => paper.builder.iter_mut().for_each(Builder::end_paragraph),
            "s" | "sentence" => {
                paper.sentences = true;
                paper.builder.iter_mut().for_each(Builder::end_sentence);
            }
            "g" if begins => paper.glued = true,
            _ => {}
        }
    }

    /// `#vrt columns: word pos lemma`; Korp's name for it is `positional-attributes`. Nothing is changed once words have
    /// been read.
    fn comment(&mut self, comment: &str) {
        let words = self.paper.as_ref().is_some_and(|paper| paper.builder.is_some());
        let Some(rest) = comment.strip_prefix("#vrt ").filter(|_| !words && self.readings.is_empty()) else { return };
        let kwic = rest.trim().strip_prefix("dialect:").is_some_and(|dialect| dialect.trim() == "kwic");
        if kwic && self.paper.is_none() {
            (self.exact, self.columns) = (true, Vec::new());
        }
        let names = ["columns", "positional-attributes"].iter().find_map(|key| rest.trim().strip_prefix(key));
        if let (Some(names), true) = (names, self.columns.is_empty()) {
            let names: Vec<String> =
                names.split([' ', ',', ':', '\t']).filter(|n| !n.is_empty()).map(str::to_string).collect();
            self.columns = named(names.iter());
        }
    }

    fn row(&mut self, line: u32, row: &str) {
        let Some(paper) = &mut self.paper else {
            self.outside += 1;
            return;
        };
        if paper.error.is_some() {
            return;
        }
        let values: Vec<String> = row.split('\t').take(MOST + 1).map(unescaped).collect();
        if values.len() > MOST {
            paper.error = Some(format!("line {line}: a word has more than {MOST} columns"));
            return;
        }
        if self.columns.is_empty() {
            self.guessed = values.len() > 1;
            let usual = USUAL.iter().map(|name| name.to_string());
            let more = (USUAL.len() + 1..).map(|number| format!("column{number}"));
            self.columns = usual.chain(more).take(values.len()).collect();
        }
        let at = self.columns.iter().position(|name| name == "word").unwrap_or(0);
        let (expected, found) = (self.columns.len(), values.len());
        if found != expected {
            paper.error = Some(format!("line {line}: a word has {expected} columns here, this has {found}"));
            return;
        }
        let Some(word) = values.get(at).filter(|word| !word.is_empty()) else {
            paper.error = Some(format!("line {line}: the word is empty"));
            return;
        };
        let special = |name: &str| self.columns.iter().zip(&values).find(|(own, _)| self.exact && *own == name);
        let (before, written) = (special(BEFORE).map(|c| unescape(c.1)), special(WRITTEN).map(|c| unescape(c.1)));
        let own = values.iter().zip(&self.columns).enumerate();
        let own = own.filter(|(column, (_, name))| *column != at && is_annotation(name, self.exact));
        let value = |value: &'_ str| match value {
            "__UNDEF__" => false,
            "_" => self.exact,
            _ => true,
        };
        let own = own.map(|(_, (text, _))| if value(text) { text.as_str() } else { "" }).collect();
        let builder = paper.builder.get_or_insert_with(|| Builder::new(annotations(&self.columns, self.exact)));
        match before {
            Some(before) => builder.add_gap(&before),
            None => builder.set_gap(if std::mem::take(&mut paper.glued) { "" } else { " " }),
        }
        builder.words(written.as_deref().unwrap_or(word), &[Word { word, values: own, line }]);
    }

    fn finish(mut self) -> Readings {
        if self.readings.is_empty() {
            self.readings.push(Ok(self.file));
        }
        let mut notes = Vec::new();
        if self.guessed {
            let columns = self.columns.join(", ");
            notes.push(format!("its columns are guessed to be {columns}: --vrt-columns names them"));
        }
        if self.outside > 0 {
            let element = self.element.unwrap_or("text");
            notes.push(format!("words outside of <{element}> are left out: {}", self.outside));
        }
        if self.lone + self.open.len() > 0 {
            notes.push(format!("tags without their other half: {}", self.lone + self.open.len()));
        }
        if let Some(first) = self.readings.iter_mut().flatten().next() {
            first.warnings.extend(notes);
        }
        self.readings
    }
}

/// The columns that are annotations.
fn annotations(columns: &[String], exact: bool) -> Vec<String> {
    let word = columns.iter().position(|name| name == "word").unwrap_or(0);
    let names = columns.iter().enumerate().filter(|(at, name)| *at != word && is_annotation(name, exact));
    names.map(|(_, name)| name.clone()).collect()
}

fn is_annotation(column: &str, exact: bool) -> bool {
    !(exact && matches!(column, BEFORE | WRITTEN))
}

/// The layer of a structure that goes by another name in queries.
fn layer(name: &str) -> Option<String> {
    match name {
        "paragraph" => Some("p".to_string()),
        "sentence" => Some("s".to_string()),
        name if name.contains(['-', '.', ':']) => Some(query_name(name)),
        _ => None,
    }
}
