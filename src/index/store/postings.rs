//! Positions of the tokens of each folded form: the inverted index.
//!
//! The forms' lists follow one another; another part of the file, a [`Framed`] table, tells
//! where each begins. A list holds the positions in ascending order: full
//! blocks of 128 first (a table of the first position, u32, and the width in
//! bits, u8, of each; then their deltas, packed by the `bitpacking` crate's
//! 4-lane layout), then what is left over (width, u8, and the deltas packed).

use std::io::{self, Write};
use std::ops::Range;

use bitpacking::{BitPacker, BitPacker4x};
use tantivy::directory::OwnedBytes;

use super::framed::{Framed, Frames};
use super::packed::{pack, u32_at, unpack, width_of};

const BLOCK: usize = BitPacker4x::BLOCK_LEN;
/// Bytes of a full block's entry in its list's table.
const ENTRY: usize = 5;
/// About how many bytes go to the file at one go.
const WRITTEN_AT_ONCE: usize = 1 << 18;

/// The positions of every folded form of a segment.
#[derive(Clone)]
pub(super) struct Postings {
    starts: Framed,
    bytes: OwnedBytes,
}

impl Postings {
    /// Writes the lists, and gives the table of where they begin. `forms` is the folded form of each token in order,
    /// `counts` how many tokens each form has.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(forms: impl Iterator<Item = u32>, counts: &[u32], out: &mut impl Write) -> io::Result<Vec<u8>> {
        let lists = positions_by_form(forms, counts);
        let mut writing = Lists::new(out);
        let mut rest = lists.as_slice();
        for &count in counts {
            let (list, after) = rest.split_at((count as usize).min(rest.len()));
            rest = after;
            writing.push(list)?;
        }
        writing.finish()
    }

    pub fn open(starts: OwnedBytes, bytes: OwnedBytes) -> Self {
        Postings { starts: Framed::open(starts), bytes }
    }

    /// Appends the positions of `form`, which has `count` tokens, that are in `range` to `out`.
    pub fn push(&self, form: u32, count: u32, range: &Range<u32>, out: &mut Vec<u32>) {
        let (from, to) = (self.starts.get(form as usize), self.starts.get(form as usize + 1));
        let list = self.bytes.get(from as usize..to as usize).unwrap_or(&[]);
        let (packer, blocks) = (BitPacker4x::new(), count as usize / BLOCK);
        let first = |block: usize| u32_at(list, block * ENTRY);
        let before = out.len();
        let mut at = blocks * ENTRY;
        let mut last = 0;
        for block in 0..blocks {
            let width = list.get(block * ENTRY + 4).copied().unwrap_or(0).min(32);
            let length = usize::from(width) * BLOCK / 8;
            // The last block tells where what is left over begins.
            let passed = block + 1 < blocks && first(block + 1) <= range.start;
            if !passed && first(block) < range.end || block + 1 == blocks {
                let Some(packed) = list.get(at..at + length) else { return };
                let mut unpacked = [0u32; BLOCK];
                packer.decompress_sorted(first(block), packed, &mut unpacked, width);
                out.extend_from_slice(&unpacked);
                last = unpacked.last().copied().unwrap_or(last);
            }
            at += length;
        }
        let width = list.get(at).copied().unwrap_or(0).min(32);
        // Up to the end of all lists: a number is taken from eight bytes at once where there are so many.
        let bits = self.bytes.get(from as usize + at + 1..).unwrap_or(&[]);
        out.extend((0..count as usize % BLOCK).map(|nth| {
            last = last.wrapping_add(unpack(bits, nth * usize::from(width), width));
            last
        }));
        let found = out.get(before..).unwrap_or(&[]);
        let (skip, end) = (found.partition_point(|p| *p < range.start), found.partition_point(|p| *p < range.end));
        out.truncate(before + end);
        out.drain(before..before + skip);
    }
}

/// The lists of forms on their way into the file, one after the other.
pub(super) struct Lists<'a, W: Write> {
    out: &'a mut W,
    packer: BitPacker4x,
    starts: Frames,
    written: u32,
    /// Lists that are not written yet: many are short.
    bytes: Vec<u8>,
}

impl<'a, W: Write> Lists<'a, W> {
    pub fn new(out: &'a mut W) -> Self {
        Lists { out, packer: BitPacker4x::new(), starts: Frames::default(), written: 0, bytes: Vec::new() }
    }

    /// The positions of the next form, ascending.
    pub fn push(&mut self, list: &[u32]) -> io::Result<()> {
        self.starts.push(self.written + self.bytes.len() as u32);
        encode_list(list, &self.packer, &mut self.bytes);
        if self.bytes.len() >= WRITTEN_AT_ONCE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.bytes)?;
        self.written += self.bytes.len() as u32;
        self.bytes.clear();
        Ok(())
    }

    /// The table of where the lists begin, and where the last ends.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        self.flush()?;
        self.starts.push(self.written);
        Ok(self.starts.finish())
    }
}

/// A counting sort: the positions of form 0, then those of form 1, and so on.
fn positions_by_form(forms: impl Iterator<Item = u32>, counts: &[u32]) -> Vec<u32> {
    let mut next: Vec<u32> = Vec::with_capacity(counts.len());
    let mut sum = 0;
    for count in counts {
        next.push(sum);
        sum += count;
    }
    let mut lists = vec![0u32; sum as usize];
    for (position, form) in forms.enumerate() {
        if let Some(slot) = next.get_mut(form as usize) {
            if let Some(entry) = lists.get_mut(*slot as usize) {
                *entry = position as u32;
            }
            *slot += 1;
        }
    }
    lists
}

fn encode_list(list: &[u32], packer: &BitPacker4x, out: &mut Vec<u8>) {
    let (blocks, rest) = list.as_chunks::<BLOCK>();
    let mut packed = [0u8; BLOCK * 4];
    let mut bits = Vec::new();
    for block in blocks {
        let first = block.first().copied().unwrap_or(0);
        let width = packer.num_bits_sorted(first, block);
        let length = packer.compress_sorted(first, block, &mut packed, width);
        out.extend_from_slice(&first.to_le_bytes());
        out.push(width);
        bits.extend_from_slice(packed.get(..length).unwrap_or(&packed));
    }
    out.append(&mut bits);
    if rest.is_empty() {
        return;
    }
    let mut last = blocks.last().and_then(|b| b.last()).copied().unwrap_or(0);
    let deltas: Vec<u32> = rest.iter().map(|&position| position - std::mem::replace(&mut last, position)).collect();
    let width = width_of(deltas.iter().copied().max().unwrap_or(0));
    out.push(width);
    pack(deltas.into_iter(), width, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_come_back(forms in prop::collection::vec((0u32..6).prop_map(|f| if f > 2 { 0 } else { f }), 0..3000), from in 0u32..3000, to in 0u32..3000) {
            let counts: Vec<u32> = (0..3).map(|f| forms.iter().filter(|x| **x == f).count() as u32).collect();
            let mut lists = Vec::new();
            let starts = Postings::write(forms.iter().copied(), &counts, &mut lists).unwrap();
            let postings = Postings::open(OwnedBytes::new(starts), OwnedBytes::new(lists));
            for (form, range) in (0..3).flat_map(|form| [0..3000, from..to.max(from)].map(|range| (form, range))) {
                let mut found = Vec::new();
                postings.push(form, counts[form as usize], &range, &mut found);
                let all = (0..forms.len() as u32).filter(|&p| forms[p as usize] == form);
                let expected: Vec<u32> = all.filter(|p| range.contains(p)).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
