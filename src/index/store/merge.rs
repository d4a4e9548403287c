//! Several token stores made one: part by part, without holding their tokens in memory.

use std::io::{self, Write};
use std::ops::Range;

use super::marks::GapTable;
use super::packed::{BitList, Packing, width_of};
use super::parts::Writing;
use super::postings::Lists;
use super::read::TokenStore;
use super::skewed::Skewed;
use super::words::{Words, places};
use super::write::{SectionLayers, check_count};
use crate::error::{Error, Kind, Result};

/// A token store that goes into another, and the numbers that its types and gaps have there.
struct Source {
    store: TokenStore,
    /// The living sections.
    sections: Vec<u32>,
    /// Their tokens: ranges that do not touch.
    tokens: Vec<Range<u32>>,
    /// By type, then by gap; `u32::MAX` for those that no living section has.
    types: Vec<u32>,
    gaps: Vec<u32>,
}

impl Source {
    fn new(store: TokenStore, sections: Vec<u32>) -> Self {
        let mut tokens: Vec<Range<u32>> = Vec::new();
        for section in &sections {
            let section = store.section(*section);
            match tokens.last_mut() {
                Some(last) if last.end == section.start => last.end = section.end,
                _ => tokens.push(section),
            }
        }
        Source { store, sections, tokens, types: Vec::new(), gaps: Vec::new() }
    }

    fn len(&self) -> u64 {
        self.tokens.iter().map(|range| range.len() as u64).sum()
    }

    fn each_type(&self, mut see: impl FnMut(u32)) {
        self.tokens.iter().for_each(|range| self.store.for_each_type(range.clone(), &mut see));
    }

    /// How many living tokens each type has.
    fn type_counts(&self) -> Vec<u32> {
        let lexicon = self.store.lexicon();
        if self.len() == u64::from(self.store.token_count()) {
            return (0..lexicon.len()).map(|id| lexicon.count(id)).collect();
        }
        let mut counts = vec![0u32; lexicon.len() as usize];
        self.each_type(|id| counts.get_mut(id as usize).into_iter().for_each(|count| *count += 1));
        counts
    }

    /// Takes in its types: how many tokens each has, by their numbers here.
    fn number_types(&mut self, words: &mut Words, counts: &mut Vec<u32>) {
        let lexicon = self.store.lexicon();
        let own = self.type_counts();
        self.types = vec![u32::MAX; own.len()];
        for ((id, count), slot) in (0u32..).zip(own).zip(&mut self.types).filter(|((_, count), _)| *count > 0) {
            let folded = lexicon.folded(lexicon.folded_of(id));
            *slot = words.number(lexicon.word(id), folded, lexicon.values(id).collect());
            if counts.len() <= *slot as usize {
                counts.resize(*slot as usize + 1, 0);
            }
            counts.get_mut(*slot as usize).into_iter().for_each(|sum| *sum += count);
        }
    }

    /// Takes in its gaps, and those behind its sections.
    fn number_gaps(&mut self, table: &mut GapTable) {
        let mut counts = vec![0u32; self.store.gap_table().len()];
        self.each_odd_gap(|gap| counts.get_mut(gap as usize).into_iter().for_each(|count| *count += 1));
        let tails: Vec<u32> = self.sections.iter().map(|section| self.store.tail_number(*section)).collect();
        self.gaps = vec![u32::MAX; counts.len()];
        let used = (0u32..).zip(&counts).filter(|(_, count)| **count > 0).map(|(gap, count)| (gap, *count));
        for (gap, count) in used.chain(tails.into_iter().map(|tail| (tail, 0))) {
            let number = table.number(self.store.gap_table().get(gap as usize), count);
            self.gaps.get_mut(gap as usize).into_iter().for_each(|slot| *slot = number);
        }
    }

    fn each_odd_gap(&self, mut see: impl FnMut(u32)) {
        self.tokens.iter().for_each(|range| self.store.for_each_odd_gap(range, &mut see));
    }

