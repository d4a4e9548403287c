//! CSL-JSON items.
//!
//! Source: csl-data.json, the schema of the Citation Style Language 1.0.2.

use serde_json::{Map, Value, json};

use super::source::Source;

/// The item of a paper, its id the paper's own.
pub(super) fn item(source: &Source<'_>) -> Map<String, Value> {
    let metadata = source.metadata;
    let date = source.date();
    let institution = source.institution();
    let text = |value: Option<&str>| value.map(Value::from);
    let fields = [
        ("id", text(Some(source.id))),
        ("type", text(Some(if institution.is_some() { "report" } else { "document" }))),
        ("title", text(metadata.title.as_deref())),
        ("author", (!metadata.authors.is_empty()).then(|| metadata.authors.iter().map(|a| name(a)).collect())),
        ("issued", (!date.is_empty()).then(|| json!({ "date-parts": [date] }))),
        ("publisher", text(institution)),
        ("collection-title", text(source.field(&["series"]))),
        ("number", text(source.field(&["number"]))),
        ("DOI", text(source.field(&["doi"]))),
        ("URL", text(source.field(&["url"]))),
        ("language", text(metadata.language.as_deref())),
        ("note", Some(source.note().into())),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))).collect()
}

/// `Family, Given` in its parts; any other name whole, as nobody can tell its parts.
fn name(author: &str) -> Value {
    match author.split_once(',').map(|(family, given)| (family.trim(), given.trim())) {
        Some((family, given)) if !family.is_empty() && !given.is_empty() && !given.contains(',') => {
            json!({ "family": family, "given": given })
        }
        _ => json!({ "literal": author }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_that_tells_its_parts_is_parted() {
        assert_eq!(name("Hollis, Margaret"), json!({ "family": "Hollis", "given": "Margaret" }));
        for whole in ["Margaret Hollis", "Plato", "Hollis,", "Hollis, M., PhD"] {
            assert_eq!(name(whole), json!({ "literal": whole }));
        }
    }
}
