//! Hits.

use std::collections::BTreeMap;

/// A hit: a span of tokens in one section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// The section: its place in [`crate::index::OpenIndex::sections`].
    pub section: u32,
    /// The first token, counted in the section.
    pub start: u32,
    /// The first token after the hit.
    pub end: u32,
}

/// The hits of saved results, in corpus order, by name.
pub type SavedHits = BTreeMap<String, Vec<Hit>>;
