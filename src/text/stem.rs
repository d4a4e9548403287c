//! Snowball stems by language.

use frostem::{Algorithm, Stemmer};

use super::{Casing, Folder};
use crate::model::language_code;

/// The Snowball stemmer of one language, over folded stems.
pub struct Stemming {
    stemmer: Option<Stemmer>,
    folder: Folder,
    casing: Casing,
}

impl Stemming {
    /// The stemmer for a language's code or tag (`en`, `fr-CA`).
    /// A paper whose language is not known is taken for English; a language
    /// without a Snowball stemmer has each word as its own stem.
    pub fn of(language: Option<&str>) -> Self {
        let code = language_code(language.unwrap_or("en")).unwrap_or_default();
        Stemming { stemmer: algorithm(&code).map(Stemmer::new), folder: Folder::new(), casing: Casing::of(&code) }
    }

    /// The folded stem of a word as written. A possessive ending goes first in
    /// English, as Snowball does it.
    ///
    /// ```
    /// let english = kwic::text::Stemming::of(Some("en"));
    /// assert_eq!(english.stem("Negotiations"), english.stem("negotiate"));
    /// assert_eq!(english.stem("Yeltsin’s"), "yeltsin");
    /// ```
    pub fn stem(&self, word: &str) -> String {
        let lower = self.casing.lower(word);
        match &self.stemmer {
            Some(stemmer) => self.folder.fold(&stemmer.stem(&lower)),
            None => self.folder.fold(&lower),
        }
    }
}

fn algorithm(code: &str) -> Option<Algorithm> {
    Some(match code {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "eo" => Algorithm::Esperanto,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sr" => Algorithm::Serbian,
        "st" => Algorithm::Sesotho,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    })
}
