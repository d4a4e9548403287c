//! LaTeX: its text without commands. Commands that stand for a text are read as that; of those that are not known
//! the arguments are. Nothing else is run: no definition with arguments, no condition, no file.

mod commands;
mod environments;
mod signs;
mod source;

use std::collections::{HashMap, HashSet};

use self::source::{Source, Stretch};
use super::page::Page;
use crate::model::{BlockKind, Metadata};
use crate::papers::read::Reading;

/// How many notes may stand in one another.
const DEEPEST_NOTE: usize = 20;
/// Bytes of the longest formula in a sentence.
const LONGEST_FORMULA: usize = 5000;

/// Reads a text whose first line has this number.
pub(super) fn read(text: &str, first_line: u32, reading: &mut Reading) {
    let mut latex = LaTeX::new(text, first_line);
    // A part of a work has no preamble.
    if text.contains("\\begin{document}") {
        latex.preamble();
    }
    latex.run();
    let metadata = latex.metadata(first_line);
    latex.page.metadata = metadata;
    latex.page.finish("", reading);
}

/// What the end of a group ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Nothing,
    Heading(u8),
    Note,
    /// A paragraph of its own.
    Paragraph,
}

struct LaTeX<'a> {
    source: Source<'a>,
    page: Page,
    groups: Vec<Ending>,
    /// Those of them whose end ends something.
    acting: Vec<Ending>,
    notes: usize,
    lists: usize,
    tables: usize,
    macros: HashMap<&'a str, Stretch>,
    /// Names of environments that do not end any more.
    endless: HashSet<String>,
    title: Option<Stretch>,
    titled: bool,
    authors: Vec<Stretch>,
    date: Option<Stretch>,
}

impl<'a> LaTeX<'a> {
    fn new(text: &'a str, first_line: u32) -> Self {
        LaTeX {
            source: Source::new(text, first_line),
            page: Page::new(text.len()),
            groups: Vec::new(),
            acting: Vec::new(),
            notes: 0,
            lists: 0,
            tables: 0,
            macros: HashMap::new(),
            endless: HashSet::new(),
            title: None,
            titled: false,
            authors: Vec::new(),
            date: None,
        }
    }

    /// What stands before the document: only what is told of it, and definitions.
    fn preamble(&mut self) {
        loop {
            let rest = self.source.rest();
            let Some(next) = memchr::memchr2(b'\\', b'%', rest.as_bytes()) else { return };
            self.source.at += next;
            if self.source.rest().starts_with('%') {
                self.comment();
                continue;
            }
            match self.name() {
                "begin" if self.source.rest().starts_with("{document}") => {
                    self.source.at += "{document}".len();
                    return;
                }
                name @ ("title" | "author" | "date" | "newcommand" | "renewcommand" | "providecommand" | "def"
                | "input" | "include") => self.command(name),
                _ => {}
            }
        }
    }

    fn run(&mut self) {
        loop {
            let rest = self.source.rest();
            let Some(sign) = rest.chars().next() else { break };
            let plain = rest.find(['\\', '%', '{', '}', '$', '~', '&', '-', '`', '\'', '\n']).unwrap_or(rest.len());
            if plain > 0 {
                self.put(rest.get(..plain).unwrap_or(""));
                self.source.at += plain;
                continue;
            }
            if !self.special(sign, rest) {
                self.source.at += sign.len_utf8();
                self.put(rest.get(..sign.len_utf8()).unwrap_or(""));
            }
        }
        while let Some(ending) = self.groups.pop() {
            self.close(ending);
        }
        self.page.flow.flush();
    }

    fn special(&mut self, sign: char, rest: &str) -> bool {
        let replaced = [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"), ("'", "’"), ("~", " ")];
        if let Some((written, read)) = replaced.iter().find(|(written, _)| rest.starts_with(written)) {
            self.put(read);
            self.source.at += written.len();
            return true;
        }
        match sign {
            '\\' => {
                let name = self.name();
                self.command(name);
            }
            '%' => self.comment(),
            '{' => {
                self.source.at += 1;
                self.groups.push(Ending::Nothing);
            }
            '}' => {
                self.source.at += 1;
                let ending = self.groups.pop().unwrap_or(Ending::Nothing);
                self.close(ending);
            }
            '$' if rest.starts_with("$$") => {
                self.source.at += 2;
                self.math("$$", true);
            }
            '$' => {
                self.source.at += 1;
                self.math("$", false);
            }
            '&' if self.tables > 0 => {
                self.source.at += 1;
                self.page.end_cell();
            }
            '\n' => self.white_space(rest),
            _ => return false,
        }
        true
    }

    /// The name of the command that begins here, which is passed.
    fn name(&mut self) -> &'a str {
        self.source.at += 1;
        let rest = self.source.rest();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
        self.source.at += length;
        if letters > 0 && self.source.rest().starts_with('*') && self.source.at < self.source.end {
            self.source.at += 1;
        }
        rest.get(..length).unwrap_or("")
    }

