//! A blank-free piece of a query in the simple syntax: cut as papers are, with its wildcards.

use unicode_segmentation::UnicodeSegmentation;

use super::pattern::Pattern;
use super::test::{Form, TokenTest, Wanted};
use crate::text::{Folder, is_han, is_unspaced, words};

/// Words of scripts without spaces that stand together are nested so deep at most.
const DEEPEST_RUN: usize = 32;

/// So many letters may have been drawn to the word before at most.
const LONGEST_HEAD: usize = 3;

/// Fewer letters stand across the borders of other words by chance.
const LEAST_HAN: usize = 3;
const LEAST_LETTERS: usize = 6;

/// The patterns of a piece's words, one after the other.
pub(super) fn piece_tests(piece: &str, form: &Form, folder: &Folder) -> Vec<Pattern> {
    let (star, one) = (unused(piece, 'ᚠ'), unused(piece, 'ᛟ'));
    let lettered = |c: char| match c {
        '*' => star,
        '?' => one,
        c => c,
    };
    let letters: String = piece.chars().map(lettered).collect();
    let text = |from: usize, to: usize| letters.get(from..to).unwrap_or("");
    let mut cut: Vec<(usize, usize)> = Vec::new();
    words(&letters, |from, to| match cut.last_mut() {
        // Scripts whose letters do not join those that stand for wildcards.
        Some(last)
            if last.1 == from
                && (text(last.0, last.1).ends_with([star, one]) || text(from, to).starts_with([star, one])) =>
        {
            last.1 = to;
        }
        _ => cut.push((from, to)),
    });
    let test = |word: &str| token_test(word, [star, one], form, folder);
    let wild = letters.contains([star, one]);
    let mut tests: Vec<Pattern> = Vec::new();
    let mut rest = cut.as_slice();
    while let Some(((from, to), after)) = rest.split_first() {
        let together = |pair: &&[(usize, usize)]| match pair {
            [before, next] => before.1 == next.0 && text(next.0, next.1).starts_with(is_unspaced),
            _ => false,
        };
        let unspaced = *form == Form::Lc && !wild && text(*from, *to).starts_with(is_unspaced);
        let length = 1 + if unspaced { rest.windows(2).take_while(together).count() } else { 0 };
        if (2..=DEEPEST_RUN).contains(&length) {
            let (run, behind) = rest.split_at(length);
            let run: Vec<&str> = run.iter().map(|(from, to)| text(*from, *to)).collect();
            tests.push(Run { folder }.pattern(&run));
            rest = behind;
        } else {
            tests.push(Pattern::Token(test(text(*from, *to))));
            rest = after;
        }
    }
    tests
}

/// Words that stand together, in a script that sets no spaces: found wherever their letters stand across a border of
/// words, as a paper's words hang on what is beside them.
struct Run<'a> {
    folder: &'a Folder,
}

impl Run<'_> {
    fn pattern(&self, run: &[&str]) -> Pattern {
        let letters = run.concat();
        let mut ways = vec![self.at_a_border(run)];
        // A word before may have drawn the first letters to it: `国会 员国`.
        let heads = letters.grapheme_indices(true).map(|(at, _)| at).skip(1);
        if heads.clone().count() + 1 >= if is_han(&letters) { LEAST_HAN } else { LEAST_LETTERS } {
            let split = heads.take(LONGEST_HEAD).filter_map(|at| letters.split_at_checked(at));
            ways.extend(split.map(|(head, rest)| self.behind(head, rest)));
        }
        Pattern::Alternatives(ways)
    }

    /// Cut from the same border on, a paper has the same words up to one that may take in what follows: `联合 国` reads
    /// `联合 国之` before `之`. So from every border on, the rest may also be how a longer word begins.
    fn at_a_border(&self, run: &[&str]) -> Pattern {
        match run {
            [] => Pattern::Sequence(Vec::new()),
            [last] => self.begins(last),
            [first, last] => Pattern::Sequence(vec![self.exact(first), self.begins(last)]),
            [first, rest @ ..] => Pattern::Sequence(vec![
                self.exact(first),
                Pattern::Alternatives(vec![self.begins(&rest.concat()), self.at_a_border(rest)]),
            ]),
        }
    }

    /// The same where a word before ends with `head`.
    fn behind(&self, head: &str, rest: &str) -> Pattern {
        let mut cut = Vec::new();
        words(rest, |from, to| cut.extend(rest.get(from..to)));
        let ends = self.test(Wanted::Wild(vec![Some(String::new()), Some(self.folder.fold(head))]));
        Pattern::Sequence(vec![ends, self.at_a_border(&cut)])
    }

    fn begins(&self, rest: &str) -> Pattern {
        self.test(Wanted::Wild(vec![Some(self.folder.fold(rest)), Some(String::new())]))
    }

    fn exact(&self, word: &str) -> Pattern {
        self.test(Wanted::Text(self.folder.fold(word)))
    }

    fn test(&self, wanted: Wanted) -> Pattern {
        Pattern::Token(TokenTest::form(Form::Lc, wanted))
    }
}

/// The test of one word, in which `star` and `one` stand for wildcards.
fn token_test(word: &str, [star, one]: [char; 2], form: &Form, folder: &Folder) -> TokenTest {
    let fold = |text: &str| if *form == Form::Lc { folder.fold(text) } else { text.to_string() };
    if !word.contains([star, one]) {
        return TokenTest::form(form.clone(), Wanted::Text(fold(word)));
    }
    if word.chars().all(|c| c == star) {
        return TokenTest::Every;
    }
    let mut pieces = Vec::new();
    let mut literal = String::new();
    for c in word.chars().chain([star]) {
        if c != star && c != one {
            literal.push(c);
            continue;
        }
        if !literal.is_empty() {
            pieces.push(Some(fold(&literal)));
            literal.clear();
        }
        pieces.push(if c == star { Some(String::new()) } else { None });
    }
    pieces.pop();
    TokenTest::form(form.clone(), Wanted::Wild(pieces))
}

/// A letter of `first`'s block that does not occur in `piece`: it stands for a
/// wildcard while the piece is cut, because a wildcard is part of its word.
fn unused(piece: &str, first: char) -> char {
    (0..16).filter_map(|step| char::from_u32(first as u32 + step)).find(|c| !piece.contains(*c)).unwrap_or(first)
}
