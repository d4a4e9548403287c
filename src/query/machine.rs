//! The machine of a pattern with labels, look-ahead, look-behind or edges of
//! spans: it walks the tokens with a set of threads, each at one step of its
//! program and with labels of its own (Thompson's construction, as Pike ran it).

use std::cell::Cell;
use std::ops::{ControlFlow, Range};

use rustc_hash::FxHashSet;

use super::pattern::{Assertion, AttributeTest, Edge, Layer, Pattern};
use crate::error::{Error, Kind, Result};
use crate::model::Span;

/// The most steps of a program.
const MOST_STEPS: usize = 20_000;
/// A label that is not set.
const UNSET: u32 = u32::MAX;

/// The tokens that a machine walks.
pub trait Ground {
    /// The tokens that there are.
    fn range(&self) -> Range<u32>;
    /// Whether token `at` passes test number `test` (see [`Pattern::tests`]).
    fn passes(&self, test: usize, at: u32) -> bool;
    /// Whether an edge of a span, as [`Assertion::Edge`] asks, is before token `at`.
    fn has_edge(&self, edge: &Assertion, at: u32) -> bool;
    /// The other ends of the layer's spans with these attributes that have one end at `at`.
    fn other_ends(&self, layer: &Layer, attributes: &[AttributeTest], edge: Edge, at: u32) -> Vec<u32>;
    /// Whether a match that is under way in so many ways may go on; else what is found is not to be trusted.
    fn goes_on(&self, ways: usize) -> bool;
}

/// A program made of a pattern.
pub struct Machine {
    steps: Vec<Step>,
    labels: usize,
    /// How many regions lie in one another at the most.
    regions: usize,
}

enum Step {
    Token(usize),
    /// Goes on at each of these.
    Split(Vec<usize>),
    Open(usize),
    Close(usize),
    Edge(Assertion),
    /// Enters a region by this edge; the other end is kept by how many regions are around it.
    Enter {
        depth: usize,
        layer: Layer,
        attributes: Vec<AttributeTest>,
        edge: Edge,
    },
    Leave(usize),
    Look {
        ahead: bool,
        negated: bool,
        machine: Machine,
    },
    Done,
}

/// A thread: its step; for each label where it was opened, its first token and its end; then for
/// each region that it is in where it must be left.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Thread {
    step: usize,
    labels: Vec<u32>,
}

/// Which way the tokens are walked.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Forward,
    Backward,
}

/// What the labels of one match stand for, in the order of the machine's labels.
pub struct Labels<'a>(&'a [u32]);

impl Labels<'_> {
    /// What label number `number` stands for, if it is set.
    pub fn get(&self, number: usize) -> Option<Span> {
        match self.0.get(number * 3 + 1..number * 3 + 3) {
            Some(&[start, end]) if start != UNSET => Some(Span { start, end }),
            _ => None,
        }
    }
}

impl Machine {
    /// The machine of `pattern`; of its labels only those named in `labels` are kept.
    ///
    /// # Errors
    /// A pattern with more steps than the limit.
    pub fn new(pattern: &Pattern, labels: &[String]) -> Result<Self> {
        let tests = pattern.tests();
        let number = |part: &Pattern| match part {
            Pattern::Token(test) => tests.iter().position(|t| *t == test).unwrap_or(usize::MAX),
            _ => usize::MAX,
        };
        let room = Cell::new(MOST_STEPS);
        let way = Way::Forward;
        Compiler { number: &number, labels, steps: Vec::new(), way, room: &room, inside: 0, regions: 0 }
            .machine(pattern)
    }

