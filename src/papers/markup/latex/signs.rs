//! Letters and signs that LaTeX has commands for.

use icu_normalizer::ComposingNormalizer;

/// The mark that an accent's command puts on a letter.
pub(super) fn accent(name: &str) -> Option<char> {
    Some(match name {
        "'" => '\u{301}',
        "`" => '\u{300}',
        "^" => '\u{302}',
        "\"" => '\u{308}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "." => '\u{307}',
        "u" => '\u{306}',
        "v" => '\u{30c}',
        "H" => '\u{30b}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "r" => '\u{30a}',
        "d" => '\u{323}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    })
}

/// A text with the mark on its first letter.
pub(super) fn accented(text: &str, mark: char) -> String {
    // The dot of `\i` and `\j` goes where a mark comes.
    let text = text.trim().trim_start_matches('\\');
    let mut letters = text.chars();
    let first = letters.next().into_iter();
    let marked: String = first.chain([mark]).chain(letters).collect();
    ComposingNormalizer::new_nfc().normalize(&marked).into_owned()
}

/// What a command without arguments stands for.
pub(super) fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "&" => "&",
        "%" => "%",
        "$" => "$",
        "#" => "#",
        "_" => "_",
        "{" => "{",
        "}" => "}",
        " " | "," | ";" | ":" | "\n" | "\t" | "quad" | "qquad" | "space" | "hfill" | "thinspace" | "enspace" => " ",
        "ss" => "ß",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "aa" => "å",
        "AA" => "Å",
        "i" => "ı",
        "j" => "ȷ",
        "dh" => "ð",
        "DH" => "Ð",
        "th" => "þ",
        "TH" => "Þ",
        "dj" => "đ",
        "DJ" => "Đ",
        "ng" => "ŋ",
        "S" | "textsection" => "§",
        "P" | "textparagraph" => "¶",
        "copyright" | "textcopyright" => "©",
        "textregistered" => "®",
        "texttrademark" => "™",
        "pounds" | "textsterling" => "£",
        "euro" | "texteuro" | "EUR" => "€",
        "textyen" => "¥",
        "textcent" => "¢",
        "textdegree" | "degree" => "°",
        "dots" | "ldots" | "textellipsis" => "…",
        "textendash" => "–",
        "textemdash" => "—",
        "textquoteleft" | "lq" => "‘",
        "textquoteright" | "rq" => "’",
        "textquotedblleft" => "“",
        "textquotedblright" => "”",
        "guillemotleft" | "og" => "«",
        "guillemotright" | "fg" => "»",
        "textquestiondown" => "¿",
        "textexclamdown" => "¡",
        "textbackslash" => "\\",
        "textbar" => "|",
        "textless" => "<",
        "textgreater" => ">",
        "textasciitilde" => "~",
        "textasciicircum" => "^",
        "textbullet" => "•",
        "textunderscore" => "_",
        "slash" => "/",
        "LaTeX" => "LaTeX",
        "TeX" => "TeX",
        "dag" => "†",
        "ddag" => "‡",
        _ => return None,
    })
}
