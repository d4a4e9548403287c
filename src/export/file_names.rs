//! Names of files for papers: each leads into the folder, none out of it, on any system.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// Bytes of the longest part of a name, without its ending.
const LONGEST: usize = 120;

/// Gives names to papers' files, each once, whatever a system takes for the same.
#[derive(Default)]
pub struct FileNames {
    given: BTreeSet<String>,
}

impl FileNames {
    /// The file of a paper, as its id says: `/` and `#` part folders. `ending` is without its dot.
    ///
    /// ```
    /// use kwic::export::FileNames;
    /// let mut names = FileNames::default();
    /// let file = |names: &mut FileNames, id| names.file(id, "txt").to_string_lossy().into_owned();
    /// assert_eq!(file(&mut names, "memos/1996#talks"), "memos/1996/talks.txt");
    /// assert_eq!(file(&mut names, "../../etc/passwd"), "_/_/etc/passwd.txt");
    /// assert_eq!(file(&mut names, "Memos/1996#Talks"), "Memos/1996/Talks_2.txt");
    /// ```
    pub fn file(&mut self, id: &str, ending: &str) -> PathBuf {
        let parts: Vec<String> = id.split(['/', '#']).map(part).collect();
        let mut number = 1;
        loop {
            let suffix = if number > 1 { format!("_{number}") } else { String::new() };
            let name = format!("{}{suffix}.{ending}", parts.join("/"));
            if self.given.insert(name.to_lowercase()) {
                return name.split('/').collect();
            }
            number += 1;
        }
    }
}

/// One part of a path: no sign that means something to a shell or a system, no name that is a device's.
pub(super) fn part(text: &str) -> String {
    let plain = |c: char| if c.is_control() || "<>:\"/\\|?*".contains(c) { '_' } else { c };
    let mut name: String = text.trim().chars().map(plain).collect();
    while name.len() > LONGEST {
        name.pop();
    }
    let name = name.trim_end_matches(['.', ' ']).to_string();
    let stem = name.split('.').next().unwrap_or("").to_lowercase();
    let numbered =
        |device: &str| stem.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    let device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt");
    match name.is_empty() || name.starts_with('.') || device {
        true => format!("_{}", name.trim_start_matches('.')),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_safe() {
        for (text, expected) in [
            ("..", "_"),
            (".", "_"),
            ("", "_"),
            (".hidden", "_hidden"),
            ("a:b*?", "a_b__"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("com1", "_com1"),
            ("company", "company"),
            ("a. ", "a"),
            ("C:\\x", "C__x"),
        ] {
            assert_eq!(part(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_id_leads_outside(id in "[./\\\\#a: ]{0,12}|\\PC{0,20}") {
            let path = FileNames::default().file(&id, "txt");
            prop_assert!(path.is_relative());
            prop_assert!(path.components().all(|part| matches!(part, std::path::Component::Normal(_))), "{path:?}");
        }
    }
}
