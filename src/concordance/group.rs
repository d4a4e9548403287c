//! Hits counted by where they are and by what stands there.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::ranking::Spelling;
use super::token_key::{Spot, TokenKey};
use crate::error::{Error, Kind, Result};
use crate::index::{OpenIndex, SectionInfo, Segment};
use crate::query::Form;
use crate::search::{Chosen, Compiled, Gather, Hit, How, dimension_values, gather, known_dimensions, known_names};

/// What hits are counted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dimension {
    /// Where the section is: `paper`, `section`, `theme`, `year`, `decade`, any metadata field.
    Place(String),
    /// A token beside the match, or the match.
    Token(TokenKey, String),
}

impl Dimension {
    /// Reads a dimension's name.
    ///
    /// # Errors
    /// A name that is none in this index.
    pub fn read(name: &str, index: &OpenIndex) -> Result<Self> {
        let name = name.trim().to_lowercase();
        let known = known_dimensions(index.manifest());
        if known.contains(&name) {
            return Ok(Dimension::Place(name));
        }
        let annotations = known_names(index.manifest()).annotations;
        let of_node =
            || Some(TokenKey { spot: Spot::Node, form: Form::named(&name) }).filter(|_| annotations.contains(&name));
        if let Some(key) = of_node().or_else(|| TokenKey::read(&name)) {
            key.check(index)?;
            return Ok(Dimension::Token(key, name));
        }
        let near = known.iter().min_by_key(|known| strsim::damerau_levenshtein(known, &name));
        Err(Error::new(Kind::Query, format!("--by {name}"), "there is no such dimension").remedy(format!(
            "did you mean `{}`? There are {}, and node, R1 to R50, L1 to L50 (with .word, .stem or an annotation)",
            near.map_or("paper", |n| n),
            known.join(", ")
        )))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Dimension::Place(name) | Dimension::Token(_, name) => name,
        }
    }
}

/// How often a query hits in one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The value of each dimension; `None` where a section or line has none.
    pub values: Vec<Option<String>>,
    /// Hits.
    pub hits: u64,
    /// Tokens of the chosen sections of the group: those of all its places, whatever the word.
    pub tokens: u64,
    /// Papers with a hit.
    pub papers: u64,
}

impl Group {
    /// Hits per million tokens; `None` in a group without tokens.
    pub fn per_million(&self) -> Option<f64> {
        (self.tokens > 0).then(|| self.hits as f64 * 1e6 / self.tokens as f64)
    }
}

/// Hits by groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// The groups, by their values.
    pub groups: Vec<Group>,
    /// All hits, each once.
    pub hits: u64,
    /// All papers with a hit.
    pub papers: u64,
}

