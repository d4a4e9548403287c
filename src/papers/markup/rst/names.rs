//! What names in reStructuredText stand for: substitutions, and headings that have a label.

use std::collections::HashMap;

use super::adornment;
use crate::papers::markup::line::{Row, dedented, indented};

/// Bytes of the longest text that a name may stand for.
const LONGEST: usize = 2000;

/// Names and what they stand for.
#[derive(Default)]
pub(super) struct Names<'a> {
    substitutions: HashMap<&'a str, String>,
    titles: HashMap<String, &'a str>,
}

impl<'a> Names<'a> {
    pub fn of(rows: &[Row<'a>]) -> Self {
        let mut names = Names::default();
        let mut labels: Vec<&str> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let rest = rows.get(at..).unwrap_or(&[]);
            if let Some(label) = label(row.text) {
                labels.push(label);
            } else if let Some((name, text)) = substitution(rest) {
                names.substitutions.insert(name, text);
            } else if !row.blank() && adornment(row.text).is_none() {
                let title = rest.get(1).is_some_and(|next| adornment(next.text).is_some()).then_some(row.text.trim());
                for label in labels.drain(..) {
                    if let Some(title) = title {
                        names.titles.insert(label.to_lowercase(), title);
                    }
                }
            }
        }
        names
    }

    pub fn substitution(&self, name: &str) -> Option<&str> {
        self.substitutions.get(name).map(String::as_str)
    }

    /// The heading that has this label.
    pub fn titled(&self, label: &str) -> Option<&str> {
        self.titles.get(&label.to_lowercase()).copied()
    }
}

/// `.. _label:`, a target without an address.
fn label(text: &str) -> Option<&str> {
    text.strip_prefix(".. _")?.strip_suffix(':').map(|label| label.trim_matches('`'))
}

/// `.. |name| replace:: text`.
fn substitution<'a>(rows: &[Row<'a>]) -> Option<(&'a str, String)> {
    let within = rows.first()?.text.strip_prefix(".. |")?;
    let (name, directive) = within.split_once("| ")?;
    let (kind, text) = directive.split_once("::")?;
    let behind = rows.get(1..).unwrap_or(&[]);
    let behind = behind.get(..indented(behind)).unwrap_or(&[]);
    let text = match kind.trim() {
        "replace" => {
            let more = behind.iter().take_while(|row| !row.blank()).map(|row| row.text.trim());
            std::iter::once(text.trim()).chain(more).collect::<Vec<_>>().join(" ").trim().replace(['*', '`'], "")
        }
        "unicode" => text.split_whitespace().take_while(|code| *code != "..").map(sign).collect(),
        "image" => {
            dedented(behind).iter().find_map(|row| row.text.strip_prefix(":alt:")).unwrap_or("").trim().to_string()
        }
        _ => return None,
    };
    (text.len() <= LONGEST).then_some((name, text))
}

/// A sign by its code (`0xA9`, `U+00A9`), or text as it stands.
fn sign(code: &str) -> String {
    let hexadecimal = code.strip_prefix("0x").or_else(|| code.strip_prefix("U+")).or_else(|| code.strip_prefix("\\u"));
    let sign = hexadecimal.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
    sign.map_or_else(|| code.to_string(), |sign| sign.to_string())
}
