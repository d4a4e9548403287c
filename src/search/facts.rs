//! What is known of a section and its paper, by the names that queries use.

use crate::error::Result;
use crate::index::{OpenIndex, SectionInfo};

/// Facts of a section and its paper, by name: `paper` (its id), `title`,
/// `author`, `year`, `decade`, `language` and every metadata field of the paper,
/// `section` (its headings, ` > ` between them), `heading` (its own), `theme`.
///
/// # Errors
/// A damaged index.
pub fn facts(index: &OpenIndex, section: &SectionInfo) -> Result<Vec<(String, String)>> {
    let mut facts = Vec::new();
    let mut add = |name: &str, value: String| facts.push((name.to_string(), value));
    if let Some(paper) = index.manifest().papers.get(section.paper as usize) {
        add("paper", paper.id.clone());
        let metadata = &paper.metadata;
        for name in ["title", "author", "year", "decade", "language"] {
            metadata.values(name).into_iter().for_each(|value| add(name, value));
        }
        metadata.fields.iter().for_each(|(name, value)| add(name, value.clone()));
    }
    let path = index.section_path(section)?;
    add("section", path.join(" > "));
    path.last().into_iter().for_each(|heading| add("heading", heading.clone()));
    index.themes(section)?.into_iter().for_each(|theme| add("theme", theme));
    Ok(facts)
}

/// The value or values of one name.
pub fn values(facts: &[(String, String)], name: &str) -> Vec<String> {
    facts.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
}

/// The name of the fact that an attribute of a section span is.
pub fn section_attribute(name: &str) -> &str {
    match name {
        "title" => "heading",
        "path" => "section",
        other => other,
    }
}
