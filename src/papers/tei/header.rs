//! The header of a TEI paper as metadata.

use crate::model::Metadata;
use crate::papers::xml::Attributes;

/// Elements that become metadata.
const TOLD: [&str; 9] = ["title", "author", "editor", "publisher", "orgName", "date", "language", "term", "meta"];

/// How many of the elements around it say what an element is.
const NEAR: usize = 8;
/// The longest name among them that does, in bytes.
const LONGEST: usize = 40;

/// A header that is being read.
pub(super) struct Header {
    /// How many elements it stands in, itself counted.
    pub depth: usize,
    text: String,
    open: Vec<Open>,
    facts: Vec<Fact>,
}

struct Open {
    name: String,
    attributes: Attributes,
    start: usize,
}

/// What an element says.
struct Fact {
    /// The names of the elements around it and its own, with `/` between them.
    path: String,
    attributes: Attributes,
    text: String,
}

impl Header {
    pub fn new(depth: usize) -> Self {
        Header { depth, text: String::new(), open: Vec::new(), facts: Vec::new() }
    }

    pub fn start(&mut self, name: &str, attributes: Attributes) {
        // Parts of a name may stand one behind the other without a space.
        self.text.push(' ');
        self.open.push(Open { name: name.to_string(), attributes, start: self.text.len() });
    }

    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub fn end(&mut self) {
        let Some(Open { name, attributes, start }) = self.open.pop() else { return };
        // Of what stands in its like, nothing is kept twice, however deep it goes.
        if TOLD.contains(&name.as_str()) && !self.open.iter().any(|around| around.name == name) {
            let text = self.text.get(start..).unwrap_or("");
            let text = match attributes.get("kwic:name") {
                Some(_) => text.to_string(),
                None => text.split_whitespace().collect::<Vec<_>>().join(" "),
            };
            let around = self.open.iter().skip(self.open.len().saturating_sub(NEAR)).map(|open| open.name.as_str());
            let around = around.filter(|name| name.len() <= LONGEST);
            let path = around.chain([name.as_str()]).collect::<Vec<_>>().join("/");
            self.facts.push(Fact { path, attributes, text });
        }
        if self.open.is_empty() {
            self.text.clear();
        }
    }

    pub fn finish(self) -> Metadata {
        let mut metadata = Metadata::default();
        // Where kwic wrote the file, all is there as it was, its name for the paper besides.
        let mut own =
            self.within("xenoData", "/meta").filter_map(|fact| Some((fact.attributes.get("kwic:name")?, fact)));
        if own.next().is_some() {
            own.for_each(|(name, fact)| metadata.set(name, &fact.text));
            return metadata;
        }
        self.title(&mut metadata);
        // The authors of the text itself, else those of its source.
        for place in ["titleStmt/", "sourceDesc/"] {
            if metadata.authors.is_empty() {
                self.within(place, "/author").for_each(|fact| metadata.set("author", &fact.text));
            }
        }
        metadata.set("editor", &self.joined("titleStmt/", "/editor"));
        let publisher = self.within("publisher/", "/orgName").chain(self.within("publicationStmt/", "/publisher"));
        metadata.set("publisher", publisher.map(|fact| fact.text.as_str()).next().unwrap_or(""));
        let languages: Vec<&str> =
            self.within("langUsage/", "/language").filter_map(|fact| fact.attributes.get("ident")).collect();
        if let [only] = languages.as_slice() {
            metadata.set("language", only);
        }
        metadata.set("keywords", &self.joined("textClass/", "/term"));
        self.date(&mut metadata);
        metadata
    }

    fn within<'a>(&'a self, around: &'a str, end: &'a str) -> impl Iterator<Item = &'a Fact> {
        self.facts.iter().filter(move |fact| fact.path.contains(around) && fact.path.ends_with(end))
    }

    fn joined(&self, around: &str, end: &str) -> String {
        let texts = self.within(around, end).map(|fact| fact.text.as_str()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("; ")
    }

    fn title(&self, metadata: &mut Metadata) {
        let title = |kinds: &[&str]| {
            let kind = |fact: &&Fact| kinds.contains(&fact.attributes.get("type").unwrap_or("main"));
            self.within("titleStmt/", "/title").find(kind).map(|fact| fact.text.as_str())
        };
        let first = || self.within("titleStmt/", "/title").map(|fact| fact.text.as_str()).next();
        metadata.set("title", title(&["main", "complete"]).or_else(first).unwrap_or(""));
        metadata.set("subtitle", title(&["sub"]).unwrap_or(""));
    }

    /// When the text came to be; where that is not told, when it was published.
    fn date(&self, metadata: &mut Metadata) {
        let created = self.within("publicationStmt/", "/date");
        let created = created.filter(|fact| fact.attributes.get("type") == Some("created"));
        let dates = self.within("creation/", "/date").chain(created).chain(self.within("settingDesc/", "/date"));
        let dates = dates.chain(self.within("sourceDesc/", "/date")).chain(self.within("publicationStmt/", "/date"));
        for Fact { attributes, text, .. } in dates {
            let told = ["when", "from", "notBefore"].iter().find_map(|name| attributes.get(name));
            metadata.set("date", told.unwrap_or(text));
            if metadata.fields.contains_key("date") {
                for (name, field) in [("notBefore", "not_before"), ("notAfter", "not_after"), ("to", "date_to")] {
                    metadata.set(field, attributes.get(name).unwrap_or(""));
                }
                return;
            }
        }
    }
}
