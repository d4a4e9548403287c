//! What files of word processors and e-books say of themselves in Dublin Core.

use crate::model::Metadata;
use crate::papers::xml::{Attributes, Content};

/// The most values that are kept: a file may hold any number.
const MOST: usize = 1000;

/// Fields that are lists where a file has several values; of others the first counts.
const LISTS: [&str; 5] = ["author", "editor", "subject", "keywords", "identifier"];

/// Whose properties they are: some names mean different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Office Open XML.
    Word,
    /// OpenDocument: `creator` is who changed the file last, and `date` when.
    OpenDocument,
    /// An e-book's package.
    Epub,
}

/// Properties that are being read.
pub(super) struct Properties {
    form: Form,
    /// The field that is being read, its text, and how many elements are open in it.
    open: Option<(&'static str, String, usize)>,
    values: Vec<(&'static str, String)>,
}

impl Properties {
    pub fn new(form: Form) -> Self {
        Properties { form, open: None, values: Vec::new() }
    }

    /// The metadata. `created` says when the file was made, which need not be when the paper was written: it is a field
    /// of that name, and no date.
    pub fn metadata(self) -> Metadata {
        let mut metadata = Metadata::default();
        let mut values = self.values;
        values.sort_by_key(|(field, _)| *field);
        for same in values.chunk_by(|one, other| one.0 == other.0) {
            let Some((field, first)) = same.first() else { continue };
            match LISTS.contains(field) {
                true => {
                    metadata.set(field, &same.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("; "))
                }
                false => metadata.set(field, first),
            }
        }
        metadata
    }

    fn field(&self, name: &str, attributes: &Attributes) -> Option<&'static str> {
        Some(match (name, self.form) {
            ("creator", Form::OpenDocument) => return None,
            ("creator", Form::Epub) if attributes.get("role").is_some_and(|role| role == "edt") => "editor",
            ("creator", Form::Epub) if attributes.get("role").is_some_and(|role| role != "aut") => return None,
            ("creator", _) | ("initial-creator", Form::OpenDocument) => "author",
            ("date", Form::Epub) if attributes.get("event").is_none_or(|event| event == "publication") => "date",
            ("created", Form::Word) | ("creation-date", Form::OpenDocument) => "created",
            ("title", _) => "title",
            ("subject", _) => "subject",
            ("keywords" | "keyword", _) => "keywords",
            ("description", _) => "description",
            ("category", Form::Word) => "category",
            ("language", _) => "language",
            ("publisher", Form::Epub) => "publisher",
            ("rights", Form::Epub) => "rights",
            ("identifier", _) => "identifier",
            _ => return None,
        })
    }
}

impl Content for Properties {
    fn start(&mut self, name: &str, attributes: Attributes, _line: u32) -> Result<(), String> {
        match &mut self.open {
            Some((_, _, depth)) => *depth += 1,
            None => self.open = self.field(name, &attributes).map(|field| (field, String::new(), 0)),
        }
        Ok(())
    }

    fn text(&mut self, text: &str, _line: u32) {
        if let Some((_, value, _)) = &mut self.open {
            value.push_str(text);
        }
    }

    fn end(&mut self) {
        match &mut self.open {
            Some((_, _, depth)) if *depth > 0 => *depth -= 1,
            _ => {
                let Some((field, value, _)) = self.open.take() else { return };
                let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
                if !value.is_empty() && self.values.len() < MOST {
                    self.values.push((field, value));
                }
            }
        }
    }
}
