//! The table of contents that a reader shows beside the pages (ISO 32000-2, 12.3.3).

use hayro_syntax::object::{Dict, String as Bytes};

use super::strings::plain;

/// The most entries, and the deepest that are looked at.
const MOST: usize = 20_000;
const DEEPEST: u8 = 20;

/// Headings with their levels, 1 the outermost, in order.
pub(super) fn outline(catalog: &Dict<'_>) -> Vec<(u8, String)> {
    let mut entries = Vec::new();
    let first = catalog.get::<Dict<'_>>("Outlines").and_then(|root| root.get::<Dict<'_>>("First"));
    let mut next: Vec<(u8, Dict<'_>)> = first.into_iter().map(|first| (1, first)).collect();
    let mut seen = 0;
    while let Some((level, entry)) = next.pop() {
        seen += 1;
        if seen > MOST {
            break;
        }
        let title = entry.get::<Bytes<'_>>("Title").map(|title| plain(title.as_bytes())).unwrap_or_default();
        if !title.trim().is_empty() {
            entries.push((level, title.trim().to_string()));
        }
        next.extend(entry.get::<Dict<'_>>("Next").map(|sibling| (level, sibling)));
        if level < DEEPEST {
            next.extend(entry.get::<Dict<'_>>("First").map(|child| (level + 1, child)));
        }
    }
    entries
}
