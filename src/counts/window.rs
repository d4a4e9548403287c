//! How far around a hit its collocates are looked for.

use std::fmt::{Display, Formatter};
use std::ops::Range;
use std::str::FromStr;

use crate::index::TokenStore;
use crate::query::Layer;
use crate::search::Hit;

/// The widest window, in tokens on one side.
const WIDEST: u32 = 1000;

/// The tokens before and behind a hit that count as near it. The hit itself is not among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Tokens to the left; `u32::MAX`: as far as the span goes.
    pub left: u32,
    /// Tokens to the right; `u32::MAX`: as far as the span goes.
    pub right: u32,
    /// The layer that the window does not leave: the span that the hit's first (to the left) or last token is in.
    pub within: Layer,
}

impl FromStr for Window {
    type Err = String;

    /// Reads `5`, `3L`, `4R`, `2L5R`, `sentence` or `paragraph`.
    ///
    /// ```
    /// use kwic::counts::Window;
    /// let window: Window = "2L5R".parse().unwrap();
    /// assert_eq!((window.left, window.right), (2, 5));
    /// assert!("5X".parse::<Window>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, String> {
        let whole = |within| Window { left: u32::MAX, right: u32::MAX, within };
        let sides = |left, right| Window { left, right, within: Layer::Section };
        let text = text.trim().to_lowercase();
        match text.as_str() {
            "sentence" | "s" => return Ok(whole(Layer::Sentence)),
            "paragraph" | "p" => return Ok(whole(Layer::Paragraph)),
            _ => {}
        }
        let number = |text: &str| text.parse::<u32>().ok().filter(|n| *n <= WIDEST);
        let window = match text.split_once('l') {
            Some((left, "")) => number(left).map(|left| sides(left, 0)),
            Some((left, rest)) => {
                number(left).zip(rest.strip_suffix('r').and_then(number)).map(|(left, right)| sides(left, right))
            }
            None => match text.strip_suffix('r') {
                Some(right) => number(right).map(|right| sides(0, right)),
                None => number(&text).map(|both| sides(both, both)),
            },
        };
        window
            .filter(|w| w.left + w.right > 0)
            .ok_or_else(|| format!("write 5, 3L, 4R, 2L5R (at most {WIDEST} words on a side), sentence or paragraph"))
    }
}

impl Display for Window {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match (self.left, self.right) {
            (u32::MAX, u32::MAX) if self.within == Layer::Sentence => write!(f, "sentence"),
            (u32::MAX, u32::MAX) => write!(f, "paragraph"),
            (left, right) => write!(f, "{left}L{right}R"),
        }
    }
}

impl Window {
    /// The tokens to the left and to the right of a hit that are in the window, counted through the segment.
    /// `section` is the section's tokens.
    pub fn around(&self, store: &TokenStore, section: &Range<u32>, hit: &Hit) -> [Range<u32>; 2] {
        let (start, end) = (section.start + hit.start, section.start + hit.end);
        let span = |at: u32| match &self.within {
            Layer::Section => section.clone(),
            layer => store.span_at(layer, at).unwrap_or(at..at + 1),
        };
        let first = start.saturating_sub(self.left).max(span(start).start).max(section.start);
        let last = end.saturating_add(self.right).min(span(end.max(start + 1) - 1).end).min(section.end);
        [first.min(start)..start, end..last.max(end)]
    }
}
