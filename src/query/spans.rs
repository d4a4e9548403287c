//! What a whole query asks for: sets of spans, made of patterns and of other sets.
//!
//! A set of spans is defined for each section on its own: it holds half-open
//! ranges of one token or more. A query's hits are those spans that its
//! [`Strategy`] leaves; within a query, sets hold all their spans.

use super::asked::Name;
use super::pattern::{AttributeTest, Edge, Layer, Pattern};
use super::test::{Form, Regular};

/// A query, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The spans asked for.
    pub spans: Spans,
    /// Which of them are hits, where the query itself says it.
    pub strategy: Option<Strategy>,
    /// The query as written, and where names stand in it that only papers give a meaning.
    pub text: String,
    /// See [`Query::asked`].
    pub places: Vec<(Name, usize)>,
}

/// A set of spans.
#[derive(Debug, Clone, PartialEq)]
pub enum Spans {
    /// What the pattern matches, where the constraint holds.
    Pattern {
        /// The pattern.
        pattern: Pattern,
        /// What must hold of a match besides.
        constraint: Option<Constraint>,
    },
    /// The spans of a layer with these attributes: `<s/>`. The paper's span is
    /// cut to each section.
    Layer {
        /// The layer.
        layer: Layer,
        /// What all must hold of the span.
        attributes: Vec<AttributeTest>,
    },
    /// Spans that lie in one span of the container.
    Within {
        /// The spans.
        spans: Box<Spans>,
        /// Whether they must lie in none instead.
        negated: bool,
        /// What they lie in.
        container: Container,
    },
    /// Spans in which one of the others lies.
    Containing {
        /// The spans.
        spans: Box<Spans>,
        /// Whether none of the others may lie there instead.
        negated: bool,
        /// The others.
        inner: Box<Spans>,
    },
    /// Spans that are in both sets.
    Both(Box<Spans>, Box<Spans>),
    /// Spans that are in one of the sets.
    Either(Box<Spans>, Box<Spans>),
    /// Spans that are in the first set and not in the second.
    Without(Box<Spans>, Box<Spans>),
    /// Spans of the first set with one of the second near by: CQP's `meet`.
    Meet {
        /// The spans.
        spans: Box<Spans>,
        /// What must be near by.
        other: Box<Spans>,
        /// How near.
        reach: Reach,
    },
    /// The hits of a saved result.
    Saved(String),
}

/// What spans lie in.
#[derive(Debug, Clone, PartialEq)]
pub enum Container {
    /// A span of a layer.
    Layer(Layer),
    /// So many tokens at most.
    Words(u32),
    /// One of these spans.
    Spans(Box<Spans>),
}

/// How near another span must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Its first token is so many tokens behind (negative: before) the first token of the span, both ends included.
    Tokens {
        /// The least.
        from: i32,
        /// The most.
        to: i32,
    },
    /// Its first token is in the same span of the layer as the first token of the span.
    Layer(Layer),
}

/// Which spans of a set are hits. Defined as in CQP, whose tutorial shows them
/// on "the old book on the table in the room" (CQP Interface and Query Language
/// Tutorial, section 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strategy {
    /// From each first token the shortest span, and of those that end together the one that begins first.
    #[default]
    Standard,
    /// From each first token the shortest span, but none that holds another of these.
    Shortest,
    /// From each first token the longest span, but none that lies in another of these.
    Longest,
    /// From each first token the shortest span.
    Traditional,
    /// Every span.
    All,
}

/// Every strategy: its name, and what it is for.
pub const STRATEGIES: &[(Strategy, &str, &str)] = &[
    (Strategy::Standard, "standard", "optional tokens at the beginning are taken, at the end they are not"),
    (Strategy::Shortest, "shortest", "optional tokens at the beginning and the end are not taken"),
    (Strategy::Longest, "longest", "as many tokens as possible are taken"),
    (Strategy::Traditional, "traditional", "the shortest span from every token at which one can begin"),
    (Strategy::All, "all", "every span that the query matches"),
];

impl Strategy {
    /// Its name.
    pub fn name(&self) -> &'static str {
        STRATEGIES.iter().find(|known| known.0 == *self).map_or("", |known| known.1)
    }
}

impl std::str::FromStr for Strategy {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names: Vec<&str> = STRATEGIES.iter().map(|s| s.1).collect();
        let found = STRATEGIES.iter().find(|s| s.1 == name.to_lowercase()).map(|s| s.0);
        found.ok_or_else(|| format!("there is no matching strategy `{name}`; there are {}", names.join(", ")))
    }
}

/// What must hold of a match: CQP's global constraints.
///
/// A comparison with a label that the match has not set does not hold. The
/// labels `match` and `matchend` are the match's first and last token.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// All of them.
    All(Vec<Constraint>),
    /// One of them.
    Any(Vec<Constraint>),
    /// Not the other.
    Not(Box<Constraint>),
    /// The match has set this label.
    IsSet(String),
    /// One term compared with another.
    Compare(Term, Comparison, Term),
}

