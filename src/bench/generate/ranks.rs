//! How often words are used.

use crate::stats::SplitMix;

/// Words up to this rank follow Zipf–Mandelbrot with the exponent 1; those beyond it fall with the square of the rank,
/// as those of large corpora do (Montemurro 2001, Beyond the Zipf–Mandelbrot law in quantitative linguistics).
const HEAD: u64 = 8192;
/// Mandelbrot's shift of ranks, in tenths.
const SHIFT: u64 = 27;
/// The weight of a word with the shifted rank 1; the sum of all weights fits into 32 bits.
const UNIT: u64 = 1 << 28;

/// Draws ranks of words, from 0.
///
/// A draw falls on a word of the head with a probability in proportion to 1 / (rank + 2.7). In the same measure the
/// words beyond have 1 together, and one of them is beyond the shifted rank `HEAD` / u with probability u: a tail of
/// the exponent 2, which has no last word. New words therefore come for ever, as Heaps' law has it: with about the
/// square root of the text where it is long, faster before.
pub struct Ranks {
    /// The sums of the head's weights, each with those before it.
    sums: Vec<u64>,
}

impl Ranks {
    pub fn new() -> Self {
        let weight = |rank: u64| 10 * UNIT / (10 * rank + SHIFT);
        let sums = (1..=HEAD).scan(0, |sum, rank| {
            *sum += weight(rank);
            Some(*sum)
        });
        Ranks { sums: sums.collect() }
    }

    /// A rank.
    pub fn draw(&self, random: &mut SplitMix) -> u64 {
        let head = self.sums.last().copied().unwrap_or(0);
        let at = random.below((head + UNIT) as usize) as u64;
        if at < head {
            return self.sums.partition_point(|sum| *sum <= at) as u64;
        }
        // `at - head` is even between 0 and UNIT: u is it divided by UNIT.
        (u128::from(HEAD) * u128::from(UNIT) / u128::from(at - head + 1)) as u64
    }
}
