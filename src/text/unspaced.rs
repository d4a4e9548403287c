//! Words of scripts that set no spaces between them: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
//!
//! UAX #29 leaves these to a dictionary. It is that of ICU, longest match first: what is cut depends on what stands
//! before it in its run, never on another run, so that a query is mostly cut as the papers are.

use icu_properties::CodePointMapData;
use icu_properties::props::{Script, WordBreak};
use icu_segmenter::WordSegmenter;

/// The first letter of all these scripts.
const FIRST: char = '\u{e01}';

/// Whether a character is of a script that the dictionary cuts. Katakana is not: UAX #29 takes a run of it as one word;
/// nor are digits.
pub(crate) fn is_unspaced(c: char) -> bool {
    c >= FIRST
        && matches!(
            CodePointMapData::<Script>::new().get(c),
            Script::Han | Script::Hiragana | Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar
        )
        && CodePointMapData::<WordBreak>::new().get(c) != WordBreak::Numeric
}

/// Whether a character is one beside which no space stands: of such a script, Katakana or a full-width mark.
pub(crate) fn sets_no_space(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{3001}'..='\u{303f}' | '\u{30a0}'..='\u{30ff}' | '\u{ff01}'..='\u{ff9f}')
}

/// Whether a text begins with a Chinese sign.
pub(crate) fn is_han(text: &str) -> bool {
    text.starts_with(|c| CodePointMapData::<Script>::new().get(c) == Script::Han)
}

/// Calls `token` with the bounds of each word of a run of such characters and their marks, `base` added to them.
pub(super) fn words_of_run(run: &str, base: usize, token: &mut impl FnMut(usize, usize)) {
    if run.is_empty() {
        return;
    }
    let of = CodePointMapData::<WordBreak>::new();
    let mut start = 0;
    for end in WordSegmenter::new_dictionary(Default::default()).segment_str(run) {
        // A mark stays with its letter, whatever their scripts (WB4).
        let rest = run.get(end..).unwrap_or("");
        if rest.starts_with(|c| matches!(of.get(c), WordBreak::Extend | WordBreak::Format | WordBreak::ZWJ)) {
            continue;
        }
        if run.get(start..end).is_some_and(|segment| segment.chars().any(char::is_alphanumeric)) {
            token(base + start, base + end);
        }
        start = end;
    }
}
