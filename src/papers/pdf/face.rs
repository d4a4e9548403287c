//! Fonts: what their codes say, and how their letters look.

use hayro_font::hayro_cmap::BfString;
use hayro_font::{Font, FontGlyph};
use hayro_syntax::object::{Array, Dict, Name, Rect};

/// A font, and how its letters look.
#[derive(Clone)]
pub(super) struct Face<'a> {
    pub font: Font<'a>,
    pub bold: bool,
    /// The size of its letters where the size that is asked for is 1.
    pub height: f64,
}

impl<'a> Face<'a> {
    pub fn new(font: Font<'a>, dict: &Dict<'_>) -> Self {
        Face { font, bold: is_bold(dict), height: height(dict) }
    }

    /// The letters that a code stands for.
    pub fn said(&self, code: u32) -> String {
        let told = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        match told {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(letters)) => letters,
            None if code == 32 => " ".to_string(),
            None => char::REPLACEMENT_CHARACTER.to_string(),
        }
    }
}

/// A font that is drawn by operators has letters of any size: its box tells.
fn height(dict: &Dict<'_>) -> f64 {
    let drawn = dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Type3");
    let Some(matrix) = dict.get::<[f64; 6]>("FontMatrix").filter(|_| drawn) else { return 1.0 };
    let unit = matrix.get(3).map_or(0.001, |unit| unit.abs());
    let high = dict.get::<Rect>("FontBBox").map_or(0.0, |font| font.height() * unit);
    if (0.1..10.0).contains(&high) { high } else { (unit * 1000.0).clamp(0.01, 100.0) }
}

/// By the font's name or by what its descriptor says.
fn is_bold(dict: &Dict<'_>) -> bool {
    let below = dict.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let descriptor = below.as_ref().unwrap_or(dict).get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
    let name = dict.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_lowercase()).unwrap_or_default();
    ["bold", "black", "heavy", "demi"].iter().any(|word| name.contains(word))
        || descriptor.get::<f32>("FontWeight").is_some_and(|weight| weight >= 600.0)
        || descriptor.get::<i32>("Flags").is_some_and(|flags| flags & (1 << 18) != 0)
}
