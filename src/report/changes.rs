//! What has changed between a result and the same result made again.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::Made;
use super::width::{plain, shortened};

/// How many papers, and how many lines, are named of each kind.
const NAMED: usize = 10;

/// What has changed of all that made a result, in sentences; empty where nothing has.
pub fn changes_of_made(then: &Made, now: &Made) -> Vec<String> {
    let mut changes = Vec::new();
    if then.kwic != now.kwic {
        changes.push(format!("kwic: {} then, {} now", then.kwic, now.kwic));
    }
    if then.papers.is_empty() && then.index != now.index {
        changes.push("the papers: which of them is not recorded".to_string());
    } else if !then.papers.is_empty() {
        changes.extend(changes_of_papers(then, now));
    }
    if then.themes != now.themes {
        changes.push("the theme dictionary".to_string());
    }
    for (file, hash) in &then.files {
        if now.files.get(file) != Some(hash) {
            changes.push(format!("the file {file}"));
        }
    }
    if changes.is_empty() && then.index != now.index {
        changes.push("the index: it is of another format".to_string());
    }
    changes.iter().map(|change| plain(change)).collect()
}

fn changes_of_papers(then: &Made, now: &Made) -> Vec<String> {
    let ids: BTreeSet<&String> = then.papers.keys().chain(now.papers.keys()).collect();
    let (mut added, mut removed, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for id in ids {
        match (then.papers.get(id), now.papers.get(id)) {
            (None, _) => added.push(id.as_str()),
            (_, None) => removed.push(id.as_str()),
            (before, after) if before != after => changed.push(id.as_str()),
            _ => {}
        }
    }
    let said = |what: &str, ids: &[&str]| {
        let named = ids.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = ids.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let papers = if ids.len() == 1 { "paper" } else { "papers" };
        (!ids.is_empty()).then(|| format!("{} {papers} {what}: {named}{more}", ids.len()))
    };
    [said("added", &added), said("removed", &removed), said("changed", &changed)].into_iter().flatten().collect()
}

/// How a result differs from the one made again, in sentences; empty where they
/// are the same, byte for byte. Of texts the lines that came and went are
/// shown, the first of each; they are counted as often as they occur.
pub fn changes_of_result(then: &[u8], now: &[u8]) -> Vec<String> {
    if then == now {
        return Vec::new();
    }
    match (std::str::from_utf8(then), std::str::from_utf8(now)) {
        (Ok(then), Ok(now)) => changes_of_lines(&lines(then), &lines(now)),
        _ => {
            let same = then.iter().zip(now).take_while(|(a, b)| a == b).count();
            let tail = |bytes: &'_ [u8]| bytes.get(same..).unwrap_or(&[]).iter().rev().copied().collect::<Vec<_>>();
            let (old, new) = (tail(then), tail(now));
            let end = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
            vec![format!(
                "of {} bytes {} are others than of {} before: they differ from byte {same} on",
                now.len(),
                new.len() - end,
                then.len()
            )]
        }
    }
}

/// The lines that are results: in JSON not the one that says what made them, and without the commas between them.
fn lines(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| !line.starts_with("{\"made_by\":"));
    lines.map(|line| line.strip_suffix("},").map_or(line, |_| line.trim_end_matches(','))).collect()
}

fn changes_of_lines(then: &[&str], now: &[&str]) -> Vec<String> {
    let (went, came) = (left_over(then, now), left_over(now, then));
    if went.is_empty() && came.is_empty() {
        return vec![match then == now {
            true => "the lines are the same; only what is said of their making differs".to_string(),
            false => "the lines are the same, in another order".to_string(),
        }];
    }
    let mut changes = vec![format!("{} came, {} went", counted(came.len()), counted(went.len()))];
    for (sign, lines) in [('+', came), ('-', went)] {
        changes.extend(lines.iter().take(NAMED).map(|line| format!("{sign} {}", shortened(&plain(line), 160))));
        if lines.len() > NAMED {
            changes.push(format!("{sign} and {} more", counted(lines.len() - NAMED)));
        }
    }
    changes
}

fn counted(lines: usize) -> String {
    format!("{lines} {}", if lines == 1 { "line" } else { "lines" })
}

/// The lines that are more often among `lines` than among `others`, as often as they are.
fn left_over<'a>(lines: &[&'a str], others: &[&'a str]) -> Vec<&'a str> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    others.iter().for_each(|line| *counts.entry(line).or_insert(0) += 1);
    let is_left = |line: &&&str| match counts.get_mut(**line).filter(|count| **count > 0) {
        Some(count) => {
            *count -= 1;
            false
        }
        None => true,
    };
    lines.iter().filter(is_left).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_made_two_results_is_compared() {
        let papers =
            |papers: &[(&str, &str)]| papers.iter().map(|(id, hash)| (id.to_string(), hash.to_string())).collect();
        let then =
            Made { kwic: "0.1.0".into(), papers: papers(&[("a", "1"), ("b", "2"), ("c", "3")]), ..Made::default() };
        assert_eq!(changes_of_made(&then, &then), Vec::<String>::new());
        let now = Made {
            kwic: "0.2.0".into(),
            themes: Some("x".into()),
            papers: papers(&[("b", "2"), ("c", "4"), ("d\u{1b}", "5")]),
            ..Made::default()
        };
        assert_eq!(
            changes_of_made(&then, &now),
            [
                "kwic: 0.1.0 then, 0.2.0 now",
                "1 paper added: d",
                "1 paper removed: a",
                "1 paper changed: c",
                "the theme dictionary"
            ]
        );
        let unknown = Made { index: "1".into(), ..Made::default() };
        assert_eq!(changes_of_made(&unknown, &Made::default()), ["the papers: which of them is not recorded"]);
    }

    #[test]
    fn lines_are_compared_as_often_as_they_occur() {
        assert_eq!(changes_of_result(b"a\nb\n", b"a\nb\n"), Vec::<String>::new());
        assert_eq!(
            changes_of_result(b"a\na\nb\n", b"a\nb\nb\nc\n"),
            ["2 lines came, 1 line went", "+ b", "+ c", "- a"]
        );
        assert_eq!(changes_of_result(b"a\nb\n", b"b\na\n"), ["the lines are the same, in another order"]);
        let many: String = (0..12).map(|n| format!("line {n}\n")).collect();
        let changes = changes_of_result(b"", many.as_bytes());
        assert_eq!((changes.len(), changes.last().unwrap().as_str()), (12, "+ and 2 lines more"));
    }

    #[test]
    fn json_is_compared_without_what_made_it() {
        let then = b"{\"made_by\":{\"kwic\":\"1\"},\"lines\":[\n{\"a\":1},\n{\"a\":2}\n]}\n";
        let other = b"{\"made_by\":{\"kwic\":\"2\"},\"lines\":[\n{\"a\":1},\n{\"a\":2}\n]}\n";
        assert_eq!(
            changes_of_result(then, other),
            ["the lines are the same; only what is said of their making differs"]
        );
        let fewer = b"{\"made_by\":{\"kwic\":\"2\"},\"lines\":[\n{\"a\":1}\n]}\n";
        assert_eq!(changes_of_result(then, fewer), ["0 lines came, 1 line went", "- {\"a\":2}"]);
    }

    #[test]
    fn bytes_that_are_no_text_are_counted() {
        assert_eq!(
            changes_of_result(&[0xff, 1, 2, 3, 4], &[0xff, 1, 9, 9, 3, 4]),
            ["of 6 bytes 2 are others than of 5 before: they differ from byte 2 on"]
        );
    }
}
