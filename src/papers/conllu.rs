//! CoNLL-U: a word a line, ten columns, sentences and papers told by comments
//! (<https://universaldependencies.org/format.html>).
//!
//! Kept are the words with their lemma, tags, features and place in the tree (`lemma`, `upos`, `xpos`,
//! `feats`, `head`, `deprel`, `deps`), the comments of each sentence as attributes of the layer `s`, and
//! entities. Numbers of words stand as they are, counted in their sentence. Left out are words that the
//! text does not have (empty nodes).
//!
//! Where kwic wrote the file (`# generator = kwic`), comments tell sections, and the last column what else there
//! is: signs that are no words, pages, other annotations, named spans.

use std::path::Path;

use super::entities::Entities;
use super::exact::{LastColumn, is_no_word, spaces_before};
use super::layout::Evidence;
use super::read::{Reader, Reading, ReadingOptions, Readings, decoded, ending};
use super::vertical::{Builder, Word, query_name};

/// The columns that become annotations: name and place.
pub(crate) const ANNOTATIONS: [(&str, usize); 7] =
    [("lemma", 2), ("upos", 3), ("xpos", 4), ("feats", 5), ("head", 6), ("deprel", 7), ("deps", 8)];
const FORM: usize = 1;
const MISC: usize = 9;
const COLUMNS: usize = 10;

/// CoNLL-U.
pub(super) struct ConlluReader;

impl Reader for ConlluReader {
    fn name(&self) -> &'static str {
        "conllu"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        matches!(ending(path).as_str(), "conllu" | "conll")
    }

    fn read(&self, bytes: &[u8], _evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        let (text, file) = match decoded(bytes) {
            Ok(decoded) => decoded,
            Err(cause) => return vec![Err(cause)],
        };
        let mut readings = Vec::new();
        // Where kwic wrote the file: the annotations that have no column.
        let mut exact: Option<Vec<String>> = None;
        let mut paper = Paper::new(&file, &exact);
        let mut sentence = Sentence::default();
        for (number, line) in (1u32..).zip(text.lines().chain([""])) {
            let line = line.trim_end_matches('\r');
            if let Some(comment) = line.strip_prefix('#') {
                let comment = comment.trim();
                if paper.is_new() && exact_names(comment, &mut exact) {
                    paper = Paper::new(&file, &exact);
                    continue;
                }
                if is(comment, "newdoc").is_some() && !paper.is_new() {
                    readings.push(std::mem::replace(&mut paper, Paper::new(&file, &exact)).finish());
                }
                paper.comment(comment, &mut sentence);
            } else if line.trim().is_empty() {
                paper.sentence(std::mem::take(&mut sentence));
            } else {
                sentence.rows.push((number, line));
            }
        }
        if !paper.is_new() || readings.is_empty() {
            readings.push(paper.finish());
        }
        readings
    }
}

/// What follows `name` in a comment that begins with it: nothing, or what stands behind `=`.
fn is<'a>(comment: &'a str, name: &str) -> Option<&'a str> {
    let rest = comment.strip_prefix(name)?;
    (rest.is_empty() || rest.starts_with([' ', '='])).then(|| rest.trim_start().trim_start_matches('=').trim())
}

/// Whether a comment says that kwic wrote the file, or which annotations have no column.
fn exact_names(comment: &str, exact: &mut Option<Vec<String>>) -> bool {
    if is(comment, "generator") == Some("kwic") {
        *exact = Some(Vec::new());
        return true;
    }
    match (is(comment, "kwic::annotations"), exact) {
        (Some(names), Some(exact)) => exact.extend(names.split(' ').map(query_name)),
        _ => return false,
    }
    true
}

/// The lines of one sentence.
#[derive(Default)]
struct Sentence<'a> {
    text: Option<&'a str>,
    attributes: Vec<(String, String)>,
    paragraph: bool,
    /// The level of the section that begins with it, where kwic wrote the file.
    section: Option<u8>,
    rows: Vec<(u32, &'a str)>,
}

/// What is written together: one word, or several.
struct Unit<'a> {
    written: &'a str,
    /// What stands before it beside what stands behind the one before.
    before: String,
    behind: String,
    /// Whether it is of signs that are no word.
    signs: bool,
    words: Vec<(Word<'a>, &'a str)>,
}

