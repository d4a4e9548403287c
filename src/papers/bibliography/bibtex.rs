//! BibTeX and BibLaTeX. The biblatex crate parses; what would send it round in circles is taken out before: entries that
//! refer to one another, and abbreviations that stand for others.

use std::collections::BTreeMap;

use biblatex::{Bibliography, ChunksExt, Pair, Person, RawBibliography, RawChunk, RawEntry, Spanned};

use super::{Entries, Entry};
use crate::model::Metadata;

/// How many abbreviations may stand in an entry, and how long what they stand for may be.
const MOST_SHORT: usize = 100;
const LONGEST: usize = 1000;
/// How many braces and dollar signs may stand in a field: the parser takes the square of their number.
const MOST_BRACES: usize = 1000;
/// How many broken entries are named one by one.
const NAMED: usize = 20;

/// Fields that are kept, with what they are called here; those before count where a paper has several.
const FIELDS: [(&str, &str); 26] = [
    ("title", "title"),
    ("year", "year"),
    ("date", "date"),
    ("month", "month"),
    ("language", "language"),
    ("langid", "language"),
    ("series", "series"),
    ("number", "number"),
    ("volume", "volume"),
    ("pages", "pages"),
    ("doi", "doi"),
    ("url", "url"),
    ("publisher", "publisher"),
    ("institution", "institution"),
    ("school", "institution"),
    ("organization", "organization"),
    ("journaltitle", "journal"),
    ("journal", "journal"),
    ("booktitle", "booktitle"),
    ("address", "place"),
    ("location", "place"),
    ("keywords", "keywords"),
    ("isbn", "isbn"),
    ("issn", "issn"),
    ("themes", "themes"),
    ("type", "type"),
];

pub(super) fn entries(text: &str) -> Entries {
    let pieces: Vec<(usize, &str)> = pieces(text);
    let (mut parsed, mut faults) = (Vec::new(), Vec::new());
    let mut broken = 0;
    let mut fault = |line: usize, cause: String| {
        broken += 1;
        if broken <= NAMED {
            faults.push(format!("line {line}: its entry is broken and passed over: {cause}"));
        }
    };
    for (line, piece) in pieces {
        match RawBibliography::parse(piece) {
            Ok(raw) => parsed.push((line, raw)),
            Err(cause) => fault(line, cause.to_string()),
        }
    }
    let short: BTreeMap<&str, &Pair<'_>> = parsed
        .iter()
        .flat_map(|(_, raw)| &raw.abbreviations)
        .filter(|pair| {
            pair.value.v.iter().all(|chunk| matches!(chunk.v, RawChunk::Normal(text) if text.len() <= LONGEST))
        })
        .map(|pair| (pair.key.v, pair))
        .collect();
    let mut entries = Vec::new();
    for (line, raw) in &parsed {
        for raw in &raw.entries {
            match entry(&raw.v, &short) {
                Ok(entry) => entries.push(entry),
                Err(cause) => fault(*line, cause),
            }
        }
    }
    if broken > NAMED {
        faults.push(format!("{} more entries are broken and passed over", broken - NAMED));
    }
    (entries, faults)
}

/// The text parted before each line that begins an entry, with the number of that line: a broken one costs itself.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let (mut pieces, mut start, mut begun, mut at) = (Vec::new(), 0, 1, 0);
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if begins_entry(line) && at > start {
            pieces.push((begun, text.get(start..at).unwrap_or("")));
            (start, begun) = (at, number);
        }
        at += line.len();
    }
    pieces.push((begun, text.get(start..).unwrap_or("")));
    pieces
}

fn begins_entry(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('@') else { return false };
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    name.len() < rest.len() && name.trim_start().starts_with(['{', '('])
}

