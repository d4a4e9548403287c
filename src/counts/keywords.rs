//! What is distinctive of one corpus held against another.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use super::ngrams::spelt;
use super::refine::{Grams, each_gram};
use super::{Comparison, FormCounts, ReferenceList, Running, Vocabulary};
use crate::error::Result;
use crate::stats::{PartSizes, Parts, TTest, Table2x2, bic, dp_norm, signed_log_likelihood, welch};

/// One of two corpora that are held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corpus {
    /// Its tokens.
    pub tokens: u64,
    /// How many papers it has; `None` for a list of words, of which no papers are known.
    pub papers: Option<usize>,
    sizes: PartSizes,
}

impl Corpus {
    /// From the tokens of each paper; those without tokens are none.
    pub fn of_papers(sizes: &[u64]) -> Self {
        let papers = Some(sizes.iter().filter(|tokens| **tokens > 0).count());
        Corpus { tokens: sizes.iter().sum(), papers, sizes: PartSizes::new(sizes.iter().copied()) }
    }

    /// From a list of words.
    pub fn of_list(list: &ReferenceList) -> Self {
        Corpus { tokens: list.tokens(), papers: None, sizes: PartSizes::new([]) }
    }
}

/// What makes a keyword.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// The fewest hits in the corpus that uses it more.
    pub hits: u64,
    /// The fewest papers with a hit there, where papers are known.
    pub papers: usize,
    /// The least Bayesian information criterion.
    pub bic: f64,
    /// Whether what the first corpus uses less is looked for, instead of what it uses more.
    pub negative: bool,
}

/// A word, an n-gram or a query that the first corpus uses more, or less, than the second.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyword {
    /// How it is spelt.
    pub text: String,
    /// Its hits and all other tokens of both corpora.
    pub table: Table2x2,
    /// The papers with a hit in each corpus; `None` where no papers are known.
    pub papers: [Option<usize>; 2],
    /// How unevenly it is spread over the papers of each corpus.
    pub dp_norm: [Option<f64>; 2],
    /// Welch's test of the papers' rates.
    pub welch: Option<TTest>,
}

/// Keywords, and of how many items they were chosen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keywords {
    /// The keywords: those that tell the corpora apart most surely first, equal ones by their text.
    pub found: Vec<Keyword>,
    /// How many items were compared: all with enough hits in enough papers, used more or less.
    pub compared: u64,
}

/// How two corpora are held against each other.
pub struct Keyness {
    /// The corpus whose keywords are looked for, and the one that it is held against.
    pub corpora: [Corpus; 2],
    /// The second corpus where it is a list.
    pub list: Option<ReferenceList>,
    /// What makes a keyword.
    pub least: Thresholds,
}

/// What an item has in both corpora.
struct Item<T, P> {
    text: T,
    /// How often it is there; a list knows it for itself.
    hits: [u64; 2],
    /// How many papers have it.
    papers: [usize; 2],
    /// Hits and tokens of each paper of one of the corpora that has it.
    parts: P,
}

impl Keyness {
    /// The keywords among the words of a vocabulary: counts of both corpora, or of the one that is held against a list.
    pub fn words(&self, counts: &[FormCounts], vocabulary: &Vocabulary<'_>) -> Keywords {
        let of = |corpus: usize, form: u32| counts.get(corpus).map_or(&[][..], |counts| counts.papers(form));
        let size = |corpus: usize, paper: u32| counts.get(corpus)?.sizes().get(paper as usize).copied();
        let look = |mut keywords: Keywords, form: u32| {
            let papers = [of(0, form), of(1, form)];
            let parts = |corpus: usize| {
                let hit = |&(paper, hits): &(u32, u32)| (u64::from(hits), size(corpus, paper).unwrap_or(0));
                of(corpus, form).iter().map(hit).collect()
            };
            let item = Item {
                text: || vocabulary.form(form).into_owned(),
                hits: papers.map(|papers| papers.iter().map(|(_, hits)| u64::from(*hits)).sum()),
                papers: papers.map(<[_]>::len),
                parts,
            };
            self.look(&mut keywords, item);
            keywords
        };
        let found = (0..vocabulary.len() as u32).into_par_iter().fold(Keywords::default, look);
        self.finish(found.collect(), &(1..=1))
    }

