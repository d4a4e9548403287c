//! The program of a machine, made of a pattern (Thompson's construction).

use std::cell::Cell;

use super::pattern::{Assertion, AttributeTest, Edge, Layer, Pattern};
use crate::error::{Error, Kind, Result};

/// The most steps of a program.
const MOST_STEPS: usize = 20_000;

/// A program made of a pattern.
pub struct Machine {
    pub(super) steps: Vec<Step>,
    pub(super) labels: usize,
    /// How many regions lie in one another at the most.
    pub(super) regions: usize,
}

/// One step.
pub(super) enum Step {
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

/// Which way the tokens are walked.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Way {
    Forward,
    Backward,
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
        Compiler {
            number: &number,
            labels,
            steps: Vec::new(),
            way,
            room: &room,
            inside: 0,
            regions: 0,
            open: Vec::new(),
        }
        .machine(pattern)
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
    /// The labels that are around what is being compiled.
    open: Vec<usize>,
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
                // Within itself a label says nothing: the outer one counts, as it ends later.
                Some(number) if !self.open.contains(&number) => {
                    self.push(Step::Open(number))?;
                    self.open.push(number);
                    self.part(pattern)?;
                    self.open.pop();
                    self.push(Step::Close(number)).map(drop)
                }
                _ => self.part(pattern),
            },
            Pattern::Here(Assertion::Look { ahead, negated, pattern }) => {
                let way = if *ahead { Way::Forward } else { Way::Backward };
                let (number, room) = (self.number, self.room);
                let inner = Compiler {
                    number,
                    labels: &[],
                    steps: Vec::new(),
                    way,
                    room,
                    inside: 0,
                    regions: 0,
                    open: Vec::new(),
                };
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
