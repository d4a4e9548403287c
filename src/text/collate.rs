//! Collation: the order in which people of a language look words up.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};

/// The collation of the Unicode root (the default Unicode collation element table).
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
