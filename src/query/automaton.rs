//! The automaton of a pattern (Glushkov's construction): one state for each
//! token test in the pattern, so that a token is looked at once.

use std::ops::Range;

use super::pattern::{Pattern, TokenTest};
use crate::error::{Error, Kind, Result};

/// The most states of an automaton: a query that repeats large patterns often has more.
const MOST_STATES: usize = 4096;

/// A set of types of one lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeSet {
    /// All of them.
    Every,
    /// Consecutive types.
    Range(Range<u32>),
    /// One bit for each type.
    Bits(Vec<u64>),
}

impl TypeSet {
    /// The set of the types of which `member` says so, out of `count`.
    pub fn from_fn(count: u32, mut member: impl FnMut(u32) -> bool) -> Self {
        let mut bits = vec![0u64; (count as usize).div_ceil(64)];
        for (word, slot) in bits.iter_mut().enumerate() {
            let first = word as u32 * 64;
            for id in first..count.min(first + 64) {
                *slot |= u64::from(member(id)) << (id - first);
            }
        }
        TypeSet::Bits(bits)
    }

    /// Whether `id` is in the set.
    #[inline]
    pub fn contains(&self, id: u32) -> bool {
        match self {
            TypeSet::Every => true,
            TypeSet::Range(range) => range.contains(&id),
            TypeSet::Bits(bits) => bits.get(id as usize / 64).is_some_and(|word| word >> (id % 64) & 1 == 1),
        }
    }

    /// The members below `count`, ascending.
    pub fn members(&self, count: u32) -> Vec<u32> {
        match self {
            TypeSet::Every => (0..count).collect(),
            TypeSet::Range(range) => range.clone().collect(),
            TypeSet::Bits(_) => (0..count).filter(|&id| self.contains(id)).collect(),
        }
    }
}

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

    /// The shortest match that begins at `start` and ends at `end` at the most:
    /// its end. `type_at` gives the type of a token; `sets` the types that pass each test.
    pub fn shortest(
        &self,
        start: u32,
        end: u32,
        sets: &[TypeSet],
        type_at: impl Fn(u32) -> u32,
        scratch: &mut Scratch,
    ) -> Option<u32> {
        scratch.reach.clear();
        scratch.reach.extend_from_slice(&self.first);
        for at in start..end {
            let id = type_at(at);
            if !self.step(id, sets, scratch) {
                return None;
            }
            if scratch.active.iter().zip(&self.last).any(|(a, l)| a & l != 0) {
                return Some(at + 1);
            }
            self.advance(scratch);
        }
        None
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

    /// The types with which a match can begin: the union of the sets of the first states' tests.
    pub fn begins_with(&self, sets: &[TypeSet], types: u32) -> TypeSet {
        let tests: Vec<usize> = (0..self.states.len())
            .filter(|s| self.first.get(s / 64).is_some_and(|w| w >> (s % 64) & 1 == 1))
            .filter_map(|s| self.states.get(s).copied())
            .collect();
        match tests.as_slice() {
            [one] => sets.get(*one).cloned().unwrap_or(TypeSet::Range(0..0)),
            _ => TypeSet::from_fn(types, |id| tests.iter().any(|&t| sets.get(t).is_some_and(|s| s.contains(id)))),
        }
    }

    /// Whether the pattern is one token and nothing else.
    pub fn is_single(&self) -> bool {
        self.states.len() == 1
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
            Pattern::Repeat { pattern, min, max } => {
                let mut whole = Part { first: vec![], last: vec![], empty: true };
                for count in 0..*max {
                    let mut next = self.part(pattern)?;
                    next.empty |= count >= *min;
                    whole = self.concatenate(whole, next);
                }
                Ok(whole)
            }
        }
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

    fn concatenate(&mut self, mut left: Part, right: Part) -> Part {
        for &state in &left.last {
            if let Some(follow) = self.follow.get_mut(state) {
                follow.extend(&right.first);
            }
        }
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

/// Tests of which every match passes at least one, each with the fewest and
/// the most tokens of the match that stand before the token that passes it.
pub type Anchor = Vec<(TokenTest, u32, u32)>;

impl Pattern {
    /// The cheapest anchor of the pattern, and its price, where `cost` prices
    /// one test; `None` where no test must be passed.
    pub fn anchor(&self, cost: &impl Fn(&TokenTest) -> u64) -> Option<(u64, Anchor)> {
        match self {
            Pattern::Token(test) => Some((cost(test), vec![(test.clone(), 0, 0)])),
            Pattern::Sequence(parts) => {
                let (mut min, mut max) = (0, 0);
                let mut best: Option<(u64, Anchor)> = None;
                for part in parts {
                    if let Some((price, tests)) = part.anchor(cost) {
                        let tests: Vec<_> = tests.into_iter().map(|(t, a, b)| (t, a + min, b + max)).collect();
                        let price = price * u64::from(max - min + 1);
                        if best.as_ref().is_none_or(|b| price < b.0) {
                            best = Some((price, tests));
                        }
                    }
                    let (low, high) = part.lengths();
                    (min, max) = (min + low, max + high);
                }
                best
            }
            Pattern::Alternatives(branches) => {
                let anchors: Option<Vec<_>> = branches.iter().map(|b| b.anchor(cost)).collect();
                let anchors = anchors?;
                Some((anchors.iter().map(|a| a.0).sum(), anchors.into_iter().flat_map(|a| a.1).collect()))
            }
            Pattern::Repeat { min: 0, .. } => None,
            Pattern::Repeat { pattern, .. } => pattern.anchor(cost),
        }
    }

    /// The fewest and the most tokens of a match.
    pub fn lengths(&self) -> (u32, u32) {
        match self {
            Pattern::Token(_) => (1, 1),
            Pattern::Sequence(parts) => parts.iter().map(Pattern::lengths).fold((0, 0), |s, l| (s.0 + l.0, s.1 + l.1)),
            Pattern::Alternatives(branches) => {
                let lengths = || branches.iter().map(Pattern::lengths);
                (lengths().map(|l| l.0).min().unwrap_or(0), lengths().map(|l| l.1).max().unwrap_or(0))
            }
            Pattern::Repeat { pattern, min, max } => {
                let (low, high) = pattern.lengths();
                (low.saturating_mul(*min), high.saturating_mul(*max))
            }
        }
    }
}
