//! From a section's text to its tokens, types and span layers.

use std::ops::Range;
use std::sync::Arc;

use super::{Folder, Interner, ends_sentence, words};
use crate::model::{CutPaper, NOTHING_WRITTEN, Section, SourceToken, WordList};

/// A section that is to be cut. All offsets are bytes of its text, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The headings above and of it.
    pub path: Vec<Arc<str>>,
    /// Its reading text.
    pub text: String,
    /// Where each paragraph begins.
    pub paragraphs: Vec<usize>,
    /// Where source lines begin.
    pub lines: Vec<(usize, u32)>,
    /// Where pages begin.
    pub pages: Vec<(usize, Option<String>)>,
    /// Stretches that the source has cut, with their tokens, whose bytes are counted from the stretch's first.
    pub given: Vec<(Range<usize>, Vec<SourceToken>)>,
}

/// Cuts the sections of one paper, numbering its types.
#[derive(Default)]
pub struct Cutter {
    folder: Folder,
    types: Interner,
    paper: CutPaper,
    /// Where the source has cut tokens: the rows that these point to, and the type of each
    /// row whose word is written as it is, `u32::MAX` where not met yet.
    rows: WordList,
    type_of_row: Vec<u32>,
}

impl Cutter {
    /// A cutter for one paper. `annotations` and `rows` are those that its tokens were given with;
    /// see [`crate::model::Annotated`].
    pub fn new(annotations: Vec<String>, rows: WordList) -> Self {
        let type_of_row = vec![u32::MAX; rows.len()];
        let paper = CutPaper { annotations, ..CutPaper::default() };
        Cutter { paper, rows, type_of_row, ..Cutter::default() }
    }

    /// Cuts one section; what has no token of its own is left out.
    pub fn section(&mut self, draft: Draft) {
        let Draft { path, text, paragraphs, lines, pages, given } = draft;
        let mut section = Section { path, text, ..Section::default() };
        let (mut at, mut told) = (0, Told::default());
        for (range, tokens) in given {
            self.cut(&mut section, at..range.start);
            self.take(&mut section, range.start, &tokens, &mut told);
            at = range.end;
        }
        let end = section.text.len();
        self.cut(&mut section, at..end);
        section.paragraphs = first_tokens(&section.tokens, paragraphs.iter().map(|&o| (o, ()))).map(|s| s.0).collect();
        section.lines = first_tokens(&section.tokens, lines.iter().copied()).collect();
        if !told.lines.is_empty() {
            section.lines.append(&mut told.lines);
            section.lines.sort_by_key(|line| line.0);
        }
        section.pages = first_tokens(&section.tokens, pages.iter().cloned()).collect();
        section.sentences = sentences(&section, &told.sentences);
        self.paper.sections.push(section);
    }

    /// Cuts a stretch of the section's text.
    fn cut(&mut self, section: &mut Section, range: Range<usize>) {
        let Section { text, types, tokens, .. } = section;
        let stretch = text.get(range.clone()).unwrap_or("");
        // A type without annotations among others that may have some.
        let bare = "\t".repeat(self.paper.annotations.len() + 1);
        let plain = self.rows.is_empty();
        words(stretch, |start, end| {
            let (start, end) = (range.start + start, range.start + end);
            types.push(match plain {
                true => self.types.number_of(text, start..end),
                false => self.types.number(&format!("{}{bare}", text.get(start..end).unwrap_or(""))),
            });
            // Papers of 4 GiB are refused before they are cut.
            tokens.push((start as u32, end as u32));
        });
    }

    /// Takes the tokens of a stretch that begins at byte `from` as they are.
    fn take(&mut self, section: &mut Section, from: usize, given: &[SourceToken], told: &mut Told) {
        told.sentences.resize(section.tokens.len(), None);
        for token in given {
            let (start, end) = (from + token.start as usize, from + token.end as usize);
            let written = section.text.get(start..end).unwrap_or("");
            section.types.push(type_of(&self.rows, &mut self.types, &mut self.type_of_row, token.row, written));
            if told.lines.last().is_none_or(|last| last.1 != token.line) {
                told.lines.push((section.tokens.len() as u32, token.line));
            }
            section.tokens.push((start as u32, end as u32));
            told.sentences.push(Some(token.sentence));
        }
    }

    /// The paper, cut.
    pub fn finish(self) -> CutPaper {
        let Cutter { folder, types, mut paper, rows, .. } = self;
        match rows.is_empty() {
            true => paper.words = types.into_words(),
            false => {
                for row in types.words().iter() {
                    let (word, rest) = row.split_once('\t').unwrap_or((row, ""));
                    paper.words.push(word);
                    paper.rows.push(rest);
                }
            }
        }
        let CutPaper { words, folded, .. } = &mut paper;
        words.iter().for_each(|word| folded.push_with(|out| folder.fold_into(word, out)));
        paper
    }
}

/// The type of a row whose word is `written` so.
fn type_of(rows: &WordList, types: &mut Interner, known: &mut [u32], row: u32, written: &str) -> u32 {
    let (word, values) = rows.get(row).split_once('\t').unwrap_or((rows.get(row), ""));
    if word != written {
        let written = if written.is_empty() { NOTHING_WRITTEN } else { written };
        return types.number(&format!("{word}\t{written}\t{values}"));
    }
    let Some(slot) = known.get_mut(row as usize) else { return types.number(word) };
    if *slot == u32::MAX {
        *slot = types.number(&format!("{word}\t\t{values}"));
    }
    *slot
}

/// What given tokens tell of their section.
#[derive(Default)]
struct Told {
    /// First token on a line, and the line.
    lines: Vec<(u32, u32)>,
    /// For each token whether a sentence begins with it, where that is told.
    sentences: Vec<Option<bool>>,
}

/// For each mark, the first token that begins at or after it; of several marks
/// with the same first token the last counts.
fn first_tokens<T>(tokens: &[(u32, u32)], marks: impl Iterator<Item = (usize, T)>) -> impl Iterator<Item = (u32, T)> {
    let mut at = 0;
    let mut found: Vec<(u32, T)> = Vec::new();
    for (offset, value) in marks {
        while tokens.get(at).is_some_and(|t| (t.0 as usize) < offset) {
            at += 1;
        }
        if at == tokens.len() {
            break;
        }
        if found.last().is_some_and(|last| last.0 == at as u32) {
            found.pop();
        }
        found.push((at as u32, value));
    }
    found.into_iter()
}

fn sentences(section: &Section, told: &[Option<bool>]) -> Vec<u32> {
    let mut starts = Vec::new();
    let mut paragraphs = section.paragraphs.iter().peekable();
    for at in 0..section.tokens.len() {
        let paragraph = paragraphs.next_if(|&&p| p as usize == at).is_some();
        let begins = || told.get(at).copied().flatten().unwrap_or_else(|| ends_here(section, at));
        if at == 0 || paragraph || begins() {
            starts.push(at as u32);
        }
    }
    starts
}

fn ends_here(section: &Section, at: usize) -> bool {
    let gap = section.gap(at);
    if gap == " " {
        return false;
    }
    let word = |i: usize| section.tokens.get(i).and_then(|t| section.text.get(t.0 as usize..t.1 as usize));
    match (at.checked_sub(1).and_then(word), word(at)) {
        (Some(before), Some(after)) => ends_sentence(before, gap, after),
        _ => false,
    }
}
