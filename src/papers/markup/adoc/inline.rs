//! What stands within a paragraph of AsciiDoc: emphasis, links, notes, attributes.

use std::collections::HashMap;

use super::attributes::Attributes;
use crate::model::BlockKind;
use crate::papers::markup::line::{Cursor, Ends};
use crate::papers::markup::page::Page;

/// How deep markup may stand in markup.
const DEEPEST: usize = 50;
/// Bytes of the longest name, address or label.
const LONGEST: usize = 2000;

/// Adds a text without its markup to the page.
pub(super) fn inline(
    text: &str,
    line: u32,
    kind: BlockKind,
    attributes: &Attributes,
    titles: &HashMap<&str, &str>,
    page: &mut Page,
) {
    Inline { cursor: Cursor::new(text, line), ends: Ends::default(), open: Vec::new(), kind, attributes, titles, page }
        .run();
}

struct Inline<'a, 'n> {
    cursor: Cursor<'a>,
    ends: Ends,
    /// Where what is open ends, the length of the sign there, and whether it is a note.
    open: Vec<(usize, usize, bool)>,
    kind: BlockKind,
    attributes: &'n Attributes,
    titles: &'n HashMap<&'n str, &'n str>,
    page: &'n mut Page,
}

impl Inline<'_, '_> {
    fn run(&mut self) {
        loop {
            let end = self.open.last().map_or(self.cursor.text.len(), |open| open.0);
            if self.cursor.at >= end {
                let Some((_, length, note)) = self.open.pop() else { return };
                self.cursor.at = self.cursor.at.max(end + length);
                if note {
                    self.page.flow.end_aside();
                }
                continue;
            }
            let rest = self.cursor.text.get(self.cursor.at..end).unwrap_or("");
            let signs = |c: char| "\\*_`#^~\"'<[({+-:".contains(c);
            let plain = rest.find(signs).unwrap_or(rest.len());
            if plain > 0 {
                // The word before `:` may be the name of a macro.
                let word = rest.get(plain..).filter(|rest| rest.starts_with(':')).map_or(0, |_| {
                    rest.get(..plain).unwrap_or("").chars().rev().take_while(char::is_ascii_alphabetic).count()
                });
                self.emit(rest.get(..plain - word).unwrap_or(""));
                self.cursor.at += plain - word;
                if word > 0 && !self.named(word) {
                    self.plain(word + 1);
                }
                if word > 0 || plain > 0 {
                    continue;
                }
            }
            if !self.markup() {
                let length = self.cursor.rest().chars().next().map_or(1, char::len_utf8);
                self.plain(length);
            }
        }
    }

    fn emit(&mut self, text: &str) {
        if !text.is_empty() {
            let line = self.cursor.line();
            let kind = if self.open.iter().any(|open| open.2) { BlockKind::Note } else { self.kind };
            self.page.flow.push(text, line, kind);
        }
    }

    fn plain(&mut self, length: usize) {
        self.emit(self.cursor.rest().get(..length).unwrap_or(""));
        self.cursor.at += length;
    }

    fn markup(&mut self) -> bool {
        let rest = self.cursor.rest();
        let pairs = [
            ("**", "**"),
            ("__", "__"),
            ("``", "``"),
            ("##", "##"),
            ("\"`", "`\""),
            ("'`", "`'"),
            ("*", "*"),
            ("_", "_"),
            ("`", "`"),
            ("#", "#"),
            ("^", "^"),
            ("~", "~"),
        ];
        match rest.chars().next() {
            Some('\\') => {
                self.cursor.at += 1;
                let length = self.cursor.rest().chars().next().map_or(0, char::len_utf8);
                self.plain(length);
                true
            }
            Some('<') => self.reference(),
            Some('[') => self.bracketed(),
            Some('(') if rest.starts_with("(((") => self.passed("(((", ")))"),
            Some('(') if rest.starts_with("((") => self.enclosed("((", "))", false),
            Some('{') => self.attribute(),
            Some('+') => self.break_or_pass(),
            Some('-') if rest.starts_with("--") && !rest.starts_with("---") => {
                self.emit("—");
                self.cursor.at += 2;
                true
            }
            _ => pairs.iter().any(|(sign, end)| rest.starts_with(sign) && self.emphasis(sign, end)),
        }
    }

    /// Emphasis; with one sign only around whole words.
    fn emphasis(&mut self, sign: &'static str, end: &'static str) -> bool {
        let after = self.cursor.rest().get(sign.len()..).and_then(|rest| rest.chars().next());
        let free = sign == end && sign.len() == 2 || "^~".contains(sign);
        let begins = after.is_some_and(|after| !after.is_whitespace())
            && (free || self.cursor.before().is_none_or(|before| !before.is_alphanumeric() && before != '_'));
        begins && self.enclosed(sign, end, free)
    }

    fn enclosed(&mut self, sign: &'static str, end: &'static str, free: bool) -> bool {
        let start = self.cursor.at + sign.len();
        let limit = self.open.last().map_or(self.cursor.text.len(), |open| open.0);
        let within = self.cursor.text.get(..limit).unwrap_or("");
        let found = self.ends.find(within, start, end, |before, behind| {
            let spaced = before.ends_with(char::is_whitespace);
            !spaced && (free || behind.chars().next().is_none_or(|next| !next.is_alphanumeric()))
        });
        let Some(stop) = found.filter(|_| self.open.len() < DEEPEST) else {
            return false;
        };
        // Signs that follow one another in nothing but a word are no markup: `^` up to the next space.
        if "^~".contains(sign)
            && self.cursor.text.get(start..stop).is_none_or(|text| text.contains(char::is_whitespace))
        {
            return false;
        }
        self.cursor.at = start;
        self.open.push((stop, end.len(), false));
        true
    }

