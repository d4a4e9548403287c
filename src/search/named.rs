//! The spans of a layer that papers name, in one section: they may lie in one another, and overlap.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::section::SectionRun;
use crate::index::NamedLayer;
use crate::model::Span;
use crate::query::{AttributeTest, Edge};

/// The spans of one layer in one section. Tokens are numbered through the segment.
#[derive(Default)]
pub(super) struct NamedSpans {
    /// The layer's number of the first.
    first: usize,
    /// In the order of their first tokens.
    spans: Vec<Span>,
    /// End and place in `spans`, in the order of the ends.
    by_end: Vec<(u32, usize)>,
    name: Option<Arc<str>>,
}

impl NamedSpans {
    fn new(name: &Arc<str>, layer: &NamedLayer, section: &Range<u32>) -> Self {
        let numbers = layer.within(section);
        let spans: Vec<Span> = numbers.clone().map(|number| layer.span(number)).collect();
        let mut by_end: Vec<(u32, usize)> = spans.iter().enumerate().map(|(at, span)| (span.end, at)).collect();
        by_end.sort_unstable();
        NamedSpans { first: numbers.start, spans, by_end, name: Some(name.clone()) }
    }

    /// The other ends of the spans with these attributes that have one end at `at`: ascending, each once.
    pub fn other_ends(&self, section: &SectionRun<'_>, wanted: &[AttributeTest], edge: Edge, at: u32) -> Vec<u32> {
        let has = |place: &usize| wanted.is_empty() || self.has(section, *place, wanted);
        let mut ends: Vec<u32> = match edge {
            Edge::Start => {
                let from = self.spans.partition_point(|span| span.start < at);
                let here = self.spans.iter().enumerate().skip(from).take_while(|(_, span)| span.start == at);
                here.filter(|(place, _)| has(place)).map(|(_, span)| span.end).collect()
            }
            Edge::End => {
                let from = self.by_end.partition_point(|(end, _)| *end < at);
                let here = self.by_end.iter().skip(from).take_while(|(end, _)| *end == at).map(|(_, place)| place);
                here.filter(|place| has(place)).filter_map(|place| self.spans.get(*place)).map(|s| s.start).collect()
            }
        };
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    /// From the first to the last token that shares a span with token `at`: each between them does too.
    pub fn around(&self, at: u32) -> Option<Range<u32>> {
        let before = self.spans.partition_point(|span| span.start <= at);
        let around = || self.spans.iter().take(before).filter(|span| span.end > at);
        Some(around().map(|span| span.start).min()?..around().map(|span| span.end).max()?)
    }

    fn has(&self, section: &SectionRun<'_>, place: usize, wanted: &[AttributeTest]) -> bool {
        let layer = self.name.as_deref().and_then(|name| section.store().named_layer(name));
        wanted.iter().all(|test| {
            let value = layer.and_then(|layer| layer.value(self.first + place, &test.name));
            let passes = section.stretch.expression(&test.wanted);
            value.is_some_and(|value| passes(value)) != test.negated
        })
    }
}

impl SectionRun<'_> {
    /// The spans of a layer that papers name, in this section.
    pub fn named(&self, name: &Arc<str>) -> Rc<NamedSpans> {
        if let Some((_, known)) = self.named.borrow().iter().find(|known| known.0 == *name) {
            return known.clone();
        }
        let layer = self.store().named_layer(name);
        let spans = Rc::new(layer.map_or_else(NamedSpans::default, |l| NamedSpans::new(name, l, &self.tokens)));
        self.named.borrow_mut().push((name.clone(), spans.clone()));
        spans
    }
}