    /// Calls `see` with each way in which a match that begins at `start` can
    /// end, by ascending end, `limit` at the most, until it says that it has seen enough.
    pub fn ends(
        &self,
        ground: &dyn Ground,
        start: u32,
        limit: u32,
        see: &mut dyn FnMut(u32, Labels<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.walk(ground, start, limit, Way::Forward, see)
    }

    fn matches_at(&self, ground: &dyn Ground, at: u32, ahead: bool) -> bool {
        let (limit, way) =
            if ahead { (ground.range().end, Way::Forward) } else { (ground.range().start, Way::Backward) };
        self.walk(ground, at, limit, way, &mut |_, _| ControlFlow::Break(())).is_break()
    }

    fn walk(
        &self,
        ground: &dyn Ground,
        start: u32,
        limit: u32,
        way: Way,
        see: &mut dyn FnMut(u32, Labels<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut at = start;
        let mut threads = vec![Thread { step: 0, labels: vec![UNSET; self.labels * 3 + self.regions] }];
        let (mut seen, mut next) = (FxHashSet::default(), Vec::new());
        loop {
            seen.clear();
            let token = match way {
                Way::Forward => (at < limit).then_some(at),
                Way::Backward => at.checked_sub(1).filter(|before| *before >= limit),
            };
            while let Some(thread) = threads.pop() {
                if !ground.goes_on(seen.len() + threads.len() + next.len()) {
                    return ControlFlow::Break(());
                }
                if seen.insert(thread.clone()) {
                    self.step(thread, ground, at, token, &mut threads, &mut next, see)?;
                }
            }
            let Some(token) = token.filter(|_| !next.is_empty()) else { return ControlFlow::Continue(()) };
            std::mem::swap(&mut threads, &mut next);
            at = if way == Way::Forward { token + 1 } else { token };
        }
    }

    /// Takes a thread one step on: to `here` where it stays before the same token, to `next` where it takes `token`.
    #[allow(clippy::too_many_arguments)]
    fn step(
        &self,
        thread: Thread,
        ground: &dyn Ground,
        at: u32,
        token: Option<u32>,
        here: &mut Vec<Thread>,
        next: &mut Vec<Thread>,
        see: &mut dyn FnMut(u32, Labels<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Thread { step, mut labels } = thread;
        let slot = |labels: &mut Vec<u32>, at: usize, value: u32| {
            if let Some(slot) = labels.get_mut(at) {
                *slot = value;
            }
        };
        match self.steps.get(step) {
            Some(Step::Token(test)) => {
                if token.is_some_and(|token| ground.passes(*test, token)) {
                    next.push(Thread { step: step + 1, labels });
                }
                return ControlFlow::Continue(());
            }
            Some(Step::Split(ways)) => {
                here.extend(ways.iter().map(|&step| Thread { step, labels: labels.clone() }));
                return ControlFlow::Continue(());
            }
            Some(Step::Done) => return see(at, Labels(&labels)),
            Some(Step::Open(label)) => slot(&mut labels, label * 3, at),
            Some(Step::Close(label)) => {
                let opened = labels.get(label * 3).copied().unwrap_or(UNSET);
                slot(&mut labels, label * 3, UNSET);
                slot(&mut labels, label * 3 + 1, opened);
                slot(&mut labels, label * 3 + 2, at);
            }
            Some(Step::Enter { depth, layer, attributes, edge }) => {
                here.extend(ground.other_ends(layer, attributes, *edge, at).into_iter().map(|end| {
                    let mut labels = labels.clone();
                    slot(&mut labels, self.labels * 3 + depth, end);
                    Thread { step: step + 1, labels }
                }));
                return ControlFlow::Continue(());
            }
            Some(Step::Leave(depth)) if labels.get(self.labels * 3 + depth) == Some(&at) => {
                slot(&mut labels, self.labels * 3 + depth, UNSET);
            }
            Some(Step::Edge(edge)) if ground.has_edge(edge, at) => {}
            Some(Step::Look { ahead, negated, machine }) if machine.matches_at(ground, at, *ahead) != *negated => {}
            Some(Step::Edge(_) | Step::Leave(_) | Step::Look { .. }) | None => return ControlFlow::Continue(()),
        }
        here.push(Thread { step: step + 1, labels });
        ControlFlow::Continue(())
    }
}

struct Compiler<'a> {
    number: &'a dyn Fn(&Pattern) -> usize,
    labels: &'a [String],
    steps: Vec<Step>,
    way: Way,
    /// How many more steps there may be, those of patterns that are looked for included.
    room: &'a Cell<usize>,
    /// How many regions are around what is being compiled, and how many there are around anything at the most.
    inside: usize,
    regions: usize,
}

impl Compiler<'_> {
    fn machine(mut self, pattern: &Pattern) -> Result<Machine> {
        self.part(pattern)?;
        self.push(Step::Done)?;
        Ok(Machine { steps: self.steps, labels: self.labels.len(), regions: self.regions })
    }

    fn push(&mut self, step: Step) -> Result<usize> {
        let Some(room) = self.room.get().checked_sub(1) else {
            return Err(Error::new(Kind::Query, "query", format!("it unfolds to more than {MOST_STEPS} steps"))
                .remedy("use smaller repetitions or fewer alternatives"));
        };
        self.room.set(room);
        self.steps.push(step);
        Ok(self.steps.len() - 1)
    }

    fn split(&mut self, at: usize, ways: Vec<usize>) {
        if let Some(step) = self.steps.get_mut(at) {
            *step = Step::Split(ways);
        }
    }

    fn part(&mut self, pattern: &Pattern) -> Result<()> {
        match pattern {
            Pattern::Token(_) => self.push(Step::Token((self.number)(pattern))).map(drop),
            Pattern::Sequence(parts) if self.way == Way::Backward => parts.iter().rev().try_for_each(|p| self.part(p)),
            Pattern::Sequence(parts) => parts.iter().try_for_each(|part| self.part(part)),
            Pattern::Alternatives(branches) => self.alternatives(branches),
            Pattern::Repeat { pattern, min, max } => self.repeat(pattern, *min, *max),
            Pattern::Label { label, pattern } => match self.labels.iter().position(|known| known == label) {
                Some(number) => {
                    self.push(Step::Open(number))?;
                    self.part(pattern)?;
                    self.push(Step::Close(number)).map(drop)
                }
                None => self.part(pattern),
            },
            Pattern::Here(Assertion::Look { ahead, negated, pattern }) => {
                let way = if *ahead { Way::Forward } else { Way::Backward };
                let (number, room) = (self.number, self.room);
                let inner = Compiler { number, labels: &[], steps: Vec::new(), way, room, inside: 0, regions: 0 };
                let machine = inner.machine(pattern)?;
                self.push(Step::Look { ahead: *ahead, negated: *negated, machine }).map(drop)
            }
            Pattern::Region { layer, attributes, pattern } => {
                let edge = if self.way == Way::Forward { Edge::Start } else { Edge::End };
                let depth = self.inside;
                self.push(Step::Enter { depth, layer: layer.clone(), attributes: attributes.clone(), edge })?;
                self.inside += 1;
                self.regions = self.regions.max(self.inside);
                self.part(pattern)?;
                self.inside = depth;
                self.push(Step::Leave(depth)).map(drop)
            }
            Pattern::Here(edge) => self.push(Step::Edge(edge.clone())).map(drop),
        }
    }

    fn alternatives(&mut self, branches: &[Pattern]) -> Result<()> {
        let fork = self.push(Step::Split(Vec::new()))?;
        let (mut ways, mut ends) = (Vec::new(), Vec::new());
        for branch in branches {
            ways.push(self.steps.len());
            self.part(branch)?;
            ends.push(self.push(Step::Split(Vec::new()))?);
        }
        let after = self.steps.len();
        self.split(fork, ways);
        ends.into_iter().for_each(|end| self.split(end, vec![after]));
        Ok(())
    }

    fn repeat(&mut self, pattern: &Pattern, min: u32, max: Option<u32>) -> Result<()> {
        for _ in 0..min {
            self.part(pattern)?;
        }
        let mut forks = Vec::new();
        for _ in min..max.unwrap_or(min + 1) {
            forks.push(self.push(Step::Split(Vec::new()))?);
            self.part(pattern)?;
        }
        if let (None, Some(&fork)) = (max, forks.first()) {
            self.push(Step::Split(vec![fork]))?;
        }
        let after = self.steps.len();
        forks.into_iter().for_each(|fork| self.split(fork, vec![fork + 1, after]));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::query::{Spans, parse_cql};

    /// Tokens that pass every test, and so many steps.
    struct Steps(Cell<u32>);

    impl Ground for Steps {
        fn range(&self) -> Range<u32> {
            0..1000
        }
        fn passes(&self, _: usize, _: u32) -> bool {
            true
        }
        fn has_edge(&self, _: &Assertion, _: u32) -> bool {
            true
        }
        fn other_ends(&self, _: &Layer, _: &[AttributeTest], _: Edge, _: u32) -> Vec<u32> {
            Vec::new()
        }
        fn goes_on(&self, _: usize) -> bool {
            self.0.set(self.0.get().saturating_sub(1));
            self.0.get() > 0
        }
    }

    #[test]
    fn a_walk_ends_in_the_midst_of_one_match() {
        for query in ["(?= []* (?= []* (?! []* \"b\"))) \"a\"", "a:[]* b:[]* c:[]* d:[] :: a.lc = b.lc & c.lc = d.lc"] {
            let Spans::Pattern { pattern, .. } = parse_cql(query).unwrap().spans else { panic!("{query}") };
            let machine = Machine::new(&pattern, &["a", "b", "c", "d"].map(str::to_string)).unwrap();
            let ground = Steps(Cell::new(10_000));
            assert!(machine.ends(&ground, 0, 1000, &mut |_, _| ControlFlow::Continue(())).is_break());
            assert_eq!(ground.0.get(), 0);
        }
    }

    #[test]
    fn patterns_that_are_looked_for_count_among_the_steps() {
        let Spans::Pattern { pattern, .. } = parse_cql("([] (?= (\"a\" \"b\"){100})){200}").unwrap().spans else {
            panic!("a pattern")
        };
        assert!(Machine::new(&pattern, &[]).is_err());
    }
}
