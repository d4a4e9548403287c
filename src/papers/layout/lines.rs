//! The lines of a source.

use crate::text::sets_no_space;
use std::sync::LazyLock;

use memchr::memmem::Finder;

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
    /// The source says that the line belongs to its page and not to the text.
    pub is_furniture: bool,
}

impl Line<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether a wide gap parts it, as between the columns of a table.
    pub fn is_parted(&self) -> bool {
        static GAP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("   "));
        GAP.find(self.text.as_bytes()).is_some()
    }
}

pub(super) fn split(text: &str, first_line: u32) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut number, mut start, mut after_form_feed) = (first_line, 0, false);
    for end in memchr::memchr2_iter(b'\n', b'\x0c', text.as_bytes()).chain([text.len()]) {
        lines.push(line(text.get(start..end).unwrap_or(""), number, after_form_feed));
        after_form_feed = text.as_bytes().get(end) == Some(&b'\x0c');
        number += u32::from(!after_form_feed);
        start = end + 1;
    }
    lines
}

pub(super) fn line(raw: &str, number: u32, after_form_feed: bool) -> Line<'_> {
    let text = raw.trim();
    let indent = raw.chars().take_while(|c| c.is_whitespace()).count();
    Line { number, text, raw, indent, width: text.chars().count(), after_form_feed, page: None, is_furniture: false }
}

/// Whether a text ends where a sentence may end.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    bare.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '।', '۔', '؟'])
}

pub(super) fn starts_lower(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// Whether `before` ends and `after` begins with letters of a script that parts no words, or with its punctuation: no
/// space stands between their lines.
pub(in crate::papers) fn is_unspaced(before: &str, after: &str) -> bool {
    before.ends_with(sets_no_space) && after.starts_with(sets_no_space)
}
