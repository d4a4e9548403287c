//! A paper's sections laid out token by token, as the forms of export want them.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::index::{Annotation, OpenIndex, PaperRecord, SectionInfo, TokenStore};
use crate::model::{LayerSpan, UNDETERMINED};
use crate::query::Layer;
use crate::search::Chosen;

/// A paper with those of its sections that are chosen.
#[derive(Clone)]
pub struct ChosenPaper<'a> {
    /// The paper.
    pub record: &'a PaperRecord,
    /// Its chosen sections in order.
    pub sections: Vec<SectionInfo>,
}

/// The chosen papers, in corpus order.
///
/// # Errors
/// A damaged index.
pub fn chosen_papers<'a>(index: &'a OpenIndex, chosen: &Chosen) -> Result<Vec<ChosenPaper<'a>>> {
    let sections: Vec<SectionInfo> = index
        .sections()
        .iter()
        .enumerate()
        .filter(|(at, _)| chosen.contains(*at))
        .map(|(_, section)| *section)
        .collect();
    let paper = |sections: &[SectionInfo]| {
        let at = sections.first().map_or(0, |section| section.paper);
        let record = index.manifest().papers.get(at as usize);
        let record = record.ok_or_else(|| Error::damaged("index", "a section's paper is not in the manifest"))?;
        Ok(ChosenPaper { record, sections: sections.to_vec() })
    };
    sections.chunk_by(|a, b| a.paper == b.paper).map(paper).collect()
}

/// The annotations that some of the papers have, by name.
pub(super) fn annotations_of(papers: &[ChosenPaper<'_>]) -> Vec<String> {
    let names: BTreeSet<&String> = papers.iter().flat_map(|paper| &paper.record.annotations).collect();
    names.into_iter().cloned().collect()
}

/// Which page begins, as its source calls it.
pub(super) type Page<'a> = Option<&'a str>;

/// A token.
pub(super) struct Token<'a> {
    /// Its type.
    pub id: u32,
    /// What stands between it and the token, or the section's beginning, before it.
    pub gap: &'a str,
    /// The word as it is searched for.
    pub word: &'a str,
    /// The word as it is written: not the same where several words share their letters.
    pub written: &'a str,
    /// Whether a paragraph begins with it, and a sentence.
    pub paragraph: bool,
    pub sentence: bool,
    /// The page that it is on.
    pub page: Page<'a>,
}

/// A section.
pub(super) struct Laid<'a> {
    pub store: &'a TokenStore,
    /// The headings above and of it.
    pub path: Vec<String>,
    pub themes: Vec<String>,
    pub tokens: Vec<Token<'a>>,
    /// What stands behind the last token.
    pub tail: &'a str,
    /// Named spans in the order of their beginnings, of those that begin together the longest first.
    pub spans: Vec<LayerSpan>,
}

impl<'a> Laid<'a> {
    /// Lays out a section.
    ///
    /// # Errors
    /// A damaged index.
    pub fn new(index: &'a OpenIndex, info: &SectionInfo) -> Result<Self> {
        let segment =
            index.segment_of(info).ok_or_else(|| Error::damaged("index", "a section's segment is not there"))?;
        let (store, lexicon) = (&segment.store, segment.store.lexicon());
        let range = store.section(info.doc);
        let starts = |layer| store.span_starts(&layer, &range).into_iter().peekable();
        let (mut paragraphs, mut sentences, mut pages) =
            (starts(Layer::Paragraph), starts(Layer::Sentence), starts(Layer::Page));
        let (mut gaps, mut page) = (store.gaps(), None);
        let mut tokens = Vec::with_capacity(range.len());
        for at in range.clone() {
            if pages.next_if_eq(&at).is_some() {
                page = store.page(at);
            }
            let id = store.type_at(at);
            tokens.push(Token {
                id,
                gap: gaps.gap(at),
                word: lexicon.word(id),
                written: lexicon.written(id),
                paragraph: paragraphs.next_if_eq(&at).is_some(),
                sentence: sentences.next_if_eq(&at).is_some(),
                page,
            });
        }
        let mut spans: Vec<LayerSpan> =
            store.named_layers().iter().flat_map(|layer| layer.of_section(&range)).collect();
        spans.sort_by_key(|span| (span.span.start, std::cmp::Reverse(span.span.end)));
        Ok(Laid {
            store,
            path: index.section_path(info)?,
            themes: index.themes(info)?,
            tokens,
            tail: store.tail(info.doc),
            spans,
        })
    }

    /// Its own heading; empty where it has none.
    pub fn title(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// Whether its first word is one of its heading: a heading without a word stands before it.
    pub fn begins_with_its_heading(&self) -> bool {
        !self.path.is_empty() && self.tokens.first().is_some_and(|first| !first.gap.contains("\n\n"))
    }

    /// The section's annotations of these names.
    pub fn annotations(&self, names: &[String]) -> Vec<Option<&'a Annotation>> {
        names.iter().map(|name| self.store.lexicon().annotation(name)).collect()
    }

    /// The spans between beginnings: of tokens for which `begins` says so.
    pub fn stretches(&self, begins: impl Fn(&Token<'a>) -> bool) -> Vec<std::ops::Range<usize>> {
        let starts = self.tokens.iter().enumerate().filter(|(at, token)| *at == 0 || begins(token)).map(|(at, _)| at);
        let starts: Vec<usize> = starts.collect();
        let ends = starts.iter().skip(1).copied().chain([self.tokens.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }
}

/// A paper's metadata as names and values, each name once. A language that is not known is said to be so, so that no reader
/// guesses one.
pub(super) fn facts(record: &PaperRecord) -> Vec<(String, String)> {
    let metadata = &record.metadata;
    let joined = |values: &[String]| (!values.is_empty()).then(|| values.join("; "));
    let own = [
        ("title", metadata.title.clone()),
        ("author", joined(&metadata.authors)),
        ("year", metadata.year.map(|year| year.to_string())),
        ("language", Some(metadata.language.clone().unwrap_or_else(|| UNDETERMINED.to_string()))),
        ("themes", joined(&metadata.themes)),
    ];
    let mut facts: Vec<(String, String)> =
        own.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))).collect();
    for (name, value) in &metadata.fields {
        if !facts.iter().any(|(known, _)| known == name) {
            facts.push((name.clone(), value.clone()));
        }
    }
    facts
}