fn entry(raw: &RawEntry<'_>, short: &BTreeMap<&str, &Pair<'_>>) -> Result<Entry, String> {
    let mut raw = raw.clone();
    let wanted = |name: &str| matches!(name, "author" | "file") || FIELDS.iter().any(|(field, _)| *field == name);
    raw.fields.retain(|field| wanted(&field.key.v.to_lowercase()));
    let braces = |field: &Pair<'_>| {
        let texts = field.value.v.iter().map(|chunk| match chunk.v {
            RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
        });
        texts.flat_map(str::bytes).filter(|byte| matches!(byte, b'{' | b'}' | b'$')).count()
    };
    if let Some(field) = raw.fields.iter().find(|field| braces(field) > MOST_BRACES) {
        return Err(format!("its field `{}` has more than {MOST_BRACES} braces", field.key.v));
    }
    let chunks = raw.fields.iter().flat_map(|field| &field.value.v);
    let used: Vec<&str> = chunks
        .filter_map(|chunk| match chunk.v {
            RawChunk::Abbreviation(name) => Some(name),
            RawChunk::Normal(_) => None,
        })
        .collect();
    if used.len() > MOST_SHORT {
        return Err(format!("it has more than {MOST_SHORT} abbreviations"));
    }
    let mut abbreviations: Vec<Pair<'_>> = used.iter().filter_map(|name| Some((*short.get(name)?).clone())).collect();
    abbreviations.dedup_by(|a, b| a.key.v == b.key.v);
    let (key, kind) = (raw.key.v.to_string(), raw.kind.v.to_lowercase());
    let raw = RawBibliography { preamble: String::new(), entries: vec![Spanned::detached(raw)], abbreviations };
    let parsed = Bibliography::from_raw(raw).map_err(|cause| cause.to_string())?;
    let parsed = parsed.iter().next().ok_or("it is empty")?;
    let text = |name: &str| parsed.get(name).map(|chunks| chunks.format_verbatim());
    let mut metadata = Metadata::default();
    for person in parsed.get_as::<Vec<Person>>("author").unwrap_or_default() {
        metadata.set("author", &name(&person));
    }
    for (field, called) in FIELDS {
        if let Some(text) = text(field).filter(|_| metadata.values(called).is_empty()) {
            metadata.set(called, &text);
        }
    }
    if metadata.values("type").is_empty() {
        metadata.set("type", &kind);
    }
    Ok(Entry { key, files: text("file").map_or(Vec::new(), |file| files(&file)), metadata })
}

/// `Family, Given`; the family's particle before it.
fn name(person: &Person) -> String {
    let family = [&person.prefix, &person.name].map(|part| part.trim()).into_iter().filter(|part| !part.is_empty());
    let parts = [family.collect::<Vec<_>>().join(" "), person.suffix.clone(), person.given_name.clone()];
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(", ").replace(';', ",")
}

/// The paths in a field `file`: `path`, or `what:path:type` as Zotero and JabRef write it, several parted by `;`; signs of
/// its own stand behind `\`.
fn files(field: &str) -> Vec<String> {
    let path = |file: String| {
        let parts = parted(&file, ':');
        let path = match parts.len() {
            0..=2 => parts.last().cloned().unwrap_or_default(),
            more => parts.get(1..more - 1).unwrap_or(&[]).join(":"),
        };
        unescaped(&path).trim().to_string()
    };
    parted(field, ';').into_iter().map(path).filter(|path| !path.is_empty()).collect()
}

/// Parts between signs that stand behind no `\`.
fn parted(text: &str, sign: char) -> Vec<String> {
    let (mut parts, mut escaped) = (vec![String::new()], false);
    for c in text.chars() {
        match c == sign && !escaped {
            true => parts.push(String::new()),
            false => parts.iter_mut().next_back().into_iter().for_each(|part| part.push(c)),
        }
        escaped = c == '\\' && !escaped;
    }
    parts
}

fn unescaped(text: &str) -> String {
    let (mut out, mut escaped) = (String::new(), false);
    for c in text.chars() {
        escaped = c == '\\' && !escaped;
        if !escaped {
            out.push(c);
        }
    }
    out
}
