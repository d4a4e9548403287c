//! From blocks to sections, cut.

use super::headings::Headings;
use super::read::Reading;
use crate::model::{Block, BlockKind, CutPaper, LayerSpan, Place, Section, SourceSpan, Span};
use crate::text::{Cutter, Draft};

/// Groups blocks under their headings and cuts each section. The reading text
/// of a section begins with its heading; an empty line stands between
/// paragraphs, a line end between items of a list and rows of a table, a tab
/// between cells. A named span that goes through several sections is cut to each.
pub fn cut_paper(reading: &Reading) -> CutPaper {
    let annotated = &reading.annotated;
    let mut cutter = Cutter::new(annotated.names.clone(), annotated.rows.clone());
    let mut headings = Headings::default();
    let (mut draft, mut last, mut page) = (Draft::default(), None, None);
    // The section of each block, and its first byte there.
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut number = 0;
    for block in &reading.blocks {
        if let BlockKind::Heading { level } = block.kind {
            if last.take().is_some() {
                cutter.section(std::mem::take(&mut draft));
                number += 1;
            }
            headings.enter(level, &block.text);
            draft = Draft { pages: vec![(0, page.clone())], ..Draft::default() };
        }
        if last.is_none() {
            draft.path = headings.path();
        }
        places.push((number, add(&mut draft, last.replace(block.kind), block)));
        if let Some(last) = block.pages.last() {
            page = last.value.clone();
        }
    }
    if last.is_some() {
        cutter.section(draft);
    }
    let mut paper = cutter.finish();
    annotated.spans.iter().for_each(|span| place(span, &places, &mut paper.sections));
    for section in &mut paper.sections {
        section.spans.sort_by_key(|span| (span.span.start, std::cmp::Reverse(span.span.end)));
    }
    paper
}

/// Adds a block to the section that is being put together: the byte at which it begins.
fn add(draft: &mut Draft, last: Option<BlockKind>, block: &Block) -> usize {
    if let Some(last) = last {
        draft.text.push_str(between(last, block.kind));
    }
    let start = draft.text.len();
    if !matches!(block.kind, BlockKind::Cell { first: false }) {
        draft.paragraphs.push(start);
    }
    draft.pages.extend(block.pages.iter().map(|m| (start + m.offset, m.value.clone())));
    draft.text.push_str(&block.text);
    match block.tokens.is_empty() {
        true => draft.lines.extend(block.lines.iter().map(|m| (start + m.offset, m.value))),
        false => draft.given.push((start..draft.text.len(), block.tokens.clone())),
    }
    start
}

fn between(last: BlockKind, next: BlockKind) -> &'static str {
    match (last, next) {
        (BlockKind::ListItem, BlockKind::ListItem) => "\n",
        (BlockKind::Cell { .. }, BlockKind::Cell { first: false }) => "\t",
        (BlockKind::Cell { .. }, BlockKind::Cell { first: true }) => "\n",
        _ => "\n\n",
    }
}

/// Puts a span into each section that it goes through, where it holds a token there.
fn place(span: &SourceSpan, places: &[(usize, usize)], sections: &mut [Section]) {
    let at = |place: &Place| Some((places.get(place.block)?.0, places.get(place.block)?.1 + place.offset));
    let (Some(from), Some(to)) = (at(&span.from), at(&span.to)) else { return };
    for (number, section) in sections.iter_mut().enumerate().take(to.0 + 1).skip(from.0) {
        let first = |offset: usize| section.tokens.partition_point(|token| (token.0 as usize) < offset) as u32;
        let start = if number == from.0 { first(from.1) } else { 0 };
        let end = if number == to.0 { first(to.1) } else { section.tokens.len() as u32 };
        if start < end {
            let (layer, attributes) = (span.layer.clone(), span.attributes.clone());
            section.spans.push(LayerSpan { span: Span { start, end }, layer, attributes });
        }
    }
}
