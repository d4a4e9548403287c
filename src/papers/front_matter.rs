//! Front matter: metadata in YAML between `---` lines or TOML between `+++` lines.

use crate::model::Metadata;
use serde_saphyr::options::DuplicateKeyPolicy;

/// What stands before the text proper.
#[derive(Default)]
pub(super) struct FrontMatter {
    pub metadata: Metadata,
    /// Bytes and lines that it takes.
    pub length: usize,
    pub lines: u32,
    pub warning: Option<String>,
}

pub(super) fn front_matter(text: &str) -> FrontMatter {
    let Some((body, length)) = fenced(text, "---").or_else(|| fenced(text, "+++")) else {
        return FrontMatter::default();
    };
    let value = if text.starts_with('-') { yaml(body) } else { toml_value(body) };
    let lines = text.get(..length).unwrap_or("").matches('\n').count() as u32;
    let mut front = FrontMatter { length, lines, ..FrontMatter::default() };
    match value {
        Ok(serde_json::Value::Object(fields)) => {
            for (name, value) in &fields {
                set(&mut front.metadata, name, value);
            }
        }
        // A rule and a rule further down are no front matter.
        Ok(_) => return FrontMatter::default(),
        Err(cause) => front.warning = Some(format!("the front matter cannot be read and is passed over: {cause}")),
    }
    front
}

/// The lines between a first line `fence` and the next, and where the text goes on.
fn fenced<'a>(text: &'a str, fence: &str) -> Option<(&'a str, usize)> {
    let rest = text.strip_prefix(fence)?;
    let (first, rest) = rest.split_once('\n')?;
    if !first.trim().is_empty() {
        return None;
    }
    let start = text.len() - rest.len();
    let mut at = start;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((text.get(start..at)?, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn yaml(body: &str) -> Result<serde_json::Value, String> {
    // A key that is there twice is no reason to lose the others.
    let options = serde_saphyr::options! { duplicate_keys: DuplicateKeyPolicy::LastWins };
    serde_saphyr::from_str_with_options(body, options).map_err(|e| first_line(&e.to_string()))
}

fn toml_value(body: &str) -> Result<serde_json::Value, String> {
    let table: toml::Table = body.parse().map_err(|e: toml::de::Error| first_line(e.message()))?;
    serde_json::to_value(table).map_err(|e| e.to_string())
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("").to_string()
}

/// Sets a field, lists joined by semicolons; nested values are kept as `outer.inner`.
pub(super) fn set(metadata: &mut Metadata, name: &str, value: &serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Null => {}
        Value::String(text) => metadata.set(name, text),
        Value::Array(items) => {
            let plain = items.iter().filter_map(scalar).collect::<Vec<_>>().join("; ");
            metadata.set(name, &plain);
            for item in items.iter().filter(|i| i.is_object()) {
                set(metadata, name, item);
            }
        }
        // TOML's dates arrive as an object with one private key.
        Value::Object(fields) if fields.len() == 1 && fields.keys().all(|k| k.starts_with('$')) => {
            fields.values().for_each(|v| set(metadata, name, v));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(inner, value)| set(metadata, &format!("{name}.{inner}"), value))
        }
        other => metadata.set(name, &other.to_string()),
    }
}

fn scalar(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(_) | serde_json::Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
