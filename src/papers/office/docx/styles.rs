//! Styles of a Word document: which paragraphs are headings, titles, items of lists, lines of a table of contents.

use std::collections::HashMap;

use crate::papers::office::names;
use crate::papers::xml::{Attributes, Content};

/// How many styles one may be based on, one on the other.
const LONGEST: usize = 30;
/// The most styles that are kept.
const MOST: usize = 10_000;

/// What a style says.
#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// The outline level, from 0; 9: running text.
    outline: Option<u8>,
    /// Whether its paragraphs are numbered or have bullets.
    list: Option<bool>,
}

/// The styles by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style that is being read.
    open: Option<String>,
}

impl Styles {
    /// The style and those that it is based on.
    fn chain<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Style> {
        let first = self.styles.get(id);
        let next = |style: &&'a Style| self.styles.get(style.based_on.as_deref()?);
        std::iter::successors(first, next).take(LONGEST)
    }

    /// The level of its headings, from 1.
    pub fn level(&self, id: &str) -> Option<u8> {
        let said = |style: &Style| style.outline.or(names::heading_level(&style.name).map(|level| level - 1));
        self.chain(id).find_map(said).filter(|outline| *outline < 9).map(|outline| outline + 1)
    }

    pub fn is_title(&self, id: &str) -> bool {
        self.styles.get(id).is_some_and(|style| names::is_title(&style.name))
    }

    pub fn is_list(&self, id: &str) -> bool {
        self.chain(id).find_map(|style| style.list).unwrap_or(false)
    }

    /// Whether its paragraphs are made of others: a table of contents or of figures.
    pub fn is_contents(&self, id: &str) -> bool {
        self.styles.get(id).is_some_and(|style| names::is_contents(&style.name))
    }
}

impl Content for Styles {
    fn start(&mut self, name: &str, attributes: Attributes, _line: u32) -> Result<(), String> {
        let value = || attributes.get("val").map(str::to_string);
        if name == "style" {
            self.open = attributes.get("styleId").filter(|_| self.styles.len() < MOST).map(str::to_string);
            if let Some(id) = &self.open {
                self.styles.insert(id.clone(), Style::default());
            }
        }
        let Some(style) = self.open.as_ref().and_then(|id| self.styles.get_mut(id)) else { return Ok(()) };
        match name {
            "name" => style.name = value().unwrap_or_default(),
            "basedOn" => style.based_on = value(),
            "outlineLvl" => style.outline = value().and_then(|level| level.parse().ok()),
            "numId" => style.list = Some(value().is_some_and(|number| number != "0")),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, _text: &str, _line: u32) {}

    fn end(&mut self) {}
}
