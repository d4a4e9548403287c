//! The lexicon of a segment: its types in collation order.
//!
//! Types are ordered by the collation of their folded form, then by the form
//! as written; so the types that share a folded form are neighbours, and
//! comparing two types' folded forms in the order of a dictionary is comparing
//! two integers.

use std::ops::Range;

use super::packed::{Bits, Fixed, Framed, partition};
use super::strings::Strings;
use crate::model::WordList;
use crate::query::{Form, TokenTest, TypeSet, Wanted};

/// The types of one segment.
#[derive(Clone)]
pub struct Lexicon {
    /// Folded forms, in collation order.
    pub(super) folded: Strings,
    /// Words in order; empty where the word is its own folded form.
    pub(super) words: Strings,
    /// For each word, whether it has the folded form of the word before it.
    pub(super) same_form: Bits,
    /// Folded forms in the order of their bytes.
    pub(super) by_bytes: Fixed,
    /// Tokens of each word.
    pub(super) counts: Framed,
}

impl Lexicon {
    /// How many types there are.
    pub fn len(&self) -> u32 {
        self.words.len() as u32
    }

    /// Whether there is no type.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many folded forms there are.
    pub fn folded_len(&self) -> u32 {
        self.folded.len() as u32
    }

    /// The form of type `id` as written; empty for an id that is none.
    pub fn word(&self, id: u32) -> &str {
        match self.words.get(id as usize) {
            "" => self.folded(self.folded_of(id)),
            word => word,
        }
    }

    /// Every word by the number of its type: for whoever reads many.
    pub fn spelt_out(&self) -> WordList {
        let mut words = WordList::default();
        for form in 0..self.folded_len() {
            let folded = self.folded(form);
            for id in self.types_of(form) {
                let word = self.words.get(id as usize);
                words.push(if word.is_empty() { folded } else { word });
            }
        }
        words
    }

    /// The folded form with number `id`.
    pub fn folded(&self, id: u32) -> &str {
        self.folded.get(id as usize)
    }

    /// The number of the folded form of type `id`: ascends in collation order.
    pub fn folded_of(&self, id: u32) -> u32 {
        (self.same_form.zeros_before(id as usize + 1) as u32).saturating_sub(1)
    }

    /// The types with folded form number `id`.
    pub fn types_of(&self, id: u32) -> Range<u32> {
        let first = |form: u32| (self.same_form.nth_zero(form as usize) as u32).min(self.len());
        first(id)..first(id.saturating_add(1))
    }

    /// How many tokens of the segment have type `id`, deleted sections included.
    pub fn count(&self, id: u32) -> u32 {
        self.counts.get(id as usize)
    }

    /// The number of a folded form.
    pub fn find(&self, folded: &str) -> Option<u32> {
        let all = self.folded.len();
        let at = partition(0, all, |i| self.nth_by_bytes(i).1 < folded);
        let (id, found) = self.nth_by_bytes(at);
        (at < all && found == folded).then_some(id)
    }

    /// The folded forms that begin with `prefix`, in the order of their bytes.
    pub fn starting_with(&self, prefix: &str) -> impl Iterator<Item = (u32, &str)> {
        let from = partition(0, self.folded.len(), |i| self.nth_by_bytes(i).1 < prefix);
        let prefix = prefix.to_string();
        (from..self.folded.len()).map(|i| self.nth_by_bytes(i)).take_while(move |(_, lc)| lc.starts_with(&prefix))
    }

    fn nth_by_bytes(&self, nth: usize) -> (u32, &str) {
        let id = self.by_bytes.get(nth);
        (id, self.folded(id))
    }

    /// The types that pass `test`, stems taken in `language`.
    pub fn matching(&self, test: &TokenTest, language: Option<&str>) -> TypeSet {
        let found = |id: Option<u32>| TypeSet::Range(id.map_or(0..0, |id| self.types_of(id)));
        match (&test.wanted, test.form) {
            (Wanted::Every, _) => TypeSet::Every,
            (Wanted::Text(text), Form::Lc) => found(self.find(text)),
            (Wanted::Text(text), Form::Word) => {
                let folded = crate::text::Folder::new().fold(text);
                let TypeSet::Range(range) = found(self.find(&folded)) else { return TypeSet::Range(0..0) };
                let id = range.clone().find(|&id| self.word(id) == text);
                TypeSet::Range(id.map_or(0..0, |id| id..id + 1))
            }
            (Wanted::Wild(_), Form::Lc) => {
                let passes = test.predicate(language);
                let mut members = vec![false; self.len() as usize];
                for (id, lc) in self.starting_with(test.literal_prefix()).filter(|(_, lc)| passes("", lc)) {
                    debug_assert!(!lc.is_empty());
                    for member in self.types_of(id) {
                        if let Some(member) = members.get_mut(member as usize) {
                            *member = true;
                        }
                    }
                }
                TypeSet::from_fn(self.len(), |id| members.get(id as usize).copied().unwrap_or(false))
            }
            _ => {
                let passes = test.predicate(language);
                TypeSet::from_fn(self.len(), |id| passes(self.word(id), ""))
            }
        }
    }
}