/// How terms compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// What a constraint compares.
///
/// Two numbers compare as numbers. A text, as a regular expression, is equal
/// to a value that it matches whole. Two values are equal when they are the
/// same. A value compared with a number is read as one; where it is none, no
/// comparison with it holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// A number.
    Number(f64),
    /// A text, as a regular expression.
    Text(Regular),
    /// The position of a label's first or last token, counted in its section.
    Position {
        /// The label.
        label: String,
        /// [`Edge::End`] is its last token.
        edge: Edge,
    },
    /// The position of the second label's first token less that of the first.
    Distance {
        /// The first label.
        from: String,
        /// The second label.
        to: String,
        /// Whether the sign is dropped.
        absolute: bool,
    },
    /// A form of a label's tokens, one space between them.
    Form {
        /// The label.
        label: String,
        /// The form.
        form: Form,
    },
    /// An annotation of the label's tokens where the paper has it; else what is known of the paper or
    /// section: `year`, `theme`, `section`, `paper`, any metadata field. Of several values one must do.
    Fact {
        /// The label: `match` or `matchend`.
        label: String,
        /// The name.
        name: String,
    },
    /// The sum of two numbers.
    Sum(Box<Term>, Box<Term>),
    /// The first number less the second.
    Difference(Box<Term>, Box<Term>),
}

impl From<Pattern> for Query {
    fn from(pattern: Pattern) -> Self {
        let spans = Spans::Pattern { pattern, constraint: None };
        Query { spans, strategy: None, text: String::new(), places: Vec::new() }
    }
}

impl Spans {
    /// Every set of spans that this one is made of, itself first.
    pub fn parts(&self) -> Vec<&Spans> {
        let mut parts = vec![self];
        match self {
            Spans::Pattern { .. } | Spans::Layer { .. } | Spans::Saved(_) => {}
            Spans::Within { spans, container: Container::Spans(other), .. }
            | Spans::Containing { spans, inner: other, .. }
            | Spans::Both(spans, other)
            | Spans::Either(spans, other)
            | Spans::Without(spans, other)
            | Spans::Meet { spans, other, .. } => {
                parts.extend(spans.parts());
                parts.extend(other.parts());
            }
            Spans::Within { spans, .. } => parts.extend(spans.parts()),
        }
        parts
    }

    /// The strategy that is meant where none is named. Hits of saved results have been
    /// chosen when they were saved: where every span is one of them, all are hits again.
    pub fn usual_strategy(&self) -> Strategy {
        if self.are_saved() { Strategy::All } else { Strategy::Standard }
    }

    /// Whether every span is a hit of a saved result.
    fn are_saved(&self) -> bool {
        match self {
            Spans::Saved(_) => true,
            Spans::Pattern { .. } | Spans::Layer { .. } => false,
            Spans::Within { spans, .. }
            | Spans::Containing { spans, .. }
            | Spans::Without(spans, _)
            | Spans::Meet { spans, .. } => spans.are_saved(),
            Spans::Both(left, right) => left.are_saved() || right.are_saved(),
            Spans::Either(left, right) => left.are_saved() && right.are_saved(),
        }
    }

    /// The names of the saved results that the set is made of.
    pub fn saved_names(&self) -> Vec<&str> {
        let parts = self.parts().into_iter();
        parts.filter_map(|part| if let Spans::Saved(name) = part { Some(name.as_str()) } else { None }).collect()
    }

    /// The patterns that the set is made of.
    pub fn patterns(&self) -> Vec<&Pattern> {
        let parts = self.parts().into_iter();
        parts.filter_map(|part| if let Spans::Pattern { pattern, .. } = part { Some(pattern) } else { None }).collect()
    }
}

impl Spans {
    /// Whether a stem is asked for, so that the paper's language decides.
    pub fn needs_language(&self) -> bool {
        let constrained = |part: &&Spans| match part {
            Spans::Pattern { constraint: Some(constraint), .. } => constraint.asks_for_a_stem(),
            _ => false,
        };
        self.patterns().iter().any(|pattern| pattern.needs_language()) || self.parts().iter().any(constrained)
    }
}

impl Constraint {
    fn asks_for_a_stem(&self) -> bool {
        match self {
            Constraint::All(parts) | Constraint::Any(parts) => parts.iter().any(Constraint::asks_for_a_stem),
            Constraint::Not(part) => part.asks_for_a_stem(),
            Constraint::IsSet(_) => false,
            Constraint::Compare(left, _, right) => {
                [left, right].iter().any(|term| matches!(term, Term::Form { form: Form::Stem, .. }))
            }
        }
    }

    /// The labels that the constraint speaks of.
    pub fn labels(&self) -> Vec<&str> {
        match self {
            Constraint::All(parts) | Constraint::Any(parts) => parts.iter().flat_map(Constraint::labels).collect(),
            Constraint::Not(part) => part.labels(),
            Constraint::IsSet(label) => vec![label],
            Constraint::Compare(left, _, right) => [left.labels(), right.labels()].concat(),
        }
    }
}

impl Term {
    fn labels(&self) -> Vec<&str> {
        match self {
            Term::Number(_) | Term::Text(_) | Term::Fact { .. } => Vec::new(),
            Term::Position { label, .. } | Term::Form { label, .. } => vec![label],
            Term::Distance { from, to, .. } => vec![from, to],
            Term::Sum(left, right) | Term::Difference(left, right) => [left.labels(), right.labels()].concat(),
        }
    }
}