    fn name_of_definition(&mut self) -> Option<&'a str> {
        self.source.skip_space();
        self.source.rest().starts_with('\\').then(|| self.name())
    }

    /// A comment goes to the end of its line, and takes the spaces before the next.
    fn comment(&mut self) {
        let rest = self.source.rest();
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        let behind = rest.get(end..).unwrap_or("");
        self.source.at += end + behind.len() - behind.trim_start_matches([' ', '\t']).len();
    }

    fn white_space(&mut self, rest: &str) {
        let space = rest.len() - rest.trim_start().len();
        let ends = rest.get(..space).unwrap_or("").matches('\n').count() > 1;
        if ends {
            self.end_paragraph()
        } else {
            self.put(" ")
        }
        self.source.at += space;
    }

    fn kind(&self) -> BlockKind {
        match self.acting.last() {
            Some(Ending::Heading(level)) => return BlockKind::Heading { level: *level },
            Some(Ending::Paragraph) => return BlockKind::Paragraph,
            _ => {}
        }
        match (self.notes, self.tables, self.lists) {
            (1.., _, _) => BlockKind::Note,
            (_, 1.., _) => BlockKind::Cell { first: false },
            (_, _, 1..) => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        }
    }

    fn put(&mut self, text: &str) {
        let (line, kind) = (self.source.line(), self.kind());
        self.page.flow.push(text, line, kind);
    }

    /// A paragraph ends; headings and cells hold none.
    fn end_paragraph(&mut self) {
        match self.kind() {
            BlockKind::Heading { .. } => self.page.flow.space(),
            BlockKind::Cell { .. } => self.page.end_cell(),
            // A note that stands alone is not of a heading that follows.
            kind if self.page.flow.text().is_empty() => self.page.flow.end(kind),
            _ => self.page.flow.flush(),
        }
    }

    fn line_break(&mut self) {
        self.source.options();
        match self.kind() {
            BlockKind::Cell { .. } => {
                self.page.end_cell();
                self.page.row();
            }
            BlockKind::Heading { .. } => self.page.flow.space(),
            _ => self.page.flow.line_break(),
        }
    }

    /// Begins what the group that comes next is.
    fn open(&mut self, ending: Ending) {
        let Some((start, _)) = self.source.group() else { return };
        let ending = if ending == Ending::Note && self.notes >= DEEPEST_NOTE { Ending::Nothing } else { ending };
        match ending {
            Ending::Note => {
                self.page.flow.aside();
                self.notes += 1;
            }
            Ending::Heading(_) | Ending::Paragraph => self.end_paragraph(),
            Ending::Nothing => {}
        }
        self.source.at = start;
        self.begin(ending);
    }

    fn begin(&mut self, ending: Ending) {
        self.groups.push(ending);
        if ending != Ending::Nothing {
            self.acting.push(ending);
        }
    }

    fn close(&mut self, ending: Ending) {
        if ending != Ending::Nothing {
            self.acting.pop();
        }
        match ending {
            Ending::Nothing => {}
            Ending::Heading(level) if !self.page.flow.text().is_empty() => {
                self.page.flow.end(BlockKind::Heading { level })
            }
            Ending::Heading(_) | Ending::Paragraph => self.page.flow.flush(),
            Ending::Note => {
                self.page.flow.end_aside();
                self.notes = self.notes.saturating_sub(1);
            }
        }
    }

    /// A formula up to this sign: kept as it is written. If nothing ends it, its sign is one like others.
    fn math(&mut self, end: &str, apart: bool) {
        let rest = self.source.rest().as_bytes();
        let near = rest.get(..rest.len().min(LONGEST_FORMULA)).unwrap_or(rest);
        let Some(length) = memchr::memmem::find(near, end.as_bytes()) else { return self.put("$") };
        if apart {
            self.end_paragraph();
            self.literal(length);
        } else {
            let text = self.source.text.get(self.source.at..self.source.at + length).unwrap_or("");
            if text.contains("\n\n") {
                return self.put("$");
            }
            self.put(&text.replace("\\%", "%").replace("\\$", "$").replace("{,}", ",").replace('\n', " "));
        }
        self.source.at += length + end.len();
    }

    /// What the text tells of itself.
    fn metadata(&mut self, first_line: u32) -> Metadata {
        let mut metadata = Metadata::default();
        let title = self.title.map(|title| self.plain(title, first_line));
        let date = self.date.map(|date| self.plain(date, first_line));
        metadata.set("title", &title.unwrap_or_default());
        metadata.set("date", &date.unwrap_or_default());
        for author in std::mem::take(&mut self.authors) {
            let author = self.plain(author, first_line);
            // Behind the first line of each stands where he or she works.
            let names = author.split(';').filter_map(|author| author.trim().lines().next()).map(str::trim);
            metadata.set("authors", &names.collect::<Vec<_>>().join(";"));
        }
        metadata
    }

    /// A stretch as plain text, without notes.
    fn plain(&mut self, stretch: Stretch, first_line: u32) -> String {
        let text = self.source.of(stretch);
        let mut inner = LaTeX::new(text, first_line);
        inner.run();
        let (blocks, _) = inner.page.flow.finish();
        let texts = blocks.into_iter().filter(|block| block.kind != BlockKind::Note).map(|block| block.text);
        texts.collect::<Vec<_>>().join("\n")
    }
}
