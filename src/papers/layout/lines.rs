//! The lines of a source.

/// What breaks a word at a line's end.
pub(super) const HYPHENS: [char; 2] = ['-', '\u{2010}'];

/// One line of the source, without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub number: u32,
    pub text: &'a str,
    /// The line as it stands, without what ends it.
    pub raw: &'a str,
    /// Characters of white space before the text.
    pub indent: usize,
    /// Characters of the text.
    pub width: usize,
    /// Whether a form feed stands before the line.
    pub after_form_feed: bool,
    /// A page begins with this line: the number of its label in [`super::furniture::Cleared`].
    pub page: Option<usize>,
}

impl Line<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

pub(super) fn split(text: &str, first_line: u32) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for (row, whole) in text.split('\n').enumerate() {
        for (piece, raw) in whole.split('\u{c}').enumerate() {
            let trimmed = raw.trim();
            lines.push(Line {
                number: first_line + row as u32,
                text: trimmed,
                raw,
                indent: raw.chars().take_while(|c| c.is_whitespace()).count(),
                width: trimmed.chars().count(),
                after_form_feed: piece > 0,
                page: None,
            });
        }
    }
    lines
}

/// Whether a text ends where a sentence may end.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    bare.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '।', '۔', '؟'])
}

pub(super) fn starts_lower(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}
