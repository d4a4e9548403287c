//! How words are written: syllables, shorter ones for frequent words.

const CONSONANTS: [char; 16] = ['b', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z'];
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
const ENDS: [&str; 8] = ["", "n", "r", "s", "t", "l", "d", "m"];
/// How many syllables there are.
const SYLLABLES: u64 = 80;
/// Odd and no multiple of five: multiplying by it, modulo a power of [`SYLLABLES`], reaches every number.
const SCATTER: u64 = 1237;

/// Appends the form of the word with this rank. No two ranks have one form: a form is its syllables, a consonant and a
/// vowel each, and perhaps one more consonant.
pub fn push_form(rank: u64, out: &mut String) {
    let (mut number, mut length, mut level) = (rank, 1, SYLLABLES);
    while number >= level {
        number -= level;
        level = level.saturating_mul(SYLLABLES);
        length += 1;
    }
    // Words of like ranks do not stand side by side in a dictionary.
    let mut rest = (u128::from(number) * u128::from(SCATTER) % u128::from(level)) as u64;
    for _ in 0..length {
        let syllable = (rest % SYLLABLES) as usize;
        rest /= SYLLABLES;
        out.extend(CONSONANTS.get(syllable / VOWELS.len()));
        let vowel = VOWELS.get(syllable % VOWELS.len()).copied().unwrap_or('a');
        // Text in Latin letters is never ASCII alone.
        out.push(if vowel == 'e' && rank % 101 == 7 { 'é' } else { vowel });
    }
    if length > 1 {
        out.push_str(ENDS.get((rank % 8) as usize).unwrap_or(&""));
    }
}

/// Appends the form with a capital letter in front.
pub fn push_capital(rank: u64, out: &mut String) {
    let start = out.len();
    push_form(rank, out);
    if let Some(first) = out.get_mut(start..start + 1) {
        first.make_ascii_uppercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_words_are_written_alike() {
        let ranks = (0..30_000).chain((600_000..630_000).chain(u64::MAX - 100..u64::MAX));
        let forms: std::collections::HashSet<String> = ranks
            .map(|rank| {
                let mut form = String::new();
                push_form(rank, &mut form);
                form
            })
            .collect();
        assert_eq!(forms.len(), 60_100);
    }
}
