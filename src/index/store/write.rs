//! Writing a token store: what a segment gathers in memory, and its file.

use std::cmp::Reverse;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::annotations::{self, WRITTEN};
use super::framed::Framed;
use super::packed::{Bits, Fixed};
use super::postings::Postings;
use super::read::{Layers, TokenStore};
use super::skewed::Skewed;
use super::spans;
use super::strings::Strings;
use super::{MAGIC, VERSION};
use crate::error::{Error, Kind, Result};
use crate::model::{CutPaper, LayerSpan, Section, WordList};
use crate::text::{Collation, Interner};

/// The tokens of the sections that are to become one segment.
pub struct SegmentTokens {
    /// Words by type; behind those of types with annotations, these stand as well: see [`type_name`].
    words: Interner,
    folded: WordList,
    types: Vec<u32>,
    gaps: Interner,
    single_spaces: Vec<bool>,
    odd_gaps: Vec<u32>,
    sections: Vec<u32>,
    tails: Vec<u32>,
    paragraphs: Vec<u32>,
    sentences: Vec<u32>,
    line_starts: Vec<u32>,
    lines: Vec<u32>,
    page_starts: Vec<u32>,
    pages: Vec<u32>,
    page_labels: Interner,
    annotations: annotations::Gathered,
    spans: spans::Gathered,
    /// From the types of the paper that is being added to those of the segment.
    renumbered: Option<(Arc<CutPaper>, Vec<u32>)>,
}

impl Default for SegmentTokens {
    fn default() -> Self {
        Self::new()
    }
}

impl SegmentTokens {
    /// No section yet.
    pub fn new() -> Self {
        SegmentTokens {
            words: Interner::default(),
            folded: WordList::default(),
            types: Vec::new(),
            gaps: Interner::default(),
            single_spaces: Vec::new(),
            odd_gaps: Vec::new(),
            sections: vec![0],
            tails: Vec::new(),
            paragraphs: Vec::new(),
            sentences: Vec::new(),
            line_starts: Vec::new(),
            lines: Vec::new(),
            page_starts: Vec::new(),
            pages: Vec::new(),
            page_labels: Interner::default(),
            annotations: annotations::Gathered::default(),
            spans: spans::Gathered::default(),
            renumbered: None,
        }
    }

    /// About how many bytes this takes in memory.
    pub fn memory(&self) -> usize {
        self.words.memory()
            + self.folded.memory()
            + self.gaps.memory()
            + self.types.len() * 13
            + self.line_starts.len() * 8
            + self.annotations.memory()
            + self.spans.memory()
    }

    /// Adds a section of `paper`. Sections of one paper are cheapest one after the other.
    pub fn add(&mut self, paper: &Arc<CutPaper>, section: &Section) {
        let mut renumbered = match self.renumbered.take() {
            Some((last, numbers)) if Arc::ptr_eq(&last, paper) => numbers,
            _ => vec![u32::MAX; paper.words.len()],
        };
        let mut end = 0;
        for (&local, &(start, next)) in section.types.iter().zip(&section.tokens) {
            let Some(slot) = renumbered.get_mut(local as usize) else { continue };
            if *slot == u32::MAX {
                let values = match paper.rows.is_empty() {
                    true => Vec::new(),
                    false => {
                        let written = paper.written(local).map(|written| (WRITTEN, written));
                        paper.values(local).chain(written).collect()
                    }
                };
                *slot = self.type_number(paper.words.get(local), paper.folded.get(local), values);
            }
            self.token(*slot, &section.text, end..start as usize);
            end = next as usize;
        }
        self.renumbered = Some((paper.clone(), renumbered));
        let layers = Layers {
            paragraphs: section.paragraphs.clone(),
            sentences: section.sentences.clone(),
            lines: section.lines.clone(),
            pages: section.pages.clone(),
        };
        self.finish_section(section.gap(section.tokens.len()), &layers, &section.spans);
    }

    /// Adds section `doc` of another segment; `renumbered` is from its types to
    /// those of this one, `u32::MAX` where not met yet.
    pub(super) fn copy(&mut self, from: &TokenStore, doc: u32, renumbered: &mut [u32]) {
        let first = self.types.len() as u32;
        for at in from.section(doc) {
            let local = from.type_at(at);
            let mut id = renumbered.get(local as usize).copied().unwrap_or(u32::MAX);
            if id == u32::MAX {
                let lexicon = from.lexicon();
                let values = lexicon.values(local).collect();
                id = self.type_number(lexicon.word(local), lexicon.folded(lexicon.folded_of(local)), values);
                if let Some(slot) = renumbered.get_mut(local as usize) {
                    *slot = id;
                }
            }
            let gap = from.gap(at);
            self.token(id, gap, 0..gap.len());
        }
        let section = from.section(doc);
        for layer in from.named_layers() {
            self.spans.add(first, &layer.of_section(&section));
        }
        self.finish_section(from.tail(doc), &from.layers(doc), &[]);
    }

