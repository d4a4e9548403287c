//! The document-term matrix: how often each form is used in each paper, section or other group.

use std::cmp::Reverse;
use std::io::{self, Write};

use rustc_hash::FxHashMap;

use crate::concordance::{Dimension, Places};
use crate::counts::Vocabulary;
use crate::error::Result;
use crate::index::OpenIndex;
use crate::report::{Cell, CellKind};
use crate::search::Chosen;

/// One row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The values of the dimensions; `None` where a section has none.
    pub values: Vec<Option<String>>,
    /// Its tokens, those that are in no column among them.
    pub tokens: u64,
    /// The columns that are not 0, ascending, and what stands there.
    pub counts: Vec<(u32, u32)>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The form.
    pub form: String,
    /// How often it is used.
    pub count: u64,
    /// In how many documents.
    pub documents: u64,
}

/// The matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// What documents are told apart by.
    pub dimensions: Vec<String>,
    /// Its rows.
    pub documents: Vec<Document>,
    /// Its columns, the most frequent first.
    pub terms: Vec<Term>,
}

impl Matrix {
    /// Counts the forms of a vocabulary in the chosen sections by dimensions that are places; forms that are used less
    /// than `least` times are left out. A section of several themes counts in each.
    ///
    /// # Errors
    /// A damaged index.
    pub fn new(
        index: &OpenIndex,
        chosen: &Chosen,
        vocabulary: &Vocabulary<'_>,
        dimensions: &[Dimension],
        least: u64,
    ) -> Result<Self> {
        let places = Places::new(index, chosen, dimensions)?;
        let mut groups: Vec<FxHashMap<u32, u32>> = vec![FxHashMap::default(); places.groups.len()];
        let mut totals = vec![0u64; vocabulary.len()];
        let mut scratch: Vec<u32> = vec![0; vocabulary.len()];
        let mut met: Vec<u32> = Vec::new();
        for (section, own) in index.sections().iter().zip(&places.of_section).filter(|(_, own)| !own.is_empty()) {
            let Some(segment) = index.segment_of(section) else { continue };
            let numbers = vocabulary.numbers(section);
            segment.store.for_each_type(segment.store.section(section.doc), |id| {
                let number = numbers.get(id as usize).copied().unwrap_or(Vocabulary::LEFT_OUT);
                if let Some(count) = scratch.get_mut(number as usize) {
                    if *count == 0 {
                        met.push(number);
                    }
                    *count += 1;
                }
            });
            for form in met.drain(..) {
                let count = scratch.get_mut(form as usize).map_or(0, std::mem::take);
                if let Some(total) = totals.get_mut(form as usize) {
                    *total += u64::from(count);
                }
                for group in own {
                    if let Some(group) = groups.get_mut(*group as usize) {
                        *group.entry(form).or_insert(0) += count;
                    }
                }
            }
        }
        let mut kept: Vec<(Reverse<u64>, String, u32)> = (0u32..)
            .zip(&totals)
            .filter(|(_, total)| **total >= least.max(1))
            .map(|(form, total)| (Reverse(*total), vocabulary.form(form).into_owned(), form))
            .collect();
        kept.sort_unstable();
        let column: FxHashMap<u32, u32> = (0u32..).zip(&kept).map(|(column, (_, _, form))| (*form, column)).collect();
        let mut terms: Vec<Term> =
            kept.into_iter().map(|(Reverse(count), form, _)| Term { form, count, documents: 0 }).collect();
        let mut documents = Vec::with_capacity(groups.len());
        for ((values, tokens), group) in places.groups.into_iter().zip(groups) {
            let counts = group.into_iter().filter_map(|(form, count)| Some((*column.get(&form)?, count)));
            let mut counts: Vec<(u32, u32)> = counts.collect();
            counts.sort_unstable();
            for (column, _) in &counts {
                if let Some(term) = terms.get_mut(*column as usize) {
                    term.documents += 1;
                }
            }
            documents.push(Document { values, tokens, counts });
        }
        let dimensions: Vec<String> = dimensions.iter().map(|dimension| dimension.name().to_string()).collect();
        // Sections stand in the order of the papers.
        if !dimensions.iter().any(|name| name == "section") {
            documents.sort_by(|a, b| a.values.cmp(&b.values));
        }
        Ok(Matrix { dimensions, documents, terms })
    }

