//! Counting certain words of a text, whatever their case.

use std::borrow::Cow;

use aho_corasick::AhoCorasick;

use super::lines::HYPHENS;

/// Counts certain words. Of a word that is broken over a line end no part counts.
pub struct WordCounter {
    automaton: Option<AhoCorasick>,
    words: usize,
    ascii: bool,
}

impl WordCounter {
    /// For words in lower case.
    pub fn new(words: Vec<String>) -> Self {
        WordCounter {
            // A set of words too large for an automaton gives no evidence.
            automaton: AhoCorasick::builder().ascii_case_insensitive(true).build(&words).ok(),
            words: words.len(),
            ascii: words.iter().all(|w| w.is_ascii()),
        }
    }

    /// How often each of the words stands in `text`, in their order.
    pub fn count(&self, text: &str) -> Vec<usize> {
        let text = if self.ascii { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) };
        let mut counts = vec![0; self.words];
        for found in self.automaton.iter().flat_map(|a| a.find_overlapping_iter(&*text)) {
            let before = text.get(..found.start()).unwrap_or("");
            let after = text.get(found.end()..).unwrap_or("");
            if let Some(count) = counts.get_mut(found.pattern().as_usize())
                && stands_alone(before, after)
            {
                *count += 1;
            }
        }
        counts
    }
}

/// Whether what stands between `before` and `after` is a word, and no part of a broken one.
fn stands_alone(before: &str, after: &str) -> bool {
    if before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric) {
        return false;
    }
    let line = before.trim_end();
    let continues = line.ends_with(HYPHENS) && before.get(line.len()..).is_some_and(|gap| gap.contains('\n'));
    let breaks = after.strip_prefix(HYPHENS).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with('\n'));
    !continues && !breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_count_and_parts_of_broken_ones_do_not() {
        let text =
            "Co-operation and cooperation; COOPERATION is no nego-\n  tiation, the Élysée said of co-operations.";
        let words = ["co-operation", "cooperation", "nego", "tiation", "operation", "élysée"].map(String::from);
        assert_eq!(WordCounter::new(words.to_vec()).count(text), [1, 2, 0, 0, 1, 1]);
    }
}
