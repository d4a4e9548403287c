//! Names of styles that say what their paragraphs are.

/// What programs call the style of a heading where they do not keep to Word's own name, `heading`: a number follows.
const HEADINGS: [&str; 16] = [
    "heading",
    "überschrift",
    "titre",
    "título",
    "titolo",
    "títol",
    "kop",
    "rubrik",
    "overskrift",
    "otsikko",
    "nagłówek",
    "nadpis",
    "заголовок",
    "标题",
    "見出し",
    "제목",
];

/// The level of a heading by the name of its style, from 1.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    let name = name.trim_end().to_lowercase();
    let digit = name.chars().last().filter(|c| ('1'..='9').contains(c))?;
    let known = name.strip_suffix(digit)?.trim_end();
    HEADINGS.contains(&known).then(|| digit as u8 - b'0')
}

pub(super) fn is_title(name: &str) -> bool {
    name.eq_ignore_ascii_case("title")
}

/// Whether the paragraphs are made of others: a table of contents or of figures.
pub(super) fn is_contents(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = |level: &str| level.bytes().all(|b| b.is_ascii_digit());
    name.strip_prefix("toc ").or(name.strip_prefix("contents ")).is_some_and(numbered)
        || matches!(name.as_str(), "toc heading" | "contents heading" | "table of figures")
}
