//! Patterns of tokens: what a query asks for, whatever syntax it was written in.

use std::sync::Arc;

use super::test::{Form, FormTest, Regular, TokenTest, Wanted};
use crate::text::Folder;

/// The longest gap or counted repetition, in tokens.
pub(super) const LONGEST_REPEAT: u32 = 200;

/// A span layer: each of its spans is a half-open range of tokens in one section.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Sentences (`s`).
    Sentence,
    /// Paragraphs (`p`).
    Paragraph,
    /// Pages (`page`), where the source tells them; attribute `n`, the page's label.
    Page,
    /// Sections (`section`); attributes `title` (its own heading), `path` (all headings, ` > ` between them), `theme`.
    Section,
    /// The paper (`paper` or `text`): begins with its first section, ends with its last; its metadata are its attributes.
    Paper,
    /// Spans that the papers themselves name so, each with attributes of its own; they may lie in one another.
    Named(Arc<str>),
}

/// Every span layer that each paper has: its name in queries, other names that are understood, and its attributes.
pub const LAYERS: &[(Layer, &str, &[&str], &[&str])] = &[
    (Layer::Sentence, "s", &["sentence"], &[]),
    (Layer::Paragraph, "p", &["paragraph"], &[]),
    (Layer::Page, "page", &["pb"], &["n"]),
    (Layer::Section, "section", &["div"], &["title", "path", "theme"]),
    (Layer::Paper, "paper", &["text", "doc"], &["*"]),
];

impl Layer {
    /// Its name in queries.
    pub fn name(&self) -> &str {
        match self {
            Layer::Named(name) => name,
            layer => LAYERS.iter().find(|known| known.0 == *layer).map_or("", |known| known.1),
        }
    }

    /// Whether it is one that papers name.
    pub fn is_named(&self) -> bool {
        matches!(self, Layer::Named(_))
    }
}

/// Where in a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edge {
    /// Before its first token.
    Start,
    /// Behind its last token.
    End,
}

/// What an attribute of a span must be: one of its values matches.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeTest {
    /// The attribute.
    pub name: String,
    /// What one of its values must match.
    pub wanted: Regular,
    /// Whether none of its values may match instead.
    pub negated: bool,
}

/// What must hold between two tokens; it takes none itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assertion {
    /// A span of the layer, with these attributes, begins or ends here.
    Edge {
        /// The layer.
        layer: Layer,
        /// Which end of the span.
        edge: Edge,
        /// What all must hold of the span.
        attributes: Vec<AttributeTest>,
        /// Whether none begins or ends here instead.
        negated: bool,
    },
    /// The pattern matches from here on (`ahead`) or up to here; no tokens at all suffice where it matches none.
    Look {
        /// Whether it follows; else it stands before.
        ahead: bool,
        /// Whether it must not match instead.
        negated: bool,
        /// What is looked for.
        pattern: Box<Pattern>,
    },
}

/// A pattern of tokens. It matches spans, each a half-open range of tokens of one section.
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
        /// At most so many times; `None`: as often as it will.
        max: Option<u32>,
    },
    /// What `pattern` matches is called `label` in constraints; where it matches more than once, the last counts.
    Label {
        /// The name.
        label: String,
        /// What is called so.
        pattern: Box<Pattern>,
    },
    /// What `pattern` matches, where that is a whole span of the layer with these attributes.
    Region {
        /// The layer.
        layer: Layer,
        /// What all must hold of the span.
        attributes: Vec<AttributeTest>,
        /// What the span is made of.
        pattern: Box<Pattern>,
    },
    /// No token, but something that must hold here.
    Here(Assertion),
}

