//! The order of lines, and samples of them.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::error::Result;
use crate::index::OpenIndex;
use crate::search::Hit;
use crate::text::Collation;

/// What lines are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// The nth token to the right of the match, from 1.
    Right(u32),
    /// The nth token to the left of the match, from 1.
    Left(u32),
    /// The match.
    Node,
    /// The paper's id.
    Paper,
    /// The paper's year; papers without one come last.
    Year,
    /// Corpus order: paper, section, position.
    Position,
    /// An order that depends on the seed alone.
    Random,
}

/// Several keys, each ascending or (`true`) descending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SortKeys(pub Vec<(SortKey, bool)>);

impl std::str::FromStr for SortKeys {
    type Err = String;

    /// Reads `R1,R2,node,-L1`.
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let key = |part: &str| {
            let (name, descending) = part.strip_prefix('-').map_or((part, false), |name| (name, true));
            let lower = name.to_lowercase();
            let number =
                |prefix: char| lower.strip_prefix(prefix).and_then(|n| n.parse().ok()).filter(|n| (1..=50).contains(n));
            let key = match lower.as_str() {
                "node" | "match" => SortKey::Node,
                "paper" => SortKey::Paper,
                "year" => SortKey::Year,
                "position" => SortKey::Position,
                "random" => SortKey::Random,
                _ => match (number('r'), number('l')) {
                    (Some(n), _) => SortKey::Right(n),
                    (_, Some(n)) => SortKey::Left(n),
                    _ => {
                        return Err(format!(
                            "`{name}` is no sort key; there are R1 to R50, L1 to L50, node, paper, year, position, random, with `-` before one for descending"
                        ));
                    }
                },
            };
            Ok((key, descending))
        };
        text.split(',')
            .map(str::trim)
            .filter(|p| !p.is_empty())
            .map(key)
            .collect::<std::result::Result<_, _>>()
            .map(SortKeys)
    }
}

/// Sorts hits (in corpus order) by `keys`; hits that no key tells apart stay in corpus order.
///
/// # Errors
/// None in practice: the collation's data are compiled in.
pub fn sort(index: &OpenIndex, hits: &mut Vec<Hit>, keys: &SortKeys, seed: u64) -> Result<()> {
    let mut columns: Vec<(Vec<u64>, bool)> = Vec::new();
    for (key, descending) in &keys.0 {
        columns.push((column(index, hits, *key, seed)?, *descending));
    }
    let mut order: Vec<u32> = (0..hits.len() as u32).collect();
    order.sort_by(|&a, &b| {
        let compare = |(column, descending): &(Vec<u64>, bool)| {
            let value = |at: u32| column.get(at as usize).copied().unwrap_or(0);
            let ordering = value(a).cmp(&value(b));
            if *descending { ordering.reverse() } else { ordering }
        };
        columns.iter().map(compare).find(|o| o.is_ne()).unwrap_or(a.cmp(&b))
    });
    *hits = order.iter().filter_map(|&at| hits.get(at as usize).copied()).collect();
    Ok(())
}

/// A sample of `count` hits (in corpus order, and left so): the same for the
/// same papers, query and seed, however the index was built.
pub fn sample(index: &OpenIndex, hits: Vec<Hit>, count: usize, seed: u64) -> Vec<Hit> {
    if count >= hits.len() {
        return hits;
    }
    let mut drawn: Vec<(u64, Hit)> = hits.into_iter().map(|hit| (lot(index, &hit, seed), hit)).collect();
    drawn.sort_unstable();
    drawn.truncate(count);
    let mut hits: Vec<Hit> = drawn.into_iter().map(|(_, hit)| hit).collect();
    hits.sort_unstable();
    hits
}

/// A number that depends on the seed, the hit's paper and its place there.
fn lot(index: &OpenIndex, hit: &Hit, seed: u64) -> u64 {
    let section = index.sections().get(hit.section as usize);
    let paper = section.and_then(|s| index.manifest().papers.get(s.paper as usize));
    let place = section.map_or(0, |s| s.offset) + hit.start;
    let bytes = [paper.map_or("", |p| p.id.as_str()).as_bytes(), &place.to_le_bytes()].concat();
    xxh3_64_with_seed(&bytes, seed)
}

