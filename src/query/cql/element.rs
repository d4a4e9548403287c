//! Elements: `<s>`, `</s>`, `<s/>`, `<section title="Arms.*"/>`, CQP's `<text_year="1996">`.

use super::pattern::plain;
use super::reader::Reader;
use crate::error::Result;
use crate::query::asked::Name;
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
        // CQP puts the attribute into the name of the element.
        let joined = name.split_once('_').filter(|(element, attribute)| {
            let known = layer(name).is_none() && !attribute.is_empty() && !element.is_empty();
            known && (layer(element).is_some() || self.sees("=") || self.sees("!=") || self.sees("\""))
        });
        if let Some((element, attribute)) = joined {
            let attributes = if end { Vec::new() } else { vec![(self.attribute(element, attribute)?, at)] };
            return Ok(self.layer_with(element, attributes, at));
        }
        let attributes = self.attributes(name)?;
        Ok(self.layer_with(name, attributes, at))
    }

    /// The layer of this name, which stands at `at`, without attributes.
    pub fn layer_named(&mut self, name: &str, at: usize) -> Layer {
        self.layer_with(name, Vec::new(), at).0
    }

    /// The layer of a name that stands at `at`, as are the attributes at their places: the papers' own where it is none of those that
    /// each paper has, or where these have not all of the attributes.
    fn layer_with(
        &mut self,
        name: &str,
        attributes: Vec<(AttributeTest, usize)>,
        at: usize,
    ) -> (Layer, Vec<AttributeTest>) {
        let usual = LAYERS.iter().find(|known| known.1 == name || known.2.contains(&name));
        let has = |(test, _): &(AttributeTest, usize)| {
            usual.is_some_and(|(.., own)| own.contains(&"*") || own.contains(&&*test.name))
        };
        if let Some((layer, ..)) = usual
            && attributes.iter().all(has)
        {
            return (layer.clone(), attributes.into_iter().map(|attribute| attribute.0).collect());
        }
        let name = match usual {
            Some((layer @ (Layer::Sentence | Layer::Paragraph), ..)) => layer.name().to_string(),
            _ => name.to_lowercase(),
        };
        let attribute = |(test, at): &(AttributeTest, usize)| (Name::Attribute(name.clone(), test.name.clone()), *at);
        self.places.extend(attributes.iter().map(attribute));
        self.places.push((Name::Layer(name.clone()), at));
        (Layer::Named(name.into()), attributes.into_iter().map(|attribute| attribute.0).collect())
    }

    fn attributes(&mut self, element: &str) -> Result<Vec<(AttributeTest, usize)>> {
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
            attributes.push((self.attribute(element, &name)?, at));
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
    fn attribute(&mut self, element: &str, name: &str) -> Result<AttributeTest> {
        let name = name.to_lowercase();
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
}

/// The layer of a name or of another name that is understood.
pub(super) fn layer(name: &str) -> Option<Layer> {
    LAYERS.iter().find(|(_, known, others, _)| *known == name || others.contains(&name)).map(|known| known.0.clone())
}
