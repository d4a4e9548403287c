//! Where a pattern's matches can begin: what every match holds, and with what it begins.

use super::pattern::{Assertion, Edge, Layer, Pattern};
use super::test::TokenTest;

/// What a match holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A token that passes the test.
    Token(TokenTest),
    /// The beginning of a span of the layer.
    Start(Layer),
}

/// Something that a match holds, with the fewest and the most tokens of the match before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What it is.
    pub what: What,
    /// The fewest tokens before it.
    pub fewest: u32,
    /// The most tokens before it.
    pub most: u32,
}

/// Points of which every match holds at least one, and what it costs to look at all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The number of places at which a match can begin, at most.
    pub price: u64,
    /// The points.
    pub points: Vec<Point>,
}

impl Pattern {
    /// The cheapest anchor, where `count` tells how often something is there;
    /// `None` where no match need hold anything at a known distance from its beginning.
    pub fn anchor(&self, count: &impl Fn(&What) -> u64) -> Option<Anchor> {
        let point = |what: What| {
            let price = count(&what);
            Some(Anchor { price, points: vec![Point { what, fewest: 0, most: 0 }] })
        };
        match self {
            Pattern::Token(test) => point(What::Token(test.clone())),
            Pattern::Here(Assertion::Edge { layer, edge: Edge::Start, negated: false, .. }) => {
                point(What::Start(layer.clone()))
            }
            Pattern::Region { layer, pattern, .. } => {
                let (start, inner) = (point(What::Start(layer.clone())), pattern.anchor(count));
                start.into_iter().chain(inner).min_by_key(|anchor| anchor.price)
            }
            Pattern::Here(_) | Pattern::Repeat { min: 0, .. } => None,
            Pattern::Repeat { pattern, .. } | Pattern::Label { pattern, .. } => pattern.anchor(count),
            Pattern::Sequence(parts) => in_sequence(parts, count),
            Pattern::Alternatives(branches) => {
                let anchors = branches.iter().map(|branch| branch.anchor(count)).collect::<Option<Vec<_>>>()?;
                let price = anchors.iter().map(|a| a.price).fold(0, u64::saturating_add);
                Some(Anchor { price, points: anchors.into_iter().flat_map(|a| a.points).collect() })
            }
        }
    }

    /// The tests of which a match's first token passes one.
    pub fn first_tests(&self) -> Vec<&TokenTest> {
        let mut tests = Vec::new();
        self.push_first_tests(&mut tests);
        tests
    }

    /// Adds the first tests; whether the pattern may match no token at all.
    fn push_first_tests<'a>(&'a self, tests: &mut Vec<&'a TokenTest>) -> bool {
        match self {
            Pattern::Token(test) => {
                tests.push(test);
                false
            }
            Pattern::Here(_) => true,
            Pattern::Label { pattern, .. } | Pattern::Region { pattern, .. } => pattern.push_first_tests(tests),
            Pattern::Repeat { max: Some(0), .. } => true,
            Pattern::Repeat { pattern, min, .. } => pattern.push_first_tests(tests) || *min == 0,
            Pattern::Sequence(parts) => parts.iter().all(|part| part.push_first_tests(tests)),
            Pattern::Alternatives(branches) => {
                let empty: Vec<bool> = branches.iter().map(|branch| branch.push_first_tests(tests)).collect();
                empty.contains(&true)
            }
        }
    }
}

fn in_sequence(parts: &[Pattern], count: &impl Fn(&What) -> u64) -> Option<Anchor> {
    let (mut fewest, mut most) = (0u32, Some(0u32));
    let mut best: Option<Anchor> = None;
    for part in parts {
        // Behind a part without a longest match nothing is at a known distance.
        let Some(before) = most else { break };
        if let Some(anchor) = part.anchor(count) {
            let price = anchor.price.saturating_mul(u64::from(before - fewest) + 1);
            if best.as_ref().is_none_or(|best| price < best.price) {
                let moved = |p: Point| Point { fewest: p.fewest + fewest, most: p.most + before, ..p };
                best = Some(Anchor { price, points: anchor.points.into_iter().map(moved).collect() });
            }
        }
        let (low, high) = part.lengths();
        fewest = fewest.saturating_add(low);
        most = high.map(|high| before.saturating_add(high));
    }
    best
}