struct Paper {
    reading: Reading,
    builder: Builder,
    entities: Entities,
    /// What the last column says, where kwic wrote the file.
    exact: Option<LastColumn>,
    begun: bool,
    error: Option<String>,
    empty: usize,
    unlike: usize,
}

impl Paper {
    fn new(file: &Reading, exact: &Option<Vec<String>>) -> Self {
        let names = ANNOTATIONS.iter().map(|a| a.0.to_string());
        let builder = match exact {
            Some(others) => Builder::exact(names.chain(others.iter().cloned()).collect()),
            None => Builder::new(names.collect()),
        };
        Paper {
            reading: file.clone(),
            builder,
            entities: Entities::default(),
            exact: exact.clone().map(LastColumn::new),
            begun: false,
            error: None,
            empty: 0,
            unlike: 0,
        }
    }

    fn is_new(&self) -> bool {
        !self.begun && self.builder.is_empty() && self.error.is_none()
    }

    fn comment<'a>(&mut self, comment: &'a str, sentence: &mut Sentence<'a>) {
        let (key, value) = comment.split_once('=').map_or((comment, ""), |(key, value)| (key.trim(), value.trim()));
        if is(comment, "newdoc").is_some() {
            self.begun = true;
            self.reading.name = is(comment, "newdoc id").unwrap_or("").to_string();
        } else if is(comment, "newpar").is_some() {
            sentence.paragraph = true;
        } else if let Some(name) = key.strip_prefix("meta::") {
            self.reading.metadata.set(name, value);
        } else if key == "global.Entity" {
            self.entities.declare(value);
        } else if key == "text" {
            sentence.text = Some(value);
        } else if self.exact.is_some() && key == "section_level" {
            sentence.section = Some(value.parse().unwrap_or(0));
        } else if self.exact.is_some() && key == "section" {
            // All of it is in the headings.
        } else if !value.is_empty() && !key.starts_with("global") {
            sentence.attributes.push((query_name(key), value.to_string()));
        }
    }

    fn sentence(&mut self, sentence: Sentence<'_>) {
        if self.error.is_some() || sentence.rows.is_empty() {
            return;
        }
        let (mut units, empty) = match units(&sentence.rows) {
            Ok(found) => found,
            Err(error) => {
                self.error = Some(error);
                return;
            }
        };
        self.empty += empty;
        let is_exact = self.exact.is_some();
        if !is_exact && sentence.text.is_some_and(|text| !align(&mut units, text)) {
            self.unlike += 1;
        }
        if let Some(level) = sentence.section {
            self.builder.end_section_with_gap();
            self.builder.begin_section(level);
        }
        if sentence.paragraph {
            self.builder.end_paragraph();
        }
        self.builder.end_sentence();
        let mut first = None;
        for unit in units {
            if is_exact {
                self.builder.add_gap(&unit.before);
            }
            if unit.words.is_empty() {
                self.builder.add_gap(unit.written);
                self.builder.add_gap(&unit.behind);
                continue;
            }
            if let Some(said) = &mut self.exact {
                let (from, _) = said.words(&mut self.builder, unit.written, unit.words);
                first = first.or(Some(from));
                self.builder.add_gap(&unit.behind);
                continue;
            }
            let (words, misc): (Vec<Word<'_>>, Vec<&str>) = unit.words.into_iter().unzip();
            let from = self.builder.words(unit.written, &words);
            let to = self.builder.place();
            first = first.or(Some(from));
            misc.iter().for_each(|misc| self.entities.word(misc, &mut self.builder, from, to));
            self.builder.set_gap(&unit.behind);
        }
        if let Some(first) = first.filter(|_| !sentence.attributes.is_empty()) {
            let to = self.builder.place();
            self.builder.span("s", sentence.attributes, first, to);
        }
    }

    fn finish(mut self) -> Result<Reading, String> {
        if let Some(error) = self.error {
            let name = self.reading.name;
            return Err(if name.is_empty() { error } else { format!("{name}: {error}") });
        }
        self.entities.finish(&mut self.builder);
        if let Some(said) = &self.exact {
            self.entities.lone += said.open();
            self.builder.end_section_with_gap();
        }
        let mut say = |count: usize, one: &str, several: &str| match count {
            0 => {}
            1 => self.reading.warnings.push(format!("1 {one}")),
            _ => self.reading.warnings.push(format!("{count} {several}")),
        };
        say(
            self.empty,
            "empty node, which the text does not have, is left out",
            "empty nodes, which the text does not have, are left out",
        );
        say(
            self.unlike,
            "sentence whose `# text` has other words: spaces are those of SpaceAfter",
            "sentences whose `# text` has other words: spaces are those of SpaceAfter",
        );
        say(self.entities.lone, "bracket of an entity stands alone", "brackets of entities stand alone");
        (self.reading.blocks, self.reading.annotated) = self.builder.finish();
        Ok(self.reading)
    }
}

