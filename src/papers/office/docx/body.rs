//! The text of a Word document: which element does what.

use super::notes::Notes;
use super::styles::Styles;
use crate::model::Block;
use crate::papers::office::draft::{Draft, Kind};
use crate::papers::xml::{Attributes, Content};

/// What is no text of the paper: what was struck out or moved away, instructions of fields, earlier properties, readings
/// aids above a line.
const LEFT_OUT: [&str; 9] =
    ["del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "rt", "sectPr", "tblPr"];

/// A part with paragraphs that is being read.
#[derive(Default)]
pub(super) struct Body<'a> {
    styles: Option<&'a Styles>,
    notes: Notes,
    draft: Draft,
    /// Names of the open elements.
    open: Vec<Open>,
    /// How many elements there are of which nothing is read.
    skipped: usize,
    /// The paragraphs and runs in which we are: text boxes hold paragraphs.
    paragraphs: Vec<Paragraph>,
    runs: Vec<Run>,
    /// The text element in which we are.
    text: Option<String>,
    /// For each field that is open whether its result has begun, and how many have none yet.
    fields: Vec<bool>,
    without_result: usize,
    /// The number of the paragraph, counted from 1; those that stand apart have that of the one they hang on.
    number: u32,
    asides: usize,
    counts: Counts,
}

struct Open {
    name: String,
    /// Of alternatives: one has been taken. Of a content control: its content is not the author's.
    done: bool,
    /// Of text: its white space counts.
    preserve: bool,
}

#[derive(Default)]
struct Paragraph {
    style: Option<String>,
    outline: Option<u8>,
    list: Option<bool>,
    /// Its end was struck out: the next one continues it.
    merged: bool,
    left_out: bool,
}

#[derive(Default)]
struct Run {
    hidden: bool,
}

/// What is in the document and is not read.
#[derive(Default)]
pub(super) struct Counts {
    embedded: usize,
    charts: usize,
    imported: usize,
    signs: usize,
}

impl Counts {
    /// Sentences without a full stop.
    pub fn warnings(&self) -> Vec<String> {
        let said = [
            (self.embedded, "embedded objects (sheets, slides, other documents), of which nothing is read"),
            (self.charts, "charts or diagrams, whose words are not read"),
            (self.imported, "other documents to be put in when it is opened, which are not read"),
            (self.signs, "signs of symbol fonts, which are no characters and are left out"),
        ];
        said.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("it holds {count} {what}")).collect()
    }
}

/// Whether a property that is there is on.
fn is_on(attributes: &Attributes) -> bool {
    !matches!(attributes.get("val"), Some("0" | "false" | "off"))
}

impl<'a> Body<'a> {
    pub fn new(styles: &'a Styles, notes: Notes) -> Self {
        Body { styles: Some(styles), notes, ..Body::default() }
    }

    /// The blocks, and what was not read.
    pub fn finish(self) -> (Vec<Block>, Counts) {
        (self.draft.finish(), self.counts)
    }

    fn around(&self, above: usize) -> &str {
        let at = self.open.len().checked_sub(above + 1);
        at.and_then(|at| self.open.get(at)).map_or("", |open| open.name.as_str())
    }

    fn is_left_out(&mut self, name: &str) -> bool {
        let around = self.open.last_mut();
        match (name, around) {
            ("del" | "moveFrom", Some(around)) if around.name == "rPr" => false,
            ("Choice", Some(around)) if around.name == "AlternateContent" => std::mem::replace(&mut around.done, true),
            ("Fallback" | "sdtContent", Some(around)) => around.done,
            _ => LEFT_OUT.contains(&name) || name.ends_with("Change"),
        }
    }

    fn is_hidden(&self) -> bool {
        self.without_result > 0
            || self.runs.last().is_some_and(|run| run.hidden)
            || self.paragraphs.last().is_some_and(|paragraph| paragraph.left_out)
    }

    fn add(&mut self, text: &str) {
        if !self.is_hidden() {
            self.draft.text(text, self.number.max(1));
        }
    }

