//! What measures of whole papers are counted from.

use rayon::prelude::*;

use super::Vocabulary;
use crate::index::{OpenIndex, SectionInfo, Segment};
use crate::query::Layer;
use crate::search::Chosen;
use crate::stats::TextCounts;
use crate::text::syllables;

/// The chosen sections of one paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperText {
    /// The paper: its place in [`Manifest::papers`](crate::index::Manifest::papers).
    pub paper: u32,
    /// The form of each token as its number in the vocabulary, in order.
    pub tokens: Vec<u32>,
    /// What its text is made of. A paper that does not say its language is taken for English.
    pub text: TextCounts,
}

/// Reads the chosen sections paper by paper, and gives what `measure` makes of each, in corpus order.
pub fn paper_texts<T: Send>(
    index: &OpenIndex,
    chosen: &Chosen,
    vocabulary: &Vocabulary<'_>,
    measure: impl Fn(PaperText) -> T + Sync,
) -> Vec<T> {
    let lengths: Vec<Vec<Length>> = index.segments().iter().map(lengths).collect();
    let sections: Vec<&SectionInfo> =
        index.sections().iter().enumerate().filter(|(at, _)| chosen.contains(*at)).map(|(_, s)| s).collect();
    let papers: Vec<&[&SectionInfo]> = sections.chunk_by(|a, b| a.paper == b.paper).collect();
    papers.into_par_iter().map(|paper| measure(read(index, vocabulary, &lengths, paper))).collect()
}

/// How long a type is.
#[derive(Clone, Copy)]
struct Length {
    letters: u32,
    syllables: u32,
}

fn lengths(segment: &Segment) -> Vec<Length> {
    let words = segment.store.lexicon().spelt_out();
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).count() as u32;
    words.iter().map(|word| Length { letters: letters(word), syllables: syllables(word) }).collect()
}

fn read(
    index: &OpenIndex,
    vocabulary: &Vocabulary<'_>,
    lengths: &[Vec<Length>],
    sections: &[&SectionInfo],
) -> PaperText {
    let paper = sections.first().map_or(0, |section| section.paper);
    let (mut tokens, mut text, mut all_syllables, mut hard) = (Vec::new(), TextCounts::default(), 0, 0);
    for section in sections {
        let (Some(segment), Some(lengths)) = (index.segment_of(section), lengths.get(section.segment as usize)) else {
            continue;
        };
        let (range, numbers) = (segment.store.section(section.doc), vocabulary.numbers(section));
        let mut at = range.start;
        while at < range.end {
            text.sentences += 1;
            at = segment.store.span_at(&Layer::Sentence, at).map_or(range.end, |span| span.end.max(at + 1));
        }
        segment.store.for_each_type(range, |id| {
            tokens.push(numbers.get(id as usize).copied().unwrap_or(Vocabulary::LEFT_OUT));
            let Some(length) = lengths.get(id as usize) else { return };
            text.letters += u64::from(length.letters);
            text.long_words += u64::from(length.letters > 6);
            all_syllables += u64::from(length.syllables);
            hard += u64::from(length.syllables > 2);
        });
    }
    text.words = tokens.len() as u64;
    let language = index.manifest().papers.get(paper as usize).and_then(|paper| paper.metadata.language.as_deref());
    if language.is_none_or(|language| language.to_lowercase().starts_with("en")) {
        (text.syllables, text.hard_words) = (Some(all_syllables), Some(hard));
    }
    PaperText { paper, tokens, text }
}
