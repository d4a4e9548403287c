//! Options that say which tokens are counted, and by which form.

use std::path::{Path, PathBuf};

use clap::Args;

use kwic::counts::Vocabulary;
use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::query::{Form, Spans, TokenTest, Wanted, parse_cql, parse_simple};
use kwic::report::plain;
use kwic::search::{Chosen, annotated};
use kwic::text::{Folder, words};
use kwic::{Error, Result};

use super::say;

/// Which tokens are counted, and by which form.
#[derive(Args)]
pub struct TokenOptions {
    /// Count by lc (case and accents make no difference), word (as written), stem, or an annotation of the papers
    /// (lemma, upos …: see `kwic layers`)
    #[arg(long, value_name = "FORM", default_value = "lc", value_parser = form)]
    pub form: Form,
    /// Leave out the words of a file, one a line; # begins a remark
    #[arg(long, value_name = "FILE")]
    pub stop: Option<PathBuf>,
}

/// Reads the name of a form, or of an annotation.
fn form(name: &str) -> std::result::Result<Form, String> {
    Ok(Form::named(&name.trim().to_lowercase()))
}

impl TokenOptions {
    /// The forms of the index, of tokens that pass `only`.
    pub fn vocabulary<'a>(&self, index: &'a OpenIndex, only: Option<&TokenTest>) -> Vocabulary<'a> {
        Vocabulary::new(index, self.form.clone(), only)
    }

    /// The chosen sections of papers that have the annotations which are asked for; says which have not.
    ///
    /// # Errors
    /// An annotation that no paper has.
    pub fn looked_at(&self, index: &OpenIndex, tests: &[&Option<TokenTest>], chosen: &Chosen) -> Result<Chosen> {
        let tests =
            tests.iter().filter_map(|test| test.as_ref()).flat_map(|test| test.form_tests()).map(|test| &test.form);
        let forms: Vec<&Form> = [&self.form].into_iter().chain(tests).collect();
        let (chosen, notes) = annotated(index, &forms, chosen)?;
        notes.iter().for_each(|note| say(&plain(&format!("note: {note}."))));
        Ok(chosen)
    }

    /// What a token must be to be counted: what fits `pattern` and is no stop word.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn test(&self, pattern: Option<TokenTest>) -> Result<Option<TokenTest>> {
        let stop = self.stop.as_deref().map(stop_words).transpose()?;
        let tests: Vec<TokenTest> = pattern.into_iter().chain(stop).collect();
        Ok((!tests.is_empty()).then_some(TokenTest::All(tests)))
    }
}

/// What is none of the words in a file.
fn stop_words(file: &Path) -> Result<TokenTest> {
    let text = std::fs::read_to_string(file).map_err(|e| Error::file(file, e))?;
    let folder = Folder::new();
    let mut tests = Vec::new();
    for line in text.lines().map(|line| line.split('#').next().unwrap_or("")) {
        words(line, |start, end| {
            let word = folder.fold(line.get(start..end).unwrap_or(""));
            tests.push(TokenTest::form(Form::Lc, Wanted::Text(word)));
        });
    }
    Ok(TokenTest::Not(Box::new(TokenTest::Any(tests))))
}

/// Reads a pattern of one token, in the simple syntax or in CQL.
///
/// # Errors
/// A pattern that cannot be read, or is not of one token.
pub fn one_token(option: &str, text: &str, cql: bool) -> Result<TokenTest> {
    let pattern = if cql {
        match parse_cql(text)?.spans {
            Spans::Pattern { pattern, constraint: None } => pattern.one_token(),
            _ => None,
        }
    } else {
        parse_simple(text, false)?.one_token()
    };
    pattern.ok_or_else(|| {
        Error::new(Kind::Query, format!("{option} {text}"), "this is no pattern of one word")
            .remedy("write one word, with * and ? where need be, or alternatives as `(nato|osce)`; in CQL one `[…]`")
    })
}
