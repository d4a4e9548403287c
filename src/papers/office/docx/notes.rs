//! Foot- and endnotes of a Word document, which stand in parts of their own.

use std::collections::HashMap;

use super::body::Body;
use super::styles::Styles;
use crate::papers::xml::{Attributes, Content};

/// The paragraphs of each note, by what refers to it and its id. Each is taken once: a document that refers to one note
/// many times gets no longer by it.
#[derive(Default)]
pub(super) struct Notes(HashMap<(&'static str, String), Vec<String>>);

impl Notes {
    /// Takes the note that an element named `reference` refers to.
    pub fn take(&mut self, reference: &str, id: &str) -> Option<Vec<String>> {
        let reference = ["footnoteReference", "endnoteReference"].into_iter().find(|own| *own == reference)?;
        self.0.remove(&(reference, id.to_string()))
    }
}

/// Notes that are being read.
pub(super) struct NotesPart<'a> {
    pub notes: Notes,
    styles: &'a Styles,
    /// The note's id, its text, and how many elements are open in it.
    open: Option<(&'static str, String, Body<'a>, usize)>,
}

impl<'a> NotesPart<'a> {
    pub fn new(styles: &'a Styles) -> Self {
        NotesPart { notes: Notes::default(), styles, open: None }
    }
}

impl Content for NotesPart<'_> {
    fn start(&mut self, name: &str, attributes: Attributes, line: u32) -> Result<(), String> {
        if let Some((_, _, body, depth)) = &mut self.open {
            *depth += 1;
            return body.start(name, attributes, line);
        }
        let reference = match name {
            "footnote" => "footnoteReference",
            "endnote" => "endnoteReference",
            _ => return Ok(()),
        };
        let id = attributes.get("id").unwrap_or("").to_string();
        self.open = Some((reference, id, Body::new(self.styles, Notes::default()), 0));
        Ok(())
    }

    fn text(&mut self, text: &str, line: u32) {
        if let Some((_, _, body, _)) = &mut self.open {
            body.text(text, line);
        }
    }

    fn end(&mut self) {
        match &mut self.open {
            Some((_, _, body, depth)) if *depth > 0 => {
                *depth -= 1;
                body.end();
            }
            _ => {
                let Some((reference, id, body, _)) = self.open.take() else { return };
                let texts = body.finish().0.into_iter().map(|block| block.text).collect();
                self.notes.0.insert((reference, id), texts);
            }
        }
    }
}
