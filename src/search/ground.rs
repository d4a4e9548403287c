//! A section as machines and judges see it: its tokens, span layers and facts.

use std::ops::Range;

use super::facts::{facts, section_attribute, values};
use super::section::SectionRun;
use crate::index::TokenStore;
use crate::model::Span;
use crate::query::{Assertion, AttributeTest, Edge, Form, Ground, Layer, Matched, TypeSet};
use crate::text::Stemming;

/// After so many steps of a machine the watch is asked for the time.
const STEPS_A_LOOK: u32 = 4096;

impl SectionRun<'_> {
    pub fn store(&self) -> &TokenStore {
        &self.stretch.bound.segment.store
    }

    /// The span of a layer that a token is in; the paper's is cut to the section.
    pub fn span_at(&self, layer: &Layer, at: u32) -> Option<Range<u32>> {
        match layer {
            Layer::Section | Layer::Paper => Some(self.tokens.clone()),
            layer => self.store().span_at(layer, at),
        }
    }

    fn facts(&self) -> &[(String, String)] {
        // A damaged index knows nothing; `kwic check` tells of the damage.
        self.facts.get_or_init(|| facts(self.stretch.index, &self.info).unwrap_or_default())
    }

    /// Whether the span of `layer` that token `at` is in has the attributes.
    pub fn has(&self, layer: &Layer, at: u32, wanted: &[AttributeTest]) -> bool {
        wanted.is_empty()
            || wanted.iter().all(|test| {
                let passes = self.stretch.expression(&test.wanted);
                self.attribute(layer, at, &test.name).iter().any(|value| passes(value)) != test.negated
            })
    }

    /// The values of an attribute of the span of `layer` that token `at` is in.
    fn attribute(&self, layer: &Layer, at: u32, name: &str) -> Vec<String> {
        match (layer, name) {
            (Layer::Page, "n") => self.store().page(at).map(str::to_string).into_iter().collect(),
            (Layer::Section, "title" | "path" | "theme") => values(self.facts(), section_attribute(name)),
            (Layer::Paper, name) => values(self.facts(), name),
            _ => Vec::new(),
        }
    }

    /// Whether a span of the layer begins before token `at`, or ends there.
    fn edge_at(&self, layer: &Layer, edge: Edge, at: u32) -> Option<u32> {
        let of = match edge {
            Edge::Start => Some(at).filter(|at| *at < self.tokens.end)?,
            Edge::End => at.checked_sub(1).filter(|before| *before >= self.tokens.start)?,
        };
        let span = self.span_at(layer, of)?;
        let here = match edge {
            Edge::Start => span.start == at && (*layer != Layer::Paper || self.info.number == 0),
            Edge::End => span.end == at && (*layer != Layer::Paper || self.is_last()),
        };
        here.then_some(of)
    }

    fn is_last(&self) -> bool {
        let paper = self.stretch.index.manifest().papers.get(self.info.paper as usize);
        paper.is_some_and(|paper| self.info.number + 1 == paper.sections)
    }
}

/// A section as a machine sees it.
pub(super) struct MachineGround<'a> {
    pub section: &'a SectionRun<'a>,
    pub sets: &'a [TypeSet],
}

impl Ground for MachineGround<'_> {
    fn range(&self) -> Range<u32> {
        self.section.tokens.clone()
    }

    fn passes(&self, test: usize, at: u32) -> bool {
        self.sets.get(test).is_some_and(|set| set.contains(self.section.store().type_at(at)))
    }

    fn has_edge(&self, edge: &Assertion, at: u32) -> bool {
        match edge {
            Assertion::Edge { layer: Layer::Named(name), edge, attributes, negated } => {
                self.section.named(name).other_ends(self.section, attributes, *edge, at).is_empty() == *negated
            }
            Assertion::Edge { layer, edge, attributes, negated } => {
                let found = self.section.edge_at(layer, *edge, at);
                found.is_some_and(|of| self.section.has(layer, of, attributes)) != *negated
            }
            Assertion::Look { .. } => false,
        }
    }

    fn other_ends(&self, layer: &Layer, attributes: &[AttributeTest], edge: Edge, at: u32) -> Vec<u32> {
        // Only layers that papers name are asked for as regions.
        let Layer::Named(name) = layer else { return Vec::new() };
        self.section.named(name).other_ends(self.section, attributes, edge, at)
    }

    fn goes_on(&self, ways: usize) -> bool {
        let steps = self.section.steps.get().wrapping_add(1);
        self.section.steps.set(steps);
        let watch = self.section.stretch.watch;
        !watch.is_crowded(ways) && (!steps.is_multiple_of(STEPS_A_LOOK) || !watch.is_late())
    }
}

/// A match as a judge sees it: positions are counted from the section's beginning.
pub(super) struct Judged<'a> {
    pub section: &'a SectionRun<'a>,
    pub span: Span,
    pub labels: &'a dyn Fn(&str) -> Option<Span>,
}

impl Matched for Judged<'_> {
    fn label(&self, name: &str) -> Option<Span> {
        let span = match name {
            "match" => Span { start: self.span.start, end: self.span.start + 1 },
            "matchend" => Span { start: self.span.end - 1, end: self.span.end },
            name => (self.labels)(name)?,
        };
        let first = self.section.tokens.start;
        Some(Span { start: span.start - first, end: span.end - first })
    }

    fn text(&self, form: &Form, span: Span) -> Option<String> {
        let (store, first) = (self.section.store(), self.section.tokens.start);
        let lexicon = store.lexicon();
        let stemming = (*form == Form::Stem).then(|| Stemming::of(self.section.stretch.bound.language));
        let token = |at: u32| {
            let id = store.type_at(first + at);
            Some(match (form, &stemming) {
                (Form::Lc, _) => lexicon.folded(lexicon.folded_of(id)).to_string(),
                (Form::Stem, Some(stemming)) => stemming.stem(lexicon.word(id)),
                (Form::Annotation(name), _) => lexicon.annotation(name)?.of(id)?.to_string(),
                _ => lexicon.word(id).to_string(),
            })
        };
        Some((span.start..span.end).map(token).collect::<Option<Vec<_>>>()?.join(" "))
    }

    fn fact(&self, name: &str) -> Vec<String> {
        values(self.section.facts(), name)
    }
}
