//! Whether a rate rises or falls over the years.

use crate::stats::{self, Interval, mann_kendall, sen_slope};

/// What rates over time show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// How many points in time there are.
    pub points: usize,
    /// The first and the last.
    pub times: Option<(f64, f64)>,
    /// Sen's slope: how much the rate rises in a year.
    pub slope: Option<(f64, Interval)>,
    /// The test of Mann and Kendall.
    pub test: Option<stats::Trend>,
}

/// The trend of points (year, rate) in the order of time; `confidence` (0 to 1) is that of the slope's interval.
pub fn trend(points: &[(f64, f64)], confidence: f64) -> Trend {
    let rates: Vec<f64> = points.iter().map(|(_, rate)| *rate).collect();
    Trend {
        points: points.len(),
        times: points.first().zip(points.last()).map(|(first, last)| (first.0, last.0)),
        slope: sen_slope(points, confidence),
        test: mann_kendall(&rates),
    }
}

/// The year that the name of a group by year or decade tells.
///
/// ```
/// use kwic::counts::time_of;
/// assert_eq!((time_of("1996"), time_of("1990s"), time_of("spring")), (Some(1996.0), Some(1990.0), None));
/// ```
pub fn time_of(name: &str) -> Option<f64> {
    name.strip_suffix('s').unwrap_or(name).parse::<i32>().ok().map(f64::from)
}
