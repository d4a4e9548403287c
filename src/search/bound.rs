//! A query bound to one segment: what its tests mean in the segment's lexicon.

use std::ops::Range;

use super::compile::{Compiled, Inside, Matcher, Node, Set};
use crate::index::Segment;
use crate::query::{TokenTest, TypeSet, What};

/// A query bound to a segment, for the papers of one language.
pub(super) struct Bound<'a> {
    pub segment: &'a Segment,
    pub language: Option<&'a str>,
    /// By the number of the node, then by the number of the test.
    sets: Vec<Vec<TypeSet>>,
}

impl<'a> Bound<'a> {
    pub fn new(compiled: &Compiled, segment: &'a Segment, language: Option<&'a str>) -> Self {
        let mut bound = Bound { segment, language, sets: vec![Vec::new(); compiled.nodes] };
        bound.bind(&compiled.root);
        bound
    }

    fn bind(&mut self, node: &Node) {
        match &node.set {
            Set::Pattern(matcher) => {
                let lexicon = self.segment.store.lexicon();
                let sets = matcher.tests.iter().map(|test| lexicon.matching(test, self.language)).collect();
                if let Some(slot) = self.sets.get_mut(node.number) {
                    *slot = sets;
                }
            }
            Set::Layer { .. } | Set::Saved(_) => {}
            Set::Within { spans, inside: Inside::Node(other), .. }
            | Set::Containing { spans, inner: other, .. }
            | Set::Both(spans, other)
            | Set::Either(spans, other)
            | Set::Without(spans, other)
            | Set::Meet { spans, other, .. } => {
                self.bind(spans);
                self.bind(other);
            }
            Set::Within { spans, .. } => self.bind(spans),
        }
    }

    /// The types that pass each test of a pattern.
    pub fn sets(&self, node: &Node) -> &[TypeSet] {
        self.sets.get(node.number).map_or(&[], Vec::as_slice)
    }

    /// The types that pass one test of a pattern.
    pub fn set(&self, node: &Node, matcher: &Matcher, test: &TokenTest) -> Option<&TypeSet> {
        let number = matcher.tests.iter().position(|known| known == test)?;
        self.sets(node).get(number)
    }

    /// How often something is in the segment, deleted sections included.
    pub fn count(&self, node: &Node, matcher: &Matcher, what: &What) -> u64 {
        let store = &self.segment.store;
        match what {
            What::Start(layer) => store.span_count(layer),
            What::Token(test) => match self.set(node, matcher, test) {
                None => 0,
                Some(TypeSet::Every) => u64::from(store.token_count()),
                Some(set) => {
                    let lexicon = store.lexicon();
                    set.members(lexicon.len()).into_iter().map(|id| u64::from(lexicon.count(id))).sum()
                }
            },
        }
    }

    /// The tokens in `range` of the types in `set`, ascending within each folded form.
    pub fn push_positions(&self, set: &TypeSet, range: &Range<u32>, out: &mut Vec<u32>) {
        let lexicon = self.segment.store.lexicon();
        let mut forms: Vec<u32> = set.members(lexicon.len()).into_iter().map(|id| lexicon.folded_of(id)).collect();
        forms.dedup();
        forms.iter().for_each(|&form| self.segment.store.push_positions(form, range, out));
    }
}
