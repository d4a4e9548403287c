//! The shape of a text: how wide it is set, and whether its lines were wrapped.

use super::lines::{Line, starts_lower};

/// How a text was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Characters of a full line: no more than one line in twenty is longer.
    pub width: usize,
    /// Whether lines end where the measure did, and not where the author ended them.
    pub wrapped: bool,
}

impl Shape {
    pub fn of(lines: &[Line<'_>]) -> Self {
        let pairs: Vec<(&Line<'_>, &Line<'_>)> =
            lines.iter().zip(lines.iter().skip(1)).filter(|(a, b)| !a.is_blank() && !b.is_blank()).collect();
        let mut widths: Vec<usize> = pairs.iter().map(|(a, _)| a.width).collect();
        widths.sort_unstable();
        let width = widths.get((widths.len() * 19 / 20).min(widths.len().saturating_sub(1))).copied().unwrap_or(0);
        let shape = Shape { width, wrapped: false };
        let full = pairs.iter().filter(|(a, b)| shape.is_full(a, b)).count();
        let cased = pairs.iter().filter(|(_, b)| b.text.chars().any(|c| c.is_lowercase() || c.is_uppercase())).count();
        let lower = pairs.iter().filter(|(_, b)| starts_lower(b.text)).count();
        // Verse begins its lines with capitals; wrapped prose seldom does.
        let prose = lower * 10 >= cased * 3;
        let wrapped = (25..=170).contains(&width) && full * 10 >= pairs.len() * 6 && prose && !pairs.is_empty();
        Shape { width, wrapped }
    }

    /// Whether `line` is as long as it could be, given the first word of `next`.
    pub fn is_full(&self, line: &Line<'_>, next: &Line<'_>) -> bool {
        let word = next.text.split_whitespace().next().map_or(0, |w| w.chars().count());
        (line.width + 1 + word) * 20 >= self.width * 17
    }

    /// Whether the lines of a run were set line by line: verse, a table, an address.
    pub fn is_set_by_line(&self, run: &[Line<'_>]) -> bool {
        let pairs = || run.iter().zip(run.iter().skip(1));
        let count = run.len().saturating_sub(1);
        let full = pairs().filter(|(a, b)| self.is_full(a, b)).count();
        let columns = run.iter().filter(|l| memchr::memchr(b'\t', l.raw.as_bytes()).is_some() || l.is_parted()).count();
        let cased = run.iter().any(|l| l.text.chars().any(char::is_lowercase));
        let verse = run.len() >= 3
            && cased
            && !run.iter().skip(1).any(|l| starts_lower(l.text))
            && run.iter().all(|l| l.width * 10 < self.width * 8);
        count > 0 && (full * 2 < count || verse || columns * 2 > run.len())
    }
}
