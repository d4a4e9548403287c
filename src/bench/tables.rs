//! What was measured, as tables.

use super::compare::Compared;
use super::record::{Point, Record};
use super::run::{ReaderRun, Run};
use crate::clock::STAGES;
use crate::report::{Cell, Column, Table};
use crate::stats::{median_interval, percentile};

const RESAMPLES: usize = 2000;

fn columns(names: &[&'static str]) -> Vec<Column> {
    names.iter().map(|name| Column { name: (*name).into(), shrinks: *name == "query" }).collect()
}

fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, Cell::Number)
}

/// The builds: a row for each figure of each point of the grid.
pub fn builds_table(record: &Record) -> Table {
    let names = [
        "threads",
        "memory_mb",
        "text_mb",
        "what",
        "unit",
        "median",
        "low",
        "high",
        "least",
        "most",
        "mb_per_s",
        "tokens_per_s",
        "share",
        "runs",
    ];
    let rows = record.builds.iter().flat_map(|point| Figures { point, seed: record.seed }.rows());
    Table { columns: columns(&names), rows: rows.collect() }
}

/// The builds for a screen, where there is room for less: without the extremes, and without what is the same in all rows.
pub fn narrow(table: &Table) -> Table {
    let same = |at: usize| table.rows.windows(2).all(|pair| matches!(pair, [a, b] if a.get(at) == b.get(at)));
    let goes = |at: usize, name: &str| match name {
        "least" | "most" => true,
        "threads" | "memory_mb" | "text_mb" | "runs" => same(at),
        _ => false,
    };
    let names = table.columns.iter().enumerate();
    let stay: Vec<usize> = names.filter(|(at, column)| !goes(*at, &column.name)).map(|(at, _)| at).collect();
    let row = |row: &Vec<Cell>| stay.iter().filter_map(|at| row.get(*at).cloned()).collect();
    Table {
        columns: stay.iter().filter_map(|at| table.columns.get(*at).cloned()).collect(),
        rows: table.rows.iter().map(row).collect(),
    }
}

/// The figures of one point of the grid.
struct Figures<'a> {
    point: &'a Point,
    seed: u64,
}

