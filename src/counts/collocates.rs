//! What stands near the hits of a query.
//!
//! Counted as Evert 2008 (Corpora and collocations, section 4) does for surface
//! cooccurrence: the windows of all hits together are one set of tokens, so that
//! a token near two hits counts once; tokens of hits are in no window and are
//! taken off the counts of their words and off the whole as well.

use std::ops::Range;

use super::{FormCounts, Vocabulary, Window};
use crate::error::Result;
use crate::index::{OpenIndex, SectionInfo, Segment};
use crate::search::{Chosen, Compiled, Gather, Hit, How, gather};
use crate::stats::Table2x2;

/// What stands near the hits of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collocates {
    /// Hits.
    pub hits: u64,
    /// Papers with a hit.
    pub papers: u64,
    /// Tokens of all windows together, each once.
    pub window: u64,
    /// Tokens of all hits together, each once.
    pub nodes: u64,
    /// By form of the vocabulary.
    near: Vec<Near>,
}

/// How one form stands to the hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Near {
    /// Its tokens in windows.
    pub count: u64,
    /// Its tokens in hits.
    pub in_nodes: u64,
    /// Papers in which it is in a window.
    pub papers: u32,
    /// The last of them.
    pub last_paper: Option<u32>,
}

impl Collocates {
    /// Counts what is in the windows of the hits.
    ///
    /// # Errors
    /// A query that takes too long.
    pub fn new(
        index: &OpenIndex,
        compiled: &Compiled,
        chosen: &Chosen,
        how: How,
        vocabulary: &Vocabulary<'_>,
        window: &Window,
    ) -> Result<Self> {
        let beside = || Beside {
            vocabulary,
            window,
            marks: Vec::new(),
            found: Collocates { near: vec![Near::default(); vocabulary.len()], ..Collocates::default() },
            paper: None,
        };
        let gathered = gather(index, compiled, chosen, how, beside)?;
        let nothing = Collocates { near: vec![Near::default(); vocabulary.len()], ..Collocates::default() };
        Ok(gathered.into_iter().fold(nothing, |all, beside| all.and(&beside.found)))
    }

    fn and(mut self, other: &Collocates) -> Self {
        self.hits += other.hits;
        self.papers += other.papers;
        self.window += other.window;
        self.nodes += other.nodes;
        for (near, more) in self.near.iter_mut().zip(&other.near) {
            near.count += more.count;
            near.in_nodes += more.in_nodes;
            near.papers += more.papers;
            near.last_paper = near.last_paper.max(more.last_paper);
        }
        self
    }

    /// How a form stands to the hits.
    pub fn near(&self, form: u32) -> Near {
        self.near.get(form as usize).copied().unwrap_or_default()
    }

    /// The forms that are near hits at least `count` times in at least `papers` papers.
    pub fn forms(&self, count: u64, papers: u32) -> Vec<u32> {
        let enough = |near: &Near| near.count >= count.max(1) && near.papers >= papers;
        (0u32..).zip(&self.near).filter(|(_, near)| enough(near)).map(|(form, _)| form).collect()
    }

    /// The four cells of a form, `counts` being those of the same selection: rows are the tokens of windows and all
    /// other tokens that are in no hit, columns the form and all others.
    pub fn table(&self, form: u32, counts: &FormCounts) -> Option<Table2x2> {
        let near = self.near(form);
        let elsewhere = counts.hits(form).checked_sub(near.in_nodes)?;
        Table2x2::of_pair(near.count, self.window, elsewhere, counts.tokens().checked_sub(self.nodes)?)
    }

    /// The same for measures that take two words for equals (Dice, logDice): the first row are the hits, as many as
    /// there are, whatever the size of their windows. The pair is counted at most as often as either of its two.
    pub fn table_of_pair(&self, form: u32, counts: &FormCounts) -> Option<Table2x2> {
        let near = self.near(form);
        let elsewhere = counts.hits(form).checked_sub(near.in_nodes)?;
        let both = near.count.min(self.hits).min(elsewhere);
        Table2x2::of_pair(both, self.hits, elsewhere, counts.tokens())
    }
}

/// Counts for one thread.
struct Beside<'a> {
    vocabulary: &'a Vocabulary<'a>,
    window: &'a Window,
    /// For each token of a section what it is.
    marks: Vec<Mark>,
    found: Collocates,
    paper: Option<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Mark {
    Elsewhere,
    Window,
    Node,
}

impl Beside<'_> {
    fn mark(&mut self, tokens: Range<u32>, section: &Range<u32>, mark: Mark) {
        let (from, to) = (tokens.start - section.start, tokens.end - section.start);
        let marks = self.marks.get_mut(from as usize..to as usize).unwrap_or_default();
        // A token of a hit stays one, whichever comes first.
        marks.iter_mut().filter(|old| **old < mark).for_each(|old| *old = mark);
    }
}

impl Gather for Beside<'_> {
    fn section(&mut self, segment: &Segment, info: &SectionInfo, hits: &[Hit]) {
        let section = segment.store.section(info.doc);
        self.marks.clear();
        self.marks.resize(section.len(), Mark::Elsewhere);
        let mut reach = section.end..section.start;
        for hit in hits {
            let [left, right] = self.window.around(&segment.store, &section, hit);
            reach = reach.start.min(left.start)..reach.end.max(right.end);
            self.mark(left.end..right.start, &section, Mark::Node);
            self.mark(left, &section, Mark::Window);
            self.mark(right, &section, Mark::Window);
        }
        self.found.hits += hits.len() as u64;
        self.found.papers += u64::from(self.paper != Some(info.paper));
        self.paper = Some(info.paper);
        let numbers = self.vocabulary.numbers(info);
        let from = reach.start - section.start;
        for (at, mark) in (reach.start..reach.end).zip(self.marks.iter().skip(from as usize)) {
            match mark {
                Mark::Elsewhere => continue,
                Mark::Window => self.found.window += 1,
                Mark::Node => self.found.nodes += 1,
            }
            let form = numbers.get(segment.store.type_at(at) as usize).copied().unwrap_or(Vocabulary::LEFT_OUT);
            let Some(near) = self.found.near.get_mut(form as usize) else { continue };
            if *mark == Mark::Node {
                near.in_nodes += 1;
            } else {
                near.count += 1;
                near.papers += u32::from(near.last_paper != Some(info.paper));
                near.last_paper = Some(info.paper);
            }
        }
    }
}
