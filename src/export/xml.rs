//! XML: signs that would be markup, names of elements and attributes.

/// A text with nothing in it that could be markup, on one line where it is an attribute's value; what XML 1.0 has
/// no place for is U+FFFD.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c if (c < ' ' && !matches!(c, '\t' | '\n')) || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// An attribute with a space in front.
pub(super) fn attribute(name: &str, value: &str) -> String {
    let value = escaped(value).replace(['\n', '\t'], " ");
    format!(" {}=\"{value}\"", plain_name(name))
}

/// The same of an attribute that TEI has not.
pub(super) fn kwic_attribute(name: &str, value: &str) -> String {
    attribute(name, value).replacen(' ', " kwic:", 1)
}

/// A name as an attribute can have it: letters, digits, `_`, `-` and `.`, all others `_`.
pub(super) fn plain_name(name: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' };
    let name: String = name.trim().chars().map(letter).collect();
    match name.chars().next() {
        Some(first) if first.is_alphabetic() || first == '_' => name,
        _ => format!("_{name}"),
    }
}
