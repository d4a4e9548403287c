//! One hit of many that are alike.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_128;

use super::Lines;
use super::line::{Composer, Context};
use crate::error::Result;
use crate::index::OpenIndex;
use crate::search::Hit;

/// What must be distinct.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distinct {
    /// The papers: the first hit of each is left.
    Paper,
    /// The lines: of those that read the same, context and all, the first is left.
    Line,
}

impl std::str::FromStr for Distinct {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "paper" => Ok(Distinct::Paper),
            "line" => Ok(Distinct::Line),
            other => Err(format!("`{other}` is neither `paper` nor `line`")),
        }
    }
}

/// Leaves the first of the hits (in corpus order) that are alike.
///
/// # Errors
/// A damaged index.
pub fn distinct(index: &OpenIndex, mut hits: Vec<Hit>, what: Distinct, context: Context) -> Result<Vec<Hit>> {
    match what {
        Distinct::Paper => {
            hits.dedup_by_key(|hit| index.sections().get(hit.section as usize).map(|section| section.paper));
            Ok(hits)
        }
        Distinct::Line => {
            let composer = Composer::new(index, context);
            let mut seen: FxHashSet<u128> = FxHashSet::default();
            let mut left = Vec::new();
            for (hit, line) in hits.iter().zip(composer.lines(&hits).iter()) {
                let line = line?;
                let text = [line.left, line.node, line.right].join("\0");
                if seen.insert(xxh3_128(text.as_bytes())) {
                    left.push(*hit);
                }
            }
            Ok(left)
        }
    }
}
