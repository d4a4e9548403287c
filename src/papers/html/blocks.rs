//! From a page's tree to blocks.

use scraper::{ElementRef, Html};

use super::elements::{heading, is_block, is_layout, is_left_out, is_note, is_note_label, is_page_header, page_break};
use super::root::{Amount, Root, is_furniture};
use super::tree::line_of;
use crate::model::{Block, BlockKind, Mark};
use crate::papers::decode::is_no_text;

/// The blocks of the paper, and how many signs of the page were left out by a guess.
pub(super) fn blocks(page: &Html, root: &Root<'_>) -> (Vec<Block>, usize) {
    let page = root.guessed.then(|| Amount::of(page.root_element()));
    let mut walk =
        Walk { page, printed: None, open: Open::default(), done: Vec::new(), waiting: Vec::new(), dropped: 0 };
    for element in &root.elements {
        walk.flush();
        match is_block(*element) {
            true => walk.element(*element),
            false => walk.children(*element),
        }
    }
    walk.flush();
    walk.done.append(&mut walk.waiting);
    let mut printed = None;
    for block in &mut walk.done {
        block.pages.retain(|mark| std::mem::replace(&mut printed, mark.value.clone()) != mark.value);
    }
    (walk.done, walk.dropped)
}

/// The block that is being put together.
struct Open {
    kind: BlockKind,
    text: String,
    lines: Vec<Mark<u32>>,
    pages: Vec<Mark<Option<String>>>,
    /// What stands for the end of a block inside; `None`: a block ends there.
    joint: Option<char>,
    /// Whether white space is kept as it is.
    kept: bool,
}

impl Default for Open {
    fn default() -> Self {
        let (lines, pages) = (Vec::new(), Vec::new());
        Open { kind: BlockKind::Paragraph, text: String::new(), lines, pages, joint: None, kept: false }
    }
}

struct Walk {
    /// The text of a page that does not say where its paper is.
    page: Option<Amount>,
    /// The page of print on which we are.
    printed: Option<String>,
    open: Open,
    done: Vec<Block>,
    /// Notes that hang on the block that is open.
    waiting: Vec<Block>,
    dropped: usize,
}

