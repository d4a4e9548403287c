//! The names in a query that only the papers give a meaning: annotations, named layers, their attributes.

use std::collections::{BTreeMap, BTreeSet};

use super::mistake::{known, list, mistake, near};
use super::pattern::{Assertion, AttributeTest, LAYERS, Layer, Pattern};
use super::spans::{Constraint, Container, Query, Reach, Spans, Term};
use super::test::{FORMS, Form};
use crate::error::{Error, Kind, Result};

/// A name that only the papers give a meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// Of an annotation.
    Annotation(String),
    /// Of an annotation, or of something that is known of the paper.
    Fact(String),
    /// Of a span layer.
    Layer(String),
    /// Of a layer, and of an attribute of its spans.
    Attribute(String, String),
}

/// The names in a query, with what is needed to show them in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    /// The names, each once, sorted.
    pub names: Vec<Name>,
    text: String,
    places: Vec<(Name, usize)>,
}

/// What papers give a meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownNames {
    /// Names of annotations.
    pub annotations: BTreeSet<String>,
    /// Names of span layers, each with the names of its attributes.
    pub layers: BTreeMap<String, BTreeSet<String>>,
}

impl KnownNames {
    /// Whether a name has a meaning here.
    pub fn has(&self, name: &Name) -> bool {
        match name {
            Name::Annotation(name) | Name::Fact(name) => self.annotations.contains(name),
            Name::Layer(layer) => self.layers.contains_key(layer),
            Name::Attribute(layer, name) => self.layers.get(layer).is_some_and(|layer| layer.contains(name)),
        }
    }
}

impl Query {
    /// The names in the query that only the papers give a meaning.
    pub fn asked(&self) -> Asked {
        let mut names = BTreeSet::new();
        self.spans.parts().into_iter().for_each(|part| names_of_spans(part, &mut names));
        Asked { names: names.into_iter().collect(), text: self.text.clone(), places: self.places.clone() }
    }
}

impl Asked {
    /// Names that no query holds.
    pub fn of_names(names: impl Iterator<Item = Name>) -> Self {
        let names: BTreeSet<Name> = names.collect();
        Asked { names: names.into_iter().collect(), ..Asked::default() }
    }

    /// Refuses names that have no meaning in any paper.
    ///
    /// # Errors
    /// Such a name, with a caret under its place and the names that there are.
    pub fn check(&self, known: &KnownNames) -> Result<()> {
        let unknown = |name: &&Name| !matches!(name, Name::Fact(_)) && !known.has(name);
        // The first in the query is shown.
        let written = self.places.iter().map(|place| &place.0).filter(|name| self.names.contains(name));
        let Some(name) = written.chain(&self.names).find(unknown) else { return Ok(()) };
        let name = &match name {
            Name::Attribute(layer, _) if usual(layer).is_none() && !known.layers.contains_key(layer) => {
                Name::Layer(layer.clone())
            }
            name => name.clone(),
        };
        let (cause, mut remedy) = unknown_name(name, known);
        let place = self.places.iter().find(|place| place.0 == *name).map(|place| place.1);
        let behind_label = |at| self.text.get(..at).is_some_and(|before| before.trim_end().ends_with('.'));
        if let (Name::Annotation(name), true) = (name, place.is_some_and(behind_label)) {
            remedy.push_str(&format!(". What is known of the paper is asked of the match: `match.{name}`"));
        }
        Err(match place {
            Some(at) => mistake(&self.text, at, cause, remedy),
            None => Error::new(Kind::Query, "query", cause).remedy(remedy),
        })
    }
}

/// The attributes of a layer that each paper has, by any of its names.
fn usual(layer: &str) -> Option<&'static [&'static str]> {
    LAYERS.iter().find(|known| known.1 == layer || known.2.contains(&layer)).map(|known| known.3)
}

