//! A passage of a paper, for reading in place.

use std::io::{self, Write};
use std::ops::Range;

use serde_json::{Map, Value, json};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::width::{isolated, plain};
use super::{Format, Made, Screen, json};
use crate::concordance::{Paragraph, Passage};
use crate::error::{Error, Kind};

/// Writes a passage as text or JSON.
///
/// # Errors
/// Another format; an output that cannot be written.
pub fn write_passage(
    out: &mut dyn Write,
    format: Format,
    passage: &Passage,
    made: &Made,
    screen: Screen,
) -> io::Result<()> {
    match format {
        Format::Text => text(out, passage, screen),
        Format::Json => {
            let mut head = Map::new();
            head.insert("made_by".into(), serde_json::to_value(made)?);
            head.insert("paper".into(), passage.paper.as_str().into());
            head.insert("title".into(), json!(passage.title));
            head.insert("year".into(), json!(passage.year));
            json::document(out, &head, "blocks", passage.paragraphs.iter().map(|p| Ok(block(p))))
        }
        _ => Err(io::Error::other(
            Error::new(Kind::Setting, "--format", "a paper is shown as text or as json")
                .remedy("use --format text or --format json"),
        )),
    }
}

/// A paragraph as JSON. Its marks are counted in characters (Unicode scalar
/// values) of `text`, half-open.
fn block(paragraph: &Paragraph) -> Value {
    let characters = |bytes: usize| paragraph.text.get(..bytes).unwrap_or("").chars().count();
    let hit = |hit: &Range<usize>| json!({"start": characters(hit.start), "end": characters(hit.end)});
    let page = |(at, page): &(usize, Option<String>)| json!({"start": characters(*at), "page": page});
    json!({
        "section": paragraph.section,
        "page": paragraph.page,
        "source_line": paragraph.source_line,
        "position": paragraph.position,
        "text": paragraph.text,
        "hits": paragraph.hits.iter().map(hit).collect::<Vec<_>>(),
        "pages": paragraph.pages.iter().map(page).collect::<Vec<_>>(),
    })
}

fn text(out: &mut dyn Write, passage: &Passage, screen: Screen) -> io::Result<()> {
    let title = passage.title.as_ref().map(|title| format!(" · {title}")).unwrap_or_default();
    let year = passage.year.map(|year| format!(" ({year})")).unwrap_or_default();
    let head = plain(&format!("{}{title}{year}", passage.paper));
    wrapped(out, &each_word(&head, |word| screen.bold(word)), screen)?;
    wrapped(out, &each_word(&plain(&place(&passage.paragraphs)), |word| screen.dim(word)), screen)?;
    let mut last: Option<&Paragraph> = None;
    for (at, paragraph) in passage.paragraphs.iter().enumerate() {
        if last.is_none_or(|last| !last.text.ends_with('\n')) {
            writeln!(out)?;
        }
        if last.is_some_and(|last| last.position + last.tokens != paragraph.position) {
            writeln!(out, "{}\n", screen.dim("[…]"))?;
        }
        let ends = at + 1 == passage.paragraphs.len();
        let text = if ends { paragraph.text.trim_end() } else { &paragraph.text };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let bytes = start..start + line.trim_end_matches('\n').len();
            wrapped(out, &marked(paragraph, &bytes, screen), screen)?;
            start += line.len();
        }
        last = Some(paragraph);
    }
    Ok(())
}

/// Where a passage is: `A > B, p. 3–4, l. 57–61`.
fn place(paragraphs: &[Paragraph]) -> String {
    let (Some(first), Some(last)) = (paragraphs.first(), paragraphs.last()) else { return String::new() };
    let heading = |paragraph: &Paragraph| match paragraph.section.as_slice() {
        [] => "(opening)".to_string(),
        path => path.join(" > "),
    };
    let line = |line: u32| (line > 0).then(|| line.to_string());
    let last_page = last.pages.last().map_or(&last.page, |(_, page)| page);
    let mut place = span(&heading(first), &heading(last), " … ");
    for (name, first, last) in
        [("p.", first.page.clone(), last_page.clone()), ("l.", line(first.source_line), line(last.last_line))]
    {
        if first.is_some() || last.is_some() {
            let known = |value: &Option<String>| value.clone().unwrap_or("?".to_string());
            place.push_str(&format!(", {name} {}", span(&known(&first), &known(&last), "–")));
        }
    }
    place
}

fn span(first: &str, last: &str, between: &str) -> String {
    if first == last { first.to_string() } else { format!("{first}{between}{last}") }
}

