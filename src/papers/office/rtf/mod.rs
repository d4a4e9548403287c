//! RTF (Rich Text Format, 1.9.1): headings by style and outline level, tables, notes, changes as accepted.

mod characters;
mod fonts;
mod state;
mod tokens;

use std::collections::HashMap;

use self::characters::Characters;
use self::state::{Begins, Group, Paragraph, Place, Style, begins};
use self::tokens::{Token, Tokens};
use super::draft::{Draft, Kind};
use super::names;
use crate::model::Metadata;
use crate::papers::read::Reading;

/// The most groups in one another, and the most styles.
const DEEPEST: usize = 1000;
const MOST_STYLES: usize = 10_000;

/// Reads RTF.
pub(super) fn read_rtf(bytes: &[u8]) -> Result<Reading, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if !bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Err("it is no RTF, whatever its name says".to_string());
    }
    let mut rtf = Rtf { group: Group { replaced: 1, ..Group::default() }, ..Rtf::default() };
    let mut tokens = Tokens::new(bytes);
    while let Some(token) = tokens.next() {
        rtf.take(token, tokens.line)?;
        if rtf.around.is_empty() {
            break;
        }
    }
    Ok(rtf.finish())
}

/// Whether a control word or symbol is a character.
fn stands_for_character(token: Token<'_>) -> bool {
    match token {
        Token::Word(word, _) => characters::named(word).is_some(),
        Token::Symbol(symbol) => matches!(symbol, b'~' | b'_' | b'-' | b'{' | b'}' | b'\\'),
        _ => false,
    }
}

/// A file that is being read.
#[derive(Default)]
struct Rtf {
    draft: Draft,
    /// What holds now, and what holds again when groups end.
    group: Group,
    around: Vec<Group>,
    characters: Characters,
    /// Whether the next control word may be unknown, and is passed over with its group then.
    optional: bool,
    styles: HashMap<i32, Style>,
    /// The text of a style's name, or of a fact about the file.
    told: String,
    date: [i32; 3],
    metadata: Metadata,
    table: bool,
    asides: usize,
    /// A number or bullet stands before the paragraph.
    listed: bool,
    line: u32,
    embedded: usize,
}

