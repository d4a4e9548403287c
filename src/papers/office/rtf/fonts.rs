//! Which encoding the bytes of RTF are in: that of the file, or of the font.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

/// The most fonts that are kept.
const MOST: usize = 10_000;

/// What a font's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Known(&'static Encoding),
    /// Signs that the font has for itself.
    Symbols,
}

/// A code page by its number.
fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        0 => "windows-1252".to_string(),
        874 | 1250..=1258 => format!("windows-{number}"),
        866 => "ibm866".to_string(),
        932 => "shift_jis".to_string(),
        936 => "gbk".to_string(),
        949 => "euc-kr".to_string(),
        950 => "big5".to_string(),
        10000 => "macintosh".to_string(),
        10007 => "x-mac-cyrillic".to_string(),
        20866 => "koi8-r".to_string(),
        21866 => "koi8-u".to_string(),
        28592..=28606 => format!("iso-8859-{}", number - 28590),
        54936 => "gb18030".to_string(),
        65001 => "utf-8".to_string(),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// Fonts, and the encodings that they and the file say.
#[derive(Debug)]
pub(super) struct Fonts {
    /// The file's own encoding.
    pub file: &'static Encoding,
    /// The font of text that names none.
    pub default: Option<i32>,
    fonts: HashMap<i32, Script>,
    /// The font that is being described.
    open: Option<i32>,
    /// Code pages that are not known.
    unknown: Vec<i32>,
}

impl Default for Fonts {
    fn default() -> Self {
        Fonts { file: WINDOWS_1252, default: None, fonts: HashMap::new(), open: None, unknown: Vec::new() }
    }
}

impl Fonts {
    /// The encoding of the file as a control word says it.
    pub fn file_word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "ansicpg" => self.file = self.page(number.unwrap_or(0)).unwrap_or(WINDOWS_1252),
            "mac" => self.file = code_page(10000).unwrap_or(WINDOWS_1252),
            "pc" => drop(self.page(437)),
            "pca" => drop(self.page(850)),
            _ => {}
        }
    }

    fn page(&mut self, number: i32) -> Option<&'static Encoding> {
        let known = code_page(number);
        if known.is_none() && !self.unknown.contains(&number) && self.unknown.len() < 10 {
            self.unknown.push(number);
        }
        known
    }

    /// A control word of the table of fonts.
    pub fn word(&mut self, word: &str, number: Option<i32>) {
        let number = number.unwrap_or(0);
        let script = match word {
            "f" => {
                self.open = Some(number);
                return;
            }
            "cpg" => self.page(number).map(Script::Known),
            "fcharset" => self.charset(number),
            _ => return,
        };
        if let (Some(font), Some(script)) = (self.open, script)
            && self.fonts.len() < MOST
        {
            self.fonts.insert(font, script);
        }
    }

    /// What Windows calls the character set of a font.
    fn charset(&mut self, number: i32) -> Option<Script> {
        let page = match number {
            0 => 1252,
            2 => return Some(Script::Symbols),
            77 => 10000,
            128 => 932,
            129 => 949,
            134 => 936,
            136 => 950,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 => 1255,
            178 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            // The file's own encoding.
            _ => return None,
        };
        self.page(page).map(Script::Known)
    }

    /// What bytes in this font are.
    pub fn script(&self, font: Option<i32>) -> Script {
        let font = font.or(self.default);
        font.and_then(|font| self.fonts.get(&font)).copied().unwrap_or(Script::Known(self.file))
    }

    /// A sentence without a full stop about what is not known.
    pub fn warnings(&self) -> Option<String> {
        let pages = self.unknown.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
        (!pages.is_empty()).then(|| {
            format!(
                "it names code pages that kwic does not know ({pages}): bytes beyond ASCII are read as windows-1252"
            )
        })
    }
}
