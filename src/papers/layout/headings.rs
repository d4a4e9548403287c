//! Headings of unmarked text: known by their look, nested by their numbering.

/// What a heading is numbered with: headings of one style are of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Title,
    Capitals,
    /// `CHAPTER IV`, `Article 5`: which row of [`NAMES`].
    Named(usize),
    Roman,
    Letter,
    /// `2.1`: how many numbers.
    Decimal(usize),
}

/// Words that name a division, from the widest down.
const NAMES: &[&[&str]] = &[
    &["volume", "band", "tome", "том"],
    &["book", "livre", "buch", "libro", "книга"],
    &["part", "partie", "teil", "parte", "часть"],
    &["title", "titre", "titel", "título", "раздел"],
    &["annex", "appendix", "annexe", "anhang", "anexo", "приложение"],
    &["chapter", "chapitre", "kapitel", "capítulo", "глава"],
    &["section", "abschnitt", "sección"],
    &["article", "artikel", "artículo", "статья", "§"],
];

/// The headings met so far, for nesting the next.
#[derive(Debug, Default)]
pub(super) struct Headings {
    open: Vec<Style>,
    last_roman: u32,
}

impl Headings {
    /// The level of `line` if it looks like a heading; `alone` if blank lines
    /// stand around it.
    pub fn level(&mut self, line: &str, alone: bool) -> Option<u8> {
        let style = self.style(line, alone)?;
        Some(self.nest(style))
    }

    /// The level of `line` if it is a heading by its number alone.
    pub fn numbered_level(&mut self, line: &str) -> Option<u8> {
        let style =
            self.numbered(line, true).filter(|s| matches!(s, Style::Named(_) | Style::Roman | Style::Decimal(2..)))?;
        Some(self.nest(style))
    }

    /// A style that is open already closes all within it; a new one goes below.
    fn nest(&mut self, style: Style) -> u8 {
        // A narrower division of the same kind never stands above a wider one.
        let ends = |open: &Style| match (*open, style) {
            (Style::Decimal(open), Style::Decimal(new)) | (Style::Named(open), Style::Named(new)) => open >= new,
            (open, new) => open == new,
        };
        if let Some(at) = self.open.iter().position(ends) {
            self.open.truncate(at);
        }
        self.open.push(style);
        self.open.len().min(255) as u8
    }

    fn style(&mut self, line: &str, alone: bool) -> Option<Style> {
        if line.chars().count() > 100 || line.split_whitespace().count() > 16 {
            return None;
        }
        if let Some(style) = self.numbered(line, alone) {
            return Some(style);
        }
        if !alone || list_marker(line).is_some() {
            return None;
        }
        unnumbered(line)
    }

    fn numbered(&mut self, line: &str, alone: bool) -> Option<Style> {
        let (first, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(f, r)| (f, r.trim()));
        if let Some(name) = named(first, rest) {
            return (alone || !line.ends_with(['.', ',', ';', ':'])).then_some(Style::Named(name));
        }
        let titled = !rest.is_empty() && (is_title(rest) || is_capitals(rest)) && !rest.ends_with([',', ';', ':']);
        if let Some(value) = first.strip_suffix('.').or(alone.then_some(first)).and_then(roman)
            && (value == 1 || value == self.last_roman + 1)
            && titled
        {
            self.last_roman = value;
            return Some(Style::Roman);
        }
        let letter =
            first.strip_suffix([')', '.']).filter(|l| l.len() == 1 && l.bytes().all(|b| b.is_ascii_uppercase()));
        if letter.is_some() && titled {
            return Some(Style::Letter);
        }
        let depth = decimal(first)?;
        let plain = rest.chars().next().is_some_and(char::is_uppercase) && !rest.ends_with(['.', ',', ';', ':']);
        let short = rest.split_whitespace().count() <= 12;
        (plain && short && (alone || (depth > 1 && titled))).then_some(Style::Decimal(depth))
    }
}

/// A heading without a number: title case or capitals, and not a sentence.
fn unnumbered(line: &str) -> Option<Style> {
    if line.starts_with(|c: char| !c.is_alphanumeric())
        || line.ends_with(['.', ',', ';', ':', '!', '-', '"', '”', '\'', '’', '…'])
    {
        return None;
    }
    let words = line.split_whitespace().count();
    if line.ends_with('?') && words < 3 {
        return None;
    }
    if is_capitals(line) && line.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
        return Some(Style::Capitals);
    }
    (is_title(line) && line.chars().filter(|c| c.is_alphabetic()).count() >= 4).then_some(Style::Title)
}

