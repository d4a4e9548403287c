//! Integers packed to the bits that they need.
//!
//! All numbers are little-endian. Readers look at bytes that may be damaged:
//! they give 0 for what is not there, and checksums find the damage.

use std::io::{self, Write};

use tantivy::directory::OwnedBytes;

pub(super) fn width_of(max: u32) -> u8 {
    (32 - max.leading_zeros()) as u8
}

/// Appends `values`, `width` bits each, and eight bytes that let a reader load whole words.
pub(super) fn pack(values: impl Iterator<Item = u32>, width: u8, out: &mut Vec<u8>) {
    let (mut buffer, mut filled) = (0u64, 0u32);
    for value in values {
        buffer |= u64::from(value) << filled;
        filled += u32::from(width);
        if filled >= 32 {
            out.extend_from_slice(&(buffer as u32).to_le_bytes());
            buffer >>= 32;
            filled -= 32;
        }
    }
    let bytes = buffer.to_le_bytes();
    out.extend_from_slice(bytes.get(..(filled as usize).div_ceil(8)).unwrap_or(&bytes));
}

/// How many bytes [`pack`] makes of `len` integers.
pub(super) fn bytes_of(len: usize, width: u8) -> usize {
    (len * usize::from(width)).div_ceil(8)
}

/// So many integers are packed at one go: their bits fill whole bytes, whatever their width.
const PACKED: usize = 32 * 1024;

/// Integers of one width on their way into a file.
pub(super) struct Packing<'a, W: Write> {
    out: &'a mut W,
    width: u8,
    values: Vec<u32>,
    bytes: Vec<u8>,
}

impl<'a, W: Write> Packing<'a, W> {
    pub fn new(out: &'a mut W, width: u8) -> Self {
        Packing { out, width, values: Vec::with_capacity(PACKED), bytes: Vec::new() }
    }

    #[inline]
    pub fn push(&mut self, value: u32) -> io::Result<()> {
        self.values.push(value);
        if self.values.len() == PACKED { self.flush() } else { Ok(()) }
    }

    /// Writes what is left over.
    pub fn flush(&mut self) -> io::Result<()> {
        self.bytes.clear();
        pack(self.values.drain(..), self.width, &mut self.bytes);
        self.out.write_all(&self.bytes)
    }
}

