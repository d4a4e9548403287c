//! What was measured, as pictures.

use super::compare::Compared;
use super::record::{Point, Record};
use super::run::Run;
use crate::clock::{STAGES, Stage};
use crate::picture::{Bars, Lines, Picture, Points, Value};
use crate::stats::{median_interval, percentile};

/// What is drawn of builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// Seconds against the text.
    Growth,
    /// Bytes of the index against the text.
    Size,
    /// CPU time of each stage.
    Stages,
    /// Each run's seconds, in the order in which they ran.
    Runs,
}

impl std::str::FromStr for Drawn {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "growth" => Ok(Drawn::Growth),
            "size" => Ok(Drawn::Size),
            "stages" => Ok(Drawn::Stages),
            "runs" => Ok(Drawn::Runs),
            _ => Err("there are growth, size, stages and runs".to_string()),
        }
    }
}

impl Drawn {
    /// What tells most of a record: growth where several sizes were measured, else the stages.
    pub fn usual(record: &Record) -> Self {
        let sizes = record.builds.windows(2).any(|pair| matches!(pair, [a, b] if a.setting.size != b.setting.size));
        if sizes { Drawn::Growth } else { Drawn::Stages }
    }
}

/// A picture of a record: of its builds what is asked for, of its queries the medians of cold and warm answers.
pub fn draw(record: &Record, drawn: Drawn) -> Picture {
    if !record.queries.is_empty() {
        return queries(record);
    }
    match drawn {
        Drawn::Growth => growth(record, "Time of a build", "seconds", |run| run.seconds),
        Drawn::Size => growth(record, "Size of the index", "MB", |run| run.index as f64 / 1e6),
        Drawn::Stages => stages(record),
        Drawn::Runs => runs(record),
    }
}

fn value(figures: &[f64], seed: u64) -> Option<Value> {
    Some(Value { at: percentile(figures, 0.5)?, interval: median_interval(figures, 2000, 0.95, seed) })
}

/// A point of the grid, in a legend.
fn name(point: &Point) -> String {
    format!("{}, {:.0} MB of text", point.setting.way(), point.bytes() as f64 / 1e6)
}

fn growth(record: &Record, title: &str, unit: &str, figure: fn(&Run) -> f64) -> Picture {
    let mut series: Vec<(String, Points)> = Vec::new();
    for point in &record.builds {
        let at = (point.bytes() as f64 / 1e6, value(&point.figures(|run| Some(figure(run))), record.seed));
        match series.iter_mut().find(|(name, _)| *name == point.setting.way()) {
            Some((_, points)) => points.push(at),
            None => series.push((point.setting.way(), vec![at])),
        }
    }
    Picture::Lines(Lines { title: title.into(), axis: "MB of text".into(), unit: unit.into(), series })
}

fn stages(record: &Record) -> Picture {
    let group = |stage: Stage| {
        let seconds = |run: &Run| run.stages.iter().find(|(name, _)| name == stage.name()).and_then(|stage| stage.1);
        let values = record.builds.iter().map(|point| value(&point.figures(seconds), record.seed));
        (stage.name().to_string(), values.collect())
    };
    let rest = record.builds.iter().map(|point| value(&point.figures(Run::rest), record.seed)).collect();
    Picture::Bars(Bars {
        title: "Stages of a build".into(),
        unit: "seconds, summed over threads".into(),
        series: record.builds.iter().map(name).collect(),
        groups: STAGES.map(group).into_iter().chain([("rest".to_string(), rest)]).collect(),
    })
}

fn runs(record: &Record) -> Picture {
    let most = record.builds.iter().map(|point| point.runs.len()).max().unwrap_or(0);
    let group = |number: usize| {
        let seconds = |point: &Point| Some(Value { at: point.runs.get(number)?.seconds, interval: None });
        (format!("run {}", number + 1), record.builds.iter().map(seconds).collect())
    };
    Picture::Bars(Bars {
        title: "Runs".into(),
        unit: "seconds".into(),
        series: record.builds.iter().map(name).collect(),
        groups: (0..most).map(group).collect(),
    })
}

fn queries(record: &Record) -> Picture {
    let milliseconds = |times: &[f64]| value(&times.iter().map(|time| time * 1e3).collect::<Vec<_>>(), record.seed);
    let groups = record.queries.iter().map(|query| {
        let name = format!("{} ({})", query.question.query, query.hits);
        (name, vec![milliseconds(&query.cold), milliseconds(&query.warm)])
    });
    Picture::Bars(Bars {
        title: "Answers (and their hits)".into(),
        unit: "milliseconds".into(),
        series: vec!["cold".into(), "warm".into()],
        groups: groups.collect(),
    })
}

/// Two measurements beside each other: how many times the first is in the second.
pub fn draw_compared(compared: &[Compared]) -> Picture {
    let group = |compared: &Compared| {
        let value = Value { at: compared.ratio, interval: compared.interval };
        (format!("{} ({})", compared.what, compared.verdict.word()), vec![Some(value)])
    };
    Picture::Bars(Bars {
        title: "Now against then".into(),
        unit: "ratio; below 1 is better".into(),
        series: vec!["ratio".into()],
        groups: compared.iter().map(group).collect(),
    })
}
