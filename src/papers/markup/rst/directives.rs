//! What begins with `..` in reStructuredText: notes, directives, targets, comments.

use super::inline::is_note;
use super::{Body, field_of};
use crate::model::BlockKind;
use crate::papers::markup::line::{Row, dedented, indented};

/// Without text of their own.
const SILENT: &[&str] = &[
    "toctree",
    "contents",
    "sectnum",
    "section-numbering",
    "index",
    "meta",
    "raw",
    "highlight",
    "default-role",
    "role",
    "class",
    "rst-class",
    "cssclass",
    "header",
    "footer",
    "target-notes",
    "tabularcolumns",
    "currentmodule",
    "module",
    "py:module",
    "py:currentmodule",
    "bibliography",
    "footbibliography",
    "title",
    "codeauthor",
    "highlightlang",
    "date",
    "todolist",
    "automodule",
    "autoclass",
    "autofunction",
    "autosummary",
    "plot",
    "graphviz",
    "digraph",
    "mermaid",
    "uml",
    "acks",
];
/// Whose first line is an instruction and whose content is text.
const INSTRUCTED: &[&str] = &["container", "only", "ifconfig", "tab-set", "compound", "hlist", "centered-block"];
/// Text from their first line on.
const TEXT: &[&str] = &[
    "note",
    "warning",
    "tip",
    "hint",
    "important",
    "caution",
    "danger",
    "error",
    "attention",
    "seealso",
    "epigraph",
    "highlights",
    "pull-quote",
    "todo",
    "rubric",
    "admonition",
    "topic",
    "sidebar",
    "centered",
    "glossary",
    "line-block",
    "versionadded",
    "versionchanged",
    "deprecated",
    "abstract",
    "parsed-literal-text",
];
/// Lines that stay as they are.
const LITERAL: &[&str] = &[
    "code-block",
    "code",
    "sourcecode",
    "parsed-literal",
    "math",
    "prompt",
    "doctest",
    "productionlist",
    "testcode",
    "testoutput",
];
/// What asks for a file.
const ASKING: &[&str] = &["include", "literalinclude"];

impl<'a> Body<'a> {
    /// Whatever begins with `..`: how many lines it has.
    pub(super) fn explicit(&mut self, rows: &[Row<'a>]) -> Option<usize> {
        let first = rows.first()?;
        if first.text.starts_with("__ ") || first.text == "__" {
            return Some(1);
        }
        let marked = first.text.strip_prefix("..")?;
        let within = marked.trim_start();
        if within.len() == marked.len() && !marked.is_empty() {
            return None;
        }
        let own = Row { text: within, line: first.line };
        let behind = rows.get(1..).unwrap_or(&[]);
        // An empty comment has no content.
        let count = match within.is_empty() && behind.first().is_none_or(|row| row.blank()) {
            true => 0,
            false => indented(behind),
        };
        let content = dedented(behind.get(..count).unwrap_or(&[]));
        if within.starts_with(['_', '|']) {
            return Some(1 + count);
        }
        if let Some((label, text)) = within.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            self.note(label, Row { text: text.trim(), ..own }, &content);
        } else if let Some((name, argument)) = directive(within) {
            self.directive(name, Row { text: argument, ..own }, &content);
        }
        Some(1 + count)
    }

    /// A footnote, or a work that is cited.
    fn note(&mut self, label: &str, first: Row<'a>, content: &[Row<'a>]) {
        self.page.flow.aside();
        if !is_note(label) {
            self.page.flow.push(&format!("[{label}] "), first.line, BlockKind::Note);
        }
        // Where the label has a line of its own, the text begins on the next.
        let first = if first.text.is_empty() { &[][..] } else { &[first][..] };
        self.within(&[first, content].concat(), BlockKind::Note);
        self.page.flow.end_aside();
        // It is of the section that it stands in, and not of a heading that follows.
        self.page.flow.end(self.kind);
    }

    fn directive(&mut self, name: &str, first: Row<'a>, content: &[Row<'a>]) {
        let name = name.to_lowercase();
        let name = name.as_str();
        if SILENT.contains(&name) {
            return;
        }
        if ASKING.contains(&name) {
            return self.page.asked_for(first.text);
        }
        self.begun = true;
        let count = content.iter().take_while(|row| field_of(row.text).is_some() || row.indent() > 0).count();
        let (options, inner) = content.split_at_checked(count).unwrap_or((&[], content));
        let option = |wanted: &str| {
            options.iter().find_map(|row| {
                field_of(row.text).filter(|(name, _)| *name == wanted).map(|(_, text)| Row { text, line: row.line })
            })
        };
        match name {
            "image" | "figure" => {
                if let Some(alt) = option("alt") {
                    self.whole(alt.text, alt.line, self.kind);
                }
                self.within(inner, self.kind);
            }
            "table" | "list-table" | "csv-table" => {
                self.whole(first.text, first.line, self.kind);
                if let Some(file) = option("file").or_else(|| option("url")) {
                    self.page.asked_for(file.text);
                }
                match name {
                    "table" => self.within(inner, self.kind),
                    "list-table" => self.list_table(inner),
                    _ => self.csv_table(option("header"), inner),
                }
            }
            _ if LITERAL.contains(&name) => {
                let argument = if name == "math" { first.text } else { "" };
                let rows = std::iter::once((argument, first.line)).chain(inner.iter().map(|row| (row.text, row.line)));
                self.page.flow.lines(rows.filter(|(text, _)| *text != argument || !text.is_empty()));
            }
            _ if INSTRUCTED.contains(&name) => self.within(inner, self.kind),
            _ => {
                if !TEXT.contains(&name) {
                    self.page.unknown(name);
                }
                match options.is_empty() {
                    true => self.within(&[&[first], inner].concat(), self.kind),
                    false => {
                        self.whole(first.text, first.line, self.kind);
                        self.within(inner, self.kind);
                    }
                }
            }
        }
    }
}

/// `name:: argument`.
fn directive(text: &str) -> Option<(&str, &str)> {
    let (name, argument) = text.split_once("::")?;
    let signs = |c: char| c.is_alphanumeric() || "_+.:-".contains(c);
    let fits = !name.is_empty() && name.trim_end().chars().all(signs);
    (fits && (argument.is_empty() || argument.starts_with(' '))).then(|| (name.trim_end(), argument.trim()))
}
