//! Near spellings of a word that the papers do not hold.

use rustc_hash::FxHashMap;

use crate::index::OpenIndex;

/// Up to `most` folded forms of the index that are spelt like `word`, which is
/// folded and not itself in the index: nearest first, then the most frequent.
pub fn near_words(index: &OpenIndex, word: &str, most: usize) -> Vec<String> {
    let length = word.chars().count();
    let reach = if length < 4 { 1 } else { 2 };
    let mut found: FxHashMap<&str, (usize, u64)> = FxHashMap::default();
    for segment in index.segments() {
        let lexicon = segment.store.lexicon();
        for id in 0..lexicon.folded_len() {
            let form = lexicon.folded(id);
            if form == word {
                return Vec::new();
            }
            let other = form.chars().count();
            if other.abs_diff(length) > reach {
                continue;
            }
            let distance = strsim::damerau_levenshtein(word, form);
            if distance <= reach {
                let count: u64 = lexicon.types_of(id).map(|id| u64::from(lexicon.count(id))).sum();
                found.entry(form).or_insert((distance, 0)).1 += count;
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(form, (distance, count))| (*distance, std::cmp::Reverse(*count), *form));
    found.into_iter().take(most).map(|(form, _)| form.to_string()).collect()
}