impl Rtf {
    fn take(&mut self, token: Token<'_>, line: u32) -> Result<(), String> {
        if !matches!(token, Token::Text(_) | Token::Byte(_)) {
            self.give();
        }
        if matches!(token, Token::Open | Token::Close) {
            self.optional = false;
            self.characters.replaced(false);
        }
        self.line = line;
        match token {
            Token::Open => self.open()?,
            Token::Close => self.close(),
            Token::Text(bytes) => self.characters.text(bytes),
            Token::Byte(byte) => self.characters.byte(byte),
            Token::Symbol(b'*') => self.optional = true,
            // A character that stands for one that is known, in a program that does not know that.
            token if self.characters.replaced(stands_for_character(token)) => {}
            Token::Word(word, number) => self.word(word, number),
            Token::Symbol(symbol) => self.symbol(symbol),
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), String> {
        if self.around.len() == DEEPEST {
            return Err(format!("line {}: more than {DEEPEST} groups in one another", self.line));
        }
        self.around.push(self.group);
        self.group.aside = false;
        if self.group.place == Place::Styles {
            self.told.clear();
            self.group.paragraph = Paragraph::default();
        }
        Ok(())
    }

    fn close(&mut self) {
        let told = std::mem::take(&mut self.told);
        match self.group.place {
            Place::Styles => self.style(&told),
            Place::Info(Some("created")) => {
                let [year, month, day] = std::mem::take(&mut self.date);
                if year > 0 {
                    self.metadata.set("created", &format!("{year:04}-{month:02}-{day:02}"));
                }
            }
            // LibreOffice writes who changed the file last as a second author.
            Place::Info(Some("author")) if !self.metadata.authors.is_empty() => {}
            Place::Info(Some(field)) => self.metadata.set(field, &told),
            _ => {}
        }
        if self.group.aside {
            self.asides -= 1;
            self.draft.end_aside();
        }
        self.group = self.around.pop().unwrap_or_default();
    }

    /// Keeps the style whose group ends.
    fn style(&mut self, told: &str) {
        let name = told.trim().trim_end_matches(';').to_string();
        let Paragraph { style, outline, list, .. } = self.group.paragraph;
        if !name.is_empty() && self.styles.len() < MOST_STYLES {
            self.styles.entry(style).or_insert(Style { name, outline, list });
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let optional = std::mem::take(&mut self.optional);
        if self.group.place == Place::Skipped {
            return;
        }
        match begins(word, self.group.place) {
            Some(Begins::Place(place)) => {
                self.group.place = place;
                self.listed |= matches!(word, "listtext" | "pntext");
                self.embedded += usize::from(word == "object");
            }
            Some(Begins::Note) => self.aside(true),
            Some(Begins::TextBox) => self.aside(false),
            None if optional => self.group.place = Place::Skipped,
            None => self.property(word, number),
        }
    }

    fn aside(&mut self, note: bool) {
        let visible = self.is_visible() || (!note && self.group.place == Place::Quiet);
        self.group.place = if visible { Place::Text } else { Place::Skipped };
        if visible && !self.group.aside {
            self.in_table();
            self.group.aside = true;
            self.group.paragraph = Paragraph::default();
            self.asides += 1;
            self.draft.aside(note);
        }
    }

    fn property(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        let value = number.unwrap_or(0);
        let place = self.group.place;
        match word {
            "ansicpg" | "mac" | "pc" | "pca" => self.characters.fonts.file_word(word, number),
            "deff" => self.characters.fonts.default = number,
            "f" | "fcharset" | "cpg" if place == Place::Fonts => self.characters.fonts.word(word, number),
            "yr" | "mo" | "dy" if place == Place::Info(Some("created")) => {
                let [year, month, day] = &mut self.date;
                *match word {
                    "yr" => year,
                    "mo" => month,
                    _ => day,
                } = value.clamp(0, 9999);
            }
            "f" => self.group.font = number,
            "uc" => self.group.replaced = usize::try_from(value).unwrap_or(0).min(100),
            "u" => self.characters.unicode(value, self.group.replaced),
            "plain" => {
                (self.group.hidden, self.group.deleted, self.group.font) = (false, false, None);
            }
            "v" => self.group.hidden = on,
            "deleted" | "mvf" => self.group.deleted = on,
            "pard" => self.group.paragraph = Paragraph::default(),
            "s" => self.group.paragraph.style = value,
            "outlinelevel" => self.group.paragraph.outline = u8::try_from(value).ok(),
            "intbl" => self.group.paragraph.in_table = on,
            "ls" => self.group.paragraph.list = on,
            _ if place == Place::Text => self.in_text(word),
            _ => {}
        }
    }

    /// What ends paragraphs and cells, or stands for a character.
    fn in_text(&mut self, word: &str) {
        match word {
            "par" | "sect" => self.end_paragraph(),
            "cell" => self.end_cell(),
            "nestcell" => {
                self.end_paragraph();
                // A table in a table.
                self.draft.table();
                self.draft.end_table();
            }
            "row" if self.table => self.draft.row(),
            "line" | "page" | "column" | "lbr" if self.is_visible() => self.draft.line_break(),
            _ => {
                if let Some(text) = characters::named(word) {
                    self.add(text);
                }
            }
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'~' => self.add("\u{a0}"),
            b'_' => self.add("\u{2011}"),
            b'\t' => self.add(" "),
            b'\n' | b'\r' if self.group.place == Place::Text => self.end_paragraph(),
            b'{' | b'}' | b'\\' => self.characters.text(&[symbol]),
            _ => {}
        }
    }

    fn is_visible(&self) -> bool {
        self.group.place == Place::Text && !self.group.hidden && !self.group.deleted
    }

    /// Hands on the characters that have come.
    fn give(&mut self) {
        let text = self.characters.take(self.group.font, self.is_visible());
        if !text.is_empty() {
            self.add(&text);
        }
    }

    fn add(&mut self, text: &str) {
        match self.group.place {
            Place::Styles | Place::Info(_) => self.told.push_str(text),
            Place::Text if self.is_visible() && !self.is_contents() => {
                self.in_table();
                self.draft.text(text, self.line);
            }
            _ => {}
        }
    }

    fn is_contents(&self) -> bool {
        self.styles.get(&self.group.paragraph.style).is_some_and(|style| names::is_contents(&style.name))
    }

    /// Begins or ends a table, as the paragraph lies in one or not.
    fn in_table(&mut self) {
        let inside = self.group.paragraph.in_table;
        if self.asides > 0 || inside == self.table {
            return;
        }
        self.table = inside;
        match inside {
            true => {
                self.draft.table();
                self.draft.row();
            }
            false => self.draft.end_table(),
        }
    }

    fn end_paragraph(&mut self) {
        let listed = std::mem::take(&mut self.listed);
        // The end of a paragraph that is struck out joins it to the next.
        if self.group.deleted {
            return;
        }
        self.in_table();
        let Paragraph { style, outline, list, .. } = self.group.paragraph;
        let style = self.styles.get(&style);
        let level = match outline {
            Some(outline) => (outline < 9).then_some(outline + 1),
            None => style.and_then(Style::level),
        };
        self.draft.end(match level {
            _ if style.is_some_and(|style| names::is_title(&style.name)) => Kind::Title,
            Some(level) => Kind::Heading(level),
            None if listed || list || style.is_some_and(|style| style.list) => Kind::Item,
            None => Kind::Text,
        });
    }

    fn end_cell(&mut self) {
        self.end_paragraph();
        if self.table && self.asides == 0 {
            self.draft.end_cell();
        }
    }

    fn finish(mut self) -> Reading {
        let open = self.around.len();
        self.give();
        while !self.around.is_empty() {
            self.close();
        }
        self.end_paragraph();
        let mut warnings: Vec<String> = self.characters.warnings();
        if open > 0 {
            warnings.push("it ends in the midst of a group: it may not be whole".to_string());
        }
        if self.embedded > 0 {
            warnings.push(format!("it holds {} embedded objects, of which nothing is read", self.embedded));
        }
        let encoding = self.characters.fonts.file.name().to_string();
        Reading { metadata: self.metadata, encoding, warnings, blocks: self.draft.finish(), ..Reading::default() }
    }
}
