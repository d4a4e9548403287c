//! Running heads, feet and page numbers: found by place, shape and repetition.
//!
//! Where form feeds show the pages, the outermost lines of each page are
//! looked at. Where they do not, a number that stands alone is a page number
//! if it interrupts a sentence, if a running head stands beside it, or if it is
//! one of a series. Which page a text is on is said only where the marks leave
//! no doubt; what is taken out is gone from the text in either case.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::lines::{Line, ends_sentence, starts_lower};

/// The lines of a text without its pages' furniture; a line with which a page
/// begins says so.
pub(super) struct Cleared<'a> {
    pub lines: Vec<Line<'a>>,
    /// What the source calls its pages, where it says.
    pub labels: Vec<Option<String>>,
    pub warnings: Vec<String>,
}

pub(super) fn take_out(lines: Vec<Line<'_>>) -> Cleared<'_> {
    let clusters = if lines.iter().any(|l| l.after_form_feed) { by_form_feeds(&lines) } else { by_shape(&lines) };
    cleared(lines, clusters)
}

/// The same of lines whose pages are known, one for each form feed: page `n` (counted from 0) has label `n`.
#[cfg(feature = "pdf")]
pub(super) fn take_out_of_pages(lines: Vec<Line<'_>>) -> Cleared<'_> {
    let clusters = by_form_feeds(&lines);
    cleared(lines, clusters)
}

fn cleared(lines: Vec<Line<'_>>, clusters: Clusters) -> Cleared<'_> {
    let mut warnings = Vec::new();
    let labels = match clusters.placed {
        true => labels(&clusters),
        false if clusters.list.iter().any(|c| c.number.is_some()) => {
            warnings.push(format!(
                "{} page numbers taken out; as the text does not tell whether they stand above or below their pages, its lines carry no page",
                clusters.list.iter().filter(|c| c.number.is_some()).count()
            ));
            Vec::new()
        }
        false => Vec::new(),
    };
    let starts: Vec<usize> = labels.iter().map(|label| label.0).collect();
    let lines = if clusters.list.is_empty() { lines } else { without(lines, &clusters.list, &starts) };
    Cleared { lines, labels: labels.into_iter().map(|label| label.1).collect(), warnings }
}

/// Lines `start..end` between two pages: furniture and the blank lines around
/// it. Empty where a page begins without any.
#[derive(Debug, Default)]
struct Cluster {
    start: usize,
    end: usize,
    /// Number of the page that ends here, or of the one that begins: see [`Clusters::heads`].
    number: Option<String>,
    /// The same for the page that begins, where both can stand (form feeds).
    next_number: Option<String>,
}

#[derive(Debug, Default)]
struct Clusters {
    list: Vec<Cluster>,
    /// Whether it is known which page a number belongs to.
    placed: bool,
    /// Whether numbers stand above their page.
    heads: bool,
}

/// (line with which a page begins, its label).
fn labels(clusters: &Clusters) -> Vec<(usize, Option<String>)> {
    let mut labels = Vec::new();
    if clusters.heads {
        labels.extend(clusters.list.iter().map(|c| (c.end, c.number.clone())));
    } else {
        let mut start = 0;
        for cluster in &clusters.list {
            labels.push((start, cluster.number.clone()));
            start = cluster.end;
        }
        labels.push((start, None));
    }
    labels
}

/// Takes the clusters out. Where a sentence goes on behind one, the blank lines
/// around it go as well, and where not, one stays. `pages` are the lines with
/// which pages begin.
fn without<'a>(lines: Vec<Line<'a>>, clusters: &[Cluster], pages: &[usize]) -> Vec<Line<'a>> {
    let mut kept: Vec<Line<'a>> = Vec::with_capacity(lines.len());
    let mut clusters = clusters.iter().peekable();
    let mut pages = pages.iter().enumerate().peekable();
    let mut pending = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let mut next = at;
        if let Some(cluster) = clusters.next_if(|c| c.start == at) {
            let goes_on = match (kept.last(), lines.get(cluster.end)) {
                (Some(before), Some(after)) => interrupts(before.text, after.text),
                _ => false,
            };
            if !goes_on && kept.last().is_some_and(|l| !l.is_blank()) {
                kept.push(Line { text: "", raw: "", width: 0, page: None, ..*line });
            }
            next = cluster.end;
        }
        while let Some((number, _)) = pages.next_if(|(_, page)| **page <= next) {
            pending = Some(number);
        }
        if next == at {
            let page = if line.is_blank() { None } else { pending.take() };
            kept.push(Line { page, ..*line });
            next += 1;
        }
        at = next;
    }
    kept
}

