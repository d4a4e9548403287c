//! `kwic compare --trend`: whether rates rise or fall.

use kwic::counts::{Trend, time_of, trend};
use kwic::error::Kind;
use kwic::report::{Cell, Table};
use kwic::stats::holm;
use kwic::{Error, Result};

use super::Counted;
use crate::cli::measured::{columns, number};

const COLUMNS: &str = "query dimension first last groups hits slope slope_low slope_high tau s z p p_holm";

/// What a screen shows; behind a colon a shorter name.
pub const ON_SCREEN: &str = "query first last groups hits slope slope_low:low slope_high:high tau p_holm:p";

/// One row for each query.
///
/// # Errors
/// Groups that are no years.
pub fn table(counted: &Counted<'_>) -> Result<Table> {
    if !matches!(counted.by, "year" | "decade") {
        return Err(Error::new(Kind::Query, format!("--by {}", counted.by), "a trend is one over time")
            .remedy("use `--by year` or `--by decade`"));
    }
    let trends: Vec<Trend> = (0..counted.queries.len()).map(|query| of_query(counted, query)).collect();
    let p = |trend: &Trend| trend.test.map(|test| test.p);
    let mut corrected = holm(&trends.iter().filter_map(p).collect::<Vec<_>>()).unwrap_or_default().into_iter();
    let rows = counted.queries.iter().enumerate().zip(&trends).map(|((at, query), trend)| {
        let time = |time: Option<f64>| Cell::ordinal(time.map(|time| time as i64));
        let mut row = vec![Cell::Text(query.name.clone()), Cell::Text(counted.by.to_string())];
        row.extend([time(trend.times.map(|times| times.0)), time(trend.times.map(|times| times.1))]);
        row.extend([Cell::Count(trend.points as u64), Cell::Count(counted.comparison.found(at).0)]);
        let p = p(trend);
        row.extend(
            [
                trend.slope.map(|slope| slope.0),
                trend.slope.map(|slope| slope.1.low),
                trend.slope.map(|slope| slope.1.high),
                trend.test.map(|test| test.tau),
                trend.test.map(|test| test.s),
                trend.test.map(|test| test.z),
                p,
                p.and_then(|_| corrected.next()),
            ]
            .map(number),
        );
        row
    });
    let rows = rows.collect();
    Ok(Table { columns: columns(COLUMNS), rows })
}

/// Rates of the groups that are shown and have a year and tokens.
fn of_query(counted: &Counted<'_>, query: usize) -> Trend {
    let point = |&group: &usize| {
        let papers = counted.comparison.papers(query, group);
        let (hits, tokens) = papers.iter().fold((0, 0), |(h, t), paper| (h + paper.hits, t + paper.tokens));
        Some((time_of(counted.comparison.name(group)?)?, counted.options.rate(hits, tokens)?))
    };
    let mut points: Vec<(f64, f64)> = counted.shown.iter().filter_map(point).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    trend(&points, counted.options.confidence)
}
