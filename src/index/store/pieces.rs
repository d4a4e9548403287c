//! Several pieces of bytes in one part of the file, where their number is not
//! known beforehand: their count (u32), their ends (u64 each), then the pieces.

use tantivy::directory::OwnedBytes;

use super::packed::u32_at;

/// The part of the file; pieces of the lengths `behind` are to be written behind it.
pub(super) fn encode(pieces: &[Vec<u8>], behind: &[usize]) -> Vec<u8> {
    let mut out = ((pieces.len() + behind.len()) as u32).to_le_bytes().to_vec();
    let mut end = 0u64;
    for length in pieces.iter().map(Vec::len).chain(behind.iter().copied()) {
        end += length as u64;
        out.extend_from_slice(&end.to_le_bytes());
    }
    pieces.iter().for_each(|piece| out.extend_from_slice(piece));
    out
}

/// The pieces; those that damage has taken are empty, and checksums find it.
pub(super) fn open(bytes: &OwnedBytes) -> Vec<OwnedBytes> {
    let count = (u32_at(bytes, 0) as usize).min(bytes.len() / 8);
    let body = (4 + count * 8).min(bytes.len());
    let end = |number: usize| {
        let at = 4 + number * 8;
        let end = bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes);
        (body as u64).saturating_add(end).min(bytes.len() as u64) as usize
    };
    let start = |number: usize| number.checked_sub(1).map_or(body, end);
    (0..count).map(|number| bytes.slice(start(number).min(end(number))..end(number))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_come_back(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..20), 0..9)) {
            let opened = open(&OwnedBytes::new(encode(&pieces, &[])));
            prop_assert_eq!(opened.len(), pieces.len());
            prop_assert!(opened.iter().zip(&pieces).all(|(a, b)| a.as_slice() == b.as_slice()));
        }

        #[test]
        fn what_is_damaged_is_opened_without_a_fault(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            open(&OwnedBytes::new(bytes));
        }
    }
}
