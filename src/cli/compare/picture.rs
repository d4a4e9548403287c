//! The picture of `kwic compare`: what its rows say, in their order.

use std::collections::BTreeMap;
use std::str::FromStr;

use kwic::counts::time_of;
use kwic::error::Kind;
use kwic::picture::{Bars, HeatMap, Lines, Picture, Value};
use kwic::report::{Cell, Table};
use kwic::stats::Interval;
use kwic::{Error, Result};

use super::CompareOptions;

/// More groups than this, of more than two queries, are shades and no bars.
const MANY: usize = 12;

/// How rates are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    Bars,
    Lines,
    HeatMap,
}

impl FromStr for Drawn {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        match name {
            "bars" => Ok(Drawn::Bars),
            "lines" => Ok(Drawn::Lines),
            "heatmap" => Ok(Drawn::HeatMap),
            other => Err(format!("there is no picture `{other}`; there are bars, lines, heatmap")),
        }
    }
}

/// The rates, or shares, that rows hold: names of queries and groups in the rows' order, and a value for each pair.
struct Drawing {
    queries: Vec<String>,
    groups: Vec<String>,
    values: BTreeMap<(usize, usize), Value>,
}

/// The picture of a table of rates by a dimension; `by` is `all` where all papers are one group. Of bars and shades at
/// most so many groups are drawn; the title says so.
///
/// # Errors
/// Lines of groups that are no years.
pub fn picture(table: &Table, by: &str, options: &CompareOptions, most: usize) -> Result<Picture> {
    let mut drawing = Drawing::of(table, if options.share { "share" } else { "rate" });
    let is_time = matches!(by, "year" | "decade");
    let many = drawing.queries.len() > 2 && drawing.groups.len() > MANY;
    let usual = match (is_time, many) {
        (true, _) => Drawn::Lines,
        (false, true) => Drawn::HeatMap,
        (false, false) => Drawn::Bars,
    };
    let unit =
        if options.share { "share of the hits".to_string() } else { format!("per {} tokens", said(options.per)) };
    let named = drawing.queries.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = drawing.queries.len().saturating_sub(3);
    let named = if more > 0 { format!("{named} and {more} more") } else { named };
    let mut title = if by == "all" { named } else { format!("{named} by {by}") };
    let drawn = options.picture.unwrap_or(usual);
    let groups = drawing.groups.len();
    if drawn != Drawn::Lines && groups > most {
        drawing.groups.truncate(most);
        title.push_str(&format!(" (the first {most} of {})", indicatif::HumanCount(groups as u64)));
    }
    Ok(match drawn {
        Drawn::Lines if !is_time => {
            return Err(Error::new(Kind::Setting, "--picture lines", "lines are drawn over years")
                .remedy("use `--by year` or `--by decade`, or `--picture bars`"));
        }
        Drawn::Lines => Picture::Lines(drawing.lines(title, by, unit)),
        Drawn::HeatMap => Picture::HeatMap(drawing.heat_map(title, unit)),
        Drawn::Bars => Picture::Bars(drawing.bars(title, unit, by == "all")),
    })
}

fn said(number: u64) -> String {
    match number {
        1_000_000 => "million".to_string(),
        1_000 => "thousand".to_string(),
        number => indicatif::HumanCount(number).to_string(),
    }
}

impl Drawing {
    fn of(table: &Table, what: &str) -> Self {
        let column = |name: &str| table.columns.iter().position(|column| column.name == name);
        let at = ["query", "group", what, &format!("{what}_low"), &format!("{what}_high")].map(column);
        let (mut queries, mut groups, mut values) = (Names::default(), Names::default(), BTreeMap::new());
        for row in &table.rows {
            let [query, group, value, low, high] = at.map(|at| at.and_then(|at| row.get(at)));
            let pair = (queries.place(text(query)), groups.place(text(group)));
            let interval = number(low).zip(number(high)).map(|(low, high)| Interval { low, high });
            values.extend(number(value).map(|at| (pair, Value { at, interval })));
        }
        Drawing { queries: queries.names, groups: groups.names, values }
    }

    fn value(&self, query: usize, group: usize) -> Option<Value> {
        self.values.get(&(query, group)).copied()
    }

    /// Groups with a bar for each query; where all papers are one group, each query is a group.
    fn bars(self, title: String, unit: String, one_group: bool) -> Bars {
        let queries = 0..self.queries.len();
        if one_group {
            let groups = self.queries.iter().cloned().zip(queries.map(|query| vec![self.value(query, 0)])).collect();
            return Bars { title, unit, series: vec!["all".to_string()], groups };
        }
        let of_group = |group: usize| queries.clone().map(|query| self.value(query, group)).collect();
        let groups = self.groups.iter().enumerate().map(|(at, name)| (name.clone(), of_group(at))).collect();
        Bars { title, unit, series: self.queries.clone(), groups }
    }

    /// Lines over the groups that are years.
    fn lines(self, title: String, axis: &str, unit: String) -> Lines {
        let mut times: Vec<(f64, usize)> =
            self.groups.iter().enumerate().filter_map(|(at, name)| Some((time_of(name)?, at))).collect();
        times.sort_by(|a, b| a.0.total_cmp(&b.0));
        let line = |query: usize| times.iter().map(|&(time, group)| (time, self.value(query, group))).collect();
        let series = self.queries.iter().enumerate().map(|(at, name)| (name.clone(), line(at))).collect();
        Lines { title, axis: axis.to_string(), unit, series }
    }

    fn heat_map(self, title: String, unit: String) -> HeatMap {
        let row = |group: usize| (0..self.queries.len()).map(|query| Some(self.value(query, group)?.at)).collect();
        let rows = self.groups.iter().enumerate().map(|(at, name)| (name.clone(), row(at))).collect();
        HeatMap { title, unit, columns: self.queries.clone(), rows }
    }
}

/// Names in the order in which they are met.
#[derive(Default)]
struct Names {
    names: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Names {
    /// Where a name stands; behind the others if it is new.
    fn place(&mut self, name: String) -> usize {
        let next = self.names.len();
        *self.places.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            next
        })
    }
}

fn text(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Text(text)) => text.clone(),
        _ => "(none)".to_string(),
    }
}

fn number(cell: Option<&Cell>) -> Option<f64> {
    match cell {
        Some(Cell::Number(number)) => Some(*number),
        _ => None,
    }
}
