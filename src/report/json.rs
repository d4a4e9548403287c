//! JSON documents, written item by item.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

/// Writes `head`'s fields and then `name`, an array of `items`.
pub(super) fn document<T: Serialize>(
    out: &mut dyn Write,
    head: &Map<String, Value>,
    name: &str,
    items: impl Iterator<Item = io::Result<T>>,
) -> io::Result<()> {
    out.write_all(b"{")?;
    for (field, value) in head {
        write!(out, "{}:{value},", Value::from(field.as_str()))?;
    }
    write!(out, "\"{name}\":")?;
    array(out, items)?;
    out.write_all(b"}\n")
}

/// Writes an array of `items`, each on a line of its own.
pub(super) fn array<T: Serialize>(out: &mut dyn Write, items: impl Iterator<Item = io::Result<T>>) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, item) in items.enumerate() {
        out.write_all(if at > 0 { b",\n" } else { b"\n" })?;
        serde_json::to_writer(&mut *out, &item?)?;
    }
    out.write_all(b"\n]")
}

/// Writes one object a line.
pub(super) fn objects<T: Serialize>(out: &mut dyn Write, items: impl Iterator<Item = io::Result<T>>) -> io::Result<()> {
    for item in items {
        serde_json::to_writer(&mut *out, &item?)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