impl Pattern {
    /// The pattern as a test of one token, where it matches single tokens and asks for no more.
    pub fn one_token(&self) -> Option<TokenTest> {
        match self {
            Pattern::Token(test) => Some(test.clone()),
            Pattern::Alternatives(patterns) => {
                Some(TokenTest::Any(patterns.iter().map(Pattern::one_token).collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

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
        Pattern::Repeat { pattern: Box::new(Pattern::Token(TokenTest::Every)), min, max: Some(max) }
    }

    /// The edge of a span.
    pub fn edge(layer: Layer, edge: Edge, attributes: Vec<AttributeTest>) -> Self {
        Pattern::Here(Assertion::Edge { layer, edge, attributes, negated: false })
    }

    /// A whole span of `layer` with these attributes: `<s/>`.
    pub fn whole(layer: Layer, attributes: Vec<AttributeTest>) -> Self {
        if layer.is_named() {
            let every = Box::new(Pattern::Token(TokenTest::Every));
            let pattern = Box::new(Pattern::Repeat { pattern: every, min: 1, max: None });
            return Pattern::Region { layer, attributes, pattern };
        }
        let inside = Assertion::Edge { layer: layer.clone(), edge: Edge::Start, attributes: Vec::new(), negated: true };
        let more = Pattern::Sequence(vec![Pattern::Here(inside), Pattern::Token(TokenTest::Every)]);
        Pattern::Sequence(vec![
            Pattern::edge(layer.clone(), Edge::Start, attributes),
            Pattern::Token(TokenTest::Every),
            Pattern::Repeat { pattern: Box::new(more), min: 0, max: None },
            Pattern::edge(layer, Edge::End, Vec::new()),
        ])
    }

    /// Every test of a token in the pattern, each once, in the order met; those of
    /// patterns that are looked for before or behind it come too.
    pub fn tests(&self) -> Vec<&TokenTest> {
        let mut tests = Vec::new();
        self.visit(&mut |part| {
            if let Pattern::Token(test) = part
                && !tests.contains(&test)
            {
                tests.push(test);
            }
        });
        tests
    }

    /// Whether a stem is asked for, so that the paper's language decides.
    pub fn needs_language(&self) -> bool {
        self.form_tests().iter().any(|test| test.form == Form::Stem)
    }

    /// Whether some word is asked for, and not only gaps.
    pub fn asks_for_a_word(&self) -> bool {
        self.form_tests().iter().any(|test| match &test.wanted {
            Wanted::Text(_) | Wanted::Regex(_) => true,
            Wanted::Wild(pieces) => pieces.iter().flatten().any(|piece| !piece.is_empty()),
        })
    }

    /// The words asked for as plain text, for suggesting near spellings.
    pub fn plain_words(&self, folder: &Folder) -> Vec<String> {
        let texts = self.form_tests().into_iter().filter_map(|test| match &test.wanted {
            Wanted::Text(text) => Some(folder.fold(text)),
            _ => None,
        });
        texts.collect()
    }

    /// The labels in the pattern, in the order met.
    pub fn labels(&self) -> Vec<&str> {
        let mut labels = Vec::new();
        self.visit(&mut |part| {
            if let Pattern::Label { label, .. } = part {
                labels.push(label.as_str());
            }
        });
        labels
    }

    fn form_tests(&self) -> Vec<&FormTest> {
        self.tests().into_iter().flat_map(TokenTest::form_tests).collect()
    }

    /// Calls `see` with the pattern and each of its parts, outer ones first.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Pattern)) {
        see(self);
        match self {
            Pattern::Token(_) | Pattern::Here(Assertion::Edge { .. }) => {}
            Pattern::Sequence(parts) | Pattern::Alternatives(parts) => parts.iter().for_each(|part| part.visit(see)),
            Pattern::Repeat { pattern, .. }
            | Pattern::Label { pattern, .. }
            | Pattern::Region { pattern, .. }
            | Pattern::Here(Assertion::Look { pattern, .. }) => pattern.visit(see),
        }
    }

    /// The fewest and the most tokens of a match; `None`: there is no most.
    pub fn lengths(&self) -> (u32, Option<u32>) {
        match self {
            Pattern::Token(_) => (1, Some(1)),
            Pattern::Here(_) => (0, Some(0)),
            Pattern::Label { pattern, .. } | Pattern::Region { pattern, .. } => pattern.lengths(),
            Pattern::Sequence(parts) => parts.iter().map(Pattern::lengths).fold((0, Some(0)), |sum, length| {
                (sum.0.saturating_add(length.0), sum.1.zip(length.1).map(|(a, b)| a.saturating_add(b)))
            }),
            Pattern::Alternatives(branches) => {
                let lengths: Vec<_> = branches.iter().map(Pattern::lengths).collect();
                let most = lengths.iter().map(|l| l.1).collect::<Option<Vec<u32>>>();
                (lengths.iter().map(|l| l.0).min().unwrap_or(0), most.map(|m| m.into_iter().max().unwrap_or(0)))
            }
            Pattern::Repeat { pattern, min, max } => {
                let (low, high) = pattern.lengths();
                let most = if high == Some(0) { high } else { high.zip(*max).map(|(h, m)| h.saturating_mul(m)) };
                (low.saturating_mul(*min), most)
            }
        }
    }
}