    /// How many cells are not 0.
    pub fn filled(&self) -> u64 {
        self.documents.iter().map(|document| document.counts.len() as u64).sum()
    }

    /// Writes it in Matrix Market's form: `rows columns cells`, then a line for each cell that is not 0, rows and
    /// columns counted from 1.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub fn write_market(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "%%MatrixMarket matrix coordinate integer general")?;
        writeln!(out, "{} {} {}", self.documents.len(), self.terms.len(), self.filled())?;
        for (row, document) in (1u64..).zip(&self.documents) {
            for (column, count) in &document.counts {
                writeln!(out, "{row} {} {count}", u64::from(*column) + 1)?;
            }
        }
        Ok(())
    }

    fn values(document: &Document) -> impl Iterator<Item = Cell> + '_ {
        document.values.iter().map(|value| Cell::text(value.as_ref()))
    }

    /// The columns of [`Matrix::long`].
    pub fn long_columns(&self) -> Vec<(String, CellKind)> {
        let mut columns: Vec<(String, CellKind)> =
            self.dimensions.iter().map(|name| (name.clone(), CellKind::Text)).collect();
        columns.push(("term".to_string(), CellKind::Text));
        columns.push(("count".to_string(), CellKind::Whole));
        columns
    }

    /// A row for each cell that is not 0.
    pub fn long(&self) -> impl Iterator<Item = io::Result<Vec<Cell>>> + '_ {
        let cells = self.documents.iter().flat_map(|document| document.counts.iter().map(move |cell| (document, cell)));
        cells.map(|(document, (column, count))| {
            let term = self.terms.get(*column as usize).map(|term| term.form.clone());
            Ok(Self::values(document).chain([Cell::text(term), Cell::Count(u64::from(*count))]).collect())
        })
    }

    /// The columns of [`Matrix::wide`]: `doc_id`, then the terms.
    pub fn wide_columns(&self) -> Vec<(String, CellKind)> {
        let terms = self.terms.iter().map(|term| (term.form.clone(), CellKind::Whole));
        [("doc_id".to_string(), CellKind::Text)].into_iter().chain(terms).collect()
    }

    /// A row for each document; several dimensions are one name, ` / ` between them.
    pub fn wide(&self) -> impl Iterator<Item = io::Result<Vec<Cell>>> + '_ {
        self.documents.iter().map(|document| {
            let id: Vec<&str> = document.values.iter().map(|value| value.as_deref().unwrap_or("")).collect();
            let mut row = vec![Cell::Count(0); self.terms.len() + 1];
            if let Some(first) = row.first_mut() {
                *first = Cell::Text(id.join(" / "));
            }
            for (column, count) in &document.counts {
                if let Some(cell) = row.get_mut(*column as usize + 1) {
                    *cell = Cell::Count(u64::from(*count));
                }
            }
            Ok(row)
        })
    }

    /// What the rows are: number, dimensions, tokens.
    pub fn row_names(&self) -> (Vec<(String, CellKind)>, Vec<Vec<Cell>>) {
        let mut columns = vec![("row".to_string(), CellKind::Whole)];
        columns.extend(self.dimensions.iter().map(|name| (name.clone(), CellKind::Text)));
        columns.push(("tokens".to_string(), CellKind::Whole));
        let row = |(number, document): (u64, &Document)| {
            let (first, last) = (Cell::Count(number), Cell::Count(document.tokens));
            [first].into_iter().chain(Self::values(document)).chain([last]).collect()
        };
        (columns, (1u64..).zip(&self.documents).map(row).collect())
    }

    /// What the columns are: number, term, how often it is used, in how many documents.
    pub fn column_names(&self) -> (Vec<(String, CellKind)>, Vec<Vec<Cell>>) {
        let columns = [("column", CellKind::Whole), ("term", CellKind::Text), ("count", CellKind::Whole)];
        let columns = columns.into_iter().chain([("documents", CellKind::Whole)]);
        let row = |(number, term): (u64, &Term)| {
            vec![
                Cell::Count(number),
                Cell::Text(term.form.clone()),
                Cell::Count(term.count),
                Cell::Count(term.documents),
            ]
        };
        (columns.map(|(name, kind)| (name.to_string(), kind)).collect(), (1u64..).zip(&self.terms).map(row).collect())
    }
}
