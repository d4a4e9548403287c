//! The table of rates: one row for each query and group.

use kwic::Result;
use kwic::counts::Rate;
use kwic::report::{Cell, Table};

use super::{CompareOptions, Counted, contrasts};
use crate::cli::measured::{columns, number};

const COLUMNS: &str = "query dimension group hits tokens rate rate_low rate_high papers papers_with_hits";
const SHARES: &str = "share share_low share_high";

/// What a screen shows; behind a colon a shorter name.
pub const ON_SCREEN: &str =
    "query group hits tokens rate rate_low:low rate_high:high papers papers_with_hits:with_hits";

/// The same with shares.
pub const WITH_SHARES_ON_SCREEN: &str =
    "query group hits rate papers papers_with_hits:with_hits share share_low:low share_high:high";

/// One row for each query and group, with shares and tests where they are asked for.
///
/// # Errors
/// Groups that cannot be tested.
pub fn table(counted: &Counted<'_>) -> Result<Table> {
    let options = counted.options;
    let rates = counted.comparison.rates(options.draws());
    let shares = options.share.then(|| counted.comparison.shares(options.draws()));
    let tests = if options.test { Some(contrasts::all(counted)?) } else { None };
    let mut names = columns(COLUMNS);
    names.extend(shares.iter().flat_map(|_| columns(SHARES)));
    names.extend(tests.iter().flat_map(|_| columns(contrasts::COLUMNS)));
    let row = |query: usize, group: usize| {
        let mut row = counted.name_cells(query, group);
        row.extend(rate_cells(rates.get(query)?.get(group)?, options));
        let share = shares.as_ref().and_then(|shares| shares.get(query)?.get(group));
        row.extend(share.into_iter().flat_map(share_cells));
        let test = tests.as_ref().and_then(|tests| tests.get(&(query, group)));
        row.extend(test.into_iter().flat_map(|test| test.cells(counted)));
        // The other side of a test has no cells of its own.
        row.resize(names.len(), Cell::Empty);
        Some(row)
    };
    let of_query = |query: usize| counted.shown.iter().filter_map(move |&group| row(query, group));
    Ok(Table { columns: names.clone(), rows: (0..counted.queries.len()).flat_map(of_query).collect() })
}

fn rate_cells(rate: &Rate, options: &CompareOptions) -> [Cell; 7] {
    let per = options.per as f64;
    [
        Cell::Count(rate.hits),
        Cell::Count(rate.tokens),
        number(options.rate(rate.hits, rate.tokens)),
        number(rate.interval.map(|interval| interval.low * per)),
        number(rate.interval.map(|interval| interval.high * per)),
        Cell::Count(rate.papers),
        Cell::Count(rate.papers_with_hits),
    ]
}

fn share_cells(share: &Rate) -> [Cell; 3] {
    [share.rate, share.interval.map(|interval| interval.low), share.interval.map(|interval| interval.high)].map(number)
}
