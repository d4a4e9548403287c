//! What a TEI paper says of words that it has cut itself (`w`, `pc`).

use crate::papers::flow::plain;
use crate::papers::xml::Attributes;

/// What is said of a word, as `lemma`, `pos`, `msd` and `upos`. ParlaMint writes the part of speech
/// into `msd`: `UPosTag=NOUN|Gender=Fem`.
pub(super) fn values(attributes: &Attributes) -> Vec<String> {
    let msd = attributes.get("msd").unwrap_or("");
    let (upos, msd) = match msd.strip_prefix("UPosTag=") {
        Some(rest) => rest.split_once('|').unwrap_or((rest, "")),
        None => ("", msd),
    };
    let value = |name| attributes.get(name).unwrap_or("");
    [value("lemma"), value("pos"), msd, upos].map(plain).to_vec()
}
