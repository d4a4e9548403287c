//! Web pages: HTML and XHTML.

mod blocks;
mod elements;
mod metadata;
mod root;
mod tree;

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::decode::decode_told;
use super::layout::Evidence;
use super::read::{Reader, Reading, ReadingOptions, Readings, ending, said_of};
use crate::clock::{Stage, time};

/// Whether `selector` is one that [`ReadingOptions::html_root`] may be.
///
/// # Errors
/// Why it is none, in a sentence without a full stop.
pub fn check_html_root(selector: &str) -> Result<(), String> {
    root::selector(selector).map(|_| ())
}

/// HTML and XHTML.
pub(super) struct HtmlReader;

impl Reader for HtmlReader {
    fn name(&self) -> &'static str {
        "html"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        matches!(ending(path).as_str(), "html" | "htm" | "xhtml")
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, options: &ReadingOptions) -> Readings {
        vec![read(bytes, options.html_root.as_deref())]
    }
}

fn read(bytes: &[u8], selector: Option<&str>) -> Result<Reading, String> {
    let (text, mut reading) = text(bytes)?;
    time(Stage::Repair, || {
        let page = tree::parse(&if is_xhtml(&text) { with_ends(text) } else { text })?;
        let (metadata, warnings) = metadata::metadata(&page);
        reading.metadata = metadata;
        reading.warnings.extend(warnings);
        let root = root::root(&page, selector)?;
        let (blocks, dropped) = blocks::blocks(&page, &root);
        if dropped > 0 {
            reading.warnings.push(format!(
                "the page does not say where its paper is: {dropped} characters that look like navigation are left out (--html-root names the part to read)"
            ));
        }
        reading.blocks = blocks;
        Ok(reading)
    })
}

/// Reads a page that is part of a book: all of it is the paper's, and what its head says is not said of the paper.
pub(super) fn read_chapter(bytes: &[u8]) -> Result<Reading, String> {
    let (text, mut reading) = text(bytes)?;
    let page = tree::parse(&with_ends(text))?;
    let root = root::Root { guessed: false, ..root::root(&page, None)? };
    reading.blocks = blocks::blocks(&page, &root).0;
    Ok(reading)
}

/// The page's text, and a reading that says how it was decoded.
fn text(bytes: &[u8]) -> Result<(String, Reading), String> {
    let decoded = time(Stage::Decode, || decode_told(bytes, told_encoding(bytes)))?;
    let reading = said_of(&decoded);
    Ok((decoded.text, reading))
}

/// The encoding that the page's beginning names.
fn told_encoding(bytes: &[u8]) -> Option<&str> {
    static TOLD: LazyLock<Option<regex::bytes::Regex>> = LazyLock::new(|| {
        let told = r#"(?i-u)<meta[^>]*?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)|^\s*<\?xml[^>]*?encoding\s*=\s*["']([a-z0-9_:.-]+)"#;
        regex::bytes::Regex::new(told).ok()
    });
    let head = bytes.get(..bytes.len().min(4096))?;
    let found = TOLD.as_ref()?.captures(head)?;
    std::str::from_utf8(found.get(1).or(found.get(2))?.as_bytes()).ok()
}

fn is_xhtml(text: &str) -> bool {
    let head: String = text.chars().take(512).collect();
    head.trim_start().starts_with("<?xml") || head.contains("http://www.w3.org/1999/xhtml")
}

/// XHTML ends an empty element in its own tag (`<a id="p5"/>`), which HTML does not know: there it would go on.
fn with_ends(text: String) -> String {
    static EMPTY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"<(a|i|b|em|p|div|span|td|th|li|script|style|title|textarea|section|iframe)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*/>"#).ok()
    });
    match EMPTY.as_ref() {
        Some(empty) => empty.replace_all(&text, "<$1$2></$1>").into_owned(),
        None => text,
    }
}
