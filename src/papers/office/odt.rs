//! OpenDocument text (ISO/IEC 26300): packed (`.odt`) or as one XML file (`.fodt`).

use std::collections::{HashMap, HashSet};

use super::draft::{Draft, Kind};
use super::no_such_package;
use super::odt_parts::{Changes, Manifest};
use super::package::read_member;
use super::properties::{Form, Properties};
use crate::papers::read::Reading;
use crate::papers::xml::{Attributes, Content, read, text};
use crate::papers::zipped::Zipped;

/// What is no text of the paper: what was struck out, comments, signs of notes, reading aids, lists that are made of the
/// text's headings and words, pictures.
const LEFT_OUT: [&str; 17] = [
    "tracked-changes",
    "annotation",
    "note-citation",
    "ruby-text",
    "table-of-content",
    "illustration-index",
    "table-index",
    "object-index",
    "user-index",
    "alphabetical-index",
    "binary-data",
    "hidden-text",
    "hidden-paragraph",
    "covered-table-cell",
    "forms",
    "event-listeners",
    "shapes",
];
/// The most styles that are kept.
const MOST: usize = 10_000;

/// Reads packed OpenDocument text.
pub(super) fn read_odt(mut zipped: Zipped<'_>) -> Result<Reading, String> {
    let mut manifest = Manifest::default();
    read_member(&mut zipped, "META-INF/manifest.xml", &mut manifest)?;
    if manifest.encrypted {
        return Err("it is protected by a password; save it without one".to_string());
    }
    let content = zipped.member("content.xml").ok_or_else(|| no_such_package(&zipped, "OpenDocument text"))?;
    let (xml, reading) = text(&zipped.unpack(&content)?)?;
    let mut properties = Properties::new(Form::OpenDocument);
    read_member(&mut zipped, "meta.xml", &mut properties)?;
    read_content(&xml, reading, Body::new(properties, false))
}

/// Reads OpenDocument text that is one XML file.
pub(super) fn read_fodt(bytes: &[u8]) -> Result<Reading, String> {
    let (xml, reading) = text(bytes)?;
    read_content(&xml, reading, Body::new(Properties::new(Form::OpenDocument), true))
}

fn read_content(xml: &str, mut reading: Reading, mut body: Body) -> Result<Reading, String> {
    read(xml, &mut body)?;
    if !body.is_text {
        return Err("it is no OpenDocument text (a sheet, slides, a drawing?)".to_string());
    }
    if body.embedded > 0 {
        let count = body.embedded;
        reading
            .warnings
            .push(format!("it holds {count} embedded objects (formulas, charts, sheets), of which nothing is read"));
    }
    if body.changes.within > 0 {
        reading.warnings.push("a change begins and does not end: all behind it is left out as struck out".to_string());
    }
    reading.metadata = body.properties.metadata();
    reading.blocks = body.draft.finish();
    Ok(reading)
}

/// A document that is being read.
struct Body {
    properties: Properties,
    /// How many elements of the metadata are open.
    in_metadata: usize,
    draft: Draft,
    /// Whether lines are those of the file; else each paragraph is one.
    by_lines: bool,
    number: u32,
    open: Vec<Open>,
    skipped: usize,
    /// For each automatic style the one that it changes, and those whose text is hidden.
    parents: HashMap<String, String>,
    hidden_styles: HashSet<String>,
    /// The automatic style that is being read.
    automatic: Option<String>,
    in_automatic: bool,
    changes: Changes,
    is_text: bool,
    /// What the paragraphs are in which we are: text boxes and notes hold paragraphs.
    paragraphs: Vec<Kind>,
    lists: usize,
    asides: usize,
    embedded: usize,
}

struct Open {
    name: String,
    /// Whether something that stands apart ends with it.
    aside: bool,
}

impl Body {
    fn new(properties: Properties, by_lines: bool) -> Self {
        Body {
            properties,
            in_metadata: 0,
            draft: Draft::default(),
            by_lines,
            number: 0,
            open: Vec::new(),
            skipped: 0,
            parents: HashMap::new(),
            hidden_styles: HashSet::new(),
            automatic: None,
            in_automatic: false,
            changes: Changes::default(),
            is_text: false,
            paragraphs: Vec::new(),
            lists: 0,
            asides: 0,
            embedded: 0,
        }
    }

