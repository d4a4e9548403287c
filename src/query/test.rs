//! Tests of one token.

use std::fmt::{Display, Formatter};
use std::sync::Arc;

use regex::Regex;
use regex_syntax::hir::literal::Extractor;

use crate::text::{Folder, Stemming};

/// Which attribute of a token a test looks at: one of its forms, or an annotation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// The form as written.
    Word,
    /// The folded form.
    Lc,
    /// The Snowball stem in the paper's language.
    Stem,
    /// What the source says of it under this name: `lemma`, `upos`.
    Annotation(Arc<str>),
}

impl Form {
    /// The form of this name, else the annotation.
    pub fn named(name: &str) -> Self {
        let form = FORMS.iter().find(|form| form.1 == name).map(|form| form.0.clone());
        form.unwrap_or_else(|| Form::Annotation(name.into()))
    }

    /// Its name in queries.
    pub fn name(&self) -> &str {
        match self {
            Form::Annotation(name) => name,
            form => FORMS.iter().find(|known| known.0 == *form).map_or("", |known| known.1),
        }
    }
}

/// Every form that each token has: its name in queries, and what it is.
pub const FORMS: &[(Form, &str, &str)] = &[
    (Form::Word, "word", "the form as written"),
    (Form::Lc, "lc", "the form folded for search: case and accents make no difference"),
    (Form::Stem, "stem", "the Snowball stem in the paper's language"),
];

/// A regular expression that a whole form or value must match, in the syntax of the `regex` crate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Regular {
    /// The expression.
    pub source: String,
    /// Whether case makes no difference (`%c`).
    pub ignore_case: bool,
    /// Whether accents make no difference (`%d`).
    pub ignore_accents: bool,
}

impl Regular {
    /// The expression as a matcher of whole values.
    ///
    /// # Errors
    /// What is no regular expression, or one too large.
    pub fn compile(&self) -> Result<Regex, regex::Error> {
        let source = if self.ignore_accents { Folder::new().bare(&self.source) } else { self.source.clone() };
        let flags = if self.ignore_case { "(?si)" } else { "(?s)" };
        Regex::new(&format!("{flags}^(?:{source})$"))
    }

    /// The expression as a function of a value: none passes one that does not compile.
    pub fn predicate(&self) -> Box<dyn Fn(&str) -> bool + Send + Sync> {
        let (folder, bare) = (Folder::new(), self.ignore_accents);
        match self.compile() {
            Ok(regex) if bare => Box::new(move |value| regex.is_match(&folder.bare(value))),
            Ok(regex) => Box::new(move |value| regex.is_match(value)),
            Err(_) => Box::new(|_| false),
        }
    }

    /// Texts with one of which every match begins, where there are a few such; empty where there are none.
    fn prefixes(&self) -> Vec<String> {
        let Ok(hir) = regex_syntax::Parser::new().parse(&self.source) else { return Vec::new() };
        let mut prefixes = Extractor::new().extract(&hir);
        prefixes.optimize_for_prefix_by_preference();
        let text = |literal: &regex_syntax::hir::literal::Literal| String::from_utf8(literal.as_bytes().to_vec()).ok();
        prefixes.literals().and_then(|all| all.iter().map(text).collect()).unwrap_or_default()
    }
}

/// What a form must be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wanted {
    /// Exactly this text (folded already for [`Form::Lc`], the word itself for [`Form::Stem`]).
    Text(String),
    /// Pieces that stand in this order with anything between: `None` is one
    /// character (`?`), `Some("")` any run (`*`), other pieces are literal.
    Wild(Vec<Option<String>>),
    /// Whatever the expression matches as a whole.
    Regex(Regular),
}

/// One form of a token, and what it must be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FormTest {
    /// The form that is looked at.
    pub form: Form,
    /// What it must be.
    pub wanted: Wanted,
}

/// A test of one token.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenTest {
    /// Any token passes.
    Every,
    /// What one form must be.
    Form(FormTest),
    /// What does not pass the other.
    Not(Box<TokenTest>),
    /// What passes all of them.
    All(Vec<TokenTest>),
    /// What passes one of them.
    Any(Vec<TokenTest>),
}

/// A token as tests see it: its word, its folded form, its annotations. For [`Form::Stem`] it gives the word.
pub type Look<'a> = &'a dyn Fn(&Form) -> Option<&'a str>;

