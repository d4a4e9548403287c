//! What made a result: enough to make it again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// What made a result. JSON output carries it; other files have it beside them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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
    /// A short hash of the theme dictionary, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<String>,
    /// The index's papers by id, each with a short hash of its text and metadata.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub papers: BTreeMap<String, String>,
}

/// Takes what made a file out of its bytes.
type Inside = fn(&[u8]) -> Option<Made>;

/// One for each format that carries what made it. To add one, name it here.
const INSIDE: [Inside; 1] = [in_json];

impl Made {
    /// The file beside an output file that tells what made it.
    pub fn beside(path: &Path) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(".made.json");
        PathBuf::from(name)
    }

    /// What made the output file at `path`, which holds `bytes`.
    ///
    /// # Errors
    /// Neither the file nor one beside it tells.
    pub fn of(path: &Path, bytes: &[u8]) -> Result<Self> {
        if let Some(made) = INSIDE.iter().find_map(|inside| inside(bytes)) {
            return Ok(made);
        }
        let beside = Made::beside(path);
        let read = std::fs::read(&beside).map_err(|e| {
            Error::file(&beside, format!("what made {} is neither in it nor here: {e}", path.display()))
                .remedy("only files that kwic wrote with --output, or as json, can be made again")
        })?;
        serde_json::from_slice(&read)
            .map_err(|e| Error::file(&beside, format!("this does not tell what made a file: {e}")))
    }
}

fn in_json(bytes: &[u8]) -> Option<Made> {
    #[derive(Deserialize)]
    struct Document {
        made_by: Made,
    }
    serde_json::from_slice::<Document>(bytes).ok().map(|document| document.made_by)
}
