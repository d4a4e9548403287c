//! Text that comes piece by piece, put into blocks: white space, source lines, pages, what stands
//! apart, named spans.

mod words;

use std::collections::HashMap;
use std::ops::Range;

pub(super) use self::words::{Names, plain};
use self::words::{annotated, fill, row};
use super::vertical::{Word, shares};
use crate::model::{Annotated, Block, BlockKind, Mark, Place, SourceSpan, SourceToken};
use crate::text::Interner;

/// Bytes of the longest name of a page: each block is told its page.
const LONGEST_PAGE: usize = 100;

/// The blocks of a paper that is being read. Until it is finished, a place names a block by a number
/// that the block keeps, as what stands apart goes behind what was begun before it.
pub(super) struct Flow {
    /// The block that is being put together; behind it, one for each note in whose midst we are.
    open: Vec<Piece>,
    done: Vec<(usize, Block)>,
    /// What goes to the section's end.
    apart: Vec<(usize, Block)>,
    page: Option<String>,
    numbers: usize,
    /// Behind the last block of the text itself.
    last: Option<Place>,
    spans: Vec<SourceSpan>,
    rows: Interner,
    /// Names of what is said of words.
    pub names: Names,
    /// Hyphens before the end of a line, of which nothing says whether they belong to the word.
    pub hyphens: usize,
}

#[derive(Default)]
struct Piece {
    number: usize,
    kind: Option<BlockKind>,
    text: String,
    lines: Vec<Mark<u32>>,
    pages: Vec<Mark<Option<String>>>,
    tokens: Vec<SourceToken>,
    /// Signs among words that are said to be none.
    signs: Vec<Range<usize>>,
    /// Whether white space stands before the next word; if it is glued to what stands before, none counts.
    space: bool,
    glued: bool,
    sentence: bool,
}

impl Piece {
    /// Makes room for a word that begins on `line`.
    fn before_word(&mut self, line: u32, page: &Option<String>) {
        if self.text.is_empty() && self.pages.is_empty() {
            self.pages.push(Mark { offset: 0, value: page.clone() });
        }
        // A soft hyphen at a line's end broke the word.
        if self.space && self.text.ends_with('\u{ad}') {
            self.text.pop();
            self.space = false;
        }
        if std::mem::take(&mut self.space) && !self.glued && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        self.glued = false;
        if self.lines.last().is_none_or(|last| last.value != line) {
            self.lines.push(Mark { offset: self.text.len(), value: line });
        }
    }
}

impl Default for Flow {
    fn default() -> Self {
        Flow {
            open: vec![Piece { sentence: true, ..Piece::default() }],
            done: Vec::new(),
            apart: Vec::new(),
            page: None,
            numbers: 1,
            last: None,
            spans: Vec::new(),
            rows: Interner::default(),
            names: Names::default(),
            hyphens: 0,
        }
    }
}

impl Flow {
    /// Adds text to the block; if none is begun, it is of this kind.
    pub fn push(&mut self, text: &str, line: u32, kind: BlockKind) {
        let Some(piece) = self.open.last_mut() else { return };
        for (number, (line, row)) in (line..).zip(text.split('\n')).enumerate() {
            piece.space |= number > 0;
            for (at, word) in row.split([' ', '\t', '\r', '\u{c}']).enumerate() {
                piece.space |= at > 0;
                // Of other white space, what stands before all words is none either.
                let word = if piece.text.is_empty() { word.trim_start() } else { word };
                if !word.is_empty() {
                    piece.before_word(line, &self.page);
                    piece.kind.get_or_insert(kind);
                    piece.text.push_str(word);
                }
            }
        }
    }

    /// Adds signs that are said to be no word.
    pub fn signs(&mut self, signs: &str, line: u32, kind: BlockKind) {
        self.push(signs, line, kind);
        if let Some(piece) = self.open.last_mut() {
            let end = piece.text.len();
            piece.signs.push(end.saturating_sub(signs.trim().len())..end);
        }
    }

