//! Reading text.

use crate::error::Result;
use crate::index::{OpenIndex, SectionInfo};

use super::file_names::part;

/// Bytes of a heading in a file's name.
const HEADING: usize = 50;

/// The reading text of sections, an empty line between them and a line end behind the last.
pub fn reading_text(index: &OpenIndex, sections: &[SectionInfo]) -> String {
    let mut text = String::new();
    for section in sections {
        let Some(segment) = index.segment_of(section) else { continue };
        text.push_str(if text.is_empty() { "" } else { "\n\n" });
        text.push_str(segment.store.reading_text(section.doc).trim_end());
    }
    text.push('\n');
    text
}

/// What the file of a section is called within its paper's folder: its number in the paper, counted from 1, and its
/// heading.
///
/// # Errors
/// A damaged index.
pub fn section_name(index: &OpenIndex, section: &SectionInfo) -> Result<String> {
    let path = index.section_path(section)?;
    let heading = path.last().map_or("opening", String::as_str);
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let mut heading: String = heading.to_lowercase().chars().map(plain).collect();
    while heading.len() > HEADING {
        heading.pop();
    }
    let heading = heading.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let number = format!("{:03}", section.number + 1);
    Ok(part(&[number, heading].join("-")).trim_end_matches('-').to_string())
}
