//! BibTeX entries.
//!
//! Source: Oren Patashnik, "BibTeXing" (1988): entry types, fields, names; keys are the
//! same if they differ in nothing but case. Letters beyond ASCII stay: biber and today's
//! LaTeX read UTF-8.

use xxhash_rust::xxh3::xxh3_64;

use super::source::Source;

/// The entry of a paper. Hits and what is missing stand in `annote`, which no standard
/// style prints.
pub(super) fn entry(source: &Source<'_>) -> String {
    let metadata = source.metadata;
    let institution = source.institution();
    let kind = if institution.is_some() { "techreport" } else { "misc" };
    let date = source.date();
    let authors = metadata.authors.iter().map(|author| name(author)).collect::<Vec<_>>().join(" and ");
    let field = |names: &[&str]| source.field(names).map(escaped);
    let fields = [
        ("author", (!authors.is_empty()).then_some(authors)),
        // Styles put a title into lower case unless it stands in braces of its own.
        ("title", metadata.title.as_ref().map(|title| format!("{{{}}}", escaped(title)))),
        ("institution", institution.map(escaped)),
        ("year", date.first().map(i32::to_string)),
        ("month", date.get(1).map(i32::to_string)),
        ("series", field(&["series"])),
        ("number", field(&["number"])),
        ("doi", source.field(&["doi"]).map(verbatim)),
        ("url", source.field(&["url"]).map(verbatim)),
        ("language", metadata.language.as_deref().map(escaped)),
        ("annote", Some(escaped(&source.note()))),
    ];
    let fields: Vec<String> =
        fields.into_iter().filter_map(|(name, value)| Some(format!("  {name} = {{{}}}", value?))).collect();
    format!("@{kind}{{{},\n{},\n}}\n", key(source), fields.join(",\n"))
}

/// The paper's id where it can be a key of its own; else what can of it, with a hash of it.
fn key(source: &Source<'_>) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.:/+".contains(c);
    if source.id.chars().all(fits) && !source.has_twin {
        return source.id.to_string();
    }
    let readable: String = source.id.chars().map(|c| if fits(c) { c } else { '-' }).collect();
    let readable = Some(readable.trim_matches('-')).filter(|text| !text.is_empty()).unwrap_or("paper");
    format!("{readable}-{:08x}", xxh3_64(source.id.as_bytes()) as u32)
}

/// One author. BibTeX parts names at `and`, and takes at most two commas in each.
fn name(author: &str) -> String {
    let text = escaped(author);
    let is_one = !text.to_lowercase().split_whitespace().any(|word| word == "and") && text.matches(',').count() <= 2;
    if is_one { text } else { format!("{{{text}}}") }
}

/// Text that LaTeX sets as it is. Braces are spelt out, as BibTeX counts them even behind a backslash.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '%' | '&' | '#' | '$' | '_' => out.extend(['\\', c]),
            c if c.is_whitespace() => out.push(' '),
            c if c.is_control() => {}
            _ => out.push(c),
        }
    }
    out
}

/// An address, which is no LaTeX: what could end the field is percent-encoded.
fn verbatim(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() => out.push_str("%20"),
            c if c.is_control() => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_command_of_latex() {
        assert_eq!(
            escaped(r"50% of $5 & #1_a \input{x} ~ ^"),
            r"50\% of \$5 \& \#1\_a {\textbackslash}input{\textbraceleft}x{\textbraceright} {\textasciitilde} {\textasciicircum}"
        );
        assert_eq!(escaped("one\n two\u{7}"), "one  two");
        assert_eq!(verbatim("http://a.org/{x}_%20y z"), "http://a.org/%7Bx%7D_%20y%20z");
    }

    #[test]
    fn a_name_is_never_taken_for_two() {
        assert_eq!(name("Hollis, Margaret"), "Hollis, Margaret");
        assert_eq!(name("Margaret Hollis"), "Margaret Hollis");
        assert_eq!(name("Office of Arms AND Trade"), "{Office of Arms AND Trade}");
        assert_eq!(name("Hollis, M., PhD, MA"), "{Hollis, M., PhD, MA}");
        assert_eq!(name("Alexandra Sandberg"), "Alexandra Sandberg");
    }

    #[test]
    fn keys_differ_where_ids_differ() {
        let metadata = Default::default();
        let key = |id, has_twin| key(&Source::of(id, &metadata, has_twin));
        assert_eq!(key("memos/1996-osce", false), "memos/1996-osce");
        let keys = [key("a b", false), key("a-b", false), key("a,b", false), key("Memo", true), key("memo", true)];
        for (at, one) in keys.iter().enumerate() {
            assert!(keys.iter().skip(at + 1).all(|other| !one.eq_ignore_ascii_case(other)), "{keys:?}");
            assert!(one.chars().all(|c| c.is_ascii_alphanumeric() || "-/".contains(c)), "{one}");
        }
        assert!(key("各国", false).starts_with("paper-"));
    }
}