impl Figures<'_> {
    fn rows(&self) -> Vec<Vec<Cell>> {
        let mut rows = vec![self.time("build", Some(self.point.bytes()), None, |run| Some(run.seconds))];
        let cpu = |run: &Run| run.cpu;
        rows.push(self.time("CPU time", Some(self.point.bytes()), None, cpu));
        for stage in STAGES {
            let seconds =
                |run: &Run| run.stages.iter().find(|(name, _)| name == stage.name()).and_then(|stage| stage.1);
            let share = |run: &Run| Some(seconds(run)? / run.cpu?);
            // What waits is no CPU time, and so no share of it.
            let share = percentile(&self.point.figures(share), 0.5).filter(|_| !stage.waits());
            rows.push(self.time(stage.name(), Some(self.point.bytes()), share, seconds));
        }
        let share = percentile(&self.point.figures(|run| Some(run.rest()? / run.cpu?)), 0.5);
        rows.push(self.time("rest", None, share, Run::rest));
        let readers = self.point.runs.first().map_or(&[][..], |run| &run.readers);
        rows.extend(readers.iter().flat_map(|reader| self.reader(&reader.reader)));
        let alone = self.point.runs.first().map(|run| run.alone.bytes);
        rows.push(self.time("alone: cut", alone, None, |run| Some(run.alone.cut)));
        rows.push(self.time("alone: hash", alone, None, |run| Some(run.alone.hash)));
        rows.push(self.time("alone: fold", alone, None, |run| Some(run.alone.fold)));
        rows.push(self.bytes("peak memory", None, |run| run.peak));
        rows.push(self.bytes("written", None, |run| run.written));
        rows.push(self.bytes("index", self.share_of_text(|run| Some(run.index)), |run| Some(run.index)));
        let components = self.point.runs.first().map_or(&[][..], |run| &run.components);
        for (name, _) in components {
            let bytes = |run: &Run| run.components.iter().find(|(other, _)| other == name).map(|part| part.1);
            rows.push(self.bytes(&format!("index: {name}"), self.share_of_text(bytes), bytes));
        }
        rows
    }

    /// A row of seconds; `bytes` is the text that was gone through in them.
    fn time(
        &self,
        what: &str,
        bytes: Option<u64>,
        share: Option<f64>,
        figure: impl Fn(&Run) -> Option<f64>,
    ) -> Vec<Cell> {
        let values = self.point.figures(figure);
        let whole = bytes == Some(self.point.bytes());
        let rate = |amount: u64| percentile(&values, 0.5).filter(|time| *time > 0.0).map(|time| amount as f64 / time);
        let tokens = rate(self.point.tokens()).filter(|_| whole);
        self.row(what, "s", &values, [bytes.and_then(rate).map(|rate| rate / 1e6), tokens, share])
    }

    /// A reader's rows: its time, what it read, and the text that it found.
    fn reader(&self, name: &str) -> [Vec<Cell>; 3] {
        let figures = |figure: fn(&ReaderRun) -> f64| {
            self.point.figures(|run| run.readers.iter().find(|reader| reader.reader == name).map(figure))
        };
        let seconds = figures(|reader| reader.seconds);
        let (source, text) = (figures(|reader| reader.source as f64 / 1e6), figures(|reader| reader.text as f64 / 1e6));
        let of = |part: &[f64], whole: &[f64]| {
            let (part, whole) = (percentile(part, 0.5)?, percentile(whole, 0.5)?);
            (whole > 0.0).then(|| part / whole)
        };
        let tokens = of(&figures(|reader| reader.tokens as f64), &seconds);
        [
            self.row(&format!("reader: {name}"), "s", &seconds, [None, tokens, None]),
            self.row(&format!("reader: {name}: source"), "MB", &source, [of(&source, &seconds), None, None]),
            self.row(&format!("reader: {name}: text"), "MB", &text, [of(&text, &seconds), None, of(&text, &source)]),
        ]
    }

    fn bytes(&self, what: &str, share: Option<f64>, figure: impl Fn(&Run) -> Option<u64>) -> Vec<Cell> {
        let values = self.point.figures(|run| figure(run).map(|bytes| bytes as f64 / 1e6));
        self.row(what, "MB", &values, [None, None, share])
    }

    fn share_of_text(&self, figure: impl Fn(&Run) -> Option<u64>) -> Option<f64> {
        let share = |run: &Run| Some(figure(run)? as f64 / run.bytes as f64);
        percentile(&self.point.figures(share), 0.5)
    }

    fn row(&self, what: &str, unit: &'static str, values: &[f64], rates: [Option<f64>; 3]) -> Vec<Cell> {
        let setting = self.point.setting;
        let interval = median_interval(values, RESAMPLES, 0.95, self.seed);
        let mut row = vec![
            Cell::Count(setting.threads.into()),
            Cell::Number(setting.memory as f64 / 1e6),
            Cell::Number(self.point.bytes() as f64 / 1e6),
            Cell::Text(what.to_string()),
            Cell::Text(unit.to_string()),
        ];
        let figures = [
            percentile(values, 0.5),
            interval.map(|interval| interval.low),
            interval.map(|interval| interval.high),
            percentile(values, 0.0),
            percentile(values, 1.0),
        ];
        row.extend(figures.into_iter().chain(rates).map(number));
        row.push(Cell::Count(values.len() as u64));
        row
    }
}

