//! Footnotes: smaller lines at the end of a column that begin with a note's sign.

use super::heads::Role;
use super::{Part, Placed};

/// Marks the lines of footnotes. `body` is how the running text looks: its size in half points.
pub(super) fn mark(lines: &[Placed<'_>], body: (u32, bool), roles: &mut [Role]) {
    let mut end = lines.len();
    let mut starts: Vec<(usize, usize)> = Vec::new();
    while let Some(last) = end.checked_sub(1).and_then(|at| lines.get(at)) {
        let here = |line: &Placed<'_>| (line.page, line.set.column) == (last.page, last.set.column);
        let start = lines.iter().take(end).rposition(|line| !here(line)).map_or(0, |before| before + 1);
        starts.push((start, end));
        end = start;
    }
    // From the first page on, as a note may go on upon the next.
    let mut unfinished = false;
    for (start, end) in starts.into_iter().rev() {
        let column = lines.get(start..end).unwrap_or(&[]);
        let above = start.checked_sub(1).and_then(|before| lines.get(before));
        let alone = above.map(|line| line.page) != column.first().map(|line| line.page);
        let first = first_of_notes(column, body, unfinished, alone);
        for role in roles.iter_mut().take(end).skip(start + first) {
            *role = Role::Note;
        }
        let last = column.last().filter(|_| first < column.len());
        unfinished = last.is_some_and(|line| !super::super::lines::ends_sentence(&line.set.text));
    }
}

/// Number of the column's first line that is a note's; its length if none is. `alone`: nothing is above it on its page.
fn first_of_notes(column: &[Placed<'_>], body: (u32, bool), unfinished: bool, alone: bool) -> usize {
    let small =
        |line: &Placed<'_>| line.set.part == Part::Text && ((line.set.size * 2.0).round() as u32) * 100 <= body.0 * 93;
    let run = column.iter().rev().take_while(|line| small(line)).count();
    let first = column.len() - run;
    // A page of small print alone is no note.
    if run == 0 || (first == 0 && alone) {
        return column.len();
    }
    if unfinished {
        return first;
    }
    let marked = column.iter().skip(first).position(|line| begins_note(&line.set.text));
    marked.map_or(column.len(), |at| first + at)
}

/// Whether a text begins as a note does: with a number, raised or not, or a sign.
fn begins_note(text: &str) -> bool {
    let head: String = text.chars().take(4).collect();
    let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    if head.starts_with(['*', '†', '‡', '§']) || head.starts_with(raised) {
        return true;
    }
    let number = text.chars().take_while(char::is_ascii_digit).count();
    let after = text.chars().nth(number);
    (1..=3).contains(&number)
        && after.is_some_and(|c| c.is_whitespace() || matches!(c, '.' | ')' | '/') || c.is_uppercase())
}
