//! Markdown (CommonMark with tables and footnotes) to blocks.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::model::{Block, BlockKind, Mark};

/// The blocks of a Markdown text whose first line is source line `first_line`.
pub(super) fn blocks(text: &str, first_line: u32) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut builder = Builder { lines: Lines::new(text, first_line), ..Builder::default() };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        builder.event(event, range);
    }
    builder.flush();
    let Builder { mut done, notes, .. } = builder;
    done.extend(notes);
    done
}

/// From byte offsets to source lines; offsets are asked for in ascending order, mostly.
#[derive(Default)]
struct Lines {
    starts: Vec<usize>,
    first: u32,
}

impl Lines {
    fn new(text: &str, first: u32) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Lines { starts, first }
    }

    fn of(&self, offset: usize) -> u32 {
        self.first + self.starts.partition_point(|s| *s <= offset).saturating_sub(1) as u32
    }
}

#[derive(Default)]
struct Builder {
    lines: Lines,
    done: Vec<Block>,
    notes: Vec<Block>,
    kind: Option<BlockKind>,
    text: String,
    marks: Vec<Mark<u32>>,
    items: usize,
    in_note: bool,
    first_cell: bool,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text, range),
            Event::SoftBreak => self.push(" ", range),
            Event::HardBreak => self.push("\n", range),
            Event::InlineHtml(html) if html.to_lowercase().starts_with("<br") => self.push("\n", range),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.open(BlockKind::Heading { level: level as u8 }),
            Tag::Paragraph if self.items > 0 && self.text.is_empty() => self.open(BlockKind::ListItem),
            Tag::Paragraph => self.open(BlockKind::Paragraph),
            Tag::Item => {
                self.items += 1;
                self.open(BlockKind::ListItem);
            }
            Tag::CodeBlock(_) => self.open(BlockKind::Lines),
            Tag::TableHead | Tag::TableRow => self.first_cell = true,
            Tag::TableCell => {
                let first = std::mem::take(&mut self.first_cell);
                self.open(BlockKind::Cell { first });
            }
            Tag::FootnoteDefinition(_) => {
                self.flush();
                self.in_note = true;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Item => {
                self.flush();
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.in_note = false;
            }
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::TableCell => self.flush(),
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.flush();
        self.kind = Some(kind);
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        let line = self.lines.of(range.start);
        if !text.trim().is_empty() && self.marks.last().is_none_or(|m| m.value != line) {
            self.marks.push(Mark { offset: self.text.len(), value: line });
        }
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        let kind = self.kind.take();
        let raw = std::mem::take(&mut self.text);
        let marks = std::mem::take(&mut self.marks);
        let text = raw.trim_end();
        let leading = if kind == Some(BlockKind::Lines) { 0 } else { text.len() - text.trim_start().len() };
        // An empty cell keeps its place: the row may begin with it.
        if text.trim().is_empty() && !matches!(kind, Some(BlockKind::Cell { .. })) {
            return;
        }
        let lines = marks.into_iter().map(|m| Mark { offset: m.offset.saturating_sub(leading), ..m }).collect();
        let kind = match kind.unwrap_or(BlockKind::Paragraph) {
            _ if self.in_note => BlockKind::Note,
            kind => kind,
        };
        let text = text.get(leading..).unwrap_or(text).to_string();
        let block = Block { kind, text, lines, pages: Vec::new(), tokens: Vec::new() };
        if self.in_note { self.notes.push(block) } else { self.done.push(block) }
    }
}
