//! The naive matcher over an index: what every plan is tested against.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{facts, section_attribute};
use super::hit::{Hit, SavedHits};
use super::looked_at::looked_at;
use super::selection::Chosen;
use crate::error::Result;
use crate::index::{OpenIndex, SectionInfo, Segment};
use crate::model::Span;
use crate::query::{Layer, NaiveSection, NaiveSpan, NaiveToken, Query, Strategy, naive_hits};

/// The hits of a query in the chosen sections by the naive matcher, in corpus order.
///
/// # Errors
/// A damaged index, a name that no paper gives a meaning.
pub fn naive_find(
    index: &OpenIndex,
    query: &Query,
    strategy: Strategy,
    chosen: &Chosen,
    saved: &SavedHits,
) -> Result<Vec<Hit>> {
    let chosen = &looked_at(index, &query.asked(), chosen)?;
    let mut hits = Vec::new();
    for (number, section) in index.sections().iter().enumerate().filter(|(n, _)| chosen.contains(*n)) {
        let number = number as u32;
        let Some(segment) = index.segment_of(section) else { continue };
        let mut naive = naive_section(index, section, segment)?;
        for (name, hits) in saved {
            let own = hits.iter().filter(|h| h.section == number).map(|h| Span { start: h.start, end: h.end });
            naive.saved.insert(name.clone(), own.collect::<BTreeSet<Span>>());
        }
        let spans = naive_hits(query, strategy, &naive);
        hits.extend(spans.into_iter().map(|s| Hit { section: number, start: s.start, end: s.end }));
    }
    Ok(hits)
}

fn naive_section(index: &OpenIndex, section: &SectionInfo, segment: &Segment) -> Result<NaiveSection> {
    let (store, lexicon) = (&segment.store, segment.store.lexicon());
    let range = store.section(section.doc);
    let token = |at| {
        let id = store.type_at(at);
        let annotations = lexicon.annotations().filter_map(|a| Some((a.name().to_string(), a.of(id)?.to_string())));
        NaiveToken {
            word: lexicon.word(id).to_string(),
            lc: lexicon.folded(lexicon.folded_of(id)).to_string(),
            annotations: annotations.collect(),
        }
    };
    let facts = facts(index, section)?;
    let paper = index.manifest().papers.get(section.paper as usize);
    let last = paper.is_some_and(|paper| section.number + 1 == paper.sections);
    let whole = |begins, ends, attributes| NaiveSpan {
        span: Span { start: 0, end: range.len() as u32 },
        begins,
        ends,
        attributes,
    };
    let titled = ["title", "path", "theme"].into_iter().flat_map(|name| {
        let fact = section_attribute(name);
        facts.iter().filter(move |(n, _)| n == fact).map(move |(_, value)| (name.to_string(), value.clone()))
    });
    let mut layers = BTreeMap::from([
        (Layer::Section, vec![whole(true, true, titled.collect())]),
        (Layer::Paper, vec![whole(section.number == 0, last, facts.clone())]),
    ]);
    for layer in [Layer::Sentence, Layer::Paragraph, Layer::Page] {
        let mut spans: Vec<NaiveSpan> = Vec::new();
        for at in range.clone() {
            let Some(span) = store.span_at(&layer, at) else { continue };
            let span = Span { start: span.start - range.start, end: span.end - range.start };
            let label = (layer == Layer::Page).then(|| store.page(at)).flatten();
            let attributes = label.map(|label| ("n".to_string(), label.to_string())).into_iter().collect();
            if spans.last().is_none_or(|last| last.span != span) {
                spans.push(NaiveSpan { span, begins: true, ends: true, attributes });
            }
        }
        layers.insert(layer, spans);
    }
    for layer in store.named_layers() {
        let span = |number: usize| {
            let span = layer.span(number);
            let pair = |name: &str| Some((name.to_string(), layer.value(number, name)?.to_string()));
            NaiveSpan {
                span: Span { start: span.start - range.start, end: span.end - range.start },
                begins: true,
                ends: true,
                attributes: layer.attributes().filter_map(pair).collect(),
            }
        };
        layers.insert(Layer::Named(layer.name().into()), layer.within(&range).map(span).collect());
    }
    Ok(NaiveSection {
        tokens: range.clone().map(token).collect(),
        layers,
        facts,
        language: paper.and_then(|paper| paper.metadata.language.clone()),
        saved: BTreeMap::new(),
    })
}
