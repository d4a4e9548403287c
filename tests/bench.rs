//! `kwic bench`, through the real binary. What it says of times is not looked at: only what must hold of any.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::fs;
use std::path::Path;
use std::process::Output;

mod common;
use common::program::{err, kwic, out};
use common::write_papers;

/// Runs in `folder`, with a folder for temporary files that must be empty afterwards.
fn bench(folder: &Path, arguments: &[&str]) -> Output {
    let temporary = folder.join("tmp");
    fs::create_dir_all(&temporary).unwrap();
    let done = kwic(folder, &[&["bench"], arguments].concat()).env("TMPDIR", &temporary).output().unwrap();
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "something is left behind");
    done
}

fn papers() -> tempfile::TempDir {
    write_papers(&[
        ("corpus/talks.md", "# Arms\n\nThe arms control talks went on. Arms control!\n"),
        ("corpus/trade.txt", "Trade went on as before, and nobody spoke of arms or of their control.\n"),
    ])
}

#[test]
fn a_build_is_measured_saved_and_compared() {
    let place = papers();
    let once = ["corpus", "--runs", "1", "--warm-up", "0", "--threads", "1,2", "--format", "csv"];
    let measured = bench(place.path(), &[&once[..], &["--save", "then.json"]].concat());
    assert_eq!(measured.status.code(), Some(0), "{}", err(&measured));
    let bytes =
        ["talks.md", "trade.txt"].map(|name| fs::metadata(place.path().join("corpus").join(name)).unwrap().len());
    let text = bytes.iter().sum::<u64>() as f64 / 1e6;
    let table = out(&measured);
    assert!(table.starts_with("threads,memory_mb,text_mb,what,unit,median,"), "{table}");
    for threads in [1, 2] {
        for what in [
            "build,s",
            "cut,s",
            "token store,s",
            "fsync,s",
            "reader: text,s",
            "alone: hash,s",
            "index,MB",
            "index: .tokens,MB",
        ] {
            assert!(table.contains(&format!("\n{threads},512.0,{text},{what},")), "{threads} {what}: {table}");
        }
    }
    // What each reader read is the size of its files, the text that it found no more.
    let sizes = |what: &str| -> Vec<f64> {
        let rows = table.lines().filter(|row| row.contains(&format!(",{what},MB,")));
        rows.map(|row| row.split(',').nth(5).unwrap().parse().unwrap()).collect()
    };
    for (reader, bytes) in ["markdown", "text"].iter().zip(bytes) {
        assert_eq!(sizes(&format!("reader: {reader}: source")), [bytes as f64 / 1e6; 2]);
    }
    assert_eq!(sizes("reader: text: text"), [(bytes[1] - 1) as f64 / 1e6; 2]);
    assert!(err(&measured).contains("run 2 of 2"), "{}", err(&measured));
    assert!(err(&measured).contains("cores: "), "{}", err(&measured));

    // One run tells nothing of noise, and nothing is held against it.
    let compared = bench(place.path(), &[&once[..], &["--against", "then.json", "--tolerance", "0%"]].concat());
    assert_eq!(compared.status.code(), Some(0), "{}", err(&compared));
    let times: Vec<String> =
        out(&compared).lines().filter(|line| line.contains("build (")).map(str::to_string).collect();
    assert_eq!(times.len(), 2);
    assert!(times.iter().all(|line| line.ends_with(",unclear")), "{times:?}");

    let picture = bench(place.path(), &["--runs", "1", "--warm-up", "0", "--sizes", "50%,100%", "--format", "svg"]);
    assert!(out(&picture).contains("<svg") && out(&picture).contains("MB of text"), "{}", err(&picture));

    fs::write(place.path().join("corpus/new.txt"), "Another paper.\n").unwrap();
    let other = bench(place.path(), &[&once[..], &["--against", "then.json"]].concat());
    assert_eq!(other.status.code(), Some(2));
    assert!(err(&other).contains("over other papers than now"), "{}", err(&other));
}

#[test]
fn a_file_that_is_no_measurement_is_refused_before_anything_runs() {
    let place = papers();
    fs::write(place.path().join("bad.json"), "{\"kwic_bench\": 1, \"builds\": \u{1b}[31m").unwrap();
    let bad = bench(place.path(), &["--against", "bad.json"]);
    assert_eq!((bad.status.code(), out(&bad).as_str()), (Some(2), ""));
    assert!(err(&bad).contains("bad.json: this is no record of measurements"), "{}", err(&bad));
    assert!(!err(&bad).contains("run 1") && !err(&bad).contains('\u{1b}'), "{}", err(&bad));
}

#[test]
fn queries_are_timed_with_their_hits_beside() {
    let place = papers();
    fs::write(place.path().join("mine.txt"), "# mine\nsimple\tarms control\ncql\t[lc=\"on|or\"]\nsimple\tnowhere\n")
        .unwrap();
    let timed =
        bench(place.path(), &["corpus", "--queries", "mine.txt", "--runs", "1", "--warm-up", "0", "--format", "csv"]);
    assert_eq!(timed.status.code(), Some(0), "{}", err(&timed));
    let rows: Vec<String> = out(&timed).lines().map(str::to_string).collect();
    assert!(rows[1].starts_with("arms control,2,1,"), "{rows:?}");
    assert!(rows[2].starts_with("\"[lc=\"\"on|or\"\"]\",3,2,"), "{rows:?}");
    assert!(rows[3].starts_with("nowhere,0,0,"), "{rows:?}");
    let none = bench(place.path(), &["--queries", "standard"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("there is no index here"), "{}", err(&none));
}

#[test]
fn generated_papers_are_the_same_each_time_and_can_be_measured() {
    let place = papers();
    for folder in ["one", "two"] {
        let done = bench(place.path(), &["--generate", "100kB", "--seed", "3", "--output", folder]);
        assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    }
    let same =
        std::process::Command::new("diff").args(["-r", "one", "two"]).current_dir(place.path()).status().unwrap();
    assert!(same.success());
    let again = bench(place.path(), &["--generate", "100kB", "--output", "one"]);
    assert!(err(&again).contains("the folder is not empty"), "{}", err(&again));
    let figures = ["--generate", "100kB", "--runs", "1", "--warm-up", "0", "--output", "figures.csv"];
    assert_eq!(bench(place.path(), &figures).status.code(), Some(0));
    assert!(place.path().join("figures.csv").is_file());
    let measured = bench(place.path(), &["--generate", "100kB", "--runs", "1", "--warm-up", "0", "--keep", "kept"]);
    assert_eq!(measured.status.code(), Some(0), "{}", err(&measured));
    let kept = fs::read_dir(place.path().join("kept")).unwrap().flatten();
    assert!(kept.into_iter().any(|entry| entry.path().join("meta.json").exists()));
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_nothing_behind() {
    use std::io::{BufRead, BufReader};
    use std::os::unix::process::CommandExt;
    use std::process::Stdio;

    let place = papers();
    let temporary = place.path().join("tmp");
    fs::create_dir_all(&temporary).unwrap();
    let mut command = kwic(place.path(), &["bench", "corpus", "--runs", "30"]);
    // A group of its own, as a terminal interrupts all programs of one.
    command.env("TMPDIR", &temporary).process_group(0).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("run 2 of")));
    let group = format!("-{}", child.id());
    assert!(std::process::Command::new("kill").args(["-INT", "--", &group]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "something is left behind");
}
