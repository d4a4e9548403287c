//! The order of lines, and samples of them.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::token_key::TokenKey;
use crate::error::Result;
use crate::index::OpenIndex;
use crate::search::Hit;

/// What lines are sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortKey {
    /// A token to the left or right, or the match.
    Token(TokenKey),
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

    /// Reads `R1,R2.word,node,-L1`.
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let key = |part: &str| {
            let (name, descending) = part.strip_prefix('-').map_or((part, false), |name| (name, true));
            let key = match name.to_lowercase().as_str() {
                "paper" => SortKey::Paper,
                "year" => SortKey::Year,
                "position" => SortKey::Position,
                "random" => SortKey::Random,
                _ => SortKey::Token(TokenKey::read(name).ok_or_else(|| {
                    format!(
                        "`{name}` is no sort key; there are R1 to R50, L1 to L50 and node (with .word, .stem or an annotation as .lemma behind them where not the folded form is meant), paper, year, position, random; `-` before one for descending"
                    )
                })?),
            };
            Ok((key, descending))
        };
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(key).collect::<std::result::Result<_, _>>().map(SortKeys)
    }
}

/// Sorts hits (in corpus order) by `keys` and leaves the first `most` of them;
/// hits that no key tells apart stay in corpus order.
///
/// # Errors
/// None in practice: the collation's data are compiled in.
pub fn sort(index: &OpenIndex, hits: &mut Vec<Hit>, keys: &SortKeys, seed: u64, most: usize) -> Result<()> {
    let mut columns: Vec<Vec<u64>> = Vec::new();
    for (key, descending) in &keys.0 {
        let mut column = column(index, hits, key, seed)?;
        if *descending {
            column.par_iter_mut().for_each(|value| *value = u64::MAX - *value);
        }
        columns.push(column);
    }
    let order = match packed(&columns, hits.len()) {
        Some(packed) => first_packed(packed, most),
        None => {
            let mut order: Vec<u32> = (0..hits.len() as u32).collect();
            let value = |column: &Vec<u64>, at: u32| column.get(at as usize).copied().unwrap_or(0);
            order.par_sort_by(|&a, &b| {
                columns.iter().map(|c| value(c, a).cmp(&value(c, b))).find(|o| o.is_ne()).unwrap_or(a.cmp(&b))
            });
            order.truncate(most);
            order
        }
    };
    *hits = order.iter().filter_map(|&at| hits.get(at as usize).copied()).collect();
    Ok(())
}

/// All columns' values and the hit's place side by side in one integer for each hit, if they find room there.
fn packed(columns: &[Vec<u64>], hits: usize) -> Option<Vec<u128>> {
    let bounds: Vec<(u64, u32)> = columns
        .iter()
        .map(|column| {
            let (low, high) = column.iter().fold((u64::MAX, 0), |(low, high), &v| (low.min(v), high.max(v)));
            (low, 64 - high.saturating_sub(low).leading_zeros())
        })
        .collect();
    if bounds.iter().map(|b| b.1).sum::<u32>() > 96 {
        return None;
    }
    let pack = |at: usize| {
        let values = columns.iter().zip(&bounds);
        let key = values.fold(0u128, |key, (column, &(low, bits))| {
            key << bits | u128::from(column.get(at).copied().unwrap_or(low) - low)
        });
        key << 32 | at as u128
    };
    Some((0..hits).into_par_iter().map(pack).collect())
}

/// The places of the `most` smallest, in order.
fn first_packed(mut packed: Vec<u128>, most: usize) -> Vec<u32> {
    if most < packed.len() {
        packed.select_nth_unstable(most);
        packed.truncate(most);
    }
    packed.par_sort_unstable();
    packed.into_iter().map(|key| key as u32).collect()
}

/// A sample of `count` hits (in corpus order, and left so): the same for the
/// same papers, query and seed, however the index was built.
pub fn sample(index: &OpenIndex, mut hits: Vec<Hit>, count: usize, seed: u64) -> Vec<Hit> {
    if count >= hits.len() {
        return hits;
    }
    let mut drawn: Vec<(u64, Hit)> = hits.par_iter().map(|hit| (lot(index, hit, seed), *hit)).collect();
    drawn.select_nth_unstable(count);
    drawn.truncate(count);
    hits = drawn.into_iter().map(|(_, hit)| hit).collect();
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
fn column(index: &OpenIndex, hits: &[Hit], key: &SortKey, seed: u64) -> Result<Vec<u64>> {
    let section = |hit: &Hit| index.sections().get(hit.section as usize);
    let year = |hit: &Hit| {
        let paper = section(hit).and_then(|s| index.manifest().papers.get(s.paper as usize));
        let year = paper.and_then(|p| p.metadata.year);
        year.map_or(u64::from(u32::MAX) * 2, |year| (i64::from(year) - i64::from(i32::MIN)) as u64)
    };
    Ok(match key {
        SortKey::Token(token) => return token.column(index, hits),
        SortKey::Position => (0..hits.len() as u64).collect(),
        SortKey::Random => hits.par_iter().map(|hit| lot(index, hit, seed)).collect(),
        SortKey::Paper => hits.iter().map(|hit| section(hit).map_or(0, |s| u64::from(s.paper))).collect(),
        SortKey::Year => hits.iter().map(year).collect(),
    })
}
