//! What stands within a paragraph of reStructuredText: emphasis, roles, references.

use super::names::Names;
use crate::papers::markup::line::{Cursor, Ends};
use crate::papers::markup::page::Page;

/// Bytes of the longest label, role or name.
const LONGEST: usize = 200;

/// Gives the text without its markup to `put`, piece by piece, each with its line.
pub(super) fn inline(
    text: &str,
    line: u32,
    names: &Names<'_>,
    page: &mut Page,
    put: &mut dyn FnMut(&mut Page, &str, u32),
) {
    Inline { cursor: Cursor::new(text, line), ends: Ends::default(), names, page, put }.run();
}

struct Inline<'a, 'n> {
    cursor: Cursor<'a>,
    ends: Ends,
    names: &'n Names<'n>,
    page: &'n mut Page,
    put: &'n mut dyn FnMut(&mut Page, &str, u32),
}

impl Inline<'_, '_> {
    fn run(&mut self) {
        loop {
            let rest = self.cursor.rest();
            let plain = rest.find(['\\', '`', '*', '|', '[', '_', ':', ' ', '\n']).unwrap_or(rest.len());
            self.emit(rest.get(..plain).unwrap_or(""));
            self.cursor.at += plain;
            if self.cursor.rest().is_empty() {
                return;
            }
            if !self.markup() {
                let start = self.cursor.at;
                self.cursor.next();
                let sign = self.cursor.text.get(start..self.cursor.at).unwrap_or("");
                self.emit(sign);
            }
        }
    }

    fn emit(&mut self, text: &str) {
        if !text.is_empty() {
            let line = self.cursor.line();
            (self.put)(self.page, text, line);
        }
    }

    /// Reads markup, if what comes is some.
    fn markup(&mut self) -> bool {
        let rest = self.cursor.rest();
        match rest.chars().next() {
            Some('\\') => self.escaped(),
            // The space before the sign of a footnote is none of the text's.
            Some(' ' | '\n') => {
                let behind = rest.trim_start();
                let note = reference(behind).is_some_and(|(label, _)| is_note(label));
                if !note {
                    self.emit(rest.get(..rest.len() - behind.len()).unwrap_or(""));
                }
                self.cursor.at += rest.len() - behind.len();
                true
            }
            Some('[') => self.reference(),
            Some('_') if rest.starts_with("_`") && self.begins("_`") => self.enclosed("_`", "`"),
            Some('_') => self.simple_reference(),
            Some(':') => self.role(),
            Some('|') if self.begins("|") => self.substitution(),
            Some('`') if rest.starts_with("``") && self.begins("``") => self.literal(),
            Some('`') if self.begins("`") => self.interpreted(""),
            Some('*') if rest.starts_with("**") && self.begins("**") => self.enclosed("**", "**"),
            Some('*') if self.begins("*") => self.enclosed("*", "*"),
            _ => false,
        }
    }

    fn escaped(&mut self) -> bool {
        self.cursor.next();
        let start = self.cursor.at;
        if self.cursor.next().is_some_and(|sign| !sign.is_whitespace()) {
            let sign = self.cursor.text.get(start..self.cursor.at).unwrap_or("");
            self.emit(sign);
        }
        true
    }

    /// Whether markup may begin here, by what stands around its sign.
    fn begins(&self, sign: &str) -> bool {
        let after = self.cursor.rest().get(sign.len()..).and_then(|rest| rest.chars().next());
        let Some(after) = after.filter(|after| !after.is_whitespace()) else { return false };
        let pairs = ["''", "\"\"", "()", "[]", "{}", "<>", "“”", "‘’", "«»"];
        match self.cursor.before() {
            None => true,
            Some(before) if before.is_alphanumeric() => false,
            Some(before) => !pairs.iter().any(|pair| pair.chars().eq([before, after])),
        }
    }

    /// Where what begins here ends, by what stands around the sign of its end.
    fn end(&mut self, start: usize, sign: &'static str) -> Option<usize> {
        self.ends.find(self.cursor.text, start, sign, |before, behind| {
            let last = before.chars().next_back();
            let escaped = sign != "``" && last == Some('\\');
            let next = behind.chars().next();
            !escaped
                && last.is_some_and(|last| !last.is_whitespace())
                && next.is_none_or(|next| !(next.is_alphanumeric() || sign.len() == 1 && sign.starts_with(next)))
        })
    }

    /// The text up to a sign, which is passed, as is the sign at its beginning.
    fn content(&mut self, sign: &str, end: &'static str) -> Option<&str> {
        let start = self.cursor.at + sign.len();
        let stop = self.end(start, end)?;
        self.cursor.at = stop;
        self.cursor.text.get(start..stop)
    }

    fn enclosed(&mut self, sign: &str, end: &'static str) -> bool {
        let start = self.cursor.at + sign.len();
        let Some(stop) = self.end(start, end) else { return false };
        self.cursor.at = start;
        self.pieces(stop);
        self.cursor.at = stop + end.len();
        true
    }

    /// Text up to here in which nothing but escapes is markup.
    fn pieces(&mut self, stop: usize) {
        while self.cursor.at < stop {
            let rest = self.cursor.text.get(self.cursor.at..stop).unwrap_or("");
            let plain = rest.find('\\').unwrap_or(rest.len());
            self.emit(rest.get(..plain).unwrap_or(""));
            self.cursor.at += plain;
            if self.cursor.at < stop {
                self.escaped();
            }
        }
    }

