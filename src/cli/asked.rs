//! The question that a command is asked: a query, and how it is to be run.

use std::time::Duration;

use kwic::Result;
use kwic::index::OpenIndex;
use kwic::query::{Query, Strategy, parse_cql, parse_simple};
use kwic::report::plain;
use kwic::search::{Compiled, How, Plan, known_names, load_saved, near_words};
use kwic::text::Folder;

use super::options::QueryOptions;
use super::say;

/// A query, read.
pub struct Asked {
    /// As written.
    pub text: String,
    pub query: Query,
    /// Whether it is written in CQL.
    pub is_cql: bool,
}

impl Asked {
    /// Reads the query that the options hold. One that begins with `@` names saved
    /// results, and is CQL.
    ///
    /// # Errors
    /// A query that cannot be read.
    pub fn read(options: &QueryOptions) -> Result<Self> {
        Asked::read_text(options.query.join(" "), options.cql, options.case)
    }

    /// Reads a query.
    ///
    /// # Errors
    /// A query that cannot be read.
    pub fn read_text(text: String, cql: bool, case: bool) -> Result<Self> {
        let is_cql = cql || text.trim_start().starts_with('@');
        let query = if is_cql { parse_cql(&text)? } else { parse_simple(&text, case)?.into() };
        Ok(Asked { text, query, is_cql })
    }

    /// Which matches are hits: as the query itself says, as is asked, else as is usual.
    pub fn strategy(&self, asked: Option<Strategy>) -> Strategy {
        self.query.strategy.or(asked).unwrap_or_else(|| self.query.spans.usual_strategy())
    }

    /// The query made ready to be run.
    ///
    /// # Errors
    /// A pattern that is too large, a saved result that is not there, a name that no paper gives a meaning.
    pub fn compile(&self, matching: Option<Strategy>, index: &OpenIndex) -> Result<Compiled> {
        let (saved, notes) = load_saved(index, self.query.spans.saved_names())?;
        notes.iter().for_each(|note| say(&plain(&format!("note: {note}"))));
        let compiled = Compiled::new(&self.query, self.strategy(matching), &saved)?;
        self.query.asked().check(&known_names(index.manifest()))?;
        compiled.notes(index).iter().for_each(|note| say(&plain(&format!("note: {note}."))));
        Ok(compiled)
    }

    /// Says what may help where nothing was found: near spellings of words that are
    /// nowhere in the papers, the right form for a habit from elsewhere.
    pub fn suggest(&self, index: &OpenIndex) {
        if !self.is_cql {
            habit(&self.text).into_iter().for_each(say);
        }
        for pattern in self.query.spans.patterns() {
            for word in pattern.plain_words(&Folder::new()) {
                let near = near_words(index, &word, 5);
                if !near.is_empty() {
                    say(&format!("`{word}` is nowhere in the papers; did you mean {}?", near.join(", ")));
                }
            }
        }
    }
}

/// What a query in the simple syntax that looks like one for another program should be.
fn habit(text: &str) -> Option<&'static str> {
    let words = || text.split_whitespace();
    let behind_word = |sign: char| words().any(|word| word.find(sign).is_some_and(|at| at > 0));
    if words().any(|word| matches!(word, "AND" | "OR" | "NOT")) {
        Some(
            "AND, OR and NOT are words here: write `(nato|osce)` for one of two, `nato NEAR/20 osce` for both near each other.",
        )
    } else if behind_word('~') {
        Some(
            "`~` stands before a word and finds all forms of its stem, as in `~negotiate`; near words are `nato NEAR/5 osce`.",
        )
    } else if behind_word('^') {
        Some("`^` has no meaning here: lines are not ranked, and every hit counts.")
    } else {
        None
    }
}

/// How a query is to be run.
pub fn how(options: &QueryOptions) -> How {
    within(options.timeout)
}

/// How a query is to be run that may take so many seconds; 0: as long as it will.
pub fn within(seconds: u64) -> How {
    How { plan: Plan::Cheapest, timeout: (seconds > 0).then(|| Duration::from_secs(seconds)) }
}
