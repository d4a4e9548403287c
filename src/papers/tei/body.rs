//! The text of a TEI paper: which element does what.

use super::TeiChoice;
use super::words::values;
use crate::model::{BlockKind, Place};
use crate::papers::flow::Flow;
use crate::papers::read::Reading;
use crate::papers::xml::Attributes;

/// What is no text of the paper: data about it, pictures, running heads, what was struck out or is missing.
const LEFT_OUT: [&str; 13] = [
    "standOff",
    "sourceDoc",
    "facsimile",
    "fw",
    "gap",
    "graphic",
    "linkGrp",
    "del",
    "rdg",
    "listPerson",
    "listPlace",
    "listOrg",
    "teiHeader",
];
/// Sections that lie deeper stand beside one another.
const DEEPEST: usize = 20;
/// Of the two forms that `choice` holds, those of the source, and those that correct them or write them out.
const ORIGINAL: [&str; 4] = ["sic", "orig", "abbr", "am"];
const REGULARISED: [&str; 4] = ["corr", "reg", "expan", "ex"];
/// The most named spans that milestones may have begun.
const MOST_SPANS: usize = 1000;
/// What holds blocks and has no text of its own.
const STRUCTURES: [&str; 17] = [
    "text",
    "body",
    "front",
    "back",
    "group",
    "floatingText",
    "titlePage",
    "lg",
    "sp",
    "spGrp",
    "u",
    "list",
    "listBibl",
    "table",
    "row",
    "castList",
    "annotationBlock",
];
/// What is said beside the text.
const NOTES: [&str; 6] = ["note", "kinesic", "vocal", "incident", "writing", "figDesc"];

/// The text of a paper that is being read.
#[derive(Default)]
pub(super) struct Body {
    choice: TeiChoice,
    flow: Flow,
    open: Vec<Open>,
    /// How many elements there are of which nothing is read.
    skipped: usize,
    sections: usize,
    /// Whether the next cell is the first of its row.
    first_cell: bool,
    word: Option<SourceWord>,
    /// Named spans that milestones have begun: the anchor that ends each.
    spans: Vec<(String, OpenSpan)>,
}

/// An open element.
#[derive(Default)]
struct Open {
    name: String,
    /// The kind of the block in which we are.
    inside: Option<BlockKind>,
    /// Whether a block ends with it, or something apart from one.
    ends: bool,
    aside: bool,
    /// Whether it is a section that has a heading.
    headed: bool,
    /// Whether it holds signs that are no word.
    signs: bool,
    span: Option<OpenSpan>,
}

/// A named stretch that has begun.
struct OpenSpan {
    layer: String,
    attributes: Vec<(String, String)>,
    from: Place,
}

/// A word that the source has cut, or several that are written together.
struct SourceWord {
    written: String,
    words: Vec<(String, Vec<String>)>,
    values: Vec<String>,
    line: u32,
    depth: usize,
    glued: bool,
}