    /// Appends the living positions of a folded form; the first living token becomes `first`.
    fn push_positions(&self, form: u32, first: u32, all: &mut Vec<u32>, out: &mut Vec<u32>) {
        all.clear();
        self.store.push_positions(form, &(0..self.store.token_count()), all);
        let (mut rest, mut first) = (all.as_slice(), first);
        for range in &self.tokens {
            let Some(next) = rest.first() else { return };
            if *next < range.end {
                let (_, from) = rest.split_at(rest.partition_point(|position| *position < range.start));
                let (living, behind) = from.split_at(from.partition_point(|position| *position < range.end));
                out.extend(living.iter().map(|position| position - range.start + first));
                rest = behind;
            }
            first += range.len() as u32;
        }
    }
}

/// Writes the living sections of several stores as one.
///
/// # Errors
/// More tokens than positions can count; a file that cannot be written.
pub fn merge(stores: Vec<(TokenStore, Vec<u32>)>, out: &mut impl Write) -> Result<()> {
    let mut sources: Vec<Source> = stores.into_iter().map(|(store, sections)| Source::new(store, sections)).collect();
    check_count(sources.iter().map(Source::len).sum())?;
    let (mut words, mut counts, mut gaps) = (Words::default(), Vec::new(), GapTable::default());
    for source in &mut sources {
        source.number_types(&mut words, &mut counts);
        source.number_gaps(&mut gaps);
    }
    let order = words.collated()?;
    let new_ids = places(&order);
    let counts: Vec<u32> = order.iter().map(|old| counts.get(*old as usize).copied().unwrap_or(0)).collect();
    let lexicon = words.encode(&order, &counts);
    let new_id = |old: u32| new_ids.get(old as usize).copied().unwrap_or(0);
    let mut write = || {
        let mut file = Writing::new(out);
        lexicon.parts.iter().try_for_each(|part| file.part(part))?;
        file.stream(|out| write_types(&sources, new_id, width_of(order.len().saturating_sub(1) as u32), out))?;
        let starts = file.stream(|out| write_postings(&sources, new_id, &lexicon.form_of, out))?;
        file.part(&starts)?;
        file.part(&single_spaces(&sources).finish())?;
        let (numbers, counts, table) = gaps.by_frequency();
        let number = |source: &Source, gap: u32| {
            let old = source.gaps.get(gap as usize).copied().unwrap_or(0);
            numbers.get(old as usize).copied().unwrap_or(0)
        };
        let odd = |see: &mut dyn FnMut(u32)| {
            sources.iter().for_each(|source| source.each_odd_gap(|gap| see(number(source, gap))));
        };
        file.stream(|out| Skewed::write(odd, &counts, out))?;
        file.part(&table)?;
        layers(&sources).write(&numbers, lexicon.annotations.clone(), file)
    };
    write().map_err(|e: io::Error| Error::new(Kind::File, "token store", e))
}

fn write_types(sources: &[Source], new_id: impl Fn(u32) -> u32, width: u8, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&[width])?;
    let mut packing = Packing::new(out, width);
    for source in sources {
        let types: Vec<u32> = source.types.iter().map(|old| new_id(*old)).collect();
        let mut written = Ok(());
        source.each_type(|id| {
            if written.is_ok() {
                written = packing.push(types.get(id as usize).copied().unwrap_or(0));
            }
        });
        written?;
    }
    packing.flush()
}

/// The lists of all forms, each put together from those of the sources.
fn write_postings(
    sources: &[Source],
    new_id: impl Fn(u32) -> u32,
    form_of: &[u32],
    out: &mut impl Write,
) -> io::Result<Vec<u8>> {
    let forms = form_of.last().map_or(0, |last| *last as usize + 1);
    let mut own: Vec<Vec<u32>> = Vec::new();
    for source in sources {
        let mut forms = vec![u32::MAX; forms];
        for (number, (_, types)) in (0u32..).zip(source.store.lexicon().forms()) {
            let living = |id: u32| source.types.get(id as usize).copied().filter(|new| *new != u32::MAX);
            let new = types.into_iter().find_map(living).and_then(|old| form_of.get(new_id(old) as usize));
            new.and_then(|new| forms.get_mut(*new as usize)).into_iter().for_each(|slot| *slot = number);
        }
        own.push(forms);
    }
    let mut lists = Lists::new(out);
    let (mut list, mut all) = (Vec::new(), Vec::new());
    for form in 0..forms {
        list.clear();
        let mut first = 0;
        for (source, own) in sources.iter().zip(&own) {
            match own.get(form) {
                Some(&number) if number != u32::MAX => source.push_positions(number, first, &mut all, &mut list),
                _ => {}
            }
            first += source.len() as u32;
        }
        lists.push(&list)?;
    }
    lists.finish()
}

