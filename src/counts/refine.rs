//! All n-grams of running words, found by refining: the places of a form are the places of a 1-gram; sorted by the form
//! that stands next they are the places of 2-grams; and so on. Groups with too few places are dropped at once, so that
//! no table of n-grams is needed, and each first form is work for one thread.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use super::running::{ANY, FIRST, LAST, Running};
use crate::error::{Error, Kind, Result};

/// The most ways to choose the words of n-grams from running words with others passed over: each takes eight bytes while
/// n-grams with the same beginning are looked at.
const MOST_WAYS: u64 = 500_000_000;

/// Which n-grams are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grams {
    /// How many tokens they have: from 1.
    pub lengths: RangeInclusive<usize>,
    /// How many tokens may be passed over between the first and the last in all (k-skip-n-grams, Guthrie et al. 2006).
    /// Every choice of tokens counts.
    pub skip: u32,
    /// The fewest hits, in all corpora together.
    pub hits: u64,
}

/// One n-gram.
pub(super) struct Gram<'a> {
    /// The ranks of its forms.
    pub ranks: &'a [u32],
    /// The parts that have it, ascending, and how often.
    pub parts: &'a [(usize, u64)],
    /// How often all have it.
    pub hits: u64,
}

/// Shows every n-gram, in the order of spellings, to one of several gatherers, which are given in that order too.
///
/// # Errors
/// More running words than can be numbered, or more ways to choose from them than can be gone through.
pub(super) fn each_gram<T: Send>(
    running: &Running,
    grams: &Grams,
    make: impl Fn() -> T + Sync,
    see: impl Fn(&mut T, Gram<'_>) + Sync,
) -> Result<Vec<T>> {
    let slots = Slots::new(running, grams.skip)?;
    let ways = ways(running, grams);
    if ways > MOST_WAYS {
        let cause = format!("there are {ways} ways to choose the words, and more than {MOST_WAYS} are too many");
        return Err(Error::new(Kind::Query, format!("ngrams, {} passed over", grams.skip), cause)
            .remedy("pass over fewer, ask for shorter ones or within sentences, or select fewer papers"));
    }
    let (starts, places) = running.places();
    let bounds: Vec<_> = starts.iter().copied().zip(starts.iter().skip(1).copied()).collect();
    let begin = || (make(), Refiner::new(running, grams, slots));
    let gathered = bounds.par_iter().enumerate().fold(begin, |(mut gathered, mut refiner), (rank, &(from, to))| {
        let places = places.get(from..to).unwrap_or_default();
        refiner.begin(rank as u32, places, &mut |gram| see(&mut gathered, gram));
        (gathered, refiner)
    });
    Ok(gathered.map(|(gathered, _)| gathered).collect())
}

/// Where an n-gram ends, and what it may still do, in one number: the place, how many tokens may still be passed over,
/// and whether the token that is wanted has come.
#[derive(Debug, Clone, Copy)]
struct Slots {
    skip: u32,
    bits: u32,
}

impl Slots {
    fn new(running: &Running, skip: u32) -> Result<Self> {
        let bits = 1 + (u32::BITS - skip.leading_zeros());
        if running.len() as u64 >= 1 << (u32::BITS - bits.min(u32::BITS)) {
            let cause = format!("{} tokens are too many for n-grams that pass over {skip}", running.len());
            return Err(Error::new(Kind::Query, "ngrams", cause).remedy("select fewer papers, or pass over fewer"));
        }
        Ok(Slots { skip, bits })
    }

    fn slot(self, at: usize, left: u32, come: bool) -> u32 {
        (at as u32) << self.bits | left << 1 | u32::from(come)
    }

    fn read(self, slot: u32) -> (usize, u32, bool) {
        ((slot >> self.bits) as usize, (slot & ((1 << self.bits) - 1)) >> 1, slot & 1 == 1)
    }
}

struct Refiner<'a> {
    running: &'a Running,
    grams: &'a Grams,
    slots: Slots,
    ranks: Vec<u32>,
    parts: Vec<(usize, u64)>,
    /// Room for groups, one for each length.
    spare: Vec<Vec<u64>>,
}

type See<'s> = dyn FnMut(Gram<'_>) + 's;

impl<'a> Refiner<'a> {
    fn new(running: &'a Running, grams: &'a Grams, slots: Slots) -> Self {
        Refiner { running, grams, slots, ranks: Vec::new(), parts: Vec::new(), spare: Vec::new() }
    }

