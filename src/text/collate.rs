//! Collation: the order in which people of a language look words up.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;

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
        let Ok(locale) = language.replace('_', "-").parse::<Locale>() else { return Collation::root() };
        match Collator::try_new(locale.into(), CollatorOptions::default()) {
            Ok(collator) => Ok(Collation { collator }),
            Err(_) => Collation::root(),
        }
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