fn is_section(name: &str) -> bool {
    let number = name.strip_prefix("div");
    number.is_some_and(|number| number.is_empty() || matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7"))
}

fn reference(attributes: &Attributes, name: &str) -> Option<String> {
    attributes.get(name).map(|value| value.trim_start_matches('#').to_string())
}

impl Body {
    pub fn new(choice: TeiChoice) -> Self {
        Body { choice, ..Body::default() }
    }

    pub fn start(&mut self, name: &str, attributes: &Attributes, line: u32) {
        let around = self.open.last().map_or("", |open| open.name.as_str());
        let other = match self.choice {
            TeiChoice::Regularised => ORIGINAL,
            TeiChoice::Original => REGULARISED,
        };
        let is_other = around == "choice" && other.contains(&name);
        if self.skipped > 0 || LEFT_OUT.contains(&name) || is_other {
            self.skipped += 1;
            return;
        }
        let inside = self.open.last().and_then(|open| open.inside);
        let mut open = Open { name: name.to_string(), inside, ..Open::default() };
        match name {
            "w" | "pc" => self.begin_word(attributes, line),
            "milestone" | "anchor" if attributes.is_of_kwic() => self.span_mark(name, attributes),
            "c" if attributes.is_of_kwic() => open.signs = true,
            "lb" | "cb" | "gb" | "pb" | "milestone" => self.milestone(name, attributes),
            "s" => self.flow.sentence(),
            "head" => {
                let kind = self.heading();
                self.block(&mut open, kind);
            }
            "l" if inside.is_none() => {
                self.flow.verse();
                open.inside = Some(BlockKind::Lines);
            }
            "p" | "ab" | "l" => self.block(&mut open, BlockKind::Paragraph),
            "item" => self.block(&mut open, BlockKind::ListItem),
            "label" if around == "list" => self.block(&mut open, BlockKind::ListItem),
            "bibl" | "biblStruct" if around == "listBibl" => self.block(&mut open, BlockKind::ListItem),
            "cell" => {
                let first = std::mem::take(&mut self.first_cell);
                self.block(&mut open, BlockKind::Cell { first });
            }
            "figure" if inside.is_some() => self.aside(&mut open, None),
            "figure" => self.structure(&mut open),
            name if NOTES.contains(&name) && inside.is_some() => self.aside(&mut open, Some(BlockKind::Note)),
            name if NOTES.contains(&name) => self.block(&mut open, BlockKind::Note),
            name if STRUCTURES.contains(&name) || is_section(name) => self.structure(&mut open),
            _ if inside.is_none() => self.block(&mut open, BlockKind::Paragraph),
            _ => {}
        }
        self.name_span(&mut open, attributes);
        self.open.push(open);
    }

    pub fn text(&mut self, text: &str, line: u32) {
        if self.skipped > 0 {
            return;
        }
        if let Some(word) = &mut self.word {
            word.written.push_str(text);
            return;
        }
        let kind = self.open.last().and_then(|open| open.inside).unwrap_or(BlockKind::Paragraph);
        match self.open.last().is_some_and(|open| open.signs) {
            true => self.flow.signs(text, line, kind),
            false => self.flow.push(text, line, kind),
        }
    }

    pub fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(mut open) = self.open.pop() else { return };
        match open.name.as_str() {
            "w" | "pc" => self.end_word(),
            "s" => self.flow.sentence(),
            "speaker" => self.speaker(),
            // An empty cell leaves no block: the next one begins the row.
            "cell" if open.inside == Some(BlockKind::Cell { first: true }) => {
                self.first_cell = self.flow.text().is_empty();
            }
            name if is_section(name) => self.sections = self.sections.saturating_sub(1),
            _ => {}
        }
        // A speech ends behind its last block, a name where it stands.
        if open.ends && !open.aside {
            self.flow.flush();
        }
        if let Some(OpenSpan { layer, attributes, from }) = open.span.take() {
            self.flow.span(&layer, attributes, from);
        }
        if open.aside {
            self.flow.end_aside();
        } else if matches!(open.inside, Some(BlockKind::Heading { .. } | BlockKind::Cell { .. })) && !open.ends {
            self.end_within(&open.name);
        }
    }

    pub fn finish(self, reading: &mut Reading) {
        if self.flow.hyphens > 0 {
            let count = self.flow.hyphens;
            reading.warnings.push(format!(
                "hyphens before <lb/>, <cb/> or <pb/> without break=\"no\", kept in their words: {count}"
            ));
        }
        (reading.blocks, reading.annotated) = self.flow.finish();
    }

    /// Begins a block. Headings and cells stay one block, whatever they hold.
    fn block(&mut self, open: &mut Open, kind: BlockKind) {
        let kind = match (open.inside, kind) {
            (Some(BlockKind::Heading { .. } | BlockKind::Cell { .. }), _) => return self.flow.space(),
            (Some(BlockKind::Note), _) => BlockKind::Note,
            (Some(BlockKind::ListItem), BlockKind::Paragraph) => BlockKind::ListItem,
            (_, kind) => kind,
        };
        self.flow.flush();
        open.inside = Some(kind);
        open.ends = true;
    }

    /// Begins what holds blocks.
    fn structure(&mut self, open: &mut Open) {
        if is_section(&open.name) {
            self.sections += 1;
        }
        self.first_cell |= open.name == "row";
        match open.inside {
            Some(BlockKind::Heading { .. } | BlockKind::Cell { .. }) => self.flow.space(),
            inside => {
                self.flow.flush();
                open.ends = true;
                open.inside = inside.filter(|inside| matches!(inside, BlockKind::Note | BlockKind::ListItem));
            }
        }
    }

    fn aside(&mut self, open: &mut Open, kind: Option<BlockKind>) {
        self.flow.aside();
        open.inside = kind;
        open.aside = true;
    }

    /// In headings and cells a space stands where elsewhere a block ends.
    fn end_within(&mut self, name: &str) {
        if matches!(name, "p" | "ab" | "l" | "item" | "label" | "row" | "cell" | "list" | "lg" | "head") {
            self.flow.space();
        }
    }

    /// The first head of a section is its heading; all others are text.
    fn heading(&mut self) -> BlockKind {
        match self.open.last_mut() {
            Some(open) if (is_section(&open.name) || open.name == "body") && !open.headed => {
                open.headed = true;
                BlockKind::Heading { level: self.sections.clamp(1, DEEPEST) as u8 }
            }
            _ => BlockKind::Paragraph,
        }
    }

    fn milestone(&mut self, name: &str, attributes: &Attributes) {
        if name != "milestone" {
            self.flow.line_end(attributes.get("break") == Some("no"));
        }
        if name == "pb" {
            self.flow.page(attributes.get("n"));
        }
    }

    /// A milestone begins a named stretch, the anchor that it names ends it.
    fn span_mark(&mut self, name: &str, attributes: &Attributes) {
        match (name, attributes.get("spanTo"), attributes.get("unit"), attributes.get("id")) {
            ("milestone", Some(to), Some(unit), _) if self.spans.len() < MOST_SPANS => {
                let said = attributes.own().map(|(name, value)| (name.to_string(), value.to_string())).collect();
                let span = OpenSpan { layer: unit.to_string(), attributes: said, from: self.flow.place() };
                self.spans.push((to.trim_start_matches('#').to_string(), span));
            }
            ("anchor", _, _, Some(id)) => {
                if let Some(at) = self.spans.iter().rposition(|(end, _)| end == id) {
                    let (_, OpenSpan { layer, attributes, from }) = self.spans.remove(at);
                    self.flow.span(&layer, attributes, from);
                }
            }
            _ => {}
        }
    }

    /// Begins the named stretch that the element is, if it is one.
    fn name_span(&mut self, open: &mut Open, attributes: &Attributes) {
        let pair = |name: &str, value: Option<String>| Some((name.to_string(), value?));
        let said = match open.name.as_str() {
            "sp" | "u" => [pair("who", reference(attributes, "who")), pair("role", reference(attributes, "ana"))],
            name => {
                let kind = match name {
                    "persName" => Some("PER"),
                    "placeName" | "geogName" => Some("LOC"),
                    "orgName" => Some("ORG"),
                    "name" => attributes.get("type"),
                    _ => return,
                };
                let key = reference(attributes, "key").or_else(|| reference(attributes, "ref"));
                [pair("type", kind.map(str::to_string)), pair("key", key)]
            }
        };
        let layer = if matches!(open.name.as_str(), "sp" | "u") { "speaker" } else { "ne" };
        let (attributes, from) = (said.into_iter().flatten().collect(), self.flow.place());
        open.span = Some(OpenSpan { layer: layer.to_string(), attributes, from });
    }

    /// The speech in which we are is of the speaker who has just been named.
    fn speaker(&mut self) {
        let name = self.flow.text().trim_end_matches(['.', ':', ' ']).to_string();
        let speech =
            self.open.iter_mut().rev().find_map(|open| open.span.as_mut().filter(|span| span.layer == "speaker"));
        if let Some(OpenSpan { attributes: said, .. }) = speech.filter(|_| !name.is_empty()) {
            if !said.iter().any(|(own, _)| own == "who") {
                said.push(("who".to_string(), name.clone()));
            }
            said.push(("name".to_string(), name));
        }
    }

    /// A word, or one of those that a word is made of.
    fn begin_word(&mut self, attributes: &Attributes, line: u32) {
        let join = attributes.get("join");
        match &mut self.word {
            None => {
                if matches!(join, Some("left" | "both")) {
                    self.flow.glue();
                }
                let glued = matches!(join, Some("right" | "both"));
                let (depth, values) = (self.open.len(), values(attributes, &mut self.flow.names));
                self.word = Some(SourceWord { written: String::new(), words: Vec::new(), values, line, depth, glued });
            }
            Some(word) => {
                let own = attributes.get("norm").unwrap_or("").to_string();
                word.words.push((own, values(attributes, &mut self.flow.names)));
            }
        }
    }

    fn end_word(&mut self) {
        let Some(word) = self.word.take_if(|word| word.depth == self.open.len()) else { return };
        let SourceWord { written, mut words, values, line, glued, .. } = word;
        let plain = written.split_whitespace().collect::<Vec<_>>().join(" ");
        words.retain(|(own, _)| !own.is_empty());
        if words.is_empty() {
            words.push((plain.clone(), values));
        }
        // What the source calls a word may be white space: it stands between words.
        if plain.is_empty() {
            self.flow.space();
            return;
        }
        if written.starts_with(char::is_whitespace) {
            self.flow.space();
        }
        let kind = self.open.last().and_then(|open| open.inside).unwrap_or(BlockKind::Paragraph);
        self.flow.words(&plain, &words, line, kind);
        if written.ends_with(char::is_whitespace) {
            self.flow.space();
        }
        if glued {
            self.flow.glue();
        }
    }
}
