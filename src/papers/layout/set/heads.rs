//! What each line is: headings are told by a table of contents, by their size or by bold letters.

use std::collections::{BTreeMap, HashMap};

use super::super::lines::ends_sentence;
use super::{Part, Placed, notes};

/// What a line is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Heading {
        level: u8,
        /// Whether it goes on with the line before.
        goes_on: bool,
    },
    Text,
    Note,
    Cell {
        first: bool,
    },
}

/// The most lines and letters of a heading.
const MOST_LINES: usize = 4;
const MOST_LETTERS: usize = 220;

/// How a line looks: its size in half points, and whether it is bold.
type Look = (u32, bool);

fn look(line: &Placed<'_>) -> Look {
    ((line.set.size * 2.0).round() as u32, line.set.bold)
}

pub(super) fn roles(lines: &[Placed<'_>], outline: &[(u8, String)]) -> Vec<Role> {
    let body = body(lines);
    let mut roles: Vec<Role> = lines
        .iter()
        .map(|line| match line.set.part {
            Part::Cell { first } => Role::Cell { first },
            Part::Text => Role::Text,
        })
        .collect();
    notes::mark(lines, body, &mut roles);
    let told: HashMap<String, u8> = outline.iter().map(|(level, title)| (bare(title), *level)).collect();
    let mut found: Vec<(usize, usize, Option<u8>)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let run = run_at(lines, &roles, at);
        let (length, level) = heading(lines.get(at..at + run).unwrap_or(&[]), &told, body);
        if length > 0 {
            found.push((at, length, level));
        }
        at += length.max(if level.is_none() && length == 0 { run } else { 1 }).max(1);
    }
    let levels = levels(lines, &found);
    for (start, length, level) in found {
        let level = level.or_else(|| lines.get(start).and_then(|line| levels.get(&look(line)).copied())).unwrap_or(1);
        for (at, role) in roles.iter_mut().enumerate().skip(start).take(length) {
            *role = Role::Heading { level, goes_on: at > start };
        }
    }
    roles
}

/// How the most letters look.
fn body(lines: &[Placed<'_>]) -> Look {
    let mut looks: BTreeMap<Look, usize> = BTreeMap::new();
    for line in lines {
        *looks.entry(look(line)).or_default() += line.set.text.chars().count();
    }
    looks.into_iter().max_by_key(|(_, count)| *count).map_or((0, false), |(look, _)| look)
}

/// How many lines from here on look the same and stand close below one another.
fn run_at(lines: &[Placed<'_>], roles: &[Role], at: usize) -> usize {
    let Some(first) = lines.get(at) else { return 1 };
    let mut run = 1;
    while let (Some(line), Some(role)) = (lines.get(at + run), roles.get(at + run)) {
        let close = line.set.gap.is_some_and(|gap| gap > 0.0 && gap < line.set.size * 1.7);
        if look(line) != look(first) || *role != Role::Text || line.set.column != first.set.column || !close {
            break;
        }
        run += 1;
    }
    if roles.get(at) == Some(&Role::Text) { run } else { 1 }
}

/// How many of these lines, which look the same, are one heading, and its level where it is told.
fn heading(run: &[Placed<'_>], told: &HashMap<String, u8>, body: Look) -> (usize, Option<u8>) {
    let Some(first) = run.first().filter(|line| line.set.part == Part::Text) else { return (0, None) };
    let text = |lines: &[Placed<'_>]| lines.iter().map(|line| line.set.text.as_str()).collect::<Vec<_>>().join(" ");
    if !told.is_empty() {
        for length in (1..=run.len().min(MOST_LINES)).rev() {
            let level = told.get(&bare(&text(run.get(..length).unwrap_or(&[]))));
            if let Some(level) = level {
                return (length, Some(*level));
            }
        }
    }
    let whole = text(run);
    let (size, bold) = look(first);
    let large = size * 100 >= body.0 * 112 && size > body.0 + 1;
    let stands_out = large || (bold && !body.1 && size * 100 >= body.0 * 95);
    let letters = whole.chars().filter(|c| c.is_alphabetic()).count();
    let sentence = ends_sentence(&whole) && !whole.ends_with([':', '?']);
    if !stands_out
        || run.len() > MOST_LINES
        || whole.chars().count() > MOST_LETTERS
        || letters < 3
        || (sentence && !large)
        || is_leader(&whole)
    {
        return (0, None);
    }
    (run.len(), None)
}

/// Dots that lead to a page number.
pub(super) fn is_leader(text: &str) -> bool {
    text.contains(".....") || text.contains(". . . .") || text.contains("……")
}

/// Levels of headings by their look: the largest first, of one size the bold ones.
fn levels(lines: &[Placed<'_>], found: &[(usize, usize, Option<u8>)]) -> BTreeMap<Look, u8> {
    let mut looks: Vec<Look> = found
        .iter()
        .filter(|(_, _, level)| level.is_none())
        .filter_map(|(at, _, _)| lines.get(*at))
        .map(look)
        .collect();
    looks.sort_unstable_by(|a, b| b.cmp(a));
    looks.dedup();
    looks.into_iter().zip((1..=6).chain(std::iter::repeat(6))).collect()
}

/// Letters and figures alone.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
