//! Integers most of which are small.

use std::io::{self, Write};

use tantivy::directory::OwnedBytes;

use super::framed::{Framed, Frames};
use super::packed::{Fixed, Packing};
use super::{packed, pieces};

/// Integers most of which are small: as many bits for each as make the whole smallest ([`Fixed`]); those that do not fit
/// have the largest integer of that width in their place, and stand aside, their indices and themselves ([`Framed`]).
#[derive(Clone)]
pub(super) struct Skewed {
    fitting: Fixed,
    aside: u32,
    indices: Framed,
    values: Framed,
}

/// About how many bits an integer aside costs besides its own.
const ASIDE: u64 = 12;

/// What gives integers one after the other, the same each time.
pub(super) trait Values: Fn(&mut dyn FnMut(u32)) {}
impl<F: Fn(&mut dyn FnMut(u32))> Values for F {}

impl Skewed {
    /// Writes integers; `counts` is how often each is among them.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(values: impl Values, counts: &[u32], out: &mut impl Write) -> io::Result<()> {
        let width = best_width(counts);
        let aside = largest(width);
        let (mut indices, mut large, mut len) = (Frames::default(), Frames::default(), 0u32);
        values(&mut |value| {
            if value >= aside {
                indices.push(len);
                large.push(value);
            }
            len += 1;
        });
        out.write_all(&pieces::encode(
            &[indices.finish(), large.finish()],
            &[1 + packed::bytes_of(len as usize, width)],
        ))?;
        out.write_all(&[width])?;
        let mut packing = Packing::new(out, width);
        let mut written = Ok(());
        values(&mut |value| {
            if written.is_ok() {
                written = packing.push(value.min(aside));
            }
        });
        written.and_then(|()| packing.flush())
    }

    pub fn open(bytes: &OwnedBytes) -> Self {
        let pieces = pieces::open(bytes);
        let piece = |number: usize| pieces.get(number).cloned().unwrap_or_else(OwnedBytes::empty);
        let width = piece(2).first().copied().unwrap_or(0).min(32);
        Skewed {
            aside: largest(width),
            fitting: Fixed::open(piece(2)),
            indices: Framed::open(piece(0)),
            values: Framed::open(piece(1)),
        }
    }

    #[inline]
    pub fn get(&self, index: usize) -> u32 {
        let value = self.fitting.get(index);
        if value < self.aside { value } else { self.get_aside(index) }
    }

    fn get_aside(&self, index: usize) -> u32 {
        self.indices.last_at_most(index as u32).map_or(0, |number| self.values.get(number))
    }
}

/// The largest integer of a width: the place of those that stand aside.
fn largest(width: u8) -> u32 {
    ((1u64 << width) - 1) as u32
}

/// The width with which all are smallest.
fn best_width(counts: &[u32]) -> u8 {
    let mut of_width = [0u64; 33];
    for (value, count) in (0u32..).zip(counts) {
        // The largest of a width stands aside itself.
        let width = packed::width_of(value.saturating_add(1));
        of_width.get_mut(usize::from(width)).into_iter().for_each(|sum| *sum += u64::from(*count));
    }
    let all: u64 = of_width.iter().sum();
    let most = of_width.iter().rposition(|count| *count > 0).unwrap_or(0) as u64;
    let bits = |width: usize| {
        let aside: u64 = of_width.iter().skip(width + 1).sum();
        all * width as u64 + aside * (ASIDE + most)
    };
    (1..=most.max(1) as usize).min_by_key(|width| bits(*width)).unwrap_or(1) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(values: &[u32]) -> Vec<u8> {
        let mut counts = vec![0u32; values.iter().max().map_or(0, |most| *most as usize + 1)];
        values.iter().for_each(|value| counts[*value as usize] += 1);
        let mut out = Vec::new();
        Skewed::write(|see: &mut dyn FnMut(u32)| values.iter().for_each(|value| see(*value)), &counts, &mut out)
            .unwrap();
        out
    }

    proptest! {
        #[test]
        fn integers_come_back(values in prop::collection::vec((0u32..70_000, 0u32..17), 0..400)) {
            let values: Vec<u32> = values.into_iter().map(|(value, shift)| value >> shift).collect();
            let skewed = Skewed::open(&OwnedBytes::new(encoded(&values)));
            for (i, v) in values.iter().enumerate() {
                prop_assert_eq!(skewed.get(i), *v);
            }
        }
    }

    #[test]
    fn a_few_large_ones_do_not_widen_the_rest() {
        let values: Vec<u32> = (0..8_000).map(|at| if at % 500 == 0 { 1_000_000 } else { at % 7 }).collect();
        assert!(encoded(&values).len() < 8_000 * 3 / 8 + 400, "{}", encoded(&values).len());
    }
}
