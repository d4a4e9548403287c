//! CSV and TSV.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Cell;
use super::rows::Rows;

/// Comma-separated values as RFC 4180 has them. A text that a spreadsheet could take
/// for a formula gets one `'` in front, as does one that begins with `'`: who takes
/// one `'` off each text that begins with it has the text again.
pub(super) fn csv(out: &mut dyn Write, rows: Rows<'_>) -> io::Result<()> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    out.write_record(rows.fields.iter().map(|field| field.name))?;
    for row in rows.rows {
        for cell in &row? {
            match cell {
                Cell::Text(text) => out.write_field(guarded(text).as_bytes())?,
                other => out.write_field(other.exact().as_bytes())?,
            }
        }
        out.write_record(None::<&[u8]>)?;
    }
    out.flush()
}

fn guarded(text: &str) -> Cow<'_, str> {
    if is_risky(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Whether a spreadsheet could take `text` for a formula, or an undoing reader for a text
/// that is guarded. What begins a formula: OWASP ASVS 5.0, 1.2.10, and "CSV Injection";
/// white space in front is looked through, as no one warrants that all spreadsheets mind it.
fn is_risky(text: &str) -> bool {
    text.starts_with(['\'', '\t', '\r', '\n', '\0'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Tab-separated values, for programs. A tab or line end within a value becomes a
/// space, as the format knows no quotes.
pub(super) fn tsv(out: &mut dyn Write, rows: Rows<'_>) -> io::Result<()> {
    let names: Vec<&str> = rows.fields.iter().map(|field| field.name).collect();
    writeln!(out, "{}", names.join("\t"))?;
    for row in rows.rows {
        for (at, cell) in row?.iter().enumerate() {
            if at > 0 {
                out.write_all(b"\t")?;
            }
            let value = cell.exact();
            if value.contains(['\t', '\n', '\r']) {
                out.write_all(value.replace(['\t', '\n', '\r'], " ").as_bytes())?;
            } else {
                out.write_all(value.as_bytes())?;
            }
        }
        out.write_all(b"\n")?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rule of docs/formats.md.
    fn undone(cell: &str) -> &str {
        cell.strip_prefix('\'').unwrap_or(cell)
    }

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_is_guarded() {
        for text in ["=1+1", "+1", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'x", "'", " =1+1", "\u{a0}=1", "＝1+1"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["", "x", "a=1", " and then", "1-5", "\"=1\"", "’tis", "– so"] {
            assert_eq!(guarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn guarding_loses_nothing_and_leaves_no_formula(text in "[ '=+\\-@a\t\r\n]{0,4}|\\PC{0,6}") {
            let guarded = guarded(&text);
            prop_assert_eq!(undone(&guarded), &text);
            prop_assert!(!guarded.trim_start().starts_with(['=', '+', '-', '@']));
        }
    }
}