    /// What stands in a run beside its text.
    fn in_run(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "tab" | "ptab" => self.add(" "),
            "br" | "cr" if !self.is_hidden() => self.draft.line_break(),
            "noBreakHyphen" => self.add("\u{2011}"),
            "sym" => self.sign(attributes),
            "footnoteReference" | "endnoteReference" => self.note(name, attributes),
            "fldChar" => self.field(attributes.get("fldCharType")),
            "object" => self.counts.embedded += 1,
            _ => {}
        }
    }

    /// A character by its number; those that a symbol font has for itself are none.
    fn sign(&mut self, attributes: &Attributes) {
        let number = attributes.get("char").and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match number.and_then(char::from_u32) {
            Some(sign) if !('\u{e000}'..='\u{f8ff}').contains(&sign) && !sign.is_control() => {
                self.add(sign.encode_utf8(&mut [0; 4]))
            }
            _ => self.counts.signs += 1,
        }
    }

    fn note(&mut self, name: &str, attributes: &Attributes) {
        let note = attributes.get("id").filter(|_| !self.is_hidden()).and_then(|id| self.notes.take(name, id));
        // What follows in the run is the note's sign.
        let own_sign = attributes.get("customMarkFollows").is_some_and(|value| !matches!(value, "0" | "false"));
        if let Some(run) = self.runs.last_mut().filter(|_| own_sign) {
            run.hidden = true;
        }
        if note.is_none() {
            return;
        }
        self.draft.aside(true);
        for paragraph in note.iter().flatten() {
            for (number, line) in paragraph.split('\n').enumerate() {
                if number > 0 {
                    self.draft.line_break();
                }
                self.draft.text(line, self.number.max(1));
            }
            self.draft.end(Kind::Text);
        }
        self.draft.end_aside();
    }

    fn field(&mut self, what: Option<&str>) {
        match what {
            Some("begin") => {
                self.fields.push(false);
                self.without_result += 1;
            }
            Some("separate") => {
                if let Some(result) = self.fields.last_mut().filter(|result| !**result) {
                    *result = true;
                    self.without_result -= 1;
                }
            }
            Some("end") if self.fields.pop() == Some(false) => self.without_result -= 1,
            _ => {}
        }
    }

    /// Properties of paragraphs and runs.
    fn property(&mut self, name: &str, attributes: &Attributes) {
        let (around, above) = (self.around(0), self.around(1));
        let of_paragraph = around == "pPr" || (around == "numPr" && above == "pPr");
        let of_mark = around == "rPr" && above == "pPr";
        let of_run = around == "rPr" && above == "r";
        if let Some(paragraph) = self.paragraphs.last_mut() {
            match name {
                "pStyle" if of_paragraph => {
                    paragraph.style = attributes.get("val").map(str::to_string);
                    let style = paragraph.style.as_deref();
                    paragraph.left_out =
                        style.zip(self.styles).is_some_and(|(style, styles)| styles.is_contents(style));
                }
                "outlineLvl" if of_paragraph => {
                    paragraph.outline = attributes.get("val").and_then(|level| level.parse().ok());
                }
                "numId" if of_paragraph => paragraph.list = Some(attributes.get("val") != Some("0")),
                "del" | "moveFrom" if of_mark => paragraph.merged = true,
                _ => {}
            }
        }
        if let Some(run) = self.runs.last_mut().filter(|_| of_run && name == "vanish") {
            run.hidden = is_on(attributes);
        }
    }

    /// Content controls whose content is no text of the author: a table of contents, a sign that something is to be filled in.
    fn control(&mut self, name: &str, attributes: &Attributes) {
        let made = match name {
            "docPartGallery" => attributes.get("val").is_some_and(|gallery| gallery.starts_with("Table of")),
            _ => is_on(attributes),
        };
        if let Some(control) = self.open.iter_mut().rev().find(|open| open.name == "sdt").filter(|_| made) {
            control.done = true;
        }
    }

    fn kind(&self, paragraph: &Paragraph) -> Kind {
        let style = paragraph.style.as_deref().zip(self.styles);
        let level = match paragraph.outline {
            Some(outline) => (outline < 9).then_some(outline + 1),
            None => style.and_then(|(style, styles)| styles.level(style)),
        };
        let list = || paragraph.list.unwrap_or_else(|| style.is_some_and(|(style, styles)| styles.is_list(style)));
        match level {
            _ if style.is_some_and(|(style, styles)| styles.is_title(style)) => Kind::Title,
            Some(level) => Kind::Heading(level),
            None if list() => Kind::Item,
            None => Kind::Text,
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        if !paragraph.merged {
            self.draft.end(self.kind(&paragraph));
        }
        // A field whose result does not begin in its paragraph has none.
        self.fields.retain(|result| *result);
        self.without_result = 0;
    }

    fn end_text(&mut self, preserve: bool) {
        let Some(text) = self.text.take() else { return };
        let text = text.replace('\n', " ");
        self.add(if preserve { &text } else { text.trim_ascii() });
    }
}

impl Content for Body<'_> {
    fn start(&mut self, name: &str, attributes: Attributes, _line: u32) -> Result<(), String> {
        if self.skipped > 0 || self.is_left_out(name) {
            self.skipped += 1;
            return Ok(());
        }
        let around = self.around(0);
        match name {
            "p" => {
                self.number += u32::from(self.asides == 0);
                self.paragraphs.push(Paragraph::default());
            }
            "r" => self.runs.push(Run::default()),
            "t" if around == "r" => self.text = Some(String::new()),
            "tbl" => self.draft.table(),
            "tr" => self.draft.row(),
            "txbxContent" | "txBody" => {
                self.asides += 1;
                self.draft.aside(false);
            }
            "chart" | "relIds" if around == "graphicData" => self.counts.charts += 1,
            "altChunk" | "subDoc" => self.counts.imported += 1,
            "docPartGallery" | "showingPlcHdr" => self.control(name, &attributes),
            _ if around == "r" => self.in_run(name, &attributes),
            _ => self.property(name, &attributes),
        }
        let preserve = attributes.get("space") == Some("preserve");
        self.open.push(Open { name: name.to_string(), done: false, preserve });
        Ok(())
    }

    fn text(&mut self, text: &str, _line: u32) {
        if let Some(open) = self.text.as_mut().filter(|_| self.skipped == 0) {
            open.push_str(text);
        }
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(open) = self.open.pop() else { return };
        match open.name.as_str() {
            "p" => self.end_paragraph(),
            "r" => drop(self.runs.pop()),
            "t" => self.end_text(open.preserve),
            "tbl" => self.draft.end_table(),
            "tc" => self.draft.end_cell(),
            "txbxContent" | "txBody" => {
                self.asides -= 1;
                self.draft.end_aside();
            }
            _ => {}
        }
    }
}
