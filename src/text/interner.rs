//! Numbering distinct strings.

use std::hash::Hasher;
use std::ops::Range;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;

use crate::model::WordList;

/// How many bytes of a string are compared as one number.
const HEAD: usize = 8;

/// How many short strings are remembered where they were met last: they fit the fastest cache.
const RECENT: usize = 1024;

/// Numbers distinct strings in the order met.
///
/// ```
/// let mut interner = kwic::text::Interner::default();
/// let text = "to be or not to be";
/// let numbers: Vec<u32> = text.split(' ').map(|word| interner.number(word)).collect();
/// assert_eq!(numbers, [0, 1, 2, 3, 0, 1]);
/// assert_eq!(interner.words().get(2), "or");
/// ```
#[derive(Default)]
pub struct Interner {
    words: WordList,
    table: HashTable<Slot>,
    /// Short strings by a part of their hash, the last one met of each: most of a text are a few words again and again.
    recent: Vec<Slot>,
}

/// Tells a string of eight bytes or fewer from all others without looking it up.
#[derive(Clone, Copy, Default)]
struct Slot {
    head: u64,
    length: u32,
    number: u32,
}

impl Interner {
    /// The number of a string; the next one if it was never met.
    pub fn number(&mut self, word: &str) -> u32 {
        self.number_of(word, 0..word.len())
    }

    /// The number of `text[range]`, which is whole characters. Faster than
    /// [`Interner::number`] where more text follows.
    #[inline]
    pub fn number_of(&mut self, text: &str, range: Range<usize>) -> u32 {
        let length = range.len();
        let head = head(text.as_bytes(), range.start, length);
        if length > HEAD {
            let hash = hash_long(text.get(range.clone()).unwrap_or(""));
            return self.number_in_table(text, range, head, hash);
        }
        let hash = mix(head, length);
        if self.recent.is_empty() {
            self.recent = vec![Slot::default(); RECENT];
        }
        let place = hash as usize % RECENT;
        match self.recent.get(place) {
            // No string has no bytes but the empty one, which is looked up.
            Some(slot) if slot.head == head && slot.length as usize == length && length > 0 => slot.number,
            _ => {
                let number = self.number_in_table(text, range, head, hash);
                if let Some(slot) = self.recent.get_mut(place) {
                    *slot = Slot { head, length: length as u32, number };
                }
                number
            }
        }
    }

    fn number_in_table(&mut self, text: &str, range: Range<usize>, head: u64, hash: u64) -> u32 {
        let length = range.len();
        let word = || text.get(range.clone()).unwrap_or("");
        let words = &self.words;
        let same = |slot: &Slot| {
            slot.head == head && slot.length as usize == length && (length <= HEAD || words.get(slot.number) == word())
        };
        let rehash = |slot: &Slot| match slot.length as usize {
            length if length <= HEAD => mix(slot.head, length),
            _ => hash_long(words.get(slot.number)),
        };
        match self.table.entry(hash, same, rehash) {
            Entry::Occupied(slot) => slot.get().number,
            Entry::Vacant(free) => {
                let number = self.words.len() as u32;
                free.insert(Slot { head, length: length as u32, number });
                self.words.push(word());
                number
            }
        }
    }

    /// The strings by number.
    pub fn words(&self) -> &WordList {
        &self.words
    }

    /// The strings by number, the table given up.
    pub fn into_words(self) -> WordList {
        self.words
    }

    /// About how many bytes it takes in memory.
    pub fn memory(&self) -> usize {
        self.words.memory() + self.table.capacity() * (size_of::<Slot>() + 1)
    }
}

/// The first eight bytes of the `length` bytes from `start` on; what is beyond them reads as zero.
#[inline]
fn head(bytes: &[u8], start: usize, length: usize) -> u64 {
    let whole = match bytes.get(start..start + HEAD).and_then(|b| b.try_into().ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => {
            let mut padded = [0; HEAD];
            padded.iter_mut().zip(bytes.get(start..).unwrap_or(&[])).for_each(|(to, from)| *to = *from);
            u64::from_le_bytes(padded)
        }
    };
    match length {
        0..HEAD => whole & ((1 << (8 * length)) - 1),
        _ => whole,
    }
}

/// Both halves of a wide product: every bit of the hash depends on every bit of `head`.
#[inline]
fn mix(head: u64, length: usize) -> u64 {
    let product = u128::from(head ^ ((length as u64) << 59)) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
    (product >> 64) as u64 ^ product as u64
}

fn hash_long(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_string_has_one_number_and_a_number_one_string(words in prop::collection::vec("[ab\0é]{0,11}", 0..200)) {
            let text = words.concat();
            let (mut interner, mut known, mut start) = (Interner::default(), HashMap::new(), 0);
            for word in &words {
                let number = interner.number_of(&text, start..start + word.len());
                let next = known.len() as u32;
                prop_assert_eq!(number, *known.entry(word.clone()).or_insert(next));
                prop_assert_eq!(interner.words().get(number), word);
                start += word.len();
            }
        }
    }
}
