//! XML as a stream, so that neither nesting nor size needs more than the text that comes out. No entity is expanded
//! but XML's own five and numbered characters; nothing is fetched.

use std::borrow::Cow;

use encoding_rs::Encoding;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader as Xml, XmlVersion};

use super::decode::is_no_text;
use super::read::{Reading, decoded};

/// The most elements in one another.
const MOST: usize = 1000;

/// What is made of a file's elements and text; names come without their prefixes.
pub(super) trait Content {
    /// An element begins.
    ///
    /// # Errors
    /// Why the file cannot be read, in a sentence without a full stop.
    fn start(&mut self, name: &str, attributes: Attributes, line: u32) -> Result<(), String>;

    /// Text of the innermost element that is open.
    fn text(&mut self, text: &str, line: u32);

    /// The innermost element that is open ends.
    fn end(&mut self);
}

/// The text of a file: what is no UTF-8 is read as the XML declaration says. The reading says how it was decoded.
pub(super) fn text(bytes: &[u8]) -> Result<(String, Reading), String> {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or(bytes);
    let declared = || {
        let head = String::from_utf8_lossy(head);
        let label = head.strip_prefix("<?xml")?.split_once("encoding=")?.1;
        Encoding::for_label(label.get(1..)?.split(['"', '\'']).next()?.as_bytes())
    };
    match declared().filter(|_| std::str::from_utf8(bytes).is_err()) {
        None => decoded(bytes),
        Some(encoding) => {
            let (text, mut file) = decoded(encoding.decode_without_bom_handling(bytes).0.as_bytes())?;
            file.encoding = encoding.name().to_string();
            file.warnings.insert(0, format!("read as {}, as the file says", encoding.name()));
            Ok((text, file))
        }
    }
}

/// The attributes of an element, without prefixes but that of kwic's own.
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    fn of(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut all = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|cause| cause.to_string())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|cause| cause.to_string())?;
            let name = match attribute.key.prefix() {
                Some(prefix) if prefix.as_ref() == "kwic" => attribute.key.as_ref().to_string(),
                _ => attribute.key.local_name().as_ref().to_string(),
            };
            all.push((name, value.into_owned()));
        }
        Ok(Attributes(all))
    }

    /// The value of an attribute that says something.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(own, _)| own == name)?.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// Whether kwic wrote the element for itself: a named span's border, signs that are no word.
    pub fn is_of_kwic(&self) -> bool {
        let mine = |(name, value): &(String, String)| match name.as_str() {
            "id" => value.starts_with("kwic-"),
            "spanTo" => value.starts_with("#kwic-"),
            "kwic:word" => value == "no",
            _ => false,
        };
        self.0.iter().any(mine)
    }

    /// Those of kwic's own.
    pub fn own(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, value)| Some((name.strip_prefix("kwic:")?, value.as_str())))
    }
}

/// Reads XML to its end.
///
/// # Errors
/// What is no well-formed XML, or nested too deep, or what the content says; with the line.
pub(super) fn read(text: &str, content: &mut impl Content) -> Result<(), String> {
    let mut xml = Xml::from_str(text);
    xml.config_mut().expand_empty_elements = true;
    let (mut line, mut counted, mut depth) = (1u32, 0usize, 0usize);
    loop {
        let at = xml.buffer_position() as usize;
        line += newlines(text, counted, at);
        counted = at;
        let event = xml.read_event().map_err(|cause| {
            let at = xml.error_position() as usize;
            format!("line {}: it is no well-formed XML: {cause}", line + newlines(text, counted, at))
        })?;
        match event {
            Event::Eof if depth > 0 => {
                return Err(format!("line {line}: the file ends in the midst of an element"));
            }
            Event::Eof => return Ok(()),
            Event::Start(_) if depth == MOST => {
                return Err(format!("line {line}: more than {MOST} elements in one another"));
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        give(event, line, content).map_err(|cause| format!("line {line}: {cause}"))?;
    }
}

fn give(event: Event<'_>, line: u32, content: &mut impl Content) -> Result<(), String> {
    match event {
        Event::Start(start) => content.start(start.local_name().as_ref(), Attributes::of(&start)?, line)?,
        Event::End(_) => content.end(),
        Event::Text(text) => content.text(&text.into_inner(), line),
        Event::CData(text) => content.text(&text.into_inner(), line),
        Event::GeneralRef(name) => {
            let character = match name.resolve_char_ref().map_err(|cause| cause.to_string())? {
                Some(character) if character.is_control() => Cow::Borrowed(" "),
                Some(character) if is_no_text(character) => Cow::Borrowed(""),
                Some(character) => Cow::Owned(character.to_string()),
                None => predefined(&name.into_inner())?,
            };
            content.text(&character, line);
        }
        _ => {}
    }
    Ok(())
}

fn newlines(text: &str, from: usize, to: usize) -> u32 {
    let between = text.as_bytes().get(from..to.max(from)).unwrap_or(&[]);
    memchr::memchr_iter(b'\n', between).count() as u32
}

fn predefined(name: &str) -> Result<Cow<'static, str>, String> {
    let character = quick_xml::escape::resolve_predefined_entity(name);
    character.map(Cow::Borrowed).ok_or_else(|| {
        format!("`&{name};` stands for something declared elsewhere, which is never looked up: write the text itself")
    })
}
