//! What the index's bytes are spent on.

use std::collections::BTreeMap;

use super::open::OpenIndex;
use super::store::part_sizes;
use crate::error::Result;

/// Bytes of the index by component: its files by ending (`.tokens`), then the parts of the token stores
/// (`tokens/postings`), each summed over segments.
///
/// # Errors
/// A folder or token store that cannot be read.
pub fn sizes(index: &OpenIndex) -> Result<Vec<(String, u64)>> {
    let mut files: BTreeMap<String, u64> = BTreeMap::new();
    for (name, bytes) in index.files() {
        let ending = name.rsplit_once('.').map_or("other".to_string(), |(_, ending)| format!(".{ending}"));
        *files.entry(ending).or_default() += bytes;
    }
    let mut parts: Vec<(String, u64)> = Vec::new();
    for segment in index.segments() {
        for (at, (name, bytes)) in part_sizes(&segment.reader)?.into_iter().enumerate() {
            match parts.get_mut(at) {
                Some(part) => part.1 += bytes,
                None => parts.push((format!("tokens/{name}"), bytes)),
            }
        }
    }
    Ok(files.into_iter().chain(parts).collect())
}
