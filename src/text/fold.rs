//! Folding: the form of a word that searches compare (`lc`).

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::{
    ComposingNormalizer, ComposingNormalizerBorrowed, DecomposingNormalizer, DecomposingNormalizerBorrowed,
};
use icu_properties::props::{GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

/// Folds words: NFKC, full case folding, typographic apostrophes as ASCII,
/// accents taken off Latin and Greek letters (the iota under a vowel and the dot of
/// `i` among them, so that Turkish `I`, `ı`, `İ`, `i` are one), Arabic vowel signs and
/// tatweel off, Cyrillic `ё` as `е`, the stress off Cyrillic vowels. Marks that make
/// another letter stay.
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
        let composed = self.nfkc.normalize(word);
        // Case folding makes a letter of the iota under a vowel.
        let cased = match composed.chars().any(|c| matches!(c, '\u{1f80}'..='\u{1ffc}' | '\u{345}')) {
            true => self.nfd.normalize(&composed).replace('\u{345}', ""),
            false => composed.into_owned(),
        };
        let cased = self.case.fold_string(&cased).into_owned();
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
                    Script::Cyrillic => match c {
                        '\u{308}' => matches!(base, 'е' | 'Е'),
                        // On other letters (Macedonian `ѓ`, `ќ`) it makes another.
                        '\u{301}' => "аеиоуыэюяієАЕИОУЫЭЮЯІЄ".contains(base),
                        _ => false,
                    },
                    _ => matches!(c, '\u{64b}'..='\u{652}' | '\u{670}'),
                };
                if !dropped {
                    out.push(c);
                }
            } else {
                base = c;
                if c != '\u{640}' {
                    out.push(other(if c == 'ı' { 'i' } else { c }));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that are one to a search, and words that are not.
    fn are_one(words: &[&str]) {
        let folder = Folder::new();
        let forms: Vec<String> = words.iter().map(|word| folder.fold(word)).collect();
        assert!(forms.windows(2).all(|pair| pair[0] == pair[1]), "{words:?} fold to {forms:?}");
    }

    fn differ(words: &[&str]) {
        let folder = Folder::new();
        let mut forms: Vec<String> = words.iter().map(|word| folder.fold(word)).collect();
        forms.sort();
        forms.dedup();
        assert_eq!(forms.len(), words.len(), "{words:?} fold to {forms:?}");
    }

    #[test]
    fn latin_letters_lose_accents_and_case() {
        are_one(&["Élysée", "ELYSEE", "e\u{301}lyse\u{301}e"]);
        are_one(&["Straße", "STRASSE", "strasse"]);
        are_one(&["Việt", "viet"]);
        are_one(&["l’homme", "L'HOMME"]);
        are_one(&["ﬁscal", "fiscal"]);
        differ(&["öl", "oel"]);
        differ(&["łódź", "lodz"]);
    }

    #[test]
    fn turkish_i_is_one_letter_with_and_without_its_dot() {
        are_one(&["İSTANBUL", "istanbul", "ISTANBUL"]);
        are_one(&["SINIR", "sınır", "Sınır", "sinir"]);
    }

    #[test]
    fn greek_letters_lose_all_their_accents() {
        are_one(&["ἀξιοπρέπειας", "αξιοπρεπειας", "ΑΞΙΟΠΡΕΠΕΙΑΣ", "αξιοπρέπειας"]);
        are_one(&["τῇ", "τη", "ΤΗ"]);
        are_one(&["προϋπόθεση", "προυποθεση"]);
        are_one(&["λόγος", "λόγοσ"]);
    }

    #[test]
    fn cyrillic_yo_is_ye_and_short_i_is_a_letter() {
        are_one(&["Ещё", "еще", "ЕЩЁ"]);
        are_one(&["Росси\u{301}я", "россия"]);
        differ(&["мой", "мои"]);
        differ(&["їх", "іх"]);
        differ(&["ѓон", "гон"]);
    }

    #[test]
    fn arabic_loses_vowel_signs_and_tatweel_and_keeps_hamza_and_madda() {
        are_one(&["كِتَابٌ", "كتاب", "كتـــاب"]);
        are_one(&["اعتُمد", "اعتمد"]);
        are_one(&["ﻛﺘﺎﺏ", "كتاب"]);
        differ(&["آن", "ان"]);
        differ(&["أمن", "امن"]);
    }

    #[test]
    fn marks_that_make_another_letter_stay() {
        differ(&["か", "が"]);
        differ(&["は", "ば", "ぱ"]);
        differ(&["कि", "की", "क"]);
        differ(&["ปา", "ป่า", "ป้า"]);
        differ(&["שׁ", "שׂ"]);
        differ(&["אַ", "אָ"]);
    }

    #[test]
    fn width_makes_no_difference() {
        are_one(&["ＮＡＴＯ", "nato"]);
        are_one(&["ｶﾞｲﾄﾞ", "ガイド"]);
        are_one(&["１９９６", "1996"]);
    }
}