    /// Something that is no text.
    fn passed(&mut self, sign: &str, end: &str) -> bool {
        let near = near(self.cursor.rest());
        let Some(length) = near.get(sign.len()..).and_then(|within| within.find(end)) else { return false };
        self.cursor.at += sign.len() + length + end.len();
        true
    }

    /// `<<label,text>>`, an address in `<` and `>`.
    fn reference(&mut self) -> bool {
        let near = near(self.cursor.rest());
        let Some(within) = near.strip_prefix("<<").and_then(|rest| rest.split_once(">>")).map(|parts| parts.0) else {
            return false;
        };
        let (label, text) = within.split_once(',').unwrap_or((within, ""));
        let label = label.trim_start_matches('#');
        let shown = if text.is_empty() { self.titles.get(label).copied().unwrap_or(label) } else { text.trim() };
        self.emit(shown);
        self.cursor.at += within.len() + 4;
        true
    }

    /// `[[label]]`, and `[role]` before `#`.
    fn bracketed(&mut self) -> bool {
        if self.cursor.rest().starts_with("[[") {
            return self.passed("[[", "]]");
        }
        let near = near(self.cursor.rest());
        let role = near.find(']').filter(|end| near.get(end + 1..).is_some_and(|behind| behind.starts_with('#')));
        self.cursor.at += role.map_or(0, |end| end + 1);
        role.is_some()
    }

    /// `{name}`: what it stands for, or itself.
    fn attribute(&mut self) -> bool {
        let rest = near(self.cursor.rest());
        let Some(name) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|parts| parts.0) else {
            return false;
        };
        let text = match name {
            "nbsp" | "sp" => " ",
            "empty" | "zwsp" | "wj" => "",
            "apos" => "'",
            "quot" => "\"",
            "lsquo" => "‘",
            "rsquo" => "’",
            "ldquo" => "“",
            "rdquo" => "”",
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "plus" => "+",
            "deg" => "°",
            _ => match self.attributes.get(name) {
                Some(text) if self.page.has_room(text.len()) => text,
                _ => return false,
            },
        };
        self.emit(text);
        self.cursor.at += name.len() + 2;
        true
    }

    /// `+` at a line's end breaks it; around text it keeps that from being markup.
    fn break_or_pass(&mut self) -> bool {
        let rest = self.cursor.rest();
        if rest.starts_with("+\n") && self.cursor.before().is_some_and(char::is_whitespace) {
            self.page.flow.line_break();
            self.cursor.at += 2;
            return true;
        }
        let sign = if rest.starts_with("+++") { "+++" } else { "+" };
        let before = self.cursor.before().is_none_or(|before| !before.is_alphanumeric());
        let near = near(rest);
        let within = near.get(sign.len()..).unwrap_or("");
        let Some(length) = within.find(sign).filter(|length| *length > 0) else { return false };
        let text = within.get(..length).unwrap_or("");
        if !before || text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
            return false;
        }
        self.emit(text);
        self.cursor.at += 2 * sign.len() + length;
        true
    }

    /// `name:target[text]`, of which the name is so long.
    fn named(&mut self, word: usize) -> bool {
        let rest = near(self.cursor.rest());
        let (name, behind) = (rest.get(..word).unwrap_or(""), rest.get(word + 1..).unwrap_or(""));
        let known = [
            "footnote",
            "footnoteref",
            "link",
            "mailto",
            "xref",
            "http",
            "https",
            "ftp",
            "irc",
            "image",
            "icon",
            "kbd",
            "btn",
            "menu",
            "pass",
            "stem",
            "latexmath",
            "asciimath",
            "anchor",
            "indexterm",
        ];
        if !known.contains(&name) {
            return false;
        }
        let Some(length) = behind
            .find(|c: char| c.is_whitespace() || c == '[')
            .filter(|at| behind.get(*at..).is_some_and(|b| b.starts_with('[')))
        else {
            return false;
        };
        let (target, start) = (behind.get(..length).unwrap_or(""), self.cursor.at + word + 1 + length + 1);
        let limit = self.open.last().map_or(self.cursor.text.len(), |open| open.0);
        let escaped = |before: &str| before.ends_with('\\');
        // From the bracket on, so that an empty text is found as well.
        let Some(stop) = self
            .ends
            .find(self.cursor.text.get(..limit).unwrap_or(""), start - 1, "]", |before, _| !escaped(before))
            .filter(|stop| *stop < limit)
        else {
            return false;
        };
        let text = self.cursor.text.get(start..stop).unwrap_or("");
        let note = name.starts_with("footnote");
        if note {
            self.page.flow.aside();
        }
        let address = matches!(name, "http" | "https" | "ftp" | "irc");
        let shown = match name {
            "image" | "icon" => text.split(',').next().unwrap_or(""),
            "anchor" | "indexterm" => "",
            "xref" if text.is_empty() => {
                let label = target.trim_start_matches('#');
                self.titles.get(label).copied().unwrap_or(label)
            }
            "link" | "mailto" if text.is_empty() => target,
            "menu" => target,
            "pass" | "stem" | "latexmath" | "asciimath" | "kbd" | "btn" => text,
            _ if address && text.is_empty() => rest.get(..word + 1 + length).unwrap_or(""),
            _ => {
                let skipped = if name == "footnoteref" { text.find(',').map_or(text.len(), |at| at + 1) } else { 0 };
                self.cursor.at = start + skipped;
                self.open.push((stop, 1, note));
                return true;
            }
        };
        self.emit(shown);
        self.cursor.at = stop + 1;
        true
    }
}

/// The beginning of a text, in which an end is looked for.
fn near(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}
