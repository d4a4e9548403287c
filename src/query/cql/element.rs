//! Elements: `<s>`, `</s>`, `<s/>`, `<section title="Arms.*"/>`, CQP's `<text_year="1996">`.

use super::hints::{known, list, near};
use super::pattern::plain;
use super::reader::Reader;
use crate::error::{Error, Result};
use crate::query::pattern::{AttributeTest, Edge, LAYERS, Layer, Pattern};
use crate::query::spans::Spans;
use crate::query::test::Regular;

impl<'a> Reader<'a> {
    /// An element, whose `<` comes next.
    pub fn element(&mut self) -> Result<Spans> {
        let open = self.place();
        self.eat("<");
        if self.rest().starts_with('<') {
            return Err(self.error(open, "one `<` opens an element", "write a whole sentence as `<s/>`"));
        }
        let end = self.eat("/");
        let at = self.place();
        let Some(name) = self.name() else {
            let example = "write `<s>` for the beginning of a sentence, `</s>` for its end, `<s/>` for all of it";
            return Err(self.error(at, "the name of an element should stand here", example));
        };
        self.at += name.len();
        let (layer, attributes) = self.layer_and_attributes(name, at, end)?;
        let whole = self.eat("/");
        self.close(open, ">", "element")?;
        Ok(match (whole, end) {
            (true, true) => {
                return Err(self.error(open, "an element has one `/`", format!("write `</{name}>` or `<{name}/>`")));
            }
            (true, false) => Spans::Layer { layer, attributes },
            (false, true) => plain(Pattern::edge(layer, Edge::End, attributes)),
            (false, false) => plain(Pattern::edge(layer, Edge::Start, attributes)),
        })
    }

    fn layer_and_attributes(&mut self, name: &str, at: usize, end: bool) -> Result<(Layer, Vec<AttributeTest>)> {
        if let Some(layer) = layer(name) {
            return Ok((layer, self.attributes(layer, name)?));
        }
        // CQP puts the attribute into the name of the element.
        let Some((layer, name, attribute)) =
            name.split_once('_').and_then(|(name, attribute)| Some((layer(name)?, name, attribute)))
        else {
            return Err(self.unknown_layer(at, name));
        };
        let attributes = if end { Vec::new() } else { vec![self.attribute(layer, name, attribute, at)?] };
        Ok((layer, attributes))
    }

    fn attributes(&mut self, layer: Layer, element: &str) -> Result<Vec<AttributeTest>> {
        let mut attributes = Vec::new();
        loop {
            // Some write `&` between them.
            let joined = !attributes.is_empty() && self.eat("&");
            let at = self.place();
            let name = match self.name_or_string()? {
                Some(name) => name,
                None if joined => {
                    return Err(self.error(at, "an attribute should follow", "write it as in `<paper year=\"1996\">`"));
                }
                None => return Ok(attributes),
            };
            attributes.push(self.attribute(layer, element, &name, at)?);
        }
    }

    /// Passes a name, in quotation marks where it holds other signs than letters, digits and `_`.
    pub fn name_or_string(&mut self) -> Result<Option<String>> {
        if let Some(quoted) = self.quoted()? {
            return Ok(Some(quoted.plain()));
        }
        let name = self.name().map(str::to_string);
        self.at += name.as_ref().map_or(0, String::len);
        Ok(name)
    }

    /// What stands behind the attribute `name`: `="1996"`.
    fn attribute(&mut self, layer: Layer, element: &str, name: &str, at: usize) -> Result<AttributeTest> {
        let own = LAYERS.iter().find(|known| known.0 == layer).map_or(&[][..], |known| known.3);
        let name = name.to_lowercase();
        if !own.contains(&"*") && !own.contains(&name.as_str()) {
            let remedy = match own {
                [] => format!("write `<{element}>` alone, or use `<section title=\"…\">` or `<paper year=\"…\">`"),
                own => known(&name, own),
            };
            return Err(self.error(at, format!("`<{element}>` has no attribute `{name}`"), remedy));
        }
        // CQP allows to leave out the `=`.
        let (negated, literal) = self.equality().unwrap_or((false, false));
        let value = self.place();
        let wanted = match (self.quoted()?, self.digits()) {
            (Some(mut quoted), _) => {
                quoted.literal |= literal;
                self.regular(&quoted)?
            }
            (None, Some(digits)) => {
                self.at += digits.len();
                Regular { source: digits.to_string(), ..Regular::default() }
            }
            (None, None) => {
                let example = format!("write it as in `<{element} {name}=\"…\">`");
                return Err(self.error(value, "a string in quotation marks should stand here", example));
            }
        };
        Ok(AttributeTest { name, wanted, negated })
    }

    /// The error of a name at `at` that is no layer's.
    pub fn unknown_layer(&self, at: usize, name: &str) -> Error {
        let names: Vec<&str> = LAYERS.iter().map(|layer| layer.1).collect();
        let others = LAYERS.iter().flat_map(|layer| layer.2.iter().copied());
        let all: Vec<&str> = names.iter().copied().chain(others).collect();
        let known = match near(name, &all) {
            Some(near) => format!("did you mean `{near}`? There are {}", list(&names)),
            None => format!("there are {}", list(&names)),
        };
        self.error(at, format!("there is no element `{name}`"), known)
    }
}

/// The layer of a name or of another name that is understood.
pub(super) fn layer(name: &str) -> Option<Layer> {
    LAYERS.iter().find(|(_, known, others, _)| *known == name || others.contains(&name)).map(|known| known.0)
}