impl Walk {
    fn children(&mut self, element: ElementRef<'_>) {
        let mut line = 0;
        for child in element.children() {
            if let Some(told) = line_of(child.value()) {
                line = told;
            } else if let Some(text) = child.value().as_text() {
                self.push(text, std::mem::take(&mut line));
            } else if let Some(child) = ElementRef::wrap(child) {
                self.element(child);
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        let in_note = self.open.kind == BlockKind::Note;
        if let Some(name) = page_break(element) {
            return self.new_page(name);
        }
        if is_note(element) && !in_note {
            return self.note(element);
        }
        if is_left_out(element) || is_page_header(element) || (in_note && is_note_label(element)) {
            return;
        }
        if self.page.is_some_and(|page| is_furniture(element, page)) {
            self.dropped += Amount::of(element).signs;
            return;
        }
        match name {
            "header" => self.pick(element, &|inner| heading(inner).is_some()),
            "footer" => self.pick(element, &is_note),
            "br" => self.join('\n'),
            "table" if !is_layout(element) && self.open.joint.is_none() => {
                self.block(element, None);
                self.done.append(&mut self.waiting);
            }
            "tr" => self.row(element),
            "pre" | "listing" | "xmp" if self.open.joint.is_none() => {
                self.flush();
                let kept = std::mem::replace(&mut self.open.kept, true);
                self.block(element, (!in_note).then_some(BlockKind::Lines));
                self.open.kept = kept;
            }
            "li" | "dd" | "dt" if !in_note => self.block(element, Some(BlockKind::ListItem)),
            _ if is_block(element) => match heading(element).filter(|_| !in_note && self.open.joint.is_none()) {
                Some(level) => self.whole(element, BlockKind::Heading { level }, ' '),
                None => self.block(element, None),
            },
            _ => self.children(element),
        }
    }

    /// An element that begins and ends blocks; those inside are of `kind`, or as those around it.
    fn block(&mut self, element: ElementRef<'_>, kind: Option<BlockKind>) {
        if let Some(joint) = self.open.joint {
            self.join(joint);
            self.children(element);
            return self.join(joint);
        }
        self.flush();
        let around = self.open.kind;
        self.open.kind = kind.unwrap_or(around);
        self.children(element);
        self.flush();
        self.open.kind = around;
    }

    /// An element that is one block, whatever is in it.
    fn whole(&mut self, element: ElementRef<'_>, kind: BlockKind, joint: char) {
        self.flush();
        let around = self.open.kind;
        (self.open.kind, self.open.joint) = (kind, Some(joint));
        self.children(element);
        (self.open.joint, self.open.kind) = (None, kind);
        self.flush();
        self.open.kind = around;
    }

    /// The cells of a row of a table with data; those of a layout are blocks.
    fn row(&mut self, row: ElementRef<'_>) {
        let table = row.ancestors().filter_map(ElementRef::wrap).find(|above| above.value().name() == "table");
        if self.open.joint.is_some() || self.open.kind == BlockKind::Note || table.is_none_or(is_layout) {
            return self.block(row, None);
        }
        let mut first = true;
        for cell in row.child_elements().filter(|cell| !is_left_out(*cell)) {
            let before = self.done.len();
            self.whole(cell, BlockKind::Cell { first }, '\n');
            first &= self.done.len() == before;
        }
    }

    /// A note is read apart, so that it splits no sentence; it stands behind the block it hangs on.
    fn note(&mut self, element: ElementRef<'_>) {
        let around = std::mem::replace(&mut self.open, Open { kind: BlockKind::Note, ..Open::default() });
        let done = std::mem::take(&mut self.done);
        self.children(element);
        self.flush();
        let notes = std::mem::replace(&mut self.done, done);
        self.open = around;
        self.waiting.extend(notes);
        if self.open.text.is_empty() && self.open.joint.is_none() && !matches!(self.open.kind, BlockKind::Cell { .. }) {
            self.done.append(&mut self.waiting);
        }
    }

    /// A page of print begins.
    fn new_page(&mut self, name: String) {
        self.printed = Some(name).filter(|name| !name.is_empty());
        if !self.open.text.is_empty() {
            self.open.pages.push(Mark { offset: self.open.text.len(), value: self.printed.clone() });
        }
    }

    /// Of an element only what is wanted.
    fn pick(&mut self, element: ElementRef<'_>, wanted: &dyn Fn(ElementRef<'_>) -> bool) {
        for child in element.child_elements().filter(|child| !is_left_out(*child) || is_note(*child)) {
            match wanted(child) {
                true => self.element(child),
                false => self.pick(child, wanted),
            }
        }
    }

    /// Ends a line, or a block inside of one that goes on.
    fn join(&mut self, joint: char) {
        let trimmed = self.open.text.trim_end_matches(' ').len();
        if !self.open.kept {
            self.open.text.truncate(trimmed);
        }
        if trimmed > 0 && (self.open.kept || !self.open.text.ends_with(joint)) {
            self.open.text.push(joint);
        }
    }

    /// Adds text that begins on source line `line`; 0: nobody knows.
    fn push(&mut self, text: &str, line: u32) {
        let open = &mut self.open;
        let mut marked = open.lines.last().is_some_and(|mark| mark.value == line);
        for c in text.chars() {
            match c {
                '\n' | ' ' | '\t' if open.kept => open.text.push(c),
                '\n' | ' ' | '\t' | '\r' | '\x0c' => {
                    if !open.text.is_empty() && !open.text.ends_with([' ', '\n']) {
                        open.text.push(' ');
                    }
                }
                c if is_no_text(c) => {}
                c => {
                    if open.pages.is_empty() {
                        open.pages.push(Mark { offset: 0, value: self.printed.clone() });
                    }
                    if !std::mem::replace(&mut marked, true) {
                        open.lines.push(Mark { offset: open.text.len(), value: line });
                    }
                    open.text.push(c);
                }
            }
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.open.text);
        let mut lines = std::mem::take(&mut self.open.lines);
        let mut pages = std::mem::take(&mut self.open.pages);
        let kind = self.open.kind;
        let text = text.trim_end();
        let blank = if self.open.kept { text.len() - text.trim_start_matches('\n').len() } else { 0 };
        let text = text.get(blank..).unwrap_or(text);
        if !text.is_empty() {
            lines.iter_mut().for_each(|mark| mark.offset = mark.offset.saturating_sub(blank));
            if let Some(first) = lines.first_mut() {
                first.offset = 0;
            }
            pages.iter_mut().for_each(|mark| mark.offset = mark.offset.saturating_sub(blank).min(text.len()));
            self.done.push(Block { kind, text: text.to_string(), lines, pages, tokens: Vec::new() });
        }
        if !matches!(kind, BlockKind::Cell { .. }) && self.open.joint.is_none() {
            self.done.append(&mut self.waiting);
        }
    }
}
