//! Lines of a source with their numbers, and where signs of markup end.

use std::collections::HashMap;

/// A line of the source, or what is left of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub text: &'a str,
    pub line: u32,
}

/// The lines of a text whose first has this number.
pub(super) fn rows(text: &str, first: u32) -> Vec<Row<'_>> {
    (first..).zip(text.lines()).map(|(line, text)| Row { text: text.trim_end(), line }).collect()
}

impl<'a> Row<'a> {
    pub fn blank(self) -> bool {
        self.text.trim().is_empty()
    }

    /// How many spaces it begins with.
    pub fn indent(self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Without its first `count` bytes, or without all that is there.
    pub fn without(self, count: usize) -> Row<'a> {
        Row { text: self.text.get(count..).unwrap_or(""), ..self }
    }
}

/// The lines without the spaces that all of them begin with.
pub(super) fn dedented<'a>(rows: &[Row<'a>]) -> Vec<Row<'a>> {
    let indent = rows.iter().filter(|row| !row.blank()).map(|row| row.indent()).min().unwrap_or(0);
    rows.iter().map(|row| row.without(indent)).collect()
}

/// The lines as one text again.
pub(super) fn joined(rows: &[Row<'_>]) -> String {
    rows.iter().map(|row| row.text).collect::<Vec<_>>().join("\n")
}

/// How many lines of the beginning are empty or indented.
pub(super) fn indented(rows: &[Row<'_>]) -> usize {
    rows.iter().take_while(|row| row.blank() || row.indent() > 0).count()
}

/// Looks for ends of markup in one text, and remembers from where on there is none, so that a text of nothing but
/// beginnings takes no longer than another.
#[derive(Default)]
pub(super) struct Ends {
    /// From where on up to where.
    none: HashMap<&'static str, (usize, usize)>,
}

impl Ends {
    /// The first place behind `from` where `end` stands and `fits` (what is before and behind it) holds.
    pub fn find(
        &mut self,
        text: &str,
        from: usize,
        end: &'static str,
        fits: impl Fn(&str, &str) -> bool,
    ) -> Option<usize> {
        if self.none.get(end).is_some_and(|none| none.0 <= from && text.len() <= none.1) {
            return None;
        }
        let within = text.get(from..)?;
        let mut at = 0;
        while let Some(step) = within.get(at..).and_then(|rest| rest.find(end)) {
            at += step;
            let (before, behind) = (within.get(..at).unwrap_or(""), within.get(at + end.len()..).unwrap_or(""));
            if !before.is_empty() && fits(before, behind) {
                return Some(from + at);
            }
            at += 1;
            while !within.is_char_boundary(at) {
                at += 1;
            }
        }
        self.none.insert(end, (from, text.len()));
        None
    }
}

/// A text that is read from its beginning to its end, with the line that it stands on.
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    pub at: usize,
    counted: usize,
    line: u32,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, line: u32) -> Self {
        Cursor { text, at: 0, counted: 0, line }
    }

    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The sign before.
    pub fn before(&self) -> Option<char> {
        self.text.get(..self.at)?.chars().next_back()
    }

    /// The next sign, which is taken.
    pub fn next(&mut self) -> Option<char> {
        let sign = self.rest().chars().next()?;
        self.at += sign.len_utf8();
        Some(sign)
    }

    /// Takes this, if it comes next.
    pub fn take(&mut self, what: &str) -> bool {
        let comes = self.rest().starts_with(what);
        self.at += if comes { what.len() } else { 0 };
        comes
    }

    /// The line of the place where we are.
    pub fn line(&mut self) -> u32 {
        let passed = self.text.get(self.counted..self.at).unwrap_or("");
        self.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count() as u32;
        self.counted = self.counted.max(self.at);
        self.line
    }
}