#[inline]
pub(super) fn unpack(bytes: &[u8], bit: usize, width: u8) -> u32 {
    let at = bit / 8;
    let word = match bytes.get(at..at + 8).and_then(|b| <[u8; 8]>::try_from(b).ok()) {
        Some(bytes) => u64::from_le_bytes(bytes),
        None => {
            let mut tail = [0u8; 8];
            for (to, from) in tail.iter_mut().zip(bytes.get(at..).unwrap_or(&[])) {
                *to = *from;
            }
            u64::from_le_bytes(tail)
        }
    };
    ((word >> (bit % 8)) & ((1u64 << width) - 1)) as u32
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// Integers of one width: width (u8), then the bits.
#[derive(Clone)]
pub(super) struct Fixed {
    width: u8,
    bytes: OwnedBytes,
}

impl Fixed {
    pub fn encode(values: &[u32]) -> Vec<u8> {
        let width = width_of(values.iter().copied().max().unwrap_or(0));
        let mut out = vec![width];
        pack(values.iter().copied(), width, &mut out);
        out
    }

    pub fn open(bytes: OwnedBytes) -> Self {
        let width = bytes.first().copied().unwrap_or(0).min(32);
        let start = bytes.len().min(1);
        Fixed { width, bytes: bytes.slice(start..bytes.len()) }
    }

    #[inline]
    pub fn get(&self, index: usize) -> u32 {
        unpack(&self.bytes, index * self.width as usize, self.width)
    }

    /// Calls `see` with each value of `range`: faster than one `get` after the other.
    pub fn for_each(&self, range: std::ops::Range<usize>, mut see: impl FnMut(u32)) {
        let bytes = self.bytes.as_slice();
        let mut bit = range.start * self.width as usize;
        for _ in range {
            see(unpack(bytes, bit, self.width));
            bit += self.width as usize;
        }
    }
}

/// The first of `low..high` for which `before` is false, if it is true up to some point.
pub(super) fn partition(mut low: usize, mut high: usize, before: impl Fn(usize) -> bool) -> usize {
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// One bit for each token with the count of zeros before every 512th.
#[derive(Clone)]
pub(super) struct Bits {
    ranks: usize,
    bytes: OwnedBytes,
}

/// Bits on their way into [`Bits`].
#[derive(Default)]
pub(super) struct BitList {
    words: Vec<u64>,
    len: usize,
}

impl BitList {
    #[inline]
    pub fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(64) {
            self.words.push(0);
        }
        if let Some(word) = self.words.last_mut() {
            *word |= u64::from(bit) << (self.len % 64);
        }
        self.len += 1;
    }

    /// The part of the file.
    pub fn finish(&self) -> Vec<u8> {
        let ranks = self.words.len().div_ceil(8) * 4;
        let mut out = Vec::with_capacity(4 + ranks + self.words.len() * 8);
        out.extend_from_slice(&(ranks as u32).to_le_bytes());
        let mut zeros = 0u32;
        for block in self.words.chunks(8) {
            out.extend_from_slice(&zeros.to_le_bytes());
            zeros += block.iter().map(|word| word.count_zeros()).sum::<u32>();
        }
        self.words.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
        out
    }

    /// About how many bytes this takes in memory.
    pub fn memory(&self) -> usize {
        self.words.capacity() * 8
    }
}

impl Bits {
    pub fn encode(bits: &[bool]) -> Vec<u8> {
        let mut list = BitList::default();
        bits.iter().for_each(|bit| list.push(*bit));
        list.finish()
    }

    pub fn open(bytes: OwnedBytes) -> Self {
        Bits { ranks: u32_at(&bytes, 0) as usize, bytes }
    }

    fn word(&self, index: usize) -> u64 {
        let at = 4 + self.ranks + index * 8;
        self.bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
    }

    fn rank(&self, block: usize) -> usize {
        u32_at(&self.bytes, 4 + block * 4) as usize
    }

    /// How many bits before `index`, which is at most the number of all bits, are not set.
    #[inline]
    pub fn zeros_before(&self, index: usize) -> usize {
        // Behind a last block that is full there is none that begins.
        let (block, word) = ((index / 512).min((self.ranks / 4).saturating_sub(1)), index / 64);
        let before: u32 = (block * 8..word).map(|w| self.word(w).count_zeros()).sum();
        let here = (!self.word(word) & ((1u64 << (index % 64)) - 1)).count_ones();
        self.rank(block) + (before + here) as usize
    }

    /// Whether the bit is not set.
    #[inline]
    pub fn is_zero(&self, index: usize) -> bool {
        self.word(index / 64) >> (index % 64) & 1 == 0
    }

    /// `None` where the bit is set, else how many bits before it are not.
    #[inline]
    pub fn zero_rank(&self, index: usize) -> Option<usize> {
        self.is_zero(index).then(|| self.zeros_before(index))
    }

    /// Where the bit is that is not set and has `rank` such bits before it;
    /// behind the last bit if there is none.
    pub fn nth_zero(&self, rank: usize) -> usize {
        let block = partition(0, self.ranks / 4, |b| self.rank(b) <= rank).saturating_sub(1);
        let mut left = rank.saturating_sub(self.rank(block));
        for word in block * 8.. {
            let mut zeros = !self.word(word);
            if left < zeros.count_ones() as usize {
                (0..left).for_each(|_| zeros &= zeros - 1);
                return word * 64 + zeros.trailing_zeros() as usize;
            }
            left -= zeros.count_ones() as usize;
        }
        usize::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn integers_come_back(values in prop::collection::vec(any::<u32>(), 0..400), shift in 0u32..32) {
            let values: Vec<u32> = values.iter().map(|v| v >> shift).collect();
            let fixed = Fixed::open(OwnedBytes::new(Fixed::encode(&values)));
            let mut seen = Vec::new();
            fixed.for_each(0..values.len(), |v| seen.push(v));
            prop_assert_eq!(&seen, &values);
            for (i, v) in values.iter().enumerate() {
                prop_assert_eq!(fixed.get(i), *v);
            }
        }

        #[test]
        fn zeros_are_counted(mut bits in prop::collection::vec(any::<bool>(), 0..2000), blocks: bool) {
            if blocks {
                bits.truncate(bits.len() / 512 * 512);
            }
            let packed = Bits::open(OwnedBytes::new(Bits::encode(&bits)));
            let mut zeros = 0;
            for (i, bit) in bits.iter().enumerate() {
                prop_assert_eq!(packed.zero_rank(i), (!bit).then_some(zeros));
                prop_assert_eq!(packed.zeros_before(i), zeros);
                if !bit {
                    prop_assert_eq!(packed.nth_zero(zeros), i);
                }
                zeros += usize::from(!bit);
            }
            prop_assert_eq!(packed.zeros_before(bits.len()), zeros);
            prop_assert_eq!(packed.nth_zero(zeros), bits.len());
        }
    }
}
