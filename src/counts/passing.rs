//! The types of an index that pass a test.

use crate::concordance::Spelling;
use crate::index::{OpenIndex, SectionInfo};
use crate::query::{Form, TokenTest, TypeSet};

/// The types that pass a test, each taken in the language of its paper.
pub struct Passing<'a> {
    spelling: Spelling<'a>,
    /// By realm.
    types: Vec<TypeSet>,
}

impl<'a> Passing<'a> {
    /// Asks the types of all segments.
    pub fn new(index: &'a OpenIndex, test: &TokenTest) -> Self {
        // By language, as a test may ask for stems.
        let spelling = Spelling::by_language(index, Form::Lc);
        let matching = |realm| {
            let (lexicon, language) = spelling.lexicon(realm)?;
            Some(lexicon.matching(test, language))
        };
        let types = (0..spelling.realms() as u32).map(|realm| matching(realm).unwrap_or_else(TypeSet::none)).collect();
        Passing { spelling, types }
    }

    /// Whether a type of a section's segment passes.
    pub fn contains(&self, section: &SectionInfo, id: u32) -> bool {
        self.types.get(self.spelling.realm(section) as usize).is_some_and(|types| types.contains(id))
    }
}
