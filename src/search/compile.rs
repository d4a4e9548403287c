//! A query made ready to be run, whatever the segment.

use super::hit::{Hit, SavedHits};
use crate::error::{Error, Kind, Result};
use crate::query::{
    Asked, AttributeTest, Automaton, Constraint, Container, Judge, Layer, Machine, Pattern, Query, Reach, Spans,
    Strategy, TokenTest,
};

/// A query made ready.
pub struct Compiled {
    pub(super) root: Node,
    /// How many nodes there are: they are numbered from 0.
    pub(super) nodes: usize,
    /// Whether a stem is asked for, so that the papers' languages decide.
    pub(super) by_language: bool,
    pub(super) strategy: Strategy,
    /// The names in the query that only papers give a meaning.
    pub(super) asked: Asked,
}

/// A set of spans, made ready.
pub(super) struct Node {
    pub number: usize,
    pub set: Set,
}

pub(super) enum Set {
    Pattern(Box<Matcher>),
    Layer {
        layer: Layer,
        attributes: Vec<AttributeTest>,
    },
    Within {
        spans: Box<Node>,
        negated: bool,
        inside: Inside,
    },
    Containing {
        spans: Box<Node>,
        negated: bool,
        inner: Box<Node>,
    },
    Both(Box<Node>, Box<Node>),
    Either(Box<Node>, Box<Node>),
    Without(Box<Node>, Box<Node>),
    Meet {
        spans: Box<Node>,
        other: Box<Node>,
        reach: Reach,
    },
    /// Hits of a saved result, in order.
    Saved(Vec<Hit>),
}

pub(super) enum Inside {
    Layer(Layer),
    Words(u32),
    Node(Box<Node>),
}

/// A pattern made ready.
pub(super) struct Matcher {
    pub pattern: Pattern,
    /// [`Pattern::tests`]: both engines number them so.
    pub tests: Vec<TokenTest>,
    pub engine: Engine,
    pub judge: Option<Judge>,
    /// The labels that the machine keeps, in its order.
    pub labels: Vec<String>,
}

pub(super) enum Engine {
    /// Fast, for patterns of tokens alone.
    Automaton(Automaton),
    Machine(Machine),
}

impl Compiled {
    /// Makes a query ready; `strategy` is taken where the query itself says none.
    ///
    /// # Errors
    /// A pattern that is too large, a saved result that is not among `saved`.
    pub fn new(query: &Query, strategy: Strategy, saved: &SavedHits) -> Result<Self> {
        let mut nodes = 0;
        let root = node(&query.spans, saved, &mut nodes)?;
        let by_language = query.spans.needs_language();
        Ok(Compiled { root, nodes, by_language, strategy: query.strategy.unwrap_or(strategy), asked: query.asked() })
    }
}

fn node(spans: &Spans, saved: &SavedHits, count: &mut usize) -> Result<Node> {
    let number = *count;
    *count += 1;
    let mut boxed = |spans: &Spans| node(spans, saved, count).map(Box::new);
    let set = match spans {
        Spans::Pattern { pattern, constraint } => Set::Pattern(Box::new(Matcher::new(pattern, constraint.as_ref())?)),
        Spans::Layer { layer, attributes } => Set::Layer { layer: layer.clone(), attributes: attributes.clone() },
        Spans::Within { spans, negated, container } => {
            let spans = boxed(spans)?;
            let inside = match container {
                // Spans of a layer that papers name may lie in one another.
                Container::Layer(layer) if layer.is_named() => {
                    Inside::Node(boxed(&Spans::Layer { layer: layer.clone(), attributes: Vec::new() })?)
                }
                Container::Layer(layer) => Inside::Layer(layer.clone()),
                Container::Words(most) => Inside::Words(*most),
                Container::Spans(spans) => Inside::Node(boxed(spans)?),
            };
            Set::Within { spans, negated: *negated, inside }
        }
        Spans::Containing { spans, negated, inner } => {
            Set::Containing { spans: boxed(spans)?, negated: *negated, inner: boxed(inner)? }
        }
        Spans::Both(left, right) => Set::Both(boxed(left)?, boxed(right)?),
        Spans::Either(left, right) => Set::Either(boxed(left)?, boxed(right)?),
        Spans::Without(left, right) => Set::Without(boxed(left)?, boxed(right)?),
        Spans::Meet { spans, other, reach } => {
            Set::Meet { spans: boxed(spans)?, other: boxed(other)?, reach: reach.clone() }
        }
        Spans::Saved(name) => Set::Saved(saved.get(name).cloned().ok_or_else(|| {
            Error::new(Kind::Query, format!("@{name}"), "there is no saved result of this name")
                .remedy("`kwic saved` lists them; `kwic find … --save @NAME` saves one")
        })?),
    };
    Ok(Node { number, set })
}

impl Matcher {
    fn new(pattern: &Pattern, constraint: Option<&Constraint>) -> Result<Self> {
        let mut labels: Vec<String> = constraint.iter().flat_map(|c| c.labels()).map(str::to_string).collect();
        labels.retain(|label| label != "match" && label != "matchend");
        labels.sort();
        labels.dedup();
        let mut asserts = false;
        pattern.visit(&mut |part| asserts |= matches!(part, Pattern::Here(_) | Pattern::Region { .. }));
        let engine = match asserts || !labels.is_empty() {
            true => Engine::Machine(Machine::new(pattern, &labels)?),
            false => Engine::Automaton(Automaton::new(pattern)?),
        };
        Ok(Matcher {
            tests: pattern.tests().into_iter().cloned().collect(),
            pattern: pattern.clone(),
            engine,
            judge: constraint.map(Judge::new),
            labels,
        })
    }
}
