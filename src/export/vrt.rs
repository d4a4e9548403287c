//! Vertical text for the Corpus Workbench: a token a line, its annotations as columns, everything around it as
//! structures. kwic reads it back as it was.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::laid::{ChosenPaper, Laid, facts};
use super::tracks::structures;
use super::xml::{attribute, escaped, plain_name};
use crate::index::OpenIndex;
use crate::model::LayerSpan;
use crate::papers::{BEFORE, WRITTEN, escape};

/// What a file of vertical text holds: what `cwb-encode` has to be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// The columns behind the word.
    pub columns: Vec<String>,
    /// The structures by name: how deep they lie in their like, and their attributes.
    pub structures: BTreeMap<String, (usize, BTreeSet<String>)>,
}

impl Declared {
    fn structure<'a>(&mut self, name: &str, depth: usize, attributes: impl Iterator<Item = &'a str>) {
        let known = self.structures.entry(name.to_string()).or_default();
        known.0 = known.0.max(depth);
        for attribute in attributes {
            if !known.1.contains(attribute) {
                known.1.insert(attribute.to_string());
            }
        }
    }

    /// Takes over what another file holds.
    pub fn add(&mut self, other: &Declared) {
        if self.columns.is_empty() {
            self.columns.clone_from(&other.columns);
        }
        for (name, (depth, attributes)) in &other.structures {
            self.structure(name, *depth, attributes.iter().map(String::as_str));
        }
    }

    /// The command that encodes a file (`input` is ` -f FILE`, or nothing where it comes by a pipe), and the one that
    /// makes the index of the corpus.
    pub fn commands(&self, input: &str) -> [String; 2] {
        let columns = self.columns.iter().map(|name| format!(" -P {name}"));
        let structures = self.structures.iter().map(|(name, (depth, attributes))| {
            let attributes: String = attributes.iter().map(|name| format!("+{name}")).collect();
            format!(" -S {name}:{depth}{attributes}")
        });
        let declared: String = columns.chain(structures).collect();
        [
            format!("cwb-encode -c utf8 -xsB -d DATA -R REGISTRY/papers{input}{declared}"),
            "cwb-make -r REGISTRY PAPERS".to_string(),
        ]
    }
}

