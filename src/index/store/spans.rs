//! The named span layers of a segment.
//!
//! The part is [`pieces`] of pieces, one for each layer, by name: its name; the first token of
//! each span and the first behind each ([`Framed`]), spans in the order of their first tokens, of
//! those that begin together the longest first; then for each attribute, by name, its name, the
//! numbers of the spans that have it ([`Framed`]), for each of these the number of its value
//! ([`Fixed`]), and the values ([`Strings`]). A span lies in one section.

use std::collections::BTreeMap;
use std::ops::Range;

use tantivy::directory::OwnedBytes;

use super::framed::Framed;
use super::packed::{Fixed, partition};
use super::pieces;
use super::strings::Strings;
use crate::model::{LayerSpan, Span};
use crate::text::Interner;

/// Named spans as a segment gathers them.
#[derive(Default)]
pub(super) struct Gathered(Named<Layer>);

/// Things by name.
type Named<T> = BTreeMap<String, T>;

#[derive(Default)]
struct Layer {
    starts: Vec<u32>,
    ends: Vec<u32>,
    attributes: Named<Attribute>,
}

#[derive(Default)]
struct Attribute {
    /// The spans that have it, and the number of each one's value.
    spans: Vec<u32>,
    numbers: Vec<u32>,
    values: Interner,
}

/// What has a name; it is made where it is new.
fn named<'a, T: Default>(all: &'a mut Named<T>, name: &str) -> &'a mut T {
    all.entry(name.to_string()).or_default()
}

impl Gathered {
    /// Adds the spans of a section that begins with token `first`; sections come in order, and their spans.
    pub fn add(&mut self, first: u32, spans: &[LayerSpan]) {
        for LayerSpan { span, layer, attributes } in spans {
            let layer = named(&mut self.0, layer);
            let number = layer.starts.len() as u32;
            layer.starts.push(first + span.start);
            layer.ends.push(first + span.end);
            for (name, value) in attributes {
                let attribute = named(&mut layer.attributes, name);
                // Of an attribute that is given twice the first counts.
                if attribute.spans.last() != Some(&number) {
                    attribute.spans.push(number);
                    attribute.numbers.push(attribute.values.number(value));
                }
            }
        }
    }

    pub fn encode(&self) -> Vec<u8> {
        pieces::encode(&self.0.iter().map(|(name, layer)| layer.encode(name)).collect::<Vec<_>>(), &[])
    }

    /// About how many bytes this takes in memory.
    pub fn memory(&self) -> usize {
        let attribute = |a: &Attribute| a.values.memory() + a.numbers.capacity() * 8;
        self.0.values().map(|l| l.starts.capacity() * 8 + l.attributes.values().map(attribute).sum::<usize>()).sum()
    }
}

impl Layer {
    fn encode(&self, name: &str) -> Vec<u8> {
        let mut all = vec![name.as_bytes().to_vec(), Framed::encode(&self.starts), Framed::encode(&self.ends)];
        for (name, attribute) in &self.attributes {
            all.push(name.as_bytes().to_vec());
            all.push(Framed::encode(&attribute.spans));
            all.push(Fixed::encode(&attribute.numbers));
            all.push(Strings::encode(attribute.values.words().iter()));
        }
        pieces::encode(&all, &[])
    }
}

/// A named layer of a segment. Its spans are numbered in their order; tokens through the segment.
#[derive(Clone)]
pub struct NamedLayer {
    name: String,
    starts: Framed,
    ends: Framed,
    /// By name.
    attributes: Vec<Values>,
}

/// The values of an attribute.
#[derive(Clone)]
struct Values {
    name: String,
    spans: Framed,
    numbers: Fixed,
    values: Strings,
}

impl Values {
    /// The value of the nth span that has the attribute.
    fn nth(&self, nth: usize) -> &str {
        self.values.get(self.numbers.get(nth) as usize)
    }
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
        self.attributes.iter().map(|attribute| attribute.name.as_str())
    }

    /// The value of an attribute of a span.
    pub fn value(&self, number: usize, attribute: &str) -> Option<&str> {
        let at = self.attributes.binary_search_by(|known| known.name.as_str().cmp(attribute)).ok()?;
        let values = self.attributes.get(at)?;
        let nth = values.spans.last_at_most(number as u32)?;
        (values.spans.get(nth) as usize == number).then(|| values.nth(nth))
    }

    /// The spans of a section that has these tokens, counted from its first.
    pub fn of_section(&self, section: &Range<u32>) -> Vec<LayerSpan> {
        let numbers = self.within(section);
        let span = |number| {
            let Span { start, end } = self.span(number);
            let span = Span { start: start - section.start, end: end - section.start };
            LayerSpan { span, layer: self.name.clone(), attributes: Vec::new() }
        };
        let mut spans: Vec<LayerSpan> = numbers.clone().map(span).collect();
        for attribute in &self.attributes {
            let first = partition(0, attribute.spans.len(), |nth| (attribute.spans.get(nth) as usize) < numbers.start);
            for nth in first..attribute.spans.len() {
                let place = (attribute.spans.get(nth) as usize).checked_sub(numbers.start);
                let Some(span) = place.and_then(|place| spans.get_mut(place)) else { break };
                span.attributes.push((attribute.name.clone(), attribute.nth(nth).to_string()));
            }
        }
        spans
    }
}

pub(super) fn open(bytes: &OwnedBytes) -> Vec<NamedLayer> {
    let layer = |bytes: OwnedBytes| {
        let all = pieces::open(&bytes);
        let text = |bytes: &OwnedBytes| String::from_utf8_lossy(bytes).into_owned();
        let [name, starts, ends, attributes @ ..] = all.as_slice() else { return None };
        let attribute = |four: &[OwnedBytes; 4]| {
            let [name, spans, numbers, values] = four;
            let (numbers, values) = (Fixed::open(numbers.clone()), Strings::open(values.clone()));
            Values { name: text(name), spans: Framed::open(spans.clone()), numbers, values }
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
