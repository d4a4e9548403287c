//! TEI XML: header, sections as `div` with `head`, pages, and words as `w` where there is something to say of
//! them. kwic reads it back as it was, white space apart.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::laid::{ChosenPaper, Laid};
use super::paragraphs::{Para, paragraphs};
use super::tei_parts::{attributes, header};
use super::units::{Unit, Units};
use super::xml::{attribute, escaped, kwic_attribute};
use crate::index::{Annotation, OpenIndex};
use crate::model::LayerSpan;

const NAMESPACES: &str = "xmlns=\"http://www.tei-c.org/ns/1.0\" xmlns:kwic=\"urn:kwic\"";

/// Writes papers as one file.
pub(super) fn write(
    out: &mut dyn Write,
    index: &OpenIndex,
    names: &[String],
    papers: &[ChosenPaper<'_>],
) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let names = names.to_vec();
    let corpus = papers.len() != 1;
    if corpus {
        writeln!(out, "<teiCorpus {NAMESPACES}>\n<teiHeader><fileDesc><titleStmt><title>Papers</title></titleStmt>")?;
        writeln!(out, "<publicationStmt><p>Written by kwic.</p></publicationStmt>")?;
        writeln!(out, "<sourceDesc><p>{} papers.</p></sourceDesc></fileDesc>", papers.len())?;
        writeln!(out, "<xenoData><kwic:meta kwic:name=\"papers\">{}</kwic:meta></xenoData></teiHeader>", papers.len())?;
    }
    let mut tei = Tei { out, index, names, page: None, spans: 0, divs: 0 };
    for paper in papers {
        tei.paper(paper, if corpus { "" } else { NAMESPACES })?;
    }
    if corpus { writeln!(tei.out, "</teiCorpus>") } else { Ok(()) }
}

struct Tei<'a, 'w> {
    out: &'w mut dyn Write,
    index: &'a OpenIndex,
    names: Vec<String>,
    /// The page that was told last.
    page: Option<&'a str>,
    /// How many named spans the file has had.
    spans: usize,
    /// How many sections are open.
    divs: usize,
}

