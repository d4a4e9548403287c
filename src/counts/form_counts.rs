//! How often each form is used, and in which papers.

use std::ops::Range;

use rayon::prelude::*;

use super::Vocabulary;
use crate::concordance::pieces;
use crate::index::{OpenIndex, SectionInfo};
use crate::search::Chosen;
use crate::stats::{PartSizes, Parts};

/// How often each form of a vocabulary is used in chosen sections, by paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCounts {
    /// Tokens of the chosen sections by paper, those that the vocabulary leaves out among them.
    sizes: Vec<u64>,
    by_form: ByForm,
}

/// For each form of a vocabulary the papers that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ByForm {
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
        let mut sizes = vec![0; index.manifest().papers.len()];
        for section in &sections {
            let tokens = index.segment_of(section).map_or(0, |segment| segment.store.section(section.doc).len());
            sizes.get_mut(section.paper as usize).into_iter().for_each(|size| *size += tokens as u64);
        }
        let by_form = by_tokens(index, &sections, vocabulary);
        FormCounts { sizes, by_form }
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
        let ByForm { starts, in_papers } = &self.by_form;
        let range = starts.get(at).zip(starts.get(at + 1)).map(|(from, to)| *from..*to);
        range.and_then(|range| in_papers.get(range)).unwrap_or(&[])
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

/// The papers of each form of a vocabulary: each token is looked at.
fn by_tokens(index: &OpenIndex, sections: &[&SectionInfo], vocabulary: &Vocabulary<'_>) -> ByForm {
    let papers: Vec<&[&SectionInfo]> = sections.chunk_by(|a, b| a.paper == b.paper).collect();
    let scratch = || vec![0u32; vocabulary.len()];
    let count = |counts: &mut Vec<u32>, paper: &&[&SectionInfo]| OnePaper::count(index, vocabulary, paper, counts);
    let counted: Vec<OnePaper> = papers.par_iter().map_init(scratch, count).collect();
    by_form(&counted, vocabulary.len())
}

/// The forms of one paper, ascending, and how often each is used.
struct OnePaper {
    paper: u32,
    forms: Vec<(u32, u32)>,
}

impl OnePaper {
    /// `counts` has a zero for each form, before and after.
    fn count(index: &OpenIndex, vocabulary: &Vocabulary<'_>, sections: &[&SectionInfo], counts: &mut [u32]) -> Self {
        let mut one = OnePaper { paper: sections.first().map_or(0, |s| s.paper), forms: Vec::new() };
        for section in sections {
            let Some(segment) = index.segment_of(section) else { continue };
            let (numbers, range) = (vocabulary.numbers(section), segment.store.section(section.doc));
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

/// What was counted paper by paper, form by form.
fn by_form(counted: &[OnePaper], forms: usize) -> ByForm {
    let width = forms.div_ceil(rayon::current_num_threads()).max(1);
    let shares: Vec<Range<usize>> = pieces(0..forms, width).collect();
    let counts: Vec<Vec<usize>> = shares.par_iter().map(|share| papers_of(counted, share)).collect();
    let mut starts = Vec::with_capacity(forms + 1);
    let mut sum = 0;
    for papers in counts.iter().flatten() {
        starts.push(sum);
        sum += papers;
    }
    starts.push(sum);
    let mut in_papers = vec![(0, 0); sum];
    let mut rest = in_papers.as_mut_slice();
    let mut filled = Vec::new();
    for (share, papers) in shares.into_iter().zip(&counts) {
        let (own, after) = rest.split_at_mut(papers.iter().sum());
        rest = after;
        filled.push((share, own));
    }
    filled.into_par_iter().for_each(|(share, own)| fill(counted, &share, &starts, own));
    ByForm { starts, in_papers }
}

/// How many papers have each form of a share.
fn papers_of(counted: &[OnePaper], share: &Range<usize>) -> Vec<usize> {
    let mut papers = vec![0; share.len()];
    for (form, _) in counted.iter().flat_map(|one| &one.forms) {
        let at = (*form as usize).wrapping_sub(share.start);
        papers.get_mut(at).into_iter().for_each(|count| *count += 1);
    }
    papers
}

/// Writes the papers of each form of a share; `starts` is where each form's begin among those of all forms.
fn fill(counted: &[OnePaper], share: &Range<usize>, starts: &[usize], in_papers: &mut [(u32, u32)]) {
    let starts = starts.get(share.clone()).unwrap_or(&[]);
    let first = starts.first().copied().unwrap_or(0);
    let mut next: Vec<usize> = starts.iter().map(|start| start - first).collect();
    for one in counted {
        for (form, count) in &one.forms {
            let Some(next) = next.get_mut((*form as usize).wrapping_sub(share.start)) else { continue };
            if let Some(slot) = in_papers.get_mut(*next) {
                *slot = (one.paper, *count);
            }
            *next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::index::BuildOptions;
    use crate::query::Form;
    use crate::search::Selection;

    struct Quiet;
    impl crate::index::Progress for Quiet {
        fn begin(&self, _: u64) {}
        fn read(&self, _: u64) {}
        fn stage(&self, _: &str) {}
    }

    #[test]
    fn counts_are_those_of_one_token_after_the_other() {
        let place = tempfile::tempdir().unwrap();
        let papers = place.path().join("papers");
        std::fs::create_dir_all(&papers).unwrap();
        let index = place.path().join("index");
        let options = BuildOptions {
            reading: crate::papers::ReadingOptions::default(),
            papers: vec![papers.clone()],
            index: index.clone(),
            themes: None,
            threads: 2,
            memory: 100_000_000,
            fresh: false,
        };
        // Several builds make several segments, and sections that are deleted.
        for round in 0..3 {
            for paper in 0..7 {
                let text = format!("# Arms {round}\n\nArms and the talks {paper}.\n\n# Talks\n\nthe Talks, THE talks");
                std::fs::write(papers.join(format!("{}.md", paper + 3 * round)), text).unwrap();
            }
            crate::index::build(&options, &Quiet).unwrap();
        }
        let index = OpenIndex::open(&index).unwrap();
        for selection in [Selection::default(), Selection { papers: vec!["1*".into()], ..Selection::default() }] {
            let chosen = selection.choose(&index).unwrap();
            let sections: Vec<&SectionInfo> =
                index.sections().iter().enumerate().filter(|(at, _)| chosen.contains(*at)).map(|(_, s)| s).collect();
            let mut naive: BTreeMap<(String, u32), u32> = BTreeMap::new();
            for section in &sections {
                let store = &index.segment_of(section).unwrap().store;
                for at in store.section(section.doc) {
                    let form = store.lexicon().word(store.type_at(at)).to_lowercase();
                    *naive.entry((form, section.paper)).or_insert(0) += 1;
                }
            }
            let vocabulary = Vocabulary::new(&index, Form::Lc, None);
            let counts = FormCounts::new(&index, &chosen, &vocabulary);
            let counted = (0..vocabulary.len() as u32).flat_map(|form| {
                let of = |&(paper, count): &(u32, u32)| ((vocabulary.form(form).into_owned(), paper), count);
                counts.papers(form).iter().map(of).collect::<Vec<_>>()
            });
            assert_eq!(counted.collect::<BTreeMap<_, _>>(), naive);
            assert!(naive.len() > 20);
        }
    }
}
