//! From a file to the lines of its pages.

use hayro_syntax::object::{Dict, Name, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};

use super::content::Contents;
use super::glyph::{Glyph, Turn};
use super::hidden::Hidden;
use super::labels::labels;
use super::metadata::metadata;
use super::order::regions;
use super::outline::outline;
use super::rows::lines;
use super::segments::segments;
use crate::model::Metadata;
use crate::papers::layout::{SetLine, SetPage, SetText};

/// What is taken from a file.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extract {
    /// Its pages as they are set.
    pub text: SetText,
    /// What it says about the paper.
    pub metadata: Metadata,
    /// What could not be taken.
    pub warnings: Vec<String>,
}

/// How many pages are named in a warning.
const NAMED: usize = 8;

/// Takes the text of a PDF.
///
/// # Errors
/// Why there is none to take, in a sentence without a full stop.
pub fn extract(bytes: Vec<u8>) -> Result<Extract, String> {
    if bytes.is_empty() {
        return Err("the file is empty".to_string());
    }
    let pdf = Pdf::new(bytes).map_err(|cause| not_opened(&cause).to_string())?;
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap_or_default();
    let hidden = Hidden::of(&catalog);
    let mut contents = Contents::new(&hidden);
    let mut extract = Extract { metadata: metadata(pdf.metadata(), &catalog), ..Extract::default() };
    extract.text.outline = outline(&catalog);
    let labels = labels(&catalog, pdf.pages().len());
    let (mut signs, mut unknown, mut pictures) = (0, 0, Vec::new());
    for (number, page) in pdf.pages().iter().enumerate() {
        let glyphs = contents.page(page)?;
        signs += glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).count();
        unknown += glyphs.iter().filter(|glyph| glyph.text.contains(char::REPLACEMENT_CHARACTER)).count();
        let lines = page_lines(&glyphs);
        if lines.is_empty() && has_picture(page) {
            pictures.push(number + 1);
        }
        extract.text.pages.push(SetPage { label: labels.get(number).cloned(), lines });
    }
    check(pdf.pages().len(), signs, unknown, &pictures)?;
    extract.warnings.extend(passed_over(signs, unknown, &pictures));
    Ok(extract)
}

fn not_opened(cause: &LoadPdfError) -> &'static str {
    match cause {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            "it is locked with a password: save it without one, for example with `qpdf --decrypt --password=WORD FILE NEW`"
        }
        LoadPdfError::Decryption(_) => "it is encrypted in a way that kwic does not read: save it without encryption",
        LoadPdfError::Invalid => "it is damaged, or no PDF: no page can be found in it",
    }
}

/// Whether there is anything to read.
fn check(pages: usize, signs: usize, unknown: usize, pictures: &[usize]) -> Result<(), String> {
    match () {
        () if pages == 0 => Err("it has no pages".to_string()),
        () if signs == 0 && !pictures.is_empty() => Err(
            "it has no text layer, its pages are pictures: run text recognition over it, for example with `ocrmypdf FILE NEW`"
                .to_string(),
        ),
        () if signs == 0 => Err("there is no text on its pages".to_string()),
        () if unknown * 2 > signs => Err(
            "its fonts do not tell which letters its signs are: run text recognition over it, for example with `ocrmypdf --force-ocr FILE NEW`"
                .to_string(),
        ),
        () => Ok(()),
    }
}

fn passed_over(signs: usize, unknown: usize, pictures: &[usize]) -> Vec<String> {
    let mut warnings = Vec::new();
    if unknown > 0 {
        warnings.push(format!(
            "{unknown} of {signs} signs are shown as \u{fffd}, as the file does not tell which letters they are"
        ));
    }
    if !pictures.is_empty() {
        let named: Vec<String> = pictures.iter().take(NAMED).map(usize::to_string).collect();
        let more = pictures.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let (pages, hold) = if pictures.len() == 1 { ("page", "is a picture") } else { ("pages", "are pictures") };
        warnings.push(format!("{pages} {}{more} of the file {hold} without text", named.join(", ")));
    }
    warnings
}

fn has_picture(page: &Page<'_>) -> bool {
    let objects = &page.resources().x_objects;
    let picture = |name: Name<'_>| {
        let object = objects.get::<Stream<'_>>(&name)?;
        Some(object.dict().get::<Name<'_>>("Subtype")?.as_ref() != b"PS")
    };
    objects.keys().filter_map(picture).any(|is| is)
}

/// The lines of a page: first those that run as the most of its text does.
fn page_lines(glyphs: &[Glyph]) -> Vec<SetLine> {
    let count = |turn: Turn| glyphs.iter().filter(|glyph| glyph.turn == turn).count();
    let mut turns: Vec<(usize, Turn)> = Turn::ALL.iter().map(|turn| (count(*turn), *turn)).collect();
    turns.sort_by_key(|(count, turn)| (std::cmp::Reverse(*count), *turn));
    let mut all = Vec::new();
    let mut column = 0;
    for (_, turn) in turns.into_iter().filter(|(count, _)| *count > 0) {
        for region in regions(segments(glyphs, turn)) {
            all.extend(lines(region, column));
            column += 1;
        }
    }
    all
}
