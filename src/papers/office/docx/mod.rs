//! Word documents (Office Open XML, ECMA-376): headings by style and outline level, tables, notes, changes as accepted.

mod body;
mod notes;
mod package;
mod styles;

use self::body::Body;
use self::notes::NotesPart;
use self::package::Package;
use self::styles::Styles;
use super::properties::{Form, Properties};
use crate::papers::read::Reading;
use crate::papers::xml::read;
use crate::papers::zipped::Zipped;

/// Reads a Word document.
pub(super) fn read_docx(zipped: Zipped<'_>) -> Result<Reading, String> {
    let mut package = Package::open(zipped)?;
    let (text, mut reading) = package.main()?;
    let mut properties = Properties::new(Form::Word);
    package.properties(&mut properties)?;
    reading.metadata = properties.metadata();
    let mut styles = Styles::default();
    package.part("styles", &mut styles)?;
    let mut notes = NotesPart::new(&styles);
    package.part("footnotes", &mut notes)?;
    package.part("endnotes", &mut notes)?;
    let mut body = Body::new(&styles, notes.notes);
    read(&text, &mut body)?;
    let (blocks, counts) = body.finish();
    reading.blocks = blocks;
    reading.warnings.extend(counts.warnings());
    Ok(reading)
}
