//! One build, measured: in a process of its own, so that its memory is its own.

use serde::{Deserialize, Serialize};

use super::alone::{Alone, alone};
use super::process::{bytes_written, peak_memory};
use crate::clock::{self, STAGES};
use crate::error::Result;
use crate::index::{BuildOptions, OpenIndex, Progress, build, hash, sizes};

/// What one build took, and what it made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// From beginning to end, by the wall.
    pub seconds: f64,
    /// CPU time of all threads, in seconds.
    pub cpu: Option<f64>,
    /// The stages: seconds summed over threads (see [`crate::clock`]).
    pub stages: Vec<(String, Option<f64>)>,
    /// What each reader did; empty in records of earlier versions.
    #[serde(default)]
    pub readers: Vec<ReaderRun>,
    /// The pieces of the stage `cut` alone.
    pub alone: Alone,
    /// Largest resident set, in bytes.
    pub peak: Option<u64>,
    /// Bytes handed to the system for writing.
    pub written: Option<u64>,
    /// Papers in the index.
    pub papers: u64,
    /// Files that could not be read.
    pub failures: u64,
    /// Bytes of the papers.
    pub bytes: u64,
    /// Tokens of the papers.
    pub tokens: u64,
    /// Bytes of the index.
    pub index: u64,
    /// Bytes of the index by component: see [`crate::index::sizes`].
    pub components: Vec<(String, u64)>,
    /// Hash of the papers' names and bytes: two runs with the same read the same text.
    pub text: String,
}

/// What one reader did in a build: see [`clock::ReaderWork`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReaderRun {
    /// Its name.
    pub reader: String,
    /// Files.
    pub files: u64,
    /// Bytes of the files, unpacked.
    pub source: u64,
    /// Bytes of their text.
    pub text: u64,
    /// Tokens of their text.
    pub tokens: u64,
    /// From the files to their text, by the wall, summed over threads.
    pub seconds: f64,
}

fn readers() -> Vec<ReaderRun> {
    let run = |(reader, work): (&str, clock::ReaderWork)| {
        let clock::ReaderWork { files, source, text, tokens, time } = work;
        ReaderRun { reader: reader.to_string(), files, source, text, tokens, seconds: time.as_secs_f64() }
    };
    clock::readers().into_iter().map(run).collect()
}

struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _: u64) {}
    fn read(&self, _: u64) {}
    fn stage(&self, _: &str) {}
}

/// Builds an index and measures it. What the process did before counts as well where the system tells of nothing but
/// the process: it should have done nothing.
///
/// # Errors
/// As [`build`].
pub fn measure(options: &BuildOptions) -> Result<Run> {
    clock::listen();
    let summary = build(options, &Quiet)?;
    // At once: what follows is no part of the build.
    let (peak, written, cpu) = (peak_memory(), bytes_written(), clock::process_cpu());
    let seconds = |time: Option<std::time::Duration>| time.map(|time| time.as_secs_f64());
    let stages = STAGES.map(|stage| (stage.name().to_string(), seconds(clock::spent(stage))));
    let index = OpenIndex::open(&options.index)?;
    let papers = &index.manifest().papers;
    let text: String = papers.iter().map(|paper| format!("{}\t{}\n", paper.id, paper.hash)).collect();
    Ok(Run {
        seconds: summary.time.as_secs_f64(),
        cpu: seconds(cpu),
        stages: stages.into(),
        readers: readers(),
        alone: alone(&index.manifest().roots)?,
        peak,
        written,
        papers: summary.papers as u64,
        failures: summary.failures.len() as u64,
        bytes: summary.bytes_in,
        tokens: summary.tokens,
        index: summary.bytes_out,
        components: sizes(&index)?,
        text: hash(text.as_bytes()),
    })
}

impl Run {
    /// CPU time that belongs to none of the stages that compute.
    pub fn rest(&self) -> Option<f64> {
        let computes = |name: &str| STAGES.iter().any(|stage| stage.name() == name && !stage.waits());
        let told: f64 = self.stages.iter().filter(|(name, _)| computes(name)).filter_map(|stage| stage.1).sum();
        // The clocks of threads and of the process do not tick in one step.
        self.cpu.map(|cpu| (cpu - told).max(0.0))
    }
}