fn single_spaces(sources: &[Source]) -> BitList {
    let mut bits = BitList::default();
    for source in sources {
        source.tokens.iter().cloned().flatten().for_each(|at| bits.push(source.store.has_single_space(at)));
    }
    bits
}

fn layers(sources: &[Source]) -> SectionLayers {
    let mut layers = SectionLayers::new();
    for source in sources {
        for section in &source.sections {
            let tail = source.gaps.get(source.store.tail_number(*section) as usize).copied().unwrap_or(0);
            layers.copy(&source.store, *section, tail);
        }
    }
    layers
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use tantivy::directory::OwnedBytes;

    use super::super::SegmentTokens;
    use super::super::parts::Parts;
    use super::*;
    use crate::model::{CutPaper, LayerSpan, Span};
    use crate::text::{Cutter, Draft};

    /// A paper with a section for each text; pages and a named span where a text is long enough.
    fn paper(texts: &[String], page: u8) -> Arc<CutPaper> {
        let mut cutter = Cutter::default();
        for text in texts {
            let label = (page > 0).then(|| page.to_string());
            let pages = if text.len() > 9 { vec![(0, label), (8, None)] } else { Vec::new() };
            let lines = text.char_indices().filter(|(_, c)| *c == '\n').map(|(at, _)| (at, at as u32 + 1)).collect();
            cutter.section(Draft { text: text.clone(), paragraphs: vec![0, 5], lines, pages, ..Draft::default() });
        }
        let mut paper = cutter.finish();
        for section in paper.sections.iter_mut().filter(|section| section.tokens.len() > 2) {
            let attributes = vec![("n".to_string(), page.to_string())];
            section.spans.push(LayerSpan { span: Span { start: 1, end: 2 }, layer: "ne".into(), attributes });
        }
        Arc::new(paper)
    }

    fn written(tokens: SegmentTokens) -> Vec<u8> {
        let mut bytes = Vec::new();
        tokens.write(&mut bytes).unwrap();
        bytes
    }

    fn store(bytes: Vec<u8>) -> TokenStore {
        TokenStore::of(&Parts::of(OwnedBytes::new(bytes)).unwrap())
    }

    fn texts() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(
            "(arms|Arms|control|talks|é|e|[a-d])([ \n,.]{1,2}(arms|Arms|control|é|[a-d])){0,9}[ .]?",
            1..4,
        )
    }

    proptest! {
        #[test]
        fn what_is_merged_is_what_is_written_at_once(
            papers in prop::collection::vec((texts(), 0u8..3), 1..6),
            parts in 1usize..4,
            dead in prop::collection::vec(any::<bool>(), 24),
        ) {
            let papers: Vec<Arc<CutPaper>> = papers.iter().map(|(texts, page)| paper(texts, *page)).collect();
            let (mut at_once, mut sources, mut number) = (SegmentTokens::new(), Vec::new(), 0);
            for part in papers.chunks(papers.len().div_ceil(parts)) {
                let (mut tokens, mut living, mut doc) = (SegmentTokens::new(), Vec::new(), 0);
                for paper in part {
                    for section in &paper.sections {
                        tokens.add(paper, section);
                        if !dead[number] {
                            at_once.add(paper, section);
                            living.push(doc);
                        }
                        doc += 1;
                        number += 1;
                    }
                }
                sources.push((store(written(tokens)), living));
            }
            let mut merged = Vec::new();
            merge(sources, &mut merged).unwrap();
            prop_assert!(merged == written(at_once), "other bytes");
        }
    }
}
