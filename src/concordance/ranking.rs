//! Forms of types across segments: how they are spelt, and their order in a dictionary.

use std::borrow::Cow;
use std::ops::Range;

use crate::error::Result;
use crate::index::{Annotation, Lexicon, OpenIndex, PaperRecord, SectionInfo};
use crate::query::Form;
use crate::text::{Casing, Collation, Stemming};

/// Spells out one form of types. A type is named by its number and its
/// realm: the segment and, where languages matter, the paper's language.
pub struct Spelling<'a> {
    index: &'a OpenIndex,
    form: Form,
    /// The languages of the papers; empty where they do not matter.
    languages: Vec<Option<&'a str>>,
    /// Which of them is each paper's.
    language_of: Vec<u32>,
    /// For stems, the stemmer of each language.
    stemmers: Vec<Stemming>,
    /// For an annotation, that of each segment that has it.
    columns: Vec<Option<&'a Annotation>>,
}

impl<'a> Spelling<'a> {
    /// Spells out a form; languages matter for stems.
    pub fn new(index: &'a OpenIndex, form: Form) -> Self {
        if form == Form::Stem {
            return Spelling::by_language(index, form);
        }
        let columns = columns(index, &form);
        Spelling { index, form, languages: Vec::new(), language_of: Vec::new(), stemmers: Vec::new(), columns }
    }

    /// The same with a realm for each language.
    pub fn by_language(index: &'a OpenIndex, form: Form) -> Self {
        let mut languages: Vec<Option<&str>> = Vec::new();
        let number = |paper: &'a PaperRecord| {
            let language = paper.metadata.language.as_deref();
            let known = languages.iter().position(|k| *k == language);
            known.unwrap_or_else(|| {
                languages.push(language);
                languages.len() - 1
            }) as u32
        };
        let language_of = index.manifest().papers.iter().map(number).collect();
        let stemmers = languages.iter().map(|language| Stemming::of(*language)).collect();
        let columns = columns(index, &form);
        Spelling { index, form, languages, language_of, stemmers, columns }
    }

    /// The realm of a section's types.
    pub fn realm(&self, section: &SectionInfo) -> u32 {
        let language = self.language_of.get(section.paper as usize).copied().unwrap_or(0);
        section.segment * self.languages.len().max(1) as u32 + language
    }

    /// How many realms there are.
    pub fn realms(&self) -> usize {
        self.index.segments().len() * self.languages.len().max(1)
    }

    /// How many types a realm has.
    pub fn types(&self, realm: u32) -> u32 {
        self.segment(realm).map_or(0, |segment| segment.store.lexicon().len())
    }

    fn segment(&self, realm: u32) -> Option<&'a crate::index::Segment> {
        self.index.segments().get(realm as usize / self.languages.len().max(1))
    }

    /// The types of a realm, and the language that their stems are taken in.
    pub fn lexicon(&self, realm: u32) -> Option<(&'a Lexicon, Option<&'a str>)> {
        let language = self.languages.get(realm as usize % self.languages.len().max(1)).copied().flatten();
        Some((self.segment(realm)?.store.lexicon(), language))
    }

    /// Where forms are the folded ones: their places in what [`Spelling::each`] gives, in the order of their bytes.
    pub fn byte_order(&self, realm: u32) -> Option<impl Iterator<Item = u32>> {
        let segment = self.segment(realm).filter(|_| self.form == Form::Lc)?;
        Some(segment.store.lexicon().byte_order())
    }

    /// Calls `see` with the form of each type of a realm in order; types next to each other that share it at once.
    pub fn each(&self, realm: u32, mut see: impl FnMut(Cow<'a, str>, Range<u32>)) {
        match (&self.form, self.segment(realm)) {
            (Form::Lc, Some(segment)) => {
                segment.store.lexicon().forms().for_each(|(form, types)| see(Cow::Borrowed(form), types));
            }
            _ => (0..self.types(realm)).for_each(|id| see(self.of(realm, id), id..id + 1)),
        }
    }

    /// The form with this number where it is the folded one, else that of the type with this number.
    pub fn of_unit(&self, realm: u32, number: u32) -> Cow<'a, str> {
        match (&self.form, self.segment(realm)) {
            (Form::Lc, Some(segment)) => Cow::Borrowed(segment.store.lexicon().folded(number)),
            _ => self.of(realm, number),
        }
    }

    /// The form of a type; empty where it has not the annotation.
    pub fn of(&self, realm: u32, id: u32) -> Cow<'a, str> {
        let Some(segment) = self.segment(realm) else { return Cow::Borrowed("") };
        let lexicon = segment.store.lexicon();
        match &self.form {
            Form::Annotation(_) => {
                let segment = realm as usize / self.languages.len().max(1);
                let column = self.columns.get(segment).copied().flatten();
                Cow::Borrowed(column.and_then(|column| column.of(id)).unwrap_or(""))
            }
            Form::Word => Cow::Borrowed(lexicon.word(id)),
            Form::Lc => Cow::Borrowed(lexicon.folded(lexicon.folded_of(id))),
            Form::Stem => {
                let stemmer = self.stemmers.get(realm as usize % self.languages.len().max(1));
                stemmer.map_or(Cow::Borrowed(""), |stemmer| Cow::Owned(stemmer.stem(lexicon.word(id))))
            }
        }
    }
}

