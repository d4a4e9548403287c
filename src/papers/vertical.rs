//! Putting a paper together word by word, as vertical texts have it.

use super::exact::Exact;
use crate::model::{Annotated, Block, BlockKind, Mark, Place, SourceSpan, SourceToken};
use crate::text::Interner;

/// A word as it is searched for, its values of the annotations in their order, its source line.
pub(super) struct Word<'a> {
    pub word: &'a str,
    pub values: Vec<&'a str>,
    pub line: u32,
}

/// A paper that is being put together word by word.
pub(super) struct Builder {
    names: Vec<String>,
    rows: Interner,
    spans: Vec<SourceSpan>,
    pub(super) blocks: Vec<Block>,
    pub(super) text: String,
    pub(super) tokens: Vec<SourceToken>,
    /// What stands before the next word.
    pub(super) gap: String,
    /// Whether the next word begins a sentence.
    sentence: bool,
    pages: Vec<Mark<Option<String>>>,
    /// The page that begins with the next word.
    page: Option<Option<String>>,
    pub(super) exact: Option<Exact>,
}

impl Builder {
    /// A paper without a word, and the names of its annotations.
    pub fn new(names: Vec<String>) -> Self {
        Builder {
            names,
            rows: Interner::default(),
            spans: Vec::new(),
            blocks: Vec::new(),
            text: String::new(),
            tokens: Vec::new(),
            gap: String::new(),
            sentence: true,
            pages: Vec::new(),
            page: None,
            exact: None,
        }
    }

    /// The same of a paper that kwic wrote, with all that stands between its words.
    pub fn exact(names: Vec<String>) -> Self {
        Builder { exact: Some(Exact::default()), ..Builder::new(names) }
    }

    /// Whether there is no word yet.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.tokens.is_empty()
    }

    /// Ends the paragraph.
    pub fn end_paragraph(&mut self) {
        self.sentence = true;
        if let Some(exact) = &mut self.exact {
            exact.paragraph = true;
            return;
        }
        self.gap.clear();
        if !self.tokens.is_empty() {
            self.end_block(BlockKind::Paragraph);
        }
    }

    pub(super) fn end_block(&mut self, kind: BlockKind) {
        let line = self.tokens.first().map_or(1, |first| first.line);
        let mut block = Block::new(kind, std::mem::take(&mut self.text), line);
        block.tokens = std::mem::take(&mut self.tokens);
        block.pages = std::mem::take(&mut self.pages);
        self.blocks.push(block);
    }

    /// Lets the next word begin a sentence.
    pub fn end_sentence(&mut self) {
        self.sentence = true;
    }

    /// What stands between the last word and the next.
    pub fn set_gap(&mut self, gap: &str) {
        self.gap.clear();
        self.gap.push_str(gap);
    }

    /// The page that begins with the next word; `None`: the source does not say which.
    pub fn page(&mut self, page: Option<String>) {
        self.page = Some(page);
    }

    /// Behind the last word.
    pub fn place(&self) -> Place {
        match self.blocks.last().filter(|_| self.tokens.is_empty()) {
            Some(last) => Place { block: self.blocks.len() - 1, offset: last.text.len() },
            None => Place { block: self.blocks.len(), offset: self.text.len() },
        }
    }

    /// Adds words that are written together as `written`; each but the last takes its share of the letters.
    /// Gives where they begin.
    pub fn words(&mut self, written: &str, words: &[Word<'_>]) -> Place {
        let gap = std::mem::take(&mut self.gap);
        match self.exact.is_some() {
            true => self.before_word(&gap),
            false if !self.tokens.is_empty() => self.text.push_str(&gap),
            false => {}
        }
        if let Some(value) = self.page.take() {
            self.pages.push(Mark { offset: self.text.len(), value });
        }
        let first = Place { block: self.blocks.len(), offset: self.text.len() };
        let mut start = self.text.len();
        self.text.push_str(written);
        for (word, length) in words.iter().zip(shares(written, words)) {
            let row = [word.word].into_iter().chain(word.values.iter().copied()).collect::<Vec<_>>().join("\t");
            let (row, sentence) = (self.rows.number(&row), std::mem::take(&mut self.sentence));
            let end = start + length;
            self.tokens.push(SourceToken { start: start as u32, end: end as u32, row, line: word.line, sentence });
            start = end;
        }
        first
    }

    /// Where each of the last words begins and ends.
    pub fn last_places(&self, words: usize) -> Vec<(Place, Place)> {
        let place = |offset: u32| Place { block: self.blocks.len(), offset: offset as usize };
        let last = self.tokens.iter().skip(self.tokens.len().saturating_sub(words));
        last.map(|token| (place(token.start), place(token.end))).collect()
    }

    /// Names a stretch of the paper.
    pub fn span(&mut self, layer: &str, attributes: Vec<(String, String)>, from: Place, to: Place) {
        self.spans.push(SourceSpan { layer: layer.to_string(), attributes, from, to });
    }

    /// The paper's blocks, and what is said of its tokens.
    pub fn finish(mut self) -> (Vec<Block>, Annotated) {
        match self.exact.is_some() {
            true => self.finish_exact(),
            false => self.end_paragraph(),
        }
        (self.blocks, Annotated { names: self.names, rows: self.rows.into_words(), spans: self.spans })
    }
}