/// Whether a sentence that ends with line `before` goes on with line `after`.
fn interrupts(before: &str, after: &str) -> bool {
    !before.is_empty()
        && !after.is_empty()
        && ((!ends_sentence(before) && starts_lower(after)) || before.ends_with('-') || before.ends_with('\u{ad}'))
}

/// Characters of the widest line that is nothing but a page number.
const WIDEST_NUMBER: usize = 30;

/// A line that is nothing but a page number: `9`, `- 9 -`, `Page 9`, `9 / 12`, `ix`.
fn page_number(text: &str) -> Option<&str> {
    number(text, 4)
}

/// The number of a page that stands in a line: alone, or as the first or last part of a running head.
fn number_within(text: &str) -> Option<&str> {
    let parts = || [text.split("   ").next(), text.rsplit("   ").next()].into_iter().flatten();
    number(text, 5).or_else(|| parts().find_map(|part| number(part, 5)))
}

/// A page's number of no more than so many figures.
fn number(text: &str, figures: usize) -> Option<&str> {
    let bare =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '[' | ']' | '(' | ')' | '|'));
    let bare =
        ["Page ", "page ", "PAGE ", "p. ", "Seite ", "стр. "].iter().find_map(|p| bare.strip_prefix(p)).unwrap_or(bare);
    let number = bare.split_once(" of ").or_else(|| bare.split_once('/')).map_or(bare, |(n, _)| n).trim();
    let digits = (1..=figures).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let roman = number.len() <= 7 && number.len() > 1 && number.bytes().all(|b| b"ivxlc".contains(&b));
    (digits || roman).then_some(number)
}

/// A hash of a line's text: the same for lines that differ in case, in
/// spacing and in their numbers alone.
fn likeness(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    let mut last = ' ';
    for c in text.chars() {
        let c = match c {
            c if c.is_ascii_digit() => '#',
            c if c.is_ascii() => c.to_ascii_lowercase(),
            c => c.to_lowercase().next().unwrap_or(c),
        };
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != last || !matches!(c, ' ' | '#') {
            hasher.write_u32(u32::from(c));
        }
        last = c;
    }
    hasher.finish()
}

// ------------------------------------------------------------ pages shown by form feeds

/// How many lines from a page's edge may be furniture.
const EDGE: usize = 3;

