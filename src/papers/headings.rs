//! The headings above a section: its path. What is kept of them is bounded, as each section below repeats them.

use std::sync::Arc;

/// The longest name that a heading gives its section, in characters. The heading's text stays whole.
const LONGEST: usize = 500;
/// Sections that lie deeper stand beside one another.
const DEEPEST: usize = 20;

/// The headings of the section that is being read and of those around it, outermost first.
#[derive(Default)]
pub(super) struct Headings {
    open: Vec<(u8, Arc<str>)>,
}

impl Headings {
    /// Enters the section of a heading, and leaves those that are not around it.
    pub fn enter(&mut self, level: u8, text: &str) {
        self.open.retain(|(above, _)| *above < level);
        self.open.truncate(DEEPEST - 1);
        self.open.push((level, name(text).into()));
    }

    /// The section's path.
    pub fn path(&self) -> Vec<Arc<str>> {
        self.open.iter().map(|(_, heading)| heading.clone()).collect()
    }
}

/// What a section is called: its heading on one line, cut behind a word where it is too long for a name.
fn name(heading: &str) -> String {
    let line = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(LONGEST) else { return line };
    let kept = line.get(..end).unwrap_or_default();
    let whole = if line.get(end..).is_some_and(|rest| rest.starts_with(' ')) {
        kept
    } else {
        kept.rsplit_once(' ').map_or(kept, |(words, _)| words)
    };
    format!("{whole} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_behind_a_word_and_says_that_more_follows() {
        let words = |count: usize| vec!["arms"; count].join(" ");
        assert_eq!(name(&words(100)), words(100), "499 characters");
        assert_eq!(name(&format!("{} x", words(100))), format!("{} …", words(100)));
        assert_eq!(name(&format!("{}x", words(101))), format!("{} …", words(100)));
        let word = "ü".repeat(LONGEST);
        assert_eq!(name(&format!(" {word}\n")), word);
        assert_eq!(name(&format!("{word}ü")), format!("{word} …"));
    }

    #[test]
    fn what_lies_too_deep_stands_beside_its_like() {
        let mut headings = Headings::default();
        (1..=200).for_each(|level| headings.enter(level, &level.to_string()));
        let path = headings.path();
        assert_eq!((path.len(), &*path.concat()), (DEEPEST, "12345678910111213141516171819200"));
        headings.enter(2, "next");
        assert_eq!(headings.path().join("/"), "1/next");
    }
}
