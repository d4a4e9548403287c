//! Cells with commas, semicolons or tabs between them, in quotes where they hold these or line ends (RFC 4180).

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::{LONGEST_NAME, Row, Rows, check_size, place};

/// The rows of a CSV.
pub(super) fn csv(text: &str) -> Result<Rows, String> {
    rows(text, delimiter_of(text))
}

/// What stands between the cells of a CSV: commas; where its first line has none, semicolons or tabs.
pub(in crate::papers) fn delimiter_of(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or("");
    [',', ';', '\t'].into_iter().find(|sign| first.contains(*sign)).unwrap_or(',') as u8
}

/// The rows of a TSV.
pub(super) fn tsv(text: &str) -> Result<Rows, String> {
    rows(text, b'\t')
}

/// Lines end in `\n`.
fn rows(text: &str, delimiter: u8) -> Result<Rows, String> {
    check_quotes(text, delimiter)?;
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut record, mut names, mut rows) = (StringRecord::new(), None, Vec::new());
    let (mut at, mut line) = (0, 1u32);
    while reader.read_record(&mut record).map_err(|e| e.to_string())? {
        // A row begins behind the empty lines above it.
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let empty = text.get(start..).unwrap_or("").bytes().take_while(|byte| *byte == b'\n').count();
        line += text.get(at..start + empty).unwrap_or("").matches('\n').count() as u32;
        at = start + empty;
        let Some(names) = &names else {
            names = Some(names_of(&record));
            continue;
        };
        rows.push(row(rows.len() + 1, line, names, &record));
        check_size(rows.len(), rows.len().saturating_mul(names.len()))?;
    }
    Ok(rows)
}

fn row(number: usize, line: u32, names: &[String], record: &StringRecord) -> Result<Row, String> {
    if record.len() != names.len() {
        let (place, cells) = (place(number, line), record.len());
        return Err(format!("{place}: it has {cells} cells, the first line names {} columns", names.len()));
    }
    let cells = record.iter().map(|cell| Value::String(cell.to_string()));
    Ok(Row { number, line, real_lines: true, cells: names.iter().cloned().zip(cells).collect() })
}

/// The columns' names, each once.
fn names_of(record: &StringRecord) -> Vec<String> {
    let mut given = Map::new();
    for (number, name) in (1..).zip(record) {
        let name = name.trim();
        let name =
            if name.is_empty() || name.len() > LONGEST_NAME { format!("column{number}") } else { name.to_string() };
        let name = if given.contains_key(&name) { format!("{name}_{number}") } else { name };
        given.insert(name, Value::Null);
    }
    given.into_iter().map(|(name, _)| name).collect()
}

/// Whether each quote that opens a cell has one that closes it, behind which no more of the cell stands: what the csv
/// crate reads somehow would be rows that are run together.
pub(in crate::papers) fn check_quotes(text: &str, delimiter: u8) -> Result<(), String> {
    let (mut line, mut opened) = (1u32, 0);
    let mut state = State::Start;
    for byte in text.bytes() {
        state = match (state, byte) {
            (State::Start, b'"') => {
                opened = line;
                State::Quoted
            }
            (State::Quoted, b'"') => State::Closed,
            (State::Quoted, _) => State::Quoted,
            (State::Closed, b'"') => State::Quoted,
            (_, b'\n') => State::Start,
            (_, byte) if byte == delimiter => State::Start,
            (State::Closed | State::Behind, b' ' | b'\t') => State::Behind,
            (State::Closed | State::Behind, _) => {
                let cause =
                    format!("line {line}: text stands behind the quote that closes a cell, opened in line {opened}");
                return Err(format!("{cause}; write quotes within a cell twice"));
            }
            _ => State::Plain,
        };
        line += u32::from(byte == b'\n');
    }
    match state {
        State::Quoted => Err(format!("the quote that opens a cell in line {opened} is never closed")),
        _ => Ok(()),
    }
}

/// Where in a cell a byte stands.
#[derive(Clone, Copy)]
enum State {
    Start,
    Plain,
    Quoted,
    /// At a quote that closes the cell, or is the first of two.
    Closed,
    /// In blanks behind the quote that closed it.
    Behind,
}