/// Writes papers as one file.
pub(super) fn write(
    out: &mut dyn Write,
    index: &OpenIndex,
    names: &[String],
    papers: &[ChosenPaper<'_>],
) -> io::Result<Declared> {
    let names = names.to_vec();
    let written = index.segments().iter().any(|segment| segment.store.lexicon().writes_otherwise());
    let mut columns = vec![BEFORE.to_string()];
    columns.extend(written.then(|| WRITTEN.to_string()));
    columns.extend(names.iter().cloned());
    let declared = Declared { columns, structures: BTreeMap::new() };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<!-- #vrt dialect: kwic -->\n<!-- #vrt columns: word {} -->", declared.columns.join(" "))?;
    let mut vrt = Vrt { out, index, names, written, declared, page: None };
    papers.iter().try_for_each(|paper| vrt.paper(paper))?;
    Ok(vrt.declared)
}

struct Vrt<'a, 'w> {
    out: &'w mut dyn Write,
    index: &'a OpenIndex,
    names: Vec<String>,
    written: bool,
    declared: Declared,
    /// The page that is open.
    page: Option<&'a str>,
}

/// A structure from a token to a token, its tag and, among those that begin together, its place.
struct Around {
    start: usize,
    end: usize,
    rank: usize,
    name: String,
    attributes: String,
}

impl<'a> Vrt<'a, '_> {
    fn paper(&mut self, paper: &ChosenPaper<'_>) -> io::Result<()> {
        let mut all = vec![("id".to_string(), paper.record.id.clone())];
        for (name, value) in facts(paper.record) {
            let name = if name == "id" { "id_".to_string() } else { plain_name(&name) };
            if !all.iter().any(|known| known.0 == name) {
                all.push((name, value));
            }
        }
        self.declared.structure("text", 0, all.iter().map(|fact| fact.0.as_str()));
        let attributes: String = all.iter().map(|(name, value)| attribute(name, value)).collect();
        writeln!(self.out, "<text{attributes}>")?;
        for section in &paper.sections {
            let laid = Laid::new(self.index, section).map_err(io::Error::other)?;
            self.section(&laid)?;
        }
        if self.page.take().is_some() {
            writeln!(self.out, "</page>")?;
        }
        writeln!(self.out, "</text>")
    }

    fn section(&mut self, laid: &Laid<'a>) -> io::Result<()> {
        let level = laid.path.len().to_string();
        let (path, themes, after) = (laid.path.join(" > "), laid.themes.join("|"), escape(laid.tail));
        let all =
            [("level", &*level), ("title", laid.title()), ("path", &path), ("themes", &themes), ("after", &after)];
        self.declared.structure("section", 0, all.iter().map(|a| a.0));
        let attributes: String = all.iter().map(|(name, value)| attribute(name, value)).collect();
        writeln!(self.out, "<section{attributes}>")?;
        let mut around = self.around(laid).into_iter().peekable();
        let mut ends: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let annotations = laid.annotations(&self.names);
        let mut row = String::new();
        for (at, token) in laid.tokens.iter().enumerate() {
            self.close(ends.remove(&at))?;
            self.turn_to(token.page)?;
            while let Some(next) = around.next_if(|next| next.start == at) {
                writeln!(self.out, "<{}{}>", next.name, next.attributes)?;
                ends.entry(next.end).or_default().push(next.name);
            }
            row.clear();
            row.push_str(&escaped(token.word));
            row.push('\t');
            row.push_str(&escaped(&escape(token.gap)));
            if self.written {
                row.push('\t');
                row.push_str(&escaped(&escape(token.written)));
            }
            for annotation in &annotations {
                row.push('\t');
                match annotation.and_then(|annotation| annotation.of(token.id)) {
                    Some(value) => row.push_str(&escaped(value)),
                    None => row.push_str("__UNDEF__"),
                }
            }
            writeln!(self.out, "{row}")?;
        }
        self.close(ends.remove(&laid.tokens.len()))?;
        writeln!(self.out, "</section>")
    }

    /// Paragraphs, sentences and named spans, by their beginnings and ranks.
    fn around(&mut self, laid: &Laid<'_>) -> Vec<Around> {
        let mut all = Vec::new();
        // Named spans that are a paragraph or a sentence: what they say is said of that.
        let mut own: BTreeMap<(&str, usize, usize), &LayerSpan> = BTreeMap::new();
        let mut rest: Vec<&LayerSpan> = Vec::new();
        let stretches = [("p", laid.stretches(|token| token.paragraph)), ("s", laid.stretches(|token| token.sentence))];
        for span in &laid.spans {
            let (start, end) = (span.span.start as usize, span.span.end as usize);
            let of_layer = stretches.iter().find(|(name, _)| *name == span.layer);
            let is_one = of_layer.is_some_and(|(_, all)| {
                all.binary_search_by_key(&start, |one| one.start).is_ok_and(|at| all.get(at) == Some(&(start..end)))
            });
            match own.entry((&span.layer, start, end)) {
                Entry::Vacant(slot) if is_one && !span.attributes.is_empty() => drop(slot.insert(span)),
                _ => rest.push(span),
            }
        }
        for (rank, (name, stretches)) in stretches.iter().enumerate() {
            for stretch in stretches.iter().filter(|stretch| !stretch.is_empty()) {
                let own = own.remove(&(name, stretch.start, stretch.end));
                let head = rank == 0 && stretch.start == 0 && own.is_none() && laid.begins_with_its_heading();
                self.push(&mut all, if head { "head" } else { name }, 0, (stretch.start, stretch.end, rank), own);
            }
        }
        for (name, depth, span) in structures(rest.into_iter()) {
            self.push(&mut all, &name, depth, (span.span.start as usize, span.span.end as usize, 2), Some(span));
        }
        all.sort_by_key(|around| (around.start, std::cmp::Reverse(around.end), around.rank));
        all
    }

    fn push(
        &mut self,
        all: &mut Vec<Around>,
        name: &str,
        depth: usize,
        (start, end, rank): (usize, usize, usize),
        span: Option<&LayerSpan>,
    ) {
        let said = || span.iter().flat_map(|span| &span.attributes);
        let names: Vec<String> = said().map(|(name, _)| plain_name(name)).collect();
        let name = plain_name(name);
        self.declared.structure(&name, depth, names.iter().map(String::as_str));
        let attributes = said().map(|(name, value)| attribute(name, value)).collect();
        all.push(Around { start, end, rank, name, attributes });
    }

    fn close(&mut self, names: Option<Vec<String>>) -> io::Result<()> {
        names.unwrap_or_default().iter().rev().try_for_each(|name| writeln!(self.out, "</{name}>"))
    }

    fn turn_to(&mut self, page: Option<&'a str>) -> io::Result<()> {
        if self.page == page {
            return Ok(());
        }
        if std::mem::replace(&mut self.page, page).is_some() {
            writeln!(self.out, "</page>")?;
        }
        let Some(page) = page else { return Ok(()) };
        self.declared.structure("page", 0, ["n"].into_iter());
        writeln!(self.out, "<page{}>", attribute("n", page))
    }
}
