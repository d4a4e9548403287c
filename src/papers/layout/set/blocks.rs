//! From lines to blocks: where a paragraph ends.

use super::super::headings::list_marker;
use super::super::hyphens::Mender;
use super::super::lines::{ends_sentence, starts_lower};
use super::Placed;
use super::heads::{Role, is_leader};
use crate::model::{Block, BlockKind, Mark};

/// The blocks of a text; notes stand at the end of their section.
pub(super) fn blocks(
    lines: &[Placed<'_>],
    roles: &[Role],
    labels: &[Option<String>],
    mender: &Mender<'_>,
) -> Vec<Block> {
    let usual = usual_gap(lines, roles);
    let mut builder = Builder { labels, mender, usual, done: Vec::new(), notes: Vec::new() };
    let (text, notes): (Vec<_>, Vec<_>) = lines.iter().zip(roles).partition(|(_, role)| **role != Role::Note);
    let mut notes = notes.into_iter().peekable();
    let mut group: Vec<Placed<'_>> = Vec::new();
    let mut kind = None;
    for (line, role) in text {
        // Notes wait for the end of the section that is read when their page has been.
        while let Some((note, _)) = notes.next_if(|(note, _)| note.page < line.page) {
            builder.note(note);
        }
        let starts = match kind {
            Some(kind) => builder.starts(kind, *role, &group, line),
            None => true,
        };
        if starts {
            builder.push(kind, &group);
            group.clear();
            kind = Some((*role, list_marker(&line.set.text).is_some()));
            if matches!(role, Role::Heading { goes_on: false, .. }) {
                builder.end_section();
            }
        }
        group.push(*line);
    }
    builder.push(kind, &group);
    notes.for_each(|(note, _)| builder.note(note));
    builder.end_section();
    builder.finish()
}

/// How far lines of running text usually are from one another, in sizes of their letters.
fn usual_gap(lines: &[Placed<'_>], roles: &[Role]) -> f32 {
    let text = lines.iter().zip(roles).filter(|(_, role)| **role == Role::Text);
    let mut gaps: Vec<f32> =
        text.filter_map(|(line, _)| Some(line.set.gap? / line.set.size)).filter(|gap| *gap > 0.3).collect();
    gaps.sort_by(f32::total_cmp);
    // The closest lines are those within paragraphs.
    gaps.get(gaps.len() / 3).copied().unwrap_or(1.2)
}

struct Builder<'a> {
    labels: &'a [Option<String>],
    mender: &'a Mender<'a>,
    usual: f32,
    done: Vec<Block>,
    notes: Vec<Vec<Placed<'a>>>,
}

impl<'a> Builder<'a> {
    /// Whether a line begins another block than that of the lines before it.
    fn starts(&self, (before, listed): (Role, bool), role: Role, group: &[Placed<'_>], line: &Placed<'_>) -> bool {
        match (before, role) {
            (Role::Heading { .. }, Role::Heading { goes_on, .. }) => !goes_on,
            (Role::Text, Role::Text) => self.paragraph_ends(group, line, listed),
            _ => true,
        }
    }

    fn paragraph_ends(&self, group: &[Placed<'_>], line: &Placed<'_>, listed: bool) -> bool {
        let Some(before) = group.last() else { return true };
        let (above, set) = (before.set, line.set);
        if is_leader(&above.text) || is_leader(&set.text) {
            return true;
        }
        let ended = ends_sentence(&above.text);
        let first_word = set.text.split_whitespace().next().map_or(0, |word| word.chars().count()) as f32;
        // Letters are about half as wide as high.
        let had_room = above.room > first_word * 0.55 + 1.5;
        if list_marker(&set.text).is_some()
            && (ended || had_room || (listed && (set.indent - group_indent(group)).abs() < 0.5))
        {
            return true;
        }
        if starts_lower(&set.text) || above.text.ends_with(['-', '\u{2010}', '\u{ad}']) {
            return false;
        }
        let below = (before.page, above.column) == (line.page, set.column);
        if let Some(gap) = set.gap.filter(|_| below)
            && gap > self.usual * set.size * 1.35 + 0.5
        {
            return true;
        }
        if (above.size - set.size).abs() > 1.2 && ended {
            return true;
        }
        let step = set.indent - above.indent;
        let shifted = if group.len() == 1 { step > 0.8 } else { step.abs() > 0.8 };
        // Columns of different pages may be of different widths.
        let indented = if below { shifted } else { set.indent > 0.8 && group.len() > 1 && step > 0.8 };
        (indented && (ended || had_room)) || (had_room && (ended || above.room > 6.0))
    }

    /// Takes a line of a note: of the last, or of a new one.
    fn note(&mut self, line: &Placed<'a>) {
        let last = self.notes.last().and_then(|note| note.first()).map(|first| first.set.text.as_str());
        match self.notes.last_mut().filter(|_| !begins_next_note(last, &line.set.text)) {
            Some(note) => note.push(*line),
            None => self.notes.push(vec![*line]),
        }
    }

    fn end_section(&mut self) {
        for note in std::mem::take(&mut self.notes) {
            let block = self.block(BlockKind::Note, &note);
            self.done.push(block);
        }
    }

    fn push(&mut self, kind: Option<(Role, bool)>, lines: &[Placed<'_>]) {
        let kind = match kind {
            Some((Role::Heading { level, .. }, _)) => BlockKind::Heading { level },
            Some((Role::Cell { first }, _)) => BlockKind::Cell { first },
            Some((_, true)) => BlockKind::ListItem,
            Some(_) => BlockKind::Paragraph,
            None => return,
        };
        let block = self.block(kind, lines);
        self.done.push(block);
    }

    fn block(&self, kind: BlockKind, lines: &[Placed<'_>]) -> Block {
        let mut block = Block { kind, text: String::new(), lines: Vec::new(), pages: Vec::new(), tokens: Vec::new() };
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                let (keep, seam) = self.mender.seam(&block.text, &line.set.text);
                block.text.truncate(keep);
                block.text.push_str(seam);
            }
            let offset = block.text.len();
            block.lines.push(Mark { offset, value: line.line });
            block.pages.push(Mark { offset, value: self.labels.get(line.page).cloned().flatten() });
            let words: Vec<&str> = line.set.text.split_whitespace().collect();
            block.text.push_str(&words.join(" "));
        }
        block
    }

    /// The blocks, each page begun once.
    fn finish(self) -> Vec<Block> {
        let mut blocks = self.done;
        let mut page = None;
        for block in &mut blocks {
            block.pages.retain(|mark| page.replace(mark.value.clone()).as_ref() != Some(&mark.value));
        }
        blocks
    }
}

/// How far the first line of a group is indented.
fn group_indent(group: &[Placed<'_>]) -> f32 {
    group.first().map_or(0.0, |line| line.set.indent)
}

/// Whether a line begins the note that follows one that begins with `last`.
fn begins_next_note(last: Option<&str>, text: &str) -> bool {
    let raised = |text: &str| text.starts_with(|c: char| "¹²³⁰⁴⁵⁶⁷⁸⁹".contains(c));
    let number = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).take(4).collect();
        digits.parse::<u32>().ok()
    };
    match last {
        None => true,
        Some(last) if raised(last) => raised(text),
        Some(last) => match (number(last), number(text)) {
            (Some(last), Some(number)) => number == last + 1,
            (None, Some(number)) => number == 1,
            _ => text.starts_with(['*', '†', '‡', '§']) || raised(text),
        },
    }
}
