//! How the hits of a query are spread over the papers.

use crate::error::Result;
use crate::index::OpenIndex;
use crate::search::{Chosen, Compiled, Hit, How, find_with};
use crate::stats::{Parts, arf};

/// The chosen sections laid end to end, in corpus order.
pub struct Course {
    strips: Vec<Strip>,
    /// Where each section of the index begins; `None` of one that is not chosen.
    starts: Vec<Option<u64>>,
    tokens: u64,
}

/// The chosen sections of one paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// The paper: its place in [`Manifest::papers`](crate::index::Manifest::papers).
    pub paper: u32,
    /// Where it begins: the tokens before it.
    pub start: u64,
    /// Its tokens.
    pub tokens: u64,
    /// Where its sections begin, counted from its own beginning.
    pub sections: Vec<u64>,
}

/// The hits of one query on a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// The first token of each hit, counted along the course, ascending.
    pub positions: Vec<u64>,
    /// Hits and tokens of each part that has tokens.
    pub parts: Vec<(u64, u64)>,
}

impl Course {
    /// Lays out the chosen sections.
    pub fn new(index: &OpenIndex, chosen: &Chosen) -> Self {
        let mut course = Course { strips: Vec::new(), starts: Vec::with_capacity(index.sections().len()), tokens: 0 };
        for (number, section) in index.sections().iter().enumerate() {
            course.starts.push(chosen.contains(number).then_some(course.tokens));
            if !chosen.contains(number) {
                continue;
            }
            if course.strips.last().is_none_or(|strip| strip.paper != section.paper) {
                course.strips.push(Strip {
                    paper: section.paper,
                    start: course.tokens,
                    tokens: 0,
                    sections: Vec::new(),
                });
            }
            let tokens = index.segment_of(section).map_or(0, |s| s.store.section(section.doc).len() as u64);
            if let Some(strip) = course.strips.last_mut() {
                strip.sections.push(strip.tokens);
                strip.tokens += tokens;
            }
            course.tokens += tokens;
        }
        course
    }

    /// The papers, in corpus order.
    pub fn strips(&self) -> &[Strip] {
        &self.strips
    }

    /// All tokens.
    pub fn tokens(&self) -> u64 {
        self.tokens
    }

    /// The hits of a query on the course, counted in the papers, or in so many parts of equal length.
    ///
    /// # Errors
    /// A query that takes too long.
    pub fn spread(
        &self,
        index: &OpenIndex,
        query: &Compiled,
        chosen: &Chosen,
        how: How,
        parts: Option<u64>,
    ) -> Result<Spread> {
        let hits = find_with(index, query, chosen, how)?;
        let start = |hit: &Hit| Some(self.starts.get(hit.section as usize)?.as_ref()? + u64::from(hit.start));
        let positions: Vec<u64> = hits.iter().filter_map(start).collect();
        // More parts than tokens would be empty.
        let parts = parts.map(|parts| parts.min(self.tokens));
        let ends: Vec<u64> = match parts {
            None => self.strips.iter().map(|strip| strip.start + strip.tokens).collect(),
            Some(parts) => (1..=parts).map(|part| equal_end(self.tokens, part, parts)).collect(),
        };
        Ok(Spread { parts: counted(&positions, &ends), positions })
    }
}

/// Where a part ends of `parts` equal ones, which differ by one token at most.
fn equal_end(tokens: u64, part: u64, parts: u64) -> u64 {
    (u128::from(tokens) * u128::from(part) / u128::from(parts.max(1))) as u64
}

/// Positions and tokens before each end and not before the one before it; stretches without tokens are left out.
fn counted(positions: &[u64], ends: &[u64]) -> Vec<(u64, u64)> {
    let starts = [0].into_iter().chain(ends.iter().copied());
    let before = |end: u64| positions.partition_point(|position| *position < end) as u64;
    let part = |(start, end): (u64, &u64)| (before(*end) - before(start), end - start);
    starts.zip(ends).map(part).filter(|(_, tokens)| *tokens > 0).collect()
}

impl Spread {
    /// The parts, as measures of spread take them.
    pub fn measured(&self) -> Option<Parts> {
        Parts::new(self.parts.iter().copied())
    }

    /// The average reduced frequency; `None` also where two hits begin at the same token.
    pub fn reduced(&self, course: &Course) -> Option<f64> {
        arf(&self.positions, course.tokens)
    }

    /// The positions on one strip, counted from its beginning.
    pub fn on(&self, strip: &Strip) -> Vec<u64> {
        let from = self.positions.partition_point(|position| *position < strip.start);
        let own = self.positions.iter().skip(from).take_while(|position| **position < strip.start + strip.tokens);
        own.map(|position| position - strip.start).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_parts_cover_all_tokens_and_differ_by_one_at_most() {
        let parts = |tokens: u64, parts: u64| {
            let ends: Vec<u64> = (1..=parts).map(|part| equal_end(tokens, part, parts)).collect();
            counted(&[0, 3, 4, 9], &ends)
        };
        assert_eq!(parts(10, 3), [(1, 3), (2, 3), (1, 4)]);
        assert_eq!(parts(10, 1), [(4, 10)]);
        assert_eq!(parts(0, 5), []);
        assert_eq!(parts(10, 100).len(), 10);
    }
}
