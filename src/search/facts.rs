//! What is known of a section and its paper, by the names that queries use.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::index::{Manifest, OpenIndex, SectionInfo};

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

/// The metadata fields that some paper has, sorted.
pub fn known_fields(manifest: &Manifest) -> Vec<String> {
    let standard = ["title", "author", "year", "decade", "language"];
    let named = manifest.papers.iter().flat_map(|p| p.metadata.fields.keys().cloned());
    let has = |field: &str| manifest.papers.iter().any(|p| !p.metadata.values(field).is_empty());
    let mut fields: Vec<String> = standard.iter().filter(|f| has(f)).map(|f| f.to_string()).chain(named).collect();
    fields.sort();
    fields.dedup();
    fields
}

/// What sections can be counted by: `paper`, `section`, `theme`, and the metadata fields that some paper has.
pub fn known_dimensions(manifest: &Manifest) -> Vec<String> {
    let mut all: Vec<String> = ["paper", "section", "theme"].map(str::to_string).to_vec();
    all.extend(known_fields(manifest));
    all
}

/// The values of a dimension for one section: a theme's path counts for all
/// above it as well; the opening section's is `(opening)`.
///
/// # Errors
/// A damaged index.
pub fn dimension_values(index: &OpenIndex, section: &SectionInfo, name: &str) -> Result<Vec<String>> {
    let paper = index.manifest().papers.get(section.paper as usize);
    Ok(match name {
        "paper" => paper.map(|paper| paper.id.clone()).into_iter().collect(),
        "section" => match index.section_path(section)? {
            path if path.is_empty() => vec!["(opening)".to_string()],
            path => vec![path.join(" > ")],
        },
        "theme" => {
            let mut above = BTreeSet::new();
            for theme in index.themes(section)? {
                let ends = theme.match_indices('/').map(|(at, _)| at).chain([theme.len()]);
                above.extend(ends.filter_map(|end| theme.get(..end).map(str::to_string)));
            }
            above.into_iter().collect()
        }
        field => paper.map(|paper| paper.metadata.values(field)).unwrap_or_default(),
    })
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
