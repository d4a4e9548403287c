//! From bytes to text: encodings, line ends, and characters that are no text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A file's text, and what it took to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text: lines end in `\n`, pages in `\x0c`.
    pub text: String,
    /// Name of the encoding, as the WHATWG names it.
    pub encoding: &'static str,
    /// How many places could not be decoded and now read `\u{fffd}`.
    pub damaged: usize,
}

/// Decodes the bytes of a text file: by byte order mark, as UTF-8, or by detection.
///
/// ```
/// let decoded = kwic::papers::decode(b"caf\xe9 au lait\r\n").unwrap();
/// assert_eq!((decoded.text.as_str(), decoded.encoding), ("café au lait\n", "windows-1252"));
/// assert!(kwic::papers::decode(b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00").is_err());
/// ```
///
/// # Errors
/// Bytes that are no text, with the reason.
pub fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let (text, encoding) = characters(bytes);
    finish(text, encoding, true)
}

/// The same, but line ends and characters that are no text stay: for forms in which they have a meaning. What these
/// hold is then to be [`clean`]ed.
pub(super) fn decode_as_it_stands(bytes: &[u8]) -> Result<Decoded, String> {
    let (text, encoding) = characters(bytes);
    finish(text, encoding, false)
}

fn characters(bytes: &[u8]) -> (String, &'static Encoding) {
    let (encoding, start) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        None => (utf16_by_zeros(bytes), 0),
    };
    let body = bytes.get(start..).unwrap_or(&[]);
    if let Some(encoding) = encoding.filter(|e| *e != UTF_8) {
        return (encoding.decode_without_bom_handling(body).0.into_owned(), encoding);
    }
    match std::str::from_utf8(body) {
        Ok(text) => match memchr::memchr(0x1b, body).and_then(|_| iso_2022_jp(body)) {
            Some(japanese) => (japanese, ISO_2022_JP),
            None => (text.to_string(), UTF_8),
        },
        Err(_) => {
            let encoding = if mostly_utf8(body) { UTF_8 } else { detect(body) };
            (encoding.decode_without_bom_handling(body).0.into_owned(), encoding)
        }
    }
}

/// Decodes as [`decode`] does, but believes the encoding that the file names of itself: after a byte order mark, and unless
/// the bytes are UTF-8 beyond ASCII where one byte is said to be one character.
///
/// # Errors
/// Bytes that are no text, with the reason.
pub(super) fn decode_told(bytes: &[u8], told: Option<&str>) -> Result<Decoded, String> {
    let told = told.and_then(|label| Encoding::for_label(label.as_bytes()));
    let told = told.filter(|told| *told != UTF_8 && *told != UTF_16LE && *told != UTF_16BE);
    let marked = Encoding::for_bom(bytes).is_some() || utf16_by_zeros(bytes).is_some();
    let Some(told) = told.filter(|_| !marked) else { return decode(bytes) };
    if told.is_single_byte() && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        return decode(bytes);
    }
    finish(told.decode_without_bom_handling(bytes).0.into_owned(), told, true)
}

/// ISO-2022-JP is ASCII with escapes: only what decodes without a fault is taken for it.
fn iso_2022_jp(bytes: &[u8]) -> Option<String> {
    let (text, faults) = ISO_2022_JP.decode_without_bom_handling(bytes);
    (!faults && !text.is_ascii()).then(|| text.into_owned())
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // A few odd signs in Latin text tell nothing of a Cyrillic or Greek alphabet.
    let beyond_ascii = bytes.iter().filter(|b| !b.is_ascii()).count();
    if guess.is_single_byte() && beyond_ascii * 100 < bytes.len() { WINDOWS_1252 } else { guess }
}

/// Text in UTF-16 has a zero in every other byte wherever it is ASCII.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or(&[]);
    let pairs = head.len() / 2;
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match pairs {
        0..8 => None,
        _ if odd * 10 >= pairs * 3 && even * 20 <= pairs => Some(UTF_16LE),
        _ if even * 10 >= pairs * 3 && odd * 20 <= pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether sound UTF-8 sequences beyond ASCII outnumber the broken ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

fn finish(text: String, encoding: &'static Encoding, to_clean: bool) -> Result<Decoded, String> {
    let bytes = text.as_bytes();
    // Folds without branches, which the compiler makes fast; counting, which is slow, only where there is some.
    let control = |b: u8| ((b < b' ') & (b != b'\n') & (b != b'\t')) | (b == 0x7f);
    let controlled = bytes.iter().fold(false, |found, &b| found | control(b));
    if !controlled && bytes.is_ascii() {
        return Ok(Decoded { text, encoding: encoding.name(), damaged: 0 });
    }
    let odd = |b: &&u8| control(**b) && !b.is_ascii_whitespace() && **b != 0xb;
    let controls = if controlled { bytes.iter().filter(odd).count() } else { 0 };
    if controls * 20 > text.len() && controls > 1 {
        return Err("it is no text (a binary file)".to_string());
    }
    let damaged = memchr::memmem::find_iter(bytes, "\u{fffd}").count();
    if damaged > 0 && damaged * 10 > text.chars().count() {
        return Err(format!("it is no text that can be decoded ({})", encoding.name()));
    }
    let text = if to_clean && (controlled || may_hold_no_text(bytes)) { clean(&text) } else { text };
    Ok(Decoded { text, encoding: encoding.name(), damaged })
}

/// Whether UTF-8 text without control characters may hold something that [`clean`] takes away.
fn may_hold_no_text(bytes: &[u8]) -> bool {
    let suspect = |a: u8, b: u8| {
        ((a == 0xc2) & ((b < 0xa0) | (b == 0xad))) | ((a == 0xe2) & (b == 0x81)) | ((a == 0xef) & (b == 0xbb))
    };
    let next = bytes.get(1..).unwrap_or(&[]);
    bytes.iter().zip(next).fold(false, |found, (&a, &b)| found | suspect(a, b))
        || memchr::memmem::find_iter(bytes, b"\xe2\x80")
            .any(|at| bytes.get(at + 2).is_some_and(|b| matches!(b, 0x8b | 0xa8..=0xae)))
}

/// One kind of line end; no character that is neither text nor space.
/// Joiners between letters (U+200C, U+200D) are text in many scripts and stay.
/// A soft hyphen stays at a line's end, where it says that a word was broken.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::new();
    let mut copied = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    // Whatever is cleaned away begins with a control character or one of these bytes.
    let suspect = |b: &u8| (*b < b' ' && *b != b'\n' && *b != b'\t') || matches!(*b, 0x7f | 0xc2 | 0xe2 | 0xef);
    while let Some(skipped) = bytes.get(at..).and_then(|rest| rest.iter().position(suspect)) {
        let start = at + skipped;
        let mut rest = text.get(start..).unwrap_or("").chars();
        let Some(c) = rest.next() else { break };
        at = start + c.len_utf8();
        let next = rest.next();
        let instead = match c {
            '\r' if next == Some('\n') => "",
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' => "\n",
            '\u{c}' => continue,
            '\u{ad}' if matches!(next, Some('\n' | '\r')) => continue,
            c if is_no_text(c) => "",
            _ => continue,
        };
        out.push_str(text.get(copied..start).unwrap_or(""));
        out.push_str(instead);
        copied = at;
    }
    out.push_str(text.get(copied..).unwrap_or(""));
    out
}

/// Whether a character is neither text nor space.
pub(super) fn is_no_text(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
