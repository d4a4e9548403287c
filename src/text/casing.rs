//! Small letters, as a language makes them of capitals.

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_locale_core::LanguageIdentifier;

use super::Folder;

/// Makes small letters of capitals, accents kept: in Turkish `I` becomes `ı`.
pub struct Casing {
    folder: Folder,
    mapper: CaseMapperBorrowed<'static>,
    /// Where small letters are made in another way than elsewhere.
    language: Option<LanguageIdentifier>,
}

impl Casing {
    /// That of a language, by its code.
    pub fn of(code: &str) -> Self {
        let language = matches!(code, "tr" | "az" | "lt").then(|| code.parse().ok()).flatten();
        Casing { folder: Folder::new(), mapper: CaseMapper::new(), language }
    }

    /// The word in small letters.
    ///
    /// ```
    /// use kwic::text::Casing;
    /// assert_eq!(Casing::of("tr").lower("SINIR"), "sınır");
    /// assert_eq!(Casing::of("en").lower("SINIR"), "sinir");
    /// ```
    pub fn lower(&self, word: &str) -> String {
        match &self.language {
            Some(language) => self.folder.lower(&self.mapper.lowercase_to_string(word, language)),
            None => self.folder.lower(word),
        }
    }
}
