//! The annotations of a segment's types: for each annotation a table of its
//! values and the number of each type's value there.
//!
//! The part is [`pieces`] of pieces, one for each annotation, by name: its name, the table of
//! values ([`Strings`], sorted), and for each type the number of its value in the table plus 1,
//! 0 where it has none ([`Fixed`]). The annotation without a name is how a type is written where
//! that is not the word itself.

use tantivy::directory::OwnedBytes;

use super::packed::Fixed;
use super::pieces;
use super::strings::Strings;
use crate::text::Interner;

/// The name of the column that tells how types are written.
pub(super) const WRITTEN: &str = "";

/// Annotations as a segment gathers them.
#[derive(Default)]
pub(super) struct Gathered {
    columns: Vec<Column>,
}

struct Column {
    name: String,
    values: Interner,
    /// By type: number of the value plus 1. Types behind its end have none.
    numbers: Vec<u32>,
}

impl Gathered {
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Gives type `id` a value of an annotation.
    pub fn set(&mut self, id: u32, name: &str, value: &str) {
        let at = self.columns.iter().position(|column| column.name == name).unwrap_or_else(|| {
            self.columns.push(Column { name: name.into(), values: Interner::default(), numbers: Vec::new() });
            self.columns.len() - 1
        });
        let Some(column) = self.columns.get_mut(at) else { return };
        column.numbers.resize(column.numbers.len().max(id as usize + 1), 0);
        if let Some(slot) = column.numbers.get_mut(id as usize) {
            *slot = column.values.number(value) + 1;
        }
    }

    /// The part of the file; `order` are the types in their final order.
    pub fn encode(&mut self, order: &[u32]) -> Vec<u8> {
        self.columns.sort_by(|a, b| a.name.cmp(&b.name));
        pieces::encode(&self.columns.iter().map(|column| column.encode(order)).collect::<Vec<_>>(), &[])
    }

    /// About how many bytes this takes in memory.
    pub fn memory(&self) -> usize {
        self.columns.iter().map(|column| column.values.memory() + column.numbers.capacity() * 4).sum()
    }
}

impl Column {
    fn encode(&self, order: &[u32]) -> Vec<u8> {
        let words = self.values.words();
        let mut sorted: Vec<u32> = (0..words.len() as u32).collect();
        sorted.sort_unstable_by_key(|&number| words.get(number));
        let mut new = vec![0u32; words.len() + 1];
        for (at, &old) in sorted.iter().enumerate() {
            if let Some(slot) = new.get_mut(old as usize + 1) {
                *slot = at as u32 + 1;
            }
        }
        let number = |id: &u32| {
            let old = self.numbers.get(*id as usize).copied().unwrap_or(0);
            new.get(old as usize).copied().unwrap_or(0)
        };
        let numbers: Vec<u32> = order.iter().map(number).collect();
        let values: Vec<&str> = sorted.iter().map(|&number| words.get(number)).collect();
        pieces::encode(
            &[self.name.clone().into_bytes(), Strings::encode(values.into_iter()), Fixed::encode(&numbers)],
            &[],
        )
    }
}

/// One annotation of a segment's types.
#[derive(Clone)]
pub struct Annotation {
    name: String,
    values: Strings,
    numbers: Fixed,
}

impl Annotation {
    /// Its name, as queries use it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many values it has in the segment.
    pub fn values_len(&self) -> u32 {
        self.values.len() as u32
    }

    /// Its values by number, sorted.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.values.iter()
    }

    /// The value with a number.
    pub fn value(&self, number: u32) -> &str {
        self.values.get(number as usize)
    }

    /// The number of the value that a type has, if it has one.
    #[inline]
    pub fn number_of(&self, id: u32) -> Option<u32> {
        self.numbers.get(id as usize).checked_sub(1)
    }

    /// The value that a type has, if it has one.
    pub fn of(&self, id: u32) -> Option<&str> {
        self.number_of(id).map(|number| self.value(number))
    }
}

pub(super) fn open(bytes: &OwnedBytes) -> Vec<Annotation> {
    let annotation = |bytes: OwnedBytes| match pieces::open(&bytes).as_slice() {
        [name, values, numbers] => Some(Annotation {
            name: String::from_utf8_lossy(name).into_owned(),
            values: Strings::open(values.clone()),
            numbers: Fixed::open(numbers.clone()),
        }),
        _ => None,
    };
    pieces::open(bytes).into_iter().filter_map(annotation).collect()
}
