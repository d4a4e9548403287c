//! From lines to blocks.

use super::headings::{Headings, list_marker};
use super::hyphens::Mender;
use super::lines::{Line, ends_sentence, starts_lower};
use super::shape::Shape;
use crate::model::{Block, BlockKind, Mark};

/// The blocks of a text, headings included.
pub(super) fn blocks(lines: &[Line<'_>], labels: &[Option<String>], shape: &Shape, mender: &Mender<'_>) -> Vec<Block> {
    let mut builder = Builder { labels, shape, mender, headings: Headings::default(), blocks: Vec::new() };
    let mut rest = lines;
    while !rest.is_empty() {
        let blank = rest.iter().take_while(|l| l.is_blank()).count();
        rest = rest.get(blank..).unwrap_or(&[]);
        let filled = rest.iter().take_while(|l| !l.is_blank()).count();
        let (run, after) = rest.split_at(filled);
        builder.run(run, after.iter().all(Line::is_blank));
        rest = after;
    }
    builder.blocks
}

struct Builder<'a> {
    labels: &'a [Option<String>],
    shape: &'a Shape,
    mender: &'a Mender<'a>,
    headings: Headings,
    blocks: Vec<Block>,
}

impl Builder<'_> {
    /// Takes a run of lines between blank lines; `last` if nothing follows it.
    fn run(&mut self, run: &[Line<'_>], last: bool) {
        let mut body = run;
        // A heading may stand right above its text.
        while let Some((first, after)) = body.split_first() {
            let alone = after.is_empty();
            let room = !self.shape.wrapped || first.width * 10 < self.shape.width.max(40) * 9;
            let goes_on = after.first().is_some_and(|next| starts_lower(next.text));
            if (alone && last) || !(alone || room) || goes_on {
                break;
            }
            let Some(level) = self.headings.level(first.text, alone) else { break };
            self.push(BlockKind::Heading { level }, std::slice::from_ref(first));
            body = after;
        }
        if body.is_empty() {
            return;
        }
        if self.shape.wrapped { self.wrapped(body) } else { self.unwrapped(body) }
    }

    fn wrapped(&mut self, run: &[Line<'_>]) {
        let listed = run.iter().any(|l| list_marker(l.text).is_some());
        if run.len() > 1 && !listed && self.shape.is_set_by_line(run) {
            return self.push(BlockKind::Lines, run);
        }
        let mut start = 0;
        for at in 1..=run.len() {
            let ends = match (run.get(at - 1), run.get(at)) {
                (Some(before), Some(line)) => self.paragraph_ends(before, line),
                _ => true,
            };
            if ends {
                let lines = run.get(start..at).unwrap_or(&[]);
                let listed = lines.first().is_some_and(|l| list_marker(l.text).is_some());
                self.push(if listed { BlockKind::ListItem } else { BlockKind::Paragraph }, lines);
                start = at;
            }
        }
    }

    fn paragraph_ends(&self, before: &Line<'_>, line: &Line<'_>) -> bool {
        if list_marker(line.text).is_some() && (ends_sentence(before.text) || !self.shape.is_full(before, line)) {
            return true;
        }
        if starts_lower(line.text) {
            return false;
        }
        let short = (before.width + 1) * 10 < self.shape.width * 7;
        short || (line.indent >= before.indent + 2 && ends_sentence(before.text) && line.indent < 12)
    }

    /// Text that was not wrapped: a line is a paragraph, and short lines stay as they stand.
    fn unwrapped(&mut self, run: &[Line<'_>]) {
        if run.len() > 1 && run.iter().all(|l| l.width <= 80 && list_marker(l.text).is_none()) {
            return self.push(BlockKind::Lines, run);
        }
        for at in 0..run.len() {
            let Some(line) = run.get(at..at + 1) else { continue };
            let Some(first) = line.first() else { continue };
            // Without blank lines between, only a numbered line is a heading for certain.
            if run.len() > 1
                && first.width <= 80
                && at + 1 < run.len()
                && let Some(level) = self.headings.numbered_level(first.text)
            {
                self.push(BlockKind::Heading { level }, line);
                continue;
            }
            let kind = if list_marker(first.text).is_some() { BlockKind::ListItem } else { BlockKind::Paragraph };
            self.push(kind, line);
        }
    }

    fn push(&mut self, kind: BlockKind, lines: &[Line<'_>]) {
        let mut block = Block { kind, text: String::new(), lines: Vec::new(), pages: Vec::new(), tokens: Vec::new() };
        let by_line = kind == BlockKind::Lines;
        let margin = lines.iter().map(|l| l.indent).min().unwrap_or(0);
        for (at, line) in lines.iter().enumerate() {
            if at > 0 && by_line {
                block.text.push('\n');
            } else if at > 0 {
                let (keep, seam) = self.mender.seam(&block.text, line.text);
                block.text.truncate(keep);
                block.text.push_str(seam);
            }
            block.lines.push(Mark { offset: block.text.len(), value: line.number });
            if let Some(label) = line.page.and_then(|page| self.labels.get(page)) {
                block.pages.push(Mark { offset: block.text.len(), value: label.clone() });
            }
            let text = if by_line { line.raw.trim_end() } else { line.text };
            let indent = if by_line { text.char_indices().nth(margin).map_or(0, |(i, _)| i) } else { 0 };
            block.text.push_str(text.get(indent..).unwrap_or(line.text));
        }
        self.blocks.push(block);
    }
}
