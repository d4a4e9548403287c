//! Writing a token store: what a segment gathers in memory, and its file.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use super::annotations::WRITTEN;
use super::framed::{Framed, Frames};
use super::marks::{GapTable, Pages};
use super::packed::{BitList, Fixed};
use super::parts::Writing;
use super::postings::Postings;
use super::read::TokenStore;
use super::skewed::Skewed;
use super::spans;
use super::words::{LexiconParts, Words, places};
use crate::error::{Error, Kind, Result};
use crate::model::{CutPaper, Section};

/// The tokens of the sections that are to become one segment.
pub struct SegmentTokens {
    words: Words,
    types: Vec<u32>,
    gaps: GapTable,
    single_spaces: BitList,
    odd_gaps: Vec<u32>,
    layers: SectionLayers,
    /// From the types of the paper that is being added to those of the segment.
    renumbered: Option<(Arc<CutPaper>, Vec<u32>)>,
}

/// What a segment gathers of its sections and their layers.
pub(super) struct SectionLayers {
    /// The first token of each section, then the count of all tokens.
    sections: Vec<u32>,
    /// Numbers of gaps.
    tails: Vec<u32>,
    paragraphs: Frames,
    sentences: Frames,
    line_starts: Frames,
    lines: Frames,
    pages: Pages,
    spans: spans::Gathered,
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
            words: Words::default(),
            types: Vec::new(),
            gaps: GapTable::default(),
            single_spaces: BitList::default(),
            odd_gaps: Vec::new(),
            layers: SectionLayers::new(),
            renumbered: None,
        }
    }

    /// About how many bytes this takes in memory.
    pub fn memory(&self) -> usize {
        // Positions are sorted beside the types.
        let tokens = self.types.len() * 8 + self.odd_gaps.len() * 4 + self.single_spaces.memory();
        self.words.memory() + self.gaps.memory() + self.layers.memory() + tokens
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
                *slot = self.words.number(paper.words.get(local), paper.folded.get(local), values);
            }
            self.token(*slot, &section.text, end..start as usize);
            end = next as usize;
        }
        self.renumbered = Some((paper.clone(), renumbered));
        let tail = self.gaps.number(section.gap(section.tokens.len()), 0);
        self.layers.add(section, tail);
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

    /// Writes the file, types renumbered in collation order.
    ///
    /// # Errors
    /// More tokens than positions can count; a file that cannot be written.
    pub fn write(mut self, out: &mut impl Write) -> Result<()> {
        check_count(self.types.len() as u64)?;
        let order = self.words.collated()?;
        let new_ids = places(&order);
        let mut counts = vec![0u32; order.len()];
        for id in &mut self.types {
            *id = new_ids.get(*id as usize).copied().unwrap_or(0);
            if let Some(count) = counts.get_mut(*id as usize) {
                *count += 1;
            }
        }
        let lexicon = self.words.encode(&order, &counts);
        self.write_parts(lexicon, out).map_err(|e| Error::new(Kind::File, "token store", e))
    }

    fn write_parts(self, lexicon: LexiconParts, out: &mut impl Write) -> io::Result<()> {
        let mut file = Writing::new(out);
        lexicon.parts.iter().try_for_each(|part| file.part(part))?;
        file.part(&Fixed::encode(&self.types))?;
        let forms = self.types.iter().map(|&id| lexicon.form_of.get(id as usize).copied().unwrap_or(0));
        let starts = file.stream(|out| Postings::write(forms, &lexicon.form_counts, out))?;
        file.part(&starts)?;
        file.part(&self.single_spaces.finish())?;
        let (numbers, counts, table) = self.gaps.by_frequency();
        let gaps = |see: &mut dyn FnMut(u32)| {
            self.odd_gaps.iter().for_each(|gap| see(numbers.get(*gap as usize).copied().unwrap_or(0)));
        };
        file.stream(|out| Skewed::write(gaps, &counts, out))?;
        file.part(&table)?;
        self.layers.write(&numbers, lexicon.annotations, file)
    }
}

/// Whether positions can count so many tokens.
pub(super) fn check_count(tokens: u64) -> Result<()> {
    match u32::try_from(tokens) {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::new(Kind::Setting, "index", "a segment has more than 4,294,967,295 tokens")
            .remedy("build with a smaller --memory, which makes smaller segments")),
    }
}

impl SectionLayers {
    pub fn new() -> Self {
        SectionLayers {
            sections: vec![0],
            tails: Vec::new(),
            paragraphs: Frames::default(),
            sentences: Frames::default(),
            line_starts: Frames::default(),
            lines: Frames::default(),
            pages: Pages::default(),
            spans: spans::Gathered::default(),
        }
    }

    fn memory(&self) -> usize {
        let frames = [&self.paragraphs, &self.sentences, &self.line_starts, &self.lines];
        frames.iter().map(|frames| frames.memory()).sum::<usize>() + self.spans.memory()
    }

    /// Where the next section begins.
    fn next(&self) -> u32 {
        self.sections.last().copied().unwrap_or(0)
    }

    fn add(&mut self, section: &Section, tail: u32) {
        let first = self.next();
        self.spans.add(first, &section.spans);
        self.paragraphs.extend(section.paragraphs.iter().map(|p| p + first));
        self.sentences.extend(section.sentences.iter().map(|s| s + first));
        self.line_starts.extend(section.lines.iter().map(|line| line.0 + first));
        self.lines.extend(section.lines.iter().map(|line| line.1));
        let unknown = section.pages.first().is_none_or(|p| p.0 > 0).then_some((0, None));
        let tokens = section.types.len() as u32;
        for (token, label) in unknown.iter().chain(&section.pages).filter(|page| page.0 < tokens) {
            self.pages.mark(first + token, label.as_deref());
        }
        self.end_section(tokens, tail);
    }

    /// Adds section `doc` of another segment; `tail` is the number of its gap here.
    pub fn copy(&mut self, from: &TokenStore, doc: u32, tail: u32) {
        let (first, section) = (self.next(), from.section(doc));
        let here = |token: u32| token - section.start + first;
        for layer in from.named_layers() {
            self.spans.add(first, &layer.of_section(&section));
        }
        let starts = from.starts_in(&section);
        self.paragraphs.extend(starts.paragraphs.map(here));
        self.sentences.extend(starts.sentences.map(here));
        for (token, line) in starts.lines {
            self.line_starts.push(here(token));
            self.lines.push(line);
        }
        let begin = (!section.is_empty()).then_some(section.start);
        for token in begin.into_iter().chain(starts.pages) {
            self.pages.mark(here(token), from.page(token));
        }
        self.end_section(section.len() as u32, tail);
    }

    fn end_section(&mut self, tokens: u32, tail: u32) {
        self.tails.push(tail);
        self.sections.push(self.next() + tokens);
    }

    /// Writes the parts of the file behind the gaps; `gaps` are the final numbers of gaps.
    pub fn write<W: Write>(self, gaps: &[u32], annotations: Vec<u8>, mut file: Writing<'_, W>) -> io::Result<()> {
        let tails: Vec<u32> = self.tails.iter().map(|gap| gaps.get(*gap as usize).copied().unwrap_or(0)).collect();
        file.part(&Framed::encode(&self.sections))?;
        file.part(&Framed::encode(&tails))?;
        for frames in [self.paragraphs, self.sentences, self.line_starts, self.lines] {
            file.part(&frames.finish())?;
        }
        for part in self.pages.encode() {
            file.part(&part)?;
        }
        file.part(&annotations)?;
        file.part(&self.spans.encode())?;
        file.finish()
    }
}
