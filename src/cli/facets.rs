//! `kwic facets`.

use std::collections::{BTreeMap, BTreeSet};

use kwic::error::Kind;
use kwic::index::{OpenIndex, SectionInfo};
use kwic::report::{Cell, Column, Table};
use kwic::search::{dimension_values, known_dimensions};
use kwic::{Error, Result};

use super::open_index::open_index;
use super::options::{Cli, FacetOptions};
use super::output::{Output, made};
use super::{Ended, Failure};

pub fn run(cli: &Cli, options: &FacetOptions) -> std::result::Result<Ended, Failure> {
    let index = open_index(cli)?;
    let chosen = options.list.selection.choose(&index)?;
    let facets = facets(&index, options.facet.as_deref())?;
    let mut rows = Vec::new();
    for facet in &facets {
        let mut counts: BTreeMap<String, Count> = BTreeMap::new();
        for (number, section) in index.sections().iter().enumerate().filter(|(n, _)| chosen.contains(*n)) {
            for value in dimension_values(&index, section, facet)? {
                counts.entry(value).or_insert_with(|| Count::first_met(number)).add(&index, section);
            }
        }
        let mut counts: Vec<(String, Count)> = counts.into_iter().collect();
        if facet == "section" {
            // Sections stand in the order of the papers, as in a table of contents.
            counts.sort_by_key(|(_, count)| count.first);
        }
        rows.extend(counts.into_iter().map(|(value, count)| count.row(facet, value)));
    }
    let columns = [("facet", false), ("value", true), ("papers", false), ("sections", false), ("words", false)];
    let columns = columns.into_iter().map(|(name, shrinks)| Column { name: name.into(), shrinks }).collect();
    Output::new(&options.list.output)?
        .table(&Table { columns, rows }, &made(cli, &index, None, options.list.selection.words(), 0))
}

/// The facets to list.
fn facets(index: &OpenIndex, wanted: Option<&str>) -> Result<Vec<String>> {
    let all: Vec<String> = known_dimensions(index.manifest()).into_iter().filter(|d| d != "paper").collect();
    match wanted.map(str::to_lowercase) {
        None => Ok(all.into_iter().filter(|f| f != "section" && f != "title" && f != "decade").collect()),
        Some(name) if all.contains(&name) => Ok(vec![name]),
        Some(name) => {
            let near = all.iter().min_by_key(|k| strsim::damerau_levenshtein(k, &name));
            let hint = format!("did you mean `{}`? There are: {}", near.map_or("", |n| n), all.join(", "));
            Err(Error::new(Kind::Query, format!("facet {name}"), "there is no such facet").remedy(hint))
        }
    }
}

struct Count {
    /// The first section that counts.
    first: usize,
    papers: BTreeSet<u32>,
    sections: u64,
    tokens: u64,
}

impl Count {
    fn first_met(first: usize) -> Self {
        Count { first, papers: BTreeSet::new(), sections: 0, tokens: 0 }
    }

    fn add(&mut self, index: &OpenIndex, section: &SectionInfo) {
        self.papers.insert(section.paper);
        self.sections += 1;
        self.tokens += index.segment_of(section).map_or(0, |s| s.store.section(section.doc).len() as u64);
    }

    fn row(self, facet: &str, value: String) -> Vec<Cell> {
        vec![
            Cell::Text(facet.to_string()),
            Cell::Text(value),
            Cell::Count(self.papers.len() as u64),
            Cell::Count(self.sections),
            Cell::Count(self.tokens),
        ]
    }
}
