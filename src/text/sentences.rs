//! Where sentences end: UAX #29's sentence rules applied at the gaps between
//! tokens, with a list of abbreviations, initials and numbers.
//!
//! A sentence begins with a token, so only gaps decide: a gap holds the
//! terminator, the closing marks and the spaces that rules SB5 to SB11 speak
//! of. Paragraph breaks end sentences always (SB4); the caller knows those.

/// Abbreviations after which a full stop ends no sentence when a capital or
/// digit follows, folded, without their last stop.
const ABBREVIATIONS: &[&str] = &[
    "adm", "amb", "art", "arts", "capt", "cf", "ch", "chap", "cmdr", "col", "cpl", "dept", "dr", "ed", "eds", "e.g",
    "esp", "est", "fig", "figs", "fr", "gen", "gov", "hon", "i.e", "lt", "maj", "messrs", "mme", "mlle", "mr", "mrs",
    "ms", "mt", "mts", "no", "nos", "op", "para", "paras", "pp", "prof", "rep", "rev", "sec", "secs", "sen", "sens",
    "sgt", "sr", "st", "ste", "vol", "vols", "viz", "vs", "v", "jan", "feb", "apr", "aug", "sept", "oct", "nov", "dec",
];

/// Whether a sentence ends in `gap`, between the tokens `before` and `after`.
///
/// ```
/// use kwic::text::ends_sentence;
/// assert!(ends_sentence("talks", ". ", "Moscow"));
/// assert!(ends_sentence("why", "?” ", "he"));
/// assert!(!ends_sentence("Mr", ". ", "Yeltsin"));
/// assert!(!ends_sentence("e.g", ". ", "Iran"));
/// assert!(!ends_sentence("J", ". ", "Smith"));
/// assert!(!ends_sentence("approx", ". ", "five"));
/// assert!(ends_sentence("和平", "。", "我"));
/// assert!(ends_sentence("السلام", "؟ ", "نعم"));
/// ```
pub fn ends_sentence(before: &str, gap: &str, after: &str) -> bool {
    if gap == " " {
        return false;
    }
    let Some(at) = gap.rfind(is_terminator) else { return false };
    let (head, tail) = gap.split_at(at);
    let mut rest = tail.chars();
    let terminator = rest.next().unwrap_or(' ');
    let spaces = rest.as_str().trim_start_matches(is_close);
    // What stands between the sentence's end and the next token may open a quotation.
    let opened = spaces.trim_start_matches(char::is_whitespace);
    let spaced = opened.len() < spaces.len();
    if !opened.chars().all(is_close) {
        // SB8a and its like: a comma or a dash goes on with the sentence.
        return !opened.starts_with([',', ';', ':', '-', '–', '—', '…', ')']) && spaced && !starts_lower(after);
    }
    if is_certain(terminator) {
        return true;
    }
    if !spaced {
        return false;
    }
    if terminator != '.' && terminator != '…' {
        // SB11; English writes `“Why?” he asked`, which UAX #29 breaks as well.
        return true;
    }
    let stopped_before = head.contains(['!', '?']);
    !starts_lower(after) && (stopped_before || !head.is_empty() || !is_abbreviation(before))
}

fn is_abbreviation(word: &str) -> bool {
    let mut chars = word.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let initial = initial && word != "I";
    initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn starts_lower(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_lowercase)
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉') || is_certain(c)
}

/// Terminators that end a sentence whatever follows, with or without a space: Chinese and Japanese, Arabic, Indic, Burmese,
/// Khmer, Tibetan, Armenian, Ethiopic.
fn is_certain(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．' | '؟' | '۔' | '।' | '॥' | '။' | '។' | '៕' | '།' | '։' | '።')
}

fn is_close(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | ')'
            | ']'
            | '}'
            | '“'
            | '‘'
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '」'
            | '』'
            | '）'
            | '「'
            | '『'
            | '（'
            | '*'
            | '_'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_the_marks_of_their_script() {
        for (before, gap, after) in [
            ("和平", "！”", "他"),
            ("です", "。」", "と"),
            ("なぜ", "？", "私"),
            ("السلام", "؟", "نعم"),
            ("ہے", "۔ ", "وہ"),
            ("है", "। ", "यह"),
            ("သည်", "။ ", "သူ"),
            ("សន្តិភាព", "។", "គេ"),
            ("է", "։ ", "Նա"),
        ] {
            assert!(ends_sentence(before, gap, after), "{before}{gap}{after}");
        }
        for (before, gap, after) in
            [("和平", "，", "他"), ("السلام", "، ", "نعم"), ("सुख", ", ", "यह"), ("သည်", "၊ ", "သူ")]
        {
            assert!(!ends_sentence(before, gap, after), "{before}{gap}{after}");
        }
    }
}
