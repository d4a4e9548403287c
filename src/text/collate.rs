//! Collation: the order in which people of a language look words up.

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;

use super::Folder;

/// Letters that folding takes for others, and that are letters of their own somewhere.
const OWN_LETTERS: &str = "äöüåñčšžřćçğşőűăâîșțąęõāģķļņėё";

/// A collation: that of the Unicode root (the default Unicode collation element
/// table), or what a language makes of it.
pub struct Collation {
    collator: CollatorBorrowed<'static>,
}

impl Collation {
    /// The root collation.
    ///
    /// # Errors
    /// None in practice: the data are compiled in.
    pub fn root() -> crate::Result<Self> {
        Collator::try_new(Default::default(), CollatorOptions::default())
            .map(|collator| Collation { collator })
            .map_err(|e| crate::Error::new(crate::error::Kind::Setting, "collation", e))
    }

    /// The collation of a language, by its tag (`sv`, `es-MX`); the root's where it has none of its own.
    ///
    /// ```
    /// # use kwic::text::Collation;
    /// assert!(Collation::of("sv").unwrap().compare("zebra", "ärende").is_lt());
    /// assert!(Collation::of("de").unwrap().compare("zebra", "ärende").is_gt());
    /// ```
    ///
    /// # Errors
    /// None in practice: the data are compiled in.
    pub fn of(language: &str) -> crate::Result<Self> {
        match collator(language, CollatorOptions::default()) {
            Some(collator) => Ok(Collation { collator }),
            None => Collation::root(),
        }
    }

    /// Whether letters that a search takes for one, as `ä` and `a`, are letters of their own in a language's dictionaries.
    ///
    /// ```
    /// # use kwic::text::Collation;
    /// assert!(Collation::parts_letters("sv") && Collation::parts_letters("tr"));
    /// assert!(!Collation::parts_letters("en") && !Collation::parts_letters("fr") && !Collation::parts_letters("ru"));
    /// ```
    pub fn parts_letters(language: &str) -> bool {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        let Some(collator) = collator(language, options) else { return false };
        let folder = Folder::new();
        let own = |letter: char| collator.compare(&letter.to_string(), &folder.fold(&letter.to_string())).is_ne();
        OWN_LETTERS.chars().any(own)
    }

    /// How two texts compare in this collation; distinct texts may compare as equal.
    pub fn compare(&self, left: &str, right: &str) -> std::cmp::Ordering {
        self.collator.compare(left, right)
    }

    /// A key for `text`: comparing two keys byte by byte compares their texts
    /// in this collation. Distinct texts that collate as equal have equal keys.
    pub fn key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(text.len() * 2 + 8);
        // Writing into a vector cannot fail.
        let _ = self.collator.write_sort_key_to(text, &mut key);
        key
    }
}

fn collator(language: &str, options: CollatorOptions) -> Option<CollatorBorrowed<'static>> {
    let locale: Locale = language.replace('_', "-").parse().ok()?;
    Collator::try_new(locale.into(), options).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_the_order_of_each_languages_dictionaries() {
        for (language, words) in [
            ("", "Ärzte Zebra Ωδή яблоко أب 爱"),
            ("sv", "Arv Zenit åtta ärende öra"),
            ("de", "Arm Ärmel Öl Ostsee Zoll"),
            ("es", "nación naval ñandú obra"),
            ("cs", "cena čas hora chata jaro"),
            ("da", "zone ære øre år"),
            ("tr", "cam çam ılık insan ot öz"),
            ("et", "sõda zoo täht"),
            ("ru", "ёж ещё жизнь"),
            ("uk", "гора ґанок день"),
            ("ar", "أمن بلد تاريخ حق"),
            ("zh", "爱 宝 出 东"),
            ("ja", "あい かがみ がっこう 人"),
            ("th", "กา เกาะ ขา แขน"),
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            let mut sorted = words.clone();
            let collation = Collation::of(language).unwrap();
            sorted.sort_by(|a, b| collation.compare(a, b));
            assert_eq!(sorted, words, "{language}");
        }
    }
}
