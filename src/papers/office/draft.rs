//! What word processors' forms have in common: paragraphs whose kind may be known only at their end, tables of which
//! some only put things beside each other, notes and text boxes that stand apart.

use crate::model::{Block, BlockKind, Mark};
use crate::papers::flow::Flow;

/// Headings that lie deeper stand beside one another.
const DEEPEST: u8 = 20;

/// Bytes from which on a title has no more paragraphs.
const LONGEST_TITLE: usize = 400;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The paper's title, above all headings.
    Title,
    /// A heading; level 1 is the outermost.
    Heading(u8),
    Text,
    Item,
}

/// What is done to the blocks; while a table is open that waits until it is known what the table is for.
enum Step {
    Text(String, u32),
    Break,
    End(Kind),
    Aside { note: bool },
    EndAside,
    Row,
    EndCell,
}

/// The outermost of the tables that are open.
#[derive(Default)]
struct Table {
    steps: Vec<Step>,
    /// It holds tables, headings: it is no table of data.
    layout: bool,
    cells: usize,
}

/// A paper that is being read.
#[derive(Default)]
pub(super) struct Draft {
    flow: Flow,
    /// How many tables are open, and the outermost one.
    tables: usize,
    table: Table,
    /// For each aside that is open whether it is a note.
    asides: Vec<bool>,
    /// Of a table of data: how many asides it lies in, and whether the next cell is the first of its row.
    data: Option<(usize, bool)>,
}

impl Draft {
    /// Adds text that stands on source line `line`.
    pub fn text(&mut self, text: &str, line: u32) {
        self.step(Step::Text(text.to_string(), line));
    }

    /// Ends a line within the paragraph.
    pub fn line_break(&mut self) {
        self.step(Step::Break);
    }

    /// Ends the paragraph.
    pub fn end(&mut self, kind: Kind) {
        if self.tables > 0 && matches!(kind, Kind::Title | Kind::Heading(_)) {
            self.table.layout = true;
        }
        self.step(Step::End(kind));
    }

    /// What follows stands apart from the paragraph, at the section's end, until [`Draft::end_aside`].
    pub fn aside(&mut self, note: bool) {
        self.step(Step::Aside { note });
    }

    pub fn end_aside(&mut self) {
        self.step(Step::EndAside);
    }

    pub fn table(&mut self) {
        self.tables += 1;
        self.table.layout |= self.tables > 1;
    }

    pub fn row(&mut self) {
        self.step(Step::Row);
    }

    pub fn end_cell(&mut self) {
        self.table.cells += usize::from(self.tables == 1);
        self.step(Step::EndCell);
    }

    pub fn end_table(&mut self) {
        self.tables = self.tables.saturating_sub(1);
        if self.tables > 0 {
            return;
        }
        let Table { steps, layout, cells } = std::mem::take(&mut self.table);
        if !layout && cells > 1 {
            self.data = Some((self.asides.len(), true));
        }
        steps.into_iter().for_each(|step| self.take(step));
        self.data = None;
    }

    fn step(&mut self, step: Step) {
        match self.tables {
            0 => self.take(step),
            _ => self.table.steps.push(step),
        }
    }

    fn take(&mut self, step: Step) {
        let in_cell = self.data.is_some_and(|(asides, _)| asides == self.asides.len());
        match step {
            Step::Text(text, line) => self.flow.push(&text, line, BlockKind::Paragraph),
            Step::Break => self.flow.line_break(),
            Step::End(_) if in_cell => self.flow.line_break(),
            Step::End(kind) => self.end_block(kind),
            Step::Aside { note } => {
                self.flow.aside();
                self.asides.push(note);
            }
            Step::EndAside => {
                self.end_block(Kind::Text);
                self.flow.end_aside();
                self.asides.pop();
            }
            Step::Row => self.data = self.data.map(|(asides, _)| (asides, true)),
            Step::EndCell => self.end_of_cell(),
        }
    }

    fn end_of_cell(&mut self) {
        let Some((asides, first)) = self.data else { return self.end_block(Kind::Text) };
        let empty = self.flow.text().is_empty();
        match self.asides.last() {
            Some(true) => self.flow.end(BlockKind::Note),
            _ => self.flow.end(BlockKind::Cell { first }),
        }
        self.data = Some((asides, first && empty));
    }

    fn end_block(&mut self, kind: Kind) {
        let kind = match (kind, self.asides.last()) {
            (_, Some(true)) => BlockKind::Note,
            (Kind::Title, None) => BlockKind::Heading { level: 0 },
            (Kind::Heading(level), None) => BlockKind::Heading { level: level.clamp(1, DEEPEST) },
            (Kind::Item, _) => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        self.flow.end(kind);
    }

    /// The blocks. Where there is a title, the headings stand below it.
    pub fn finish(mut self) -> Vec<Block> {
        while self.tables > 0 {
            self.end_table();
        }
        let mut blocks: Vec<Block> = Vec::new();
        for block in self.flow.finish().0 {
            match blocks.last_mut() {
                // A title that is written in several paragraphs.
                Some(last) if is_title(last) && is_title(&block) && last.text.len() < LONGEST_TITLE => {
                    join(last, block)
                }
                _ => blocks.push(block),
            }
        }
        let below = u8::from(blocks.iter().any(is_title));
        for block in &mut blocks {
            if let BlockKind::Heading { level } = &mut block.kind {
                *level += below;
            }
        }
        blocks
    }
}

fn is_title(block: &Block) -> bool {
    block.kind == BlockKind::Heading { level: 0 }
}

fn join(first: &mut Block, second: Block) {
    first.text.push('\n');
    let start = first.text.len();
    first.text.push_str(&second.text);
    first.lines.extend(second.lines.into_iter().map(|mark| Mark { offset: start + mark.offset, ..mark }));
}
