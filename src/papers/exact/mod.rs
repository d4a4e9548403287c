//! Papers that kwic itself wrote as vertical text or CoNLL-U: all that stands between words is told, so
//! that sections and paragraphs come back as they were, byte for byte.

mod last_column;
mod signs;

pub(super) use last_column::{LastColumn, is_no_word, spaces_before};
pub(super) use signs::unescape;
pub(crate) use signs::{BEFORE, WRITTEN, escape, percent};

use super::vertical::Builder;
use crate::model::{Block, BlockKind};

/// What stands between paragraphs, and between a heading and what it heads.
const APART: &str = "\n\n";

/// Where we are in such a paper.
#[derive(Default)]
pub(super) struct Exact {
    /// Whether the next word begins a paragraph.
    pub paragraph: bool,
    /// The level of the section whose heading has not come yet.
    heading: Option<u8>,
    /// Whether the section has a block: what comes is not its first.
    begun: bool,
    /// By block: whether a line end alone parts it from the one before.
    joined: Vec<bool>,
    /// The same for the block that is being put together.
    joins: bool,
}

/// What belongs to the paragraph before, whether a line end alone follows it, and what belongs to the next.
fn parted(gap: &str) -> (&str, bool, &str) {
    let (before, behind) = gap.rsplit_once('\n').unwrap_or((gap, ""));
    match before.strip_suffix('\n') {
        Some(before) => (before, false, behind),
        None => (before, gap.contains('\n'), behind),
    }
}

impl Builder {
    fn told(&mut self) -> &mut Exact {
        self.exact.get_or_insert_default()
    }

    /// More that stands before the next word.
    pub fn add_gap(&mut self, gap: &str) {
        self.gap.push_str(gap);
    }

    /// Begins a section: level 0 has no heading.
    pub fn begin_section(&mut self, level: u8) {
        let told = self.told();
        (told.heading, told.begun, told.paragraph) = ((level > 0).then_some(level), false, false);
    }

    /// Ends a section, behind whose last word `tail` stands.
    pub fn end_section(&mut self, tail: &str) {
        match self.told().begun {
            true => self.end_behind(tail),
            false if tail.is_empty() => return,
            false => {
                let rest = self.heading_of(tail);
                self.end_behind(rest);
            }
        }
        self.told().begun = false;
        self.end_sentence();
    }

    /// The same where an empty line stands behind it among what was told to stand before the next word.
    pub fn end_section_with_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        self.end_section(gap.strip_suffix(APART).unwrap_or(&gap));
    }

    /// Takes the heading off the text that a section begins with, if it has one without a word.
    fn heading_of<'a>(&mut self, text: &'a str) -> &'a str {
        let Some(level) = self.told().heading.take() else { return text };
        let (heading, rest) = text.split_once(APART).unwrap_or((text, ""));
        self.text.push_str(heading);
        self.end_exact(Some(level));
        rest
    }

    /// Ends the block with what stands behind its last word. Of a heading no more than its own belongs to it.
    fn end_behind(&mut self, text: &str) {
        let heading = self.told().heading.take();
        let (own, rest) = text.split_once(APART).filter(|_| heading.is_some()).unwrap_or((text, ""));
        for (text, heading) in [(own, heading), (rest, None)] {
            self.text.push_str(text);
            if !self.text.is_empty() {
                self.end_exact(heading);
            }
        }
    }

    fn end_exact(&mut self, heading: Option<u8>) {
        let kind = heading.map_or(BlockKind::Paragraph, |level| BlockKind::Heading { level });
        self.end_block(kind);
        let joins = std::mem::take(&mut self.told().joins);
        self.told().joined.push(joins);
    }

    /// Ends and begins what has to be before a word with `gap` before it.
    pub(super) fn before_word(&mut self, gap: &str) {
        let paragraph = std::mem::take(&mut self.told().paragraph);
        let begun = std::mem::replace(&mut self.told().begun, true);
        if !begun {
            let opening = if gap.contains(APART) { self.heading_of(gap) } else { gap };
            self.text.push_str(opening);
        } else if paragraph {
            let (before, joins, behind) = parted(gap);
            self.end_behind(before);
            self.told().joins = joins;
            self.text.push_str(behind);
        } else {
            self.text.push_str(gap);
        }
    }

    /// Ends the paper.
    pub(super) fn finish_exact(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        self.end_section(&gap);
        let joined = std::mem::take(&mut self.told().joined);
        join(&mut self.blocks, &joined);
    }
}

/// Makes neighbours that a line end alone parts items of a list, or rows of a table where such a list would
/// run into another.
fn join(blocks: &mut [Block], joined: &[bool]) {
    let mut item = BlockKind::Cell { first: true };
    for (at, block) in blocks.iter_mut().enumerate().filter(|(_, block)| block.kind == BlockKind::Paragraph) {
        let (before, behind) = (joined.get(at) == Some(&true), joined.get(at + 1) == Some(&true));
        if behind && !before {
            item = if item == BlockKind::ListItem { BlockKind::Cell { first: true } } else { BlockKind::ListItem };
        }
        if before || behind {
            block.kind = item;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::vertical::Word;

    /// The blocks of words with what stands before each; `¶` in front begins a paragraph, `§2` a section.
    fn blocks(words: &[(&str, &str)], tail: &str) -> Vec<(BlockKind, String)> {
        let mut builder = Builder::exact(Vec::new());
        for (gap, word) in words {
            match word.chars().next() {
                Some('§') => {
                    builder.end_section(gap);
                    builder.begin_section(2);
                    continue;
                }
                Some('¶') => builder.end_paragraph(),
                _ => {}
            }
            builder.add_gap(gap);
            let word = word.trim_start_matches('¶');
            builder.words(word, &[Word { word, values: Vec::new(), line: 1 }]);
        }
        builder.end_section(tail);
        builder.finish().0.into_iter().map(|block| (block.kind, block.text)).collect()
    }

    #[test]
    fn blocks_come_back_as_they_were_parted() {
        let (paragraph, heading) = (BlockKind::Paragraph, BlockKind::Heading { level: 2 });
        let mut found = blocks(&[("“", "¶A"), (" ", "b"), (".”\n\n***\n\n“", "¶C")], "");
        // What has no word stands with what is before it.
        assert_eq!(found.remove(0), (paragraph, "“A b.”\n\n***".to_string()));
        assert_eq!(found, [(paragraph, "“C".to_string())]);
        let found =
            blocks(&[("", "§"), ("*\n\n", "¶a"), ("?\n\n", "¶b"), (".", "§"), ("", "¶c"), ("!\n\n(", "¶d")], ")");
        let texts = [(heading, "*"), (paragraph, "a?"), (paragraph, "b."), (heading, "c!"), (paragraph, "(d)")];
        assert_eq!(found, texts.map(|(kind, text)| (kind, text.to_string())));
    }

    #[test]
    fn lists_do_not_run_into_one_another() {
        let words =
            [("", "¶a"), ("\n", "¶b"), ("\n\n", "¶c"), ("\n", "¶d"), ("\n\n", "¶e"), ("\n\n", "¶f"), ("\n", "¶g")];
        let kinds: Vec<BlockKind> = blocks(&words, "").into_iter().map(|block| block.0).collect();
        let (item, row) = (BlockKind::ListItem, BlockKind::Cell { first: true });
        assert_eq!(kinds, [item, item, row, row, BlockKind::Paragraph, item, item]);
    }
}
