//! The named span layers of a segment.
//!
//! The part is [`pieces`] of pieces, one for each layer, by name: its name; the first token of
//! each span and the first behind each ([`Framed`]), spans in the order of their first tokens, of
//! those that begin together the longest first; then for each attribute its name, the table of its
//! values ([`Strings`]), and for each span the number of its value there plus 1, 0 where it has none
//! ([`Fixed`]). A span lies in one section.

use std::ops::Range;

use tantivy::directory::OwnedBytes;

use super::packed::{Fixed, Framed, partition};
use super::pieces;
use super::strings::Strings;
use crate::model::{LayerSpan, Span};
use crate::text::Interner;

/// Named spans as a segment gathers them.
#[derive(Default)]
pub(super) struct Gathered {
    layers: Vec<Layer>,
}

#[derive(Default)]
struct Layer {
    name: String,
    starts: Vec<u32>,
    ends: Vec<u32>,
    attributes: Vec<Attribute>,
}

#[derive(Default)]
struct Attribute {
    name: String,
    values: Interner,
    /// By span: number of the value plus 1. Spans behind its end have none.
    numbers: Vec<u32>,
}

/// The place of what has a name, which is made where it is new.
fn named<'a, T: Default>(all: &'a mut Vec<T>, is: impl Fn(&T) -> bool, name: impl Fn(&mut T)) -> Option<&'a mut T> {
    let at = all.iter().position(is).unwrap_or_else(|| {
        let mut new = T::default();
        name(&mut new);
        all.push(new);
        all.len() - 1
    });
    all.get_mut(at)
}

impl Gathered {
    /// Adds the spans of a section that begins with token `first`; sections come in order, and their spans.
    pub fn add(&mut self, first: u32, spans: &[LayerSpan]) {
        for LayerSpan { span, layer: name, attributes } in spans {
            let Some(layer) = named(&mut self.layers, |l| l.name == *name, |l| l.name.clone_from(name)) else {
                continue;
            };
            layer.starts.push(first + span.start);
            layer.ends.push(first + span.end);
            for (name, value) in attributes {
                let found = named(&mut layer.attributes, |a| a.name == *name, |a| a.name.clone_from(name));
                let Some(attribute) = found else { continue };
                attribute.numbers.resize(layer.starts.len(), 0);
                if let Some(last) = attribute.numbers.last_mut() {
                    *last = attribute.values.number(value) + 1;
                }
            }
        }
    }

    pub fn encode(&mut self) -> Vec<u8> {
        self.layers.sort_by(|a, b| a.name.cmp(&b.name));
        pieces::encode(&self.layers.iter_mut().map(Layer::encode).collect::<Vec<_>>())
    }

    /// About how many bytes this takes in memory.
    pub fn memory(&self) -> usize {
        let attribute = |a: &Attribute| a.values.memory() + a.numbers.capacity() * 4;
        self.layers.iter().map(|l| l.starts.capacity() * 8 + l.attributes.iter().map(attribute).sum::<usize>()).sum()
    }
}

impl Layer {
    fn encode(&mut self) -> Vec<u8> {
        self.attributes.sort_by(|a, b| a.name.cmp(&b.name));
        let mut all = vec![self.name.clone().into_bytes(), Framed::encode(&self.starts), Framed::encode(&self.ends)];
        for attribute in &mut self.attributes {
            attribute.numbers.resize(self.starts.len(), 0);
            all.push(attribute.name.clone().into_bytes());
            all.push(Strings::encode(attribute.values.words().iter()));
            all.push(Fixed::encode(&attribute.numbers));
        }
        pieces::encode(&all)
    }
}

/// A named layer of a segment. Its spans are numbered in their order; tokens through the segment.
#[derive(Clone)]
pub struct NamedLayer {
    name: String,
    starts: Framed,
    ends: Framed,
    attributes: Vec<(String, Strings, Fixed)>,
}

impl NamedLayer {
    /// Its name, as queries use it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many spans it has, those of deleted sections included.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A span.
    pub fn span(&self, number: usize) -> Span {
        Span { start: self.starts.get(number), end: self.ends.get(number) }
    }

    /// The numbers of the spans that begin in a range of tokens.
    pub fn within(&self, range: &Range<u32>) -> Range<usize> {
        let first = |token: u32| partition(0, self.len(), |number| self.starts.get(number) < token);
        first(range.start)..first(range.end)
    }

    /// The names of its attributes, sorted.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|attribute| attribute.0.as_str())
    }

    /// The value of an attribute of a span.
    pub fn value(&self, number: usize, attribute: &str) -> Option<&str> {
        let (_, values, numbers) = self.attributes.iter().find(|known| known.0 == attribute)?;
        if number >= self.len() {
            return None;
        }
        numbers.get(number).checked_sub(1).map(|value| values.get(value as usize))
    }

    /// The spans of a section that has these tokens, counted from its first.
    pub(super) fn of_section(&self, section: &Range<u32>) -> Vec<LayerSpan> {
        let span = |number| {
            let Span { start, end } = self.span(number);
            let attributes = self.attributes.iter().filter_map(|(name, ..)| Some((name, self.value(number, name)?)));
            LayerSpan {
                span: Span { start: start - section.start, end: end - section.start },
                layer: self.name.clone(),
                attributes: attributes.map(|(name, value)| (name.clone(), value.to_string())).collect(),
            }
        };
        self.within(section).map(span).collect()
    }
}

pub(super) fn open(bytes: &OwnedBytes) -> Vec<NamedLayer> {
    let layer = |bytes: OwnedBytes| {
        let all = pieces::open(&bytes);
        let text = |bytes: &OwnedBytes| String::from_utf8_lossy(bytes).into_owned();
        let [name, starts, ends, attributes @ ..] = all.as_slice() else { return None };
        let attribute = |three: &[OwnedBytes; 3]| {
            let [name, values, numbers] = three;
            (text(name), Strings::open(values.clone()), Fixed::open(numbers.clone()))
        };
        Some(NamedLayer {
            name: text(name),
            starts: Framed::open(starts.clone()),
            ends: Framed::open(ends.clone()),
            attributes: attributes.as_chunks().0.iter().map(attribute).collect(),
        })
    };
    pieces::open(bytes).into_iter().filter_map(layer).collect()
}
