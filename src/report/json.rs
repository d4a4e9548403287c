//! JSON documents, written item by item.

use std::io::{self, Write};

use serde::Serialize;

/// Writes `head`'s fields and then `name`, an array of `items`.
pub(super) fn document<T: Serialize, E: From<io::Error>>(
    out: &mut dyn Write,
    head: &serde_json::Map<String, serde_json::Value>,
    name: &str,
    items: impl Iterator<Item = Result<T, E>>,
) -> Result<(), E> {
    out.write_all(b"{")?;
    for (field, value) in head {
        write!(out, "{}:{value},", serde_json::Value::from(field.as_str()))?;
    }
    write!(out, "\"{name}\":[")?;
    for (at, item) in items.enumerate() {
        out.write_all(if at > 0 { b",\n" } else { b"\n" })?;
        serde_json::to_writer(&mut *out, &item?).map_err(io::Error::from)?;
    }
    out.write_all(b"\n]}\n")?;
    Ok(())
}
