//! One form of all words of an index, numbered through its segments: what tokens are counted by.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::concordance::Spelling;
use crate::index::{OpenIndex, SectionInfo};
use crate::query::{Form, TokenTest};

/// One form (folded, as written, stem) of all words, numbered from 0 in the order of their spelling, byte by byte.
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
        let realms = 0..spelling.realms() as u32;
        let mut all: Vec<Spelt<'a>> =
            realms.clone().into_par_iter().map(|realm| spelt_in(&spelling, realm)).collect::<Vec<_>>().concat();
        // Each realm's forms are in order already: a stable sort only merges them.
        all.par_sort_by(|a, b| a.form.cmp(&b.form));
        let mut numbers: Vec<Vec<u32>> =
            realms.map(|realm| vec![Self::LEFT_OUT; spelling.types(realm) as usize]).collect();
        let mut found = Vec::with_capacity(all.len());
        for same in all.chunk_by(|a, b| a.form == b.form) {
            let number = found.len() as u32;
            found.extend(same.first().map(|first| (first.realm, first.types.0)));
            for Spelt { realm, types, .. } in same {
                let own = numbers.get_mut(*realm as usize);
                let own = own.and_then(|own| own.get_mut(types.0 as usize..types.1 as usize));
                own.into_iter().for_each(|own| own.fill(number));
            }
        }
        let mut vocabulary = Vocabulary { spelling, numbers, found };
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

    /// The number of the form of each type of a section's segment; [`LEFT_OUT`](Self::LEFT_OUT) for types that are not
    /// counted.
    pub fn numbers(&self, section: &SectionInfo) -> &[u32] {
        self.numbers.get(self.spelling.realm(section) as usize).map_or(&[], Vec::as_slice)
    }
}

/// A form in one realm, and the types that have it, which stand next to each other.
#[derive(Clone)]
struct Spelt<'a> {
    form: Cow<'a, str>,
    realm: u32,
    types: (u32, u32),
}

/// The forms of a realm in the order of their spelling. What a token without an annotation has in its place is none.
fn spelt_in<'a>(spelling: &Spelling<'a>, realm: u32) -> Vec<Spelt<'a>> {
    let mut all = Vec::with_capacity(spelling.types(realm) as usize);
    spelling.each(realm, |form, types| all.push(Spelt { form, realm, types: (types.start, types.end) }));
    match spelling.byte_order(realm) {
        Some(order) => all = order.filter_map(|form| all.get(form as usize).cloned()).collect(),
        None => all.sort_by(|a, b| a.form.cmp(&b.form)),
    }
    all.retain(|spelt| !spelt.form.is_empty());
    all
}