fn unknown_name(name: &Name, names: &KnownNames) -> (String, String) {
    match name {
        Name::Annotation(name) | Name::Fact(name) => {
            let own = names.annotations.iter().map(String::as_str);
            let all: Vec<&str> = FORMS.iter().map(|form| form.1).chain(own).collect();
            let remedy = match near(name, &all) {
                None if names.annotations.is_empty() => {
                    format!("no paper here has annotations; there are {}", list(&all))
                }
                _ => known(name, &all),
            };
            (format!("there is no attribute `{name}`"), remedy)
        }
        Name::Layer(layer) => {
            let own = names.layers.keys().map(String::as_str).filter(|own| usual(own).is_none());
            let all: Vec<&str> = LAYERS.iter().map(|layer| layer.1).chain(own).collect();
            let others = LAYERS.iter().flat_map(|layer| layer.2.iter().copied());
            let with_others: Vec<&str> = all.iter().copied().chain(others).collect();
            let remedy = match near(layer, &with_others) {
                Some(near) => format!("did you mean `{near}`? There are {}", list(&all)),
                None => format!("there are {}", list(&all)),
            };
            (format!("there is no element `{layer}`"), remedy)
        }
        Name::Attribute(layer, name) => {
            let own = names.layers.get(layer).into_iter().flatten().map(String::as_str);
            let all: Vec<&str> = usual(layer).into_iter().flatten().copied().chain(own).collect();
            let remedy = match all.as_slice() {
                [] => format!("write `<{layer}>` alone, or use `<section title=\"…\">` or `<paper year=\"…\">`"),
                all if all.len() > 20 => format!("there are {}", list(all)),
                all => known(name, all),
            };
            (format!("`<{layer}>` has no attribute `{name}`"), remedy)
        }
    }
}

fn names_of_spans(spans: &Spans, names: &mut BTreeSet<Name>) {
    match spans {
        Spans::Pattern { pattern, constraint } => {
            pattern.visit(&mut |part| names_of_part(part, names));
            constraint.iter().for_each(|constraint| names_of_constraint(constraint, names));
        }
        Spans::Layer { layer, attributes } => names_of_layer(layer, attributes, names),
        Spans::Within { container: Container::Layer(layer), .. } | Spans::Meet { reach: Reach::Layer(layer), .. } => {
            names_of_layer(layer, &[], names)
        }
        _ => {}
    }
}

fn names_of_part(part: &Pattern, names: &mut BTreeSet<Name>) {
    match part {
        Pattern::Token(test) => {
            let forms = test.form_tests().into_iter().map(|test| &test.form);
            names.extend(forms.filter_map(annotation));
        }
        Pattern::Here(Assertion::Edge { layer, attributes, .. }) | Pattern::Region { layer, attributes, .. } => {
            names_of_layer(layer, attributes, names);
        }
        _ => {}
    }
}

fn annotation(form: &Form) -> Option<Name> {
    if let Form::Annotation(name) = form { Some(Name::Annotation(name.to_string())) } else { None }
}

fn names_of_layer(layer: &Layer, attributes: &[AttributeTest], names: &mut BTreeSet<Name>) {
    if let Layer::Named(name) = layer {
        // A layer that is none is told by its attribute, where one is asked for.
        let attribute = |test: &AttributeTest| Name::Attribute(name.to_string(), test.name.clone());
        match attributes {
            [] => names.extend([Name::Layer(name.to_string())]),
            attributes => names.extend(attributes.iter().map(attribute)),
        }
    }
}

fn names_of_constraint(constraint: &Constraint, names: &mut BTreeSet<Name>) {
    match constraint {
        Constraint::All(parts) | Constraint::Any(parts) => {
            parts.iter().for_each(|part| names_of_constraint(part, names));
        }
        Constraint::Not(part) => names_of_constraint(part, names),
        Constraint::IsSet(_) => {}
        Constraint::Compare(left, _, right) => [left, right].into_iter().for_each(|term| names_of_term(term, names)),
    }
}

fn names_of_term(term: &Term, names: &mut BTreeSet<Name>) {
    match term {
        Term::Form { form, .. } => names.extend(annotation(form)),
        Term::Fact { name, .. } => drop(names.insert(Name::Fact(name.clone()))),
        Term::Sum(left, right) | Term::Difference(left, right) => {
            [left, right].into_iter().for_each(|term| names_of_term(term, names));
        }
        _ => {}
    }
}
