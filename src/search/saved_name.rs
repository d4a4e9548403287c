//! The names of saved results, as commands and queries write them.

use std::fmt;
use std::str::FromStr;

/// A name of more characters than this is refused: file systems allow 255 bytes.
const LONGEST: usize = 40;

/// The name of a saved result: letters, digits, `-`, `_` and `.`, not first; 40 at most. Written `@NAME`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SavedName(String);

impl SavedName {
    /// The name without its `@`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SavedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.0)
    }
}

impl FromStr for SavedName {
    type Err = String;

    /// Reads `@NAME`, or `NAME`.
    fn from_str(text: &str) -> Result<Self, String> {
        let name = text.strip_prefix('@').unwrap_or(text);
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty() || name.starts_with('.') || !name.chars().all(allowed) {
            return Err("a result's name is made of letters, digits, `-`, `_` and `.` (not first): @arms-1990s".into());
        }
        match name.chars().count() {
            0..=LONGEST => Ok(SavedName(name.to_string())),
            more => Err(format!("a result's name has at most {LONGEST} characters, this one has {more}")),
        }
    }
}

/// A saved result as a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InSaved {
    /// The saved result.
    pub name: SavedName,
    /// Whether the papers in which it has hits are chosen, not the sections.
    pub papers: bool,
}

impl FromStr for InSaved {
    type Err = String;

    /// Reads `@NAME`, `@NAME:section` or `@NAME:paper`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, papers) = match text.split_once(':') {
            None | Some((_, "section")) => (text.split(':').next().unwrap_or(text), false),
            Some((name, "paper")) => (name, true),
            Some((_, other)) => return Err(format!("`{other}` is neither `paper` nor `section`")),
        };
        Ok(InSaved { name: name.parse()?, papers })
    }
}

impl fmt::Display for InSaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, if self.papers { ":paper" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_with_and_without_their_sign() {
        for name in ["arms", "@arms", "@arms-control_1990.v2", "@контроль"] {
            assert_eq!(name.parse::<SavedName>().unwrap().as_str(), name.trim_start_matches('@'));
        }
    }

    #[test]
    fn names_that_could_lead_elsewhere_are_refused() {
        for name in ["", "@", "..", "@.", "@../x", "a/b", "a\\b", "@@x", "a b", "a\0", "a:b", ".hidden", "\u{202e}x"] {
            assert!(name.parse::<SavedName>().is_err(), "{name:?}");
        }
        assert!("x".repeat(41).parse::<SavedName>().is_err());
    }

    #[test]
    fn a_selection_names_sections_or_papers() {
        let read = |text: &str| text.parse::<InSaved>().map(|s| (s.papers, s.to_string()));
        assert_eq!(read("@arms"), Ok((false, "@arms".into())));
        assert_eq!(read("@arms:section"), Ok((false, "@arms".into())));
        assert_eq!(read("@arms:paper"), Ok((true, "@arms:paper".into())));
        assert!(read("@arms:page").is_err() && read(":paper").is_err());
    }
}
