//! Which collocates stand near the same hits.

use super::{Vocabulary, Window};
use crate::error::Result;
use crate::index::{OpenIndex, SectionInfo, Segment};
use crate::search::{Chosen, Compiled, Gather, Hit, How, gather};

/// How many hits have each of some forms in their window, and how many have each two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    forms: Vec<u32>,
    /// A square with a row and a column for each form; on the diagonal the hits that have one.
    hits: Vec<u64>,
}

impl Together {
    /// Counts the hits that have the forms near.
    ///
    /// # Errors
    /// A query that takes too long.
    pub fn new(
        index: &OpenIndex,
        compiled: &Compiled,
        chosen: &Chosen,
        how: How,
        vocabulary: &Vocabulary<'_>,
        window: &Window,
        forms: &[u32],
    ) -> Result<Self> {
        let mut places = vec![None; vocabulary.len()];
        for (place, form) in forms.iter().enumerate() {
            if let Some(slot) = places.get_mut(*form as usize) {
                *slot = Some(place);
            }
        }
        let nothing = Together { forms: forms.to_vec(), hits: vec![0; forms.len() * forms.len()] };
        let make = || Pairs { vocabulary, window, places: &places, together: nothing.clone(), near: Vec::new() };
        let mut all = nothing.clone();
        for pairs in gather(index, compiled, chosen, how, make)? {
            all.hits.iter_mut().zip(&pairs.together.hits).for_each(|(sum, hits)| *sum += hits);
        }
        Ok(all)
    }

    /// How many hits have the form at place `one` in the list of forms.
    pub fn near(&self, one: usize) -> u64 {
        self.both(one, one)
    }

    /// How many hits have both of two forms.
    pub fn both(&self, one: usize, other: usize) -> u64 {
        self.hits.get(one * self.forms.len() + other).copied().unwrap_or(0)
    }
}

/// Counts for one thread.
struct Pairs<'a> {
    vocabulary: &'a Vocabulary<'a>,
    window: &'a Window,
    /// By form of the vocabulary: its place in the list of forms.
    places: &'a [Option<usize>],
    together: Together,
    /// Places of the forms near one hit.
    near: Vec<usize>,
}

impl Gather for Pairs<'_> {
    fn section(&mut self, segment: &Segment, info: &SectionInfo, hits: &[Hit]) {
        let (section, numbers) = (segment.store.section(info.doc), self.vocabulary.numbers(info));
        let place = |at: u32| {
            let form = numbers.get(segment.store.type_at(at) as usize)?;
            self.places.get(*form as usize).copied().flatten()
        };
        let forms = self.together.forms.len();
        for hit in hits {
            let [left, right] = self.window.around(&segment.store, &section, hit);
            self.near.clear();
            self.near.extend(left.chain(right).filter_map(place));
            self.near.sort_unstable();
            self.near.dedup();
            for one in &self.near {
                for other in &self.near {
                    if let Some(hits) = self.together.hits.get_mut(one * forms + other) {
                        *hits += 1;
                    }
                }
            }
        }
    }
}
