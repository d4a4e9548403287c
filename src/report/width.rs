//! Text in columns of a terminal.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What a terminal must not get from a paper: control characters, and marks
/// that turn the direction of what follows.
pub fn plain(text: &str) -> String {
    let unsafe_char = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .filter_map(|c| if c == '\t' || c == '\n' { Some(' ') } else { (!unsafe_char(c)).then_some(c) })
        .collect()
}

/// The longest end of `text` that is at most `width` columns wide.
pub(super) fn last_columns(text: &str, width: usize) -> &str {
    let mut start = text.len();
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme.width();
        if used > width {
            break;
        }
        start = at;
    }
    text.get(start..).unwrap_or("")
}

/// The longest beginning of `text` that is at most `width` columns wide.
pub(super) fn first_columns(text: &str, width: usize) -> &str {
    let mut end = 0;
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme.width();
        if used > width {
            break;
        }
        end = at + grapheme.len();
    }
    text.get(..end).unwrap_or("")
}

/// `text` in `width` columns, cut with an ellipsis where it is longer.
pub(super) fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_string();
    }
    format!("{}…", first_columns(text, width.saturating_sub(1)).trim_end())
}

/// `text` with spaces behind it, up to `width` columns.
pub(super) fn left_aligned(text: &str, width: usize) -> String {
    format!("{}{}", isolated(text), " ".repeat(width.saturating_sub(text.width())))
}

/// `text` with spaces before it, up to `width` columns.
pub(super) fn right_aligned(text: &str, width: usize) -> String {
    format!("{}{}", " ".repeat(width.saturating_sub(text.width())), isolated(text))
}

/// Text with right-to-left letters, kept from turning what stands beside it.
pub(super) fn isolated(text: &str) -> String {
    if text.chars().any(is_right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text.to_string() }
}

/// Text that reads from the right, whatever it begins with.
pub(super) fn from_the_right(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\u{2067}{text}\u{2069}") }
}

pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_cut_between_graphemes() {
        assert_eq!(last_columns("军备控制", 5), "控制");
        assert_eq!(first_columns("e\u{301}té", 2), "e\u{301}t");
        assert_eq!(shortened("arms control", 8), "arms co…");
        assert_eq!(right_aligned("军", 4), "  军");
    }

    #[test]
    fn papers_cannot_steer_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\nd"), "a[31mbc d");
    }
}
