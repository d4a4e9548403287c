//! CoNLL-U: words, and the signs between them, a line each. kwic reads it back as it was.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::laid::{ChosenPaper, Laid, facts};
use super::units::{Unit, Units};
use crate::index::{Annotation, OpenIndex};
use crate::model::LayerSpan;
use crate::papers::{CONLLU_ANNOTATIONS, escape, percent};

/// Writes papers as one file.
pub(super) fn write(
    out: &mut dyn Write,
    index: &OpenIndex,
    names: &[String],
    papers: &[ChosenPaper<'_>],
) -> io::Result<()> {
    let is_column = |name: &String| CONLLU_ANNOTATIONS.iter().any(|(own, _)| own == name);
    let (mut names, others): (Vec<String>, Vec<String>) = names.iter().cloned().partition(is_column);
    writeln!(out, "# generator = kwic")?;
    if !others.is_empty() {
        writeln!(out, "# kwic::annotations = {}", others.join(" "))?;
    }
    names.extend(others);
    let mut conllu = Conllu { out, index, names, page: None, spans: 0 };
    papers.iter().try_for_each(|paper| conllu.paper(paper))
}

struct Conllu<'a, 'w> {
    out: &'w mut dyn Write,
    index: &'a OpenIndex,
    names: Vec<String>,
    /// The page that was told last.
    page: Option<&'a str>,
    /// How many named spans the paper has had.
    spans: usize,
}

/// What is said of the words of a section in their last column.
#[derive(Default)]
struct Said {
    /// Named spans that begin and end, by token.
    spans: BTreeMap<usize, Vec<String>>,
    /// Named spans that are sentences, by their first token.
    sentences: BTreeMap<usize, Vec<(String, String)>>,
}

impl<'a> Conllu<'a, '_> {
    fn paper(&mut self, paper: &ChosenPaper<'_>) -> io::Result<()> {
        (self.page, self.spans) = (None, 0);
        writeln!(self.out, "# newdoc id = {}", one_line(&paper.record.id))?;
        for (name, value) in facts(paper.record) {
            writeln!(self.out, "# meta::{} = {}", one_line(&name).replace('=', "_"), one_line(&value))?;
        }
        let mut first = true;
        for section in &paper.sections {
            let laid = Laid::new(self.index, section).map_err(io::Error::other)?;
            self.section(&laid, std::mem::take(&mut first))?;
        }
        // Of a paper without a word nothing but its name is left.
        if paper.sections.is_empty() { writeln!(self.out) } else { Ok(()) }
    }

    fn section(&mut self, laid: &Laid<'a>, first: bool) -> io::Result<()> {
        let mut units = Units::new(&laid.tokens, laid.tail);
        if let Some(last) = units.units.last_mut() {
            last.behind.push_str("\n\n");
        }
        let said = self.said(laid);
        let annotations = laid.annotations(&self.names);
        let ends = units.starts.iter().skip(1).copied().chain([units.units.len()]);
        for (nth, (start, end)) in units.starts.iter().copied().zip(ends).enumerate() {
            let sentence = units.units.get(start..end).unwrap_or_default();
            let token = sentence.iter().find(|unit| !unit.tokens.is_empty()).map_or(0, |unit| unit.tokens.start);
            if nth == 0 && !(first && laid.path.is_empty()) {
                writeln!(self.out, "# section_level = {}", laid.path.len())?;
                writeln!(self.out, "# section = {}", one_line(&laid.path.join(" > ")))?;
            }
            if nth == 0 || laid.tokens.get(token).is_some_and(|token| token.paragraph) {
                writeln!(self.out, "# newpar")?;
            }
            for (name, value) in said.sentences.get(&token).into_iter().flatten() {
                writeln!(self.out, "# {name} = {value}")?;
            }
            let text: String = sentence.iter().flat_map(|unit| [unit.written.as_str(), unit.behind.as_str()]).collect();
            if !text.trim().contains('\n') {
                writeln!(self.out, "# text = {}", text.trim())?;
            }
            let opening = if nth == 0 { units.opening.as_str() } else { "" };
            self.sentence(laid, sentence, opening, &said, &annotations)?;
        }
        Ok(())
    }

    fn said(&mut self, laid: &Laid<'_>) -> Said {
        let mut said = Said::default();
        let sentences = laid.stretches(|token| token.sentence);
        for LayerSpan { span, layer, attributes } in &laid.spans {
            let stretch = span.start as usize..span.end as usize;
            let at = sentences.binary_search_by_key(&stretch.start, |sentence| sentence.start);
            let is_sentence =
                layer == "s" && !attributes.is_empty() && at.is_ok_and(|at| sentences.get(at) == Some(&stretch));
            if is_sentence && !said.sentences.contains_key(&stretch.start) && attributes.iter().all(can_be_a_comment) {
                said.sentences.insert(stretch.start, attributes.clone());
                continue;
            }
            self.spans += 1;
            let attributes = attributes.iter().map(|(name, value)| format!(",{}={}", percent(name), percent(value)));
            let opens = format!("({},{}{}", self.spans, percent(layer), attributes.collect::<String>());
            said.spans.entry(stretch.start).or_default().push(opens);
            said.spans.entry(stretch.end.saturating_sub(1)).or_default().push(format!("){}", self.spans));
        }
        // What begins with a word stands before what ends with it.
        said.spans.values_mut().for_each(|spans| spans.sort_by_key(|span| span.starts_with(')')));
        said
    }

    fn sentence(
        &mut self,
        laid: &Laid<'a>,
        units: &[Unit],
        opening: &str,
        said: &Said,
        annotations: &[Option<&Annotation>],
    ) -> io::Result<()> {
        let mut id = 1;
        let mut before = (!opening.is_empty()).then(|| format!("SpacesBefore={}", escape(opening)));
        for unit in units {
            let space = match unit.behind.as_str() {
                " " => None,
                "" => Some("SpaceAfter=No".to_string()),
                other => Some(format!("SpacesAfter={}", escape(other))),
            };
            let mut misc: Vec<String> = before.take().into_iter().collect();
            if unit.tokens.is_empty() {
                misc.push("kwic:word=No".to_string());
                misc.extend(space);
                writeln!(self.out, "{id}\t{}\t{}", unit.written, row(&[None; 7], &misc))?;
                id += 1;
                continue;
            }
            let several =
                unit.tokens.len() > 1 || laid.tokens.get(unit.tokens.start).is_some_and(|t| t.word != t.written);
            misc.extend(space);
            if several {
                let last = id + unit.tokens.len() - 1;
                writeln!(self.out, "{id}-{last}\t{}\t{}", written(&unit.written), row(&[None; 7], &misc))?;
                misc = Vec::new();
            }
            for at in unit.tokens.clone() {
                let Some(token) = laid.tokens.get(at) else { continue };
                let mut own = [None; 7];
                for (name, annotation) in self.names.iter().zip(annotations) {
                    let Some(value) = annotation.and_then(|annotation| annotation.of(token.id)) else { continue };
                    match CONLLU_ANNOTATIONS.iter().find(|(own, _)| own == name) {
                        Some((_, column)) if fits(name, value, token.word) => {
                            if let Some(slot) = own.get_mut(column - 2) {
                                *slot = Some(value);
                            }
                        }
                        _ => misc.push(format!("kwic:{name}={}", escape(value))),
                    }
                }
                if token.page != self.page {
                    misc.push(format!("kwic:page={}", escape(token.page.unwrap_or(""))));
                    self.page = token.page;
                }
                if let Some(spans) = said.spans.get(&at) {
                    misc.push(format!("kwic:spans={}", spans.join(";")));
                }
                writeln!(self.out, "{id}\t{}\t{}", token.word, row(&own, &misc))?;
                misc.clear();
                id += 1;
            }
        }
        writeln!(self.out)
    }
}

