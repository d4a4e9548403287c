//! What made a result: enough to make it again.

use serde::Serialize;

/// What made a result. JSON output carries it; other files have it beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The command's words, without the program's name.
    pub command: Vec<String>,
    /// The query, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The selection as its options.
    pub selection: Vec<String>,
    /// Fingerprint of the papers and how they were read.
    pub index: String,
    /// Version of kwic.
    pub kwic: String,
    /// The seed of samples and random orders.
    pub seed: u64,
}
