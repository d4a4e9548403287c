//! What a file calls its pages (ISO 32000-2, 12.4.2): `i`, `ii`, `1`, `A-3`.

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Dict, Name, String as Bytes};

use super::strings::plain;

/// The most nodes of the tree that are looked at.
const MOST: usize = 20_000;

/// From one page on, how pages are called.
#[derive(Default)]
struct Range {
    prefix: String,
    style: Option<u8>,
    first: u32,
}

/// The labels of all pages; none where they tell no more than the pages' numbers.
pub(super) fn labels(catalog: &Dict<'_>, pages: usize) -> Vec<String> {
    let mut ranges = BTreeMap::new();
    if let Some(tree) = catalog.get::<Dict<'_>>("PageLabels") {
        gather(tree, &mut ranges);
    }
    let label = |page: usize| {
        let (start, range) = ranges.range(..=page).next_back()?;
        Some(range.label((page - start) as u32))
    };
    let labels: Option<Vec<String>> = (0..pages).map(label).collect();
    let told = |labels: &Vec<String>| labels.iter().zip(1..).any(|(label, number)| *label != format!("{number}"));
    labels.filter(told).filter(|labels| labels.iter().all(|label| !label.is_empty())).unwrap_or_default()
}

fn gather(root: Dict<'_>, ranges: &mut BTreeMap<usize, Range>) {
    let mut nodes = vec![root];
    let mut seen = 0;
    while let Some(node) = nodes.pop() {
        seen += 1;
        if seen > MOST {
            return;
        }
        if let Some(numbers) = node.get::<Array<'_>>("Nums") {
            let mut items = numbers.flex_iter();
            while let Some((page, dict)) = items.next::<(u32, Dict<'_>)>() {
                ranges.insert(page as usize, Range::of(&dict));
            }
        }
        nodes.extend(node.get::<Array<'_>>("Kids").iter().flat_map(|kids| kids.iter::<Dict<'_>>()).take(MOST));
    }
}

impl Range {
    fn of(dict: &Dict<'_>) -> Range {
        Range {
            prefix: dict.get::<Bytes<'_>>("P").map(|prefix| plain(prefix.as_bytes())).unwrap_or_default(),
            style: dict.get::<Name<'_>>("S").and_then(|style| style.as_ref().first().copied()),
            first: dict.get::<u32>("St").unwrap_or(1).clamp(1, 1_000_000),
        }
    }

    fn label(&self, offset: u32) -> String {
        let number = self.first + offset;
        let number = match self.style {
            Some(b'D') => number.to_string(),
            Some(b'r') => roman(number),
            Some(b'R') => roman(number).to_uppercase(),
            Some(b'a') => letters(number),
            Some(b'A') => letters(number).to_uppercase(),
            _ => String::new(),
        };
        format!("{}{number}", self.prefix)
    }
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number >= 5_000 {
        return number.to_string();
    }
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            number -= value;
            roman.push_str(sign);
        }
    }
    roman
}

/// `a` to `z`, then `aa` to `zz` and so on.
fn letters(number: u32) -> String {
    let (letter, times) = ((number - 1) % 26, (number - 1) / 26 + 1);
    let letter = char::from(b'a' + letter as u8);
    letter.to_string().repeat(times.min(100) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_each_style() {
        assert_eq!([1, 4, 9, 14, 1994].map(roman), ["i", "iv", "ix", "xiv", "mcmxciv"]);
        assert_eq!([1, 26, 27, 53].map(letters), ["a", "z", "aa", "aaa"]);
        let range = Range { prefix: "A-".to_string(), style: Some(b'D'), first: 3 };
        assert_eq!(range.label(2), "A-5");
    }
}
