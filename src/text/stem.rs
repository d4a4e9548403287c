//! Snowball stems by language.

use frostem::{Algorithm, Stemmer};

use super::Folder;

/// The Snowball stemmer of one language, over folded stems.
pub struct Stemming {
    stemmer: Option<Stemmer>,
    folder: Folder,
}

impl Stemming {
    /// The stemmer for a language tag (`en`, `fr-CA`); its first part decides.
    /// A paper that does not say its language is taken for English; a language
    /// without a Snowball stemmer has each word as its own stem.
    pub fn of(language: Option<&str>) -> Self {
        let tag = language.unwrap_or("en").to_lowercase();
        let code = tag.split(['-', '_']).next().unwrap_or_default();
        Stemming { stemmer: algorithm(code).map(Stemmer::new), folder: Folder::new() }
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
        let lower = self.folder.lower(word);
        match &self.stemmer {
            Some(stemmer) => self.folder.fold(&stemmer.stem(&lower)),
            None => self.folder.fold(&lower),
        }
    }
}

fn algorithm(code: &str) -> Option<Algorithm> {
    Some(match code {
        "ar" | "ara" => Algorithm::Arabic,
        "da" | "dan" => Algorithm::Danish,
        "de" | "deu" | "ger" => Algorithm::German,
        "el" | "ell" => Algorithm::Greek,
        "en" | "eng" | "english" => Algorithm::English,
        "es" | "spa" => Algorithm::Spanish,
        "fi" | "fin" => Algorithm::Finnish,
        "fr" | "fra" | "fre" => Algorithm::French,
        "hu" | "hun" => Algorithm::Hungarian,
        "it" | "ita" => Algorithm::Italian,
        "nl" | "nld" | "dut" => Algorithm::Dutch,
        "no" | "nb" | "nn" | "nor" => Algorithm::Norwegian,
        "pt" | "por" => Algorithm::Portuguese,
        "ro" | "ron" => Algorithm::Romanian,
        "ru" | "rus" => Algorithm::Russian,
        "sv" | "swe" => Algorithm::Swedish,
        "tr" | "tur" => Algorithm::Turkish,
        _ => return None,
    })
}
