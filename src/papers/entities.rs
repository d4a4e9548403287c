//! Entities in the last column of CoNLL-U: brackets in `Entity=` as GUM and CorefUD have them,
//! `NER=B-PER` as ParlaMint has it.

use super::vertical::Builder;
use crate::model::Place;

/// The most brackets that may be open, or stand at one word.
const MOST: usize = 100;

/// A bracket that is open.
struct Open {
    id: String,
    attributes: Vec<(String, String)>,
    from: Place,
}

/// Entities that are open.
#[derive(Default)]
pub(super) struct Entities {
    /// Names of the parts of an opening bracket, from `# global.Entity`.
    names: Vec<String>,
    open: Vec<Open>,
    /// The type, the beginning and the end so far of a name.
    name: Option<(String, Place, Place)>,
    /// How many brackets stood alone.
    pub lone: usize,
}

impl Entities {
    /// Takes the names of the parts: `GRP-etype-infstat`.
    pub fn declare(&mut self, names: &str) {
        self.names = names.trim().split('-').map(super::vertical::query_name).collect();
    }

    /// Reads what the last column says of a word from `from` to `to`.
    pub fn word(&mut self, misc: &str, builder: &mut Builder, from: Place, to: Place) {
        let value = |key: &str| misc.split('|').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
        if let Some(brackets) = value("Entity") {
            self.brackets(brackets, builder, from, to);
        }
        match value("NER").and_then(|tag| tag.split_once('-')) {
            Some(("I", kind)) if self.name.as_ref().is_some_and(|name| name.0 == kind) => {
                if let Some(name) = &mut self.name {
                    name.2 = to;
                }
            }
            Some((_, kind)) => {
                self.end_name(builder);
                self.name = Some((kind.to_string(), from, to));
            }
            None => self.end_name(builder),
        }
    }

    fn end_name(&mut self, builder: &mut Builder) {
        if let Some((kind, from, to)) = self.name.take() {
            builder.span("ne", vec![("type".to_string(), kind)], from, to);
        }
    }

    fn brackets(&mut self, mut rest: &str, builder: &mut Builder, from: Place, to: Place) {
        for _ in 0..MOST {
            if rest.is_empty() {
                return;
            }
            let opens = rest.starts_with('(');
            let inner = rest.strip_prefix('(').unwrap_or(rest);
            let end = inner.find(['(', ')']).unwrap_or(inner.len());
            let (what, behind) = inner.split_at_checked(end).unwrap_or((inner, ""));
            let closes = behind.starts_with(')');
            rest = behind.strip_prefix(')').unwrap_or(behind);
            match (opens, closes) {
                (true, true) => builder.span("entity", self.attributes(what), from, to),
                (true, false) if self.open.len() == MOST => self.lone += 1,
                (true, false) => {
                    let id = what.split('-').next().unwrap_or("").to_string();
                    self.open.push(Open { id, attributes: self.attributes(what), from });
                }
                (false, _) => match self.open.iter().rposition(|open| open.id == what) {
                    Some(at) => {
                        let Open { attributes, from, .. } = self.open.remove(at);
                        builder.span("entity", attributes, from, to);
                    }
                    None => self.lone += 1,
                },
            }
        }
        self.lone += usize::from(!rest.is_empty());
    }

    fn attributes(&self, what: &str) -> Vec<(String, String)> {
        let values = what.splitn(self.names.len().max(1), '-');
        let first = ["id".to_string()];
        let names = if self.names.is_empty() { &first[..] } else { &self.names };
        let pairs = names.iter().cloned().zip(values.map(str::to_string));
        pairs.filter(|(_, value)| !value.is_empty() && value != "_").collect()
    }

    /// Ends the paper: what is still open stood alone.
    pub fn finish(&mut self, builder: &mut Builder) {
        self.end_name(builder);
        self.lone += self.open.drain(..).count();
    }
}
