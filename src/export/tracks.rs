//! Named spans as structures that nest: spans of one layer that cross go into structures of several names.

use std::collections::BTreeMap;

use crate::model::LayerSpan;

/// Names that structures have already.
const TAKEN: [&str; 7] = ["text", "doc", "section", "head", "page", "p", "s"];

/// The name of a layer's nth structure, from 0: `ne`, `ne__2`, `ne__3`.
fn name(layer: &str, nth: usize) -> String {
    match nth {
        0 if !TAKEN.contains(&layer) && layer != "g" && !layer.contains("__") => layer.to_string(),
        nth => format!("{layer}__{}", nth + 1),
    }
}

/// A structure's name, how deep it lies in its like (0: in none), and the span.
pub(super) type Structure<'a> = (String, usize, &'a LayerSpan);

/// The structures of spans, which come by their beginnings, the longest first.
pub(super) fn structures<'a>(spans: impl Iterator<Item = &'a LayerSpan>) -> Vec<Structure<'a>> {
    // By layer: for each structure the ends of those that are open.
    let mut open: BTreeMap<&str, Vec<Vec<u32>>> = BTreeMap::new();
    let mut all = Vec::new();
    for span in spans {
        let tracks = open.entry(&span.layer).or_default();
        let (start, end) = (span.span.start, span.span.end);
        tracks.iter_mut().for_each(|ends| ends.retain(|open| *open > start));
        let fits = |ends: &Vec<u32>| ends.last().is_none_or(|open| *open >= end);
        let at = tracks.iter().position(fits).unwrap_or_else(|| {
            tracks.push(Vec::new());
            tracks.len() - 1
        });
        let Some(track) = tracks.get_mut(at) else { continue };
        all.push((name(&span.layer, at), track.len(), span));
        track.push(end);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn spans_that_cross_have_structures_of_their_own() {
        let span = |start, end, layer: &str| LayerSpan {
            span: Span { start, end },
            layer: layer.to_string(),
            attributes: Vec::new(),
        };
        let spans = [span(0, 9, "ne"), span(1, 4, "ne"), span(2, 6, "ne"), span(4, 5, "ne"), span(5, 6, "p")];
        let found: Vec<(String, usize)> = structures(spans.iter()).into_iter().map(|s| (s.0, s.1)).collect();
        let expected = [("ne", 0), ("ne", 1), ("ne__2", 0), ("ne", 1), ("p__1", 0)];
        assert_eq!(found, expected.map(|(name, depth)| (name.to_string(), depth)));
    }
}
