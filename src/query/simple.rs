//! The simple query syntax: what people type into a search box, and a little more.

use super::mistake::{DEEPEST, mistake};
use super::pattern::{LONGEST_REPEAT, Pattern};
use super::piece::piece_tests;
use super::test::{Form, FormTest, TokenTest, Wanted};
use crate::error::{Error, Result};
use crate::text::Folder;

/// Reads a query in the simple syntax. `case` makes plain words case-sensitive.
///
/// | write | finds |
/// |---|---|
/// | `arms control` | the phrase |
/// | `russia*` `*ization` `wom?n` | wildcards inside a word |
/// | `(nato\|osce) expansion` | alternatives |
/// | `arms _ treaty`, `arms _{0,3} treaty` | gaps |
/// | `nato NEAR/5 russia` | either order, at most five tokens between |
/// | `=US` | this written form |
/// | `~negotiate` | every form with the same stem |
/// | `"near"` | quotes only group |
///
/// # Errors
/// What cannot be read, with a caret under its place, and a query that asks for no word.
pub fn parse_simple(query: &str, case: bool) -> Result<Pattern> {
    let mut parser = Parser { query, at: 0, depth: 0, case, folder: Folder::new() };
    let pattern = parser.alternatives()?;
    if parser.peek() == Some(')') {
        return Err(parser.error(
            parser.at,
            "this bracket closes none that is open",
            "take it out, or open one before it with `(`",
        ));
    }
    match pattern {
        Some(pattern) if pattern.asks_for_a_word() => Ok(pattern),
        Some(_) => Err(parser.error(
            0,
            "only wildcards: every token would be a hit",
            "add at least one word, as in `arms _ treaty`",
        )),
        None => Err(parser.error(0, "no word to look for", "write a word or a phrase, as in `arms control`")),
    }
}