/// The value of `key` for each hit: comparing two values compares two hits.
fn column(index: &OpenIndex, hits: &[Hit], key: SortKey, seed: u64) -> Result<Vec<u64>> {
    let section = |hit: &Hit| index.sections().get(hit.section as usize);
    Ok(match key {
        SortKey::Position => (0..hits.len() as u64).collect(),
        SortKey::Random => hits.iter().map(|hit| lot(index, hit, seed)).collect(),
        SortKey::Paper => hits.iter().map(|hit| section(hit).map_or(0, |s| u64::from(s.paper))).collect(),
        SortKey::Year => hits
            .iter()
            .map(|hit| {
                let paper = section(hit).and_then(|s| index.manifest().papers.get(s.paper as usize));
                let year = paper.and_then(|p| p.metadata.year);
                year.map_or(u64::MAX, |y| (i64::from(y) + i64::from(u32::MAX)) as u64)
            })
            .collect(),
        SortKey::Right(n) => {
            neighbours(index, hits, |hit, length| hit.end.checked_add(n - 1).filter(|at| *at < length))?
        }
        SortKey::Left(n) => neighbours(index, hits, |hit, _| hit.start.checked_sub(n))?,
        SortKey::Node => nodes(index, hits)?,
    })
}

/// The rank of the folded form of one token for each hit; 0 where there is none.
fn neighbours(index: &OpenIndex, hits: &[Hit], at: impl Fn(&Hit, u32) -> Option<u32>) -> Result<Vec<u64>> {
    let mut numbers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut texts: Vec<String> = Vec::new();
    let mut column = Vec::with_capacity(hits.len());
    for hit in hits {
        let token = index.sections().get(hit.section as usize).and_then(|section| {
            let segment = index.segment_of(section)?;
            let tokens = segment.store.section(section.doc);
            let token = tokens.start + at(hit, tokens.len() as u32)?;
            Some((section.segment, segment.store.type_at(token), segment))
        });
        column.push(token.map(|(number, id, segment)| {
            *numbers.entry((number, id)).or_insert_with(|| {
                let lexicon = segment.store.lexicon();
                texts.push(lexicon.folded(lexicon.folded_of(id)).to_string());
                texts.len() as u32 - 1
            })
        }));
    }
    let ranks = ranks(&texts)?;
    let rank = |number: Option<u32>| number.and_then(|n| ranks.get(n as usize)).map_or(0, |r| r + 1);
    Ok(column.into_iter().map(rank).collect())
}

fn nodes(index: &OpenIndex, hits: &[Hit]) -> Result<Vec<u64>> {
    let text = |hit: &Hit| {
        let section = index.sections().get(hit.section as usize)?;
        let segment = index.segment_of(section)?;
        let start = segment.store.section(section.doc).start;
        let lexicon = segment.store.lexicon();
        let words =
            (start + hit.start..start + hit.end).map(|at| lexicon.folded(lexicon.folded_of(segment.store.type_at(at))));
        Some(words.collect::<Vec<_>>().join(" "))
    };
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut texts: Vec<String> = Vec::new();
    let mut column = Vec::with_capacity(hits.len());
    for hit in hits {
        let text = text(hit).unwrap_or_default();
        let number = *numbers.entry(text.clone()).or_insert_with(|| {
            texts.push(text);
            texts.len() as u32 - 1
        });
        column.push(number);
    }
    let ranks = ranks(&texts)?;
    Ok(column.into_iter().map(|n| ranks.get(n as usize).copied().unwrap_or(0)).collect())
}

/// The rank of each text in the collation; the same texts have the same rank.
fn ranks(texts: &[String]) -> Result<Vec<u64>> {
    let collation = Collation::root()?;
    let mut keyed: Vec<(Vec<u8>, &str, usize)> =
        texts.iter().enumerate().map(|(at, t)| (collation.key(t), t.as_str(), at)).collect();
    keyed.sort_unstable();
    let mut ranks = vec![0; texts.len()];
    let mut rank = 0;
    let mut last = None;
    for (_, text, at) in &keyed {
        if last.is_some_and(|l| l != *text) {
            rank += 1;
        }
        last = Some(*text);
        if let Some(slot) = ranks.get_mut(*at) {
            *slot = rank;
        }
    }
    Ok(ranks)
}
