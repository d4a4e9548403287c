//! A paper as something to cite, with the places in it.

use std::collections::HashMap;
use std::io;

use crate::concordance::Line;
use crate::error::Error;
use crate::index::Manifest;
use crate::model::Metadata;

/// A paper and the places of its lines.
pub(super) struct Source<'a> {
    pub id: &'a str,
    /// Whether the id of another paper differs from this one's in nothing but case.
    pub has_twin: bool,
    pub metadata: &'a Metadata,
    places: Vec<Place>,
}

/// A page, else a section, and the lines of the source file on it.
struct Place {
    name: String,
    lines: Vec<u32>,
}

/// Where a line is: its page, or its section where no page is known.
pub(super) fn page_or_section(line: &Line) -> String {
    match &line.page {
        Some(page) => format!("p. {page}"),
        None if line.section.is_empty() => "opening section".to_string(),
        None => format!("section “{}”", line.section.join(" > ")),
    }
}

impl<'a> Source<'a> {
    /// The paper of a line, without places.
    pub fn new(manifest: &'a Manifest, line: &Line) -> io::Result<Self> {
        let unknown = || io::Error::other(Error::damaged("index", format!("paper `{}` is not in it", line.paper)));
        let (_, paper) = manifest.paper(&line.paper).ok_or_else(unknown)?;
        Ok(Source::of(&paper.id, &paper.metadata, false))
    }

    pub fn of(id: &'a str, metadata: &'a Metadata, has_twin: bool) -> Self {
        Source { id, has_twin, metadata, places: Vec::new() }
    }

    fn add(&mut self, line: &Line) {
        let name = page_or_section(line);
        if self.places.last().is_none_or(|place| place.name != name) {
            self.places.push(Place { name, lines: Vec::new() });
        }
        if let Some(place) = self.places.last_mut().filter(|_| line.source_line > 0) {
            place.lines.push(line.source_line);
            place.lines.dedup();
        }
    }

    /// Where the hits are: `p. 3, l. 57, 61; p. 4, l. 80`, and what is not known of the paper.
    pub fn note(&self) -> String {
        let places: Vec<String> = self.places.iter().map(Place::text).collect();
        let missing = self.missing();
        let missing =
            if missing.is_empty() { String::new() } else { format!(". Not in the metadata: {}", missing.join(", ")) };
        format!("Hits: {}{missing}", places.join("; "))
    }

    /// What a citation should have and the metadata do not say.
    pub fn missing(&self) -> Vec<&'static str> {
        let metadata = self.metadata;
        let fields = [
            ("author", metadata.authors.is_empty()),
            ("title", metadata.title.is_none()),
            ("year", metadata.year.is_none()),
        ];
        fields.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect()
    }

    /// The first of the metadata's fields with one of these names.
    pub fn field(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.metadata.fields.get(*name)).map(String::as_str)
    }

    /// Who published it.
    pub fn institution(&self) -> Option<&'a str> {
        self.field(&["institution", "institute", "organization", "organisation", "publisher"])
    }

    /// Year, month and day, as far as the metadata say them.
    pub fn date(&self) -> Vec<i32> {
        let Some(year) = self.metadata.year else { return Vec::new() };
        let date = self.field(&["date"]).unwrap_or("");
        let parts: Option<Vec<i32>> =
            date.split(['T', ' ']).next().map(|d| d.split('-').map_while(|p| p.parse().ok()).collect());
        match parts.as_deref() {
            Some(&[y, month @ 1..=12, day @ 1..=31]) if y == year => vec![year, month, day],
            Some(&[y, month @ 1..=12]) if y == year => vec![year, month],
            _ => vec![year],
        }
    }
}

impl Place {
    fn text(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(u32::to_string).collect();
        if lines.is_empty() { self.name.clone() } else { format!("{}, l. {}", self.name, lines.join(", ")) }
    }
}

/// The papers of `lines` with their places, in the order of their first lines.
pub(super) fn gather<'a>(
    manifest: &'a Manifest,
    lines: impl Iterator<Item = io::Result<Line>>,
) -> io::Result<Vec<Source<'a>>> {
    let mut spellings: HashMap<String, usize> = HashMap::new();
    for paper in &manifest.papers {
        *spellings.entry(paper.id.to_lowercase()).or_default() += 1;
    }
    let mut sources: Vec<Source<'a>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for line in lines {
        let line = line?;
        let at = match known.get(&*line.paper) {
            Some(at) => *at,
            None => {
                let has_twin = spellings.get(&line.paper.to_lowercase()).is_some_and(|count| *count > 1);
                sources.push(Source { has_twin, ..Source::new(manifest, &line)? });
                known.insert(line.paper.to_string(), sources.len() - 1);
                sources.len() - 1
            }
        };
        if let Some(source) = sources.get_mut(at) {
            source.add(&line);
        }
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(fields: &[(&str, &str)]) -> Metadata {
        let mut metadata = Metadata::default();
        fields.iter().for_each(|(name, value)| metadata.set(name, value));
        metadata
    }

    fn line(page: Option<&str>, section: &[&str], source_line: u32) -> Line {
        Line {
            paper: "a".into(),
            title: None,
            year: None,
            section: section.iter().map(|s| s.to_string()).collect(),
            themes: [].into(),
            page: page.map(str::to_string),
            source_line,
            position: 0,
            left: String::new(),
            node: String::new(),
            right: String::new(),
        }
    }

    #[test]
    fn a_note_says_where_the_hits_are_and_what_is_not_known() {
        let known = metadata(&[("author", "Plato"), ("title", "Laws"), ("year", "1996")]);
        let mut source = Source::of("a", &known, false);
        for line in [line(Some("3"), &["I"], 5), line(Some("3"), &["I"], 5), line(Some("3"), &["II"], 9)] {
            source.add(&line);
        }
        source.add(&line(None, &["II", "b"], 12));
        source.add(&line(None, &[], 0));
        assert_eq!(source.note(), "Hits: p. 3, l. 5, 9; section “II > b”, l. 12; opening section");
        let unknown = Metadata::default();
        let mut source = Source::of("a", &unknown, false);
        source.add(&line(None, &[], 1));
        assert_eq!(source.note(), "Hits: opening section, l. 1. Not in the metadata: author, title, year");
    }

    #[test]
    fn a_date_is_as_exact_as_the_metadata_are() {
        for (fields, date) in [
            (&[("date", "1996-05-31")][..], &[1996, 5, 31][..]),
            (&[("date", "1996-05-31T12:00:00Z")], &[1996, 5, 31]),
            (&[("date", "1996-05")], &[1996, 5]),
            (&[("date", "31 May 1996")], &[1996]),
            (&[("date", "1996-13-31")], &[1996]),
            (&[("year", "1997"), ("date", "1996-05-31")], &[1997]),
            (&[("date", "May")], &[]),
        ] {
            assert_eq!(Source::of("a", &metadata(fields), false).date(), date, "{fields:?}");
        }
    }
}
