//! From blocks to sections, cut.

use crate::model::{Block, BlockKind, CutPaper};
use crate::text::Cutter;

/// Groups blocks under their headings and cuts each section. The reading text
/// of a section begins with its heading; an empty line stands between
/// paragraphs, a line end between items of a list and rows of a table, a tab
/// between cells.
pub fn cut_paper(blocks: &[Block]) -> CutPaper {
    let mut cutter = Cutter::new();
    let mut path: Vec<(u8, String)> = Vec::new();
    let mut draft = Draft::default();
    let mut page = None;
    for block in blocks {
        if let BlockKind::Heading { level } = block.kind {
            draft.cut(&path, &mut cutter);
            path.retain(|(above, _)| *above < level);
            path.push((level, one_line(&block.text)));
            draft.begin(&page);
        }
        draft.add(block);
        if let Some(last) = block.pages.last() {
            page = last.value.clone();
        }
    }
    draft.cut(&path, &mut cutter);
    cutter.finish()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A section that is being put together.
#[derive(Default)]
struct Draft {
    text: String,
    last: Option<BlockKind>,
    paragraphs: Vec<usize>,
    lines: Vec<(usize, u32)>,
    pages: Vec<(usize, Option<String>)>,
}

impl Draft {
    fn begin(&mut self, page: &Option<String>) {
        self.pages.push((0, page.clone()));
    }

    fn add(&mut self, block: &Block) {
        if let Some(last) = self.last {
            self.text.push_str(between(last, block.kind));
        }
        let start = self.text.len();
        if !matches!(block.kind, BlockKind::Cell { first: false }) {
            self.paragraphs.push(start);
        }
        self.lines.extend(block.lines.iter().map(|m| (start + m.offset, m.value)));
        self.pages.extend(block.pages.iter().map(|m| (start + m.offset, m.value.clone())));
        self.text.push_str(&block.text);
        self.last = Some(block.kind);
    }

    fn cut(&mut self, path: &[(u8, String)], cutter: &mut Cutter) {
        let draft = std::mem::take(self);
        if draft.last.is_some() {
            let path = path.iter().map(|(_, heading)| heading.clone()).collect();
            cutter.section(path, draft.text, &draft.paragraphs, &draft.lines, &draft.pages);
        }
    }
}

fn between(last: BlockKind, next: BlockKind) -> &'static str {
    match (last, next) {
        (BlockKind::ListItem, BlockKind::ListItem) => "\n",
        (BlockKind::Cell { .. }, BlockKind::Cell { first: false }) => "\t",
        (BlockKind::Cell { .. }, BlockKind::Cell { first: true }) => "\n",
        _ => "\n\n",
    }
}
