//! The words that a segment gathers, and the parts of the file that its lexicon is made of.

use rustc_hash::FxHashMap;

use super::annotations;
use super::framed::Framed;
use super::packed::{Bits, Fixed};
use super::strings::Strings;
use crate::error::Result;
use crate::model::WordList;
use crate::text::{Collation, Interner};

/// Types by number, in the order met.
#[derive(Default)]
pub(super) struct Words {
    /// Words by type; behind those of types with annotations, these stand as well: see [`type_name`].
    names: Interner,
    folded: WordList,
    annotations: annotations::Gathered,
}

/// The parts of the file that make the lexicon.
pub(super) struct LexiconParts {
    /// Folded forms, words, same form, by bytes, counts.
    pub parts: [Vec<u8>; 5],
    pub annotations: Vec<u8>,
    /// How many tokens each folded form has.
    pub form_counts: Vec<u32>,
    /// By type in the final order: the number of its folded form.
    pub form_of: Vec<u32>,
}

impl Words {
    /// The number of a type; `values` are those that it has of annotations, by their names.
    pub fn number(&mut self, word: &str, folded: &str, mut values: Vec<(&str, &str)>) -> u32 {
        let id = match values.is_empty() {
            true => self.names.number(word),
            false => {
                values.sort_unstable();
                self.names.number(&type_name(word, &values))
            }
        };
        if id as usize == self.folded.len() {
            self.folded.push(folded);
            values.iter().for_each(|(name, value)| self.annotations.set(id, name, value));
        }
        id
    }

    /// About how many bytes this takes in memory.
    pub fn memory(&self) -> usize {
        self.names.memory() + self.folded.memory() + self.annotations.memory()
    }

    /// Types in the order of the collation of their folded form, then of their words, then of their annotations.
    pub fn collated(&self) -> Result<Vec<u32>> {
        let collation = Collation::root()?;
        let mut keys: FxHashMap<&str, Vec<u8>> = FxHashMap::default();
        for folded in self.folded.iter() {
            keys.entry(folded).or_insert_with(|| collation.key(folded));
        }
        let mut order: Vec<(&[u8], &str, &str, u32)> = Vec::with_capacity(self.folded.len());
        // What stands behind a word sorts its types by their annotations, and behind every shorter word.
        for (id, (folded, word)) in self.folded.iter().zip(self.names.words().iter()).enumerate() {
            order.push((keys.get(folded).map_or(&[], |k| k), folded, word, id as u32));
        }
        order.sort_unstable();
        Ok(order.into_iter().map(|entry| entry.3).collect())
    }

    /// The parts of the file: types in their final order, `counts` how many tokens each of them has.
    pub fn encode(&mut self, order: &[u32], counts: &[u32]) -> LexiconParts {
        let (folded, words, first_words) = self.split(order);
        let mut by_bytes: Vec<u32> = (0..folded.len() as u32).collect();
        by_bytes.sort_unstable_by_key(|&id| folded.get(id as usize));
        let (mut form_of, mut form_counts) = (vec![0u32; counts.len()], vec![0u32; folded.len()]);
        for (form, (total, bounds)) in form_counts.iter_mut().zip(first_words.windows(2)).enumerate() {
            let &[first, end] = bounds else { continue };
            let types = first as usize..end as usize;
            *total = counts.get(types.clone()).unwrap_or(&[]).iter().sum();
            form_of.get_mut(types).unwrap_or(&mut []).fill(form as u32);
        }
        let parts = [
            Strings::encode(folded.into_iter()),
            Strings::encode(words.into_iter()),
            Bits::encode(&same_form(&first_words)),
            Fixed::encode(&by_bytes),
            Framed::encode(counts),
        ];
        LexiconParts { parts, annotations: self.annotations.encode(order), form_counts, form_of }
    }

    /// Folded forms in order; words in order, empty where the same as folded;
    /// first word of each folded form.
    fn split(&self, order: &[u32]) -> (Vec<&str>, Vec<&str>, Vec<u32>) {
        let (mut folded, mut words, mut first): (Vec<&str>, _, _) = (Vec::new(), Vec::new(), Vec::new());
        for (new, &old) in order.iter().enumerate() {
            let lc = self.folded.get(old);
            let word = self.word(old);
            if folded.last() != Some(&lc) {
                folded.push(lc);
                first.push(new as u32);
            }
            words.push(if word == lc { "" } else { word });
        }
        first.push(order.len() as u32);
        (folded, words, first)
    }

    /// The word of a type.
    fn word(&self, id: u32) -> &str {
        let name = self.names.words().get(id);
        match self.annotations.is_empty() {
            true => name,
            false => name.split(BEHIND_WORD).next().unwrap_or(name),
        }
    }
}

/// From numbers in an order to where each of them stands in it.
pub(super) fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0u32; order.len()];
    for (place, old) in (0u32..).zip(order) {
        places.get_mut(*old as usize).into_iter().for_each(|slot| *slot = place);
    }
    places
}

/// What stands behind a word in the name of a type with annotations: no word holds it.
const BEHIND_WORD: char = '\0';

/// A name for a word with annotations: another for each combination.
fn type_name(word: &str, values: &[(&str, &str)]) -> String {
    let mut name = word.to_string();
    for (annotation, value) in values {
        for part in [annotation, value] {
            name.push(BEHIND_WORD);
            name.push_str(part);
        }
    }
    name
}

/// From the first word of each folded form to one bit for each word: see [`super::Lexicon`].
fn same_form(first_words: &[u32]) -> Vec<bool> {
    let mut same = vec![true; first_words.last().copied().unwrap_or(0) as usize];
    for &first in first_words {
        if let Some(bit) = same.get_mut(first as usize) {
            *bit = false;
        }
    }
    same
}