    fn literal(&mut self) -> bool {
        let start = self.cursor.at + 2;
        let Some(stop) = self.end(start, "``") else { return false };
        self.cursor.at = start;
        self.emit(self.cursor.text.get(start..stop).unwrap_or(""));
        self.cursor.at = stop + 2;
        true
    }

    /// `:role:` before a text.
    fn role(&mut self) -> bool {
        let (rest, start) = (self.cursor.rest(), self.cursor.at);
        let behind = rest.get(1..).unwrap_or("");
        let signs = |c: &char| c.is_alphanumeric() || "_+.:-".contains(*c);
        let length = behind.chars().take(LONGEST).take_while(signs).map(char::len_utf8).sum();
        let Some(role) = behind.get(..length).and_then(|role| role.strip_suffix(':')) else { return false };
        if role.is_empty() || !behind.get(length..).unwrap_or("").starts_with('`') {
            return false;
        }
        if self.cursor.before().is_some_and(char::is_alphanumeric) {
            return false;
        }
        self.cursor.at += 1 + length;
        let read = self.interpreted(role);
        if !read {
            self.cursor.at = start;
        }
        read
    }

    fn interpreted(&mut self, role: &str) -> bool {
        let start = self.cursor.at + 1;
        let Some(content) = self.content("`", "`").map(str::to_string) else { return false };
        let text = text_of(role, &content, self.names);
        let stop = std::mem::replace(&mut self.cursor.at, start);
        self.emit(&text);
        self.cursor.at = stop + 1;
        if !self.cursor.take("__") && !self.cursor.take("_") {
            self.role_behind();
        }
        true
    }

    fn role_behind(&mut self) {
        let Some(behind) = self.cursor.rest().strip_prefix(':') else { return };
        let length = behind.find(|c: char| !(c.is_alphanumeric() || "_+.-".contains(c))).unwrap_or(0);
        if length > 0 && length < LONGEST && behind.get(length..).unwrap_or("").starts_with(':') {
            self.cursor.at += length + 2;
        }
    }

    /// `|name|`.
    fn substitution(&mut self) -> bool {
        let start = self.cursor.at + 1;
        let Some(name) = self.content("|", "|").map(str::to_string) else { return false };
        let text = match self.names.substitution(&name) {
            Some(text) if self.page.has_room(text.len()) => text,
            _ => name.as_str(),
        };
        let stop = std::mem::replace(&mut self.cursor.at, start);
        self.emit(text);
        self.cursor.at = stop + 1;
        if !self.cursor.take("__") {
            self.cursor.take("_");
        }
        true
    }

    /// `[1]_`: signs of notes are no text, names of cited works are.
    fn reference(&mut self) -> bool {
        let rest = self.cursor.rest();
        let Some((label, length)) = reference(rest) else { return false };
        if !is_note(label) {
            self.emit(rest.get(..length.saturating_sub(1)).unwrap_or(""));
        }
        self.cursor.at += length;
        true
    }

    /// The `_` behind a word that is a link.
    fn simple_reference(&mut self) -> bool {
        let signs = self.cursor.rest().bytes().take(3).take_while(|sign| *sign == b'_').count();
        let behind = self.cursor.rest().get(signs..).unwrap_or("");
        let word = self.cursor.before().is_some_and(char::is_alphanumeric);
        let link = word && signs <= 2 && behind.chars().next().is_none_or(|next| !next.is_alphanumeric());
        self.cursor.at += if link { signs } else { 0 };
        link
    }
}

/// The label of `[label]_` with which a text begins, and the length of the whole.
fn reference(text: &str) -> Option<(&str, usize)> {
    let within = text.strip_prefix('[')?;
    let length = within.find(|c: char| !(c.is_alphanumeric() || "#*-_.:+".contains(c)))?;
    let (label, behind) = within.split_at_checked(length)?;
    let behind = behind.strip_prefix("]_")?;
    let ends = behind.chars().next().is_none_or(|next| !next.is_alphanumeric());
    (ends && length > 0 && length <= LONGEST).then_some((label, length + 3))
}

/// Whether a label is one of a note, and not of a work.
pub(super) fn is_note(label: &str) -> bool {
    label.starts_with(['#', '*']) || label.chars().all(|c| c.is_ascii_digit())
}

/// What is to be read of interpreted text.
fn text_of(role: &str, content: &str, names: &Names<'_>) -> String {
    if role == "math" {
        return content.to_string();
    }
    let plain = content.replace('\\', "");
    if let Some((text, target)) = plain.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        let text = text.trim();
        return if text.is_empty() { target.to_string() } else { text.to_string() };
    }
    let kind = role.rsplit(':').next().unwrap_or("");
    if matches!(kind, "ref" | "numref")
        && let Some(title) = names.titled(plain.trim())
    {
        return title.to_string();
    }
    if role.starts_with("cite") || role.starts_with("footcite") {
        return format!("[{plain}]");
    }
    if role.contains(':') || matches!(kind, "class" | "func" | "meth" | "mod" | "attr" | "exc" | "obj") {
        let shown = plain.trim_start_matches('!');
        return match shown.strip_prefix('~') {
            Some(long) => long.rsplit('.').next().unwrap_or(long).to_string(),
            None => shown.to_string(),
        };
    }
    plain
}