    /// The keywords among the n-grams of running words: of both corpora, or of the one that is held against a list.
    ///
    /// # Errors
    /// More running words than can be numbered.
    pub fn ngrams(
        &self,
        running: &Running,
        lengths: RangeInclusive<usize>,
        vocabulary: &Vocabulary<'_>,
    ) -> Result<Keywords> {
        // Whether an n-gram of the list is there at all must be known.
        let hits = if self.list.is_some() { 1 } else { self.least.hits };
        let grams = Grams { lengths: lengths.clone(), skip: 0, hits };
        let part = |at: usize| running.parts().get(at).map_or((0, 0), |part| (part.corpus, part.tokens));
        let found = each_gram(running, &grams, Keywords::default, |keywords, gram| {
            let (first, second): (Vec<_>, Vec<_>) = gram.parts.iter().partition(|(at, _)| part(*at).0 == 0);
            let of = [first, second];
            let item = Item {
                text: || spelt(gram.ranks, vocabulary),
                hits: [0, 1].map(|corpus| of.get(corpus).into_iter().flatten().map(|(_, hits)| *hits).sum()),
                papers: [0, 1].map(|corpus: usize| of.get(corpus).map_or(0, Vec::len)),
                parts: |corpus: usize| {
                    of.get(corpus).into_iter().flatten().map(|(at, hits)| (*hits, part(*at).1)).collect()
                },
            };
            self.look(keywords, item);
        })?;
        Ok(self.finish(found, &lengths))
    }

    /// The keywords among queries, counted in both corpora without a dimension.
    pub fn queries<'a>(&self, names: impl Iterator<Item = &'a str>, counted: &[Comparison]) -> Keywords {
        let mut keywords = Keywords::default();
        for (query, name) in names.enumerate() {
            let papers = |corpus: usize| counted.get(corpus).map_or(Vec::new(), |counted| counted.papers(query, 0));
            let found = [0, 1].map(|corpus| counted.get(corpus).map_or((0, 0), |counted| counted.found(query)));
            let item = Item {
                text: || name.to_string(),
                hits: found.map(|(hits, _)| hits),
                papers: found.map(|(_, papers)| papers as usize),
                parts: |corpus: usize| {
                    let hit = papers(corpus).into_iter().filter(|paper| paper.hits > 0);
                    hit.map(|paper| (paper.hits, paper.tokens)).collect()
                },
            };
            self.look(&mut keywords, item);
        }
        self.finish(vec![keywords], &(1..=usize::MAX))
    }

    fn look<T: Fn() -> String, P: Fn(usize) -> Vec<(u64, u64)>>(&self, keywords: &mut Keywords, item: Item<T, P>) {
        let [hits, mut other] = item.hits;
        if let Some(list) = &self.list {
            other = list.meet(&(item.text)());
        }
        let [corpus, reference] = &self.corpora;
        let Some(table) = Table2x2::of_corpora(hits, corpus.tokens, other, reference.tokens) else { return };
        let Some(sure) = signed_log_likelihood(&table) else { return };
        let (richer, hits, papers) =
            if sure < 0.0 { (reference, other, item.papers[1]) } else { (corpus, hits, item.papers[0]) };
        if hits < self.least.hits.max(1) || (richer.papers.is_some() && papers < self.least.papers) {
            return;
        }
        keywords.compared += 1;
        if (sure < 0.0) == self.least.negative && bic(&table).is_some_and(|bic| bic >= self.least.bic) {
            keywords.found.push(self.keyword(table, item));
        }
    }

    fn keyword<T: Fn() -> String, P: Fn(usize) -> Vec<(u64, u64)>>(
        &self,
        table: Table2x2,
        item: Item<T, P>,
    ) -> Keyword {
        let [corpus, reference] = &self.corpora;
        let (hit, other_hit) = ((item.parts)(0), (item.parts)(1));
        let spread = |corpus: &Corpus, hit: &[(u64, u64)]| dp_norm(&Parts::of_hits(corpus.sizes, hit.iter().copied())?);
        Keyword {
            text: (item.text)(),
            table,
            papers: [corpus.papers.map(|_| hit.len()), reference.papers.map(|_| other_hit.len())],
            dp_norm: [spread(corpus, &hit), spread(reference, &other_hit)],
            welch: welch(&rates(corpus, &hit), &rates(reference, &other_hit)),
        }
    }

    /// Puts together what was found; items of these lengths that only the list has are looked at too.
    fn finish(&self, found: Vec<Keywords>, lengths: &RangeInclusive<usize>) -> Keywords {
        let mut all = Keywords::default();
        for (text, _) in self.list.iter().flat_map(|list| list.not_met(lengths)) {
            let text = || text.to_string();
            self.look(&mut all, Item { text, hits: [0, 0], papers: [0, 0], parts: |_: usize| Vec::new() });
        }
        for keywords in found {
            all.compared += keywords.compared;
            all.found.extend(keywords.found);
        }
        let sure = |keyword: &Keyword| signed_log_likelihood(&keyword.table).unwrap_or(0.0).abs();
        all.found.par_sort_by(|a, b| sure(b).total_cmp(&sure(a)).then_with(|| a.text.cmp(&b.text)));
        all
    }
}

/// The rates of all papers of a corpus; of those that have an item, hits and tokens are given.
fn rates(corpus: &Corpus, hit: &[(u64, u64)]) -> Vec<f64> {
    let without = corpus.papers.unwrap_or(0).saturating_sub(hit.len());
    let rates = hit.iter().map(|(hits, tokens)| *hits as f64 / *tokens as f64);
    rates.chain(std::iter::repeat_n(0.0, without)).collect()
}