    /// All n-grams that begin with one form.
    fn begin(&mut self, rank: u32, places: &[u32], see: &mut See<'_>) {
        let mut group = self.spare.pop().unwrap_or_default();
        for at in places.iter().map(|at| *at as usize) {
            let marks = self.running.marks(at);
            if marks & FIRST != 0 {
                group.push(self.entry(rank, at, self.slots.skip, marks & ANY != 0));
            }
        }
        self.ranks.clear();
        self.ranks.push(rank);
        self.refine(&group, see);
        group.clear();
        self.spare.push(group);
    }

    fn entry(&self, rank: u32, at: usize, left: u32, come: bool) -> u64 {
        u64::from(rank) << u32::BITS | u64::from(self.slots.slot(at, left, come))
    }

    /// Shows the n-gram that a group stands for, and refines it.
    fn refine(&mut self, group: &[u64], see: &mut See<'_>) {
        let to_come = self.grams.lengths.end().saturating_sub(self.ranks.len()) as u64;
        if (group.len() as u64).saturating_mul(choices(to_come, u64::from(self.slots.skip))) < self.grams.hits.max(1) {
            return;
        }
        if self.grams.lengths.contains(&self.ranks.len()) {
            self.show(group, see);
        }
        if to_come == 0 {
            return;
        }
        let mut next = self.spare.pop().unwrap_or_default();
        group.iter().for_each(|entry| self.extend(*entry, &mut next));
        next.sort_unstable();
        for same in next.chunk_by(|a, b| a >> u32::BITS == b >> u32::BITS) {
            let rank = same.first().map_or(Running::END, |entry| (entry >> u32::BITS) as u32);
            self.ranks.push(rank);
            self.refine(same, see);
            self.ranks.pop();
        }
        next.clear();
        self.spare.push(next);
    }

    /// Adds what may come behind one occurrence.
    fn extend(&self, entry: u64, next: &mut Vec<u64>) {
        let (last, left, come) = self.slots.read(entry as u32);
        for passed in 0..=left {
            let at = last + 1 + passed as usize;
            match self.running.rank(at) {
                Running::END => return,
                Running::LEFT_OUT => {}
                rank => {
                    let come = come || self.running.marks(at) & ANY != 0;
                    next.push(self.entry(rank, at, left - passed, come));
                }
            }
        }
    }

    /// Counts the occurrences that are as they are wanted, by part; the group is in the order of places.
    fn show(&mut self, group: &[u64], see: &mut See<'_>) {
        self.parts.clear();
        let (mut part, mut end, mut hits) = (0, 0, 0);
        for entry in group {
            let (at, _, come) = self.slots.read(*entry as u32);
            if !come || self.running.marks(at) & LAST == 0 {
                continue;
            }
            if at >= end {
                (part, end) = self.running.part_at(at, part);
            }
            hits += 1;
            match self.parts.last_mut() {
                Some((last, hits)) if *last == part => *hits += 1,
                _ => self.parts.push((part, 1)),
            }
        }
        if hits >= self.grams.hits.max(1) {
            see(Gram { ranks: &self.ranks, parts: &self.parts, hits });
        }
    }
}

/// In how many ways the words of the longest n-grams can be chosen; 0 where none is passed over, and nothing chosen.
fn ways(running: &Running, grams: &Grams) -> u64 {
    if grams.skip == 0 {
        return 0;
    }
    let (to_come, skip) = (grams.lengths.end().saturating_sub(1) as u64, u64::from(grams.skip));
    // By how many tokens follow within the span.
    let by_rest: Vec<u64> = (0..=skip).map(|rest| choices(to_come, rest)).collect();
    let (mut sum, mut follow) = (0u64, 0u64);
    for at in (0..running.len()).rev() {
        if running.rank(at) == Running::END {
            follow = 0;
            continue;
        }
        let rest = follow.checked_sub(to_come).map(|rest| rest.min(skip) as usize);
        sum = sum.saturating_add(rest.and_then(|rest| by_rest.get(rest)).copied().unwrap_or(0));
        follow += 1;
    }
    sum
}

/// In how many ways `tokens` can follow if `skip` may be passed over: the binomial of tokens + skip over skip.
fn choices(tokens: u64, skip: u64) -> u64 {
    (1..=skip).fold(1, |ways: u64, k| ways.saturating_mul(tokens + k) / k)
}
