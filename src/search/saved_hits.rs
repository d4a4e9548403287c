//! From saved results to hits in the index as it is now.

use std::path::Path;

use super::hit::{Hit, SavedHits};
use super::saved::{SavedPaper, SavedResult};
use super::saved_name::{InSaved, SavedName};
use crate::error::{Error, Kind, Result};
use crate::index::OpenIndex;

/// How many papers a note names.
const NAMED: usize = 5;

impl SavedResult {
    /// Whether it is a result of the index as it is now.
    pub fn is_current(&self, index: &OpenIndex) -> bool {
        self.index == index.manifest().fingerprint()
    }

    /// Its hits in the index as it is now, in corpus order, and what is to be
    /// said of a result of an earlier state: the hits of papers that have
    /// changed since, or are gone, are left out.
    ///
    /// # Errors
    /// Hits that lie outside their paper: the file is damaged.
    pub fn hits(&self, index: &OpenIndex) -> Result<(Vec<Hit>, Option<String>)> {
        let (mut hits, mut lost) = (Vec::new(), Vec::new());
        for saved in &self.papers {
            match index.manifest().paper(&saved.id) {
                None => lost.push((saved, "is gone")),
                Some((_, now)) if index.manifest().text_hash(now) != saved.text => lost.push((saved, "has changed")),
                Some((paper, _)) => {
                    for &(position, length) in &saved.hits {
                        hits.push(hit_at(index, paper as u32, position, length).ok_or_else(|| self.outside(saved))?);
                    }
                }
            }
        }
        hits.sort_unstable();
        hits.dedup();
        let note = (!self.is_current(index)).then(|| self.note(index.folder(), hits.len(), &lost));
        Ok((hits, note))
    }

    fn outside(&self, paper: &SavedPaper) -> Error {
        Error::new(Kind::Damaged, format!("@{}", self.name), format!("it has a hit that is not in {}", paper.id))
            .remedy(format!("`kwic saved --again @{}` runs it again", self.name))
    }

    fn note(&self, folder: &Path, left: usize, lost: &[(&SavedPaper, &str)]) -> String {
        let hits = |count: usize| format!("{count} {}", if count == 1 { "hit" } else { "hits" });
        let kept = match lost {
            [] => format!("its {} are where they were", hits(left)),
            lost => {
                let named = lost.iter().take(NAMED);
                let named: Vec<String> = named
                    .map(|(paper, what)| format!("{} in {}, which {what}", hits(paper.hits.len()), paper.id))
                    .collect();
                let others = lost.iter().skip(NAMED);
                let more: usize = others.clone().map(|(paper, _)| paper.hits.len()).sum();
                let more = match others.count() {
                    0 => String::new(),
                    papers => format!("; {} in {papers} more papers", hits(more)),
                };
                format!("{} are left, those that cannot be found again are {}{more}", hits(left), named.join("; "))
            }
        };
        let again = match folder == Path::new("index") {
            true => format!("kwic saved --again @{}", self.name),
            false => format!("kwic saved --again @{} --index {}", self.name, folder.display()),
        };
        format!("@{} is of an earlier state of the index: {kept}. `{again}` runs it again.", self.name)
    }
}

fn hit_at(index: &OpenIndex, paper: u32, position: u32, length: u32) -> Option<Hit> {
    let own = index.sections_of(paper);
    let sections = index.sections().get(own.clone())?;
    let at = sections.partition_point(|section| section.offset <= position).checked_sub(1)?;
    let section = sections.get(at)?;
    let start = position - section.offset;
    let end = start.checked_add(length).filter(|_| length > 0)?;
    let tokens = index.segment_of(section)?.store.section(section.doc).len();
    (end as usize <= tokens).then_some(Hit { section: (own.start + at) as u32, start, end })
}

/// The hits of the saved results of these names, for queries that name them, and what is to be said of them.
///
/// # Errors
/// A name that is none, a result that is not there or is damaged.
pub fn load_saved<'a>(index: &OpenIndex, names: impl IntoIterator<Item = &'a str>) -> Result<(SavedHits, Vec<String>)> {
    let (mut saved, mut notes) = (SavedHits::new(), Vec::new());
    for name in names.into_iter().filter(|name| !name.is_empty()) {
        let parsed: SavedName = name.parse().map_err(|cause| Error::new(Kind::Query, format!("@{name}"), cause))?;
        if saved.contains_key(name) {
            continue;
        }
        let (hits, note) = SavedResult::read(index.folder(), &parsed)?.hits(index)?;
        notes.extend(note);
        saved.insert(name.to_string(), hits);
    }
    Ok((saved, notes))
}

/// One flag for each of [`OpenIndex::sections`]: whether one of the saved results has
/// hits there, or in its paper; and what is to be said of the results.
pub(super) fn sections_in(index: &OpenIndex, saved: &[InSaved]) -> Result<(Vec<bool>, Vec<String>)> {
    let (mut flags, mut notes) = (vec![false; index.sections().len()], Vec::new());
    for InSaved { name, papers } in saved {
        let (hits, note) = SavedResult::read(index.folder(), name)?.hits(index)?;
        notes.extend(note);
        for hit in hits {
            let number = hit.section as usize;
            let whole = index.sections().get(number).map(|section| index.sections_of(section.paper));
            let chosen = whole.filter(|_| *papers).unwrap_or(number..number + 1);
            flags.get_mut(chosen).into_iter().flatten().for_each(|flag| *flag = true);
        }
    }
    notes.dedup();
    Ok((flags, notes))
}
