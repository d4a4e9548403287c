//! What a page's head says of the paper.

use scraper::{ElementRef, Html};
use serde_json::Value;

use crate::model::Metadata;

/// Prefixes of names that say where a vocabulary comes from, not what is said.
const VOCABULARIES: &[&str] =
    &["citation_", "dc.", "dcterms.", "dc:", "dcterms:", "og:", "article:", "book:", "prism."];

/// The most authors, and values of one list, that are taken of a page.
const MOST: usize = 1000;

/// The metadata, and what cannot be read of them. Where several vocabularies tell the same, the one made for citing papers
/// goes before others, and what search engines are told before the page's title.
pub(super) fn metadata(page: &Html) -> (Metadata, Vec<String>) {
    let mut by_trust = <[Metadata; 5]>::default();
    let mut warnings = Vec::new();
    let [citation, core, linked, other, title] = &mut by_trust;
    if let Some(language) = page.root_element().attr("lang").or(page.root_element().attr("xml:lang")) {
        other.set("language", language);
    }
    for element in page.root_element().descendent_elements().filter(|e| is_of_head(*e)) {
        match element.value().name() {
            "title" if title.title.is_none() && !in_drawing(element) => {
                title.set("title", &words(&element.text().collect::<String>()))
            }
            "meta" => {
                let name = ["name", "property", "itemprop", "http-equiv"].iter().find_map(|key| element.attr(key));
                let (name, value) =
                    (name.unwrap_or_default().to_lowercase(), element.attr("content").unwrap_or_default());
                let to = match &name {
                    name if name.starts_with("citation_") => &mut *citation,
                    name if name.starts_with("dc") => &mut *core,
                    _ => &mut *other,
                };
                told(to, &name, value);
            }
            "script" if element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) => {
                match serde_json::from_str(&element.text().collect::<String>()) {
                    Ok(value) => json(linked, &value),
                    // A page may hold any number of them: the first is said.
                    Err(error) if warnings.is_empty() => warnings.push(format!("its JSON-LD cannot be read: {error}")),
                    Err(_) => {}
                }
            }
            _ => {}
        }
    }
    let mut all = Metadata::default();
    by_trust.into_iter().for_each(|metadata| all.fill_from(metadata));
    (all, warnings)
}

fn is_of_head(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "title" | "meta" | "script")
}

fn in_drawing(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|above| above.value().name() == "svg")
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One value by the name that a `<meta>` gives it.
fn told(to: &mut Metadata, name: &str, value: &str) {
    let name = VOCABULARIES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    let value = words(value);
    let value = value.as_str();
    match name.replace(['.', ':', '-'], "_").as_str() {
        "title" if to.title.is_none() => to.set("title", value),
        "author" | "creator" | "contributor_author" if !value.starts_with("http") => author(to, value),
        "publication_date" | "date" | "published_time" | "date_issued" | "issued" | "datepublished" | "created"
            if !to.fields.contains_key("date") =>
        {
            to.set("date", value);
        }
        "year" => to.set("year", value),
        "language" | "content_language" if to.language.is_none() => to.set("language", value),
        "description"
        | "keywords"
        | "publisher"
        | "subject"
        | "identifier"
        | "rights"
        | "site_name"
        | "section"
        | "journal_title"
        | "volume"
        | "issue"
        | "doi"
        | "issn"
        | "isbn"
        | "firstpage"
        | "lastpage"
        | "technical_report_number"
        | "technical_report_institution" => {
            let name = name.replace(['.', ':', '-'], "_");
            if !to.fields.contains_key(&name) {
                to.set(&name, value);
            }
        }
        _ => {}
    }
}

fn author(to: &mut Metadata, name: &str) {
    if to.authors.len() < MOST && !to.authors.iter().any(|known| known == name) {
        to.set("author", name);
    }
}

/// What JSON-LD says: of the page itself, of a list, or of a graph.
fn json(to: &mut Metadata, value: &Value) {
    match value {
        Value::Array(all) => all.iter().take(MOST).for_each(|value| json(to, value)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                json(to, graph);
            }
            let text = |name: &str| object.get(name).and_then(Value::as_str);
            // A site, a publisher or a list of links has a name too; only what is written has a headline or a date.
            let Some(headline) = text("headline").or(text("datePublished").and(text("name"))) else { return };
            if to.title.is_some() {
                return;
            }
            to.set("title", &words(headline));
            text("datePublished").into_iter().for_each(|date| to.set("date", date));
            text("inLanguage").into_iter().for_each(|language| to.set("language", language));
            object.get("author").into_iter().for_each(|value| authors(to, value));
        }
        _ => {}
    }
}

fn authors(to: &mut Metadata, value: &Value) {
    match value {
        Value::String(name) => author(to, &words(name)),
        Value::Array(all) => all.iter().take(MOST).for_each(|value| authors(to, value)),
        Value::Object(object) => object.get("name").into_iter().for_each(|name| authors(to, name)),
        _ => {}
    }
}