/// The annotation that a form names, in each segment that has it; nothing for other forms.
fn columns<'a>(index: &'a OpenIndex, form: &Form) -> Vec<Option<&'a Annotation>> {
    let Form::Annotation(name) = form else { return Vec::new() };
    index.segments().iter().map(|segment| segment.store.lexicon().annotation(name)).collect()
}

/// Ranks of types by the collation of one of their forms; types of the same form have the same rank. Where the main
/// language has letters of its own that folding takes for others (Swedish `ä`), folded forms are ranked by their words.
pub(super) struct Ranking {
    /// By realm and type.
    ranks: Vec<Vec<u32>>,
}

impl Ranking {
    /// Ranks the types of `used`, each given with its realm.
    ///
    /// # Errors
    /// None in practice: the collation's data are compiled in.
    pub fn new(spelling: &Spelling<'_>, used: impl Iterator<Item = (u32, u32)>) -> Result<Self> {
        const UNUSED: u32 = u32::MAX;
        let mut ranks: Vec<Vec<u32>> =
            (0..spelling.realms() as u32).map(|realm| vec![UNUSED; spelling.types(realm) as usize]).collect();
        let slot = |ranks: &mut Vec<Vec<u32>>, realm: u32, id: u32, rank: u32| {
            if let Some(slot) = ranks.get_mut(realm as usize).and_then(|ranks| ranks.get_mut(id as usize)) {
                *slot = rank;
            }
        };
        used.for_each(|(realm, id)| slot(&mut ranks, realm, id, 0));
        let mut types: Vec<(Cow<'_, str>, u32, u32)> = Vec::new();
        for (realm, ranks) in (0u32..).zip(&ranks) {
            let used = (0u32..).zip(ranks).filter(|(_, rank)| **rank != UNUSED);
            types.extend(used.map(|(id, _)| (spelling.of(realm, id), realm, id)));
        }
        let language = spelling.index.manifest().main_language();
        if spelling.form == Form::Lc && Collation::parts_letters(language) {
            let casing = Casing::of(language);
            types.iter_mut().for_each(|(form, realm, id)| {
                let word = spelling.lexicon(*realm).map_or("", |(lexicon, _)| lexicon.word(*id));
                *form = Cow::Owned(casing.lower(word));
            });
        }
        // In the root's order, which most languages share, the lexicons stand already: then this merges them.
        let collation = Collation::of(language)?;
        types.sort_by(|a, b| match a.0 == b.0 {
            true => std::cmp::Ordering::Equal,
            false => collation.compare(&a.0, &b.0).then_with(|| a.0.cmp(&b.0)),
        });
        let (mut rank, mut last) = (0, None);
        for (text, realm, id) in &types {
            if last.is_some_and(|last| last != text) {
                rank += 1;
            }
            last = Some(text);
            slot(&mut ranks, *realm, *id, rank);
        }
        Ok(Ranking { ranks })
    }

    /// The rank of a type that was among those used.
    pub fn rank(&self, realm: u32, id: u32) -> u32 {
        self.ranks.get(realm as usize).and_then(|ranks| ranks.get(id as usize)).copied().unwrap_or(0)
    }
}
