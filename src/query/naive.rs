//! The naive matcher: walks the tokens and tries every way, as the types of a
//! query define it. Slow, short, and the oracle that every other way of
//! running a query is tested against.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::judge::{Judge, Matched};
use super::pattern::{Assertion, AttributeTest, Edge, Layer, Pattern};
use super::spans::{Container, Query, Reach, Spans, Strategy};
use super::test::{Form, Predicate, TokenTest};
use crate::model::Span;
use crate::text::Stemming;

/// A token as the naive matcher sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NaiveToken {
    /// The form as written.
    pub word: String,
    /// The folded form.
    pub lc: String,
    /// What the source says of it, by name.
    pub annotations: Vec<(String, String)>,
}

impl NaiveToken {
    /// What a test of the form looks at: of a stem the word.
    fn form(&self, form: &Form) -> Option<&str> {
        match form {
            Form::Word | Form::Stem => Some(&self.word),
            Form::Lc => Some(&self.lc),
            Form::Annotation(name) => self.annotations.iter().find(|a| a.0 == **name).map(|a| a.1.as_str()),
        }
    }
}

/// A span of a layer as the naive matcher sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NaiveSpan {
    /// Its tokens in this section.
    pub span: Span,
    /// Whether it begins here, and not in an earlier section.
    pub begins: bool,
    /// Whether it ends here, and not in a later section.
    pub ends: bool,
    /// Its attributes, by name.
    pub attributes: Vec<(String, String)>,
}

/// A section as the naive matcher sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NaiveSection {
    /// The tokens.
    pub tokens: Vec<NaiveToken>,
    /// The spans of each layer, in order.
    pub layers: BTreeMap<Layer, Vec<NaiveSpan>>,
    /// What is known of the paper and the section, by name.
    pub facts: Vec<(String, String)>,
    /// The paper's language.
    pub language: Option<String>,
    /// The hits of saved results, by name.
    pub saved: BTreeMap<String, BTreeSet<Span>>,
}

/// What labels stand for.
type Labels = BTreeMap<String, Span>;
/// Where a match ends, and its labels.
type State = (u32, Labels);

/// The hits of a query in one section, in order; `strategy` where the query itself says none.
pub fn naive_hits(query: &Query, strategy: Strategy, section: &NaiveSection) -> Vec<Span> {
    let run = Run { section, predicates: RefCell::default() };
    let all = run.spans(&query.spans);
    naive_choice(query.strategy.unwrap_or(strategy), &all)
}

/// What a strategy leaves of a set of spans.
fn naive_choice(strategy: Strategy, all: &BTreeSet<Span>) -> Vec<Span> {
    let keep = |from: &BTreeSet<Span>, keep: &dyn Fn(&Span, &Span) -> bool| -> BTreeSet<Span> {
        from.iter().filter(|span| from.iter().all(|other| other == *span || keep(span, other))).copied().collect()
    };
    let begin_together = |a: &Span, b: &Span| a.start == b.start;
    let shortest = || keep(all, &|span, other| !begin_together(span, other) || span.end < other.end);
    let longest = || keep(all, &|span, other| !begin_together(span, other) || span.end > other.end);
    let holds = |outer: &Span, inner: &Span| outer.start <= inner.start && inner.end <= outer.end;
    let hits = match strategy {
        Strategy::All => all.clone(),
        Strategy::Traditional => shortest(),
        Strategy::Standard => keep(&shortest(), &|span, other| span.end != other.end || span.start < other.start),
        Strategy::Shortest => keep(&shortest(), &|span, other| !holds(span, other)),
        Strategy::Longest => keep(&longest(), &|span, other| !holds(other, span)),
    };
    hits.into_iter().collect()
}

/// A query in one section.
struct Run<'a> {
    section: &'a NaiveSection,
    /// The tests met so far: a regular expression is compiled once.
    predicates: RefCell<BTreeMap<&'a TokenTest, Predicate>>,
}

impl<'a> Run<'a> {
    fn len(&self) -> u32 {
        self.section.tokens.len() as u32
    }

