//! The plan: at which tokens a span can begin.
//!
//! Every span of a pattern holds something (a token that passes a test, the
//! beginning of a sentence) at a known distance from its beginning. The
//! rarest such thing is looked up, its positions in the store's inverted
//! index; if even that is in much of the text, the tokens are scanned instead.

use std::ops::Range;

use super::bound::Bound;
use super::compile::{Matcher, Node, Set};
use super::how::Plan;
use crate::query::{Anchor, Point, TypeSet, What};

/// A scan costs about as much as looking at one position in so many tokens.
const SCAN_SHARE: u64 = 12;

/// So few positions are looked at whatever a scan costs.
const FEW: u64 = 1000;

/// How the tokens at which a span can begin are found.
pub(super) enum Way {
    /// Something that every span holds is nowhere.
    Nothing,
    /// Looked up.
    Anchor(Anchor),
    /// The types with which a span begins are scanned for.
    Scan,
}

impl Bound<'_> {
    /// How the spans of a pattern are found.
    pub fn way(&self, node: &Node, matcher: &Matcher, plan: Plan) -> Way {
        let anchor = matcher.pattern.anchor(&|what| self.count(node, matcher, what));
        let dear = (u64::from(self.segment.store.token_count()) / SCAN_SHARE).max(FEW);
        match (anchor, plan) {
            (Some(Anchor { price: 0, .. }), _) => Way::Nothing,
            (Some(anchor), Plan::Postings) => Way::Anchor(anchor),
            (Some(anchor), Plan::Cheapest) if anchor.price <= dear => Way::Anchor(anchor),
            _ => Way::Scan,
        }
    }

    /// About how many tokens must be looked at to find the spans.
    pub fn price(&self, node: &Node, plan: Plan) -> u64 {
        match &node.set {
            Set::Pattern(matcher) => match self.way(node, matcher, plan) {
                Way::Nothing => 0,
                Way::Anchor(anchor) => anchor.price,
                Way::Scan => u64::from(self.segment.store.token_count()),
            },
            Set::Layer { layer, .. } => self.segment.store.span_count(layer),
            Set::Within { spans, .. } | Set::Containing { spans, .. } | Set::Meet { spans, .. } => {
                self.price(spans, plan)
            }
            Set::Without(left, _) => self.price(left, plan),
            Set::Both(left, right) => self.price(left, plan).min(self.price(right, plan)),
            Set::Either(left, right) => self.price(left, plan).saturating_add(self.price(right, plan)),
            Set::Saved(hits) => hits.len() as u64,
        }
    }

    /// The tokens in `range` at which a span of the set can begin, ascending, each once. No span begins at another.
    pub fn starts(&self, node: &Node, range: &Range<u32>, plan: Plan, sections: &[(u32, u32)]) -> Vec<u32> {
        let of = |node: &Node| self.starts(node, range, plan, sections);
        match &node.set {
            Set::Pattern(matcher) => match self.way(node, matcher, plan) {
                Way::Nothing => Vec::new(),
                Way::Anchor(anchor) => self.by_anchor(node, matcher, &anchor.points, range),
                Way::Scan => self.by_scan(node, matcher, range),
            },
            Set::Layer { layer, .. } => self.segment.store.span_starts(layer, range),
            Set::Within { spans, .. } | Set::Containing { spans, .. } | Set::Meet { spans, .. } => of(spans),
            Set::Without(left, _) => of(left),
            Set::Both(left, right) if self.price(right, plan) < self.price(left, plan) => of(right),
            Set::Both(left, _) => of(left),
            Set::Either(left, right) => ascending([of(left), of(right)].concat()),
            Set::Saved(hits) => {
                let mut starts = Vec::new();
                for &(section, first) in sections {
                    let from = hits.partition_point(|hit| hit.section < section);
                    let own = hits.iter().skip(from).take_while(|hit| hit.section == section);
                    starts.extend(own.map(|hit| first + hit.start));
                }
                ascending(starts)
            }
        }
    }

    fn by_anchor(&self, node: &Node, matcher: &Matcher, points: &[Point], range: &Range<u32>) -> Vec<u32> {
        let (mut starts, mut positions) = (Vec::new(), Vec::new());
        for point in points {
            positions.clear();
            // Sections are whole in the range, and so is whatever a span holds.
            let reach = range.start.saturating_add(point.fewest).min(range.end)..range.end;
            match &point.what {
                What::Start(layer) => positions = self.segment.store.span_starts(layer, &reach),
                What::Token(test) => {
                    if let Some(set) = self.set(node, matcher, test) {
                        self.push_positions(set, &reach, &mut positions);
                    }
                }
            }
            for before in point.fewest..=point.most {
                let begin = |at: &u32| at.checked_sub(before).filter(|start| range.contains(start));
                starts.extend(positions.iter().filter_map(begin));
            }
        }
        ascending(starts)
    }

    fn by_scan(&self, node: &Node, matcher: &Matcher, range: &Range<u32>) -> Vec<u32> {
        let types = self.segment.store.lexicon().len();
        let first = matcher.pattern.first_tests();
        let first = first.into_iter().filter_map(|test| self.set(node, matcher, test));
        let begins = first.fold(TypeSet::none(), |all, set| all.union(set, types));
        if begins == TypeSet::Every {
            return range.clone().collect();
        }
        let (mut starts, mut at) = (Vec::new(), range.start);
        self.segment.store.for_each_type(range.clone(), |id| {
            if begins.contains(id) {
                starts.push(at);
            }
            at += 1;
        });
        starts
    }
}

fn ascending(mut starts: Vec<u32>) -> Vec<u32> {
    if !starts.is_sorted() {
        starts.sort_unstable();
    }
    starts.dedup();
    starts
}
