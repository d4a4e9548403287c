//! The theme dictionary: which subjects a section treats, by the terms it holds.
//!
//! ```toml
//! [[theme]]
//! path = "security/arms-control"
//! terms = ["arms control", "disarm*", { query = "verification", weight = 0.5 }]
//! threshold = 2.0
//! ```
//!
//! Terms are written in the simple query syntax. Each hit scores the term's
//! weight (1 unless told); a section gets the theme when the sum of its hits
//! reaches the threshold (2 unless told). A paper whose metadata name themes
//! has them in all its sections, besides those found.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::{Error, Kind, Result};
use crate::model::{CutPaper, Span, WordList};
use crate::query::{
    Automaton, Form, FormTest, Pattern, Scratch, Strategy, TokenTest, TypeSet, Wanted, choose, parse_simple,
};

/// A theme dictionary.
#[derive(Debug, Clone, Default)]
pub struct Themes {
    themes: Vec<Theme>,
    source: String,
}

/// One theme and what tells it.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Its path, such as `security/arms-control`.
    pub path: String,
    /// The terms.
    pub terms: Vec<Term>,
    /// The score from which on a section has the theme.
    pub threshold: f64,
}

/// One term of a theme.
#[derive(Debug, Clone)]
pub struct Term {
    /// As written.
    pub query: String,
    /// What each hit scores.
    pub weight: f64,
    /// What is looked for.
    pub pattern: Pattern,
    automaton: Automaton,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "theme")]
    themes: Vec<FileTheme>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTheme {
    path: String,
    #[serde(default)]
    #[allow(dead_code)]
    label: Option<String>,
    terms: Vec<FileTerm>,
    threshold: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FileTerm {
    Plain(String),
    Weighted { query: String, weight: f64 },
}

impl Themes {
    /// Reads a dictionary; `place` names it in errors.
    ///
    /// # Errors
    /// What is no such TOML, and a term that is no query, with its theme.
    pub fn parse(source: &str, place: &str) -> Result<Self> {
        let file: File = toml::from_str(source).map_err(|e| {
            Error::new(Kind::Setting, place, e.to_string().trim_end())
                .remedy("a theme is `[[theme]]` with `path`, `terms` and perhaps `threshold`")
        })?;
        let themes = file.themes.into_iter().map(|theme| theme.read(place)).collect::<Result<_>>()?;
        Ok(Themes { themes, source: source.to_string() })
    }

    /// The dictionary's text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The themes in the order of the dictionary.
    pub fn iter(&self) -> impl Iterator<Item = &Theme> {
        self.themes.iter()
    }

    /// Gives each section of `paper` its themes: those `named` by the metadata and those found.
    pub fn assign(&self, paper: &mut CutPaper, named: &[String], language: Option<&str>) {
        if self.themes.is_empty() {
            paper.sections.iter_mut().for_each(|section| section.themes = sorted(named.to_vec()));
            return;
        }
        let CutPaper { words, folded, sections, .. } = paper;
        let types = Types::of(words, folded);
        let compiled: Vec<Vec<Vec<TypeSet>>> = self
            .themes
            .iter()
            .map(|theme| theme.terms.iter().map(|term| types.sets(&term.pattern, language)).collect())
            .collect();
        let mut scratch = Scratch::default();
        for section in sections {
            let mut paths: Vec<String> = named.to_vec();
            for (theme, sets) in self.themes.iter().zip(&compiled) {
                let scores = theme.terms.iter().zip(sets);
                let score: f64 = scores
                    .map(|(term, sets)| term.weight * term.count(&section.types, sets, &mut scratch) as f64)
                    .sum();
                if score >= theme.threshold {
                    paths.push(theme.path.clone());
                }
            }
            section.themes = sorted(paths);
        }
    }
}

fn sorted(mut paths: Vec<String>) -> Vec<String> {
    paths.sort();
    paths.dedup();
    paths
}

impl FileTheme {
    fn read(self, place: &str) -> Result<Theme> {
        let path = self.path.trim_matches('/').to_string();
        let terms = self.terms.into_iter().map(|term| {
            let (query, weight) = match term {
                FileTerm::Plain(query) => (query, 1.0),
                FileTerm::Weighted { query, weight } => (query, weight),
            };
            let pattern = parse_simple(&query, false).map_err(|e| {
                Error::new(Kind::Setting, format!("{place}, theme {path}, term `{query}`: {}", e.place), e.cause)
                    .remedy(e.remedy)
            })?;
            let automaton = Automaton::new(&pattern)?;
            Ok(Term { query, weight, pattern, automaton })
        });
        let terms = terms.collect::<Result<_>>()?;
        if path.is_empty() {
            return Err(Error::new(Kind::Setting, place, "a theme has an empty path")
                .remedy("write it as `path = \"security/arms-control\"`"));
        }
        Ok(Theme { path, terms, threshold: self.threshold.unwrap_or(2.0) })
    }
}

impl Term {
    fn count(&self, types: &[u32], sets: &[TypeSet], scratch: &mut Scratch) -> usize {
        let end = types.len() as u32;
        let type_at = |at: u32| types.get(at as usize).copied().unwrap_or(u32::MAX);
        let shortest = |start| {
            let end = self.automaton.shortest(start, end, sets, type_at, scratch)?;
            Some(Span { start, end })
        };
        let mut hits: Vec<Span> = (0..end).filter_map(shortest).collect();
        choose(Strategy::Standard, &mut hits);
        hits.len()
    }
}

/// The types of one paper, by their folded form.
struct Types<'a> {
    paper: Vec<(&'a str, &'a str)>,
    by_folded: FxHashMap<&'a str, Vec<u32>>,
}

impl<'a> Types<'a> {
    fn of(words: &'a WordList, folded: &'a WordList) -> Self {
        let mut by_folded: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for (id, lc) in folded.iter().enumerate() {
            by_folded.entry(lc).or_default().push(id as u32);
        }
        let paper = words.iter().zip(folded.iter()).collect();
        Types { paper, by_folded }
    }

    fn sets(&self, pattern: &Pattern, language: Option<&str>) -> Vec<TypeSet> {
        pattern.tests().into_iter().map(|test| self.set(test, language)).collect()
    }

    fn set(&self, test: &TokenTest, language: Option<&str>) -> TypeSet {
        let count = self.paper.len() as u32;
        if let TokenTest::Form(FormTest { form: Form::Lc, wanted: Wanted::Text(text) }) = test {
            let types = self.by_folded.get(text.as_str()).into_iter().flatten();
            return TypeSet::from_ranges(count, types.map(|&id| id..id + 1));
        }
        let passes = test.predicate(language);
        TypeSet::from_fn(count, |id| {
            self.paper.get(id as usize).is_some_and(|(word, lc)| {
                passes(&|form| match form {
                    Form::Word | Form::Stem => Some(word),
                    Form::Lc => Some(lc),
                    Form::Annotation(_) => None,
                })
            })
        })
    }
}
