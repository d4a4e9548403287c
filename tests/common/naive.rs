//! The naive matcher's sections, made from a paper's text alone, without any index.

use std::collections::BTreeMap;
use std::path::Path;

use kwic::model::{CutPaper, Metadata, Section, Span};
use kwic::papers::{Evidence, ReadingOptions, cut_paper, read_papers};
use kwic::query::{Layer, NaiveSection, NaiveSpan, NaiveToken};

/// The sections of a Markdown paper.
pub fn naive_sections(id: &str, markdown: &str) -> Vec<NaiveSection> {
    let (_, mut readings) =
        read_papers(Path::new("paper.md"), markdown.as_bytes(), &Evidence::default(), &ReadingOptions::default())
            .unwrap();
    let reading = readings.pop().unwrap().unwrap();
    let paper = cut_paper(&reading);
    let last = paper.sections.len() - 1;
    let naive = |(number, section)| naive_section(id, &reading.metadata, &paper, section, number == 0, number == last);
    paper.sections.iter().enumerate().map(naive).collect()
}

fn naive_section(
    id: &str,
    metadata: &Metadata,
    paper: &CutPaper,
    section: &Section,
    begins: bool,
    ends: bool,
) -> NaiveSection {
    let token = |number: &u32| NaiveToken {
        word: paper.words.get(*number).to_string(),
        lc: paper.folded.get(*number).to_string(),
        annotations: paper.values(*number).map(|(name, value)| (name.to_string(), value.to_string())).collect(),
    };
    let tokens: Vec<NaiveToken> = section.types.iter().map(token).collect();
    let facts = facts(id, metadata, section);
    let whole = |begins, ends, attributes| {
        let span = Span { start: 0, end: tokens.len() as u32 };
        vec![NaiveSpan { span, begins, ends, attributes }]
    };
    let own = ["title", "path", "theme"].iter().zip(["heading", "section", "theme"]);
    let own = own.flat_map(|(name, fact)| {
        facts.iter().filter(move |(n, _)| n == fact).map(|(_, value)| (name.to_string(), value.clone()))
    });
    NaiveSection {
        layers: BTreeMap::from([
            (Layer::Sentence, spans(&section.sentences, tokens.len())),
            (Layer::Paragraph, spans(&section.paragraphs, tokens.len())),
            (Layer::Section, whole(true, true, own.collect())),
            (Layer::Paper, whole(begins, ends, facts.clone())),
        ]),
        tokens,
        facts,
        language: metadata.language.clone(),
        saved: BTreeMap::new(),
    }
}

/// The spans that begin at these tokens, one after the other.
fn spans(starts: &[u32], tokens: usize) -> Vec<NaiveSpan> {
    let ends = starts.iter().skip(1).copied().chain([tokens as u32]);
    let span = |(start, end): (&u32, u32)| NaiveSpan {
        span: Span { start: *start, end },
        begins: true,
        ends: true,
        attributes: Vec::new(),
    };
    starts.iter().zip(ends).map(span).collect()
}

fn facts(id: &str, metadata: &Metadata, section: &Section) -> Vec<(String, String)> {
    let mut facts = vec![("paper".to_string(), id.to_string())];
    for name in ["title", "author", "year", "decade", "language"] {
        facts.extend(metadata.values(name).into_iter().map(|value| (name.to_string(), value)));
    }
    facts.extend(metadata.fields.clone());
    facts.push(("section".into(), section.path.join(" > ")));
    facts.extend(section.path.last().map(|heading| ("heading".into(), heading.to_string())));
    facts.extend(metadata.themes.iter().map(|theme| ("theme".into(), theme.clone())));
    facts
}
