//! Which sections a command looks at.

use globset::{GlobBuilder, GlobMatcher};

use super::facts::known_fields;
use super::one_paper::name;
use super::saved_hits::sections_in;
use super::saved_name::InSaved;
use crate::error::{Error, Kind, Result};
use crate::index::{Manifest, OpenIndex, PaperRecord};
use crate::text::Folder;

/// Years from `first` to `last`, both included; `None` leaves an end open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearRange {
    /// The first year.
    pub first: Option<i32>,
    /// The last year.
    pub last: Option<i32>,
}

impl std::str::FromStr for YearRange {
    type Err = String;

    /// Reads `1996`, `1990..1999`, `1990..` or `..1999`.
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let year = |part: &str| match part.trim() {
            "" => Ok(None),
            part => part
                .parse()
                .map(Some)
                .map_err(|_| format!("`{part}` is no year; write 1996, 1990..1999, 1990.. or ..1999")),
        };
        let range = match text.split_once("..") {
            Some((first, last)) => YearRange { first: year(first)?, last: year(last)? },
            None => YearRange { first: year(text)?, last: year(text)? },
        };
        match (range.first, range.last) {
            (None, None) => Err("no year; write 1996, 1990..1999, 1990.. or ..1999".to_string()),
            (Some(first), Some(last)) if first > last => Err(format!("the years go backwards; write {last}..{first}")),
            _ => Ok(range),
        }
    }
}

/// Which sections a command looks at. Several values of one kind widen the
/// selection, several kinds narrow it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Globs of paper ids.
    pub papers: Vec<String>,
    /// Texts that a heading of the section's path holds, or paths with `/` from the top.
    pub sections: Vec<String>,
    /// Paths of themes: each stands for all below it as well.
    pub themes: Vec<String>,
    /// Years.
    pub years: Vec<YearRange>,
    /// Metadata: (field, glob of its value).
    pub fields: Vec<(String, String)>,
    /// Saved results: the sections, or the papers, in which they have hits.
    pub saved: Vec<InSaved>,
}

/// The sections that a selection chose, in corpus order: one flag for each of [`OpenIndex::sections`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    flags: Option<Vec<bool>>,
    notes: Vec<String>,
}

impl Chosen {
    /// Whether section `number` of [`OpenIndex::sections`] is chosen.
    pub fn contains(&self, number: usize) -> bool {
        self.flags.as_ref().is_none_or(|flags| flags.get(number).copied().unwrap_or(false))
    }

    /// Whether all sections are.
    pub fn is_all(&self) -> bool {
        self.flags.is_none()
    }

    /// All other sections of the index.
    pub fn rest(&self, index: &OpenIndex) -> Chosen {
        let flags = (0..index.sections().len()).map(|number| !self.contains(number)).collect();
        Chosen { flags: Some(flags), notes: Vec::new() }
    }

    /// Those of them for which `flags`, one for each section, say so.
    pub(super) fn narrowed(&self, flags: impl Iterator<Item = bool>) -> Self {
        let flags = flags.enumerate().map(|(number, flag)| flag && self.contains(number)).collect();
        Chosen { flags: Some(flags), notes: self.notes.clone() }
    }

    /// What is to be said of the saved results that were asked: see [`SavedResult::hits`](super::SavedResult::hits).
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl Selection {
    /// Whether nothing is left out.
    pub fn is_all(&self) -> bool {
        *self == Selection::default()
    }

    /// The sections that the selection chooses.
    ///
    /// # Errors
    /// A glob that cannot be read, a metadata field that no paper has, a saved result that is not there.
    pub fn choose(&self, index: &OpenIndex) -> Result<Chosen> {
        if self.is_all() {
            return Ok(Chosen { flags: None, notes: Vec::new() });
        }
        let papers = self.choose_papers(index.manifest())?;
        let folder = Folder::new();
        let wanted: Vec<String> = self.sections.iter().map(|s| folder.fold(s)).collect();
        let (saved, notes) = sections_in(index, &self.saved)?;
        let mut flags = Vec::with_capacity(index.sections().len());
        for (section, saved) in index.sections().iter().zip(saved) {
            let mut chosen =
                (saved || self.saved.is_empty()) && papers.get(section.paper as usize).copied().unwrap_or(false);
            if chosen && !wanted.is_empty() {
                let path: Vec<String> = index.section_path(section)?.iter().map(|h| folder.fold(h)).collect();
                chosen = wanted.iter().any(|w| path_holds(&path, w));
            }
            if chosen && !self.themes.is_empty() {
                let themes = index.themes(section)?;
                chosen =
                    self.themes.iter().any(|wanted| themes.iter().any(|t| is_at_or_below(t, wanted.trim_matches('/'))));
            }
            flags.push(chosen);
        }
        Ok(Chosen { flags: Some(flags), notes })
    }

    fn choose_papers(&self, manifest: &Manifest) -> Result<Vec<bool>> {
        let ids = self.papers.iter().map(|g| glob("--paper", g)).collect::<Result<Vec<_>>>()?;
        let known = known_fields(manifest);
        for (field, _) in &self.fields {
            if !known.contains(field) {
                let near = known.iter().min_by_key(|k| strsim::damerau_levenshtein(k, field));
                let hint = near.map_or("no paper has metadata".to_string(), |near| {
                    format!("did you mean `{near}`? There are: {}", known.join(", "))
                });
                return Err(Error::new(Kind::Query, format!("--where {field}"), "no paper has this field").remedy(hint));
            }
        }
        let fields = self.fields.iter().map(|(f, v)| Ok((f, glob("--where", v)?))).collect::<Result<Vec<_>>>()?;
        let chosen = |paper: &PaperRecord| {
            let by_id = ids.is_empty() || ids.iter().any(|g| g.is_match(&paper.id) || g.is_match(name(paper)));
            let by_year = self.years.is_empty()
                || paper.metadata.year.is_some_and(|year| {
                    self.years.iter().any(|r| r.first.is_none_or(|f| f <= year) && r.last.is_none_or(|l| year <= l))
                });
            let holds = |field: &str, glob: &GlobMatcher| paper.metadata.values(field).iter().any(|v| glob.is_match(v));
            let by_field = fields.iter().all(|(field, _)| fields.iter().any(|(f, glob)| f == field && holds(f, glob)));
            by_id && by_year && by_field
        };
        Ok(manifest.papers.iter().map(chosen).collect())
    }
}

pub(super) fn glob(option: &str, pattern: &str) -> Result<GlobMatcher> {
    GlobBuilder::new(pattern).case_insensitive(true).build().map(|g| g.compile_matcher()).map_err(|e| {
        Error::new(Kind::Query, format!("{option} {pattern}"), e.kind())
            .remedy("`*` stands for any text, `?` for one character, `[ab]` for one of these")
    })
}

fn is_at_or_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn path_holds(path: &[String], wanted: &str) -> bool {
    let whole = path.join("/");
    path.iter().any(|heading| heading.contains(wanted))
        || (wanted.contains('/') && is_at_or_below(&whole, wanted.trim_matches('/')))
}
