//! RIS: a line for each field, `TY  - ` to `ER  - `.

use super::{Entries, Entry};

/// What the fields that are kept are called here.
fn field(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "TI" | "T1" | "CT" => "title",
        "AU" | "A1" => "author",
        "PY" | "Y1" => "year",
        "DA" => "date",
        "LA" => "language",
        "T2" | "JO" | "JF" | "JA" => "journal",
        "T3" => "series",
        "PB" => "publisher",
        "CY" => "place",
        "DO" => "doi",
        "UR" => "url",
        "IS" | "M1" => "number",
        "SN" => "issn",
        "VL" => "volume",
        "SP" => "pages",
        "TY" => "type",
        _ => return None,
    })
}

pub(super) fn entries(text: &str) -> Entries {
    let (mut entries, mut faults) = (Vec::new(), Vec::new());
    let (mut open, mut keywords): (Option<Entry>, Vec<&str>) = (None, Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        let Some((tag, value)) = tagged(line) else { continue };
        match (tag, &mut open) {
            ("TY", _) => {
                if open.is_some() {
                    faults.push(format!("line {number}: an entry begins before the one above has ended (`ER  - `)"));
                    entries.extend(open.take());
                }
                keywords.clear();
                let mut entry = Entry { key: format!("entry {}", entries.len() + 1), ..Entry::default() };
                entry.metadata.set("type", value);
                open = Some(entry);
            }
            ("ER", Some(entry)) => {
                entry.metadata.set("keywords", &keywords.join("; "));
                entries.extend(open.take());
            }
            (_, Some(entry)) => match tag {
                "ID" => entry.key = value.to_string(),
                "L1" | "L2" | "L3" | "L4" => entry.files.push(value.to_string()),
                "KW" => keywords.push(value),
                _ => set(entry, tag, value),
            },
            (_, None) => {}
        }
    }
    if let Some(entry) = open {
        faults.push("its last entry has no end (`ER  - `)".to_string());
        entries.push(entry);
    }
    (entries, faults)
}

/// Several lines tell authors; of what else is told twice the first counts.
fn set(entry: &mut Entry, tag: &str, value: &str) {
    match field(tag) {
        Some("author") => entry.metadata.set("author", &value.replace(';', ",")),
        // `1996/05/31/`: slashes stand for what is not said as well.
        Some("date") => entry.metadata.set("date", &value.trim_end_matches('/').replace('/', "-")),
        Some(name) if entry.metadata.values(name).is_empty() => entry.metadata.set(name, value),
        _ => {}
    }
}

/// A tag of two letters, two blanks, a hyphen, a blank, and what it says.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.trim_start_matches('\u{feff}').split_at_checked(2)?;
    let value = rest.trim_start().strip_prefix('-')?;
    let sound = tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) && rest.starts_with("  ");
    sound.then(|| (tag, value.trim()))
}
