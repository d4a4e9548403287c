//! Items of lists in reStructuredText.

use super::Body;
use crate::model::BlockKind;
use crate::papers::markup::line::Row;

impl<'a> Body<'a> {
    /// One item of a list; its bullet or number is no text.
    pub(super) fn item(&mut self, rows: &[Row<'a>]) -> Option<usize> {
        let first = rows.first()?;
        let width = match bullet(first.text) {
            Some(width) => width,
            None => {
                let width = number(first.text)?;
                // `A. Orlova said` is no item if the next line stands under its first sign.
                let next = rows.get(1).filter(|row| !row.blank() && row.indent() == 0);
                next.is_none_or(|row| number(row.text).is_some()).then_some(width)?
            }
        };
        let behind = rows.get(1..).unwrap_or(&[]);
        let count = behind.iter().take_while(|row| row.blank() || row.indent() >= width).count();
        let own: Vec<Row<'a>> = rows.get(..=count).unwrap_or(&[]).iter().map(|row| row.without(width)).collect();
        let kind = if self.kind == BlockKind::Note { BlockKind::Note } else { BlockKind::ListItem };
        self.within(&own, kind);
        Some(1 + count)
    }
}

/// Bytes of a bullet and the space behind it.
fn bullet(text: &str) -> Option<usize> {
    let behind = text.strip_prefix(['*', '+', '-', '•', '‣', '⁃'])?;
    let sign = text.len() - behind.len();
    behind.is_empty().then_some(sign + 1).or_else(|| spaced(sign, behind))
}

/// Bytes of a number (`1.`, `a)`, `(iv)`, `#.`) and the space behind it.
fn number(text: &str) -> Option<usize> {
    let within = text.strip_prefix('(').unwrap_or(text);
    let length = within.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'))?;
    let (number, behind) = within.split_at_checked(length)?;
    let roman = number.chars().all(|c| "ivxlcdm".contains(c)) || number.chars().all(|c| "IVXLCDM".contains(c));
    let digits = number.chars().all(|c| c.is_ascii_digit());
    let fits = number == "#" || (digits || roman) && length < 8 || length == 1;
    let behind =
        behind.strip_prefix(')').or_else(|| behind.strip_prefix('.').filter(|_| within.len() == text.len()))?;
    (fits && length > 0).then(|| spaced(text.len() - behind.len(), behind)).flatten()
}

fn spaced(sign: usize, behind: &str) -> Option<usize> {
    let spaces = behind.len() - behind.trim_start_matches(' ').len();
    (spaces > 0).then_some(sign + spaces)
}