    fn passes(&self, test: &'a TokenTest, at: u32) -> bool {
        let mut predicates = self.predicates.borrow_mut();
        let passes = predicates.entry(test).or_insert_with(|| test.predicate(self.section.language.as_deref()));
        self.section.tokens.get(at as usize).is_some_and(|token| passes(&|form| token.form(form)))
    }

    /// Every span of a set.
    fn spans(&self, spans: &'a Spans) -> BTreeSet<Span> {
        match spans {
            Spans::Pattern { pattern, constraint } => {
                let judge = constraint.as_ref().map(Judge::new);
                let mut found = BTreeSet::new();
                for start in 0..self.len() {
                    for (end, labels) in self.ends(pattern, start, &Labels::new()) {
                        let span = Span { start, end };
                        let matched = NaiveMatch { section: self.section, span, labels: &labels };
                        if end > start && judge.as_ref().is_none_or(|judge| judge.holds(&matched)) {
                            found.insert(span);
                        }
                    }
                }
                found
            }
            Spans::Layer { layer, attributes } => {
                let wanted = |s: &&NaiveSpan| has_attributes(attributes, |name| values(&s.attributes, name));
                self.layer(layer).iter().filter(wanted).map(|s| s.span).filter(|s| s.end > s.start).collect()
            }
            Spans::Within { spans, negated, container } => {
                let containers: Vec<Span> = match container {
                    Container::Layer(layer) => self.layer(layer).iter().map(|s| s.span).collect(),
                    Container::Spans(spans) => self.spans(spans).into_iter().collect(),
                    Container::Words(most) => {
                        let fits = |span: &Span| (span.end - span.start <= *most) != *negated;
                        return self.spans(spans).into_iter().filter(fits).collect();
                    }
                };
                let within = |span: &Span| containers.iter().any(|c| c.start <= span.start && span.end <= c.end);
                self.spans(spans).into_iter().filter(|span| within(span) != *negated).collect()
            }
            Spans::Containing { spans, negated, inner } => {
                let inner = self.spans(inner);
                let holds = |span: &Span| inner.iter().any(|i| span.start <= i.start && i.end <= span.end);
                self.spans(spans).into_iter().filter(|span| holds(span) != *negated).collect()
            }
            Spans::Both(left, right) => self.spans(left).intersection(&self.spans(right)).copied().collect(),
            Spans::Either(left, right) => self.spans(left).union(&self.spans(right)).copied().collect(),
            Spans::Without(left, right) => self.spans(left).difference(&self.spans(right)).copied().collect(),
            Spans::Meet { spans, other, reach } => {
                let others = self.spans(other);
                let met = |span: &Span| others.iter().any(|other| self.near(reach, span, other));
                self.spans(spans).into_iter().filter(met).collect()
            }
            Spans::Saved(name) => self.section.saved.get(name).cloned().unwrap_or_default(),
        }
    }

    fn near(&self, reach: &Reach, span: &Span, other: &Span) -> bool {
        match reach {
            Reach::Tokens { from, to } => {
                let distance = i64::from(other.start) - i64::from(span.start);
                i64::from(*from) <= distance && distance <= i64::from(*to)
            }
            Reach::Layer(layer) => {
                let holds = |s: &NaiveSpan, at: u32| s.span.start <= at && at < s.span.end;
                self.layer(layer).iter().any(|s| holds(s, span.start) && holds(s, other.start))
            }
        }
    }

    fn layer(&self, layer: &Layer) -> &[NaiveSpan] {
        self.section.layers.get(layer).map_or(&[], Vec::as_slice)
    }

