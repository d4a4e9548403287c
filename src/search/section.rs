//! Running a query over the sections of one segment, one after the other.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::{ControlFlow, Range};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::bound::Bound;
use super::compile::{Compiled, Engine, Inside, Matcher, Node, Set};
use super::ground::{Judged, MachineGround};
use super::how::Plan;
use super::named::NamedSpans;
use super::watch::Watch;
use crate::index::{OpenIndex, SectionInfo};
use crate::model::Span;
use crate::query::{Edge, Layer, Reach, Regular, Scratch, Strategy, choose};

/// A compiled expression as a function of a value.
pub(super) type Passes = Rc<dyn Fn(&str) -> bool + Send + Sync>;

/// The sections of one segment that one thread looks at.
pub(super) struct Stretch<'a> {
    pub compiled: &'a Compiled,
    pub bound: &'a Bound<'a>,
    pub index: &'a OpenIndex,
    pub plan: Plan,
    /// All tokens of the stretch, whole sections.
    pub range: Range<u32>,
    /// Each section's place in the index and first token, by first token.
    pub sections: &'a [(u32, u32)],
    /// By the number of the node: where its spans can begin.
    pub starts: Vec<OnceCell<Vec<u32>>>,
    pub scratch: Cell<Scratch>,
    pub expressions: RefCell<FxHashMap<Regular, Passes>>,
    pub watch: &'a Watch,
}

/// One section under the query. Tokens are numbered through the segment.
pub(super) struct SectionRun<'a> {
    pub stretch: &'a Stretch<'a>,
    number: u32,
    pub info: SectionInfo,
    pub tokens: Range<u32>,
    pub facts: OnceCell<Vec<(String, String)>>,
    /// How many steps its machines have taken.
    pub steps: Cell<u32>,
    /// By the number of the node, which is asked for in one way only: its spans.
    all: RefCell<Vec<Option<Rc<Sorted>>>>,
    /// The layers that papers name which were asked for.
    pub named: RefCell<Vec<(Arc<str>, Rc<NamedSpans>)>>,
}

/// Which end of the spans that begin together counts.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    Shortest,
    Longest,
}

/// Spans in order, one for each first token, with what tells quickly whether one holds or lies in another.
struct Sorted {
    spans: Vec<Span>,
    /// The furthest end of the spans up to each.
    furthest: Vec<u32>,
    /// The nearest end of the spans from each on.
    nearest: Vec<u32>,
}

impl<'a> Stretch<'a> {
    /// An expression, compiled once.
    pub fn expression(&self, regular: &Regular) -> Passes {
        let mut known = self.expressions.borrow_mut();
        known.entry(regular.clone()).or_insert_with(|| Rc::from(regular.predicate())).clone()
    }

    /// The tokens of the section at which a span of the set can begin.
    fn starts(&self, node: &Node, tokens: &Range<u32>) -> &[u32] {
        let make = || self.bound.starts(node, &self.range, self.plan, self.sections);
        let all = self.starts.get(node.number).map_or(&[][..], |slot| slot.get_or_init(make).as_slice());
        let (from, to) = (all.partition_point(|s| *s < tokens.start), all.partition_point(|s| *s < tokens.end));
        all.get(from..to).unwrap_or(&[])
    }

    /// The hits in a section, in order.
    pub fn hits(&'a self, number: u32, info: SectionInfo, hits: &mut Vec<Span>) {
        hits.clear();
        let tokens = self.bound.segment.store.section(info.doc);
        let root = &self.compiled.root;
        let starts = self.starts(root, &tokens);
        if starts.is_empty() {
            return;
        }
        let section = SectionRun {
            stretch: self,
            number,
            info,
            facts: OnceCell::new(),
            steps: Cell::new(0),
            all: RefCell::new(vec![None; self.compiled.nodes]),
            named: RefCell::default(),
            tokens: tokens.clone(),
        };
        for (at, &start) in starts.iter().enumerate() {
            if at % 1024 == 1023 && self.watch.is_late() {
                return;
            }
            section.hits_from(start, hits);
        }
        choose(self.compiled.strategy, hits);
    }
}

