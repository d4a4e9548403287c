//! Integers most of which are small.

use tantivy::directory::OwnedBytes;

use super::framed::Framed;
use super::packed::Fixed;
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

impl Skewed {
    pub fn encode(values: &[u32]) -> Vec<u8> {
        let width = best_width(values);
        let aside = largest(width);
        let apart: Vec<(u32, u32)> =
            (0u32..).zip(values.iter().copied()).filter(|(_, value)| *value >= aside).collect();
        let (indices, large): (Vec<u32>, Vec<u32>) = apart.into_iter().unzip();
        let fitting: Vec<u32> = values.iter().map(|value| (*value).min(aside)).collect();
        pieces::encode(&[
            vec![width],
            Fixed::encode_as(&fitting, width),
            Framed::encode(&indices),
            Framed::encode(&large),
        ])
    }

    pub fn open(bytes: &OwnedBytes) -> Self {
        let pieces = pieces::open(bytes);
        let piece = |number: usize| pieces.get(number).cloned().unwrap_or_else(OwnedBytes::empty);
        Skewed {
            aside: largest(piece(0).first().copied().unwrap_or(0).min(32)),
            fitting: Fixed::open(piece(1)),
            indices: Framed::open(piece(2)),
            values: Framed::open(piece(3)),
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
fn best_width(values: &[u32]) -> u8 {
    let mut of_width = [0u64; 33];
    for value in values {
        // The largest of a width stands aside itself.
        let width = packed::width_of(value.saturating_add(1));
        of_width.get_mut(usize::from(width)).into_iter().for_each(|count| *count += 1);
    }
    let most = of_width.iter().rposition(|count| *count > 0).unwrap_or(0) as u64;
    let bits = |width: usize| {
        let aside: u64 = of_width.iter().skip(width + 1).sum();
        values.len() as u64 * width as u64 + aside * (ASIDE + most)
    };
    (1..=most.max(1) as usize).min_by_key(|width| bits(*width)).unwrap_or(1) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn integers_come_back(values in prop::collection::vec((any::<u32>(), 0u32..33), 0..400)) {
            let values: Vec<u32> = values.into_iter().map(|(value, shift)| value.checked_shr(shift).unwrap_or(0)).collect();
            let skewed = Skewed::open(&OwnedBytes::new(Skewed::encode(&values)));
            for (i, v) in values.iter().enumerate() {
                prop_assert_eq!(skewed.get(i), *v);
            }
        }
    }

    #[test]
    fn a_few_large_ones_do_not_widen_the_rest() {
        let values: Vec<u32> = (0..8_000).map(|at| if at % 500 == 0 { 1_000_000 } else { at % 7 }).collect();
        assert!(Skewed::encode(&values).len() < 8_000 * 3 / 8 + 400, "{}", Skewed::encode(&values).len());
    }
}