impl<'a> Tei<'a, '_> {
    fn paper(&mut self, paper: &ChosenPaper<'_>, namespaces: &str) -> io::Result<()> {
        self.page = None;
        let space = if namespaces.is_empty() { "" } else { " " };
        writeln!(self.out, "<TEI{space}{namespaces}{}>", attribute("n", &paper.record.id))?;
        header(self.out, paper.record)?;
        let language =
            paper.record.metadata.language.as_deref().map(|language| format!(" xml:lang=\"{}\"", escaped(language)));
        writeln!(self.out, "<text{}><body>", language.unwrap_or_default())?;
        for section in &paper.sections {
            let laid = Laid::new(self.index, section).map_err(io::Error::other)?;
            self.section(&laid)?;
        }
        if paper.sections.is_empty() {
            writeln!(self.out, "<p/>")?;
        }
        self.close_divs(0)?;
        writeln!(self.out, "</body></text>\n</TEI>")
    }

    /// Ends sections until so many are open.
    fn close_divs(&mut self, open: usize) -> io::Result<()> {
        while self.divs > open {
            writeln!(self.out, "</div>")?;
            self.divs -= 1;
        }
        Ok(())
    }

    fn section(&mut self, laid: &Laid<'a>) -> io::Result<()> {
        self.close_divs(laid.path.len().saturating_sub(1))?;
        while self.divs < laid.path.len() {
            writeln!(self.out, "<div>")?;
            self.divs += 1;
        }
        let (heading, paras) = paragraphs(laid);
        if let Some(heading) = heading {
            writeln!(self.out, "<head>{}</head>", escaped(heading))?;
        }
        let mut marks = self.marks(laid);
        let annotations = laid.annotations(&self.names);
        let mut units = None;
        let mut at = 0;
        while let Some(first) = paras.get(at) {
            let is_head = at == 0 && heading.is_none() && !laid.path.is_empty();
            let group = paras.iter().skip(at).take_while(|para| para.joined).count() + 1;
            let group = paras.get(at..at + group).unwrap_or(std::slice::from_ref(first));
            let group = if is_head { std::slice::from_ref(first) } else { group };
            let (mut written, mut behind) = (Vec::new(), Vec::new());
            for para in group {
                let text = para.text(laid);
                let is_plain = annotations.iter().flatten().all(|annotation| {
                    laid.tokens
                        .get(para.tokens.clone())
                        .unwrap_or_default()
                        .iter()
                        .all(|token| annotation.of(token.id).is_none())
                }) && para.cuts_itself(laid, &text);
                // What stands without a word behind the paragraph is one for itself.
                let (closing, rest) = para.closing.split_once("\n\n").unwrap_or((para.closing, ""));
                behind.extend(rest.split("\n\n").filter(|rest| is_plain && !rest.is_empty()));
                written.push(match is_plain {
                    true => {
                        (self.plain(laid, &Para { closing, tokens: para.tokens.clone(), ..*para }, &mut marks), true)
                    }
                    false => {
                        let units = units.get_or_insert_with(|| Units::new(&laid.tokens, laid.tail));
                        (self.words(laid, para, units, &annotations, &mut marks), false)
                    }
                });
            }
            self.group(&written, is_head)?;
            behind.iter().try_for_each(|rest| writeln!(self.out, "<p>{}</p>", escaped(rest)))?;
            at += group.len();
        }
        Ok(())
    }

    /// Writes paragraphs that belong together: each as it is, and whether it is plain text.
    fn group(&mut self, written: &[(String, bool)], is_head: bool) -> io::Result<()> {
        let has = |sign: char| written.iter().any(|(text, plain)| *plain && text.contains(sign));
        match written {
            [(text, _)] if is_head => writeln!(self.out, "<head>{text}</head>"),
            _ if has('\t') => {
                writeln!(self.out, "<table>")?;
                for (text, _) in written {
                    writeln!(self.out, "<row><cell>{}</cell></row>", text.replace('\t', "</cell><cell>"))?;
                }
                writeln!(self.out, "</table>")
            }
            [(text, true)] if text.contains('\n') => {
                writeln!(self.out, "<lg><l>{}</l></lg>", text.replace('\n', "</l>\n<l>"))
            }
            [(text, _)] => writeln!(self.out, "<p>{text}</p>"),
            several => {
                writeln!(self.out, "<list>")?;
                several.iter().try_for_each(|(text, _)| writeln!(self.out, "<item>{text}</item>"))?;
                writeln!(self.out, "</list>")
            }
        }
    }

    /// A paragraph as text.
    fn plain(&mut self, laid: &Laid<'a>, para: &Para<'_>, marks: &mut Marks) -> String {
        let mut text = String::new();
        for at in para.tokens.clone() {
            let Some(token) = laid.tokens.get(at) else { continue };
            let gap = if at == para.tokens.start { para.opening } else { token.gap };
            match self.page_break(token.page) {
                None => text.push_str(&escaped(gap)),
                Some(page) => {
                    let glued = at > para.tokens.start && !gap.contains(char::is_whitespace);
                    let before = gap.trim_end_matches(|c: char| !c.is_whitespace());
                    text.push_str(&escaped(before));
                    text.push_str(&format!("<pb{page}{}/>", if glued { " break=\"no\"" } else { "" }));
                    text.push_str(&escaped(gap.get(before.len()..).unwrap_or("")));
                }
            }
            text.push_str(&marks.before(at));
            text.push_str(&escaped(token.written));
            text.push_str(&marks.behind(at));
        }
        if para.tokens.is_empty() {
            text.push_str(&escaped(para.opening));
        }
        text.push_str(&escaped(para.closing));
        text
    }

    /// A paragraph as sentences and words.
    fn words(
        &mut self,
        laid: &Laid<'a>,
        para: &Para<'_>,
        units: &Units,
        annotations: &[Option<&Annotation>],
        marks: &mut Marks,
    ) -> String {
        let (mut text, mut space) = (String::new(), false);
        for sentence in units.sentences(&para.tokens) {
            text.push_str(if std::mem::take(&mut space) { " <s>" } else { "<s>" });
            for unit in units.units.get(sentence).unwrap_or_default() {
                let spaced = std::mem::replace(&mut space, !unit.behind.is_empty());
                text.push_str(if spaced { " " } else { "" });
                if unit.tokens.is_empty() {
                    text.push_str(&format!("<c kwic:word=\"no\">{}</c>", escaped(&unit.written)));
                    continue;
                }
                let page = laid.tokens.get(unit.tokens.start).and_then(|first| self.page_break(first.page));
                page.iter().for_each(|page| text.push_str(&format!("<pb{page}/>")));
                unit.tokens.clone().for_each(|at| text.push_str(&marks.before(at)));
                text.push_str(&self.word(laid, unit, annotations, page.is_some() && !spaced));
                unit.tokens.clone().for_each(|at| text.push_str(&marks.behind(at)));
            }
            text.push_str("</s>");
        }
        text
    }

    fn word(&self, laid: &Laid<'_>, unit: &Unit, annotations: &[Option<&Annotation>], glued: bool) -> String {
        let join = if glued { " join=\"left\"" } else { "" };
        let said = |id: u32| -> String {
            let values = self.names.iter().zip(annotations);
            let values: Vec<(&str, &str)> =
                values.filter_map(|(name, annotation)| Some((name.as_str(), annotation.as_ref()?.of(id)?))).collect();
            attributes(&values)
        };
        let tokens = laid.tokens.get(unit.tokens.clone()).unwrap_or_default();
        if let [token] = tokens
            && token.word == token.written
        {
            let element = if token.word.contains(char::is_alphanumeric) { "w" } else { "pc" };
            return format!("<{element}{join}{}>{}</{element}>", said(token.id), escaped(token.written));
        }
        let inner = tokens.iter().map(|token| format!("<w{}{}/>", attribute("norm", token.word), said(token.id)));
        format!("<w{join}>{}{}</w>", escaped(&unit.written), inner.collect::<String>())
    }

    /// The attribute of a page break before a token on this page, if there is one.
    fn page_break(&mut self, page: Option<&'a str>) -> Option<String> {
        let turns = std::mem::replace(&mut self.page, page) != page;
        turns.then(|| page.map_or(String::new(), |page| attribute("n", page)))
    }

    fn marks(&mut self, laid: &Laid<'_>) -> Marks {
        let mut marks = Marks::default();
        for LayerSpan { span, layer, attributes } in &laid.spans {
            self.spans += 1;
            let said: String = attributes.iter().map(|(name, value)| kwic_attribute(name, value)).collect();
            let begins = format!("<milestone{} spanTo=\"#kwic-{}\"{said}/>", attribute("unit", layer), self.spans);
            marks.before.entry(span.start as usize).or_default().push_str(&begins);
            let ends = format!("<anchor xml:id=\"kwic-{}\"/>", self.spans);
            marks.behind.entry((span.end as usize).saturating_sub(1)).or_default().push_str(&ends);
        }
        marks
    }
}

/// Where named spans begin and end, by token.
#[derive(Default)]
struct Marks {
    before: BTreeMap<usize, String>,
    behind: BTreeMap<usize, String>,
}

impl Marks {
    fn before(&mut self, token: usize) -> String {
        self.before.remove(&token).unwrap_or_default()
    }

    fn behind(&mut self, token: usize) -> String {
        self.behind.remove(&token).unwrap_or_default()
    }
}
