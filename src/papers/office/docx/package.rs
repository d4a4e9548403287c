//! The parts of a Word document's package, found by what relates them (Open Packaging Conventions). Only what lies in
//! the package is looked at: no external target, no macro, no picture.

use std::collections::HashMap;

use crate::papers::office::no_such_package;
use crate::papers::office::package::{read_member, within};
use crate::papers::read::Reading;
use crate::papers::xml::{Attributes, Content, text};
use crate::papers::zipped::Zipped;

/// The most relations that are kept.
const MOST: usize = 10_000;

/// Parts by what they are to the one that names them, the end of the relation's type.
#[derive(Default)]
struct Relations(HashMap<String, String>);

impl Content for Relations {
    fn start(&mut self, _name: &str, attributes: Attributes, _line: u32) -> Result<(), String> {
        let (Some(kind), Some(target)) = (attributes.get("Type"), attributes.get("Target")) else { return Ok(()) };
        if attributes.get("TargetMode") != Some("External") && self.0.len() < MOST {
            let kind = kind.rsplit('/').next().unwrap_or(kind);
            self.0.entry(kind.to_string()).or_insert_with(|| target.to_string());
        }
        Ok(())
    }

    fn text(&mut self, _text: &str, _line: u32) {}

    fn end(&mut self) {}
}

/// A Word document's package.
pub(super) struct Package<'a> {
    zipped: Zipped<'a>,
    /// The name of the main part, and what it relates to.
    main: String,
    parts: Relations,
    properties: Option<String>,
}

impl<'a> Package<'a> {
    pub fn open(mut zipped: Zipped<'a>) -> Result<Self, String> {
        let package = relations(&mut zipped, "_rels/.rels")?;
        let target = |kind: &str| package.0.get(kind).map(|target| within("", target));
        let main = target("officeDocument").unwrap_or_else(|| "word/document.xml".to_string());
        let properties = target("core-properties");
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let parts = relations(&mut zipped, &within(folder, &format!("_rels/{file}.rels")))?;
        Ok(Package { zipped, main, parts, properties })
    }

    /// The main part's text, and how it was decoded.
    pub fn main(&mut self) -> Result<(String, Reading), String> {
        let member = self.zipped.member(&self.main).ok_or_else(|| no_such_package(&self.zipped, "a Word document"))?;
        text(&self.zipped.unpack(&member)?)
    }

    /// Reads a part that the main part relates to; nothing where there is none.
    pub fn part(&mut self, kind: &str, content: &mut impl Content) -> Result<(), String> {
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(name) = self.parts.0.get(kind).map(|target| within(folder, target)) else { return Ok(()) };
        read_member(&mut self.zipped, &name, content)
    }

    /// Reads the core properties.
    pub fn properties(&mut self, content: &mut impl Content) -> Result<(), String> {
        match self.properties.clone() {
            Some(name) => read_member(&mut self.zipped, &name, content),
            None => Ok(()),
        }
    }
}

fn relations(zipped: &mut Zipped<'_>, name: &str) -> Result<Relations, String> {
    let mut relations = Relations::default();
    read_member(zipped, name, &mut relations)?;
    Ok(relations)
}
