//! What OpenDocument says beside the text: of its package, of its changes.

use std::collections::HashSet;

use crate::papers::xml::{Attributes, Content};

/// What the package says of its members.
#[derive(Default)]
pub(super) struct Manifest {
    /// Whether a password locks some of them.
    pub encrypted: bool,
}

impl Content for Manifest {
    fn start(&mut self, name: &str, _attributes: Attributes, _line: u32) -> Result<(), String> {
        self.encrypted |= name == "encryption-data";
        Ok(())
    }

    fn text(&mut self, _text: &str, _line: u32) {}

    fn end(&mut self) {}
}

/// Changes that are tracked. What was struck out mostly stands with them, apart from the text; some programs leave it there.
#[derive(Default)]
pub(super) struct Changes {
    /// The change that is being declared.
    open: Option<String>,
    deletions: HashSet<String>,
    /// In how many deletions we are.
    pub within: usize,
}

impl Changes {
    /// An element of what is told of the changes.
    pub fn declare(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "changed-region" => self.open = attributes.get("id").map(str::to_string),
            "deletion" => self.deletions.extend(self.open.take()),
            _ => {}
        }
    }

    /// A change begins or ends in the text.
    pub fn pass(&mut self, name: &str, attributes: &Attributes) {
        if attributes.get("change-id").is_some_and(|id| self.deletions.contains(id)) {
            self.within = if name == "change-start" { self.within + 1 } else { self.within.saturating_sub(1) };
        }
    }
}
