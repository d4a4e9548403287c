//! What a TEI paper says of words that it has cut itself (`w`, `pc`).

use crate::papers::flow::{Names, plain};
use crate::papers::xml::Attributes;

/// What is said of a word, in the order of names. ParlaMint writes the part of speech
/// into `msd`: `UPosTag=NOUN|Gender=Fem`.
pub(super) fn values(attributes: &Attributes, names: &mut Names) -> Vec<String> {
    let msd = attributes.get("msd").unwrap_or("");
    let (upos, msd) = match msd.strip_prefix("UPosTag=") {
        Some(rest) => rest.split_once('|').unwrap_or((rest, "")),
        None => ("", msd),
    };
    let value = |name| attributes.get(name).unwrap_or("");
    let mut values = [value("lemma"), value("pos"), msd, upos].map(plain).to_vec();
    for (name, value) in attributes.own() {
        let Some(place) = names.place(name) else { continue };
        values.resize(values.len().max(place + 1), String::new());
        if let Some(slot) = values.get_mut(place) {
            *slot = plain(value);
        }
    }
    values
}
