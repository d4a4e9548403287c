//! Every example in docs/query.md is run: by the naive matcher over the text
//! alone, and over an index.
//!
//! A block marked `kwic` holds lines that begin with `cql:`, `simple:` or
//! `save NAME:`, then a paper as Markdown with the hits in brackets. All
//! queries of a block have these hits. A block marked `mistake` holds a query
//! and what is said of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};

use kwic::model::Span;
use kwic::query::{KnownNames, NaiveSection, Query, Strategy, naive_hits, parse_cql, parse_simple};
use kwic::search::{Compiled, Hit, How, SavedHits, Selection, find_with};
use kwic::text::words;

mod common;
#[path = "common/naive.rs"]
mod naive;

const DOCS: &str = include_str!("../docs/query.md");

/// The blocks of docs/query.md with this mark.
fn blocks(mark: &str) -> Vec<String> {
    let open = format!("```{mark}\n");
    let blocks: Vec<String> =
        DOCS.split(&open).skip(1).map(|rest| rest.split("```").next().unwrap().to_string()).collect();
    assert!(!blocks.is_empty());
    blocks
}

/// One example.
#[derive(Default)]
struct Example {
    saved: Vec<(String, Query)>,
    queries: Vec<(String, Query)>,
    paper: String,
    /// The hits, tokens counted through the paper.
    hits: BTreeSet<Span>,
}

impl Example {
    fn read(block: &str) -> Self {
        let mut example = Example::default();
        let mut marked = String::new();
        for line in block.lines() {
            let (key, rest) = line.split_once(": ").unwrap_or((line, ""));
            let cql = || parse_cql(rest).unwrap_or_else(|e| panic!("{e}"));
            match key.strip_prefix("save ") {
                _ if !marked.is_empty() => marked += &format!("{line}\n"),
                Some(name) => example.saved.push((name.to_string(), cql())),
                None if key == "cql" => example.queries.push((line.to_string(), cql())),
                None if key == "simple" => {
                    example.queries.push((line.to_string(), parse_simple(rest, false).unwrap().into()));
                }
                None => marked += &format!("{line}\n"),
            }
        }
        example.take_hits(&marked);
        example
    }

    /// Takes the brackets out of the paper; each pair is a hit.
    fn take_hits(&mut self, marked: &str) {
        let body = marked.strip_prefix("---\n").map_or(0, |rest| 4 + rest.find("---\n").unwrap() + 4);
        let (mut plain, mut open, mut pairs) = (String::new(), Vec::new(), Vec::new());
        for c in marked[body..].chars() {
            match c {
                '[' => open.push(plain.len()),
                ']' => pairs.push((open.pop().expect("a bracket is closed and not opened"), plain.len())),
                c => plain.push(c),
            }
        }
        assert!(open.is_empty(), "a bracket is not closed: {marked}");
        let mut tokens = Vec::new();
        words(&plain, |start, end| tokens.push((start, end)));
        let hit = |(start, end): &(usize, usize)| Span {
            start: tokens.iter().filter(|t| t.0 < *start).count() as u32,
            end: tokens.iter().filter(|t| t.1 <= *end).count() as u32,
        };
        self.hits = pairs.iter().map(hit).collect();
        self.paper = format!("{}{plain}", &marked[..body]);
    }

    fn run_naively(&self) {
        let mut sections = naive::naive_sections("paper", &self.paper);
        for (name, query) in &self.saved {
            for section in &mut sections {
                let hits = naive_hits(query, Strategy::Standard, section);
                section.saved.insert(name.clone(), hits.into_iter().collect());
            }
        }
        let lengths: Vec<u32> = sections.iter().map(|section| section.tokens.len() as u32).collect();
        for (line, query) in &self.queries {
            let hits = |section: &NaiveSection| naive_hits(query, Strategy::Standard, section);
            let hits = sections.iter().enumerate().flat_map(|(n, s)| hits(s).into_iter().map(move |hit| (n, hit)));
            self.assert_hits(line, &lengths, hits.collect());
        }
    }

    fn run_indexed(&self) {
        let index = common::index_of_texts(&[("paper.md", &self.paper)]);
        let index = index.open();
        let all = Selection::default().choose(index).unwrap();
        let mut saved = SavedHits::new();
        let run = |query: &Query, saved: &SavedHits| -> Vec<Hit> {
            find_with(index, &Compiled::new(query, Strategy::Standard, saved).unwrap(), &all, How::default()).unwrap()
        };
        for (name, query) in &self.saved {
            let hits = run(query, &saved);
            saved.insert(name.clone(), hits);
        }
        let length = |s| index.segment_of(s).unwrap().store.section(s.doc).len() as u32;
        let lengths: Vec<u32> = index.sections().iter().map(length).collect();
        for (line, query) in &self.queries {
            let hit = |hit: Hit| (hit.section as usize, Span { start: hit.start, end: hit.end });
            self.assert_hits(line, &lengths, run(query, &saved).into_iter().map(hit).collect());
        }
    }

    /// Hits by section, against those of the whole paper.
    fn assert_hits(&self, line: &str, lengths: &[u32], hits: Vec<(usize, Span)>) {
        let first = |section: usize| lengths[..section].iter().sum::<u32>();
        let found: BTreeSet<Span> =
            hits.iter().map(|(n, h)| Span { start: first(*n) + h.start, end: first(*n) + h.end }).collect();
        assert_eq!(found.len(), hits.len(), "{line}: a hit is there twice");
        assert_eq!(found, self.hits, "{line}\n{}", self.paper);
    }
}

#[test]
fn examples_find_what_they_show_in_the_text() {
    blocks("kwic").iter().for_each(|block| Example::read(block).run_naively());
}

#[test]
fn examples_find_what_they_show_in_an_index() {
    blocks("kwic").iter().for_each(|block| Example::read(block).run_indexed());
}

#[test]
fn mistakes_are_shown_as_they_are() {
    for block in blocks("mistake") {
        let (query, message) = block.split_once('\n').unwrap();
        let read = parse_cql(query.strip_prefix("cql: ").unwrap());
        let error = read.and_then(|query| query.asked().check(&KnownNames::default())).unwrap_err();
        assert_eq!(error.to_string(), message.trim_end());
    }
}

/// The other blocks and their number: so that none is passed over unseen.
#[test]
fn every_block_is_an_example() {
    let mut marks: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, part) in DOCS.split("```").enumerate() {
        if number % 2 == 1 {
            *marks.entry(part.lines().next().unwrap()).or_default() += 1;
        }
    }
    assert_eq!(marks.keys().copied().collect::<Vec<_>>(), ["kwic", "mistake"]);
    assert!(marks["kwic"] > 20, "{marks:?}");
}
