//! What the papers say of their tokens, counted: annotations, named span layers, their attributes.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::selection::Chosen;
use crate::index::{OpenIndex, TokenStore};

/// How often an annotation, a layer, or an attribute of a layer's spans is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LayerCount {
    /// Papers that have it.
    pub papers: u64,
    /// Spans that have it; `None` of annotations.
    pub spans: Option<u64>,
    /// Tokens that have it, or that lie in a span that has it, each once.
    pub tokens: u64,
    /// Distinct values; `None` of a layer itself.
    pub values: Option<u64>,
}

/// What is gathered of one of them.
#[derive(Default)]
struct Gathered<'a> {
    papers: BTreeSet<u32>,
    spans: Option<u64>,
    tokens: u64,
    values: Option<FxHashSet<&'a str>>,
}

/// Names of a layer and, where it is one of a layer's spans, of an attribute.
type Key<'a> = (&'a str, Option<&'a str>);

/// The annotations and named span layers of the chosen sections, with the attributes of these: by name.
pub fn layers(index: &OpenIndex, chosen: &Chosen) -> Vec<(String, Option<String>, LayerCount)> {
    let mut all: BTreeMap<(bool, Key<'_>), Gathered<'_>> = BTreeMap::new();
    for (_, info) in index.sections().iter().enumerate().filter(|(number, _)| chosen.contains(*number)) {
        let Some(segment) = index.segment_of(info) else { continue };
        annotations(&segment.store, info.doc, info.paper, &mut all);
        spans(&segment.store, info.doc, info.paper, &mut all);
    }
    let count = |((_, (layer, attribute)), found): ((bool, Key<'_>), Gathered<'_>)| {
        let count = LayerCount {
            papers: found.papers.len() as u64,
            spans: found.spans,
            tokens: found.tokens,
            values: found.values.map(|values| values.len() as u64),
        };
        (layer.to_string(), attribute.map(str::to_string), count)
    };
    all.into_iter().map(count).collect()
}

fn annotations<'a>(store: &'a TokenStore, doc: u32, paper: u32, all: &mut BTreeMap<(bool, Key<'a>), Gathered<'a>>) {
    for annotation in store.lexicon().annotations() {
        let mut numbers: FxHashSet<u32> = FxHashSet::default();
        let mut tokens = 0;
        store.for_each_type(store.section(doc), |id| {
            if let Some(number) = annotation.number_of(id) {
                tokens += 1;
                numbers.insert(number);
            }
        });
        if tokens > 0 {
            let found = all.entry((false, (annotation.name(), None))).or_default();
            found.papers.insert(paper);
            found.tokens += tokens;
            let values = found.values.get_or_insert_default();
            values.extend(numbers.into_iter().map(|number| annotation.value(number)));
        }
    }
}

fn spans<'a>(store: &'a TokenStore, doc: u32, paper: u32, all: &mut BTreeMap<(bool, Key<'a>), Gathered<'a>>) {
    let section = store.section(doc);
    for layer in store.named_layers() {
        for attribute in std::iter::once(None).chain(layer.attributes().map(Some)) {
            let has = |number: &usize| attribute.is_none_or(|name| layer.value(*number, name).is_some());
            let numbers: Vec<usize> = layer.within(&section).filter(has).collect();
            if numbers.is_empty() {
                continue;
            }
            let found = all.entry((true, (layer.name(), attribute))).or_default();
            found.papers.insert(paper);
            found.spans = Some(found.spans.unwrap_or(0) + numbers.len() as u64);
            // Spans come by their beginnings: what the ones before have covered is not counted again.
            let mut covered = 0;
            for span in numbers.iter().map(|number| layer.span(*number)) {
                found.tokens += u64::from(span.end.saturating_sub(span.start.max(covered)));
                covered = covered.max(span.end);
            }
            if let Some(name) = attribute {
                let values = found.values.get_or_insert_default();
                values.extend(numbers.iter().filter_map(|number| layer.value(*number, name)));
            }
        }
    }
}
