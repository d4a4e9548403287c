//! Every reader, and what reads metadata beside papers and archives, given sound files made worse. What it gives must be
//! sound, or a refusal; it may not end in a fault, take long, or take much memory.
//!
//! `every_reader_bears_a_few_hundred_files` always runs; each form has a long run of its own:
//! `KWIC_FUZZ_SECONDS=60 cargo test --release --test fuzz_readers -- --ignored --test-threads 1 fuzz_tei`. A failure names
//! the input, which is kept in `target/fuzz`; `KWIC_FUZZ_SEED` gives the same inputs again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::cell::RefCell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kwic::papers::{
    Bibliography, Evidence, MetadataTables, ReadingOptions, plain_text, read_papers, read_together, walk,
};
use kwic::stats::SplitMix;

#[cfg(feature = "pdf")]
#[path = "../pdf/builder.rs"]
#[allow(dead_code)]
mod builder;
#[path = "../common/mod.rs"]
mod common;
mod mutate;
mod seeds;
mod sound;

/// An input of at most 64 kB may take no longer.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });
/// How many inputs of each form always run.
const FEW: u64 = if cfg!(debug_assertions) { 100 } else { 300 };
/// The whole process may not have more in memory, in bytes: inputs are small.
const MOST_MEMORY: u64 = 3 << 30;

thread_local! {
    /// Where the last fault of this thread was.
    static FAULT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A form, by the name of its seeds, and the name of a file of it.
struct Form {
    name: &'static str,
    file: &'static str,
}

impl Form {
    /// Whether it is read as papers alone: metadata and archives are found by walking a folder.
    fn is_paper(&self) -> bool {
        !self.file.contains('/')
    }

    /// Seeds of our own, and, for long runs, small files of the shared corpora.
    fn seeds(&self, with_corpora: bool) -> Vec<Vec<u8>> {
        let mut seeds = seeds::of(self.name);
        let ending = Path::new(self.file).extension().filter(|_| with_corpora && self.is_paper());
        let mut found = Vec::new();
        if let Some(ending) = ending {
            files_of(Path::new("../shared/corpora"), ending, &mut found);
        }
        found.sort();
        seeds.extend(found.iter().take(12).map(|(_, path)| fs::read(path).unwrap()));
        seeds
    }

    /// Input `number` of those that `seed` gives.
    fn input(&self, seeds: &[Vec<u8>], seed: u64, number: u64) -> Vec<u8> {
        let draw = &mut SplitMix::new(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (one, other) = (&seeds[draw.below(seeds.len())], &seeds[draw.below(seeds.len())]);
        let zipped = |bytes: &[u8]| bytes.starts_with(b"PK\x03\x04");
        match (zipped(one) && zipped(other), draw.below(4)) {
            (true, 1..) => mutate::zip(one, other, draw),
            (_, 0) => mutate::bytes(&seeds::packed(self.name, one), &seeds::packed(self.name, other), draw),
            _ => seeds::packed(self.name, &mutate::bytes(one, other, draw)),
        }
    }

    /// Reads an input: what is wrong with what was made of it.
    fn read(&self, bytes: &[u8], twice: bool) -> Result<(), String> {
        if !self.is_paper() {
            return read_folder(self.file, bytes);
        }
        read_one(Path::new(self.file), bytes, twice)
    }
}

fn files_of(folder: &Path, ending: &std::ffi::OsStr, found: &mut Vec<(u64, PathBuf)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, there) = (entry.path(), entry.metadata().unwrap());
        if there.is_dir() {
            files_of(&path, ending, found);
        } else if path.extension() == Some(ending) && there.len() < mutate::LARGEST as u64 {
            found.push((there.len(), path));
        }
    }
}

fn read_one(file: &Path, bytes: &[u8], twice: bool) -> Result<(), String> {
    let options = ReadingOptions::default();
    let read = || read_papers(file, bytes, &Evidence::default(), &options);
    let Ok((_, readings)) = read() else { return Ok(()) };
    readings.iter().flatten().try_for_each(sound::sound)?;
    if twice {
        plain_text(file, bytes, &options);
        let again = read().map(|(_, readings)| readings);
        return if again == Ok(readings) { Ok(()) } else { Err("read again, it is another paper".to_string()) };
    }
    Ok(())
}

/// Metadata beside papers, or an archive, in a folder with a paper.
fn read_folder(file: &str, bytes: &[u8]) -> Result<(), String> {
    let place = tempfile::tempdir().unwrap();
    let name = file.rsplit('/').next().unwrap();
    fs::write(place.path().join("memo.txt"), "Arms talks.").unwrap();
    fs::write(place.path().join(name), bytes).unwrap();
    let mut found = walk(&[place.path().to_path_buf()]).map_err(|error| error.to_string())?;
    found.open_archives();
    MetadataTables::read(&found.tables);
    let bibliography = Bibliography::read(&found.tables, &found.papers);
    bibliography.titled("memo.txt", "Arms");
    for part in kwic::papers::parted(found.papers, |paper| paper) {
        let part: Vec<_> = part.iter().collect();
        read_together(&part, &mut |at, load| match load() {
            Ok(bytes) => read_one(part[at].name(), &bytes, false),
            Err(_) => Ok(()),
        })?;
    }
    let left = fs::read_dir(place.path()).unwrap().count();
    if left == 2 { Ok(()) } else { Err("something was written beside it".to_string()) }
}

/// Hears where faults are, and says nothing of them.
fn hear_faults() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |fault| {
            let place = fault.location().map(ToString::to_string).unwrap_or_default();
            if place.starts_with("tests/") {
                loud(fault);
            }
            FAULT.set(Some(place));
        }));
    });
}

