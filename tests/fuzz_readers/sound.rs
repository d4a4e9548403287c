//! What must hold of whatever a reader gives.

use kwic::model::{Block, CutPaper, Section};
use kwic::papers::{Reading, cut_paper};

fn holds(what: bool, said: &str) -> Result<(), String> {
    if what { Ok(()) } else { Err(said.to_string()) }
}

/// What is wrong with a reading and the sections that are made of it.
pub fn sound(reading: &Reading) -> Result<(), String> {
    let annotated = &reading.annotated;
    for (at, block) in reading.blocks.iter().enumerate() {
        block_holds(block, annotated.rows.len()).map_err(|said| format!("block {at}: {said}: {block:?}"))?;
    }
    let columns = annotated.names.len();
    let mut rows = annotated.rows.iter();
    holds(rows.all(|row| row.matches('\t').count() == columns), "a row of annotations has other columns")?;
    // One that holds nothing is left out when the paper is cut.
    for span in annotated.spans.iter().filter(|span| span.from != span.to) {
        let inside = |place: &kwic::model::Place| {
            reading.blocks.get(place.block).is_some_and(|block| block.text.is_char_boundary(place.offset))
        };
        let ends = (span.from.block, span.from.offset) <= (span.to.block, span.to.offset);
        holds(inside(&span.from) && inside(&span.to) && ends, &format!("a span lies outside of its blocks: {span:?}"))?;
    }
    let paper = cut_paper(reading);
    holds(paper.folded.len() == paper.words.len(), "not every word is folded")?;
    let sections = paper.sections.iter().enumerate();
    sections.into_iter().try_for_each(|(at, section)| {
        section_holds(section, &paper).map_err(|said| format!("section {at}: {said}: {section:?}"))
    })
}

fn block_holds(block: &Block, rows: usize) -> Result<(), String> {
    let text = &block.text;
    let lines: Vec<usize> = block.lines.iter().map(|mark| mark.offset).collect();
    let pages: Vec<usize> = block.pages.iter().map(|mark| mark.offset).collect();
    for (marks, of) in [(&lines, "lines"), (&pages, "pages")] {
        holds(marks.is_sorted(), &format!("{of} are out of order"))?;
        holds(marks.iter().all(|at| text.is_char_boundary(*at)), &format!("{of} lie outside of the text"))?;
    }
    let mut end = 0;
    for token in &block.tokens {
        let (from, to) = (token.start as usize, token.end as usize);
        holds(end <= from && from <= to, "tokens overlap")?;
        holds(text.is_char_boundary(from) && text.is_char_boundary(to), "a token lies outside of the text")?;
        holds((token.row as usize) < rows, "a token has no row")?;
        end = to;
    }
    Ok(())
}

fn section_holds(section: &Section, paper: &CutPaper) -> Result<(), String> {
    let count = section.tokens.len();
    holds(section.types.len() == count, "tokens and types are not the same number")?;
    let mut whole = String::new();
    for (at, ((start, end), kind)) in section.tokens.iter().zip(&section.types).enumerate() {
        let token = section.text.get(*start as usize..*end as usize).ok_or("a token lies outside of the text")?;
        holds((*kind as usize) < paper.words.len(), "a token has no type")?;
        let written = paper.written(*kind).unwrap_or(paper.words.get(*kind));
        holds(written == token, &format!("{token:?} is written as {written:?}"))?;
        whole.push_str(section.gap(at));
        whole.push_str(token);
    }
    whole.push_str(section.gap(count));
    holds(whole == section.text, "tokens and what is between them are not the text")?;
    let starts = [
        ("paragraphs", section.paragraphs.clone()),
        ("sentences", section.sentences.clone()),
        ("lines", section.lines.iter().map(|line| line.0).collect()),
        ("pages", section.pages.iter().map(|page| page.0).collect()),
    ];
    for (of, starts) in starts {
        holds(starts.is_sorted(), &format!("{of} are out of order"))?;
        holds(starts.iter().all(|at| (*at as usize) < count), &format!("{of} begin behind the last token"))?;
    }
    let within = |span: &kwic::model::LayerSpan| span.span.start < span.span.end && span.span.end as usize <= count;
    holds(section.spans.iter().all(within), "a span lies outside of its section")
}
