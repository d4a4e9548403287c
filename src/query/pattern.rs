//! What a query asks for, whatever syntax it was written in.

use regex::Regex;

use crate::text::{Folder, Stemming};

/// The longest gap or repetition, in tokens.
pub(super) const LONGEST_REPEAT: u32 = 200;

/// Which form of a token a test looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// The form as written.
    Word,
    /// The folded form.
    Lc,
    /// The Snowball stem in the paper's language.
    Stem,
}

/// What the form must be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wanted {
    /// Any token at all.
    Every,
    /// Exactly this text (folded already for [`Form::Lc`], as written for the others).
    Text(String),
    /// Pieces that stand in this order with anything between: `None` is one
    /// character (`?`), `Some("")` any run (`*`), other pieces are literal.
    Wild(Vec<Option<String>>),
}

/// Whether a word and its folded form pass a test.
pub type Predicate = Box<dyn Fn(&str, &str) -> bool + Send + Sync>;

/// A test of one token.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenTest {
    /// The form that is looked at.
    pub form: Form,
    /// What it must be.
    pub wanted: Wanted,
}

impl TokenTest {
    /// The test that every token passes.
    pub fn every() -> Self {
        TokenTest { form: Form::Word, wanted: Wanted::Every }
    }

    /// The test as a function of a word and its folded form. A stem is taken in `language`.
    pub fn predicate(&self, language: Option<&str>) -> Predicate {
        match (&self.wanted, self.form) {
            (Wanted::Every, _) => Box::new(|_, _| true),
            (Wanted::Text(text), Form::Stem) => {
                let stemming = Stemming::of(language);
                let stem = stemming.stem(text);
                Box::new(move |word, _| stemming.stem(word) == stem)
            }
            (Wanted::Text(text), Form::Word) => {
                let text = text.clone();
                Box::new(move |word, _| word == text)
            }
            (Wanted::Text(text), Form::Lc) => {
                let text = text.clone();
                Box::new(move |_, lc| lc == text)
            }
            (Wanted::Wild(pieces), form) => match (wildcard(pieces), form) {
                (None, _) => Box::new(|_, _| false),
                (Some(regex), Form::Lc) => Box::new(move |_, lc| regex.is_match(lc)),
                (Some(regex), _) => Box::new(move |word, _| regex.is_match(word)),
            },
        }
    }

    /// The text that every match of a wildcard begins with.
    pub fn literal_prefix(&self) -> &str {
        match &self.wanted {
            Wanted::Text(text) => text,
            Wanted::Wild(pieces) => match pieces.first() {
                Some(Some(piece)) => piece,
                _ => "",
            },
            Wanted::Every => "",
        }
    }
}

/// A regex that matches a whole form. `None` where the pattern is too large to compile.
fn wildcard(pieces: &[Option<String>]) -> Option<Regex> {
    let body: String = pieces
        .iter()
        .map(|piece| match piece {
            None => ".".to_string(),
            Some(text) if text.is_empty() => ".*".to_string(),
            Some(text) => regex::escape(text),
        })
        .collect();
    Regex::new(&format!("(?s)^(?:{body})$")).ok()
}

/// What a query asks for. A hit is, for each token at which the pattern can
/// begin, the shortest span of one token or more that it matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// One token.
    Token(TokenTest),
    /// One after the other.
    Sequence(Vec<Pattern>),
    /// One of these.
    Alternatives(Vec<Pattern>),
    /// `pattern` from `min` to `max` times.
    Repeat {
        /// What is repeated.
        pattern: Box<Pattern>,
        /// At least so many times.
        min: u32,
        /// At most so many times.
        max: u32,
    },
}

impl Pattern {
    /// `left` and `right` in either order with at most `between` tokens between them.
    pub fn near(left: Pattern, right: Pattern, between: u32) -> Self {
        let gap = || Pattern::gap(0, between);
        Pattern::Alternatives(vec![
            Pattern::Sequence(vec![left.clone(), gap(), right.clone()]),
            Pattern::Sequence(vec![right, gap(), left]),
        ])
    }

    /// From `min` to `max` tokens of any kind.
    pub fn gap(min: u32, max: u32) -> Self {
        Pattern::Repeat { pattern: Box::new(Pattern::Token(TokenTest::every())), min, max }
    }

    /// Every test in the pattern, each once, in the order met.
    pub fn tests(&self) -> Vec<&TokenTest> {
        let mut tests = Vec::new();
        self.visit(&mut |test| {
            if !tests.contains(&test) {
                tests.push(test);
            }
        });
        tests
    }

    /// Whether a stem is asked for, so that the paper's language decides.
    pub fn needs_language(&self) -> bool {
        self.tests().iter().any(|test| test.form == Form::Stem)
    }

    /// Whether some word is asked for, and not only gaps.
    pub fn asks_for_a_word(&self) -> bool {
        self.tests().iter().any(|test| match &test.wanted {
            Wanted::Every => false,
            Wanted::Text(_) => true,
            Wanted::Wild(pieces) => pieces.iter().flatten().any(|piece| !piece.is_empty()),
        })
    }

    /// The words asked for as plain text, for suggesting near spellings.
    pub fn plain_words(&self, folder: &Folder) -> Vec<String> {
        let texts = self.tests().into_iter().filter_map(|test| match &test.wanted {
            Wanted::Text(text) => Some(folder.fold(text)),
            _ => None,
        });
        texts.collect()
    }

    fn visit<'a>(&'a self, see: &mut impl FnMut(&'a TokenTest)) {
        match self {
            Pattern::Token(test) => see(test),
            Pattern::Sequence(parts) | Pattern::Alternatives(parts) => {
                for part in parts {
                    part.visit(see);
                }
            }
            Pattern::Repeat { pattern, .. } => pattern.visit(see),
        }
    }
}
