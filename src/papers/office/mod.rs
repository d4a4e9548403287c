//! Papers from word processors: Word documents, OpenDocument text, RTF; and e-books, which are packed as these are.
//!
//! Where a form does not know lines, a paragraph is one: the source line of a token is the number of its paragraph.

mod docx;
mod draft;
mod epub;
mod names;
mod odt;
mod odt_parts;
mod package;
mod properties;
mod rtf;

use std::path::Path;

use super::layout::Evidence;
use super::read::{Reader, ReadingOptions, Readings, ending};
use super::zipped::{Bounds, Zipped};
use crate::clock::{Stage, time};

/// What files begin with.
const ZIP: &[u8] = b"PK";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Word documents.
pub(super) struct DocxReader;

impl Reader for DocxReader {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        matches!(ending(path).as_str(), "docx" | "docm" | "doc")
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        vec![time(Stage::Repair, || open(bytes, "a Word document (.docx)", Bounds::PAPER).and_then(docx::read_docx))]
    }
}

/// OpenDocument text.
pub(super) struct OdtReader;

impl Reader for OdtReader {
    fn name(&self) -> &'static str {
        "odt"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        matches!(ending(path).as_str(), "odt" | "ott" | "fodt")
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        let flat = bytes.trim_ascii_start().starts_with(b"<?xml");
        let packed = || open(bytes, "OpenDocument text (.odt)", Bounds::PAPER).and_then(odt::read_odt);
        vec![time(Stage::Repair, || if flat { odt::read_fodt(bytes) } else { packed() })]
    }
}

/// RTF, whatever ending Word's files have.
pub(super) struct RtfReader;

impl Reader for RtfReader {
    fn name(&self) -> &'static str {
        "rtf"
    }

    fn claims(&self, path: &Path, head: &[u8]) -> bool {
        match ending(path).as_str() {
            "rtf" => true,
            "doc" | "docx" => head.starts_with(b"{\\rtf"),
            _ => false,
        }
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        vec![time(Stage::Repair, || rtf::read_rtf(bytes))]
    }
}

/// E-books.
pub(super) struct EpubReader;

impl Reader for EpubReader {
    fn name(&self) -> &'static str {
        "epub"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        ending(path) == "epub"
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        vec![time(Stage::Repair, || open(bytes, "an e-book (.epub)", Bounds::BOOK).and_then(epub::read_epub))]
    }
}

/// Opens a file that should be a zip archive.
fn open<'a>(bytes: &'a [u8], what: &str, bounds: Bounds) -> Result<Zipped<'a>, String> {
    if bytes.is_empty() {
        return Err("it is empty".to_string());
    }
    if bytes.starts_with(OLE) {
        return Err(of_ole(bytes));
    }
    if !bytes.starts_with(ZIP) {
        return Err(format!("it is not {what}, whatever its name says"));
    }
    Zipped::open(bytes, bounds)
}

/// What a package is that does not hold what its name says.
fn no_such_package(zipped: &Zipped<'_>, what: &str) -> String {
    let forms = [("word/document.xml", ".docx"), ("content.xml", ".odt"), ("META-INF/container.xml", ".epub")];
    match forms.iter().find(|(member, _)| zipped.member(member).is_some()) {
        Some((_, ending)) => format!("it is not {what}, but in the form of {ending}: name it so"),
        None => format!("it is a zip archive, but not {what}"),
    }
}

/// What a file in Microsoft's older container is, told by the names in its directory, which are UTF-16.
fn of_ole(bytes: &[u8]) -> String {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    if holds("EncryptedPackage") {
        return "it is protected by a password; save it without one".to_string();
    }
    let what = if holds("WordDocument") { "a Word document in the form before 2007" } else { "no Word document" };
    format!("it is {what} (an OLE file), which is not read: save it as .docx")
}