    /// Adds words that are written together.
    pub fn words(&mut self, written: &str, words: &[(String, Vec<String>)], line: u32, kind: BlockKind) {
        let Some(piece) = self.open.last_mut() else { return };
        piece.before_word(line, &self.page);
        piece.kind.get_or_insert(kind);
        let cut: Vec<Word<'_>> = words.iter().map(|word| Word { word: &word.0, values: Vec::new(), line }).collect();
        let mut start = piece.text.len();
        piece.text.push_str(written);
        for ((word, values), length) in words.iter().zip(shares(written, &cut)) {
            let (row, end) = (self.rows.number(&row(&plain(word), values)), start + length);
            let sentence = std::mem::take(&mut piece.sentence);
            piece.tokens.push(SourceToken { start: start as u32, end: end as u32, row, line, sentence });
            start = end;
        }
    }

    /// White space, even where words were to be glued.
    pub fn space(&mut self) {
        if let Some(piece) = self.open.last_mut() {
            (piece.space, piece.glued) = (true, false);
        }
    }

    /// No white space, whatever follows.
    pub fn glue(&mut self) {
        if let Some(piece) = self.open.last_mut() {
            piece.glued = true;
        }
    }

    /// The next word begins a sentence.
    pub fn sentence(&mut self) {
        if let Some(piece) = self.open.last_mut() {
            piece.sentence = true;
        }
    }

    /// A line (column, page) of the source ends, in a word's midst if `within`.
    pub fn line_end(&mut self, within: bool) {
        let Some(piece) = self.open.last_mut() else { return };
        let broken = piece.text.ends_with(['-', '\u{ad}', '¬', '\u{2010}']);
        if within && piece.tokens.is_empty() {
            if broken {
                piece.text.pop();
            }
            piece.glued = true;
        } else if broken && !piece.space && piece.text.chars().rev().nth(1).is_some_and(char::is_alphabetic) {
            self.hyphens += 1;
            piece.glued = true;
        } else {
            piece.space = true;
        }
    }

    /// A line ends within the block, as its reader sees it.
    pub fn line_break(&mut self) {
        if let Some(piece) = self.open.last_mut().filter(|piece| !piece.text.is_empty()) {
            if !piece.text.ends_with('\n') {
                piece.text.push('\n');
            }
            piece.space = false;
        }
    }

    /// A verse ends, but not its stanza.
    pub fn verse(&mut self) {
        match self.open.last_mut() {
            Some(piece) if piece.kind == Some(BlockKind::Lines) && !piece.text.is_empty() => {
                piece.text.push('\n');
                piece.space = false;
            }
            _ => self.flush(),
        }
    }

    /// From here on it is this page; `None`: the source does not say which.
    pub fn page(&mut self, page: Option<&str>) {
        self.page = page.map(plain).filter(|page| page.len() <= LONGEST_PAGE);
        if let Some(piece) = self.open.last_mut().filter(|piece| !piece.text.is_empty()) {
            piece.pages.push(Mark { offset: piece.text.len(), value: self.page.clone() });
        }
    }

    /// What follows stands apart from the block, until [`Flow::end_aside`].
    pub fn aside(&mut self) {
        self.open.push(Piece { number: self.numbers, sentence: true, ..Piece::default() });
        self.numbers += 1;
    }

    /// Back to the block.
    pub fn end_aside(&mut self) {
        self.flush();
        if self.open.len() > 1 {
            self.open.pop();
        }
        if let Some(piece) = self.open.last_mut().filter(|piece| !piece.text.is_empty()) {
            piece.pages.push(Mark { offset: piece.text.len(), value: self.page.clone() });
        }
    }

    /// The text of the block so far.
    pub fn text(&self) -> &str {
        self.open.last().map_or("", |piece| piece.text.as_str())
    }

    /// Ends the block, which is of this kind whatever was said before.
    pub fn end(&mut self, kind: BlockKind) {
        let Some(piece) = self.open.last_mut() else { return };
        piece.kind = Some(kind);
        // What stood apart from a block without text is not the next one's.
        if piece.text.is_empty() {
            piece.number = self.numbers;
            self.numbers += 1;
        }
        self.flush();
    }

