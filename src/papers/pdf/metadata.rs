//! What a file says about its paper: XMP first, then the information dictionary.

use hayro_syntax::metadata::Metadata as Info;
use hayro_syntax::object::{DateTime, Dict, Stream, String as Bytes};
use quick_xml::Reader as Xml;
use quick_xml::events::Event;

use super::strings::plain;
use crate::model::Metadata;

/// The most XMP that is read, in bytes.
const LARGEST: usize = 1 << 20;
/// The most authors.
const MOST: usize = 1_000;

/// What the file says about the paper. The date is that of the file where no other is told.
pub(super) fn metadata(info: &Info, catalog: &Dict<'_>) -> Metadata {
    let mut metadata = catalog.get::<Stream<'_>>("Metadata").map(|stream| xmp(&stream)).unwrap_or_default();
    metadata.fill_from(from_info(info));
    if let Some(language) = catalog.get::<Bytes<'_>>("Lang") {
        let mut told = Metadata::default();
        told.set("language", &plain(language.as_bytes()));
        metadata.fill_from(told);
    }
    metadata
}

fn from_info(info: &Info) -> Metadata {
    let mut metadata = Metadata::default();
    let text = |bytes: &Option<Box<[u8]>>| bytes.as_ref().map(|bytes| plain(bytes)).unwrap_or_default();
    set_title(&mut metadata, &text(&info.title));
    metadata.set("author", &text(&info.author));
    metadata.set("subject", &text(&info.subject));
    metadata.set("keywords", &text(&info.keywords));
    metadata.set("date", &info.creation_date.map(date).unwrap_or_default());
    metadata
}

fn date(date: DateTime) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// A title that is the name of a file, or without a letter, is none.
fn set_title(metadata: &mut Metadata, title: &str) {
    let title = title.trim();
    let lower = title.to_lowercase();
    let named = [".doc", ".docx", ".pdf", ".rtf", ".odt", ".qxd", ".indd", ".pmd", ".wpd", ".dvi", ".tex", ".txt"];
    let file = named.iter().any(|ending| lower.ends_with(ending)) || lower.starts_with("microsoft word - ");
    if !file && !lower.starts_with("untitled") && title.chars().any(char::is_alphabetic) {
        metadata.set("title", title);
    }
}

/// What XMP's Dublin Core says (ISO 16684-1).
fn xmp(stream: &Stream<'_>) -> Metadata {
    let mut metadata = Metadata::default();
    let Ok(data) = stream.decoded_data() else { return metadata };
    let Ok(text) = std::str::from_utf8(data.get(..data.len().min(LARGEST)).unwrap_or(&[])) else { return metadata };
    let mut xml = Xml::from_str(text.trim_start_matches('\u{feff}'));
    let (mut name, mut said) = (None, String::new());
    // What is no well-formed XML ends the reading of it, no more.
    while let Ok(event) = xml.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(start) => match start.local_name().as_ref() {
                own @ ("title" | "creator" | "language" | "date" | "description" | "subject" | "publisher") => {
                    name = start.name().as_ref().starts_with("dc:").then(|| own.to_string());
                    said.clear();
                }
                "li" => said.clear(),
                _ => {}
            },
            Event::Text(text) if name.is_some() => said.push_str(&text.into_inner()),
            Event::GeneralRef(reference) => {
                let letter = reference.resolve_char_ref().ok().flatten().map(String::from);
                let known = || quick_xml::escape::resolve_predefined_entity(&reference.into_inner()).map(String::from);
                said.push_str(&letter.or_else(known).unwrap_or_default());
            }
            Event::End(end) => {
                let own = end.local_name();
                if let Some(told) = name.as_deref().filter(|told| own.as_ref() == "li" || own.as_ref() == *told) {
                    told_by(&mut metadata, told, &said);
                    said.clear();
                }
                if name.as_deref() == Some(own.as_ref()) {
                    name = None;
                }
            }
            _ => {}
        }
    }
    metadata
}

fn told_by(metadata: &mut Metadata, name: &str, said: &str) {
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if said.is_empty() {
        return;
    }
    match name {
        "title" if metadata.title.is_none() => set_title(metadata, &said),
        "creator" if metadata.authors.len() < MOST => metadata.set("author", &said),
        "language" if metadata.language.is_none() && said != "x-unknown" => metadata.set("language", &said),
        "date" if !metadata.fields.contains_key("date") => metadata.set("date", &said),
        "publisher" if !metadata.fields.contains_key("publisher") => metadata.set("publisher", &said),
        "subject" => {
            let before = metadata.fields.get("keywords").map(|words| format!("{words}; ")).unwrap_or_default();
            metadata.set("keywords", &format!("{before}{said}"));
        }
        _ => {}
    }
}
