//! A table of strings by number: count (u32), an offset (u32) for every 16th
//! string, then each string behind its length as a LEB128 integer.

use tantivy::directory::OwnedBytes;

use super::packed::u32_at;

const BLOCK: usize = 16;

#[derive(Clone)]
pub(super) struct Strings {
    len: usize,
    bytes: OwnedBytes,
}

impl Strings {
    pub fn encode<'a>(strings: impl ExactSizeIterator<Item = &'a str>) -> Vec<u8> {
        let mut out = (strings.len() as u32).to_le_bytes().to_vec();
        let mut offsets = Vec::new();
        let mut body = Vec::new();
        for (number, string) in strings.enumerate() {
            if number % BLOCK == 0 {
                offsets.extend_from_slice(&(body.len() as u32).to_le_bytes());
            }
            let mut length = string.len();
            while length >= 0x80 {
                body.push(length as u8 | 0x80);
                length >>= 7;
            }
            body.push(length as u8);
            body.extend_from_slice(string.as_bytes());
        }
        out.append(&mut offsets);
        out.append(&mut body);
        out
    }

    pub fn open(bytes: OwnedBytes) -> Self {
        Strings { len: u32_at(&bytes, 0) as usize, bytes }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    /// String `number`; empty where there is none.
    pub fn get(&self, number: usize) -> &str {
        if number >= self.len {
            return "";
        }
        let body = self.bytes.get(4 + self.len.div_ceil(BLOCK) * 4..).unwrap_or(&[]);
        let mut at = u32_at(&self.bytes, 4 + number / BLOCK * 4) as usize;
        for _ in 0..number % BLOCK {
            let (length, start) = length_at(body, at);
            at = start + length;
        }
        let (length, start) = length_at(body, at);
        body.get(start..start + length).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }
}

impl Strings {
    /// All strings in order: faster than one `get` after the other.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let body = self.bytes.get(4 + self.len.div_ceil(BLOCK) * 4..).unwrap_or(&[]);
        let mut at = 0;
        (0..self.len).map(move |_| {
            let (length, start) = length_at(body, at);
            at = start + length;
            body.get(start..at).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
        })
    }
}

/// The length at `at`, and where what it measures begins.
fn length_at(body: &[u8], mut at: usize) -> (usize, usize) {
    let (mut length, mut shift) = (0usize, 0);
    while let Some(&byte) = body.get(at) {
        at += 1;
        length |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 || shift > 28 {
            break;
        }
        shift += 7;
    }
    (length, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn strings_come_back(strings in prop::collection::vec("\\PC{0,200}", 0..60)) {
            let table = Strings::open(OwnedBytes::new(Strings::encode(strings.iter().map(String::as_str))));
            prop_assert_eq!(table.len(), strings.len());
            for (i, string) in strings.iter().enumerate() {
                prop_assert_eq!(table.get(i), string);
            }
            prop_assert_eq!(table.get(strings.len()), "");
            prop_assert!(table.iter().eq(strings.iter().map(String::as_str)));
        }
    }
}