/// The queries: a row each, times in milliseconds; the last row is of all times together.
pub fn queries_table(record: &Record) -> Table {
    let names = [
        "query",
        "hits",
        "papers",
        "cold_p50",
        "cold_p95",
        "cold_p99",
        "warm_p50",
        "warm_p95",
        "warm_p99",
        "cold_runs",
        "warm_runs",
    ];
    let times = |cold: &[f64], warm: &[f64]| {
        let at = |times: &[f64], p| number(percentile(times, p).map(|seconds| seconds * 1e3));
        let points = [0.5, 0.95, 0.99];
        points.map(|p| at(cold, p)).into_iter().chain(points.map(|p| at(warm, p))).collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for query in &record.queries {
        let mut row =
            vec![Cell::Text(query.question.query.clone()), Cell::Count(query.hits), Cell::Count(query.papers)];
        row.extend(times(&query.cold, &query.warm));
        row.extend([&query.cold, &query.warm].map(|times| Cell::Count(times.len() as u64)));
        rows.push(row);
    }
    // Each query counts alike, however often it was asked.
    let medians = |times: fn(&super::Answered) -> &[f64]| {
        record.queries.iter().filter_map(|query| percentile(times(query), 0.5)).collect::<Vec<f64>>()
    };
    let mut all = vec![Cell::Text("(medians of all queries)".to_string()), Cell::Empty, Cell::Empty];
    all.extend(times(&medians(|query| &query.cold), &medians(|query| &query.warm)));
    all.extend([Cell::Empty, Cell::Empty]);
    rows.push(all);
    Table { columns: columns(&names), rows }
}

/// Two measurements beside each other.
pub fn compared_table(compared: &[Compared]) -> Table {
    let row = |compared: &Compared| {
        vec![
            Cell::Text(compared.what.clone()),
            Cell::Text(compared.unit.to_string()),
            Cell::Number(compared.before),
            Cell::Number(compared.now),
            Cell::Number(compared.ratio),
            number(compared.interval.map(|interval| interval.low)),
            number(compared.interval.map(|interval| interval.high)),
            Cell::Text(compared.verdict.word().to_string()),
        ]
    };
    let names = ["what", "unit", "before", "now", "ratio", "low", "high", "verdict"];
    Table { columns: columns(&names), rows: compared.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::{RECORD_FORMAT, Setting};

    #[test]
    fn what_the_system_does_not_tell_is_an_empty_cell() {
        let stages =
            vec![("cut".to_string(), Some(0.5)), ("read".to_string(), Some(0.1)), ("tantivy".to_string(), None)];
        let reader = |reader: &str, text, seconds| {
            let reader = reader.to_string();
            ReaderRun { reader, files: 1, source: 6_000_000, text, tokens: 90, seconds }
        };
        let readers = vec![reader("html", 3_000_000, 1.5), reader("text", 0, 0.0)];
        let run =
            Run { seconds: 4.0, cpu: Some(2.0), stages, readers, bytes: 8_000_000, tokens: 800, ..Run::default() };
        let setting = Setting { threads: 2, memory: 64_000_000, size: 100.0 };
        let point = Point { setting, runs: vec![run.clone(), run] };
        let record = Record { kwic_bench: RECORD_FORMAT, builds: vec![point], ..Record::default() };
        let table = builds_table(&record);
        let cell = |what: &str, column: &str| {
            let at = table.columns.iter().position(|c| c.name == column).unwrap();
            let row = table.rows.iter().find(|row| row[3] == Cell::Text(what.to_string())).unwrap();
            row[at].clone()
        };
        assert_eq!(cell("build", "mb_per_s"), Cell::Number(2.0));
        assert_eq!(cell("build", "tokens_per_s"), Cell::Number(200.0));
        assert_eq!((cell("cut", "share"), cell("rest", "share")), (Cell::Number(0.25), Cell::Number(0.75)));
        // Waiting for the disk is no share of CPU time.
        assert_eq!((cell("read", "median"), cell("read", "share")), (Cell::Number(0.1), Cell::Empty));
        assert_eq!((cell("tantivy", "median"), cell("tantivy", "runs")), (Cell::Empty, Cell::Count(0)));
        assert_eq!(cell("peak memory", "median"), Cell::Empty);
        // Each reader has its time, and its rates by what it read and by what it found.
        assert_eq!(
            (cell("reader: html", "median"), cell("reader: html", "tokens_per_s")),
            (Cell::Number(1.5), Cell::Number(60.0))
        );
        assert_eq!(cell("reader: html: source", "mb_per_s"), Cell::Number(4.0));
        assert_eq!(
            (cell("reader: html: text", "mb_per_s"), cell("reader: html: text", "share")),
            (Cell::Number(2.0), Cell::Number(0.5))
        );
        assert_eq!(
            (cell("reader: text: source", "mb_per_s"), cell("reader: text", "tokens_per_s")),
            (Cell::Empty, Cell::Empty)
        );
        let narrow = narrow(&table);
        assert!(narrow.columns.iter().all(|column| column.name != "threads" && column.name != "least"));
        assert_eq!(narrow.rows.len(), table.rows.len());
        assert!(narrow.rows.iter().all(|row| row.len() == narrow.columns.len()));
    }
}
