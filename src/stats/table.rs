//! The table of two rows and two columns that association and keyness are counted from.

/// Observed counts. For a word near a node: rows are places near the node and all others, columns the word and all
/// other words. For a keyword: rows are the selection and what it is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Table2x2 {
    /// The word near the node; the word in the selection.
    pub o11: u64,
    /// Other words near the node; other words in the selection.
    pub o12: u64,
    /// The word elsewhere.
    pub o21: u64,
    /// Other words elsewhere.
    pub o22: u64,
}

impl Table2x2 {
    /// From a word's count in each of two corpora and their tokens; `None` if there are more hits than tokens.
    pub fn of_corpora(hits: u64, tokens: u64, other_hits: u64, other_tokens: u64) -> Option<Self> {
        let (o12, o22) = (tokens.checked_sub(hits)?, other_tokens.checked_sub(other_hits)?);
        Some(Table2x2 { o11: hits, o12, o21: other_hits, o22 })
    }

    /// From the pair's count, the count of each of the two, and all tokens; `None` if they contradict each other.
    pub fn of_pair(both: u64, first: u64, second: u64, tokens: u64) -> Option<Self> {
        let (o12, o21) = (first.checked_sub(both)?, second.checked_sub(both)?);
        let o22 = tokens.checked_sub(first)?.checked_sub(o21)?;
        Some(Table2x2 { o11: both, o12, o21, o22 })
    }

    /// The expected counts of the four cells, in the order of the fields, were rows and columns independent.
    /// `None` if a row or a column is empty: then nothing can be said of independence.
    pub fn expected(&self) -> Option<[f64; 4]> {
        let Margins { r1, r2, c1, c2, n } = self.margins();
        // Divided first, so that the largest counts do not overflow.
        let shares = [r1 / n * c1, r1 / n * c2, r2 / n * c1, r2 / n * c2];
        shares.iter().all(|e| *e > 0.0).then_some(shares)
    }

    /// The observed counts in the order of [`expected`](Table2x2::expected).
    pub(super) fn observed(&self) -> [f64; 4] {
        [self.o11 as f64, self.o12 as f64, self.o21 as f64, self.o22 as f64]
    }

    pub(super) fn margins(&self) -> Margins {
        let [o11, o12, o21, o22] = self.observed();
        Margins { r1: o11 + o12, r2: o21 + o22, c1: o11 + o21, c2: o12 + o22, n: o11 + o12 + o21 + o22 }
    }

    /// o11·o22 − o12·o21 without cancellation (Kahan's difference of products).
    pub(super) fn determinant(&self) -> f64 {
        let [o11, o12, o21, o22] = self.observed();
        let product = o12 * o21;
        let lost = o12.mul_add(-o21, product);
        o11.mul_add(o22, -product) + lost
    }

    /// o11 − e11.
    pub(super) fn excess(&self) -> f64 {
        self.determinant() / self.margins().n
    }
}

/// Sums of rows and columns, and of all.
pub(super) struct Margins {
    pub r1: f64,
    pub r2: f64,
    pub c1: f64,
    pub c2: f64,
    pub n: f64,
}