    /// Every way in which a match that begins at `start` can end.
    fn ends(&self, pattern: &'a Pattern, start: u32, labels: &Labels) -> BTreeSet<State> {
        let each = |pattern: &'a Pattern, from: &BTreeSet<State>| -> BTreeSet<State> {
            from.iter().flat_map(|(at, labels)| self.ends(pattern, *at, labels)).collect()
        };
        match pattern {
            Pattern::Token(test) => self.passes(test, start).then(|| (start + 1, labels.clone())).into_iter().collect(),
            Pattern::Sequence(parts) => {
                parts.iter().fold(BTreeSet::from([(start, labels.clone())]), |from, part| each(part, &from))
            }
            Pattern::Alternatives(branches) => {
                branches.iter().flat_map(|branch| self.ends(branch, start, labels)).collect()
            }
            Pattern::Repeat { pattern, min, max } => {
                let mut from = BTreeSet::from([(start, labels.clone())]);
                let mut all = if *min == 0 { from.clone() } else { BTreeSet::new() };
                let mut count = 0;
                while !from.is_empty() && max.is_none_or(|max| count < max) {
                    from = each(pattern, &from);
                    count += 1;
                    // Once often enough, only what is new can lead anywhere new.
                    if count > *min {
                        from = from.difference(&all).cloned().collect();
                    }
                    if count >= *min {
                        all.extend(from.iter().cloned());
                    }
                }
                all
            }
            Pattern::Label { label, pattern } => {
                let named = |(end, mut labels): State| {
                    labels.insert(label.clone(), Span { start, end });
                    (end, labels)
                };
                self.ends(pattern, start, labels).into_iter().map(named).collect()
            }
            Pattern::Region { layer, attributes, pattern } => {
                let wanted = |s: &&NaiveSpan| has_attributes(attributes, |name| values(&s.attributes, name));
                let from_here = self.layer(layer).iter().filter(|s| s.span.start == start);
                let ends: Vec<u32> = from_here.filter(wanted).map(|s| s.span.end).collect();
                self.ends(pattern, start, labels).into_iter().filter(|(end, _)| ends.contains(end)).collect()
            }
            Pattern::Here(assertion) => {
                self.holds(assertion, start).then(|| (start, labels.clone())).into_iter().collect()
            }
        }
    }

    fn holds(&self, assertion: &'a Assertion, at: u32) -> bool {
        match assertion {
            Assertion::Edge { layer, edge, attributes, negated } => {
                let here = |s: &NaiveSpan| match edge {
                    Edge::Start => s.begins && s.span.start == at,
                    Edge::End => s.ends && s.span.end == at,
                };
                let values = |s: &NaiveSpan, name: &str| values(&s.attributes, name);
                let found =
                    self.layer(layer).iter().any(|s| here(s) && has_attributes(attributes, |name| values(s, name)));
                found != *negated
            }
            Assertion::Look { ahead: true, negated, pattern } => {
                self.ends(pattern, at, &Labels::new()).is_empty() == *negated
            }
            Assertion::Look { ahead: false, negated, pattern } => {
                let arrives = |from: u32| self.ends(pattern, from, &Labels::new()).iter().any(|(end, _)| *end == at);
                (0..=at).any(arrives) != *negated
            }
        }
    }
}

/// Whether a span has the attributes that are wanted; `values` gives those of a name.
fn has_attributes(wanted: &[AttributeTest], values: impl Fn(&str) -> Vec<String>) -> bool {
    wanted.iter().all(|test| {
        let passes = test.wanted.predicate();
        values(&test.name).iter().any(|value| passes(value)) != test.negated
    })
}

fn values(pairs: &[(String, String)], name: &str) -> Vec<String> {
    pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.clone()).collect()
}

struct NaiveMatch<'a> {
    section: &'a NaiveSection,
    span: Span,
    labels: &'a Labels,
}

impl Matched for NaiveMatch<'_> {
    fn label(&self, name: &str) -> Option<Span> {
        match name {
            "match" => Some(Span { start: self.span.start, end: self.span.start + 1 }),
            "matchend" => Some(Span { start: self.span.end - 1, end: self.span.end }),
            name => self.labels.get(name).copied(),
        }
    }

    fn text(&self, form: &Form, span: Span) -> Option<String> {
        let tokens = self.section.tokens.get(span.start as usize..span.end as usize).unwrap_or(&[]);
        let stemming = Stemming::of(self.section.language.as_deref());
        let text = |token: &NaiveToken| match form {
            Form::Stem => Some(stemming.stem(&token.word)),
            form => token.form(form).map(str::to_string),
        };
        Some(tokens.iter().map(text).collect::<Option<Vec<_>>>()?.join(" "))
    }

    fn fact(&self, name: &str) -> Vec<String> {
        values(&self.section.facts, name)
    }
}
