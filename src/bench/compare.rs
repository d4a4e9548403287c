//! Two measurements beside each other, and a verdict that is honest about noise.

use super::queries::Answered;
use super::record::{Point, Record};
use crate::error::{Error, Kind, Result};
use crate::stats::{Interval, median_ratio_interval, percentile};

/// With fewer runs on a side nothing can be told: of three and three, even without any difference, all of the one side
/// are above all of the other in every tenth case (2 of 20 orders); of four and four in 2 of 70.
const LEAST_RUNS: usize = 4;
const RESAMPLES: usize = 2000;
const CONFIDENCE: f64 = 0.95;

/// What a comparison comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Less time or memory than before, beyond the noise.
    Better,
    /// More than before, beyond the noise.
    Worse,
    /// No difference, or one within the tolerance.
    Same,
    /// Too few runs, or too much noise.
    Unclear,
}

impl Verdict {
    /// As people read it.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::Same => "same",
            Verdict::Unclear => "unclear",
        }
    }
}

/// One figure, before and now.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// What was measured.
    pub what: String,
    /// What it is counted in: `s` or `bytes`.
    pub unit: &'static str,
    /// The medians.
    pub before: f64,
    /// The medians.
    pub now: f64,
    /// How many times `before` is in `now`.
    pub ratio: f64,
    /// Where the ratio lies, with a confidence of 95 %.
    pub interval: Option<Interval>,
    /// What it comes to.
    pub verdict: Verdict,
}

impl Compared {
    /// Compares; `None` where there is nothing on one side. `tolerance` is a share: 0.05 for 5 %.
    fn new(what: String, unit: &'static str, before: &[f64], now: &[f64], tolerance: f64, seed: u64) -> Option<Self> {
        let (first, second) = (percentile(before, 0.5)?, percentile(now, 0.5)?);
        let ratio = Some(second / first).filter(|ratio| ratio.is_finite())?;
        let interval = median_ratio_interval(now, before, RESAMPLES, CONFIDENCE, seed);
        let enough = before.len().min(now.len()) >= LEAST_RUNS;
        let verdict = interval.filter(|_| enough).map_or(Verdict::Unclear, |interval| judge(interval, tolerance));
        Some(Compared { what, unit, before: first, now: second, ratio, interval, verdict })
    }

    /// Whether it is worse by more than a tolerance (0.05 for 5 %): beyond the noise, and by the median.
    pub fn breaks(&self, tolerance: f64) -> bool {
        self.verdict == Verdict::Worse && self.ratio > 1.0 + tolerance
    }
}

/// Within the tolerance on both sides nothing has changed; beyond it, 1 must lie outside of the interval.
fn judge(interval: Interval, tolerance: f64) -> Verdict {
    let most = 1.0 + tolerance;
    if interval.low >= 1.0 / most && interval.high <= most {
        Verdict::Same
    } else if interval.high < 1.0 {
        Verdict::Better
    } else if interval.low > 1.0 {
        Verdict::Worse
    } else {
        Verdict::Unclear
    }
}

/// What was measured both times, compared; `tolerance` is a share: 0.05 for 5 %.
///
/// # Errors
/// Nothing in common; other texts; a query that has another number of hits.
pub fn compare(before: &Record, now: &Record, tolerance: f64) -> Result<Vec<Compared>> {
    let mut compared = Vec::new();
    for point in &now.builds {
        if let Some(other) = before.builds.iter().find(|other| other.setting == point.setting) {
            same_text(point.same_text(other))?;
            compared.extend(builds(other, point, tolerance, now.seed));
        }
    }
    for query in &now.queries {
        if let Some(other) = before.queries.iter().find(|other| other.question == query.question) {
            same_text(before.text == now.text)?;
            compared.extend(queries(other, query, tolerance, now.seed)?);
        }
    }
    if compared.is_empty() {
        return Err(Error::new(Kind::Setting, "--against", "nothing was measured both times")
            .remedy("measure the same settings or queries as then"));
    }
    Ok(compared)
}

fn same_text(same: bool) -> Result<()> {
    if same {
        return Ok(());
    }
    Err(Error::new(Kind::Setting, "--against", "it was measured over other papers than now")
        .remedy("measure over the same papers; shares of them (--sizes) with the same --seed"))
}

fn builds(before: &Point, now: &Point, tolerance: f64, seed: u64) -> Vec<Compared> {
    let named = |what: &str| format!("{what} ({}, {}%)", now.setting.way(), now.setting.size);
    let pair = |what: &str, unit, figure: fn(&super::Run) -> Option<f64>| {
        Compared::new(named(what), unit, &before.figures(figure), &now.figures(figure), tolerance, seed)
    };
    let figures = [
        pair("build", "s", |run| Some(run.seconds)),
        pair("peak memory", "bytes", |run| run.peak.map(|bytes| bytes as f64)),
        pair("index", "bytes", |run| Some(run.index as f64)),
    ];
    figures.into_iter().flatten().collect()
}

fn queries(before: &Answered, now: &Answered, tolerance: f64, seed: u64) -> Result<Vec<Compared>> {
    let query = &now.question.query;
    if before.hits != now.hits {
        let cause = format!("{} hits then, {} now, of the same papers", before.hits, now.hits);
        return Err(Error::new(Kind::Damaged, query, cause).remedy("one of the two is wrong: `kwic check` the index"));
    }
    let pair = |what: &str, then: &[f64], times: &[f64]| {
        Compared::new(format!("{what}: {query}"), "s", then, times, tolerance, seed)
    };
    Ok([pair("cold", &before.cold, &now.cold), pair("warm", &before.warm, &now.warm)].into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(before: &[f64], now: &[f64]) -> Verdict {
        Compared::new("build".into(), "s", before, now, 0.05, 1).unwrap().verdict
    }

    const THEN: [f64; 6] = [1.00, 1.02, 0.99, 1.01, 1.03, 0.98];

    #[test]
    fn a_clear_win_and_a_clear_loss_are_told() {
        assert_eq!(verdict(&THEN, &THEN.map(|time| time * 0.8)), Verdict::Better);
        assert_eq!(verdict(&THEN, &THEN.map(|time| time * 1.3)), Verdict::Worse);
        assert_eq!(verdict(&THEN, &THEN.map(|time| time * 1.001)), Verdict::Same);
    }

    #[test]
    fn noise_is_called_noise() {
        let noisy = [0.7, 1.6, 1.0, 2.2, 0.8, 1.3];
        assert_eq!(verdict(&THEN, &noisy), Verdict::Unclear);
        // Three runs tell nothing, however far apart they are.
        assert_eq!(verdict(&THEN[..3], &[9.0, 9.1, 9.2]), Verdict::Unclear);
        assert_eq!(verdict(&THEN, &[9.0]), Verdict::Unclear);
        assert_eq!(Compared::new("build".into(), "s", &THEN, &[], 0.05, 1), None);
    }

    #[test]
    fn the_tolerance_is_broken_only_beyond_the_noise() {
        let worse = |now: &[f64], tolerance| {
            Compared::new("build".into(), "s", &THEN, now, tolerance, 1).unwrap().breaks(tolerance)
        };
        assert!(worse(&THEN.map(|time| time * 1.3), 0.05));
        assert!(!worse(&THEN.map(|time| time * 1.3), 0.5));
        assert!(!worse(&THEN.map(|time| time * 0.5), 0.05));
        assert!(!worse(&[0.7, 1.6, 1.2, 2.2, 0.8, 1.3], 0.05));
    }
}