fn by_form_feeds(lines: &[Line<'_>]) -> Clusters {
    let mut starts = vec![0];
    starts.extend(lines.iter().enumerate().filter(|(_, l)| l.after_form_feed).map(|(i, _)| i));
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let pages: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    let filled = |range: (usize, usize)| (range.0..range.1).filter(|&i| lines.get(i).is_some_and(|l| !l.is_blank()));
    let top = |page: (usize, usize)| filled(page).take(EDGE).collect::<Vec<_>>();
    let foot = |page: (usize, usize)| filled(page).collect::<Vec<_>>().into_iter().rev().take(EDGE).collect::<Vec<_>>();
    let text = |i: usize| lines.get(i).map_or("", |l| l.text);
    let repeated = |edge: &dyn Fn((usize, usize)) -> Vec<usize>| {
        let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
        for page in &pages {
            for line in edge(*page) {
                *counts.entry(likeness(text(line))).or_insert(0) += 1;
            }
        }
        counts
    };
    let (tops, feet) = (repeated(&top), repeated(&foot));
    let offset = usual_offset(&pages, |page| [top(page), foot(page)].concat().into_iter().map(text).collect());
    // A number beside other words is a page's only if it counts on as others do.
    let is_of_page = |label: &str, page: usize| {
        offset.is_some_and(|offset| label.parse::<i64>().is_ok_and(|n| n - page as i64 == offset))
    };
    let furniture = |counts: &FxHashMap<u64, usize>, number: usize, line: usize| match page_number(text(line)) {
        Some(label) => label.parse::<i64>().map_or(true, |n| offset.is_none_or(|o| n - number as i64 == o)),
        None if number_within(text(line)).is_some_and(|label| is_of_page(label, number)) => true,
        None => {
            let told = lines.get(line).is_some_and(|l| l.is_furniture);
            told || counts.get(&likeness(text(line))).is_some_and(|&c| c >= 2 && c * 3 >= pages.len())
        }
    };
    let mut list: Vec<Cluster> = vec![Cluster::default()];
    for (number, &page) in pages.iter().enumerate() {
        let above: Vec<usize> = top(page).into_iter().take_while(|&l| furniture(&tops, number, l)).collect();
        let below: Vec<usize> =
            foot(page).into_iter().take_while(|&l| furniture(&feet, number, l) && !above.contains(&l)).collect();
        let edges = || above.iter().chain(&below).map(|&l| text(l));
        let within = || edges().filter_map(number_within).find(|label| is_of_page(label, number));
        let label = edges().find_map(page_number).or_else(within).map(str::to_string);
        let first = above.last().map_or(page.0, |l| l + 1);
        let first = (first..page.1).find(|&i| !text(i).is_empty()).unwrap_or(page.1);
        let last = below.last().copied().unwrap_or(page.1);
        let last = (first..last).rev().find(|&i| !text(i).is_empty()).map_or(first, |i| i + 1);
        if let Some(before) = list.last_mut() {
            before.end = first;
            before.next_number = label;
        }
        list.push(Cluster { start: last, end: page.1, ..Cluster::default() });
    }
    for cluster in &mut list {
        cluster.number = cluster.next_number.take();
    }
    Clusters { list, placed: true, heads: true }
}

/// By how much the printed numbers usually differ from the count of pages;
/// `None` where fewer than two pages agree.
fn usual_offset<'a>(pages: &[(usize, usize)], edges: impl Fn((usize, usize)) -> Vec<&'a str>) -> Option<i64> {
    let mut votes: FxHashMap<i64, usize> = FxHashMap::default();
    for (number, &page) in pages.iter().enumerate() {
        let printed = edges(page).into_iter().filter_map(number_within).filter_map(|n| n.parse::<i64>().ok());
        let mut offsets: Vec<i64> = printed.map(|p| p - number as i64).collect();
        offsets.sort_unstable();
        offsets.dedup();
        for offset in offsets {
            *votes.entry(offset).or_insert(0) += 1;
        }
    }
    votes.into_iter().filter(|v| v.1 >= 2).max_by_key(|v| (v.1, -v.0)).map(|v| v.0)
}

// ------------------------------------------------------------ pages not shown