/// The units of a sentence's rows, and how many empty nodes there are.
fn units<'a>(rows: &[(u32, &'a str)]) -> Result<(Vec<Unit<'a>>, usize), String> {
    let (mut units, mut empty): (Vec<Unit<'a>>, usize) = (Vec::new(), 0);
    // The last word of the several that the last unit stands for.
    let mut last = 0u32;
    for &(line, row) in rows {
        let columns: Vec<&str> = row.split('\t').collect();
        let column = |at: usize| columns.get(at).copied().unwrap_or("");
        if columns.len() != COLUMNS {
            return Err(format!(
                "line {line}: a word has {COLUMNS} columns with a tab between them, this has {}",
                columns.len()
            ));
        }
        let (id, form, misc) = (column(0), column(FORM), column(MISC));
        if form.is_empty() {
            return Err(format!("line {line}: the word is empty"));
        }
        let number = |id: &str| id.parse::<u32>().map_err(|_| format!("line {line}: `{id}` is no number of a word"));
        if let Some((before, part)) = id.split_once('.') {
            number(before).and(number(part))?;
            empty += 1;
        } else if let Some((from, to)) = id.split_once('-') {
            number(from)?;
            last = number(to)?;
            units.push(Unit {
                written: form,
                before: spaces_before(misc),
                behind: behind(misc),
                signs: false,
                words: Vec::new(),
            });
        } else if is_no_word(misc) {
            number(id)?;
            units.push(Unit {
                written: form,
                before: spaces_before(misc),
                behind: behind(misc),
                signs: true,
                words: Vec::new(),
            });
        } else {
            let id = number(id)?;
            let values = ANNOTATIONS.iter().map(|(name, at)| match column(*at) {
                // Of an underscore it is the lemma, elsewhere it is no value.
                "_" if *name != "lemma" || form != "_" => "",
                value => value,
            });
            let word = (Word { word: form, values: values.collect(), line }, misc);
            match units.last_mut() {
                Some(unit) if id <= last => unit.words.push(word),
                _ => units.push(Unit {
                    written: form,
                    before: spaces_before(misc),
                    behind: behind(misc),
                    signs: false,
                    words: vec![word],
                }),
            }
        }
    }
    units.retain(|unit| unit.signs || !unit.words.is_empty());
    Ok((units, empty))
}

/// What the last column says of what stands behind.
fn behind(misc: &str) -> String {
    let value = |key: &str| misc.split('|').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
    match (value("SpacesAfter"), value("SpaceAfter")) {
        (Some(spaces), _) => {
            let signs = [("\\s", " "), ("\\t", "\t"), ("\\n", "\n"), ("\\r", ""), ("\\p", "|"), ("\\\\", "\\")];
            signs.iter().fold(spaces.to_string(), |spaces, (sign, meaning)| spaces.replace(sign, meaning))
        }
        (None, Some("No")) => String::new(),
        _ => " ".to_string(),
    }
}

/// Takes what stands between units from the sentence's text; `false`, and nothing is taken, where that has other words.
fn align(units: &mut [Unit<'_>], text: &str) -> bool {
    let (mut rest, mut gaps) = (text, Vec::new());
    for unit in units.iter() {
        let trimmed = rest.trim_start();
        gaps.push(rest.get(..rest.len() - trimmed.len()).unwrap_or("").to_string());
        let Some(behind) = trimmed.strip_prefix(unit.written) else { return false };
        rest = behind;
    }
    if !rest.trim().is_empty() {
        return false;
    }
    for (unit, gap) in units.iter_mut().zip(gaps.into_iter().skip(1)) {
        unit.behind = gap;
    }
    true
}
