//! All tokens as the rows of a table.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::laid::{ChosenPaper, Laid, annotations_of};
use crate::index::{OpenIndex, SectionInfo};
use crate::model::LayerSpan;
use crate::report::{Cell, CellKind};

/// Columns that every token has.
const USUAL: [(&str, CellKind); 10] = [
    ("paper", CellKind::Text),
    ("section_number", CellKind::Whole),
    ("section", CellKind::Text),
    ("page", CellKind::Text),
    ("paragraph", CellKind::Whole),
    ("sentence", CellKind::Whole),
    ("position", CellKind::Whole),
    ("before", CellKind::Text),
    ("word", CellKind::Text),
    ("lc", CellKind::Text),
];

/// A table with a row for each token of chosen papers.
pub struct TokenTable<'a> {
    index: &'a OpenIndex,
    papers: &'a [ChosenPaper<'a>],
    annotations: Vec<String>,
    /// The named layers with the names of their attributes.
    layers: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> TokenTable<'a> {
    /// The table of some papers' tokens.
    pub fn new(index: &'a OpenIndex, papers: &'a [ChosenPaper<'a>]) -> Self {
        let mut layers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (layer, attributes) in papers.iter().flat_map(|paper| &paper.record.layers) {
            layers.entry(layer.clone()).or_default().extend(attributes.iter().cloned());
        }
        TokenTable { index, papers, annotations: annotations_of(papers), layers }
    }

    /// The columns: the usual ones, the annotations, and for each named layer the number in its section of the
    /// innermost span that the token lies in, and what is said of that.
    pub fn columns(&self) -> Vec<(String, CellKind)> {
        let mut columns: Vec<(String, CellKind)> = USUAL.map(|(name, kind)| (name.to_string(), kind)).to_vec();
        let mut add = |mut name: String, kind| {
            while columns.iter().any(|(known, _)| *known == name) {
                name.push('_');
            }
            columns.push((name, kind));
        };
        self.annotations.iter().for_each(|name| add(name.clone(), CellKind::Text));
        for (layer, attributes) in &self.layers {
            add(layer.clone(), CellKind::Whole);
            attributes.iter().for_each(|attribute| add(format!("{layer}_{attribute}"), CellKind::Text));
        }
        columns
    }

    /// The rows, one section after the other.
    pub fn rows(&'a self) -> impl Iterator<Item = io::Result<Vec<Cell>>> + 'a {
        let sections = self.papers.iter().flat_map(|paper| paper.sections.iter().map(move |section| (paper, section)));
        sections.flat_map(|(paper, section)| {
            let rows = self.section(paper, section).map_err(io::Error::other);
            let (rows, error) = rows.map_or_else(|error| (Vec::new(), Some(error)), |rows| (rows, None));
            rows.into_iter().map(Ok).chain(error.map(Err))
        })
    }

    fn section(&self, paper: &ChosenPaper<'_>, section: &SectionInfo) -> crate::Result<Vec<Vec<Cell>>> {
        let laid = Laid::new(self.index, section)?;
        let lexicon = laid.store.lexicon();
        let annotations = laid.annotations(&self.annotations);
        let mut layers: Vec<Innermost<'_>> = self.layers.keys().map(|layer| Innermost::new(&laid, layer)).collect();
        let path = laid.path.join(" > ");
        let (mut paragraph, mut sentence) = (0u64, 0u64);
        let mut rows = Vec::with_capacity(laid.tokens.len());
        for (at, token) in laid.tokens.iter().enumerate() {
            paragraph += u64::from(token.paragraph);
            sentence += u64::from(token.sentence);
            let mut row = vec![
                Cell::Text(paper.record.id.clone()),
                Cell::Count(u64::from(section.number) + 1),
                Cell::Text(path.clone()),
                Cell::text(token.page),
                Cell::Count(paragraph),
                Cell::Count(sentence),
                Cell::Count(u64::from(section.offset) + at as u64),
                Cell::Text(token.gap.to_string()),
                Cell::Text(token.word.to_string()),
                Cell::Text(lexicon.folded(lexicon.folded_of(token.id)).to_string()),
            ];
            row.extend(
                annotations.iter().map(|annotation| Cell::text(annotation.and_then(|known| known.of(token.id)))),
            );
            for (layer, attributes) in layers.iter_mut().zip(self.layers.values()) {
                let span = layer.at(at as u32);
                row.push(span.map_or(Cell::Empty, |(number, _)| Cell::Count(number as u64 + 1)));
                row.extend(attributes.iter().map(|name| {
                    let said = span.and_then(|(_, span)| span.attributes.iter().find(|(own, _)| own == name));
                    Cell::text(said.map(|(_, value)| value))
                }));
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

/// The innermost span of a layer, token by token.
struct Innermost<'a> {
    spans: Vec<&'a LayerSpan>,
    next: usize,
    /// The numbers of the spans that have begun, those that began last at the end.
    open: Vec<usize>,
}

impl<'a> Innermost<'a> {
    fn new(laid: &'a Laid<'_>, layer: &str) -> Self {
        let spans = laid.spans.iter().filter(|span| span.layer == layer).collect();
        Innermost { spans, next: 0, open: Vec::new() }
    }

    /// The number and the span that a token lies in; tokens come in order.
    fn at(&mut self, token: u32) -> Option<(usize, &'a LayerSpan)> {
        let Innermost { spans, next, open } = self;
        while spans.get(*next).is_some_and(|span| span.span.start <= token) {
            open.push(*next);
            *next += 1;
        }
        open.retain(|number| spans.get(*number).is_some_and(|span| span.span.end > token));
        let last = *open.last()?;
        Some((last, spans.get(last)?))
    }
}
