//! What a segment gathers of gaps and pages.

use std::cmp::Reverse;

use super::framed::Frames;
use super::strings::Strings;
use super::words::places;
use crate::text::Interner;

/// Gaps by number in the order met, and how many tokens have each before them.
#[derive(Default)]
pub(super) struct GapTable {
    gaps: Interner,
    counts: Vec<u32>,
}

impl GapTable {
    /// The number of a gap; `count` tokens more have it before them.
    pub fn number(&mut self, gap: &str, count: u32) -> u32 {
        let number = self.gaps.number(gap);
        self.count(number, count);
        number
    }

    /// The number of the gap `text[range]`, which one token more has before it.
    #[inline]
    pub fn number_of(&mut self, text: &str, range: std::ops::Range<usize>) -> u32 {
        let number = self.gaps.number_of(text, range);
        self.count(number, 1);
        number
    }

    #[inline]
    fn count(&mut self, number: u32, count: u32) {
        if self.counts.len() <= number as usize {
            self.counts.resize(number as usize + 1, 0);
        }
        self.counts.get_mut(number as usize).into_iter().for_each(|sum| *sum += count);
    }

    /// About how many bytes this takes in memory.
    pub fn memory(&self) -> usize {
        self.gaps.memory() + self.counts.capacity() * 4
    }

    /// The gaps, the most frequent first: where each is in that order, the counts in it, and the part of the file.
    pub fn by_frequency(&self) -> (Vec<u32>, Vec<u32>, Vec<u8>) {
        let words = self.gaps.words();
        let count = |gap: &u32| self.counts.get(*gap as usize).copied().unwrap_or(0);
        let mut order: Vec<u32> = (0..words.len() as u32).collect();
        order.sort_unstable_by_key(|gap| (Reverse(count(gap)), words.get(*gap)));
        let table = Strings::encode(order.iter().map(|gap| words.get(*gap)));
        (places(&order), order.iter().map(count).collect(), table)
    }
}

/// Where pages begin.
#[derive(Default)]
pub(super) struct Pages {
    starts: Frames,
    numbers: Frames,
    labels: Interner,
    last: u32,
}

impl Pages {
    /// With token `at` a page begins that has this label, or of which the source tells none.
    pub fn mark(&mut self, at: u32, label: Option<&str>) {
        let page = label.map_or(0, |label| self.labels.number(label) + 1);
        // Without pages nothing is kept: the list begins with the first page told.
        if page != self.last {
            self.starts.push(at);
            self.numbers.push(page);
            self.last = page;
        }
    }

    /// The parts of the file: first tokens, numbers, labels.
    pub fn encode(self) -> [Vec<u8>; 3] {
        [self.starts.finish(), self.numbers.finish(), Strings::encode(self.labels.words().iter())]
    }
}
