//! Objects, one in each line or all in one array.

use serde_json::{Deserializer, Error, Map, Value};

use super::{Row, Rows, check_size, place};

/// The rows of a JSONL; empty lines are none.
pub(super) fn lines(text: &str) -> Result<Rows, String> {
    let (mut rows, mut size) = (Vec::new(), 0);
    for (line, object) in (1u32..).zip(text.split('\n')).filter(|(_, line)| !line.trim().is_empty()) {
        let number = rows.len() + 1;
        let cells: Result<Map<String, Value>, Error> = serde_json::from_str(object);
        size += cells.as_ref().map_or(0, Map::len);
        check_size(number, size)?;
        rows.push(match cells {
            Ok(cells) => Ok(Row { number, line, real_lines: false, cells }),
            Err(e) => Err(format!("{}, column {}: {}", place(number, line), e.column(), cause(&e))),
        });
    }
    Ok(rows)
}

/// The rows of a JSON array; none where it is no array, or its first value is no object.
pub(super) fn array(text: &str) -> Result<Rows, String> {
    let (mut rows, mut size): (Rows, usize) = (Vec::new(), 0);
    let mut rest = Rest { text, at: 0, line: 1 };
    if !rest.take('[') {
        return Ok(rows);
    }
    while !(rows.is_empty() && rest.take(']')) {
        rest.blanks();
        let (number, line) = (rows.len() + 1, rest.line);
        let value = rest.value()?;
        size += value.as_object().map_or(0, Map::len);
        check_size(number, size)?;
        match value {
            Value::Object(cells) => rows.push(Ok(Row { number, line, real_lines: false, cells })),
            _ if rows.is_empty() => return Ok(rows),
            _ => rows.push(Err(format!("{}: it is no object", place(number, line)))),
        }
        if rest.take(']') {
            break;
        }
        if !rest.take(',') {
            return Err(format!("line {}: neither `,` nor `]` stands behind row {number}", rest.line));
        }
    }
    match rest.left().trim() {
        "" => Ok(rows),
        _ => Err(format!("line {}: something stands behind the array's end", rest.line)),
    }
}

/// What is left of a text, and the line on which that begins.
struct Rest<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Rest<'a> {
    fn left(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn go(&mut self, bytes: usize) {
        self.line += self.left().get(..bytes).unwrap_or("").matches('\n').count() as u32;
        self.at += bytes;
    }

    fn blanks(&mut self) {
        self.go(self.left().len() - self.left().trim_start().len());
    }

    /// Whether `sign` comes next; if so, what is left begins behind it.
    fn take(&mut self, sign: char) -> bool {
        self.blanks();
        let there = self.left().starts_with(sign);
        self.go(if there { sign.len_utf8() } else { 0 });
        there
    }

    fn value(&mut self) -> Result<Value, String> {
        let mut values = Deserializer::from_str(self.left()).into_iter::<Value>();
        let value = values.next();
        let read = values.byte_offset();
        match value {
            Some(Ok(value)) => {
                self.go(read);
                Ok(value)
            }
            Some(Err(e)) => Err(format!("line {}: {}", self.line as usize + e.line().max(1) - 1, cause(&e))),
            None => Err(format!("line {}: the array is never closed", self.line)),
        }
    }
}

/// What is wrong, without the place that the parser counts from the beginning of what it was given.
fn cause(error: &Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_string()
}
