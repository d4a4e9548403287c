//! How a query is run: what is looked up, what is scanned, and what came of it.

use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::bound::Bound;
use super::compile::{Compiled, Inside, Node, Set};
use super::find::first_hits;
use super::how::How;
use super::run::groups;
use super::selection::Chosen;
use super::starts::Way;
use crate::error::Result;
use crate::index::OpenIndex;
use crate::query::What;

/// One step of a plan, over all segments.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is about: a test, a part of the query, the whole.
    pub part: String,
    /// How it is done.
    pub way: String,
    /// How many tokens it was expected to yield; `None` where nothing is expected.
    pub expected: Option<u64>,
    /// How many it yielded.
    pub real: u64,
    /// How long it took, all threads together.
    pub time: Duration,
}

/// Runs a query step by step, and tells of each.
///
/// The tests come first, each with its types and tokens; then the parts of the
/// query, outer ones first, with the places at which their spans can begin;
/// last the whole, with its hits.
///
/// # Errors
/// A query that takes too long.
pub fn explain(index: &OpenIndex, compiled: &Compiled, chosen: &Chosen, how: How) -> Result<Vec<Step>> {
    let start = Instant::now();
    let chosen = &compiled.looked_at(index, chosen)?;
    let groups = groups(index, chosen, compiled.by_language);
    let bounds: Vec<Bound<'_>> =
        groups.par_iter().map(|group| Bound::new(compiled, group.segment, group.language)).collect();
    let bound_in = start.elapsed();
    let mut steps = Vec::new();
    tests(&compiled.root, &bounds, &mut steps);
    if let Some(first) = steps.first_mut() {
        first.time = bound_in;
    }
    parts(&compiled.root, 0, &bounds, how, &mut steps);
    let start = Instant::now();
    let found = first_hits(index, compiled, chosen, how, 0)?;
    steps.push(Step {
        part: "the whole".to_string(),
        way: format!("hits by the {} strategy", compiled.strategy.name()),
        expected: None,
        real: found.found as u64,
        time: start.elapsed(),
    });
    Ok(steps)
}

/// A step for each test of a token.
fn tests(node: &Node, bounds: &[Bound<'_>], steps: &mut Vec<Step>) {
    if let Set::Pattern(matcher) = &node.set {
        for (number, test) in matcher.tests.iter().enumerate() {
            let sets = bounds.iter().filter_map(|b| Some((b, b.sets(node).get(number)?)));
            let types: usize = sets.map(|(b, set)| set.members(b.segment.store.lexicon().len()).len()).sum();
            let what = What::Token(test.clone());
            steps.push(Step {
                part: test.to_string(),
                way: format!("{types} types of the lexicons"),
                expected: None,
                real: bounds.iter().map(|b| b.count(node, matcher, &what)).sum(),
                time: Duration::ZERO,
            });
        }
    }
    children(node).into_iter().for_each(|child| tests(child, bounds, steps));
}

/// A step for each part of the query: where its spans can begin.
fn parts(node: &Node, depth: usize, bounds: &[Bound<'_>], how: How, steps: &mut Vec<Step>) {
    let start = Instant::now();
    let all = |b: &Bound<'_>| 0..b.segment.store.token_count();
    let real = bounds.par_iter().map(|b| b.starts(node, &all(b), how.plan, &[]).len() as u64).sum();
    let mut ways: Vec<String> = bounds.iter().map(|b| way(node, b, how)).collect();
    ways.sort();
    ways.dedup();
    steps.push(Step {
        part: format!("{}{}", "  ".repeat(depth), name(node)),
        way: ways.join("; in other segments "),
        expected: Some(bounds.iter().map(|b| b.price(node, how.plan)).sum()),
        real,
        time: start.elapsed(),
    });
    children(node).into_iter().for_each(|child| parts(child, depth + 1, bounds, how, steps));
}

fn way(node: &Node, bound: &Bound<'_>, how: How) -> String {
    match &node.set {
        Set::Pattern(matcher) => match bound.way(node, matcher, how.plan) {
            Way::Nothing => "nothing to look for: something it must hold is nowhere".to_string(),
            Way::Scan => "begins where a scan of the tokens finds its first token".to_string(),
            Way::Anchor(anchor) => {
                let points = anchor.points.iter().map(|point| match &point.what {
                    What::Token(test) => test.to_string(),
                    What::Start(layer) => format!("<{}>", layer.name()),
                });
                format!("looked up by {}", points.collect::<Vec<_>>().join(" or "))
            }
        },
        Set::Layer { .. } => "looked up in the span layer".to_string(),
        Set::Saved(_) => "read from the saved result".to_string(),
        Set::Both(left, right) => {
            let second = bound.price(right, how.plan) < bound.price(left, how.plan);
            format!("begins where the {} part does", if second { "second" } else { "first" })
        }
        Set::Either(..) => "begins where either part does".to_string(),
        _ => "begins where its first part does".to_string(),
    }
}

fn name(node: &Node) -> String {
    let not = |negated: &bool| if *negated { "not " } else { "" };
    match &node.set {
        Set::Pattern(_) => "pattern".to_string(),
        Set::Layer { layer, .. } => format!("<{}/>", layer.name()),
        Set::Within { negated, inside, .. } => {
            let inside = match inside {
                Inside::Layer(layer) => layer.name().to_string(),
                Inside::Words(most) => format!("{most} words"),
                Inside::Node(_) => "(…)".to_string(),
            };
            format!("{}within {inside}", not(negated))
        }
        Set::Containing { negated, .. } => format!("{}containing", not(negated)),
        Set::Both(..) => "both".to_string(),
        Set::Either(..) => "either".to_string(),
        Set::Without(..) => "the first without the second".to_string(),
        Set::Meet { .. } => "meet".to_string(),
        Set::Saved(_) => "saved result".to_string(),
    }
}

fn children(node: &Node) -> Vec<&Node> {
    match &node.set {
        Set::Pattern(_) | Set::Layer { .. } | Set::Saved(_) => Vec::new(),
        Set::Within { spans, inside: Inside::Node(other), .. }
        | Set::Containing { spans, inner: other, .. }
        | Set::Both(spans, other)
        | Set::Either(spans, other)
        | Set::Without(spans, other)
        | Set::Meet { spans, other, .. } => vec![spans, other],
        Set::Within { spans, .. } => vec![spans],
    }
}
