//! Letters as they are read: ligatures taken apart, raised figures, lines from right to left, signs drawn twice.

use std::collections::HashMap;

use icu_normalizer::ComposingNormalizer;
use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;

use super::glyph::Glyph;
use crate::papers::layout::is_unspaced;

/// Signs that were drawn lately, so that one that is drawn again a little beside itself, as bold letters, counts once.
#[derive(Default)]
pub(super) struct Drawn {
    /// By squares of the page.
    last: HashMap<(i32, i32), Vec<Sign>>,
}

/// Where a sign stands and what it says.
struct Sign {
    x: f32,
    y: f32,
    text: String,
}

/// The most signs that are looked at in one place.
const MOST: usize = 20;

impl Drawn {
    pub fn is_again(&mut self, glyph: &Glyph) -> bool {
        if glyph.text.trim().is_empty() {
            return false;
        }
        let near = glyph.size * 0.12;
        let cell = (glyph.x as i32 / 8, glyph.y as i32 / 8);
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (cell.0 + dx, cell.1 + dy)));
        let same = |sign: &Sign| {
            (sign.x - glyph.x).abs() <= near && (sign.y - glyph.y).abs() <= near && sign.text == glyph.text
        };
        let again = around.filter_map(|cell| self.last.get(&cell)).flatten().any(same);
        let here = self.last.entry(cell).or_default();
        if !again && here.len() < MOST {
            here.push(Sign { x: glyph.x, y: glyph.y, text: glyph.text.clone() });
        }
        again
    }
}

/// Without ligatures and presentation forms, which are letters as they are drawn and not as they are read; without what
/// is no text.
pub(super) fn mended(text: &str) -> String {
    let drawn = |c: char| matches!(c, '\u{fb00}'..='\u{fb4f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            c if drawn(c) => out.push_str(&ComposingNormalizer::new_nfkc().normalize(c.encode_utf8(&mut [0; 4]))),
            // A soft hyphen within a line breaks nothing.
            '\u{ad}' if letters.peek().is_some() => {}
            c if c.is_control() || (c != '\u{ad}' && crate::papers::decode::is_no_text(c)) => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Parts two words by a space, unless both are of a script that writes none.
pub(super) fn part(before: &mut String, after: &str) {
    if !is_unspaced(before, after) {
        before.push(' ');
    }
}

/// Figures that are raised or sunk, as such: the number of a note is no part of the word that it stands at.
pub(super) fn shifted(text: &str, raised: bool) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const SUNK: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let figures = if raised { RAISED } else { SUNK };
    let shift = |c: char| c.to_digit(10).and_then(|digit| figures.get(digit as usize)).copied().unwrap_or(c);
    text.chars().map(shift).collect()
}

/// Whether letters run from right to left, or are numbers there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    RightToLeft,
    LeftToRight,
    Either,
}

fn way(c: char) -> Way {
    match CodePointMapData::<BidiClass>::new().get(c) {
        BidiClass::RightToLeft | BidiClass::ArabicLetter => Way::RightToLeft,
        BidiClass::LeftToRight | BidiClass::EuropeanNumber | BidiClass::ArabicNumber => Way::LeftToRight,
        _ => Way::Either,
    }
}

/// A line whose signs were ordered as they stand, from left to right: where most of its letters (figures tell nothing) run
/// from right to left it is turned round, but for words and numbers in it that run from left to right.
pub(super) fn in_reading_order(line: &str) -> String {
    if line.is_ascii() {
        return line.to_string();
    }
    let count = |which: Way| line.chars().filter(|c| c.is_alphabetic() && way(*c) == which).count();
    if count(Way::RightToLeft) <= count(Way::LeftToRight) {
        return line.to_string();
    }
    let mut out: Vec<char> = Vec::with_capacity(line.len());
    let mut stretch: Vec<char> = Vec::new();
    // Marks stand behind the letter that they belong to, whichever way it runs.
    let backwards: Vec<char> = clusters(line).into_iter().rev().flatten().collect();
    for c in backwards {
        match way(c) {
            Way::LeftToRight => stretch.push(c),
            Way::Either if !stretch.is_empty() && !c.is_whitespace() => stretch.push(c),
            _ => {
                turn_back(&mut stretch, &mut out);
                out.push(c);
            }
        }
    }
    turn_back(&mut stretch, &mut out);
    out.into_iter().collect()
}

fn clusters(line: &str) -> Vec<Vec<char>> {
    let mut all: Vec<Vec<char>> = Vec::new();
    for c in line.chars() {
        let mark = CodePointMapData::<BidiClass>::new().get(c) == BidiClass::NonspacingMark;
        match all.last_mut().filter(|_| mark) {
            Some(letter) => letter.push(c),
            None => all.push(vec![c]),
        }
    }
    all
}

/// What runs from left to right, as it stood; signs at its end belong to what follows.
fn turn_back(stretch: &mut Vec<char>, out: &mut Vec<char>) {
    let end = stretch.iter().rposition(|c| way(*c) == Way::LeftToRight).map_or(0, |last| last + 1);
    let rest = stretch.split_off(end);
    out.extend(stretch.drain(..).rev());
    out.extend(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_letters_and_raised_figures_stay_apart() {
        assert_eq!(mended("e\u{fb03}cient o\u{ad}f\u{ad}"), "efficient of\u{ad}");
        assert_eq!(shifted("12*", true), "¹²*");
        assert_eq!(shifted("2", false), "₂");
    }

    #[test]
    fn a_line_from_right_to_left_is_read_from_the_right() {
        let drawn: String = "שלום NATO 1996 עולם".chars().rev().collect();
        let drawn = drawn.replace("OTAN", "NATO").replace("6991", "1996");
        assert_eq!(in_reading_order(&drawn), "שלום 1996 NATO עולם".replace("1996 NATO", "NATO 1996"));
        assert_eq!(in_reading_order("Élysée"), "Élysée");
    }
}
