//! From the bytes and numbers of RTF to characters.

use super::fonts::{Fonts, Script};
use crate::papers::decode::is_no_text;

/// Characters that are coming.
#[derive(Debug, Default)]
pub(super) struct Characters {
    pub fonts: Fonts,
    /// Bytes that are not decoded yet: one character may be several.
    bytes: Vec<u8>,
    /// Characters given by their numbers.
    text: String,
    /// The first half of a character beyond U+FFFF.
    half: Option<u16>,
    /// How many more stand for the number that came last.
    skip: usize,
    /// Signs of symbol fonts among what is coming, and in all.
    private: usize,
    signs: usize,
    damaged: usize,
}

/// Characters that have a control word.
pub(super) fn named(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" | "emspace" | "enspace" | "qmspace" => " ",
        "emdash" => "—",
        "endash" => "–",
        "bullet" => "•",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "zwj" => "\u{200d}",
        "zwnj" => "\u{200c}",
        _ => return None,
    })
}

impl Characters {
    pub fn text(&mut self, bytes: &[u8]) {
        let skipped = self.skip.min(bytes.len());
        self.skip -= skipped;
        self.bytes.extend_from_slice(bytes.get(skipped..).unwrap_or(&[]));
    }

    pub fn byte(&mut self, byte: u8) {
        self.text(&[byte]);
    }

    /// Whether what comes, a `character` or something else that is no byte, only stands for a character that came before.
    pub fn replaced(&mut self, character: bool) -> bool {
        let replaced = character && self.skip > 0;
        self.skip = if replaced { self.skip - 1 } else { 0 };
        replaced
    }

    /// A character by its number, a unit of UTF-16 that may be written as a negative one; `replaced` characters follow
    /// for programs that do not know it.
    pub fn unicode(&mut self, number: i32, replaced: usize) {
        let unit = (number & 0xffff) as u16;
        let halves = self.half.take().into_iter().chain([unit]);
        for character in char::decode_utf16(halves) {
            match character {
                Ok(character) if ('\u{e000}'..='\u{f8ff}').contains(&character) => self.private += 1,
                Ok(character) => self.text.push(character),
                Err(half) if half.unpaired_surrogate() == unit && (0xd800..0xdc00).contains(&unit) => {
                    self.half = Some(unit);
                }
                Err(_) => self.text.push('\u{fffd}'),
            }
        }
        self.skip = replaced;
    }

    /// The characters that have come, the bytes being in this font. What cannot be read is counted if it is `visible`.
    pub fn take(&mut self, font: Option<i32>, visible: bool) -> String {
        let mut text = std::mem::take(&mut self.text);
        let bytes = std::mem::take(&mut self.bytes);
        match self.fonts.script(font) {
            _ if bytes.is_empty() => {}
            Script::Symbols => self.private += bytes.len(),
            Script::Known(encoding) => text.push_str(&encoding.decode_without_bom_handling(&bytes).0),
        }
        let private = std::mem::take(&mut self.private);
        if visible {
            self.signs += private;
            self.damaged += text.matches('\u{fffd}').count();
        }
        text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !is_no_text(*c)).collect()
    }

    /// Sentences without a full stop about what could not be read.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings: Vec<String> = self.fonts.warnings().into_iter().collect();
        if self.signs > 0 {
            let signs = self.signs;
            warnings.push(format!("it holds {signs} signs of symbol fonts, which are no characters and are left out"));
        }
        if self.damaged > 0 {
            warnings.push(format!("{} damaged places, shown as \u{fffd}", self.damaged));
        }
        warnings
    }
}
