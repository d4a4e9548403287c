//! Folding: the form of a word that searches compare (`lc`).

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::{
    ComposingNormalizer, ComposingNormalizerBorrowed, DecomposingNormalizer, DecomposingNormalizerBorrowed,
};
use icu_properties::props::{GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

/// Folds words: NFKC, full case folding, typographic apostrophes as ASCII,
/// accents taken off Latin and Greek letters, Arabic vowel signs and tatweel
/// off, Cyrillic `ё` as `е`. Marks that make another letter stay.
///
/// ```
/// let folder = kwic::text::Folder::new();
/// assert_eq!(folder.fold("Élysée’s"), "elysee's");
/// assert_eq!(folder.fold("Straße"), "strasse");
/// assert_eq!(folder.fold("Ещё"), "еще");
/// assert_eq!(folder.fold("мой"), "мой");
/// assert_eq!(folder.fold("كِتَاب"), "كتاب");
/// ```
pub struct Folder {
    case: CaseMapperBorrowed<'static>,
    nfkc: ComposingNormalizerBorrowed<'static>,
    nfc: ComposingNormalizerBorrowed<'static>,
    nfd: DecomposingNormalizerBorrowed<'static>,
    category: CodePointMapDataBorrowed<'static, GeneralCategory>,
    script: CodePointMapDataBorrowed<'static, Script>,
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Folder {
    /// A folder; making one is cheap.
    pub fn new() -> Self {
        Folder {
            case: CaseMapper::new(),
            nfkc: ComposingNormalizer::new_nfkc(),
            nfc: ComposingNormalizer::new_nfc(),
            nfd: DecomposingNormalizer::new_nfd(),
            category: CodePointMapData::new(),
            script: CodePointMapData::new(),
        }
    }

    /// The folded form of `word`. Never empty unless `word` is: a word that
    /// consists of nothing but what folding takes away folds to itself.
    pub fn fold(&self, word: &str) -> String {
        if word.is_ascii() {
            return word.to_ascii_lowercase();
        }
        let cased = self.case.fold_string(&self.nfkc.normalize(word)).into_owned();
        let bare = self.without_marks(&self.nfd.normalize(&cased), plain_apostrophe);
        let folded = self.nfc.normalize(&bare).into_owned();
        if folded.trim().is_empty() { word.to_string() } else { folded }
    }

    /// Appends the folded form of `word` to `out`.
    pub fn fold_into(&self, word: &str, out: &mut String) {
        if word.is_ascii() {
            let start = out.len();
            out.push_str(word);
            out.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
        } else {
            out.push_str(&self.fold(word));
        }
    }

    /// Lower case without folding accents: what stemmers expect.
    pub fn lower(&self, word: &str) -> String {
        let lower = self.nfkc.normalize(word).to_lowercase();
        lower.chars().map(plain_apostrophe).collect()
    }

    /// The word without accents, its case and apostrophes as they are.
    ///
    /// ```
    /// assert_eq!(kwic::text::Folder::new().bare("Élysée’s"), "Elysee’s");
    /// ```
    pub fn bare(&self, word: &str) -> String {
        match word.is_ascii() {
            true => word.to_string(),
            false => self.nfc.normalize(&self.without_marks(&self.nfd.normalize(word), |c| c)).into_owned(),
        }
    }

    fn without_marks(&self, decomposed: &str, other: impl Fn(char) -> char) -> String {
        let mut out = String::with_capacity(decomposed.len());
        let mut base = ' ';
        for c in decomposed.chars() {
            if self.category.get(c) == GeneralCategory::NonspacingMark {
                let dropped = match self.script.get(base) {
                    Script::Latin | Script::Greek => true,
                    Script::Cyrillic => base == 'е' && c == '\u{308}',
                    _ => matches!(c, '\u{64b}'..='\u{652}' | '\u{670}'),
                };
                if !dropped {
                    out.push(c);
                }
            } else {
                base = c;
                if c != '\u{640}' {
                    out.push(other(c));
                }
            }
        }
        out
    }
}

fn plain_apostrophe(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{ff07}' => '\'',
        _ => c,
    }
}