/// Counts hits by one or two dimensions.
///
/// A section of several themes counts in the group of each, so that groups by
/// theme may have more hits than there are. Places of the selection without a
/// hit are groups too, with none.
///
/// # Errors
/// A query that takes too long, a damaged index.
pub fn group(
    index: &OpenIndex,
    compiled: &Compiled,
    chosen: &Chosen,
    how: How,
    dimensions: &[Dimension],
) -> Result<Grouping> {
    let chosen = &compiled.looked_at(index, chosen)?;
    let places = Places::new(index, chosen, dimensions)?;
    let keys: Vec<(TokenKey, Spelling<'_>)> = dimensions
        .iter()
        .filter_map(|dimension| match dimension {
            Dimension::Token(key, _) => Some((key.clone(), Spelling::new(index, key.form.clone()))),
            Dimension::Place(_) => None,
        })
        .collect();
    let tallies = gather(index, compiled, chosen, how, || Tally::new(&places, &keys))?;
    // Hits, tokens and papers of each group.
    let mut groups: FxHashMap<Vec<Option<String>>, (u64, u64, u64)> = FxHashMap::default();
    if keys.is_empty() {
        for (values, tokens) in &places.groups {
            let values = in_order(values, &[], dimensions);
            groups.insert(values, (0, *tokens, 0));
        }
    }
    for tally in &tallies {
        for (key, count) in &tally.counts {
            let Some((place, tokens)) = places.groups.get(key.place as usize) else { continue };
            let words: Vec<Option<String>> = tally.spelt(key);
            let values = in_order(place, &words, dimensions);
            let group = groups.entry(values).or_insert((0, *tokens, 0));
            group.0 += count.hits;
            group.2 += u64::from(count.papers);
        }
    }
    let group = |(values, (hits, tokens, papers))| Group { values, hits, tokens, papers };
    let mut groups: Vec<Group> = groups.into_iter().map(group).collect();
    groups.sort_unstable_by(|a, b| a.values.cmp(&b.values));
    Ok(Grouping {
        groups,
        hits: tallies.iter().map(|tally| tally.all.hits).sum(),
        papers: tallies.iter().map(|tally| u64::from(tally.all.papers)).sum(),
    })
}

/// The groups of sections that the places among the dimensions make.
pub(crate) struct Places {
    /// The values of the places, and the tokens of the chosen sections there.
    pub groups: Vec<(Vec<Option<String>>, u64)>,
    /// The groups of each section; none of one that is not chosen.
    pub of_section: Vec<Vec<u32>>,
}

impl Places {
    /// The places of the chosen sections. Dimensions that are no places are left out.
    ///
    /// # Errors
    /// A damaged index.
    pub fn new(index: &OpenIndex, chosen: &Chosen, dimensions: &[Dimension]) -> Result<Self> {
        let mut numbers: BTreeMap<Vec<Option<String>>, u32> = BTreeMap::new();
        let mut places = Places { groups: Vec::new(), of_section: Vec::with_capacity(index.sections().len()) };
        for (number, section) in index.sections().iter().enumerate() {
            let mut own = Vec::new();
            if chosen.contains(number) {
                let tokens = index.segment_of(section).map_or(0, |s| s.store.section(section.doc).len() as u64);
                for values in combinations(index, section, dimensions)? {
                    let next = places.groups.len() as u32;
                    let group = *numbers.entry(values.clone()).or_insert(next);
                    if group == next {
                        places.groups.push((values, 0));
                    }
                    if let Some(group) = places.groups.get_mut(group as usize) {
                        group.1 += tokens;
                    }
                    own.push(group);
                }
            }
            places.of_section.push(own);
        }
        Ok(places)
    }
}

/// The values of places and words in the order of the dimensions.
fn in_order(places: &[Option<String>], words: &[Option<String>], dimensions: &[Dimension]) -> Vec<Option<String>> {
    let (mut places, mut words) = (places.iter(), words.iter());
    let next = |dimension: &Dimension| match dimension {
        Dimension::Place(_) => places.next().cloned().flatten(),
        Dimension::Token(..) => words.next().cloned().flatten(),
    };
    dimensions.iter().map(next).collect()
}

/// Every combination of the values that a section has of the places.
fn combinations(
    index: &OpenIndex,
    section: &SectionInfo,
    dimensions: &[Dimension],
) -> Result<Vec<Vec<Option<String>>>> {
    let mut all: Vec<Vec<Option<String>>> = vec![Vec::new()];
    for dimension in dimensions {
        let Dimension::Place(name) = dimension else { continue };
        let values: BTreeSet<String> = dimension_values(index, section, name)?.into_iter().collect();
        let values: Vec<Option<String>> =
            if values.is_empty() { vec![None] } else { values.into_iter().map(Some).collect() };
        let with = |row: &Vec<Option<String>>| {
            values.iter().map(|value| [row.as_slice(), std::slice::from_ref(value)].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    Ok(all)
}

/// A group of places and, for each token key, what stands there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    place: u32,
    realms: [u32; 2],
    words: [u32; 2],
}

#[derive(Default)]
struct Count {
    hits: u64,
    papers: u32,
    last: Option<u32>,
}

impl Count {
    fn add(&mut self, hits: u64, paper: u32) {
        self.hits += hits;
        if self.last != Some(paper) {
            self.papers += 1;
            self.last = Some(paper);
        }
    }
}

/// What stands for no token, and what marks the number of a sequence of tokens.
const NOTHING: u32 = u32::MAX;
const SEQUENCE: u32 = 1 << 31;

/// The counts of one gatherer.
struct Tally<'a> {
    places: &'a Places,
    keys: &'a [(TokenKey, Spelling<'a>)],
    all: Count,
    counts: FxHashMap<Key, Count>,
    /// Matches of more than one token, by number.
    sequences: Vec<Vec<u32>>,
    numbers: FxHashMap<Vec<u32>, u32>,
}