    /// Lines that stay as they are, in a block of their own; spaces within them are kept.
    pub fn lines<'a>(&mut self, rows: impl Iterator<Item = (&'a str, u32)>) {
        self.flush();
        let aside = self.open.len() > 1;
        let Some(piece) = self.open.last_mut() else { return };
        for (row, line) in rows {
            if !piece.text.is_empty() {
                piece.text.push('\n');
            }
            if !row.trim().is_empty() {
                piece.before_word(line, &self.page);
                piece.text.push_str(row.trim_end());
            }
        }
        piece.kind = Some(if aside { BlockKind::Note } else { BlockKind::Lines });
        self.flush();
    }

    /// Ends the block.
    pub fn flush(&mut self) {
        let aside = self.open.len() > 1;
        let Some(open) = self.open.last_mut() else { return };
        if open.text.trim().is_empty() {
            *open = Piece { number: open.number, sentence: true, ..Piece::default() };
            return;
        }
        let piece = std::mem::replace(open, Piece { number: self.numbers, sentence: true, ..Piece::default() });
        self.numbers += 1;
        let Piece { number, kind, mut text, mut lines, mut pages, mut tokens, signs, .. } = piece;
        text.truncate(text.trim_end().len());
        // What began in spaces that are no more (those that are not collapsed, as U+00A0) begins at the end.
        lines.iter_mut().for_each(|line| line.offset = line.offset.min(text.len()));
        pages.iter_mut().for_each(|page| page.offset = page.offset.min(text.len()));
        if !tokens.is_empty() {
            tokens = fill(&text, tokens, &signs, &mut self.rows);
        }
        let end = Place { block: number, offset: text.len() };
        let block = Block { kind: kind.unwrap_or(BlockKind::Paragraph), text, lines, pages, tokens };
        if aside {
            self.apart.push((number, block));
            return;
        }
        self.last = Some(end);
        // What hangs on the heading itself was begun after it, and belongs to its section.
        if matches!(block.kind, BlockKind::Heading { .. }) {
            let apart = std::mem::take(&mut self.apart).into_iter();
            let (before, own): (Vec<_>, Vec<_>) = apart.partition(|(apart, _)| *apart < number);
            self.done.extend(before);
            self.apart = own;
        }
        self.done.push((number, block));
    }

    /// Where the next word comes, or stands before it.
    pub fn place(&self) -> Place {
        self.open.last().map_or(Place { block: 0, offset: 0 }, |p| Place { block: p.number, offset: p.text.len() })
    }

    /// Names the stretch from a place to where we are.
    pub fn span(&mut self, layer: &str, attributes: Vec<(String, String)>, from: Place) {
        let here = self.open.last().filter(|piece| !piece.text.is_empty()).map(|_| self.place());
        let Some(to) = here.or(self.last.filter(|_| self.open.len() == 1)) else { return };
        if (from.block, from.offset) < (to.block, to.offset) {
            self.spans.push(SourceSpan { layer: layer.to_string(), attributes, from, to });
        }
    }

    /// The blocks, each page begun once, and what is said of their words.
    pub fn finish(mut self) -> (Vec<Block>, Annotated) {
        while self.open.len() > 1 {
            self.end_aside();
        }
        self.flush();
        self.done.append(&mut self.apart);
        let at: HashMap<usize, usize> = self.done.iter().enumerate().map(|(at, (number, _))| (*number, at)).collect();
        let place = |place: Place| at.get(&place.block).map(|block| Place { block: *block, ..place });
        let spans = self
            .spans
            .into_iter()
            .filter_map(|span| Some(SourceSpan { from: place(span.from)?, to: place(span.to)?, ..span }));
        let spans = spans.collect();
        let mut blocks: Vec<Block> = self.done.into_iter().map(|(_, block)| block).collect();
        let mut page = None;
        for block in &mut blocks {
            block.pages.retain(|mark| std::mem::replace(&mut page, mark.value.clone()) != mark.value);
        }
        match blocks.iter().any(|block| !block.tokens.is_empty()) {
            true => (blocks, annotated(self.rows.into_words(), spans, self.names)),
            false => (blocks, Annotated { spans, ..Annotated::default() }),
        }
    }
}
