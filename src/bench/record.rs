//! What was measured, as `--save` keeps it: docs/bench.md describes the file.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::grid::Setting;
use super::machine::Machine;
use super::queries::Answered;
use super::run::Run;
use crate::error::{Error, Kind, Result};

/// Version of the file's format.
pub const RECORD_FORMAT: u32 = 1;
/// A larger file is none of ours.
const LARGEST: u64 = 256_000_000;

/// What was measured: builds, or queries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`RECORD_FORMAT`].
    pub kwic_bench: u32,
    /// Where.
    pub machine: Machine,
    /// The seed of order, shares and intervals.
    pub seed: u64,
    /// The builds.
    #[serde(default)]
    pub builds: Vec<Point>,
    /// What the queries were asked of: a hash of the papers' names and bytes.
    #[serde(default)]
    pub text: Option<String>,
    /// The queries.
    #[serde(default)]
    pub queries: Vec<Answered>,
}

/// One point of the grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// How the builds were made.
    #[serde(flatten)]
    pub setting: Setting,
    /// The builds, in the order in which they ran.
    pub runs: Vec<Run>,
}

impl Record {
    /// Reads a saved record.
    ///
    /// # Errors
    /// A file that cannot be read, is no record, is of another version, or holds times that no clock could tell.
    pub fn read(path: &Path) -> Result<Self> {
        let wrong = |cause: String| Error::file(path, cause).remedy("name a file that `kwic bench --save` wrote");
        let size = std::fs::metadata(path).map_err(|e| wrong(e.to_string()))?.len();
        if size > LARGEST {
            return Err(wrong("it is too large for a record of measurements".to_string()));
        }
        let bytes = std::fs::read(path).map_err(|e| wrong(e.to_string()))?;
        #[derive(Deserialize)]
        struct Version {
            kwic_bench: u32,
        }
        let no_record = |e: serde_json::Error| wrong(format!("this is no record of measurements: {e}"));
        let version: Version = serde_json::from_slice(&bytes).map_err(no_record)?;
        if version.kwic_bench != RECORD_FORMAT {
            let cause = format!("it has format {}, this kwic reads {RECORD_FORMAT}", version.kwic_bench);
            return Err(Error::new(Kind::Version, path.display(), cause).remedy("measure again, and save"));
        }
        let record: Record = serde_json::from_slice(&bytes).map_err(no_record)?;
        let times = record.builds.iter().flat_map(|point| &point.runs).map(|run| run.seconds);
        let times = times.chain(record.queries.iter().flat_map(|query| query.cold.iter().chain(&query.warm).copied()));
        if times.into_iter().any(|time| !(time > 0.0 && time < 1e9)) {
            return Err(wrong("it holds times that are no times".to_string()));
        }
        Ok(record)
    }
}

impl Point {
    /// Bytes of the papers.
    pub fn bytes(&self) -> u64 {
        self.runs.first().map_or(0, |run| run.bytes)
    }

    /// Tokens of the papers.
    pub fn tokens(&self) -> u64 {
        self.runs.first().map_or(0, |run| run.tokens)
    }

    /// One figure of each run that has it.
    pub fn figures(&self, figure: impl Fn(&Run) -> Option<f64>) -> Vec<f64> {
        self.runs.iter().filter_map(figure).collect()
    }

    /// Whether the runs of both read the same text.
    pub fn same_text(&self, other: &Point) -> bool {
        let text = |point: &Point| point.runs.first().map(|run| run.text.clone());
        text(self) == text(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Record> {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("then.json");
        std::fs::write(&path, bytes).unwrap();
        Record::read(&path)
    }

    fn record() -> Record {
        let run = Run { seconds: 0.1 + 0.2, cpu: None, peak: Some(5), text: "abc".into(), ..Run::default() };
        let setting = Setting { threads: 2, memory: 64_000_000, size: 12.5 };
        Record {
            kwic_bench: RECORD_FORMAT,
            builds: vec![Point { setting, runs: vec![run.clone(), run] }],
            machine: Machine { load: [Some(0.5), None], ..Machine::default() },
            ..Record::default()
        }
    }

    #[test]
    fn what_is_saved_is_read_back() {
        assert_eq!(read(&serde_json::to_vec_pretty(&record()).unwrap()), Ok(record()));
    }

    #[test]
    fn what_is_no_record_is_an_error_that_says_so() {
        let deep = "[".repeat(100_000);
        let nonsense: [&[u8]; 6] = [b"", b"\xff\xfe\x00", b"[1,2]", b"{}", deep.as_bytes(), b"{\"kwic_bench\": \"1\"}"];
        for bytes in nonsense {
            let error = read(bytes).unwrap_err();
            assert!(error.cause.contains("no record"), "{error}");
        }
        assert_eq!(read(b"{\"kwic_bench\": 99, \"new\": {}}").unwrap_err().kind, Kind::Version);
        assert!(Record::read(Path::new("/nowhere/at/all.json")).is_err());
        for time in [0.0, -1.0, 1e300] {
            let mut record = record();
            record.builds[0].runs[1].seconds = time;
            let error = read(&serde_json::to_vec(&record).unwrap()).unwrap_err();
            assert!(error.cause.contains("no times"), "{error}");
        }
    }
}