/// Longer words that a title writes small.
const SMALL: &[&str] = &[
    "about", "after", "against", "among", "before", "between", "beyond", "from", "into", "over", "than", "that",
    "through", "toward", "towards", "under", "until", "upon", "versus", "when", "where", "with", "within", "without",
];

/// Whether each word of four letters or more, and the first, begins with a capital.
fn is_title(text: &str) -> bool {
    let mut words =
        text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty());
    let capital = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    words.next().is_some_and(|first| capital(first) && first.chars().any(char::is_uppercase))
        && words.all(|w| capital(w) || w.chars().count() < 4 || SMALL.contains(&w))
        && text.chars().any(char::is_lowercase)
        && !text.contains(". ")
}

fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

fn named(first: &str, rest: &str) -> Option<usize> {
    let lower = first.to_lowercase();
    let name = NAMES.iter().position(|names| names.contains(&lower.as_str()))?;
    let number = rest.split(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ',')).next().unwrap_or("");
    const COUNTED: &[&str] =
        &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "premier", "the"];
    let counted = roman(&number.to_uppercase()).is_some()
        || number.parse::<u32>().is_ok()
        || COUNTED.contains(&number.to_lowercase().as_str())
        || (number.len() == 1 && number.bytes().all(|b| b.is_ascii_uppercase()));
    let sentence = rest
        .split_whitespace()
        .skip(1)
        .any(|w| w.chars().next().is_some_and(char::is_lowercase) && w.chars().count() > 3 && !SMALL.contains(&w));
    (counted && !sentence && first.chars().next().is_some_and(|c| !c.is_lowercase())).then_some(name)
}

/// The value of a roman numeral in capitals, up to 89.
fn roman(text: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    const TENS: [&str; 9] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"];
    if text.is_empty() || !text.bytes().all(|b| b"IVXL".contains(&b)) {
        return None;
    }
    (1..90u32).find(|n| {
        let (ten, one) = (TENS.get(*n as usize / 10), ONES.get(*n as usize % 10));
        ten.zip(one).is_some_and(|(t, o)| text.strip_prefix(t) == Some(o))
    })
}

/// How many numbers `2`, `2.` or `2.1.` has; `None` for what is no such number.
fn decimal(text: &str) -> Option<usize> {
    let bare = text.strip_suffix('.').unwrap_or(text);
    let parts: Vec<&str> = bare.split('.').collect();
    let numbers = parts.iter().all(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
    (numbers && (parts.len() > 1 || text.ends_with('.'))).then_some(parts.len())
}

/// The marker that a list item begins with: a bullet, `1)`, `(a)`, `1.`.
pub(in crate::papers) fn list_marker(text: &str) -> Option<&str> {
    // Almost every line begins with a word, which is told by its first bytes.
    let head = text.as_bytes().get(..text.len().min(5)).unwrap_or(&[]);
    if head.first().is_some_and(u8::is_ascii_alphabetic) && !head.iter().any(|b| matches!(b, b')' | b'.')) {
        return None;
    }
    let (first, rest) = text.split_once(char::is_whitespace)?;
    if rest.trim().is_empty() {
        return None;
    }
    // Signs of fonts of pictures (U+F000 and on), and those that nothing tells, are bullets where they stand so.
    let bullet = first.chars().count() == 1
        && (first.contains(['•', '-', '*', '–', '—', '◦', '▪', '■', '●', '·', '✓', '➢', '\u{fffd}'])
            || first.starts_with(|c| matches!(c, '\u{f000}'..='\u{f0ff}')));
    let inner = first.strip_prefix('(').unwrap_or(first);
    let body = inner.strip_suffix(')').or(if inner == first { first.strip_suffix('.') } else { None });
    let numbered = body.is_some_and(|b| {
        let digits = (1..=2).contains(&b.len()) && b.bytes().all(|c| c.is_ascii_digit());
        let letter = b.len() == 1 && b.bytes().all(|c| c.is_ascii_lowercase());
        let roman = first.ends_with(')') && (1..=4).contains(&b.len()) && b.bytes().all(|c| b"ivx".contains(&c));
        digits || letter || roman
    });
    (bullet || numbered).then_some(first)
}
