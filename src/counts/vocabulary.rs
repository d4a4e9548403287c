//! One form of all words of an index, numbered through its segments: what tokens are counted by.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::concordance::Spelling;
use crate::index::{OpenIndex, SectionInfo};
use crate::query::{Form, TokenTest};

/// One form (folded, as written, stem) of all words, numbered from 0.
pub struct Vocabulary<'a> {
    spelling: Spelling<'a>,
    /// By realm and type: the number of the form.
    numbers: Vec<Vec<u32>>,
    /// By number: where a type with this form is.
    found: Vec<(u32, u32)>,
}

impl<'a> Vocabulary<'a> {
    /// The number of a token that is not counted.
    pub const LEFT_OUT: u32 = u32::MAX;

    /// The vocabulary of an index; with `only`, tokens that do not pass it are not counted.
    pub fn new(index: &'a OpenIndex, form: Form, only: Option<&TokenTest>) -> Self {
        let stems = only.is_some_and(|test| test.form_tests().iter().any(|test| test.form == Form::Stem));
        let spelling = if stems { Spelling::by_language(index, form) } else { Spelling::new(index, form) };
        let mut vocabulary = Vocabulary { spelling, numbers: Vec::new(), found: Vec::new() };
        let mut known: FxHashMap<Cow<'a, str>, u32> = FxHashMap::default();
        let realms = 0..vocabulary.spelling.realms() as u32;
        known.reserve(realms.clone().map(|realm| vocabulary.spelling.types(realm) as usize).max().unwrap_or(0));
        for realm in realms {
            let mut numbers = Vec::with_capacity(vocabulary.spelling.types(realm) as usize);
            let found = &mut vocabulary.found;
            vocabulary.spelling.each(realm, |form, types| {
                // What a token without an annotation has in its place.
                if form.is_empty() {
                    numbers.extend(types.map(|_| Self::LEFT_OUT));
                    return;
                }
                let next = found.len() as u32;
                let number = *known.entry(form).or_insert(next);
                if number == next {
                    found.push((realm, types.start));
                }
                numbers.extend(types.map(|_| number));
            });
            vocabulary.numbers.push(numbers);
        }
        only.into_iter().for_each(|test| vocabulary.leave_out_but(test));
        vocabulary
    }

    fn leave_out_but(&mut self, test: &TokenTest) {
        for (realm, numbers) in (0u32..).zip(&mut self.numbers) {
            let Some((lexicon, language)) = self.spelling.lexicon(realm) else { continue };
            let passing = lexicon.matching(test, language);
            let failing = (0u32..).zip(numbers).filter(|(id, _)| !passing.contains(*id));
            failing.for_each(|(_, number)| *number = Self::LEFT_OUT);
        }
    }

    /// How many forms there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The form with a number; empty where there is none.
    pub fn form(&self, number: u32) -> Cow<'a, str> {
        self.found.get(number as usize).map_or(Cow::Borrowed(""), |&(realm, id)| self.spelling.of(realm, id))
    }

    /// Where forms are the folded ones, and all tokens of a form are counted or none: for each segment, by number, which of
    /// the segment's folded forms it is; `u32::MAX` where the segment has it not.
    pub(super) fn folded_forms(&self) -> Option<Vec<Vec<u32>>> {
        if !self.spelling.is_folded() {
            return None;
        }
        let of_realm = |(realm, numbers): (u32, &Vec<u32>)| {
            let mut forms = vec![u32::MAX; self.len()];
            let (mut form, mut alike) = (0, true);
            self.spelling.each(realm, |_, types| {
                let own = numbers.get(types.start as usize..types.end as usize).unwrap_or(&[]);
                let number = own.first().copied().unwrap_or(Self::LEFT_OUT);
                alike &= own.iter().all(|other| *other == number);
                forms.get_mut(number as usize).into_iter().for_each(|slot| *slot = form);
                form += 1;
            });
            alike.then_some(forms)
        };
        (0u32..).zip(&self.numbers).map(of_realm).collect()
    }

    /// The number of the form of each type of a section's segment; [`LEFT_OUT`](Self::LEFT_OUT) for types that are not
    /// counted.
    pub fn numbers(&self, section: &SectionInfo) -> &[u32] {
        self.numbers.get(self.spelling.realm(section) as usize).map_or(&[], Vec::as_slice)
    }
}
