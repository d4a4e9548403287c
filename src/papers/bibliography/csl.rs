//! CSL-JSON: an array of items.

use serde_json::{Map, Value};

use super::super::front_matter;
use super::super::tables::not_read;
use super::{Entries, Entry};
use crate::model::Metadata;

/// Fields that say nothing of a paper that anyone would choose by, and may be very long.
const LEFT_OUT: [&str; 4] = ["abstract", "note", "annote", "file"];

pub(super) fn entries(text: &str) -> Entries {
    match serde_json::from_str(text) {
        Ok(Value::Array(items)) => {
            let mut faults = Vec::new();
            let entries = (1..).zip(items).filter_map(|(number, item)| match item {
                Value::Object(item) => Some(entry(number, &item)),
                _ => {
                    faults.push(format!("its item {number} is no object, and is passed over"));
                    None
                }
            });
            let entries = entries.collect();
            (entries, faults)
        }
        Ok(_) => (Vec::new(), vec![not_read("it is no array of items (CSL-JSON)")]),
        Err(cause) => (Vec::new(), vec![not_read(&format!("it is no JSON: {cause}"))]),
    }
}

fn entry(number: usize, item: &Map<String, Value>) -> Entry {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let key = ["citation-key", "id"].iter().find_map(|name| text(item.get(*name)?));
    let files = item.get("file").and_then(text).into_iter().collect();
    let mut metadata = Metadata::default();
    for (name, value) in item.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str())) {
        match (name.as_str(), value) {
            ("author", Value::Array(authors)) => {
                authors.iter().filter_map(author).for_each(|name| metadata.set("author", &name));
            }
            ("issued", issued) => date(issued).iter().for_each(|date| metadata.set("date", date)),
            // Editors, and other dates: objects that would come apart into fields of their own.
            (_, Value::Array(_) | Value::Object(_)) | ("id" | "citation-key", _) => {}
            (name, value) => front_matter::set(&mut metadata, called(name), value),
        }
    }
    Entry { key: key.unwrap_or_else(|| format!("item {number}")), files, metadata }
}

fn called(name: &str) -> &str {
    match name {
        "DOI" => "doi",
        "URL" => "url",
        "ISBN" => "isbn",
        "ISSN" => "issn",
        "container-title" => "journal",
        "collection-title" => "series",
        "publisher-place" => "place",
        "keyword" => "keywords",
        "page" => "pages",
        name => name,
    }
}

/// `Family, Given`, the family's particle before it.
fn author(author: &Value) -> Option<String> {
    let part = |name: &str| author.get(name).and_then(Value::as_str).map(|part| part.replace(';', ","));
    let particle = part("non-dropping-particle").map_or(String::new(), |particle| format!("{particle} "));
    match (part("family"), part("given")) {
        (Some(family), Some(given)) => Some(format!("{particle}{family}, {given}")),
        (Some(name), None) | (None, Some(name)) => Some(format!("{particle}{name}")),
        (None, None) => part("literal"),
    }
}

/// `1996-05-31`, or as much of it as is told.
fn date(issued: &Value) -> Option<String> {
    let number = |part: &Value| part.as_i64().or_else(|| part.as_str()?.parse().ok());
    let parts = issued.get("date-parts").and_then(|dates| dates.get(0)).and_then(Value::as_array);
    let parts: Option<Vec<String>> =
        parts.map(|parts| parts.iter().filter_map(number).map(|part| format!("{part:02}")).collect());
    let told = ["raw", "literal"].iter().find_map(|name| issued.get(*name)?.as_str());
    parts.map(|parts| parts.join("-")).or_else(|| Some(told.or(issued.as_str())?.to_string()))
}