fn by_shape(lines: &[Line<'_>]) -> Clusters {
    let numbers: Vec<usize> = (0..lines.len())
        .filter(|&i| lines.get(i).is_some_and(|l| l.width <= WIDEST_NUMBER && page_number(l.text).is_some()))
        .collect();
    let repeats = repeated_heads(lines);
    let found = numbers.iter().filter_map(|&line| cluster_around(lines, line, &repeats));
    let found: Vec<(Cluster, bool)> = found.collect();
    let series = longest_series(&found);
    let mut list: Vec<Cluster> = found
        .into_iter()
        .enumerate()
        .filter(|(i, (_, sure))| *sure || series.binary_search(i).is_ok())
        .map(|(_, (c, _))| c)
        .collect();
    let heads: FxHashSet<u64> = repeats.iter().filter(|(_, repeat)| repeat.is_head()).map(|(like, _)| *like).collect();
    let is_head = |line: &Line<'_>| !heads.is_empty() && heads.contains(&likeness(line.text));
    let mut in_list = vec![false; lines.len()];
    for cluster in &list {
        in_list.get_mut(cluster.start..cluster.end).into_iter().flatten().for_each(|line| *line = true);
    }
    let lone = lines.iter().zip(in_list).enumerate().filter(|(_, (line, in_list))| !in_list && is_head(line));
    for (line, _) in lone {
        let (start, end) = around(lines, line, line + 1);
        list.push(Cluster { start, end, ..Cluster::default() });
    }
    list.sort_by_key(|c| c.start);
    list.dedup_by(|later, first| later.start < first.end);
    let filled = |range: std::ops::Range<usize>| lines.get(range).is_some_and(|l| l.iter().any(|l| !l.is_blank()));
    let numbered: Vec<&Cluster> = list.iter().filter(|c| c.number.is_some()).collect();
    let heads = numbered.first().is_some_and(|c| !filled(0..c.start));
    let feet = numbered.last().is_some_and(|c| !filled(c.end..lines.len()));
    Clusters { placed: heads != feet, heads, list }
}

/// How often a line that stands alone comes back, and how often it interrupts a sentence.
#[derive(Default)]
struct Repeat {
    times: usize,
    interrupting: usize,
    words: usize,
}

impl Repeat {
    /// A head even where no number stands beside it.
    fn is_head(&self) -> bool {
        self.times >= 3 && self.words >= 2 && self.interrupting * 2 >= self.times
    }
}

fn repeated_heads(lines: &[Line<'_>]) -> FxHashMap<u64, Repeat> {
    let mut repeats: FxHashMap<u64, Repeat> = FxHashMap::default();
    for (at, line) in lines.iter().enumerate().filter(|(i, l)| l.width < 100 && stands_alone(lines, *i)) {
        let repeat = repeats.entry(likeness(line.text)).or_default();
        repeat.times += 1;
        repeat.words = line.text.split_whitespace().count();
        repeat.interrupting += usize::from(is_interruption(lines, at, at + 1));
    }
    repeats
}

fn stands_alone(lines: &[Line<'_>], at: usize) -> bool {
    let blank = |i: Option<usize>| i.and_then(|i| lines.get(i)).is_none_or(Line::is_blank);
    !blank(Some(at)) && blank(at.checked_sub(1)) && blank(Some(at + 1))
}

fn is_interruption(lines: &[Line<'_>], start: usize, end: usize) -> bool {
    let (start, end) = around(lines, start, end);
    let before = start.checked_sub(1).and_then(|i| lines.get(i)).map_or("", |l| l.text);
    let after = lines.get(end).map_or("", |l| l.text);
    !ends_sentence(before) && !before.is_empty() && starts_lower(after)
}

/// `start..end` with the blank lines around it.
fn around(lines: &[Line<'_>], mut start: usize, mut end: usize) -> (usize, usize) {
    while start > 0 && lines.get(start - 1).is_some_and(Line::is_blank) {
        start -= 1;
    }
    while lines.get(end).is_some_and(Line::is_blank) {
        end += 1;
    }
    (start, end)
}

/// The furniture around a number that stands alone or beside a running head,
/// and whether it is certain to be furniture.
fn cluster_around(lines: &[Line<'_>], number: usize, repeats: &FxHashMap<u64, Repeat>) -> Option<(Cluster, bool)> {
    let head = |i: usize| {
        lines.get(i).is_some_and(|l| {
            let repeated = repeats.get(&likeness(l.text)).is_some_and(|r| r.times >= 2);
            l.width < 120 && (l.is_parted() || repeated) && page_number(l.text).is_none()
        })
    };
    let (mut start, mut end) = around(lines, number, number + 1);
    let mut heads = false;
    if start.checked_sub(1).is_some_and(head) {
        heads = true;
        start = around(lines, start - 1, end).0;
    }
    if head(end) {
        heads = true;
        end = around(lines, start, end + 1).1;
    }
    let edge = start == 0 || end == lines.len();
    let alone = edge || (start < number && end > number + 1) || heads;
    if !alone || (!heads && !stands_alone(lines, number) && !edge) {
        return None;
    }
    let label = lines.get(number).and_then(|l| page_number(l.text)).map(str::to_string);
    // Four digits alone may be the year on a title page.
    let year = label.as_ref().is_some_and(|number| number.len() == 4);
    let sure = !year && (heads || is_interruption(lines, start, end));
    Some((Cluster { start, end, number: label, next_number: None }, sure))
}

/// The members of the longest run of numbers that count up by one, if it has three or more.
fn longest_series(found: &[(Cluster, bool)]) -> Vec<usize> {
    let value = |i: usize| found.get(i).and_then(|f| f.0.number.as_ref()).and_then(|n| n.parse::<i64>().ok());
    let mut best: Vec<usize> = Vec::new();
    for first in 0..found.len().min(50) {
        let Some(mut wanted) = value(first) else { continue };
        let mut run = Vec::new();
        for at in first..found.len() {
            if value(at) == Some(wanted) {
                run.push(at);
                wanted += 1;
            }
        }
        if run.len() > best.len() {
            best = run;
        }
    }
    if best.len() >= 3 { best } else { Vec::new() }
}
