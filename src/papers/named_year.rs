//! The year that a file's name tells.

/// Years that a number in a name is taken for, wherever it stands.
const LIKELY: std::ops::RangeInclusive<i32> = 1400..=2100;
/// Years that a number is taken for where it stands by itself: `Magna Carta (1215).txt`.
const POSSIBLE: std::ops::Range<i32> = 1000..2200;
/// What a number of Windows' code pages stands behind.
const CODE_PAGES: [&str; 4] = ["windows", "win", "cp", "ansi"];

/// The first four digits in a file's name that read as a year. Numbers of another kind have few years before 1400 among
/// them, so one that a hyphen or nothing ties to a word before it is of those; and names of encodings tell no year.
///
/// ```text
/// memo-1996.txt, Magna Carta 1215.txt, 1215-06-15-charter.txt    tell a year
/// resolution-1244.txt, windows-1252.txt, iso-2022-jp.txt         do not
/// ```
pub(crate) fn year_in_name(name: &str) -> Option<i32> {
    let mut at = 0;
    while let Some(start) = name.get(at..)?.find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
        at = start + name.get(start..)?.bytes().take_while(u8::is_ascii_digit).count();
        let (before, digits, behind) = (name.get(..start)?, name.get(start..at)?, name.get(at..)?);
        let year = digits.parse().ok().filter(|_| digits.len() == 4);
        if let Some(year) = year.filter(|year| is_year(before, *year, behind)) {
            return Some(year);
        }
    }
    None
}

fn is_year(before: &str, number: i32, behind: &str) -> bool {
    let likely = LIKELY.contains(&number) || (POSSIBLE.contains(&number) && !is_tied(before));
    likely && !names_an_encoding(before, number, behind)
}

/// Whether a hyphen, or nothing, ties what follows to a word with a letter.
fn is_tied(before: &str) -> bool {
    let word = before.strip_suffix('-').unwrap_or(before);
    word.chars().rev().take_while(|c| c.is_alphanumeric()).any(char::is_alphabetic)
}

fn names_an_encoding(before: &str, number: i32, behind: &str) -> bool {
    let is_apart = |c: char| matches!(c, '-' | '_' | ' ');
    let (before, behind) = (before.trim_end_matches(is_apart).to_lowercase(), behind.trim_start_matches(is_apart));
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    match number {
        1250..=1258 => CODE_PAGES.contains(&word),
        2022 => {
            word == "iso" && ["jp", "kr", "cn"].contains(&&*behind.chars().take(2).collect::<String>().to_lowercase())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_told_by_its_place_and_its_likelihood() {
        for (name, year) in [
            ("memo-1996.txt", 1996),
            ("memo1996.txt", 1996),
            ("pepm_1400.pdf", 1400),
            ("1996-05-31-memo-1997.txt", 1996),
            ("r-12345-1999.txt", 1999),
            ("Domesday 1086.txt", 1086),
            ("Magna Carta (1215).txt", 1215),
            ("magna_carta_1215.txt", 1215),
            ("1215-06-15-charter.txt", 1215),
            ("15-06-1215 charter.txt", 1215),
            ("resolution-1244-1999.txt", 1999),
            ("report_1252.txt", 1252),
            ("windows-1252-1996.txt", 1996),
            ("Windows 2000.txt", 2000),
            ("ISO 2022 report.txt", 2022),
            ("ISO-2022.txt", 2022),
        ] {
            assert_eq!(year_in_name(name), Some(year), "{name}");
        }
    }

    #[test]
    fn other_numbers_and_names_of_encodings_tell_no_year() {
        for name in [
            "memo.txt",
            "report-1252.txt",
            "S-RES-1244.txt",
            "memo-2150.txt",
            "pepm1097.pdf",
            "UDHR_English_WINDOWS-1252.txt",
            "UDHR_English_Windows_1252.txt",
            "win 1251.txt",
            "CP_1256.txt",
            "cp1252.txt",
            "UDHR_Japanese_ISO-2022-JP.txt",
            "iso-8859-1.txt",
            "utf-16.txt",
            "GB2312.txt",
            "0996.txt",
            "199.txt",
            "19960531.txt",
            "é1252.txt",
        ] {
            assert_eq!(year_in_name(name), None, "{name}");
        }
    }
}
