//! Words broken over a line end: joined with or without their hyphen, by evidence.
//!
//! The text itself is asked first, then the other papers of the corpus: does
//! `left-right` stand there in the middle of a line, or `leftright`? The more
//! frequent form is right. Where neither is known, the hyphen stays if a
//! capital or a digit stands beside it (`US-Russian`, `Muslim-oriented`) or if
//! both parts are words of the text (`long-term`), and goes otherwise
//! (`nego-tiation`).

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::lines::{HYPHENS, Line};
use super::shape::Shape;
use super::words::WordCounter;
use crate::text::sets_no_space;

/// What the corpus says of words that were broken over a line end: for
/// `left-right` in lower case, how often it stands in one piece with its
/// hyphen and how often without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    counts: BTreeMap<String, (usize, usize)>,
}

impl Evidence {
    /// Evidence that is to be gathered for these forms.
    pub fn wanted(forms: impl IntoIterator<Item = String>) -> Self {
        Evidence { counts: forms.into_iter().map(|form| (form, (0, 0))).collect() }
    }

    /// Whether no form is asked about.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// What is counted for these forms: each as it is, then each without its hyphen.
    pub fn counter(&self) -> WordCounter {
        WordCounter::new(self.counted().collect())
    }

    fn counted(&self) -> impl Iterator<Item = String> {
        let joined = self.counts.keys().map(|form| form.replace('-', ""));
        self.counts.keys().cloned().chain(joined)
    }

    /// Adds what `counter`, which is [`Evidence::counter`], finds in a text.
    pub fn gather(&mut self, counter: &WordCounter, text: &str) {
        self.take(&counter.count(text));
    }

    /// Adds what [`Evidence::counter`] found.
    fn take(&mut self, found: &[usize]) {
        let (with, without) = found.split_at(self.counts.len().min(found.len()));
        for (count, (with, without)) in self.counts.values_mut().zip(with.iter().zip(without)) {
            count.0 += with;
            count.1 += without;
        }
    }

    /// Adds what another gathering found.
    pub fn add(&mut self, other: &Evidence) {
        for (form, count) in &other.counts {
            let sum = self.counts.entry(form.clone()).or_default();
            sum.0 += count.0;
            sum.1 += count.1;
        }
    }

    /// Whether the hyphen of `form` stays; `None` where the corpus does not say.
    pub fn keeps(&self, form: &str) -> Option<bool> {
        let (with, without) = self.counts.get(form).copied().unwrap_or_default();
        (with != without).then_some(with > without)
    }

    /// The forms with what is known of each, for telling whether anything changed.
    pub fn decisions(&self) -> BTreeMap<String, Option<bool>> {
        self.counts.keys().map(|form| (form.clone(), self.keeps(form))).collect()
    }
}

/// Mends the broken words of one text.
pub(super) struct Mender<'a> {
    own: Evidence,
    words: BTreeSet<String>,
    corpus: &'a Evidence,
    undecided: RefCell<BTreeSet<String>>,
}

impl<'a> Mender<'a> {
    pub fn new(lines: &[Line<'_>], shape: &Shape, corpus: &'a Evidence) -> Self {
        let mut mender =
            Mender { own: Evidence::default(), words: BTreeSet::new(), corpus, undecided: RefCell::default() };
        if !shape.wrapped {
            return mender;
        }
        let pairs = lines.iter().filter(|l| !l.is_blank()).zip(lines.iter().filter(|l| !l.is_blank()).skip(1));
        let broken: BTreeMap<String, (String, String)> = pairs
            .filter_map(|(a, b)| broken_word(a.text, b.text))
            .map(|(l, r)| (form(l, r), (l.to_lowercase(), r.to_lowercase())))
            .collect();
        if broken.is_empty() {
            return mender;
        }
        mender.own = Evidence::wanted(broken.keys().cloned());
        let parts: BTreeSet<String> = broken.into_values().flat_map(|(left, right)| [left, right]).collect();
        let text = lines.iter().map(|l| l.text).collect::<Vec<_>>().join("\n");
        // One pass over the text for both: the forms, and the parts.
        let forms: Vec<String> = mender.own.counted().collect();
        let found = WordCounter::new(forms.iter().cloned().chain(parts.iter().cloned()).collect()).count(&text);
        let (of_forms, of_parts) = found.split_at(forms.len().min(found.len()));
        mender.own.take(of_forms);
        let known = parts.into_iter().zip(of_parts).filter(|(_, count)| **count > 0);
        mender.words = known.map(|(part, _)| part).collect();
        mender
    }

    /// What stands between two joined lines: a space, a hyphen that stays, or
    /// nothing. `keep` tells how many bytes of the first line stay.
    pub fn seam(&self, before: &str, after: &str) -> (usize, &'static str) {
        if before.ends_with('\u{ad}') {
            return (before.len() - '\u{ad}'.len_utf8(), "");
        }
        if before.ends_with("--") || before.ends_with('—') {
            let spaced = before.trim_end_matches(['-', '—']).ends_with(char::is_whitespace);
            return (before.len(), if spaced { " " } else { "" });
        }
        let Some((left, right)) = broken_word(before, after) else {
            // Chinese and its like go on in the next line without a space.
            return (
                before.len(),
                if before.ends_with(sets_no_space) && after.starts_with(sets_no_space) { "" } else { " " },
            );
        };
        let bare = before.trim_end_matches(HYPHENS).len();
        (if self.keeps_hyphen(left, right) { before.len() } else { bare }, "")
    }

    fn keeps_hyphen(&self, left: &str, right: &str) -> bool {
        let form = form(left, right);
        if let Some(keeps) = self.own.keeps(&form) {
            return keeps;
        }
        self.undecided.borrow_mut().insert(form.clone());
        self.corpus.keeps(&form).unwrap_or_else(|| {
            let marked = |c: char| c.is_uppercase() || c.is_ascii_digit();
            let capital = left.contains(marked) || right.contains(marked);
            capital || (self.words.contains(&left.to_lowercase()) && self.words.contains(&right.to_lowercase()))
        })
    }

    pub fn undecided(self) -> Vec<String> {
        self.undecided.into_inner().into_iter().collect()
    }
}

fn form(left: &str, right: &str) -> String {
    format!("{}-{}", left.to_lowercase(), right.to_lowercase())
}

/// The two parts of a word that a hyphen at the end of line `before` breaks.
fn broken_word<'t>(before: &'t str, after: &'t str) -> Option<(&'t str, &'t str)> {
    let head = before.strip_suffix(HYPHENS)?;
    let left = head
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(head, |at| head.get(at..).map_or("", |rest| rest.trim_start_matches(|c: char| !c.is_alphanumeric())));
    let right_end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    let right = after.get(..right_end)?;
    (!left.is_empty() && !right.is_empty() && head.ends_with(char::is_alphanumeric)).then_some((left, right))
}
