//! The lexicon of a segment: its types in collation order. A type is a word with its annotations.
//!
//! Types are ordered by the collation of their folded form, then by the word,
//! then by their annotations; so the types that share a folded form are neighbours, and
//! comparing two types' folded forms in the order of a dictionary is comparing
//! two integers.

use std::ops::Range;

use super::annotations::{Annotation, WRITTEN};
use super::framed::Framed;
use super::packed::{Bits, Fixed, partition};
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
    /// What the sources say of the types, by name.
    pub(super) annotations: Vec<Annotation>,
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

    /// The annotations that some type has, by name.
    pub fn annotations(&self) -> impl Iterator<Item = &Annotation> {
        self.annotations.iter().filter(|annotation| annotation.name() != WRITTEN)
    }

    /// The annotation of this name.
    pub fn annotation(&self, name: &str) -> Option<&Annotation> {
        self.annotations().find(|annotation| annotation.name() == name)
    }

    /// All that the sources say of type `id`, by the names of annotations.
    pub(super) fn values(&self, id: u32) -> impl Iterator<Item = (&str, &str)> {
        self.annotations.iter().filter_map(move |annotation| Some((annotation.name(), annotation.of(id)?)))
    }

    /// How type `id` stands in the reading text: mostly as its word does.
    pub fn written(&self, id: u32) -> &str {
        let own = self.annotations.first().filter(|first| first.name() == WRITTEN);
        own.and_then(|own| own.of(id)).unwrap_or_else(|| self.word(id))
    }

    /// Whether some type stands otherwise in the reading text than its word does.
    pub fn writes_otherwise(&self) -> bool {
        self.annotations.first().is_some_and(|first| first.name() == WRITTEN)
    }

    /// How every type stands in the reading text, by its number: for whoever reads many.
    pub fn written_out(&self) -> WordList {
        let words = self.spelt_out();
        let Some(own) = self.annotations.first().filter(|first| first.name() == WRITTEN) else { return words };
        let mut written = WordList::default();
        (0u32..).zip(words.iter()).for_each(|(id, word)| written.push(own.of(id).unwrap_or(word)));
        written
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

    /// The numbers of all folded forms in the order of their bytes.
    pub fn byte_order(&self) -> impl Iterator<Item = u32> {
        (0..self.folded.len()).map(|nth| self.by_bytes.get(nth))
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
        match (&test.wanted, &test.form) {
            (Wanted::Text(text), Form::Lc) => TypeSet::Range(self.find(text).map_or(0..0, |form| self.types_of(form))),
            (Wanted::Text(text), Form::Word) => {
                let mut types = self.find(&Folder::new().fold(text)).map_or(0..0, |form| self.types_of(form));
                let first = types.find(|&id| self.word(id) == text);
                let others = types.take_while(|&id| self.word(id) == text).count() as u32;
                TypeSet::Range(first.map_or(0..0, |first| first..first + 1 + others))
            }
            (_, Form::Stem) => {
                let passes = test.predicate(language);
                TypeSet::from_fn(self.len(), |id| passes(self.word(id)))
            }
            (_, Form::Annotation(name)) => {
                self.annotation(name).map_or(TypeSet::none(), |annotation| self.with_value(annotation, test))
            }
            (_, Form::Word | Form::Lc) => self.scanned(test, language),
        }
    }

    /// The types whose value of an annotation passes.
    fn with_value(&self, annotation: &Annotation, test: &FormTest) -> TypeSet {
        let passes = test.predicate(None);
        let passing: Vec<bool> = annotation.values().map(passes).collect();
        let passes = |number: u32| passing.get(number as usize).copied().unwrap_or(false);
        TypeSet::from_fn(self.len(), |id| annotation.number_of(id).is_some_and(passes))
    }

    /// The types whose form passes: only the part of the lexicon is looked at
    /// in which the beginnings stand that the test asks for.
    fn scanned(&self, test: &FormTest, language: Option<&str>) -> TypeSet {
        let passes = test.predicate(language);
        let mut found: Vec<Range<u32>> = Vec::new();
        let mut look = |folded: &str, types: Range<u32>| match test.form {
            Form::Lc if passes(folded) => found.push(types),
            Form::Word => {
                let word = |id: u32| match self.words.get(id as usize) {
                    "" => passes(folded),
                    word => passes(word),
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
