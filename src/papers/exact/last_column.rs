//! What kwic says of words in the last column of CoNLL-U.

use super::signs::{plain, unescape};
use crate::model::Place;
use crate::papers::conllu::ANNOTATIONS;
use crate::papers::vertical::{Builder, Word};

/// The most named spans that may be open.
const MOST: usize = 1000;

/// Whether a row is of signs that are no word.
pub(in crate::papers) fn is_no_word(misc: &str) -> bool {
    misc.split('|').any(|pair| pair == "kwic:word=No")
}

/// White space that stands before a row, where the one before has not told it.
pub(in crate::papers) fn spaces_before(misc: &str) -> String {
    misc.split('|').find_map(|pair| pair.strip_prefix("SpacesBefore=")).map(unescape).unwrap_or_default()
}

/// A named span that is open.
struct Open {
    number: String,
    layer: String,
    attributes: Vec<(String, String)>,
    from: Place,
}

/// What the last column of a paper says.
#[derive(Default)]
pub(in crate::papers) struct LastColumn {
    /// The annotations that have no column of their own.
    names: Vec<String>,
    open: Vec<Open>,
}

impl LastColumn {
    pub fn new(names: Vec<String>) -> Self {
        LastColumn { names, open: Vec::new() }
    }

    /// How many spans have not ended.
    pub fn open(&self) -> usize {
        self.open.len()
    }

    /// Adds words that are written together, with what is said of them; gives where they begin and end.
    pub fn words(&mut self, builder: &mut Builder, written: &str, words: Vec<(Word<'_>, &str)>) -> (Place, Place) {
        let said: Vec<Vec<(&str, String)>> = words.iter().map(|(_, misc)| own(misc)).collect();
        for (_, page) in said.iter().flatten().filter(|pair| pair.0 == "page") {
            builder.page((!page.is_empty()).then(|| page.clone()));
        }
        let full: Vec<Word<'_>> = words.into_iter().zip(&said).map(|((word, _), said)| self.word(word, said)).collect();
        let from = builder.words(written, &full);
        let places = builder.last_places(full.len());
        for ((from, to), said) in places.iter().zip(&said) {
            let brackets = said.iter().filter(|pair| pair.0 == "spans").flat_map(|pair| pair.1.split(';'));
            brackets.for_each(|bracket| self.bracket(builder, bracket, *from, *to));
        }
        (from, places.last().map_or(from, |last| last.1))
    }

    /// A word with all its values.
    fn word<'a>(&self, word: Word<'a>, said: &'a [(&str, String)]) -> Word<'a> {
        let value = |name: &str| said.iter().find(|pair| pair.0 == name).map_or("", |pair| pair.1.as_str());
        let columns = word.values.iter().zip(ANNOTATIONS);
        let own = columns.map(|(own, (name, _))| if own.is_empty() { value(name) } else { own });
        let values = own.chain(self.names.iter().map(|name| value(name))).collect();
        Word { values, ..word }
    }

    /// `(7,ne,type=PER` begins a span, `)7` ends it.
    fn bracket(&mut self, builder: &mut Builder, bracket: &str, from: Place, to: Place) {
        if let Some(number) = bracket.strip_prefix(')') {
            if let Some(at) = self.open.iter().rposition(|open| open.number == number) {
                let Open { layer, attributes, from, .. } = self.open.remove(at);
                builder.span(&layer, attributes, from, to);
            }
        } else if let Some(opens) = bracket.strip_prefix('(').filter(|_| self.open.len() < MOST) {
            let mut parts = opens.split(',');
            let (number, layer) = (parts.next().unwrap_or("").to_string(), plain(parts.next().unwrap_or("")));
            let pairs = parts.filter_map(|pair| pair.split_once('='));
            let attributes = pairs.map(|(name, value)| (plain(name), plain(value))).collect();
            self.open.push(Open { number, layer, attributes, from });
        }
    }
}

/// The pairs that kwic wrote.
fn own(misc: &str) -> Vec<(&str, String)> {
    let pairs = misc.split('|').filter_map(|pair| pair.strip_prefix("kwic:")?.split_once('='));
    pairs.map(|(name, value)| (name, if name == "spans" { value.to_string() } else { unescape(value) })).collect()
}
