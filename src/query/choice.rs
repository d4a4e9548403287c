//! Which spans a strategy leaves.

use super::spans::Strategy;
use crate::model::Span;

/// Leaves of `spans` those that are hits. They are in order, and for all
/// strategies but [`Strategy::All`] there is one for each first token: the
/// longest for [`Strategy::Longest`], the shortest for the others.
///
/// ```
/// # use kwic::model::Span;
/// # use kwic::query::{Strategy, choose};
/// let mut spans = vec![Span { start: 0, end: 3 }, Span { start: 1, end: 3 }];
/// choose(Strategy::Standard, &mut spans);
/// assert_eq!(spans, [Span { start: 0, end: 3 }]);
/// ```
pub fn choose(strategy: Strategy, spans: &mut Vec<Span>) {
    // Where each span ends behind the one before, none lies in another and no two end together.
    if spans.is_sorted_by(|a, b| a.end < b.end) {
        return;
    }
    match strategy {
        Strategy::All | Strategy::Traditional => {}
        Strategy::Standard => {
            spans.sort_unstable_by_key(|span| (span.end, span.start));
            spans.dedup_by_key(|span| span.end);
            spans.sort_unstable();
        }
        Strategy::Shortest => {
            let mut next = u32::MAX;
            spans.reverse();
            spans.retain(|span| {
                let holds_none = span.end < next;
                next = next.min(span.end);
                holds_none
            });
            spans.reverse();
        }
        Strategy::Longest => {
            let mut last = 0;
            spans.retain(|span| {
                let is_in_none = span.end > last;
                last = last.max(span.end);
                is_in_none
            });
        }
    }
}
