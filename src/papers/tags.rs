//! Tags of vertical text: one a line, `<text id="a">`, `</text>`, `<g/>`.

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// A structure begins.
    Open(String, Vec<(String, String)>),
    /// A structure ends.
    Close(String),
    /// A structure without words.
    Empty(String),
    /// A comment: what stands in it.
    Comment(String),
}

/// The most attributes of a tag.
const MOST: usize = 1000;

/// The tag that a line is, if it is one.
pub(super) fn tag(line: &str) -> Option<Tag> {
    let inner = line.trim().strip_prefix('<')?.strip_suffix('>')?;
    if line.contains('\t') && !inner.contains('=') {
        return None;
    }
    if let Some(comment) = inner.strip_prefix("!--") {
        return Some(Tag::Comment(comment.trim_end_matches("--").trim().to_string()));
    }
    if inner.starts_with(['?', '!']) {
        return Some(Tag::Comment(String::new()));
    }
    if let Some(name) = inner.strip_prefix('/') {
        return is_name(name.trim()).then(|| Tag::Close(name.trim().to_lowercase()));
    }
    let (inner, empty) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let (name, rest) = inner.split_at_checked(end)?;
    if !is_name(name) {
        return None;
    }
    let (name, attributes) = (name.to_lowercase(), attributes(rest)?);
    Some(if empty { Tag::Empty(name) } else { Tag::Open(name, attributes) })
}

fn is_name(name: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().all(letter)
}

fn attributes(mut rest: &str) -> Option<Vec<(String, String)>> {
    let mut all = Vec::new();
    loop {
        rest = rest.trim_start();
        if all.len() > MOST {
            return None;
        }
        if rest.is_empty() {
            return Some(all);
        }
        let (name, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let mark = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = behind.get(1..)?.split_once(mark)?;
        if !is_name(name.trim()) {
            return None;
        }
        all.push((name.trim().to_lowercase(), unescaped(value)));
        rest = behind;
    }
}

/// A text with what stands for `<`, `>`, `&`, quotation marks and numbered characters in it.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        plain.push_str(before);
        let named = behind.split_once(';').and_then(|(name, behind)| Some((character(name)?, behind)));
        match named {
            Some((c, behind)) => {
                plain.push(c);
                rest = behind;
            }
            None => {
                plain.push('&');
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn character(name: &str) -> Option<char> {
    let number = |digits: &str| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    };
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        name => char::from_u32(number(name.strip_prefix('#')?)?).filter(|c| !c.is_control()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_words() {
        let pair = |name: &str, value: &str| (name.to_string(), value.to_string());
        let text = Tag::Open("text".into(), vec![pair("id", "a&b"), pair("title", "x = 'y'")]);
        assert_eq!(tag(r#"<text id="a&amp;b" Title="x = 'y'">"#), Some(text));
        assert_eq!(tag("</S> "), Some(Tag::Close("s".into())));
        assert_eq!(tag("<g/>"), Some(Tag::Empty("g".into())));
        assert_eq!(tag("<!-- #vrt columns: word -->"), Some(Tag::Comment("#vrt columns: word".into())));
        for word in ["<", "<\tPUN\t>", "<3>", "<a b>", "<a b=c>", "a", ""] {
            assert_eq!(tag(word), None, "{word}");
        }
        assert_eq!(unescaped("&lt;a&gt; & &#233;&#x41;&x;"), "<a> & éA&x;");
    }
}