/// The columns behind the form: lemma, tags, features, head, relation, dependencies, and the last.
fn row(columns: &[Option<&str>; 7], misc: &[String]) -> String {
    let columns: Vec<&str> = columns.iter().map(|column| column.unwrap_or("_")).collect();
    let misc = if misc.is_empty() { "_".to_string() } else { misc.join("|") };
    format!("{}\t{misc}", columns.join("\t"))
}

/// Whether a value can stand in the column of its name: other forms may have annotations that are called so too.
fn fits(name: &str, value: &str, word: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match name {
        "head" => is_number(value),
        "deps" => value.split('|').all(|part| {
            part.split_once(':').is_some_and(|(head, relation)| head.split('.').all(is_number) && !relation.is_empty())
        }),
        // An underscore is no value, unless it is the lemma of one.
        _ => value != "_" || (name == "lemma" && word == "_"),
    }
}

/// Words without a letter of their own are written as nothing, for which the format has no form.
fn written(text: &str) -> &str {
    if text.is_empty() { "_" } else { text }
}

/// A comment ends with its line; other white space stays as it is.
fn one_line(text: &str) -> String {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars().map(|c| if ends(c) { ' ' } else { c }).collect::<String>().trim().to_string()
}

/// Whether an attribute of a sentence comes back from a comment.
fn can_be_a_comment((name, value): &(String, String)) -> bool {
    let taken = ["text", "section", "section_level", "generator"];
    let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with("new");
    plain
        && !taken.contains(&name.as_str())
        && !name.starts_with("global")
        && *value == one_line(value)
        && !value.is_empty()
}