/// A line of a paragraph's text as the screen shows it: pages, headings and marks made visible.
fn marked(paragraph: &Paragraph, line: &Range<usize>, screen: Screen) -> String {
    let marks = merged(&paragraph.hits);
    let mut borders: Vec<usize> = vec![line.start, line.end];
    borders.extend(marks.iter().flat_map(|mark| [mark.start, mark.end]));
    borders.extend(paragraph.pages.iter().map(|(at, _)| *at));
    borders.retain(|at| (line.start..=line.end).contains(at));
    borders.sort_unstable();
    borders.dedup();
    let mut shown = String::new();
    for piece in borders.windows(2) {
        let &[start, end] = piece else { continue };
        for (_, page) in paragraph.pages.iter().filter(|(at, _)| *at == start) {
            shown.push_str(&screen.dim(&plain(&format!("[p. {}]", page.as_deref().unwrap_or("?")))));
            shown.push(' ');
        }
        let text = plain(paragraph.text.get(start..end).unwrap_or(""));
        let is_marked = marks.iter().any(|mark| mark.contains(&start));
        shown.push_str(&match (is_marked, screen.colour) {
            (true, true) => each_word(&text, |word| screen.node(word)),
            (true, false) => format!("**{}**{}", text.trim_end(), text.get(text.trim_end().len()..).unwrap_or("")),
            (false, _) if paragraph.is_heading => each_word(&text, |word| screen.bold(word)),
            (false, _) => text,
        });
    }
    shown
}

/// Marks that overlap or touch as one, in order.
fn merged(marks: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sorted = marks.to_vec();
    sorted.sort_unstable_by_key(|mark| mark.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for mark in sorted {
        match merged.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
        }
    }
    merged
}

/// The text with each word in a style of its own: a line may end, and a pager begin, behind any of them.
fn each_word(text: &str, style: impl Fn(&str) -> String) -> String {
    text.split(' ').map(style).collect::<Vec<_>>().join(" ")
}

/// Writes a line, wrapped where UAX #14 lets a line end.
fn wrapped(out: &mut dyn Write, line: &str, screen: Screen) -> io::Result<()> {
    let options = Options::new(screen.width)
        .word_separator(WordSeparator::UnicodeBreakProperties)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    for line in textwrap::wrap(line, options) {
        writeln!(out, "{}", isolated(line.trim_end()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(paragraphs: Vec<Paragraph>, width: usize, colour: bool) -> String {
        let passage = Passage { paper: "memo".into(), title: Some("On Arms".into()), year: Some(1996), paragraphs };
        let mut out = Vec::new();
        write_passage(&mut out, Format::Text, &passage, &Made::default(), Screen { width, colour }).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn paragraph(text: &str) -> Paragraph {
        Paragraph {
            section: vec!["I. Talks".into()],
            is_heading: false,
            page: Some("3".into()),
            source_line: 57,
            last_line: 61,
            position: 0,
            tokens: 1,
            text: text.into(),
            hits: Vec::new(),
            pages: Vec::new(),
        }
    }

    #[test]
    fn text_is_wrapped_between_words_with_pages_and_hits_marked() {
        let mut talks = paragraph("The arms control talks went on and on.\n\n");
        talks.hits = vec![4..16, 9..22];
        talks.pages = vec![(23, Some("4".into()))];
        assert_eq!(
            shown(vec![talks], 24, false),
            "memo · On Arms (1996)\nI. Talks, p. 3–4, l. 57–\n61\n\nThe **arms control\ntalks** [p. 4] went on\nand on.\n"
        );
    }

    #[test]
    fn what_is_left_out_is_shown() {
        let (first, mut second) = (paragraph("One.\n\n"), paragraph("Two.\n"));
        second.position = 7;
        assert!(shown(vec![first, second], 40, false).ends_with("\nOne.\n\n[…]\n\nTwo.\n"));
    }

    #[test]
    fn papers_cannot_steer_the_terminal() {
        let text = shown(vec![paragraph("a\u{1b}[31mb\u{202e}c\tشرق\n")], 40, true);
        assert!(!text.contains("\u{1b}[31m") && !text.contains('\u{202e}'), "{text:?}");
        assert!(text.contains("\u{2068}a[31mbc شرق\u{2069}"), "{text:?}");
    }

    #[test]
    fn colour_begins_and_ends_within_each_line() {
        let mut heading = paragraph("A heading that is much longer than one line of the screen\n");
        heading.is_heading = true;
        heading.hits.push(10..35);
        for line in shown(vec![heading], 20, true).lines() {
            let (ons, offs) = (line.matches("\u{1b}[").count(), line.matches("\u{1b}[0m").count());
            assert_eq!(ons, 2 * offs, "{line:?}");
        }
    }

    #[test]
    fn json_counts_marks_in_characters() {
        let mut paragraph = paragraph("Über „Rüstung“ und Kontrolle");
        let start = paragraph.text.find("Rüstung").unwrap();
        paragraph.hits.push(start..start + "Rüstung".len());
        assert_eq!(block(&paragraph)["hits"], json!([{"start": 6, "end": 13}]));
    }
}
