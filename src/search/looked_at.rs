//! Which papers a query can be asked of: those that have the annotations and layers that it names.

use super::compile::Compiled;
use super::selection::Chosen;
use crate::error::Result;
use crate::index::{Manifest, OpenIndex, PaperRecord};
use crate::query::{Asked, Form, KnownNames, Name};

/// What the papers of an index give a meaning: their annotations, their named layers and the attributes of these.
pub fn known_names(manifest: &Manifest) -> KnownNames {
    let mut known = KnownNames::default();
    for paper in &manifest.papers {
        known.annotations.extend(paper.annotations.iter().cloned());
        for (layer, attributes) in &paper.layers {
            known.layers.entry(layer.clone()).or_default().extend(attributes.iter().cloned());
        }
    }
    known
}

impl Compiled {
    /// The chosen sections that the query is asked of: those of papers that have all the annotations and
    /// layers that it names. Of the others it is not known whether they would have hits.
    ///
    /// # Errors
    /// A name that has no meaning in any paper.
    pub fn looked_at(&self, index: &OpenIndex, chosen: &Chosen) -> Result<Chosen> {
        looked_at(index, &self.asked, chosen)
    }

    /// A sentence, without its full stop, on each annotation and layer that the query names and some papers have not.
    pub fn notes(&self, index: &OpenIndex) -> Vec<String> {
        let manifest = index.manifest();
        let known = known_names(manifest);
        let mut notes: Vec<String> = self.asked.names.iter().filter_map(|n| note(manifest, &known, n)).collect();
        notes.dedup();
        notes
    }
}

/// The chosen sections that all of some queries are asked of, so that their counts can be held against each other.
///
/// # Errors
/// As [`Compiled::looked_at`].
pub fn looked_at_by_all(index: &OpenIndex, queries: &[Compiled], chosen: &Chosen) -> Result<Chosen> {
    queries.iter().try_fold(chosen.clone(), |chosen, query| query.looked_at(index, &chosen))
}

/// The chosen sections of papers that have the annotations among `forms`, and a sentence, without its full stop, on
/// each that some papers have not.
///
/// # Errors
/// An annotation that no paper has.
pub fn annotated(index: &OpenIndex, forms: &[&Form], chosen: &Chosen) -> Result<(Chosen, Vec<String>)> {
    let name = |form: &&Form| match form {
        Form::Annotation(name) => Some(Name::Annotation(name.to_string())),
        _ => None,
    };
    let asked = Asked::of_names(forms.iter().filter_map(name));
    let (manifest, meanings) = (index.manifest(), known_names(index.manifest()));
    let notes = asked.names.iter().filter_map(|name| note(manifest, &meanings, name)).collect();
    Ok((looked_at(index, &asked, chosen)?, notes))
}

pub(super) fn looked_at(index: &OpenIndex, asked: &Asked, chosen: &Chosen) -> Result<Chosen> {
    if asked.names.is_empty() {
        return Ok(chosen.clone());
    }
    let manifest = index.manifest();
    let known = known_names(manifest);
    asked.check(&known)?;
    let has_all = |paper: &PaperRecord| asked.names.iter().all(|name| has(paper, &known, name));
    let papers: Vec<bool> = manifest.papers.iter().map(has_all).collect();
    let sections = index.sections().iter().map(|section| papers.get(section.paper as usize) == Some(&true));
    Ok(chosen.narrowed(sections))
}

/// Whether a paper has the layer that a name is of.
fn has(paper: &PaperRecord, known: &KnownNames, name: &Name) -> bool {
    match name {
        Name::Annotation(name) => paper.annotations.contains(name),
        // Where no paper has such an annotation, it is asked what is known of the papers.
        Name::Fact(fact) => paper.annotations.contains(fact) || !known.has(name),
        Name::Layer(layer) | Name::Attribute(layer, _) => paper.layers.contains_key(layer),
    }
}

fn note(manifest: &Manifest, known: &KnownNames, name: &Name) -> Option<String> {
    let lacking = manifest.papers.iter().filter(|paper| !has(paper, known, name)).count();
    let (Name::Annotation(layer) | Name::Fact(layer) | Name::Layer(layer) | Name::Attribute(layer, _)) = name;
    let all = manifest.papers.len();
    match lacking {
        0 => None,
        1 => Some(format!("1 of {all} papers has no layer `{layer}`: it was not looked at")),
        _ => Some(format!("{lacking} of {all} papers have no layer `{layer}`: they were not looked at")),
    }
}
