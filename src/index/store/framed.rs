//! Integers in frames: small where those of a frame are near to a line.

use tantivy::directory::OwnedBytes;

use super::packed::{pack, partition, u32_at, unpack, width_of};

/// How many integers share a frame.
const FRAME: usize = 128;
/// Bytes of a frame's header: base (u32), slope (u32), offset of its bits (u32), width (u8).
const HEADER: usize = 13;
/// Of a slope so many bits stand behind the point.
const FRACTION: u32 = 8;
/// How many integers are looked at one after the other before all are searched.
const NEAR: usize = 8;

/// Integers in frames of 128: count (u32), the frames' headers, then the bits. What is kept of each integer is how far
/// it lies above its frame's line, which rises by the slope with each: places in a text ascend almost evenly.
/// The line may begin below 0, so sums wrap.
#[derive(Clone)]
pub(super) struct Framed {
    len: usize,
    bytes: OwnedBytes,
}

/// The line under a frame.
#[derive(Clone, Copy)]
struct Line {
    base: u32,
    slope: u32,
}

impl Line {
    /// Where the line is at integer `at` of the frame.
    fn at(self, at: usize) -> u32 {
        self.base.wrapping_add(risen(self.slope, at) as u32)
    }

    /// The line with this slope just below all of `frame`, and the width of what lies above it.
    fn under(frame: &[u32], slope: u32) -> (Self, u8) {
        let above = || frame.iter().enumerate().map(|(at, value)| i64::from(*value) - risen(slope, at) as i64);
        let (low, high) = (above().min().unwrap_or(0), above().max().unwrap_or(0));
        // Wider than 32 bits is no line at all: the level one under the same frame is narrower.
        let width = u32::try_from(high - low).map_or(u8::MAX, width_of);
        (Line { base: low as u32, slope }, width)
    }

    /// The better of a level line and one from the frame's first integer to its last.
    fn best(frame: &[u32]) -> (Self, u8) {
        let level = Line::under(frame, 0);
        let (first, last) = (frame.first().copied().unwrap_or(0), frame.last().copied().unwrap_or(0));
        let steps = frame.len().saturating_sub(1).max(1) as u64;
        let slope = (u64::from(last.saturating_sub(first)) << FRACTION) / steps;
        let rising = Line::under(frame, u32::try_from(slope).unwrap_or(u32::MAX));
        if rising.1 < level.1 { rising } else { level }
    }
}

fn risen(slope: u32, at: usize) -> u64 {
    (u64::from(slope) * at as u64) >> FRACTION
}

/// Integers on their way into frames.
#[derive(Default)]
pub(super) struct Frames {
    len: u32,
    /// Of the frame that is not full yet.
    values: Vec<u32>,
    headers: Vec<u8>,
    bits: Vec<u8>,
}

impl Frames {
    pub fn push(&mut self, value: u32) {
        self.values.push(value);
        self.len += 1;
        if self.values.len() == FRAME {
            self.close();
        }
    }

    fn close(&mut self) {
        let (line, width) = Line::best(&self.values);
        self.headers.extend_from_slice(&line.base.to_le_bytes());
        self.headers.extend_from_slice(&line.slope.to_le_bytes());
        self.headers.extend_from_slice(&(self.bits.len() as u32).to_le_bytes());
        self.headers.push(width);
        let above = self.values.iter().enumerate().map(|(at, value)| value.wrapping_sub(line.at(at)));
        pack(above, width, &mut self.bits);
        self.values.clear();
    }

    /// The part of the file.
    pub fn finish(mut self) -> Vec<u8> {
        if !self.values.is_empty() {
            self.close();
        }
        let mut out = self.len.to_le_bytes().to_vec();
        out.append(&mut self.headers);
        out.append(&mut self.bits);
        out
    }

    /// About how many bytes this takes in memory.
    pub fn memory(&self) -> usize {
        self.headers.capacity() + self.bits.capacity()
    }
}

impl Extend<u32> for Frames {
    fn extend<T: IntoIterator<Item = u32>>(&mut self, values: T) {
        values.into_iter().for_each(|value| self.push(value));
    }
}

impl Framed {
    pub fn encode(values: &[u32]) -> Vec<u8> {
        let mut frames = Frames::default();
        frames.extend(values.iter().copied());
        frames.finish()
    }

    pub fn open(bytes: OwnedBytes) -> Self {
        Framed { len: u32_at(&bytes, 0) as usize, bytes }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn get(&self, index: usize) -> u32 {
        if index >= self.len {
            return 0;
        }
        let header = 4 + index / FRAME * HEADER;
        let line = Line { base: u32_at(&self.bytes, header), slope: u32_at(&self.bytes, header + 4) };
        let offset = u32_at(&self.bytes, header + 8) as usize;
        let width = self.bytes.get(header + 12).copied().unwrap_or(0).min(32);
        let start = 4 + self.len.div_ceil(FRAME) * HEADER + offset;
        let bits = self.bytes.get(start..).unwrap_or(&[]);
        line.at(index % FRAME).wrapping_add(unpack(bits, index % FRAME * width as usize, width))
    }

    /// For ascending values: the index of the last that is at most `value`.
    pub fn last_at_most(&self, value: u32) -> Option<usize> {
        let frames = self.len.div_ceil(FRAME);
        let frame = partition(0, frames, |frame| self.get(frame * FRAME) <= value).checked_sub(1)?;
        let end = self.len.min((frame + 1) * FRAME);
        partition(frame * FRAME, end, |i| self.get(i) <= value).checked_sub(1)
    }

    /// The same, where it is likely to be `near` or a little behind: faster then.
    pub fn last_at_most_near(&self, near: usize, value: u32) -> Option<usize> {
        if near < self.len && self.get(near) <= value {
            for index in near..(near + NEAR).min(self.len) {
                if index + 1 == self.len || self.get(index + 1) > value {
                    return Some(index);
                }
            }
        }
        self.last_at_most(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn framed(values: &[u32]) -> Framed {
        Framed::open(OwnedBytes::new(Framed::encode(values)))
    }

    proptest! {
        #[test]
        fn integers_come_back(values in prop::collection::vec(any::<u32>(), 0..400), shift in 0u32..32, rises: bool) {
            let mut values: Vec<u32> = values.iter().map(|v| v >> shift).collect();
            if rises {
                values.sort();
            }
            let framed = framed(&values);
            for (i, v) in values.iter().enumerate() {
                prop_assert_eq!(framed.get(i), *v);
            }
        }

        #[test]
        fn the_last_at_most_is_found(mut values in prop::collection::vec(0u32..2000, 0..400), wanted in 0u32..2100, near in 0usize..420) {
            values.sort();
            let expected = values.iter().rposition(|v| *v <= wanted);
            prop_assert_eq!(framed(&values).last_at_most(wanted), expected);
            prop_assert_eq!(framed(&values).last_at_most_near(near, wanted), expected);
        }
    }

    #[test]
    fn what_rises_evenly_costs_next_to_nothing() {
        let even: Vec<u32> = (0..12_800).map(|number| 7 + number * 13).collect();
        assert!(Framed::encode(&even).len() < 12_800 / 128 * (HEADER + 128 / 8 + 1), "{}", Framed::encode(&even).len());
    }
}