    fn is_left_out(&mut self, name: &str, attributes: &Attributes) -> bool {
        let around = self.open.last().map_or("", |open| open.name.as_str());
        match name {
            // A field with the document's title; elsewhere a picture's.
            "title" | "desc" => !matches!(around, "p" | "h" | "span" | "a" | "meta"),
            "section" => attributes.get("display") == Some("none"),
            "span" => attributes.get("style-name").is_some_and(|style| self.hidden_styles.contains(style)),
            "object" | "object-ole" => {
                self.embedded += 1;
                true
            }
            _ => LEFT_OUT.contains(&name),
        }
    }

    /// Styles that the program made for what the author changed by hand.
    fn style(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "automatic-styles" => self.in_automatic = true,
            "master-styles" | "body" => self.in_automatic = false,
            "style" if self.in_automatic && self.parents.len() < MOST => {
                self.automatic = attributes.get("name").map(str::to_string);
                if let (Some(own), Some(parent)) = (&self.automatic, attributes.get("parent-style-name")) {
                    self.parents.insert(own.clone(), parent.to_string());
                }
            }
            "text-properties" if self.in_automatic && attributes.get("display") == Some("none") => {
                self.hidden_styles.extend(self.automatic.take());
            }
            _ => {}
        }
    }

    fn kind(&self, name: &str, attributes: &Attributes) -> Kind {
        let style = attributes.get("style-name").unwrap_or("");
        let style = self.parents.get(style).map_or(style, String::as_str);
        match name {
            _ if style == "Title" => Kind::Title,
            "h" => Kind::Heading(attributes.get("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1)),
            _ if self.lists > 0 => Kind::Item,
            _ => Kind::Text,
        }
    }

    fn add(&mut self, text: &str, line: u32) {
        if self.changes.within > 0 {
            return;
        }
        match self.by_lines {
            true => self.draft.text(text, line),
            false => self.draft.text(&text.replace('\n', " "), self.number.max(1)),
        }
    }

    fn begin(&mut self, name: &str, attributes: &Attributes, line: u32) -> bool {
        match name {
            "p" | "h" => {
                // The text of a shape stands in the paragraph that it hangs on.
                let apart = self.paragraphs.len() > self.asides;
                if apart {
                    self.asides += 1;
                    self.draft.aside(false);
                }
                self.number += u32::from(self.asides == 0);
                self.paragraphs.push(self.kind(name, attributes));
                return apart;
            }
            "list" => self.lists += 1,
            "table" => self.draft.table(),
            "table-row" => self.draft.row(),
            "s" | "tab" => self.add(" ", line),
            "line-break" if self.changes.within == 0 => self.draft.line_break(),
            "change-start" | "change-end" => self.changes.pass(name, attributes),
            "note-body" | "text-box" if !self.paragraphs.is_empty() => {
                self.asides += 1;
                self.draft.aside(name == "note-body");
                return true;
            }
            _ => {}
        }
        false
    }
}

impl Content for Body {
    fn start(&mut self, name: &str, attributes: Attributes, line: u32) -> Result<(), String> {
        if self.in_metadata > 0 || (name == "meta" && self.open.len() == 1) {
            self.in_metadata += 1;
            return self.properties.start(name, attributes, line);
        }
        if self.skipped > 0 || self.is_left_out(name, &attributes) {
            self.changes.declare(name, &attributes);
            self.skipped += 1;
            return Ok(());
        }
        self.is_text |= name == "text" && self.open.last().is_some_and(|open| open.name == "body");
        self.style(name, &attributes);
        let aside = self.is_text && self.begin(name, &attributes, line);
        self.open.push(Open { name: name.to_string(), aside });
        Ok(())
    }

    fn text(&mut self, text: &str, line: u32) {
        if self.in_metadata > 0 {
            self.properties.text(text, line);
        } else if self.skipped == 0 && !self.paragraphs.is_empty() {
            self.add(text, line);
        }
    }

    fn end(&mut self) {
        if self.in_metadata > 0 {
            self.in_metadata -= 1;
            return self.properties.end();
        }
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(Open { name, aside }) = self.open.pop() else { return };
        if !self.is_text {
            return;
        }
        match name.as_str() {
            "p" | "h" => {
                let kind = self.paragraphs.pop().unwrap_or(Kind::Text);
                // The end of a paragraph that is struck out joins it to the next.
                if self.changes.within == 0 {
                    self.draft.end(kind);
                }
            }
            "list" => self.lists = self.lists.saturating_sub(1),
            "table" => self.draft.end_table(),
            "table-cell" => self.draft.end_cell(),
            _ => {}
        }
        if aside {
            self.asides -= 1;
            self.draft.end_aside();
        }
    }
}
