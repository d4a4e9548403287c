//! The machine of a pattern with labels, look-ahead, look-behind or edges of
//! spans: it walks the tokens with a set of threads, each at one step of its
//! program and with labels of its own (Thompson's construction, as Pike ran it).

use std::ops::{ControlFlow, Range};

use rustc_hash::FxHashSet;

use super::pattern::{Assertion, AttributeTest, Edge, Layer};
use super::program::{Machine, Step, Way};
use crate::model::Span;

/// A label that is not set.
const UNSET: u32 = u32::MAX;

/// The tokens that a machine walks.
pub trait Ground {
    /// The tokens that there are.
    fn range(&self) -> Range<u32>;
    /// Whether token `at` passes test number `test` (see [`Pattern::tests`](super::Pattern::tests)).
    fn passes(&self, test: usize, at: u32) -> bool;
    /// Whether an edge of a span, as [`Assertion::Edge`] asks, is before token `at`.
    fn has_edge(&self, edge: &Assertion, at: u32) -> bool;
    /// The other ends of the layer's spans with these attributes that have one end at `at`.
    fn other_ends(&self, layer: &Layer, attributes: &[AttributeTest], edge: Edge, at: u32) -> Vec<u32>;
    /// Whether a match that is under way in so many ways may go on; else what is found is not to be trusted.
    fn goes_on(&self, ways: usize) -> bool;
}

/// A thread: its step; for each label where it was opened, its first token and its end; then for
/// each region that it is in where it must be left.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Thread {
    step: usize,
    labels: Vec<u32>,
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