impl<'a> Tally<'a> {
    fn new(places: &'a Places, keys: &'a [(TokenKey, Spelling<'a>)]) -> Self {
        let (all, counts, sequences, numbers) = Default::default();
        Tally { places, keys, all, counts, sequences, numbers }
    }

    /// The number of what stands at a key's spot.
    fn word(&mut self, key: &TokenKey, segment: &Segment, info: &SectionInfo, hit: &Hit) -> u32 {
        let store = &segment.store;
        let tokens = key.tokens(&store.section(info.doc), hit);
        match tokens.len() {
            0 => NOTHING,
            1 => unit(segment, &key.form, store.type_at(tokens.start)),
            _ => {
                let types: Vec<u32> = tokens.map(|at| unit(segment, &key.form, store.type_at(at))).collect();
                let next = self.sequences.len() as u32;
                let number = *self.numbers.entry(types).or_insert_with_key(|types| {
                    self.sequences.push(types.clone());
                    next
                });
                SEQUENCE | number
            }
        }
    }

    /// The words of a key, spelt out.
    fn spelt(&self, key: &Key) -> Vec<Option<String>> {
        let word = |spelling: &Spelling<'_>, realm: u32, word: u32| match word {
            NOTHING => None,
            word if word & SEQUENCE == 0 => {
                let text = spelling.of_unit(realm, word).into_owned();
                // A token without the annotation.
                Some(text).filter(|text| !text.is_empty())
            }
            word => {
                let types = self.sequences.get((word & !SEQUENCE) as usize)?;
                Some(types.iter().map(|&id| spelling.of_unit(realm, id)).collect::<Vec<_>>().join(" "))
            }
        };
        let named = key.realms.iter().zip(&key.words).zip(self.keys);
        named.map(|((&realm, &number), (_, spelling))| word(spelling, realm, number)).collect()
    }
}

/// What words are counted by before they are spelt out: folded forms, or types.
fn unit(segment: &Segment, form: &Form, id: u32) -> u32 {
    match form {
        Form::Lc => segment.store.lexicon().folded_of(id),
        Form::Word | Form::Stem | Form::Annotation(_) => id,
    }
}

impl Gather for Tally<'_> {
    fn section(&mut self, segment: &Segment, info: &SectionInfo, hits: &[Hit]) {
        let Some(first) = hits.first() else { return };
        self.all.add(hits.len() as u64, info.paper);
        let Some(places) = self.places.of_section.get(first.section as usize) else { return };
        if self.keys.is_empty() {
            for &place in places {
                let key = Key { place, realms: [0; 2], words: [0; 2] };
                self.counts.entry(key).or_default().add(hits.len() as u64, info.paper);
            }
            return;
        }
        let keys = self.keys;
        let mut realms = [0; 2];
        realms.iter_mut().zip(keys).for_each(|(realm, (_, spelling))| *realm = spelling.realm(info));
        for hit in hits {
            let mut words = [0; 2];
            for (word, (key, _)) in words.iter_mut().zip(keys) {
                *word = self.word(key, segment, info, hit);
            }
            for &place in places {
                self.counts.entry(Key { place, realms, words }).or_default().add(1, info.paper);
            }
        }
    }
}
