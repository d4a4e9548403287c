//! What a selection is held against.

use std::path::PathBuf;

use indicatif::HumanCount;

use kwic::counts::ReferenceList;
use kwic::error::Kind;
use kwic::index::OpenIndex;
use kwic::query::Form;
use kwic::search::{Chosen, Selection};
use kwic::{Error, Result};

use super::say;

/// One value of `--against`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// All that is not selected.
    Rest,
    /// The whole index.
    All,
    /// Sections of a kind, as the option of this name selects them.
    Kind(String, String),
    /// A list of words.
    File(PathBuf),
}

/// What a selection is held against.
pub enum Reference {
    /// Sections of the index.
    Sections(Chosen),
    /// A list of words.
    List(ReferenceList),
}

impl std::str::FromStr for Against {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match (text.trim(), text.split_once('=')) {
            ("", _) => Err("write rest, all, KIND=VALUE or the name of a file".to_string()),
            ("rest", _) => Ok(Against::Rest),
            ("all", _) => Ok(Against::All),
            (_, Some((kind, value))) => Ok(Against::Kind(kind.trim().to_lowercase(), value.trim().to_string())),
            (file, None) => Ok(Against::File(file.into())),
        }
    }
}

impl std::fmt::Display for Against {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Against::Rest => f.write_str("rest"),
            Against::All => f.write_str("all"),
            Against::Kind(kind, value) => write!(f, "{kind}={value}"),
            Against::File(file) => write!(f, "{}", file.display()),
        }
    }
}

/// What a selection is held against, in a sentence.
pub fn named(values: &[Against]) -> String {
    match values {
        [] | [Against::Rest] => "the rest".to_string(),
        [Against::All] => "all papers".to_string(),
        values => values.iter().map(Against::to_string).collect::<Vec<_>>().join(" "),
    }
}

/// Finds what `chosen` is held against: without any value the rest.
///
/// # Errors
/// Nothing that could be held against it, values that do not go together.
pub fn reference(values: &[Against], chosen: &Chosen, index: &OpenIndex, form: &Form) -> Result<Reference> {
    if let [Against::File(file)] = values {
        return ReferenceList::read(file, form).map(Reference::List);
    }
    if chosen.is_all() {
        return Err(Error::new(Kind::Query, "keywords", "it is not said whose keywords are looked for")
            .remedy("select papers or sections, as in `kwic keywords --year 1990..1999` or `--where author=Rey`"));
    }
    let chosen = match values {
        [] | [Against::Rest] => chosen.rest(index),
        [Against::All] => Selection::default().choose(index)?,
        kinds => {
            let against = selection(kinds)?.choose(index)?;
            against.notes().iter().for_each(|note| say(&format!("note: {note}")));
            against
        }
    };
    if tokens(index, |at| chosen.contains(at)) == 0 {
        return Err(Error::new(Kind::Query, "--against", format!("{} holds no words", named(values)))
            .remedy("select less, or hold it against something else"));
    }
    Ok(Reference::Sections(chosen))
}

/// Tokens of some of the index's sections.
fn tokens(index: &OpenIndex, wanted: impl Fn(usize) -> bool) -> u64 {
    let sections = index.sections().iter().enumerate().filter(|(at, _)| wanted(*at));
    let tokens = |section| index.segment_of(section).map_or(0, |segment| segment.store.section(section.doc).len());
    sections.map(|(_, section)| tokens(section) as u64).sum()
}

fn selection(values: &[Against]) -> Result<Selection> {
    let wrong = |place: &Against, cause: &str| Error::new(Kind::Query, format!("--against {place}"), cause);
    let mut selection = Selection::default();
    for against in values {
        let Against::Kind(kind, value) = against else {
            return Err(
                wrong(against, "it goes with no other --against").remedy("only KIND=VALUE may be given several times")
            );
        };
        let value = value.clone();
        match kind.as_str() {
            "paper" => selection.papers.push(value),
            "section" => selection.sections.push(value),
            "theme" => selection.themes.push(value),
            "year" => selection.years.push(value.parse().map_err(|cause: String| wrong(against, &cause))?),
            "in" => selection.saved.push(value.parse().map_err(|cause: String| wrong(against, &cause))?),
            _ => selection.fields.push((kind.clone(), value)),
        }
    }
    Ok(selection)
}

/// Says so if tokens are in both.
pub fn say_overlap(chosen: &Chosen, against: &Chosen, index: &OpenIndex) {
    let tokens = tokens(index, |at| chosen.contains(at) && against.contains(at));
    if tokens > 0 {
        say(&format!(
            "note: {} tokens are in the selection and in what it is held against; they make both look more alike",
            HumanCount(tokens)
        ));
    }
}