/// Whether a token passes a test.
pub type Predicate = Box<dyn Fn(Look<'_>) -> bool + Send + Sync>;

impl TokenTest {
    /// A test of one form.
    pub fn form(form: Form, wanted: Wanted) -> Self {
        TokenTest::Form(FormTest { form, wanted })
    }

    /// The test as a function of a token. A stem is taken in `language`. A token without the
    /// annotation that is asked for does not pass.
    pub fn predicate(&self, language: Option<&str>) -> Predicate {
        let all = |tests: &[TokenTest]| tests.iter().map(|test| test.predicate(language)).collect::<Vec<_>>();
        match self {
            TokenTest::Every => Box::new(|_| true),
            TokenTest::Form(test) => {
                let (form, passes) = (test.form.clone(), test.predicate(language));
                Box::new(move |token| token(&form).is_some_and(&passes))
            }
            TokenTest::Not(test) => {
                let passes = test.predicate(language);
                Box::new(move |token| !passes(token))
            }
            TokenTest::All(tests) => {
                let tests = all(tests);
                Box::new(move |token| tests.iter().all(|passes| passes(token)))
            }
            TokenTest::Any(tests) => {
                let tests = all(tests);
                Box::new(move |token| tests.iter().any(|passes| passes(token)))
            }
        }
    }

    /// The tests of forms that it is made of.
    pub fn form_tests(&self) -> Vec<&FormTest> {
        match self {
            TokenTest::Every => Vec::new(),
            TokenTest::Form(test) => vec![test],
            TokenTest::Not(test) => test.form_tests(),
            TokenTest::All(tests) | TokenTest::Any(tests) => tests.iter().flat_map(TokenTest::form_tests).collect(),
        }
    }
}

impl Display for TokenTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            TokenTest::Every => write!(f, "[]"),
            test => {
                write!(f, "[")?;
                test.write(f)?;
                write!(f, "]")
            }
        }
    }
}

impl TokenTest {
    /// Writes the test as CQL, without the brackets around it.
    fn write(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let joined = |f: &mut Formatter<'_>, tests: &[TokenTest], sign: &str| {
            write!(f, "(")?;
            for (at, test) in tests.iter().enumerate() {
                write!(f, "{}", if at > 0 { sign } else { "" })?;
                test.write(f)?;
            }
            write!(f, ")")
        };
        match self {
            TokenTest::Every => write!(f, "word=\".*\""),
            TokenTest::Form(test) => write!(f, "{test}"),
            TokenTest::Not(test) => {
                write!(f, "!")?;
                test.write(f)
            }
            TokenTest::All(tests) => joined(f, tests, " & "),
            TokenTest::Any(tests) => joined(f, tests, " | "),
        }
    }
}

impl Display for FormTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let form = self.form.name();
        let quoted = |text: &str| text.replace('"', "\\\"");
        match &self.wanted {
            Wanted::Text(text) if self.form == Form::Stem => write!(f, "stem of \"{}\"", quoted(text)),
            Wanted::Text(text) => write!(f, "{form}==\"{}\"", quoted(text)),
            Wanted::Wild(pieces) => write!(f, "{form}=\"{}\"", quoted(&wildcard(pieces).source)),
            Wanted::Regex(regular) => {
                let flags = match (regular.ignore_case, regular.ignore_accents) {
                    (false, false) => "",
                    (true, false) => "%c",
                    (false, true) => "%d",
                    (true, true) => "%cd",
                };
                write!(f, "{form}=\"{}\"{flags}", quoted(&regular.source))
            }
        }
    }
}

impl FormTest {
    /// The test as a function of the form's text; of a stem, as a function of the word.
    pub fn predicate(&self, language: Option<&str>) -> Box<dyn Fn(&str) -> bool + Send + Sync> {
        let passes: Box<dyn Fn(&str) -> bool + Send + Sync> = match (&self.wanted, &self.form) {
            (Wanted::Text(text), Form::Stem) => {
                let stem = Stemming::of(language).stem(text);
                Box::new(move |form| form == stem)
            }
            (Wanted::Text(text), _) => {
                let text = text.clone();
                Box::new(move |form| form == text)
            }
            (Wanted::Wild(pieces), _) => wildcard(pieces).predicate(),
            (Wanted::Regex(regular), _) => regular.predicate(),
        };
        match self.form {
            Form::Stem => {
                let stemming = Stemming::of(language);
                Box::new(move |word| passes(&stemming.stem(word)))
            }
            _ => passes,
        }
    }

    /// Texts with one of which the form begins; empty where nothing is known of its beginning.
    pub fn prefixes(&self) -> Vec<String> {
        match &self.wanted {
            Wanted::Text(text) => vec![text.clone()],
            Wanted::Wild(pieces) => pieces.first().cloned().flatten().filter(|p| !p.is_empty()).into_iter().collect(),
            Wanted::Regex(regular) => regular.prefixes(),
        }
    }
}

/// A wildcard as a regular expression.
fn wildcard(pieces: &[Option<String>]) -> Regular {
    let piece = |piece: &Option<String>| match piece {
        None => ".".to_string(),
        Some(text) if text.is_empty() => ".*".to_string(),
        Some(text) => regex::escape(text),
    };
    Regular { source: pieces.iter().map(piece).collect(), ..Regular::default() }
}