impl SectionRun<'_> {
    /// Adds what begins at `start` and may become a hit, counted from the section's beginning.
    fn hits_from(&self, start: u32, hits: &mut Vec<Span>) {
        let strategy = self.stretch.compiled.strategy;
        let span = |end: u32| Span { start: start - self.tokens.start, end: end - self.tokens.start };
        let mut last = None;
        let _ = self.ends(&self.stretch.compiled.root, start, self.tokens.end, &mut |end| {
            match strategy {
                Strategy::All if last != Some(end) => hits.push(span(end)),
                Strategy::All | Strategy::Longest => {}
                _ => {
                    hits.push(span(end));
                    return ControlFlow::Break(());
                }
            }
            last = Some(end);
            ControlFlow::Continue(())
        });
        if strategy == Strategy::Longest {
            hits.extend(last.map(span));
        }
    }

    /// Calls `see` with the ends of the set's spans that begin at `start`, ascending, `limit` at the most.
    fn ends(
        &self,
        node: &Node,
        start: u32,
        limit: u32,
        see: &mut dyn FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match &node.set {
            Set::Pattern(matcher) => self.pattern_ends(node, matcher, start, limit, see),
            Set::Layer { layer: Layer::Named(name), attributes } => {
                let mut ends = self.named(name).other_ends(self, attributes, Edge::Start, start);
                ends.retain(|end| *end <= limit);
                ends.into_iter().try_for_each(see)
            }
            Set::Layer { layer, attributes } => match self.span_at(layer, start) {
                Some(span) if span.start == start && span.end <= limit && self.has(layer, start, attributes) => {
                    see(span.end)
                }
                _ => ControlFlow::Continue(()),
            },
            Set::Within { spans, negated, inside } => {
                let bound = self.bound_of(inside, start);
                match negated {
                    false => self.ends(spans, start, limit.min(bound), see),
                    true => self.ends(spans, start, limit, &mut |end| {
                        if end > bound { see(end) } else { ControlFlow::Continue(()) }
                    }),
                }
            }
            Set::Containing { spans, negated, inner } => {
                let inner = self.all(inner, Ends::Shortest);
                let from = inner.spans.partition_point(|span| span.start < start);
                let nearest = inner.nearest.get(from).copied().unwrap_or(u32::MAX);
                self.ends(spans, start, limit, &mut |end| {
                    if (nearest <= end) != *negated { see(end) } else { ControlFlow::Continue(()) }
                })
            }
            Set::Both(left, right) => {
                let other = self.collected(right, start, limit);
                self.ends(left, start, limit, &mut |end| {
                    if other.binary_search(&end).is_ok() { see(end) } else { ControlFlow::Continue(()) }
                })
            }
            Set::Without(left, right) => {
                let other = self.collected(right, start, limit);
                self.ends(left, start, limit, &mut |end| {
                    if other.binary_search(&end).is_err() { see(end) } else { ControlFlow::Continue(()) }
                })
            }
            Set::Either(left, right) => {
                let mut ends = self.collected(left, start, limit);
                ends.extend(self.collected(right, start, limit));
                ends.sort_unstable();
                ends.dedup();
                ends.into_iter().try_for_each(see)
            }
            Set::Meet { spans, other, reach } => match self.met(other, reach, start) {
                true => self.ends(spans, start, limit, see),
                false => ControlFlow::Continue(()),
            },
            Set::Saved(hits) => {
                let (section, first) = (self.number, start - self.tokens.start);
                let from = hits.partition_point(|hit| (hit.section, hit.start) < (section, first));
                let own = hits.iter().skip(from).take_while(|hit| (hit.section, hit.start) == (section, first));
                own.map(|hit| self.tokens.start + hit.end).filter(|end| *end <= limit).try_for_each(see)
            }
        }
    }

    fn pattern_ends(
        &self,
        node: &Node,
        matcher: &Matcher,
        start: u32,
        limit: u32,
        see: &mut dyn FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let sets = self.stretch.bound.sets(node);
        let judged = |end: u32, labels: &dyn Fn(&str) -> Option<Span>| {
            let span = Span { start, end };
            matcher.judge.as_ref().is_none_or(|judge| judge.holds(&Judged { section: self, span, labels }))
        };
        match &matcher.engine {
            Engine::Automaton(automaton) => {
                let mut scratch = self.stretch.scratch.take();
                let type_at = |at| self.store().type_at(at);
                let ended = automaton.ends(start, limit, sets, type_at, &mut scratch, |end| {
                    if judged(end, &|_| None) { see(end) } else { ControlFlow::Continue(()) }
                });
                self.stretch.scratch.set(scratch);
                ended
            }
            Engine::Machine(machine) => {
                let ground = MachineGround { section: self, sets };
                let mut last = start;
                machine.ends(&ground, start, limit, &mut |end, labels| {
                    let number = |name: &str| matcher.labels.iter().position(|label| label == name);
                    if end == last || !judged(end, &|name| labels.get(number(name)?)) {
                        return ControlFlow::Continue(());
                    }
                    last = end;
                    see(end)
                })
            }
        }
    }

    fn collected(&self, node: &Node, start: u32, limit: u32) -> Vec<u32> {
        let mut ends = Vec::new();
        let _ = self.ends(node, start, limit, &mut |end| {
            ends.push(end);
            ControlFlow::Continue(())
        });
        ends
    }

    /// The furthest end of a span that begins at `start` and lies inside; 0 where none can.
    fn bound_of(&self, inside: &Inside, start: u32) -> u32 {
        match inside {
            Inside::Words(most) => start.saturating_add(*most),
            Inside::Layer(layer) => self.span_at(layer, start).map_or(0, |span| span.end),
            Inside::Node(node) => {
                let all = self.all(node, Ends::Longest);
                let before = all.spans.partition_point(|span| span.start <= start);
                before.checked_sub(1).and_then(|last| all.furthest.get(last)).copied().unwrap_or(0)
            }
        }
    }

    /// Whether one of the spans of `node` begins within reach of `start`.
    fn met(&self, node: &Node, reach: &Reach, start: u32) -> bool {
        let (from, to) = match reach {
            Reach::Tokens { from, to } => (i64::from(start) + i64::from(*from), i64::from(start) + i64::from(*to)),
            Reach::Layer(layer) => match self.reach(layer, start) {
                Some(span) => (i64::from(span.start), i64::from(span.end) - 1),
                None => return false,
            },
        };
        let all = self.all(node, Ends::Shortest);
        let first = all.spans.partition_point(|span| i64::from(span.start) < from);
        all.spans.get(first).is_some_and(|span| i64::from(span.start) <= to)
    }

    /// The tokens that share a span of the layer with a token.
    fn reach(&self, layer: &Layer, at: u32) -> Option<Range<u32>> {
        match layer {
            Layer::Named(name) => self.named(name).around(at),
            layer => self.span_at(layer, at),
        }
    }

    /// Where the spans of a set begin in this section, each with its shortest or its longest end.
    fn all(&self, node: &Node, wanted: Ends) -> Rc<Sorted> {
        if let Some(Some(known)) = self.all.borrow().get(node.number) {
            return known.clone();
        }
        let mut spans = Vec::new();
        for (at, &start) in self.stretch.starts(node, &self.tokens).iter().enumerate() {
            if at % 1024 == 1023 && self.stretch.watch.is_late() {
                break;
            }
            let mut found = None;
            let _ = self.ends(node, start, self.tokens.end, &mut |end| {
                found = Some(end);
                if wanted == Ends::Shortest { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            spans.extend(found.map(|end| Span { start, end }));
        }
        let sorted = Rc::new(Sorted::new(spans));
        if let Some(slot) = self.all.borrow_mut().get_mut(node.number) {
            *slot = Some(sorted.clone());
        }
        sorted
    }
}

impl Sorted {
    fn new(spans: Vec<Span>) -> Self {
        let running = |spans: &mut dyn Iterator<Item = &Span>, better: fn(u32, u32) -> u32, first: u32| {
            let ends = spans.scan(first, |best, span| {
                *best = better(*best, span.end);
                Some(*best)
            });
            ends.collect::<Vec<u32>>()
        };
        let furthest = running(&mut spans.iter(), u32::max, 0);
        let mut nearest = running(&mut spans.iter().rev(), u32::min, u32::MAX);
        nearest.reverse();
        Sorted { spans, furthest, nearest }
    }
}
