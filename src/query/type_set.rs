//! Sets of types.

use std::ops::Range;

/// A set of types of one lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeSet {
    /// All of them.
    Every,
    /// Consecutive types.
    Range(Range<u32>),
    /// One bit for each type.
    Bits(Vec<u64>),
}

impl TypeSet {
    /// No type.
    pub fn none() -> Self {
        TypeSet::Range(0..0)
    }

    /// The set of the types of which `member` says so, out of `count`.
    pub fn from_fn(count: u32, mut member: impl FnMut(u32) -> bool) -> Self {
        let mut bits = vec![0u64; (count as usize).div_ceil(64)];
        for (word, slot) in bits.iter_mut().enumerate() {
            let first = word as u32 * 64;
            for id in first..count.min(first + 64) {
                *slot |= u64::from(member(id)) << (id - first);
            }
        }
        TypeSet::Bits(bits)
    }

    /// The set of the types in any of `ranges`, out of `count`.
    pub fn from_ranges(count: u32, ranges: impl IntoIterator<Item = Range<u32>>) -> Self {
        let mut bits = vec![0u64; (count as usize).div_ceil(64)];
        ranges.into_iter().for_each(|range| set_bits(&mut bits, range));
        TypeSet::Bits(bits)
    }

    /// What is in both sets, of lexicons of `count` types.
    pub fn intersection(self, other: &TypeSet, count: u32) -> Self {
        match (self, other) {
            (TypeSet::Every, other) => other.clone(),
            (set, TypeSet::Every) => set,
            (TypeSet::Range(a), TypeSet::Range(b)) => {
                TypeSet::Range(a.start.max(b.start)..a.end.min(b.end).max(a.start.max(b.start)))
            }
            (set, other) => set.combined(other, count, |a, b| a & b),
        }
    }

    /// What is in one of the sets, of lexicons of `count` types.
    pub fn union(self, other: &TypeSet, count: u32) -> Self {
        match (self, other) {
            (TypeSet::Every, _) | (_, TypeSet::Every) => TypeSet::Every,
            (set, TypeSet::Range(range)) if range.is_empty() => set,
            (TypeSet::Range(range), other) if range.is_empty() => other.clone(),
            (set, other) => set.combined(other, count, |a, b| a | b),
        }
    }

    /// What is not in the set, of a lexicon of `count` types.
    pub fn complement(self, count: u32) -> Self {
        match self {
            TypeSet::Every => TypeSet::none(),
            set => TypeSet::from_fn(count, |id| !set.contains(id)),
        }
    }

    fn combined(self, other: &TypeSet, count: u32, combine: impl Fn(u64, u64) -> u64) -> Self {
        let (left, right) = (self.into_bits(count), other.clone().into_bits(count));
        TypeSet::Bits(left.iter().zip(&right).map(|(a, b)| combine(*a, *b)).collect())
    }

    fn into_bits(self, count: u32) -> Vec<u64> {
        match self {
            TypeSet::Bits(bits) => bits,
            TypeSet::Every => TypeSet::Range(0..count).into_bits(count),
            TypeSet::Range(range) => {
                let mut bits = vec![0u64; (count as usize).div_ceil(64)];
                set_bits(&mut bits, range);
                bits
            }
        }
    }

    /// Whether `id` is in the set.
    #[inline]
    pub fn contains(&self, id: u32) -> bool {
        match self {
            TypeSet::Every => true,
            TypeSet::Range(range) => range.contains(&id),
            TypeSet::Bits(bits) => bits.get(id as usize / 64).is_some_and(|word| word >> (id % 64) & 1 == 1),
        }
    }

    /// The members below `count`, ascending.
    pub fn members(&self, count: u32) -> Vec<u32> {
        match self {
            TypeSet::Every => (0..count).collect(),
            TypeSet::Range(range) => range.clone().collect(),
            TypeSet::Bits(bits) => {
                let mut members = Vec::new();
                for (word, &bits) in bits.iter().enumerate() {
                    let mut left = bits;
                    while left != 0 {
                        members.push(word as u32 * 64 + left.trailing_zeros());
                        left &= left - 1;
                    }
                }
                members
            }
        }
    }
}

fn set_bits(bits: &mut [u64], range: Range<u32>) {
    for id in range {
        if let Some(word) = bits.get_mut(id as usize / 64) {
            *word |= 1 << (id % 64);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COUNT: u32 = 150;

    fn set() -> impl Strategy<Value = TypeSet> {
        prop_oneof![
            Just(TypeSet::Every),
            (0..COUNT, 0..COUNT).prop_map(|(a, b)| TypeSet::Range(a.min(b)..a.max(b))),
            prop::collection::vec(any::<bool>(), COUNT as usize)
                .prop_map(|bits| TypeSet::from_fn(COUNT, |id| bits[id as usize])),
        ]
    }

    proptest! {
        #[test]
        fn sets_combine_as_their_members_do(a in set(), b in set()) {
            let (both, either, not) =
                (a.clone().intersection(&b, COUNT), a.clone().union(&b, COUNT), a.clone().complement(COUNT));
            for id in 0..COUNT {
                prop_assert_eq!(both.contains(id), a.contains(id) && b.contains(id));
                prop_assert_eq!(either.contains(id), a.contains(id) || b.contains(id));
                prop_assert_eq!(not.contains(id), !a.contains(id));
            }
            let listed: Vec<u32> = (0..COUNT).filter(|id| a.contains(*id)).collect();
            prop_assert_eq!(a.members(COUNT), listed);
        }
    }
}
