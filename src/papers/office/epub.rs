//! E-books (EPUB 2 and 3): the parts of the spine in their order, each read as a web page.

use std::collections::{HashMap, HashSet};

use super::no_such_package;
use super::package::{read_member, within};
use super::properties::{Form, Properties};
use crate::papers::html::read_chapter;
use crate::papers::read::Reading;
use crate::papers::xml::{Attributes, Content};
use crate::papers::zipped::Zipped;

/// The most parts that are kept.
const MOST: usize = 100_000;
/// How many warnings are passed on.
const MOST_WARNINGS: usize = 20;

/// Reads an e-book as one paper.
pub(super) fn read_epub(mut zipped: Zipped<'_>) -> Result<Reading, String> {
    let mut container = Container::default();
    read_member(&mut zipped, "META-INF/container.xml", &mut container)?;
    let package = container.package.ok_or_else(|| no_such_package(&zipped, "an e-book"))?;
    let mut opf = Opf::default();
    read_member(&mut zipped, &package, &mut opf)?;
    let mut locked = Locked::default();
    read_member(&mut zipped, "META-INF/encryption.xml", &mut locked)?;
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let chapters: Vec<String> = opf.chapters().map(|href| within(folder, &decoded(href))).collect();
    if chapters.is_empty() {
        return Err(format!("`{package}` in it names no parts to be read"));
    }
    let mut reading = Reading { metadata: opf.properties.metadata(), ..Reading::default() };
    let mut read = 0;
    let contents = opf.contents.as_ref().map(|href| within(folder, &decoded(href)));
    for name in chapters {
        if Some(&name) == contents.as_ref() {
            warn(&mut reading, format!("`{name}`, which the book names as its table of contents, is left out"));
            continue;
        }
        if locked.members.contains(&name) {
            return Err("it is encrypted (protected against copying), and cannot be read".to_string());
        }
        let bytes = match zipped.member(&name) {
            Some(member) => zipped.unpack(&member),
            None => Err(format!("`{name}` is named and not there")),
        };
        match bytes.and_then(|bytes| chapter(&bytes, &name, &mut reading)) {
            Ok(()) => read += 1,
            Err(cause) => warn(&mut reading, cause),
        }
    }
    match (read, reading.warnings.first()) {
        (0, Some(cause)) => Err(format!("none of its parts can be read: {cause}")),
        _ => Ok(reading),
    }
}

/// Adds a part of the book.
fn chapter(bytes: &[u8], name: &str, reading: &mut Reading) -> Result<(), String> {
    let chapter = read_chapter(bytes).map_err(|cause| format!("`{name}` is not read: {cause}"))?;
    if reading.encoding.is_empty() {
        reading.encoding = chapter.encoding;
    }
    chapter.warnings.into_iter().for_each(|warning| warn(reading, format!("`{name}`: {warning}")));
    reading.blocks.extend(chapter.blocks);
    Ok(())
}

fn warn(reading: &mut Reading, warning: String) {
    match reading.warnings.len() {
        0..MOST_WARNINGS => reading.warnings.push(warning),
        MOST_WARNINGS => reading.warnings.push("more of its parts have warnings like these".to_string()),
        _ => {}
    }
}

/// An address in the book as a name, without what stands behind `#`.
fn decoded(href: &str) -> String {
    let href = href.split('#').next().unwrap_or("");
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or(&[]);
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Where the package is.
#[derive(Default)]
struct Container {
    package: Option<String>,
}

impl Content for Container {
    fn start(&mut self, name: &str, attributes: Attributes, _line: u32) -> Result<(), String> {
        if name == "rootfile" && self.package.is_none() {
            self.package = attributes.get("full-path").map(|path| within("", path));
        }
        Ok(())
    }

    fn text(&mut self, _text: &str, _line: u32) {}

    fn end(&mut self) {}
}

/// Members that are encrypted. Fonts may be, without harm.
#[derive(Default)]
struct Locked {
    members: HashSet<String>,
}

impl Content for Locked {
    fn start(&mut self, name: &str, attributes: Attributes, _line: u32) -> Result<(), String> {
        if let Some(member) = attributes.get("URI").filter(|_| name == "CipherReference" && self.members.len() < MOST) {
            self.members.insert(within("", &decoded(member)));
        }
        Ok(())
    }

    fn text(&mut self, _text: &str, _line: u32) {}

    fn end(&mut self) {}
}

/// The package: what the book is, and of which parts it is made.
struct Opf {
    properties: Properties,
    /// How many elements of the metadata are open.
    in_metadata: usize,
    /// The address of each part by its id, of those that are pages and no table of contents.
    pages: HashMap<String, String>,
    /// The ids of the parts in their order.
    spine: Vec<String>,
    /// The address of a part that is a table of contents and nothing else.
    contents: Option<String>,
}

impl Default for Opf {
    fn default() -> Self {
        let properties = Properties::new(Form::Epub);
        Opf { properties, in_metadata: 0, pages: HashMap::new(), spine: Vec::new(), contents: None }
    }
}

impl Opf {
    /// The addresses of the parts in their order, each once.
    fn chapters(&self) -> impl Iterator<Item = &str> {
        let mut seen = HashSet::new();
        self.spine.iter().filter_map(|id| self.pages.get(id)).map(String::as_str).filter(move |href| seen.insert(*href))
    }
}

impl Content for Opf {
    fn start(&mut self, name: &str, attributes: Attributes, line: u32) -> Result<(), String> {
        if self.in_metadata > 0 || name == "metadata" {
            self.in_metadata += 1;
            return self.properties.start(name, attributes, line);
        }
        let kinds = ["application/xhtml+xml", "text/html", "application/x-dtbook+xml"];
        let get = |name: &str| attributes.get(name).unwrap_or("");
        let contents = get("properties").split_ascii_whitespace().any(|property| property == "nav");
        match name {
            "item" if kinds.contains(&get("media-type")) && !contents && self.pages.len() < MOST => {
                self.pages.insert(get("id").to_string(), get("href").to_string());
            }
            "reference" if get("type") == "toc" => self.contents = attributes.get("href").map(str::to_string),
            "itemref" if self.spine.len() < MOST => self.spine.push(get("idref").to_string()),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str, line: u32) {
        if self.in_metadata > 0 {
            self.properties.text(text, line);
        }
    }

    fn end(&mut self) {
        if self.in_metadata > 0 {
            self.in_metadata -= 1;
            self.properties.end();
        }
    }
}
