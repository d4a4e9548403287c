//! The automaton of a pattern (Glushkov's construction): one state for each
//! token test in the pattern, so that a token is looked at once.

use std::ops::ControlFlow;

use super::pattern::Pattern;
use super::test::TokenTest;
use super::type_set::TypeSet;
use crate::error::{Error, Kind, Result};

/// The most states of an automaton: a query that repeats large patterns often has more.
const MOST_STATES: usize = 4096;

/// A pattern ready to be run over token types. The tests are numbered as
/// [`Pattern::tests`] numbers them; their type sets are given at each run.
#[derive(Debug, Clone)]
pub struct Automaton {
    states: Vec<usize>,
    first: Vec<u64>,
    follow: Vec<Vec<u64>>,
    last: Vec<u64>,
}

/// Memory for running an automaton, to be used again and again.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    active: Vec<u64>,
    reach: Vec<u64>,
}

/// First states, last states, and whether nothing matches as well.
struct Part {
    first: Vec<usize>,
    last: Vec<usize>,
    empty: bool,
}

impl Automaton {
    /// The automaton of `pattern`.
    ///
    /// # Errors
    /// A pattern with more states than the limit.
    pub fn new(pattern: &Pattern) -> Result<Self> {
        let tests = pattern.tests();
        let mut builder = Builder { tests: &tests, states: Vec::new(), follow: Vec::new() };
        let whole = builder.part(pattern)?;
        let words = builder.states.len().div_ceil(64);
        let bits = |states: &[usize]| {
            let mut bits = vec![0u64; words];
            for &state in states {
                if let Some(word) = bits.get_mut(state / 64) {
                    *word |= 1 << (state % 64);
                }
            }
            bits
        };
        Ok(Automaton {
            first: bits(&whole.first),
            last: bits(&whole.last),
            follow: builder.follow.iter().map(|states| bits(states)).collect(),
            states: builder.states,
        })
    }

    /// Calls `see` with each position at which a match that begins at `start` can
    /// end, ascending, `end` at the most, until it says that it has seen enough.
    /// `type_at` gives the type of a token; `sets` the types that pass each test.
    pub fn ends(
        &self,
        start: u32,
        end: u32,
        sets: &[TypeSet],
        type_at: impl Fn(u32) -> u32,
        scratch: &mut Scratch,
        mut see: impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        scratch.reach.clear();
        scratch.reach.extend_from_slice(&self.first);
        for at in start..end {
            if !self.step(type_at(at), sets, scratch) {
                break;
            }
            if scratch.active.iter().zip(&self.last).any(|(a, l)| a & l != 0) {
                see(at + 1)?;
            }
            self.advance(scratch);
        }
        ControlFlow::Continue(())
    }

    /// The end of the shortest match that begins at `start` and ends at `end` at the most.
    pub fn shortest(
        &self,
        start: u32,
        end: u32,
        sets: &[TypeSet],
        type_at: impl Fn(u32) -> u32,
        scratch: &mut Scratch,
    ) -> Option<u32> {
        let mut found = None;
        let _ = self.ends(start, end, sets, type_at, scratch, |end| {
            found = Some(end);
            ControlFlow::Break(())
        });
        found
    }

    /// Keeps of the states in reach those that type `id` passes; whether any is left.
    fn step(&self, id: u32, sets: &[TypeSet], scratch: &mut Scratch) -> bool {
        scratch.active.clear();
        let mut any = false;
        for (word, &reach) in scratch.reach.iter().enumerate() {
            let mut left = reach;
            let mut kept = 0u64;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                let test = self.states.get(word * 64 + bit as usize);
                if test.and_then(|&t| sets.get(t)).is_some_and(|set| set.contains(id)) {
                    kept |= 1 << bit;
                }
            }
            any |= kept != 0;
            scratch.active.push(kept);
        }
        any
    }

    fn advance(&self, scratch: &mut Scratch) {
        scratch.reach.fill(0);
        for (word, &active) in scratch.active.iter().enumerate() {
            let mut left = active;
            while left != 0 {
                let state = word * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                if let Some(follow) = self.follow.get(state) {
                    for (reach, next) in scratch.reach.iter_mut().zip(follow) {
                        *reach |= next;
                    }
                }
            }
        }
    }
}

struct Builder<'a> {
    tests: &'a [&'a TokenTest],
    states: Vec<usize>,
    follow: Vec<Vec<usize>>,
}

impl Builder<'_> {
    fn part(&mut self, pattern: &Pattern) -> Result<Part> {
        match pattern {
            Pattern::Token(test) => self.token(test),
            Pattern::Sequence(parts) => {
                let mut whole = Part { first: vec![], last: vec![], empty: true };
                for pattern in parts {
                    let next = self.part(pattern)?;
                    whole = self.concatenate(whole, next);
                }
                Ok(whole)
            }
            Pattern::Alternatives(branches) => {
                let mut whole = Part { first: vec![], last: vec![], empty: false };
                for pattern in branches {
                    let branch = self.part(pattern)?;
                    whole.first.extend(branch.first);
                    whole.last.extend(branch.last);
                    whole.empty |= branch.empty;
                }
                Ok(whole)
            }
            Pattern::Repeat { pattern, min, max } => self.repeat(pattern, *min, *max),
            Pattern::Label { pattern, .. } => self.part(pattern),
            Pattern::Here(_) | Pattern::Region { .. } => {
                Err(Error::new(Kind::Query, "query", "an assertion is no part of an automaton"))
            }
        }
    }

    fn repeat(&mut self, pattern: &Pattern, min: u32, max: Option<u32>) -> Result<Part> {
        let mut whole = Part { first: vec![], last: vec![], empty: true };
        for count in 0..max.unwrap_or(min.max(1)) {
            let mut next = self.part(pattern)?;
            next.empty |= count >= min;
            if max.is_none() && count + 1 == min.max(1) {
                self.follow(&next.last, &next.first);
            }
            whole = self.concatenate(whole, next);
        }
        Ok(whole)
    }

    fn token(&mut self, test: &TokenTest) -> Result<Part> {
        if self.states.len() == MOST_STATES {
            return Err(Error::new(Kind::Query, "query", format!("it unfolds to more than {MOST_STATES} tokens"))
                .remedy("use smaller gaps or fewer alternatives"));
        }
        let state = self.states.len();
        self.states.push(self.tests.iter().position(|t| *t == test).unwrap_or(usize::MAX));
        self.follow.push(Vec::new());
        Ok(Part { first: vec![state], last: vec![state], empty: false })
    }

    fn follow(&mut self, last: &[usize], first: &[usize]) {
        for &state in last {
            if let Some(follow) = self.follow.get_mut(state) {
                follow.extend(first);
            }
        }
    }

    fn concatenate(&mut self, mut left: Part, right: Part) -> Part {
        self.follow(&left.last, &right.first);
        if left.empty {
            left.first.extend(&right.first);
        }
        let mut last = right.last;
        if right.empty {
            last.extend(left.last);
        }
        Part { first: left.first, last, empty: left.empty && right.empty }
    }
}