    /// The number of a type; `values` are those that it has of annotations, by their names.
    fn type_number(&mut self, word: &str, folded: &str, mut values: Vec<(&str, &str)>) -> u32 {
        let id = match values.is_empty() {
            true => self.words.number(word),
            false => {
                values.sort_unstable();
                self.words.number(&type_name(word, &values))
            }
        };
        if id as usize == self.folded.len() {
            self.folded.push(folded);
            values.iter().for_each(|(name, value)| self.annotations.set(id, name, value));
        }
        id
    }

    /// The word of a type.
    fn word(&self, id: u32) -> &str {
        let name = self.words.words().get(id);
        match self.annotations.is_empty() {
            true => name,
            false => name.split(BEHIND_WORD).next().unwrap_or(name),
        }
    }

    /// Adds a token of type `id`; `text[gap]` stands before it.
    #[inline]
    fn token(&mut self, id: u32, text: &str, gap: Range<usize>) {
        self.types.push(id);
        let single = gap.len() == 1 && text.as_bytes().get(gap.start) == Some(&b' ');
        self.single_spaces.push(single);
        if !single {
            let gap = self.gaps.number_of(text, gap);
            self.odd_gaps.push(gap);
        }
    }

    fn finish_section(&mut self, tail: &str, layers: &Layers, spans: &[LayerSpan]) {
        let first = self.sections.last().copied().unwrap_or(0);
        self.spans.add(first, spans);
        let tail = self.gaps.number(tail);
        self.tails.push(tail);
        self.sections.push(self.types.len() as u32);
        self.paragraphs.extend(layers.paragraphs.iter().map(|p| p + first));
        self.sentences.extend(layers.sentences.iter().map(|s| s + first));
        for (token, line) in &layers.lines {
            self.line_starts.push(token + first);
            self.lines.push(*line);
        }
        let unknown = layers.pages.first().is_none_or(|p| p.0 > 0).then_some((0, None));
        for (token, label) in unknown.iter().chain(&layers.pages) {
            let page = label.as_ref().map_or(0, |label| self.page_labels.number(label) + 1);
            // Without pages nothing is kept: the list begins with the first page told.
            if self.pages.last().copied().unwrap_or(0) != page && (token + first) < self.types.len() as u32 {
                self.page_starts.push(token + first);
                self.pages.push(page);
            }
        }
    }

    /// Writes the file, types renumbered in collation order.
    ///
    /// # Errors
    /// More tokens than positions can count; a file that cannot be written.
    pub fn write(mut self, out: &mut impl Write) -> Result<()> {
        if u32::try_from(self.types.len()).is_err() {
            return Err(Error::new(Kind::Setting, "index", "a segment has more than 4,294,967,295 tokens")
                .remedy("build with a smaller --memory, which makes smaller segments"));
        }
        let order = self.collated()?;
        let mut new_ids = vec![0u32; order.len()];
        let mut counts = vec![0u32; order.len()];
        for (new, &old) in order.iter().enumerate() {
            if let Some(slot) = new_ids.get_mut(old as usize) {
                *slot = new as u32;
            }
        }
        for id in &mut self.types {
            *id = new_ids.get(*id as usize).copied().unwrap_or(0);
            if let Some(count) = counts.get_mut(*id as usize) {
                *count += 1;
            }
        }
        let gaps = self.number_gaps();
        let (folded, words, first_words) = self.split(&order);
        let mut by_bytes: Vec<u32> = (0..folded.len() as u32).collect();
        by_bytes.sort_unstable_by_key(|&id| folded.get(id as usize));
        let (folded, words) = (Strings::encode(folded.into_iter()), Strings::encode(words.into_iter()));
        let parts = [
            folded,
            words,
            Bits::encode(&same_form(&first_words)),
            Fixed::encode(&by_bytes),
            Framed::encode(&counts),
            Fixed::encode(&self.types),
            self.postings(&counts, &first_words),
            Bits::encode(&self.single_spaces),
            Skewed::encode(&self.odd_gaps),
            gaps,
            Framed::encode(&self.sections),
            Framed::encode(&self.tails),
            Framed::encode(&self.paragraphs),
            Framed::encode(&self.sentences),
            Framed::encode(&self.line_starts),
            Framed::encode(&self.lines),
            Framed::encode(&self.page_starts),
            Framed::encode(&self.pages),
            Strings::encode(self.page_labels.words().iter()),
            self.annotations.encode(&order),
            self.spans.encode(),
        ];
        write_parts(&parts, out).map_err(|e| Error::new(Kind::File, "token store", e))
    }

