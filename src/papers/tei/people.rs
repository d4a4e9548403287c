//! Who speaks: persons and organisations as `listPerson` and `listOrg` have them, in a header or in the text.

use std::collections::BTreeMap;

use super::person::{Party, Person};
use crate::model::SourceSpan;
use crate::papers::flow::plain;
use crate::papers::xml::Attributes;

/// The longest name, in bytes: each speech of a person repeats it.
const LONGEST: usize = 200;

/// The persons and organisations of a file by their ids.
#[derive(Default)]
pub(super) struct People {
    persons: BTreeMap<String, Person>,
    parties: BTreeMap<String, Party>,
    /// The elements that are open, from a list, a person or an organisation on: name, and where in `text` it begins.
    open: Vec<(String, usize)>,
    text: String,
    /// How many of the open elements are names: a name is all the text that stands in it.
    names: usize,
    /// The person, or the organisation, that is being heard, and its id.
    now: Option<(String, Now)>,
}

enum Now {
    Person(Person),
    Party(Party),
}

fn is_name(element: &str) -> bool {
    matches!(element, "persName" | "orgName")
}

impl People {
    /// Whether an element is to be heard.
    pub fn hears(&self, name: &str) -> bool {
        !self.open.is_empty() || matches!(name, "listPerson" | "listOrg" | "person" | "org")
    }

    pub fn start(&mut self, name: &str, attributes: &Attributes) {
        if self.names == 0 {
            self.text.clear();
        }
        self.open.push((name.to_string(), self.text.len()));
        self.names += usize::from(is_name(name));
        let value = |name: &str| attributes.get(name).unwrap_or("").to_string();
        match (name, &mut self.now) {
            ("person", now) => *now = Some((value("id"), Now::Person(Person::new(value("sex"))))),
            ("org", now) => *now = Some((value("id"), Now::Party(Party::new(value("role"))))),
            ("sex", Some((_, Now::Person(person)))) => person.sex = value("value"),
            ("affiliation", Some((_, Now::Person(person)))) => person.affiliation(attributes),
            ("orgName", Some((_, Now::Party(party)))) => {
                party.names_short = matches!(attributes.get("full"), Some("abb" | "init" | "no"));
            }
            _ => {}
        }
    }

    pub fn text(&mut self, text: &str) {
        // What is longer than a name is none.
        if !self.open.is_empty() && self.text.len() <= 4 * LONGEST {
            self.text.push_str(text);
        }
    }

    pub fn end(&mut self) {
        let Some((name, start)) = self.open.pop() else { return };
        self.names -= usize::from(is_name(&name));
        let text = plain(self.text.get(start..).unwrap_or(""));
        match (name.as_str(), &mut self.now) {
            ("person" | "org", _) => self.keep(),
            ("forename" | "surname" | "nameLink", Some((_, Now::Person(person)))) if self.names > 0 => {
                person.part(&name, text);
            }
            ("persName", Some((_, Now::Person(person)))) => person.name(text),
            ("sex", Some((_, Now::Person(person)))) if person.sex.is_empty() => person.sex = text,
            ("orgName", Some((_, Now::Party(party)))) => party.name(text),
            _ => {}
        }
    }

    /// Says of each speaker who the lists know what they say, beside what the speech says itself; `date` is the paper's.
    pub fn tell(&self, spans: &mut [SourceSpan], date: Option<&str>) {
        let mut known: BTreeMap<&str, Vec<(&str, String)>> = BTreeMap::new();
        for SourceSpan { attributes, .. } in spans.iter_mut().filter(|span| span.layer == "speaker") {
            let who = attributes.iter().find(|(name, _)| name == "who").map(|(_, id)| id.as_str());
            let Some((id, person)) = who.and_then(|who| self.persons.get_key_value(who)) else { continue };
            let told = known.entry(id).or_insert_with(|| person.told(&self.parties, date));
            for (name, value) in told.iter().filter(|(_, value)| !value.is_empty() && value.len() <= LONGEST) {
                if !attributes.iter().any(|(own, _)| own == name) {
                    attributes.push((name.to_string(), value.clone()));
                }
            }
        }
    }

    /// Of several that share an id, the first counts.
    fn keep(&mut self) {
        match self.now.take() {
            Some((id, Now::Person(person))) if !id.is_empty() => drop(self.persons.entry(id).or_insert(person)),
            Some((id, Now::Party(party))) if !id.is_empty() => drop(self.parties.entry(id).or_insert(party)),
            _ => {}
        }
    }
}
