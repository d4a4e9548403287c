//! Text strings of PDF (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 after a byte order mark, else PDFDocEncoding.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

/// What PDFDocEncoding has at 0x80 to 0x9e; 0x9f is not used.
const HIGH: [char; 31] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ',
    'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž',
];
/// At 0x18 to 0x1f.
const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];

/// The text of a string.
pub(super) fn text(bytes: &[u8]) -> String {
    let after = |mark: &[u8]| bytes.strip_prefix(mark);
    if let Some(rest) = after(b"\xfe\xff") {
        return UTF_16BE.decode_without_bom_handling(rest).0.into_owned();
    }
    if let Some(rest) = after(b"\xff\xfe") {
        return UTF_16LE.decode_without_bom_handling(rest).0.into_owned();
    }
    if let Some(rest) = after(b"\xef\xbb\xbf") {
        return UTF_8.decode_without_bom_handling(rest).0.into_owned();
    }
    bytes.iter().map(|byte| letter(*byte)).collect()
}

/// The same without what is no text, white space as single spaces.
pub(super) fn plain(bytes: &[u8]) -> String {
    let text = text(bytes);
    let words = text.split(|c: char| c.is_whitespace() || (c.is_control() && c != '\u{ad}'));
    let plain = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    // Signs at either end may need their space.
    let space = |at: Option<char>| if at.is_some_and(char::is_whitespace) { " " } else { "" };
    format!("{}{plain}{}", space(text.chars().next().filter(|_| !plain.is_empty())), space(text.chars().last()))
}

fn letter(byte: u8) -> char {
    match byte {
        0x18..=0x1f => ACCENTS.get(usize::from(byte) - 0x18).copied(),
        0x80..=0x9e => HIGH.get(usize::from(byte) - 0x80).copied(),
        0xa0 => Some('€'),
        0x9f | 0xad => None,
        byte => Some(char::from(byte)),
    }
    .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_in_their_encodings() {
        assert_eq!(text(b"\xfe\xff\x04\x14\x04\x3e"), "До");
        assert_eq!(text(b"\xff\xfe\x14\x04\x3e\x04"), "До");
        assert_eq!(text(b"\xef\xbb\xbf\xd0\x94"), "Д");
        assert_eq!(text(b"Caf\xe9 \x8dquoted\x8e \xa050"), "Café “quoted” €50");
        assert_eq!(plain(b"a\n b\x00c "), "a b c ");
    }
}