/// How many bytes of `written` each word gets: its own where the words are written one behind the
/// other; else the first gets what the others, with one letter each, leave.
pub(super) fn shares(written: &str, words: &[Word<'_>]) -> Vec<usize> {
    let own: Vec<usize> = words.iter().map(|word| word.word.len()).collect();
    let together: String = words.iter().map(|word| word.word).collect();
    if together.len() == written.len() && together.to_lowercase() == written.to_lowercase() {
        let ends = own.iter().scan(0, |end, length| {
            *end += length;
            Some(*end)
        });
        if ends.into_iter().all(|end| written.is_char_boundary(end)) {
            return own;
        }
    }
    let mut letters: Vec<usize> = written.chars().map(char::len_utf8).collect();
    let others =
        letters.split_off(letters.len().saturating_sub(words.len().saturating_sub(1)).max(1).min(letters.len()));
    let first: usize = letters.iter().sum();
    [first].into_iter().chain(others).chain(std::iter::repeat(0)).take(words.len()).collect()
}

/// The same for words alone.
pub(crate) fn letters_of(written: &str, words: &[&str]) -> Vec<usize> {
    let words: Vec<Word<'_>> = words.iter().map(|word| Word { word, values: Vec::new(), line: 0 }).collect();
    shares(written, &words)
}

/// A name as queries can write it: small letters, digits and `_`, no form of every token's.
pub(super) fn query_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let name: String = name.trim().to_lowercase().chars().map(plain).collect();
    match name.as_str() {
        "" | "word" | "lc" | "stem" => format!("{name}_"),
        name if name.starts_with(|c: char| c.is_numeric()) => format!("_{name}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(written: &str, words: &[&str]) -> Vec<usize> {
        letters_of(written, words)
    }

    #[test]
    fn words_written_together_share_the_letters() {
        assert_eq!(shared("don't", &["do", "n't"]), [2, 3]);
        assert_eq!(shared("DON'T", &["do", "n't"]), [2, 3]);
        assert_eq!(shared("du", &["de", "le"]), [1, 1]);
        assert_eq!(shared("été", &["a", "b"]), [3, 2]);
        assert_eq!(shared("á", &["a", "la", "la"]), [2, 0, 0]);
        assert_eq!(shared("", &["a", "b"]), [0, 0]);
        assert_eq!(shared("the", &["the"]), [3]);
        assert_eq!(shared("the", &["teh"]), [3]);
    }
}
