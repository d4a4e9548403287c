//! How often each form is used, and in which papers.

use std::ops::Range;

use rayon::prelude::*;

use super::Vocabulary;
use crate::index::{OpenIndex, SectionInfo};
use crate::search::Chosen;
use crate::stats::{PartSizes, Parts};

/// How often each form of a vocabulary is used in chosen sections, by paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCounts {
    /// Tokens of the chosen sections by paper, those that the vocabulary leaves out among them.
    sizes: Vec<u64>,
    /// Where in `in_papers` each form begins, and the end.
    starts: Vec<usize>,
    /// For each form the papers that have it, ascending, and how often.
    in_papers: Vec<(u32, u32)>,
}

impl FormCounts {
    /// Counts the tokens of the chosen sections.
    pub fn new(index: &OpenIndex, chosen: &Chosen, vocabulary: &Vocabulary<'_>) -> Self {
        let sections: Vec<&SectionInfo> =
            index.sections().iter().enumerate().filter(|(at, _)| chosen.contains(*at)).map(|(_, s)| s).collect();
        let papers: Vec<&[&SectionInfo]> = sections.chunk_by(|a, b| a.paper == b.paper).collect();
        let scratch = || vec![0u32; vocabulary.len()];
        let counted: Vec<OnePaper> = papers
            .par_iter()
            .map_init(scratch, |counts, paper| OnePaper::count(index, vocabulary, paper, counts))
            .collect();
        let mut sizes = vec![0; index.manifest().papers.len()];
        for paper in &counted {
            if let Some(size) = sizes.get_mut(paper.paper as usize) {
                *size = paper.tokens;
            }
        }
        let (starts, in_papers) = by_form(&counted, vocabulary.len());
        FormCounts { sizes, starts, in_papers }
    }

    /// Tokens of the chosen sections.
    pub fn tokens(&self) -> u64 {
        self.sizes.iter().sum()
    }

    /// Tokens of the chosen sections of each paper of [`Manifest::papers`](crate::index::Manifest::papers).
    pub fn sizes(&self) -> &[u64] {
        &self.sizes
    }

    /// The sizes of the papers as parts.
    pub fn part_sizes(&self) -> PartSizes {
        PartSizes::new(self.sizes.iter().copied())
    }

    /// The papers that have a form, ascending, and how often.
    pub fn papers(&self, form: u32) -> &[(u32, u32)] {
        let at = form as usize;
        let range = self.starts.get(at).zip(self.starts.get(at + 1)).map(|(from, to)| *from..*to);
        range.and_then(|range| self.in_papers.get(range)).unwrap_or(&[])
    }

    /// How often a form is used.
    pub fn hits(&self, form: u32) -> u64 {
        self.papers(form).iter().map(|(_, count)| u64::from(*count)).sum()
    }

    /// A form's counts in the papers.
    pub fn parts(&self, form: u32, sizes: PartSizes) -> Option<Parts> {
        let size = |paper: u32| self.sizes.get(paper as usize).copied().unwrap_or(0);
        Parts::of_hits(sizes, self.papers(form).iter().map(|&(paper, count)| (u64::from(count), size(paper))))
    }
}

/// The forms of one paper, ascending, and how often each is used.
struct OnePaper {
    paper: u32,
    tokens: u64,
    forms: Vec<(u32, u32)>,
}

impl OnePaper {
    /// `counts` has a zero for each form, before and after.
    fn count(index: &OpenIndex, vocabulary: &Vocabulary<'_>, sections: &[&SectionInfo], counts: &mut [u32]) -> Self {
        let mut one = OnePaper { paper: sections.first().map_or(0, |s| s.paper), tokens: 0, forms: Vec::new() };
        for section in sections {
            let Some(segment) = index.segment_of(section) else { continue };
            let (numbers, range) = (vocabulary.numbers(section), segment.store.section(section.doc));
            one.tokens += range.len() as u64;
            segment.store.for_each_type(range, |id| {
                let number = numbers.get(id as usize).copied().unwrap_or(Vocabulary::LEFT_OUT);
                if let Some(count) = counts.get_mut(number as usize) {
                    if *count == 0 {
                        one.forms.push((number, 0));
                    }
                    *count += 1;
                }
            });
        }
        for (form, count) in &mut one.forms {
            if let Some(counted) = counts.get_mut(*form as usize) {
                *count = std::mem::take(counted);
            }
        }
        one
    }
}

/// What was counted paper by paper, form by form: where each form begins, and its papers.
fn by_form(counted: &[OnePaper], forms: usize) -> (Vec<usize>, Vec<(u32, u32)>) {
    let share = forms.div_ceil(rayon::current_num_threads()).max(1);
    let shares: Vec<_> = (0..forms.div_ceil(share))
        .into_par_iter()
        .map(|at| by_form_of(counted, (at * share) as u32..((at + 1) * share).min(forms) as u32))
        .collect();
    let (mut starts, mut in_papers) = (Vec::with_capacity(forms + 1), Vec::new());
    starts.push(0);
    for (ends, mut entries) in shares {
        starts.extend(ends.iter().map(|end| in_papers.len() + end));
        in_papers.append(&mut entries);
    }
    (starts, in_papers)
}

/// The same of a share of the forms: where each ends, and their papers.
fn by_form_of(counted: &[OnePaper], share: Range<u32>) -> (Vec<usize>, Vec<(u32, u32)>) {
    let all = || {
        let of_share = |&(form, count): &(u32, u32)| Some((form.checked_sub(share.start)? as usize, count));
        counted
            .iter()
            .flat_map(move |one| one.forms.iter().filter_map(of_share).map(|(at, count)| (at, one.paper, count)))
    };
    let mut next = vec![0usize; share.len()];
    for (at, ..) in all() {
        next.get_mut(at).into_iter().for_each(|count| *count += 1);
    }
    let mut sum = 0;
    for at in &mut next {
        sum += std::mem::replace(at, sum);
    }
    let mut in_papers = vec![(0, 0); sum];
    for (at, paper, count) in all() {
        let Some(next) = next.get_mut(at) else { continue };
        if let Some(slot) = in_papers.get_mut(*next) {
            *slot = (paper, count);
        }
        *next += 1;
    }
    // Behind the last of a form is where it ends.
    (next, in_papers)
}
