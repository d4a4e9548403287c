//! What is written together: one word, several words that share their letters, or signs between words.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::laid::Token;
use crate::papers::letters_of;

/// What stands at one place of the text, and what white space stands behind it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub written: String,
    /// Its tokens, counted from the section's first; none: signs between words.
    pub tokens: Range<usize>,
    pub behind: String,
}

/// White space that the section begins with, and its units; a sentence begins with each of `starts`, which are
/// places among the units.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Units {
    pub opening: String,
    pub units: Vec<Unit>,
    pub starts: Vec<usize>,
}

impl Units {
    /// The units of a section.
    pub fn new(tokens: &[Token<'_>], tail: &str) -> Self {
        let mut all = Units::default();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let border = if at == 0 { 0 } else { border(token) };
            let (before, behind) = token.gap.split_at_checked(border).unwrap_or((token.gap, ""));
            all.between(before);
            if at == 0 || token.sentence {
                all.starts.push(all.units.len());
            }
            all.between(behind);
            let end = together(tokens, at);
            let written = tokens.get(at..end).unwrap_or_default().iter().map(|token| token.written).collect();
            all.units.push(Unit { written, tokens: at..end, behind: String::new() });
            at = end;
        }
        if tokens.is_empty() && !tail.is_empty() {
            all.starts.push(0);
        }
        all.between(tail);
        all
    }

    /// The units of each sentence of a stretch of tokens that begins and ends with sentences.
    pub fn sentences(&self, tokens: &Range<usize>) -> Vec<Range<usize>> {
        let ends = self.starts.iter().skip(1).copied().chain([self.units.len()]);
        let all = self.starts.iter().copied().zip(ends).map(|(start, end)| start..end);
        let is_there = |units: &Range<usize>| {
            let units = self.units.get(units.clone()).unwrap_or_default();
            units.iter().find(|unit| !unit.tokens.is_empty()).is_some_and(|unit| tokens.contains(&unit.tokens.start))
        };
        all.filter(is_there).collect()
    }

    /// Adds what stands between words: white space to what is before it, signs as units of their own.
    fn between(&mut self, gap: &str) {
        let mut last = "";
        for sign in gap.graphemes(true) {
            let blank = sign.chars().all(char::is_whitespace);
            match self.units.last_mut() {
                Some(unit) if blank => unit.behind.push_str(sign),
                None if blank => self.opening.push_str(sign),
                Some(unit) if sign == last => unit.written.push_str(sign),
                _ => self.units.push(Unit { written: sign.to_string(), tokens: 0..0, behind: String::new() }),
            }
            last = sign;
        }
    }
}

/// How much of the gap before a token that begins a sentence belongs to the sentence before it.
fn border(token: &Token<'_>) -> usize {
    let gap = token.gap;
    if !token.sentence {
        return 0;
    }
    let last = if token.paragraph { gap.rfind('\n') } else { gap.rfind(char::is_whitespace) };
    let Some(last) = last else { return gap.len() };
    let rest = gap.get(last..).unwrap_or("");
    gap.len() - rest.trim_start().len()
}

/// The end of the tokens that share their letters with the one at `at`: the longest stretch without a gap whose
/// letters are shared out as a reader would.
fn together(tokens: &[Token<'_>], at: usize) -> usize {
    let is_word = |token: &Token<'_>| token.written != token.word || token.word.contains(char::is_alphanumeric);
    let run = tokens.get(at..).unwrap_or_default();
    let run = run.iter().enumerate().take_while(|(nth, token)| is_word(token) && (*nth == 0 || is_glued(token)));
    let run: Vec<&Token<'_>> = run.map(|(_, token)| token).take(MOST).collect();
    let last = run.iter().rposition(|token| token.written != token.word);
    let Some(last) = last else { return at + 1 };
    let fits = |length: &usize| {
        let some = run.get(..*length).unwrap_or_default();
        let written: String = some.iter().map(|token| token.written).collect();
        let words: Vec<&str> = some.iter().map(|token| token.word).collect();
        let own: Vec<usize> = some.iter().map(|token| token.written.len()).collect();
        some.iter().any(|token| token.written != token.word) && letters_of(&written, &words) == own
    };
    at + (1..=(last + 2).min(run.len())).rev().find(fits).unwrap_or(1)
}

/// The most words that share their letters.
const MOST: usize = 12;

fn is_glued(token: &Token<'_>) -> bool {
    token.gap.is_empty() && !token.sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(gap: &'static str, word: &'static str, written: &'static str) -> Token<'static> {
        let sentence = gap.starts_with(['.', '!']);
        Token { id: 0, gap, word, written, paragraph: gap.contains('\n'), sentence, page: None }
    }

    fn shown(tokens: &[Token<'_>], tail: &str) -> String {
        let units = Units::new(tokens, tail);
        let mut shown = units.opening.clone();
        for (at, unit) in units.units.iter().enumerate() {
            shown.push_str(if units.starts.contains(&at) { "|" } else { "" });
            shown.push_str(&format!("{}{}[{}]", unit.written, unit.tokens.len(), unit.behind.replace('\n', "¶")));
        }
        shown
    }

    #[test]
    fn words_that_share_letters_are_one_unit() {
        let tokens = [token("", "say", "say"), token(" ", "de", "d"), token("", "le", "u"), token(", ", "été", "été")];
        assert_eq!(shown(&tokens, "!"), "|say1[ ]du2[],0[ ]été1[]!0[]");
        // The first letter is that of its word, and so is the last.
        let tokens = [token("", "a", "a"), token("", "el", "l"), token(" ", "em", "n"), token("", "a", "a")];
        assert_eq!(shown(&tokens, ""), "|al2[ ]na2[]");
    }

    #[test]
    fn signs_stand_with_the_sentence_that_they_close_or_open() {
        let tokens = [token("“", "Go", "Go"), token(".” (", "Why", "Why"), token("...\n\n— “", "So", "So")];
        let mut tokens = tokens;
        tokens[2].sentence = true;
        assert_eq!(shown(&tokens, "\n"), "|“0[]Go1[].0[]”0[ ]|(0[]Why1[]...0[¶¶]|—0[ ]“0[]So1[¶]");
        assert_eq!(shown(&[], " ***"), " |***0[]");
    }
}
