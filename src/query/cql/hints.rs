//! What stands where it cannot, and what people who write other query languages mean by it.

use super::element::layer;
use super::reader::Reader;
use super::token::ANNOTATIONS;
use crate::error::{Error, Result};
use crate::query::test::FORMS;

/// Names that are labels in CQL, and fields in the query languages of search engines.
const FIELDS: &[&str] = &["title", "author", "year", "date", "theme", "section", "paper", "text", "language"];

impl<'a> Reader<'a> {
    /// Whether a label and its colon come next.
    pub fn sees_label(&mut self) -> bool {
        let length = self.label().map_or(0, str::len);
        let behind = self.rest().get(length..).unwrap_or("").trim_start();
        length > 0 && behind.starts_with(':') && !behind.starts_with("::")
    }

    /// Passes CQP's sign of a target, `@` or `@0` before a token: its number.
    pub fn target_sign(&mut self) -> Option<&'a str> {
        let at = self.place();
        let behind = self.rest().strip_prefix('@')?;
        let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, token) = behind.split_at_checked(digits)?;
        let token = token.strip_prefix(':').unwrap_or(token);
        if !token.starts_with(['[', '"', '\'', '“', '(']) {
            return None;
        }
        self.at = at + self.rest().len() - token.len();
        Some(number)
    }

    /// Refuses a label that is CQP's own, or that looks like an attribute or a field.
    pub fn check_label(&mut self, label: &str, at: usize) -> Result<()> {
        if matches!(label, "match" | "matchend") {
            let remedy = "these are the first and last token of every match; take another name";
            return Err(self.error(at, format!("`{label}` cannot be a label"), remedy));
        }
        let behind = self.place();
        let Some(string) = self.quoted()?.map(|quoted| quoted.plain()) else { return Ok(()) };
        self.at = behind;
        let is_form = FORMS.iter().any(|form| form.1 == label) || ANNOTATIONS.contains(&label);
        if is_form {
            let remedy = format!("did you mean `[{label}=\"{string}\"]`? A label is named otherwise: `a:\"{string}\"`");
            return Err(self.error(at, format!("`{label}` is an attribute, and here it would be a label"), remedy));
        }
        if FIELDS.contains(&label) {
            return Err(self.error(at, format!("`{label}:` is a label here, and no field"), fields(label)));
        }
        Ok(())
    }

    /// The error of a label behind which at `at` nothing stands that it could be put to.
    pub fn label_of_nothing(&mut self, at: usize) -> Error {
        let cause = "a label stands before a token";
        match self.name() {
            Some(word) => {
                let remedy = format!("write `\"{word}\"` in quotation marks; to search a field: {}", fields("title"));
                self.error(at, cause, remedy)
            }
            None => self.error(at, cause, "write it as in `a:[]` or `a:(\"arms\" \"control\")`"),
        }
    }

    /// The error of `(?` that is none of kwic's.
    pub fn question_in_brackets(&self, open: usize) -> Error {
        self.error(
            open,
            "these brackets are none that kwic knows",
            "`(?= )`, `(?! )`, `(?<= )`, `(?<! )` look around; `(?longest)` and its like stand at the query's beginning",
        )
    }

    /// The error of a place where an item should stand.
    pub fn nothing_here(&mut self) -> Error {
        let at = self.place();
        match self.peek() {
            None => self.error(at, "a token should follow", "write one as in `\"treaty\"` or `[lc=\"treaty\"]`"),
            Some(sign @ ('|' | '&')) => self.error(
                at,
                format!("something should stand on both sides of `{sign}`"),
                format!("write it as in `\"treaty\" {sign} \"treaties\"`, with one `{sign}`"),
            ),
            Some(')') => self.error(at, "nothing stands before this bracket", "write a token as in `(\"treaty\")`"),
            Some(_) => self.unexpected(),
        }
    }

    /// The error of what comes next and cannot stand there.
    pub fn unexpected(&mut self) -> Error {
        let at = self.place();
        if let Some(word) = self.name() {
            return self.unexpected_word(word, at);
        }
        let Some(sign) = self.peek() else {
            return self.error(at, "the query ends too early", "write on");
        };
        let (cause, remedy) = match sign {
            ')' | ']' | '}' | '>' => ("closes none that is open", "take it out, or open one before it"),
            '?' | '*' | '+' | '{' => ("stands behind what it repeats", "write it as in `\"very\"+` or `[]{0,3}`"),
            '~' => (
                "is no sign of CQL",
                "near tokens are `\"arms\" []{0,5} \"treaty\"`, like spellings `\"treat(y|ies)\"`; \
                 without --cql, `~treaty` finds a stem",
            ),
            '^' => (
                "is no sign of CQL",
                "kwic ranks nothing: every hit counts the same; `<s> []` is the beginning of a sentence",
            ),
            '!' => (
                "stands inside the brackets of a token, or before `within` and `containing`",
                "write `[word != \"treaty\"]`",
            ),
            '%' => ("stands right behind a string", "write it as in `\"treaty\"%c`"),
            '/' => (
                "is no sign of CQL",
                "kwic has no macros: a whole sentence is `<s/>`; an expression stands in quotation marks",
            ),
            '$' => ("is no sign of CQL", "kwic has no word lists: write the words as in `\"monday|tuesday\"`"),
            ':' => (
                "stands behind a label, or doubled before a constraint",
                "write it as in `a:[]` or `:: a.lc = \"treaty\"`",
            ),
            '.' | ',' | '…' => {
                ("is no token: punctuation stands between tokens", "take it out; any one token is `[]`")
            }
            '=' => ("stands inside the brackets of a token", "write it as in `[word=\"treaty\"]`"),
            c if c.is_ascii_digit() => ("is no token", "write a number in quotation marks, as in `\"1996\"`"),
            _ => ("cannot stand here", "a token is `\"treaty\"`, `[lc=\"treaty\"]` or `[]`"),
        };
        self.error(at, format!("`{sign}` {cause}"), remedy)
    }

    fn unexpected_word(&mut self, word: &str, at: usize) -> Error {
        let (cause, remedy) = match word {
            "AND" | "and" | "OR" | "or" | "NOT" | "not" => {
                let remedy = match word.to_lowercase().as_str() {
                    "and" => {
                        "both in one sentence: `<s/> containing …`, or one near the other: `meet \"arms\" \"treaty\" s` in brackets"
                    }
                    "or" => "write `|` between them",
                    _ => "write `[word != \"treaty\"]`, `!within`, `!containing`, or ` - ` between two queries",
                };
                (
                    format!("`{word}` is no operator of CQL"),
                    format!("{remedy}; for the word itself, write `\"{word}\"`"),
                )
            }
            "NEAR" | "TAB" | "overlap" | "show" | "sort" | "group" => {
                let remedy =
                    "near tokens are `\"arms\" []{0,5} \"treaty\"` or `meet \"arms\" \"treaty\" -5 5` in brackets";
                (format!("kwic's CQL has no `{word}`"), remedy.to_string())
            }
            "cut" => ("`cut` is no part of a query".into(), "use `--limit N`, which cuts what is shown".into()),
            "expand" => (
                "`expand` is no part of a query".into(),
                "use `--context sentence`, or ask for `<s/> containing …`".into(),
            ),
            "meet" | "union" | "intersection" | "difference" => {
                (format!("`{word}` stands in brackets"), format!("write it as in `({word} \"arms\" \"treaty\" … )`"))
            }
            "within" | "containing" => {
                (format!("`{word}` stands behind what it narrows"), format!("write it as in `\"treaty\" {word} <s/>`"))
            }
            _ => self.unquoted(word),
        };
        self.error(at, cause, remedy)
    }

    fn unquoted(&mut self, word: &str) -> (String, String) {
        let behind = self.rest().get(word.len()..).unwrap_or("").trim_start();
        if behind.starts_with(['=', '!']) && !behind.starts_with("!w") {
            let name = FORMS.iter().find(|form| form.1 == word).map_or("word", |form| form.1);
            let remedy = format!("write `[{name}=\"…\"]`; a result is saved with `--save @{word}`");
            return ("an attribute stands in brackets".into(), remedy);
        }
        let whole: String =
            self.rest().chars().take_while(|c| !c.is_whitespace() && !"()[]{}\"|&;:<>~^".contains(*c)).collect();
        let element = layer(word).map_or(String::new(), |_| format!("for a whole one, write `<{word}/>`; "));
        let remedy = format!("{element}write `\"{whole}\"`, or leave out --cql for the simple syntax");
        ("a word stands in quotation marks in CQL".into(), remedy)
    }
}

fn fields(name: &str) -> String {
    format!("`… :: match.{name} = \"…\"`, `within <paper {name}=\"…\"/>`, or the option `--where {name}=…`")
}
