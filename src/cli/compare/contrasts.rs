//! `kwic compare --test`: groups held against each other.

use std::collections::BTreeMap;

use kwic::counts::{Contrast, contrast};
use kwic::error::Kind;
use kwic::report::Cell;
use kwic::stats::{Paper, holm};
use kwic::{Error, Result};
use rayon::prelude::*;

use super::Counted;
use crate::cli::measured::number;
use crate::cli::say;

/// The columns of a test: what it is held against, effect sizes, tests, p-values, and these after Holm.
pub const COLUMNS: &str = "against against_hits against_tokens against_rate log_ratio log_ratio_low log_ratio_high \
                           hedges_g rank_biserial log_likelihood welch_t welch_df mann_whitney_u log_likelihood_p \
                           welch_p mann_whitney_p permutation_p log_likelihood_p_holm welch_p_holm \
                           mann_whitney_p_holm permutation_p_holm";

/// What a screen shows; behind a colon a shorter name.
pub const ON_SCREEN: &str =
    "query group hits rate against against_rate:its_rate log_ratio rank_biserial:rank_r permutation_p_holm:p";

/// One query in one group, held against another or the rest.
pub struct Tested {
    /// `None`: the rest.
    other: Option<usize>,
    /// Hits and tokens there.
    sums: (u64, u64),
    contrast: Contrast,
    /// The p-values after Holm.
    corrected: [Option<f64>; 4],
}

/// Tests, by query and group: the two groups that are shown against each other, else each against the rest.
///
/// # Errors
/// Groups that are named, and are not two.
pub fn all(counted: &Counted<'_>) -> Result<BTreeMap<(usize, usize), Tested>> {
    let pairs: Vec<(usize, Option<usize>)> = match (counted.shown.as_slice(), counted.options.groups.is_empty()) {
        ([one, other], _) => vec![(*one, Some(*other))],
        (_, false) => {
            return Err(Error::new(Kind::Query, "--groups", "two groups are tested against each other")
                .remedy("name two, as in `--groups 1990s,2000s`; without --groups each is tested against the rest"));
        }
        (groups, true) => groups.iter().map(|&group| (group, None)).collect(),
    };
    if pairs.iter().any(|&(group, other)| counted.comparison.overlap(group, other)) {
        say("note: some papers have sections on both sides of a test, which takes them for different papers");
    }
    let pairs: Vec<(usize, usize, Option<usize>)> = (0..counted.queries.len())
        .flat_map(|query| pairs.iter().map(move |&(one, other)| (query, one, other)))
        .collect();
    let mut tested: BTreeMap<(usize, usize), Tested> =
        pairs.into_par_iter().map(|pair| ((pair.0, pair.1), test(counted, pair))).collect();
    for kind in 0..4 {
        let p = |tested: &Tested| p_values(&tested.contrast).get(kind).copied().flatten();
        let p_values: Vec<f64> = tested.values().filter_map(p).collect();
        let corrected = holm(&p_values).unwrap_or_default();
        let with_p = tested.values_mut().filter(|tested| p(tested).is_some());
        with_p
            .zip(corrected)
            .for_each(|(tested, p)| tested.corrected.get_mut(kind).into_iter().for_each(|c| *c = Some(p)));
    }
    Ok(tested)
}

fn test(counted: &Counted<'_>, (query, group, other): (usize, usize, Option<usize>)) -> Tested {
    let own = counted.comparison.papers(query, group);
    let others = match other {
        Some(other) => counted.comparison.papers(query, other),
        None => counted.comparison.rest(query, group),
    };
    let sum = |of: fn(&Paper) -> u64| others.iter().map(of).sum();
    let sums = (sum(|paper| paper.hits), sum(|paper| paper.tokens));
    let contrast = contrast(&own, &others, counted.options.draws());
    Tested { other, sums, contrast, corrected: [None; 4] }
}

fn p_values(contrast: &Contrast) -> [Option<f64>; 4] {
    [
        contrast.log_likelihood.map(|(_, p)| p),
        contrast.welch.map(|welch| welch.p),
        contrast.mann_whitney.map(|test| test.p),
        contrast.permutation_p,
    ]
}

impl Tested {
    /// Its cells, as many as [`COLUMNS`].
    pub fn cells(&self, counted: &Counted<'_>) -> Vec<Cell> {
        let (contrast, (hits, tokens)) = (&self.contrast, self.sums);
        let against = self.other.map_or(Some("the rest"), |other| counted.comparison.name(other));
        let mut cells = vec![Cell::text(against), Cell::Count(hits), Cell::Count(tokens)];
        let numbers = [
            counted.options.rate(hits, tokens),
            contrast.log_ratio,
            contrast.log_ratio_interval.map(|interval| interval.low),
            contrast.log_ratio_interval.map(|interval| interval.high),
            contrast.hedges_g,
            contrast.rank_biserial,
            contrast.log_likelihood.map(|(g2, _)| g2),
            contrast.welch.map(|welch| welch.t),
            contrast.welch.map(|welch| welch.df),
            contrast.mann_whitney.map(|test| test.u),
        ];
        cells.extend(numbers.into_iter().chain(p_values(contrast)).chain(self.corrected).map(number));
        cells
    }
}
