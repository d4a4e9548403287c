//! What a form or value must be by a string: a text, or a regular expression.

use regex_syntax::ast::{self, Ast, LiteralKind};
use regex_syntax::hir::HirKind;

use super::quoted::Quoted;
use super::reader::Reader;
use crate::error::{Error, Result};
use crate::query::test::{Form, Regular, Wanted};
use crate::text::words;

impl Reader<'_> {
    /// What a form must be by a string.
    pub fn wanted(&self, form: &Form, quoted: &Quoted<'_>) -> Result<Wanted> {
        if let Some(text) = quoted.text() {
            if !quoted.literal && !matches!(form, Form::Annotation(_)) {
                self.one_token(&text, quoted)?;
            }
            match form {
                Form::Lc => return Ok(Wanted::Text(self.folder.fold(&text))),
                Form::Stem => {}
                _ if quoted.ignore_case || quoted.ignore_accents => {}
                _ => return Ok(Wanted::Text(text)),
            }
        }
        let regular = match form {
            Form::Lc | Form::Stem => self.folded(quoted),
            Form::Word | Form::Annotation(_) => self.regular(quoted),
        };
        regular.map(Wanted::Regex)
    }

    /// No token is what kwic cuts into several: said, as the query would find nothing in silence.
    fn one_token(&self, text: &str, quoted: &Quoted<'_>) -> Result<()> {
        let mut cut = Vec::new();
        words(text, |start, end| cut.extend(text.get(start..end)));
        if cut.is_empty() || cut == [text] {
            return Ok(());
        }
        let written: Vec<String> = cut.iter().map(|word| format!("\"{}\"", regex::escape(word))).collect();
        let remedy = match self.rest().starts_with('~') {
            true => format!("write near tokens as `{}`", written.join(" []{0,5} ")),
            false => format!("write `{}`, or put `%l` behind the string to take it as it stands", written.join(" ")),
        };
        Err(self.error(quoted.at, "a string stands for one token, and papers are cut otherwise", remedy))
    }

    /// The string as a regular expression that a whole value must match.
    pub fn regular(&self, quoted: &Quoted<'_>) -> Result<Regular> {
        let source = if quoted.literal { regex::escape(&quoted.plain()) } else { quoted.source() };
        let regular = Regular { source, ignore_case: quoted.ignore_case, ignore_accents: quoted.ignore_accents };
        self.checked(regular, quoted)
    }

    /// The same for a folded value: the string is folded as well, and case and accents make no difference.
    pub fn folded(&self, quoted: &Quoted<'_>) -> Result<Regular> {
        if let Some(text) = quoted.text() {
            return Ok(Regular { source: regex::escape(&self.folder.fold(&text)), ..Regular::default() });
        }
        let source = self.regular(quoted)?.source;
        let (mut folded, mut from) = (String::new(), 0);
        for (start, end, letter) in letters(&source) {
            folded.push_str(source.get(from..start).unwrap_or(""));
            let letters = self.folder.fold(letter.encode_utf8(&mut [0; 4]));
            let several = letters.chars().count() > 1;
            folded.push_str(&if several { format!("(?:{letters})") } else { letters });
            from = end;
        }
        folded.push_str(source.get(from..).unwrap_or(""));
        self.checked(Regular { source: folded, ignore_case: true, ignore_accents: true }, quoted)
    }

    fn checked(&self, regular: Regular, quoted: &Quoted<'_>) -> Result<Regular> {
        let (offset, cause) = match regex_syntax::Parser::new().parse(&regular.source) {
            Ok(_) => match regular.compile() {
                Ok(_) => return Ok(regular),
                Err(regex::Error::CompiledTooBig(_)) => (0, "it unfolds to too much".to_string()),
                Err(_) => (0, "it cannot be read as a whole value".to_string()),
            },
            Err(regex_syntax::Error::Parse(error)) => (error.span().start.offset, error.kind().to_string()),
            Err(regex_syntax::Error::Translate(error)) => (error.span().start.offset, error.kind().to_string()),
            Err(_) => (0, "it cannot be read".to_string()),
        };
        Err(self.no_expression(quoted.at + offset, &cause))
    }

    fn no_expression(&self, at: usize, cause: &str) -> Error {
        let remedy = match cause {
            _ if cause.contains("missing expression") => {
                "any letters are `.*`, as in `\".*ing\"`; `\\*` is the sign itself"
            }
            _ if cause.contains("look-around") => {
                "look at the tokens around it: `(?= … )`, `(?<= … )` outside the string"
            }
            _ if cause.contains("backreference") => "compare tokens in a constraint: `a:[] b:[] :: a.word = b.word`",
            _ => "`\\` before a sign makes it an ordinary one; `%l` behind the string takes all of it as it stands",
        };
        self.error(at, format!("this is no regular expression: {}", cause.trim_end_matches('.')), remedy)
    }
}

/// The text that an expression without any sign of its own matches.
pub(super) fn literal(source: &str) -> Option<String> {
    match regex_syntax::Parser::new().parse(source).ok()?.into_kind() {
        HirKind::Literal(literal) => String::from_utf8(literal.0.to_vec()).ok(),
        HirKind::Empty if source.is_empty() => Some(String::new()),
        _ => None,
    }
}

/// The letters beyond ASCII that stand for themselves in an expression, outside its classes: from byte to byte.
fn letters(source: &str) -> Vec<(usize, usize, char)> {
    struct Letters(Vec<(usize, usize, char)>);
    impl ast::Visitor for Letters {
        type Output = Vec<(usize, usize, char)>;
        type Err = ();
        fn finish(self) -> std::result::Result<Self::Output, ()> {
            Ok(self.0)
        }
        fn visit_pre(&mut self, ast: &Ast) -> std::result::Result<(), ()> {
            if let Ast::Literal(letter) = ast
                && letter.kind == LiteralKind::Verbatim
                && !letter.c.is_ascii()
            {
                self.0.push((letter.span.start.offset, letter.span.end.offset, letter.c));
            }
            Ok(())
        }
    }
    let parsed = ast::parse::Parser::new().parse(source);
    parsed.ok().and_then(|parsed| ast::visit(&parsed, Letters(Vec::new())).ok()).unwrap_or_default()
}
