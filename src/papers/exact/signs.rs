//! How what stands between words, and what is said of named spans, is written in columns.

/// The column that holds all that stands before a word, and that of how a word is written where that is not the word.
pub(crate) const BEFORE: &str = "before";
pub(crate) const WRITTEN: &str = "written";

/// How what stands between words is written in a column: `_` is nothing.
pub(crate) fn escape(gap: &str) -> String {
    if gap.is_empty() {
        return "_".to_string();
    }
    let mut out = String::with_capacity(gap.len() + 2);
    for c in gap.chars() {
        match c {
            ' ' => out.push_str("\\s"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '|' => out.push_str("\\p"),
            '\\' | '_' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// What was written so.
pub(crate) fn unescape(column: &str) -> String {
    let mut out = String::with_capacity(column.len());
    let mut signs = if column == "_" { "" } else { column }.chars();
    while let Some(c) = signs.next() {
        match (c, if c == '\\' { signs.next() } else { None }) {
            ('\\', Some('s')) => out.push(' '),
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('p')) => out.push('|'),
            ('\\', Some(other)) => out.push(other),
            (c, _) => out.push(c),
        }
    }
    out
}

/// A text without the signs that part what is said of named spans: `%` and two digits for each byte of these.
pub(crate) fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' | '|' | ',' | ';' | '=' | '(' | ')' | '\\' | ' ' | '\t' | '\n' => {
                out.push_str(&format!("%{:02X}", c as u32))
            }
            c => out.push(c),
        }
    }
    out
}

/// What was written so.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('%') {
        out.push_str(before);
        let code = behind.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii);
        match code {
            Some(code) => {
                out.push(char::from(code));
                rest = behind.get(2..).unwrap_or("");
            }
            None => {
                out.push('%');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_comes_back(text in "[ \\n\\t|_\\\\%,;=()a-zé.]{0,12}|\\PC{0,8}") {
            prop_assert_eq!(unescape(&escape(&text)), text.clone());
            prop_assert!(!escape(&text).contains([' ', '\t', '\n', '|']));
            prop_assert_eq!(plain(&percent(&text)), text.clone());
            prop_assert!(!percent(&text).contains([' ', '\t', '\n', '|', ',', ';', '=', '(', ')']));
        }
    }
}
