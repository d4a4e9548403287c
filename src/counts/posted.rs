//! Counts of folded forms from the lists of their positions: no token is looked at.

use std::ops::Range;

use rayon::prelude::*;

use super::Vocabulary;
use super::form_counts::ByForm;
use crate::concordance::pieces;
use crate::index::{OpenIndex, SectionInfo};

/// Forms that one thread counts at one go.
const SHARE: usize = 2048;

/// Tokens of one paper that stand next to each other.
struct Stretch {
    tokens: Range<u32>,
    paper: u32,
}

/// What is looked through.
struct Posted<'a> {
    index: &'a OpenIndex,
    /// By segment: the stretches of the chosen sections, ascending.
    stretches: Vec<Vec<Stretch>>,
    /// By segment and number in the vocabulary: the folded form, or `u32::MAX`.
    forms: Vec<Vec<u32>>,
    /// By segment and folded form: how many tokens have it.
    counts: Vec<Vec<u32>>,
}

/// The papers of each form of a vocabulary. `None` where a position does not tell the form: others than the folded form, and tests of more than that.
pub(super) fn by_positions(
    index: &OpenIndex,
    sections: &[&SectionInfo],
    vocabulary: &Vocabulary<'_>,
) -> Option<ByForm> {
    let counts = index.segments().par_iter().map(|segment| segment.store.form_counts()).collect();
    let posted = Posted { index, stretches: stretches(index, sections), forms: vocabulary.folded_forms()?, counts };
    let shares: Vec<Range<usize>> = pieces(0..vocabulary.len(), SHARE).collect();
    let counted: Vec<ByForm> = shares.into_par_iter().map(|share| posted.count(share)).collect();
    let mut starts = vec![0];
    let mut in_papers = Vec::with_capacity(counted.iter().map(|share| share.in_papers.len()).sum());
    for share in &counted {
        starts.extend(share.starts.iter().skip(1).map(|start| in_papers.len() + start));
        in_papers.extend_from_slice(&share.in_papers);
    }
    Some(ByForm { starts, in_papers })
}

impl Posted<'_> {
    /// The same for some of the forms.
    fn count(&self, share: Range<usize>) -> ByForm {
        let (mut starts, mut all, mut positions) = (vec![0], Vec::new(), Vec::new());
        let mut papers = Vec::new();
        for number in share {
            papers.clear();
            for (at, (segment, stretches)) in self.index.segments().iter().zip(&self.stretches).enumerate() {
                let form = self.forms.get(at).and_then(|forms| forms.get(number).copied());
                let count = |form: u32| self.counts.get(at)?.get(form as usize).copied();
                let Some((form, count)) = form.and_then(|form| Some((form, count(form)?))) else { continue };
                positions.clear();
                segment.store.push_all_positions(form, count, &mut positions);
                count_in(&positions, stretches, &mut papers);
            }
            // A paper may stand in several stretches.
            papers.sort_unstable();
            for (paper, count) in papers.drain(..) {
                let start = starts.last().copied().unwrap_or(0);
                match all.get_mut(start..).and_then(<[(u32, u32)]>::last_mut) {
                    Some((last, sum)) if *last == paper => *sum += count,
                    _ => all.push((paper, count)),
                }
            }
            starts.push(all.len());
        }
        ByForm { starts, in_papers: all }
    }
}

/// Appends the paper of each stretch that holds some of the positions, and how many.
fn count_in(positions: &[u32], stretches: &[Stretch], papers: &mut Vec<(u32, u32)>) {
    let (mut rest, mut stretches) = (positions, stretches);
    while let Some(&position) = rest.first() {
        let passed = stretches.partition_point(|stretch| stretch.tokens.end <= position);
        let Some((here, behind)) = stretches.get(passed..).and_then(<[Stretch]>::split_first) else { return };
        let inside = rest.get(below(rest, here.tokens.start)..).unwrap_or(&[]);
        let count = below(inside, here.tokens.end);
        if count > 0 {
            papers.push((here.paper, count as u32));
        }
        rest = inside.get(count..).unwrap_or(&[]);
        stretches = behind;
    }
}

/// How many of ascending positions are below `end`: a search whose steps double, as most forms have few in a stretch.
fn below(positions: &[u32], end: u32) -> usize {
    let mut step = 1;
    while positions.get(step).is_some_and(|position| *position < end) {
        step *= 2;
    }
    let sure = step / 2;
    let rest = positions.get(sure..positions.len().min(step)).unwrap_or(&[]);
    sure + rest.partition_point(|position| *position < end)
}

/// By segment: the stretches of sections.
fn stretches(index: &OpenIndex, sections: &[&SectionInfo]) -> Vec<Vec<Stretch>> {
    let mut all: Vec<Vec<Stretch>> = index.segments().iter().map(|_| Vec::new()).collect();
    for section in sections {
        let Some(segment) = index.segment_of(section) else { continue };
        if let Some(own) = all.get_mut(section.segment as usize) {
            own.push(Stretch { tokens: segment.store.section(section.doc), paper: section.paper });
        }
    }
    for own in &mut all {
        own.sort_unstable_by_key(|stretch| stretch.tokens.start);
        own.dedup_by(|next, last| {
            let touches = last.paper == next.paper && last.tokens.end == next.tokens.start;
            if touches {
                last.tokens.end = next.tokens.end;
            }
            touches
        });
    }
    all
}
