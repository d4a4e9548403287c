//! How wide a label is, and labels that fit.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The width of `text` in letters of `size`. No font is asked: the widths are those of Arial, which Helvetica
/// and Liberation Sans share, rounded up; of other scripts, columns of a terminal stand for them.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.graphemes(true).map(em).sum::<f64>() * size
}

fn em(grapheme: &str) -> f64 {
    let Some(c) = grapheme.chars().next() else { return 0.0 };
    match c {
        'i' | 'j' | 'l' | 'I' | '|' | '\'' | '.' | ',' | ':' | ';' | '!' | ' ' => 0.29,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '{' | '}' | '-' | '/' | '\\' | '"' | '*' | '`' => 0.4,
        'm' | 'w' | 'M' | '%' => 0.9,
        'W' | '@' => 1.05,
        'A'..='Z' | '&' => 0.79,
        ' '..='~' => 0.6,
        '…' => 1.0,
        _ if grapheme.width() > 1 => 0.6 * grapheme.width() as f64,
        _ => 0.7 * grapheme.width() as f64,
    }
}

/// `text` if it fits into `room`; else as much of its beginning and, a third, of its end as fits, around an ellipsis:
/// titles differ at their beginnings, names of files and parts at their ends.
pub(super) fn fitted(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_string();
    }
    let room = room - width("…", size);
    let end: String = longest(text.graphemes(true).rev(), room / 3.0, size).into_iter().rev().collect();
    // Where whole words fit, none is cut.
    let end = end.split_once(' ').map_or(end.as_str(), |(_, words)| words);
    let start: String = longest(text.graphemes(true), room - width(end, size), size).concat();
    let start = start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words);
    format!("{}…{}", start.trim_end(), end.trim_start())
}

fn longest<'a>(graphemes: impl Iterator<Item = &'a str>, room: f64, size: f64) -> Vec<&'a str> {
    let mut used = 0.0;
    graphemes
        .take_while(|grapheme| {
            used += em(grapheme) * size;
            used <= room
        })
        .collect()
}

/// `text` in lines no wider than `room`, at most three; what does not fit is left out around an ellipsis.
pub(super) fn lines(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if fits(&[line, " ", word], room, size) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    if lines.len() > 3 {
        let rest = lines.split_off(2).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| fitted(line, room, size)).collect()
}

fn fits(parts: &[&str], room: f64, size: f64) -> bool {
    parts.iter().map(|part| width(part, size)).sum::<f64>() <= room
}

/// `text` as it is shown: without what would turn the direction of letters, and with what is
/// written from right to left kept to itself.
pub(super) fn shown(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text: String = text.chars().filter(|c| !turns(c)).collect();
    let rightwards = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if text.chars().any(rightwards) { format!("\u{2068}{text}\u{2069}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_keeps_its_beginning_and_its_end() {
        assert_eq!(fitted("arms control", 100.0, 8.0), "arms control");
        assert_eq!(fitted("Arms Control after the Cold War, part 2", 120.0, 8.0), "Arms Control after…part 2");
        assert_eq!(fitted("x", 0.0, 8.0), "…");
        let long = "军备控制条约".repeat(20);
        assert!(width(&fitted(&long, 90.0, 8.0), 8.0) <= 90.0);
    }

    #[test]
    fn a_title_is_cut_into_three_lines_at_most() {
        let title = "NATO against OSCE by year in all the papers of the collection ".repeat(8);
        let lines = lines(&title, 200.0, 9.0);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| width(line, 9.0) <= 200.0));
    }

    #[test]
    fn a_label_cannot_turn_what_stands_beside_it() {
        assert_eq!(shown("a\u{202e}b"), "ab");
        assert_eq!(shown("المعاهدة 1994"), "\u{2068}المعاهدة 1994\u{2069}");
    }
}