/// Reads an input and judges what happened.
fn judge(form: &Form, bytes: &[u8], twice: bool) -> Result<(), String> {
    FAULT.take();
    let start = Instant::now();
    let read = catch_unwind(AssertUnwindSafe(|| form.read(bytes, twice)));
    let (took, fault) = (start.elapsed(), FAULT.take());
    // Faults of other projects' crates that are known, and caught where files are read: parquet's decoder; and hayro,
    // which the reader of PDF itself bears.
    let known = fault.as_ref().is_some_and(|place| {
        place.contains("/parquet-") || (read.is_ok() && form.name == "pdf" && !place.starts_with("src/"))
    });
    match (read, fault) {
        (_, Some(place)) if !known => Err(format!("a fault at {place}")),
        (Ok(Err(said)), _) => Err(said),
        _ if took > LONGEST => Err(format!("it took {took:?}")),
        _ if peak_memory() > MOST_MEMORY => Err(format!("{} bytes of memory", peak_memory())),
        _ => Ok(()),
    }
}

/// The most that this process has had in memory, in bytes; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let told = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// Gives a form inputs until `end` says so; the number of inputs.
fn run(form: &Form, with_corpora: bool, end: impl Fn(u64) -> bool) -> u64 {
    hear_faults();
    let seed = std::env::var("KWIC_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let folder = Path::new("target/fuzz");
    fs::create_dir_all(folder).unwrap();
    let kept = |number: u64| folder.join(format!("{}-{seed}-{number}", form.name));
    let seeds = form.seeds(with_corpora);
    let (mut number, mut failures) = (0, Vec::new());
    while !end(number) && failures.len() < 5 {
        let bytes = form.input(&seeds, seed, number);
        // If the process itself dies, its input is still there.
        let under_way = folder.join(format!("{}-under-way", form.name));
        if with_corpora {
            fs::write(&under_way, &bytes).unwrap();
        }
        if let Err(said) = judge(form, &bytes, number.is_multiple_of(16)) {
            fs::write(kept(number), &bytes).unwrap();
            let said: String = said.chars().take(600).collect();
            failures.push(format!("{}: {said}", kept(number).display()));
        }
        number += 1;
    }
    assert!(failures.is_empty(), "seed {seed}:\n{}", failures.join("\n"));
    number
}

/// A long run.
fn fuzz(form: &Form) {
    let seconds = std::env::var("KWIC_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(600);
    let end = Instant::now() + Duration::from_secs(seconds);
    let inputs = run(form, true, |_| Instant::now() >= end);
    eprintln!("{}: {inputs} inputs in {seconds} s, at most {} MB of memory", form.name, peak_memory() >> 20);
}

macro_rules! forms {
    ($($(#[$only:meta])? $test:ident $name:literal $file:literal;)*) => {
        const FORMS: &[Form] = &[$($(#[$only])? Form { name: $name, file: $file },)*];

        $(
            $(#[$only])?
            #[test]
            #[ignore = "runs for ten minutes, or KWIC_FUZZ_SECONDS"]
            fn $test() {
                fuzz(&Form { name: $name, file: $file });
            }
        )*
    };
}

forms! {
    #[cfg(feature = "pdf")]
    fuzz_pdf "pdf" "a.pdf";
    fuzz_markdown "markdown" "a.md";
    fuzz_rst "restructuredtext" "a.rst";
    fuzz_asciidoc "asciidoc" "a.adoc";
    fuzz_latex "latex" "a.tex";
    fuzz_text "text" "a.txt";
    fuzz_conllu "conllu" "a.conllu";
    fuzz_vrt "vrt" "a.vrt";
    fuzz_html "html" "a.html";
    fuzz_tei "tei" "a.xml";
    fuzz_rtf "rtf" "a.rtf";
    fuzz_docx "docx" "a.docx";
    fuzz_odt "odt" "a.odt";
    fuzz_fodt "fodt" "a.fodt";
    fuzz_epub "epub" "a.epub";
    fuzz_csv "csv" "a.csv";
    fuzz_tsv "tsv" "a.tsv";
    fuzz_jsonl "jsonl" "a.jsonl";
    fuzz_json "json" "a.json";
    #[cfg(feature = "parquet")]
    fuzz_parquet "parquet" "a.parquet";
    fuzz_table_csv "table_csv" "beside/metadata.csv";
    fuzz_table_jsonl "table_jsonl" "beside/metadata.jsonl";
    fuzz_table_xlsx "table_xlsx" "beside/metadata.xlsx";
    fuzz_bibtex "bibtex" "beside/a.bib";
    fuzz_ris "ris" "beside/a.ris";
    fuzz_csl "csl" "beside/metadata.json";
    fuzz_zip "zip" "beside/a.zip";
    fuzz_tar "tar" "beside/a.tar";
    fuzz_tar_gz "tar_gz" "beside/a.tar.gz";
    fuzz_gz "gz" "beside/a.txt.gz";
}

#[test]
fn every_reader_bears_a_few_hundred_files() {
    for form in FORMS {
        let seeds = form.seeds(false);
        seeds.iter().for_each(|seed| form.read(&seeds::packed(form.name, seed), true).unwrap());
        assert_eq!(run(form, false, |number| number >= FEW), FEW);
    }
}

#[test]
fn every_reader_has_a_form_here() {
    for reader in kwic::papers::READERS {
        let head = |form: &&Form| seeds::of(form.name)[0].iter().take(512).copied().collect::<Vec<u8>>();
        let claimed =
            FORMS.iter().filter(|form| form.is_paper()).find(|form| reader.claims(Path::new(form.file), &head(form)));
        assert!(claimed.is_some(), "no seed of {}", reader.name());
    }
}
