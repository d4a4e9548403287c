//! What of a gap goes with the word before it, and what with the word behind.

/// What opens the word behind a gap, a quotation mark or a bracket: mostly all that stands behind the last space.
pub(super) fn opening(gap: &str) -> &str {
    let last = gap.rsplit(char::is_whitespace).next().unwrap_or("");
    // Scripts without spaces show by the mark alone where the word before ends.
    match last.char_indices().rfind(|(_, c)| ends_alone(*c)) {
        Some((at, mark)) => last.get(at + mark.len_utf8()..).unwrap_or("").trim_start_matches(['”', '’', '"']),
        None => last,
    }
}

/// What closes the word before a gap, a full stop or a quotation mark: mostly all that stands before the first space.
pub(super) fn closing(gap: &str) -> &str {
    let first = gap.split(char::is_whitespace).next().unwrap_or("");
    let first = first.split(opens_alone).next().unwrap_or("");
    if first.contains(ends_alone) { first.trim_end_matches(['“', '‘']) } else { first }
}

fn ends_alone(c: char) -> bool {
    "。｡．！？，、；：」』）》〉】〕។៕။၊།".contains(c)
}

fn opens_alone(c: char) -> bool {
    "「『（《〈【〔".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_with_the_words_that_they_belong_to() {
        for (gap, closes, opens) in [
            (". ", ".", ""),
            (" (", "", "("),
            (",” “", ",”", "“"),
            ("-", "-", "-"),
            ("。", "。", ""),
            ("，", "，", ""),
            ("：“", "：", "“"),
            ("！”", "！”", ""),
            ("。」「", "。」", "「"),
            ("《", "", "《"),
            ("។ ", "។", ""),
        ] {
            assert_eq!((closing(gap), opening(gap)), (closes, opens), "{gap:?}");
        }
    }
}