struct Parser<'a> {
    query: &'a str,
    at: usize,
    depth: usize,
    case: bool,
    folder: Folder,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.query.get(self.at..).unwrap_or("")
    }

    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.rest().chars().next()
    }

    fn alternatives(&mut self) -> Result<Option<Pattern>> {
        let mut branches = Vec::new();
        loop {
            let start = self.at;
            let branch = self.nears()?;
            let bar = self.peek() == Some('|');
            match branch {
                Some(branch) => branches.push(branch),
                None if bar || !branches.is_empty() => {
                    return Err(self.error(start, "an alternative is empty", "write a word on both sides of each `|`"));
                }
                None => return Ok(None),
            }
            if !bar {
                break;
            }
            self.at += 1;
        }
        Ok(if branches.len() > 1 { Some(Pattern::Alternatives(branches)) } else { branches.pop() })
    }

    fn nears(&mut self) -> Result<Option<Pattern>> {
        let mut left = self.sequence()?;
        let mut chained = 0;
        loop {
            self.peek();
            let start = self.at;
            let Some(between) = self.near_operator()? else { return Ok(left) };
            chained += 1;
            if chained > 4 {
                return Err(self.error(
                    start,
                    "more than four NEAR in a row",
                    "ask for fewer words, or put some in one phrase",
                ));
            }
            match (left, self.sequence()?) {
                (Some(before), Some(after)) => left = Some(Pattern::near(before, after, between)),
                _ => {
                    return Err(self.error(
                        start,
                        "NEAR wants a word on both sides",
                        "write it as in `nato NEAR/5 russia`; to find the word itself, write \"near\"",
                    ));
                }
            }
        }
    }

    fn near_operator(&mut self) -> Result<Option<u32>> {
        let start = self.at;
        let Some(rest) = self.rest().strip_prefix("NEAR") else { return Ok(None) };
        if rest.chars().next().is_some_and(|c| c != '/' && !ends_item(c)) {
            return Ok(None);
        }
        let digits: String = rest.chars().skip(1).take_while(char::is_ascii_digit).collect();
        let number = digits.parse().ok().filter(|n| *n <= LONGEST_REPEAT);
        match number {
            Some(number) if rest.starts_with('/') => {
                self.at += "NEAR/".len() + digits.len();
                Ok(Some(number))
            }
            _ => Err(self.error(
                start,
                format!("NEAR wants a number from 0 to {LONGEST_REPEAT}"),
                "write it as in `nato NEAR/5 russia`; to find the word itself, write \"near\"",
            )),
        }
    }

    fn sequence(&mut self) -> Result<Option<Pattern>> {
        let mut parts = Vec::new();
        let mut seen = false;
        while let Some(c) = self.peek() {
            if matches!(c, ')' | '|') || self.at_near() {
                break;
            }
            seen = true;
            parts.extend(self.item(c)?);
        }
        Ok(match parts.len() {
            0 if seen => {
                return Err(self.error(
                    0,
                    "nothing but punctuation",
                    "kwic finds words; punctuation stands between them",
                ));
            }
            0 => None,
            1 => parts.pop(),
            _ => Some(Pattern::Sequence(parts)),
        })
    }

    fn at_near(&self) -> bool {
        self.rest()
            .strip_prefix("NEAR")
            .is_some_and(|rest| rest.chars().next().is_none_or(|c| c == '/' || ends_item(c)))
    }

    fn item(&mut self, first: char) -> Result<Vec<Pattern>> {
        match first {
            '(' => self.group().map(|group| vec![group]),
            '"' | '“' | '”' => self.quoted(),
            '=' => self.marked(Form::Word),
            '~' => self.marked(Form::Stem),
            '_' if self.rest().chars().nth(1).is_none_or(|c| c == '{' || ends_item(c)) => {
                self.gap().map(|gap| vec![gap])
            }
            _ => {
                let form = if self.case { Form::Word } else { Form::Lc };
                let start = self.at;
                let word = self.take_word();
                self.tests(word, start, &form)
            }
        }
    }

    fn group(&mut self) -> Result<Pattern> {
        let start = self.at;
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(
                start,
                format!("more than {DEEPEST} brackets in one another"),
                "write the query flatter",
            ));
        }
        let inner = self.alternatives()?;
        if self.peek() != Some(')') {
            return Err(self.error(start, "this bracket is not closed", "close it with `)`"));
        }
        self.at += 1;
        self.depth -= 1;
        inner.ok_or_else(|| {
            self.error(start, "nothing stands in these brackets", "write alternatives as in `(nato|osce)`")
        })
    }

    fn quoted(&mut self) -> Result<Vec<Pattern>> {
        let start = self.at;
        let open = self.rest().chars().next().map_or(1, char::len_utf8);
        let inside = self.rest().get(open..).unwrap_or("");
        let Some(close) = inside.find(['"', '“', '”']) else {
            return Err(self.error(start, "this quotation mark is not closed", "close it with `\"`"));
        };
        let text = inside.get(..close).unwrap_or("");
        let end = close + inside.get(close..).unwrap_or("").chars().next().map_or(1, char::len_utf8);
        self.at += open + end;
        let form = if self.case { Form::Word } else { Form::Lc };
        let mut parts = Vec::new();
        for chunk in text.split_whitespace() {
            parts.extend(self.tests(chunk, start, &form)?);
        }
        if parts.is_empty() {
            return Err(self.error(
                start,
                "no word stands between these quotation marks",
                "kwic finds words; punctuation stands between them",
            ));
        }
        Ok(parts)
    }

    fn marked(&mut self, form: Form) -> Result<Vec<Pattern>> {
        let start = self.at;
        self.at += 1;
        let word = self.take_word();
        let tests = self.tests(word, start + 1, &form)?;
        if tests.is_empty() {
            let (sign, example) = if form == Form::Stem { ("~", "~negotiate") } else { ("=", "=US") };
            return Err(self.error(
                start,
                format!("`{sign}` wants a word right behind it"),
                format!("write it as in `{example}`"),
            ));
        }
        Ok(tests)
    }

    fn gap(&mut self) -> Result<Pattern> {
        let start = self.at;
        self.at += 1;
        let Some(inside) = self.rest().strip_prefix('{') else { return Ok(Pattern::gap(1, 1)) };
        let wrong = |parser: &Self, cause: String| parser.error(start, cause, "write a gap as `_`, `_{3}` or `_{0,3}`");
        let Some(close) = inside.find('}') else { return Err(wrong(self, "this brace is not closed".into())) };
        let inside = inside.get(..close).unwrap_or("");
        let (low, high) = inside.split_once(',').unwrap_or((inside, inside));
        let (Ok(min), Ok(max)) = (low.trim().parse::<u32>(), high.trim().parse::<u32>()) else {
            return Err(wrong(self, "a gap wants one or two numbers".into()));
        };
        if min > max || max == 0 || max > LONGEST_REPEAT {
            return Err(wrong(self, format!("a gap goes from fewer tokens to more, at most {LONGEST_REPEAT}")));
        }
        self.at += close + 2;
        Ok(Pattern::gap(min, max))
    }

    fn take_word(&mut self) -> &'a str {
        let rest = self.rest();
        let ends = |(at, c): (usize, char)| {
            let letters = [
                rest.get(..at).and_then(|text| text.chars().next_back()),
                rest.get(at + c.len_utf8()..).and_then(|text| text.chars().next()),
            ];
            // In Hebrew it is the sign of an acronym.
            let within = c == '"' && letters.iter().all(|letter| letter.is_some_and(is_hebrew));
            (ends_item(c) && !within).then_some(at)
        };
        let end = rest.char_indices().find_map(ends).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    /// The tests of one blank-free piece of the query.
    fn tests(&self, piece: &str, start: usize, form: &Form) -> Result<Vec<Pattern>> {
        if let Some(brace) = piece.find(['{', '}']) {
            return Err(self.error(start + brace, "a brace stands only behind `_`", "write a gap as `_{0,3}`"));
        }
        let tests = piece_tests(piece, form, &self.folder);
        let wild = |pattern: &Pattern| {
            matches!(pattern, Pattern::Token(TokenTest::Form(FormTest { wanted: Wanted::Wild(_), .. })))
        };
        if *form == Form::Stem && tests.iter().any(wild) {
            return Err(self.error(start, "a stem takes no wildcards", "write `~negotiate` or `negotiat*`"));
        }
        Ok(tests)
    }

    fn error(&self, at: usize, cause: impl std::fmt::Display, remedy: impl std::fmt::Display) -> Error {
        mistake(self.query, at, cause, remedy)
    }
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5b0}'..='\u{5ea}')
}

fn ends_item(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '|' | '"' | '“' | '”')
}
