//! The figures of the README, measured through the binary as its users start it.
//!
//! ```text
//! cargo bench --bench figures -- FOLDER [--runs N] [--threads N] [--beside COMMAND]
//! ```
//!
//! Builds an index of FOLDER several times and asks it a few questions, each
//! in a process of its own. COMMAND, a shell command, is run once between the
//! builds, so that another program is measured under the same load; what it
//! prints is shown.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one process took.
struct Run {
    seconds: f64,
    /// Largest resident set in MB, where the system tells it.
    memory: f64,
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    let (mut folder, mut runs, mut threads, mut beside) = ("corpus".to_string(), 5, "2".to_string(), None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--runs" => runs = arguments.next().unwrap().parse().unwrap(),
            "--threads" => threads = arguments.next().unwrap(),
            "--beside" => beside = arguments.next(),
            _ => folder = argument,
        }
    }
    let place = tempfile::tempdir().unwrap();
    let index = place.path().join("index");
    let index = index.to_str().unwrap();
    let mut builds = Vec::new();
    for number in 0..runs {
        let _ = std::fs::remove_dir_all(index);
        builds.push(run(&["index", &folder, "--index", index, "--threads", &threads]));
        if let Some(command) = beside.as_ref().filter(|_| number == runs / 2) {
            Command::new("sh").args(["-c", command]).status().unwrap();
        }
    }
    let text = size(Path::new(&folder)) / 1e6;
    let seconds = median(&builds, |r| r.seconds);
    println!("build, {threads} threads: {seconds:.2} s, {:.1} MB/s of {text:.1} MB", text / seconds);
    println!("index: {:.3} of the text", size(Path::new(index)) / 1e6 / text);
    println!("peak memory: {:.0} MB", median(&builds, |r| r.memory));
    let answers = place.path().join("answers.tsv");
    for &(name, question) in QUESTIONS {
        let place = ["--index", index, "--output", answers.to_str().unwrap()];
        let question = [question, &place[..]].concat();
        let times: Vec<Run> = (0..runs).map(|_| run(&question)).collect();
        let (seconds, memory) = (median(&times, |r| r.seconds), median(&times, |r| r.memory));
        let rows = std::fs::read_to_string(&answers).map_or(0, |text| text.lines().count().saturating_sub(1));
        println!("{name}: {:.0} ms, {memory:.0} MB, {rows} rows", seconds * 1e3);
    }
}

/// What is asked: its name, and the command. Each answer's rows are told beside its time.
const QUESTIONS: &[(&str, &[&str])] = &[
    ("find \"old man\" --all", &["find", "old man", "--all"]),
    ("find the, first 50 lines", &["find", "the", "--limit", "50"]),
    ("[lc=\"of\"] [lc=\"the\"] by paper", &["find", "--cql", "[lc=\"of\"] [lc=\"the\"]", "--by", "paper"]),
    ("\".*ization\"%c, all lines", &["find", "--cql", "\".*ization\"%c"]),
    (
        "[lc=\"not\"] []{0,2} [lc=\".*ed\"] by paper",
        &["find", "--cql", "[lc=\"not\"] []{0,2} [lc=\".*ed\"]", "--by", "paper"],
    ),
    ("the, all lines as TSV", &["find", "the", "--all"]),
    ("the, sorted by R1,R2,R3, first 100", &["find", "the", "--sort", "R1,R2,R3", "--limit", "100"]),
    ("the, by paper", &["find", "the", "--by", "paper"]),
    ("the, by R1", &["find", "the", "--by", "R1"]),
    ("<s> [lc=\"but\"] within s, by paper", &["find", "--cql", "<s> [lc=\"but\"] within s", "--by", "paper"]),
    ("compare 20 terms by paper, no resamples", &compare(["--by", "paper", "--resamples", "0"])),
    ("compare 20 terms by paper", &compare(["--by", "paper", "--resamples", "2000"])),
    ("compare 20 terms in all papers", &compare(["--per", "1000000", "--resamples", "2000"])),
    ("spread the", &["spread", "the"]),
    ("a:[] \"and\" b:[] :: a.lc = b.lc", &["find", "--cql", "a:[] \"and\" b:[] :: a.lc = b.lc", "--by", "paper"]),
];

/// A comparison of twenty words, with the options that tell how.
const fn compare(options: [&'static str; 4]) -> [&'static str; 25] {
    let [by, dimension, resamples, number] = options;
    [
        "compare", "man", "woman", "love", "death", "money", "god", "house", "home", "child", "father", "mother",
        "war", "king", "queen", "church", "sea", "horse", "night", "day", "heart", by, dimension, resamples, number,
    ]
}

/// Runs kwic, what it prints going nowhere.
fn run(arguments: &[&str]) -> Run {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kwic"))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut memory = 0.0;
    while child.try_wait().unwrap().is_none() {
        memory = peak(child.id()).unwrap_or(memory);
        std::thread::sleep(Duration::from_micros(500));
    }
    Run { seconds: start.elapsed().as_secs_f64(), memory }
}

fn peak(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib * 1024.0 / 1e6)
}

fn median(runs: &[Run], value: impl Fn(&Run) -> f64) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(value).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Bytes of all files in a folder.
fn size(folder: &Path) -> f64 {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries.map(|e| if e.path().is_dir() { size(&e.path()) } else { e.metadata().unwrap().len() as f64 }).sum()
}
