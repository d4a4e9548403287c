//! A person and an organisation of a TEI paper's lists.

use std::collections::BTreeMap;

use crate::papers::xml::Attributes;

/// What organisations are called that a speaker speaks for, the one that counts first.
const PARTIES: [&str; 3] = ["politicalParty", "party", "parliamentaryGroup"];

#[derive(Default)]
pub(super) struct Person {
    name: Option<String>,
    forenames: Vec<String>,
    surnames: Vec<String>,
    pub sex: String,
    affiliations: Vec<Affiliation>,
}

/// That somebody belongs to an organisation, from one day to another as far as they are told.
struct Affiliation {
    organisation: String,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Default)]
pub(super) struct Party {
    kind: String,
    full: String,
    short: String,
    /// Whether the name that comes is the short one.
    pub names_short: bool,
}

impl Person {
    pub fn new(sex: String) -> Self {
        Person { sex, ..Person::default() }
    }

    /// A part of the name; those of the first name count.
    pub fn part(&mut self, element: &str, text: String) {
        if self.name.is_none() {
            let parts = if element == "forename" { &mut self.forenames } else { &mut self.surnames };
            parts.push(text);
        }
    }

    /// The whole name, titles with it, which counts where it has no parts.
    pub fn name(&mut self, text: String) {
        let parts: Vec<&str> = self.forenames.iter().chain(&self.surnames).map(String::as_str).collect();
        self.name.get_or_insert(if parts.is_empty() { text } else { parts.join(" ") });
    }

    pub fn affiliation(&mut self, attributes: &Attributes) {
        let value = |name: &str| attributes.get(name).or(attributes.get("when")).map(str::to_string);
        let (from, to) = (value("from"), value("to"));
        for organisation in attributes.get("ref").unwrap_or("").split_whitespace() {
            let organisation = organisation.trim_start_matches('#').to_string();
            self.affiliations.push(Affiliation { organisation, from: from.clone(), to: to.clone() });
        }
    }

    /// What is to be said of the person as a speaker on a day.
    pub fn told(&self, parties: &BTreeMap<String, Party>, date: Option<&str>) -> Vec<(&'static str, String)> {
        let name = self.name.clone().unwrap_or_default();
        vec![("name", name), ("party", self.party(parties, date).unwrap_or_default()), ("sex", self.sex.clone())]
    }

    /// The party on a day; where none is told, the parliamentary group.
    fn party(&self, parties: &BTreeMap<String, Party>, date: Option<&str>) -> Option<String> {
        let date = date.filter(|date| is_day(date));
        let of_kind = |kind: &str| {
            let held = self.affiliations.iter().filter(|affiliation| affiliation.holds(date));
            let mut names = held.filter_map(|Affiliation { organisation: id, .. }| match parties.get(id) {
                Some(party) => (party.kind == kind).then(|| party.shortest().to_string()),
                // Where the list is in another file, ids such as `parliamentaryGroup.FPÖ` tell both.
                None => id.split_once('.').filter(|(own, _)| *own == kind).map(|(_, name)| name.to_string()),
            });
            names.next()
        };
        PARTIES.into_iter().find_map(of_kind)
    }
}

impl Affiliation {
    /// Whether it held on a day. Where no day is told, it must not say when it held.
    fn holds(&self, date: Option<&str>) -> bool {
        let begun = |from: &str| date.is_some_and(|date| is_day(from) && not_after(from, date));
        let goes_on = |to: &str| date.is_some_and(|date| is_day(to) && not_after(date, to));
        self.from.as_deref().is_none_or(begun) && self.to.as_deref().is_none_or(goes_on)
    }
}

impl Party {
    pub fn new(kind: String) -> Self {
        Party { kind, ..Party::default() }
    }

    /// Of several names, in several languages, the first counts.
    pub fn name(&mut self, text: String) {
        let slot = if self.names_short { &mut self.short } else { &mut self.full };
        if slot.is_empty() {
            *slot = text;
        }
    }

    fn shortest(&self) -> &str {
        if self.short.is_empty() { &self.full } else { &self.short }
    }
}

/// Whether a date begins with its year: `1996-05-31`, `1996`.
fn is_day(date: &str) -> bool {
    date.len() >= 4 && date.bytes().take(4).all(|byte| byte.is_ascii_digit())
}

/// Whether a day is not behind another, as far as both are told.
fn not_after(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    a.chars().take(length).le(b.chars().take(length))
}
