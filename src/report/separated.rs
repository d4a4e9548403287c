//! CSV and TSV.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use rayon::prelude::*;

use super::Cell;
use crate::concordance::pieces;

/// How values are separated.
#[derive(Clone, Copy)]
pub(super) enum Separated {
    /// Comma-separated values as RFC 4180 has them. A text that a spreadsheet could take
    /// for a formula gets one `'` in front, as does one that begins with `'`: who takes
    /// one `'` off each text that begins with it has the text again.
    Csv,
    /// Tab-separated values, for programs. A tab or line end within a value becomes a
    /// space, as the format knows no quotes.
    Tsv,
}

/// Rows that are written at one go, and of them those that one thread writes.
const BATCH: usize = 8192;
const SHARE: usize = 512;

/// Writes the names of the columns, then `len` records; `rows` gives the cells of those in a range.
pub(super) fn write<'a, R: AsRef<[Cell]>>(
    out: &mut dyn Write,
    separated: Separated,
    names: impl Iterator<Item = &'a str>,
    len: usize,
    rows: impl Fn(Range<usize>) -> io::Result<Vec<R>> + Sync,
) -> io::Result<()> {
    write_names(out, separated, names)?;
    for batch in pieces(0..len, BATCH) {
        let shares: Vec<Range<usize>> = pieces(batch, SHARE).collect();
        let records = |share| separated.records(&rows(share)?);
        for share in shares.into_par_iter().map(records).collect::<Vec<_>>() {
            out.write_all(&share?)?;
        }
    }
    out.flush()
}

/// The same of rows that come one after the other.
pub(super) fn stream<'a>(
    out: &mut dyn Write,
    separated: Separated,
    names: impl Iterator<Item = &'a str>,
    mut rows: impl Iterator<Item = io::Result<Vec<Cell>>>,
) -> io::Result<()> {
    write_names(out, separated, names)?;
    loop {
        let batch: Vec<Vec<Cell>> = rows.by_ref().take(BATCH).collect::<io::Result<_>>()?;
        if batch.is_empty() {
            return out.flush();
        }
        for share in batch.par_chunks(SHARE).map(|share| separated.records(share)).collect::<Vec<_>>() {
            out.write_all(&share?)?;
        }
    }
}

fn write_names<'a>(out: &mut dyn Write, separated: Separated, names: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let names: Vec<Cell> = names.map(|name| Cell::Text(name.to_string())).collect();
    out.write_all(&separated.records(&[names])?)
}

impl Separated {
    fn records<R: AsRef<[Cell]>>(self, rows: &[R]) -> io::Result<Vec<u8>> {
        match self {
            Separated::Csv => csv(rows),
            Separated::Tsv => tsv(rows),
        }
    }
}

fn csv<R: AsRef<[Cell]>>(rows: &[R]) -> io::Result<Vec<u8>> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut number = Vec::new();
    for cell_row in rows {
        for cell in cell_row.as_ref() {
            match cell {
                Cell::Text(text) => out.write_field(guarded(text).as_bytes())?,
                other => {
                    number.clear();
                    other.write_exact(&mut number)?;
                    out.write_field(&number)?;
                }
            }
        }
        out.write_record(None::<&[u8]>)?;
    }
    out.into_inner().map_err(|error| error.into_error())
}

fn tsv<R: AsRef<[Cell]>>(rows: &[R]) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(rows.len() * 256);
    for row in rows {
        for (at, cell) in row.as_ref().iter().enumerate() {
            if at > 0 {
                out.push(b'\t');
            }
            let from = out.len();
            cell.write_exact(&mut out)?;
            let written = out.get_mut(from..).unwrap_or_default();
            // Without a way out in the midst this looks at many bytes at once.
            if written.iter().fold(false, |any, byte| any | matches!(byte, b'\t' | b'\n' | b'\r')) {
                written.iter_mut().filter(|b| matches!(b, b'\t' | b'\n' | b'\r')).for_each(|b| *b = b' ');
            }
        }
        out.push(b'\n');
    }
    Ok(out)
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
