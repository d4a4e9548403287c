//! Tokens of a line, by where they stand: what lines are sorted and grouped by.

use std::ops::Range;

use rayon::prelude::*;

use super::ranking::{Ranking, Spelling};
use crate::error::{Error, Kind, Result};
use crate::index::OpenIndex;
use crate::query::{FORMS, Form};
use crate::search::{Hit, known_names};

/// The furthest token from the match that can be named.
const FURTHEST: u32 = 50;

/// Where in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The match.
    Node,
    /// The nth token to its left, from 1.
    Left(u32),
    /// The nth token to its right, from 1.
    Right(u32),
}

/// A form or an annotation of the token, or of the match, at a spot: `R1`, `L2.word`, `node.lemma`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenKey {
    /// The spot.
    pub spot: Spot,
    /// The form, or the annotation.
    pub form: Form,
}

impl TokenKey {
    /// Reads `R1`, `L2.word` or `node.lemma`; the form is `lc` unless told. `None` if it is no such thing.
    pub fn read(text: &str) -> Option<Self> {
        let (spot, form) = text.split_once('.').unwrap_or((text, "lc"));
        let form = Some(form.trim().to_lowercase()).filter(|form| !form.is_empty()).map(|form| Form::named(&form))?;
        let spot = spot.to_lowercase();
        let number = |side: char| spot.strip_prefix(side)?.parse().ok().filter(|n| (1..=FURTHEST).contains(n));
        let spot = match spot.as_str() {
            "node" | "match" => Spot::Node,
            _ => number('r').map(Spot::Right).or_else(|| number('l').map(Spot::Left))?,
        };
        Some(TokenKey { spot, form })
    }

    /// Refuses an annotation that no paper has.
    ///
    /// # Errors
    /// Such an annotation.
    pub(super) fn check(&self, index: &OpenIndex) -> Result<()> {
        let Form::Annotation(name) = &self.form else { return Ok(()) };
        let known = known_names(index.manifest()).annotations;
        if known.contains(&**name) {
            return Ok(());
        }
        let names: Vec<&str> = FORMS.iter().map(|form| form.1).chain(known.iter().map(String::as_str)).collect();
        Err(Error::new(Kind::Query, format!(".{name}"), "no paper has such an annotation")
            .remedy(format!("there are {}", names.join(", "))))
    }

    /// A sentence, without its full stop, where some papers do not have the annotation.
    pub fn note(&self, index: &OpenIndex) -> Option<String> {
        let Form::Annotation(name) = &self.form else { return None };
        let papers = &index.manifest().papers;
        let all = papers.len();
        let lacking = papers.iter().filter(|paper| !paper.annotations.contains(&**name)).count();
        let have = if lacking == 1 { "has" } else { "have" };
        let note = || format!("{lacking} of {all} papers {have} no layer `{name}`: their hits have no value of it");
        (lacking > 0).then(note)
    }

    /// The tokens of a section at the spot, counted through the segment; empty where the section has none there.
    pub(super) fn tokens(&self, section: &Range<u32>, hit: &Hit) -> Range<u32> {
        let (start, end) = (section.start + hit.start, section.start + hit.end);
        let at = match self.spot {
            Spot::Node => return start..end,
            Spot::Left(nth) => start.checked_sub(nth).filter(|at| *at >= section.start),
            Spot::Right(nth) => end.checked_add(nth - 1).filter(|at| *at < section.end),
        };
        at.map_or(0..0, |at| at..at + 1)
    }

    /// A number for each hit: comparing two compares what stands at the spot in
    /// the order of a dictionary, word by word; where nothing stands comes first.
    ///
    /// # Errors
    /// An annotation that no paper has.
    pub(super) fn column(&self, index: &OpenIndex, hits: &[Hit]) -> Result<Vec<u64>> {
        self.check(index)?;
        let spelling = Spelling::new(index, self.form.clone());
        if self.spot == Spot::Node && hits.iter().any(|hit| hit.end - hit.start != 1) {
            return self.column_of_sequences(index, &spelling, hits);
        }
        const NONE: u32 = u32::MAX;
        let type_of = |hit: &Hit| {
            let found = self.types(index, &spelling, hit, |types| types.next());
            found.map_or((0, NONE), |(realm, id)| (realm, id.unwrap_or(NONE)))
        };
        let types: Vec<(u32, u32)> = hits.par_iter().map(type_of).collect();
        let ranking = Ranking::new(&spelling, types.iter().copied().filter(|t| t.1 != NONE))?;
        let rank = |&(realm, id): &(u32, u32)| if id == NONE { 0 } else { u64::from(ranking.rank(realm, id)) + 1 };
        Ok(types.par_iter().map(rank).collect())
    }

    fn column_of_sequences(&self, index: &OpenIndex, spelling: &Spelling<'_>, hits: &[Hit]) -> Result<Vec<u64>> {
        let types = |hit: &Hit| self.types(index, spelling, hit, |types| types.collect::<Vec<u32>>());
        let found: Vec<(u32, Vec<u32>)> = hits.par_iter().map(|hit| types(hit).unwrap_or_default()).collect();
        let used = found.iter().flat_map(|(realm, types)| types.iter().map(|id| (*realm, *id)));
        let ranking = Ranking::new(spelling, used)?;
        let ranks = |(realm, types): &(u32, Vec<u32>)| -> Vec<u32> {
            types.iter().map(|&id| ranking.rank(*realm, id)).collect()
        };
        let sequences: Vec<Vec<u32>> = found.par_iter().map(ranks).collect();
        let mut order: Vec<&Vec<u32>> = sequences.iter().collect();
        order.par_sort_unstable();
        order.dedup();
        Ok(sequences.par_iter().map(|s| order.binary_search(&s).unwrap_or(0) as u64).collect())
    }

    /// The realm of the types at the spot, and what `take` makes of those.
    fn types<T>(
        &self,
        index: &OpenIndex,
        spelling: &Spelling<'_>,
        hit: &Hit,
        take: impl FnOnce(&mut dyn Iterator<Item = u32>) -> T,
    ) -> Option<(u32, T)> {
        let section = index.sections().get(hit.section as usize)?;
        let store = &index.segment_of(section)?.store;
        let tokens = self.tokens(&store.section(section.doc), hit);
        Some((spelling.realm(section), take(&mut tokens.map(|at| store.type_at(at)))))
    }
}
