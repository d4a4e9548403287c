//! What readers of markup put text into: blocks, metadata and warnings.

use std::collections::BTreeSet;

use crate::model::{BlockKind, Metadata};
use crate::papers::flow::Flow;
use crate::papers::read::Reading;

/// The most names that one warning gives.
const MOST_NAMED: usize = 10;
/// Bytes of the longest name in a warning.
const LONGEST_NAME: usize = 100;

/// The paper that is being read.
pub(super) struct Page {
    pub flow: Flow,
    pub metadata: Metadata,
    /// Files that the text asks for.
    asked: BTreeSet<String>,
    /// What is not known by its name.
    unknown: BTreeSet<String>,
    /// Bytes that names may still be replaced by: a short text can ask for a long one.
    room: usize,
    cells: usize,
}

impl Page {
    pub fn new(length: usize) -> Self {
        Page {
            flow: Flow::default(),
            metadata: Metadata::default(),
            asked: BTreeSet::new(),
            unknown: BTreeSet::new(),
            room: length + 100_000,
            cells: 0,
        }
    }

    /// A file is asked for, and not read.
    pub fn asked_for(&mut self, file: &str) {
        name(&mut self.asked, file);
    }

    /// A name that says nothing to us; its text is kept.
    pub fn unknown(&mut self, what: &str) {
        name(&mut self.unknown, what);
    }

    /// Whether a name may be replaced by a text of this length.
    pub fn has_room(&mut self, length: usize) -> bool {
        let has = self.room >= length;
        self.room -= if has { length } else { 0 };
        has
    }

    /// A row of a table begins.
    pub fn row(&mut self) {
        self.flow.flush();
        self.cells = 0;
    }

    /// The cell that was begun ends. An empty one leaves no trace.
    pub fn end_cell(&mut self) {
        if !self.flow.text().trim().is_empty() {
            self.flow.end(BlockKind::Cell { first: self.cells == 0 });
            self.cells += 1;
        }
    }

    pub fn finish(self, unknown: &str, reading: &mut Reading) {
        let (blocks, _) = self.flow.finish();
        reading.blocks = blocks;
        // What stands in a text's own header counts before what its markup says.
        reading.metadata.fill_from(self.metadata);
        let files = "files that it asks for are not read";
        for (what, names) in [(files, self.asked), (unknown, self.unknown)] {
            if !names.is_empty() {
                let listed = names.iter().take(MOST_NAMED).map(|name| format!("`{name}`"));
                let more = if names.len() > MOST_NAMED { " and others" } else { "" };
                reading.warnings.push(format!("{what}: {}{more}", listed.collect::<Vec<_>>().join(", ")));
            }
        }
    }
}

fn name(names: &mut BTreeSet<String>, name: &str) {
    if names.len() <= MOST_NAMED {
        let name = name.trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        names.insert(name);
    }
}