    /// Numbers the gaps anew, the most frequent first, and gives them in that order: most numbers are small then.
    fn number_gaps(&mut self) -> Vec<u8> {
        let mut counts = vec![0u32; self.gaps.words().len()];
        for gap in &self.odd_gaps {
            counts.get_mut(*gap as usize).into_iter().for_each(|count| *count += 1);
        }
        let mut order: Vec<u32> = (0..counts.len() as u32).collect();
        order.sort_by_key(|gap| Reverse(counts.get(*gap as usize)));
        let mut numbers = vec![0u32; order.len()];
        for (number, gap) in (0u32..).zip(&order) {
            numbers.get_mut(*gap as usize).into_iter().for_each(|slot| *slot = number);
        }
        for gap in self.odd_gaps.iter_mut().chain(&mut self.tails) {
            *gap = numbers.get(*gap as usize).copied().unwrap_or(0);
        }
        let words = self.gaps.words();
        Strings::encode(order.iter().map(|gap| words.get(*gap)))
    }

    /// The inverted index; `counts` by type, types and `first_words` in their final order.
    fn postings(&self, counts: &[u32], first_words: &[u32]) -> Vec<u8> {
        let mut form_of = vec![0u32; counts.len()];
        let mut form_counts = vec![0u32; first_words.len().saturating_sub(1)];
        for (form, (total, bounds)) in form_counts.iter_mut().zip(first_words.windows(2)).enumerate() {
            let &[first, end] = bounds else { continue };
            let types = first as usize..end as usize;
            *total = counts.get(types.clone()).unwrap_or(&[]).iter().sum();
            form_of.get_mut(types).unwrap_or(&mut []).fill(form as u32);
        }
        Postings::encode(self.types.iter().map(|&id| form_of.get(id as usize).copied().unwrap_or(0)), &form_counts)
    }

    /// Types in the order of the collation of their folded form, then of their words, then of their annotations.
    fn collated(&self) -> Result<Vec<u32>> {
        let collation = Collation::root()?;
        let mut keys: FxHashMap<&str, Vec<u8>> = FxHashMap::default();
        for folded in self.folded.iter() {
            keys.entry(folded).or_insert_with(|| collation.key(folded));
        }
        let mut order: Vec<(&[u8], &str, &str, u32)> = Vec::with_capacity(self.folded.len());
        // What stands behind a word sorts its types by their annotations, and behind every shorter word.
        for (id, (folded, word)) in self.folded.iter().zip(self.words.words().iter()).enumerate() {
            order.push((keys.get(folded).map_or(&[], |k| k), folded, word, id as u32));
        }
        order.sort_unstable();
        Ok(order.into_iter().map(|entry| entry.3).collect())
    }

    /// Folded forms in order; words in order, empty where the same as folded;
    /// first word of each folded form.
    fn split(&self, order: &[u32]) -> (Vec<&str>, Vec<&str>, Vec<u32>) {
        let (mut folded, mut words, mut first): (Vec<&str>, _, _) = (Vec::new(), Vec::new(), Vec::new());
        for (new, &old) in order.iter().enumerate() {
            let lc = self.folded.get(old);
            let word = self.word(old);
            if folded.last() != Some(&lc) {
                folded.push(lc);
                first.push(new as u32);
            }
            words.push(if word == lc { "" } else { word });
        }
        first.push(order.len() as u32);
        (folded, words, first)
    }
}

/// What stands behind a word in the name of a type with annotations: no word holds it.
const BEHIND_WORD: char = '\0';

/// A name for a word with annotations: another for each combination.
fn type_name(word: &str, values: &[(&str, &str)]) -> String {
    let mut name = word.to_string();
    for (annotation, value) in values {
        for part in [annotation, value] {
            name.push(BEHIND_WORD);
            name.push_str(part);
        }
    }
    name
}

/// From the first word of each folded form to one bit for each word: see [`super::Lexicon`].
fn same_form(first_words: &[u32]) -> Vec<bool> {
    let mut same = vec![true; first_words.last().copied().unwrap_or(0) as usize];
    for &first in first_words {
        if let Some(bit) = same.get_mut(first as usize) {
            *bit = false;
        }
    }
    same
}

fn write_parts(parts: &[Vec<u8>; super::PARTS], out: &mut impl Write) -> std::io::Result<()> {
    let mut end = 0u64;
    let mut footer = Vec::new();
    for part in parts {
        out.write_all(part)?;
        end += part.len() as u64;
        footer.extend_from_slice(&end.to_le_bytes());
    }
    footer.extend_from_slice(&VERSION.to_le_bytes());
    footer.extend_from_slice(MAGIC);
    out.write_all(&footer)
}
