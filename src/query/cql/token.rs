//! Tests of one token: `[word="treaty" & !(lc="a.*")]`, `"treaty"`.

use super::reader::Reader;
use crate::error::{Error, Result};
use crate::query::asked::Name;
use crate::query::mistake::list;
use crate::query::test::{FORMS, Form, TokenTest};

/// Annotations that corpora mostly have.
pub(super) const ANNOTATIONS: &[&str] =
    &["pos", "tag", "lemma", "lempos", "upos", "xpos", "feats", "morph", "deprel", "hw", "lemma_lc", "ner"];

impl<'a> Reader<'a> {
    /// The token that comes next, in brackets or as a string alone, if one does.
    pub fn token(&mut self) -> Result<Option<TokenTest>> {
        if let Some(quoted) = self.quoted()? {
            return Ok(Some(TokenTest::form(Form::Word, self.wanted(&Form::Word, &quoted)?)));
        }
        let open = self.place();
        if !self.eat("[") {
            return Ok(None);
        }
        if self.eat("]") {
            return Ok(Some(TokenTest::Every));
        }
        let test = self.token_test()?;
        let at = self.place();
        if self.name().is_some() {
            return Err(self.error(
                at,
                "two tests of a token want `&` or `|` between them",
                "write it as in `[lc=\"a.*\" & word!=\"A.*\"]`",
            ));
        }
        self.close(open, "]", "bracket")?;
        Ok(Some(test))
    }

    /// An expression of tests: `!` binds closest, then `&`, `|`, `->`.
    pub fn token_test(&mut self) -> Result<TokenTest> {
        let mut tests = vec![self.any_of_tests()?];
        while self.sees("->") {
            let at = self.at;
            self.link(at)?;
            self.at += 2;
            tests.push(self.any_of_tests()?);
        }
        let last = tests.pop().unwrap_or(TokenTest::Every);
        let implied = |then, when| TokenTest::Any(vec![TokenTest::Not(Box::new(when)), then]);
        Ok(tests.into_iter().rev().fold(last, implied))
    }

    fn any_of_tests(&mut self) -> Result<TokenTest> {
        let mut tests = vec![self.all_of_tests()?];
        while self.eat("|") {
            tests.push(self.all_of_tests()?);
        }
        Ok(single(tests, TokenTest::Any))
    }

    fn all_of_tests(&mut self) -> Result<TokenTest> {
        let mut tests = vec![self.one_test()?];
        while self.eat("&") {
            tests.push(self.one_test()?);
        }
        Ok(single(tests, TokenTest::All))
    }

    fn one_test(&mut self) -> Result<TokenTest> {
        let mut negated = false;
        while self.eat("!") {
            negated = !negated;
        }
        let open = self.place();
        let test = if self.eat("(") {
            self.enter(open)?;
            let inner = self.token_test()?;
            self.leave(open, ")")?;
            inner
        } else {
            self.comparison()?
        };
        Ok(if negated { TokenTest::Not(Box::new(test)) } else { test })
    }

    /// `word="treaty"` and its like.
    fn comparison(&mut self) -> Result<TokenTest> {
        let at = self.place();
        let Some(name) = self.name() else { return Err(self.no_attribute_here(at)) };
        self.at += name.len();
        let Some((negated, literal)) = self.equality() else { return Err(self.no_equality(at, name)) };
        let value = self.place();
        let Some(mut quoted) = self.quoted()? else { return Err(self.no_string(value, name)) };
        quoted.literal |= literal;
        let form = self.form(name, at);
        let wanted = self.wanted(&form, &quoted)?;
        let test = TokenTest::form(form, wanted);
        Ok(if negated { TokenTest::Not(Box::new(test)) } else { test })
    }

    /// The form of this name, which stands at `at`; else the annotation.
    pub fn form(&mut self, name: &str, at: usize) -> Form {
        let form = Form::named(name);
        if let Form::Annotation(name) = &form {
            self.places.push((Name::Annotation(name.to_string()), at));
        }
        form
    }

    /// Passes `=`, `!=`, `==` or `!==`: whether it negates, and whether the string behind it is taken as it stands.
    pub fn equality(&mut self) -> Option<(bool, bool)> {
        let signs = [("!==", (true, true)), ("==", (false, true)), ("!=", (true, false)), ("=", (false, false))];
        signs.into_iter().find(|(sign, _)| self.eat(sign)).map(|(_, meaning)| meaning)
    }

    /// The error of an attribute at `at` without anything that it must be.
    fn no_equality(&mut self, at: usize, name: &str) -> Error {
        let names: Vec<&str> = FORMS.iter().map(|form| form.1).collect();
        let remedy = match self.peek() {
            Some('(') => format!("functions stand behind `::`; attributes are {}", list(&names)),
            Some('.') => "labels are compared behind `::`, as in `a:[] b:[] :: a.word = b.word`".to_string(),
            _ => {
                let at = self.place();
                let cause = format!("`=` or `!=` should follow `{name}`");
                return self.error(at, cause, format!("write it as in `[{name}=\"treaty\"]`"));
            }
        };
        self.error(at, format!("there is no attribute `{name}`"), remedy)
    }

    fn no_attribute_here(&mut self, at: usize) -> Error {
        match self.peek() {
            None => {
                self.error(at, "an attribute should follow", "write a token as in `[word=\"treaty\"]`, and close it")
            }
            Some('"' | '\'' | '“' | '”') => self.error(
                at,
                "a string in brackets wants its attribute",
                "write `[word=\"treaty\"]`, or `\"treaty\"` without brackets",
            ),
            Some(_) => self.error(at, "an attribute should stand here", "write a token as in `[word=\"treaty\"]`"),
        }
    }

    fn no_string(&mut self, at: usize, name: &str) -> Error {
        let cause = "a string in quotation marks should stand here";
        let remedy = match self.peek() {
            Some('$') => "kwic has no word lists: write the words as in `\"monday|tuesday\"`".to_string(),
            _ => match self.name() {
                Some(word) if self.rest().get(word.len()..).is_some_and(|rest| rest.starts_with('.')) => {
                    "labels are compared behind `::`, as in `a:[] b:[] :: a.word = b.word`".to_string()
                }
                Some(word) => format!("write `[{name}=\"{word}\"]`"),
                None => format!("write it as in `[{name}=\"treaty\"]`"),
            },
        };
        self.error(at, cause, remedy)
    }
}

/// One test as it is, several together.
fn single(mut tests: Vec<TokenTest>, together: impl Fn(Vec<TokenTest>) -> TokenTest) -> TokenTest {
    match tests.len() {
        1 => tests.pop().unwrap_or(TokenTest::Every),
        _ => together(tests),
    }
}
