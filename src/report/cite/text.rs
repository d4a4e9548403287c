//! Citations for reading: authors, title, year, place, and the words.

use super::source::{Source, page_or_section};
use crate::concordance::Line;
use crate::report::width::plain;

/// `Margaret Hollis and Andrei Velikanov, “Verifying the CFE Treaty” (1991), section
/// “Summary”, l. 17: “… the words …” [1991-cfe-verification]`
pub(super) fn citation(source: &Source<'_>, line: &Line) -> String {
    let metadata = source.metadata;
    let year = metadata.year.map(|year| format!(" ({year})")).unwrap_or_default();
    let work = match &metadata.title {
        Some(title) => format!("“{title}”{year}"),
        None => format!("{}{year}", source.id),
    };
    let authors = (!metadata.authors.is_empty()).then(|| listed(&metadata.authors));
    let source_line = (line.source_line > 0).then(|| format!("l. {}", line.source_line));
    let parts = authors.into_iter().chain([work, page_or_section(line)]).chain(source_line);
    let place = parts.collect::<Vec<_>>().join(", ");
    let words = format!("{}{}{}", line.left, line.node, line.right);
    let missing = source.missing();
    let missing =
        if missing.is_empty() { String::new() } else { format!("; not in the metadata: {}", missing.join(", ")) };
    plain(&format!("{place}: “{}” [{}{missing}]", words.trim(), source.id))
}

/// `A`, `A and B`, `A, B and C`.
fn listed(authors: &[String]) -> String {
    match authors {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => authors.concat(),
    }
}
