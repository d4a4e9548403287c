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
use crate::query::{Form, FormTest, TokenTest, TypeSet, Wanted};
use crate::text::Folder;

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
        let mut spelt = self.words.iter();
        for (folded, types) in self.forms() {
            for word in spelt.by_ref().take(types.len()) {
                words.push(if word.is_empty() { folded } else { word });
            }
        }
        words
    }

    /// Every folded form in collation order, with its types: faster than asking for one after the other.
    pub fn forms(&self) -> impl Iterator<Item = (&str, Range<u32>)> {
        let mut next = 0;
        self.folded.iter().map(move |folded| {
            let first = next;
            next += 1;
            while next < self.len() && !self.same_form.is_zero(next as usize) {
                next += 1;
            }
            (folded, first..next)
        })
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
        match test {
            TokenTest::Every => TypeSet::Every,
            TokenTest::Form(form) => self.matching_form(form, language),
            TokenTest::Not(test) => self.matching(test, language).complement(self.len()),
            TokenTest::All(tests) => tests
                .iter()
                .fold(TypeSet::Every, |set, test| set.intersection(&self.matching(test, language), self.len())),
            TokenTest::Any(tests) => {
                tests.iter().fold(TypeSet::none(), |set, test| set.union(&self.matching(test, language), self.len()))
            }
        }
    }

    fn matching_form(&self, test: &FormTest, language: Option<&str>) -> TypeSet {
        match (&test.wanted, test.form) {
            (Wanted::Text(text), Form::Lc) => TypeSet::Range(self.find(text).map_or(0..0, |form| self.types_of(form))),
            (Wanted::Text(text), Form::Word) => {
                let mut types = self.find(&Folder::new().fold(text)).map_or(0..0, |form| self.types_of(form));
                TypeSet::Range(types.find(|&id| self.word(id) == text).map_or(0..0, |id| id..id + 1))
            }
            (_, Form::Stem) => {
                let passes = TokenTest::Form(test.clone()).predicate(language);
                TypeSet::from_fn(self.len(), |id| passes(self.word(id), ""))
            }
            (_, form) => self.scanned(test, form, language),
        }
    }

    /// The types whose form passes: only the part of the lexicon is looked at
    /// in which the beginnings stand that the test asks for.
    fn scanned(&self, test: &FormTest, form: Form, language: Option<&str>) -> TypeSet {
        let passes = TokenTest::Form(test.clone()).predicate(language);
        let mut found: Vec<Range<u32>> = Vec::new();
        let mut look = |folded: &str, types: Range<u32>| match form {
            Form::Lc if passes("", folded) => found.push(types),
            Form::Word => {
                let word = |id: u32| match self.words.get(id as usize) {
                    "" => passes(folded, ""),
                    word => passes(word, ""),
                };
                found.extend(types.filter(|&id| word(id)).map(|id| id..id + 1));
            }
            _ => {}
        };
        // Folding may turn what stands at a beginning into something else, unless it is ASCII.
        let prefixes: Vec<String> = test.prefixes().iter().map(|p| p.to_ascii_lowercase()).collect();
        if prefixes.is_empty() || prefixes.iter().any(|p| p.is_empty() || !p.is_ascii()) {
            self.forms().for_each(|(folded, types)| look(folded, types));
        } else {
            for prefix in &prefixes {
                self.starting_with(prefix).for_each(|(number, folded)| look(folded, self.types_of(number)));
            }
        }
        TypeSet::from_ranges(self.len(), found)
    }
}
