//! `kwic export` through the binary: places, names, tables, matrices, and what a user gets wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

mod common;
use common::program::{err, out, run};
use common::write_papers;

const TALKS: &str = "---\ntitle: Talks\nyear: 1996\n---\nArms talks.\n\n# Arms / Control?\n\n“Arms control” — the treaty.\n\n# ..\n\nEnd.\n";
const VRT: &str = "<!-- #vrt columns: word lemma pos -->\n<text id=\"one\">\n<ne type=\"ORG\">\nArms\tarm\tNN\n<ne type=\"PER\">\nSmith\tSmith\tNP\n</ne>\n</ne>\nwent\tgo\tVV\n</text>\n";

fn papers() -> tempfile::TempDir {
    let place =
        write_papers(&[("corpus/memos/talks.md", TALKS), ("corpus/a.vrt", VRT), ("corpus/1990.txt", "Old arms.\n")]);
    assert_eq!(run(place.path(), &["index"]).status.code(), Some(0));
    place
}

fn export(place: &Path, arguments: &[&str]) -> String {
    let ran = run(place, &[&["export"], arguments].concat());
    assert_eq!(ran.status.code(), Some(0), "{}", err(&ran));
    err(&ran)
}

fn files(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                all.push(entry.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn texts_go_into_a_folder_that_is_new_or_empty() {
    let place = papers();
    let said = export(place.path(), &["text", "--output", "texts"]);
    assert!(said.contains("texts: 3 papers, 5 sections."), "{said}");
    assert_eq!(files(&place.path().join("texts")), ["1990.txt", "a.txt", "memos/talks.txt"]);
    let text = fs::read_to_string(place.path().join("texts/memos/talks.txt")).unwrap();
    assert_eq!(text, "Arms talks.\n\nArms / Control?\n\n“Arms control” — the treaty.\n\n..\n\nEnd.\n");
    assert!(place.path().join("texts.made.json").exists());
    let again = run(place.path(), &["export", "text", "--output", "texts"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("texts: there is something in this folder already"), "{}", err(&again));
    assert!(err(&again).contains("new") || err(&again).contains("not there yet"), "{}", err(&again));
    fs::create_dir(place.path().join("empty")).unwrap();
    export(place.path(), &["text", "--by", "section", "--paper", "*talks", "--output", "empty"]);
    assert_eq!(
        files(&place.path().join("empty")),
        ["memos/talks/001-opening.txt", "memos/talks/002-arms-control.txt", "memos/talks/003.txt"]
    );
    let file = run(place.path(), &["export", "text", "--output", "texts.txt"]);
    assert_eq!(file.status.code(), Some(2));
    assert!(err(&file).contains("texts go into a folder"), "{}", err(&file));
    let parts = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(parts.filter(|name| name.starts_with(".kwic-")).count(), 0);
}

#[test]
fn one_file_or_one_for_each_paper() {
    let place = papers();
    for (form, ending) in [("vrt", "vrt"), ("conllu", "conllu"), ("tei", "xml")] {
        let file = format!("all.{ending}");
        export(place.path(), &[form, "--output", &file]);
        assert!(place.path().join(format!("{file}.made.json")).exists());
        let rerun = run(place.path(), &["rerun", &file]);
        assert_eq!((rerun.status.code(), out(&rerun)), (Some(0), format!("{file}: the same, byte for byte\n")));
        let folder = format!("{form}-files/");
        export(place.path(), &[form, "--output", &folder]);
        let expected = ["1990", "a", "memos/talks"].map(|name| format!("{name}.{ending}"));
        assert_eq!(files(&place.path().join(folder)), expected);
        let piped = run(place.path(), &["export", form]);
        assert_eq!(out(&piped), fs::read_to_string(place.path().join(&file)).unwrap());
        // Three papers of one file answer as three files did.
        let indexed = run(place.path(), &["index", "--index", form, &file]);
        assert_eq!(indexed.status.code(), Some(0), "{}", err(&indexed));
        for query in ["arms", "[lemma=\"go\"]", "<ne type=\"ORG\"/>"] {
            let count = |index: &str| {
                let cql: &[&str] = if query == "arms" { &[] } else { &["--cql"] };
                let found = run(place.path(), &[&["find", query, "--by", "year", "--index", index], cql].concat());
                out(&found)
            };
            assert_eq!(count(form), count("index"), "{form} {query}");
        }
    }
}

#[test]
fn vertical_text_is_as_the_corpus_workbench_wants_it() {
    let place = papers();
    let said = export(place.path(), &["vrt", "--output", "all.vrt"]);
    assert!(
        said.contains("cwb-encode -c utf8 -xsB -d DATA -R REGISTRY/papers -f all.vrt -P before -P lemma -P pos"),
        "{said}"
    );
    assert!(said.contains(" -S ne:1+type") && said.contains(" -S text:0+id+id_+language+title+year"), "{said}");
    let vrt = fs::read_to_string(place.path().join("all.vrt")).unwrap();
    let (mut open, mut rows): (BTreeMap<&str, i32>, usize) = (BTreeMap::new(), 0);
    for line in vrt.lines().filter(|line| !line.starts_with("<?") && !line.starts_with("<!")) {
        match line.strip_prefix('<') {
            None => {
                assert_eq!(line.split('\t').count(), 4, "{line}");
                rows += 1;
            }
            Some(tag) => {
                let tag = tag.strip_suffix('>').unwrap();
                assert!(!tag.contains(['<', '>']), "{line}");
                let name = tag.trim_start_matches('/').split(' ').next().unwrap();
                let count = open.entry(name).or_default();
                *count += if tag.starts_with('/') { -1 } else { 1 };
                assert!((0..=2).contains(count), "{line}");
            }
        }
    }
    assert!(open.values().all(|count| *count == 0), "{open:?}");
    assert_eq!(rows, 14, "{vrt}");
    assert!(vrt.contains("control\t\\s\t__UNDEF__\t__UNDEF__\n"), "{vrt}");
    assert!(vrt.contains("the\t”\\s—\\s\t"), "{vrt}");
    let tsv = run(place.path(), &["export", "vrt", "--output", "all.txt"]);
    assert!(err(&tsv).contains("must end in .vrt"), "{}", err(&tsv));
}

/// The cells of a table.
fn table(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split('\t').map(str::to_string).collect()).collect()
}

#[test]
fn tokens_are_rows() {
    let place = papers();
    let tokens = table(&out(&run(place.path(), &["export", "tokens"])));
    let head = "paper section_number section page paragraph sentence position before word lc lemma pos ne ne_type";
    assert_eq!(tokens[0], head.split(' ').collect::<Vec<_>>());
    assert_eq!(tokens.len(), 15);
    let smith = tokens.iter().find(|row| row[8] == "Smith").unwrap();
    assert_eq!(smith[10..], ["Smith", "NP", "2", "PER"]);
    let the = tokens.iter().find(|row| row[8] == "the").unwrap();
    assert_eq!(the[..10], ["memos/talks", "2", "Arms / Control?", "", "2", "2", "6", "” — ", "the", "the"]);
    // `kwic find` tells the same positions.
    let lines = table(&out(&run(place.path(), &["find", "treaty", "--format", "tsv"])));
    let position = lines[0].iter().position(|name| name == "position").unwrap();
    assert!(tokens.iter().any(|row| row[8] == "treaty" && row[6] == lines[1][position]));
    let refused = run(place.path(), &["export", "tokens", "--output", "tokens.html"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("write csv, tsv, json, jsonl or parquet"), "{}", err(&refused));
    let none = run(place.path(), &["export", "tokens", "--year", "1700"]);
    assert_eq!(none.status.code(), Some(1));
}

#[test]
fn sections_are_rows() {
    let place = papers();
    let sections = table(&out(&run(place.path(), &["export", "sections", "--paper", "*talks"])));
    assert_eq!(sections[0][..5], ["paper", "number", "level", "heading", "section"]);
    assert_eq!(sections[2][..5], ["memos/talks", "2", "1", "Arms / Control?", "Arms / Control?"]);
    assert_eq!(sections.len(), 4);
}

#[test]
fn the_matrix_counts_what_find_counts() {
    let place = papers();
    let said = export(place.path(), &["matrix", "--output", "counts.mtx"]);
    assert!(said.contains("3 rows (by paper), 9 columns, 11 counts that are not 0, of 14 words."), "{said}");
    let market = fs::read_to_string(place.path().join("counts.mtx")).unwrap();
    let mut lines = market.lines();
    assert_eq!(lines.next().unwrap(), "%%MatrixMarket matrix coordinate integer general");
    assert_eq!(lines.next().unwrap(), "3 9 11");
    let rows = table(&fs::read_to_string(place.path().join("counts.mtx.rows.tsv")).unwrap());
    let columns = table(&fs::read_to_string(place.path().join("counts.mtx.columns.tsv")).unwrap());
    let mut sum = 0;
    for line in lines {
        let numbers: Vec<usize> = line.split(' ').map(|n| n.parse().unwrap()).collect();
        let (paper, term) = (&rows[numbers[0]][1], &columns[numbers[1]][1]);
        let query = format!("\"{term}\"");
        let found = run(place.path(), &["find", &query, "--paper", paper, "--format", "tsv"]);
        assert_eq!(out(&found).lines().count() - 1, numbers[2], "{term} in {paper}");
        sum += numbers[2];
    }
    assert_eq!(sum, 14);
    fs::write(place.path().join("stop.txt"), "the\n").unwrap();
    let wide = ["matrix", "--by", "year", "--min-count", "2", "--stop", "stop.txt", "--output", "years.csv"];
    export(place.path(), &wide);
    let csv = fs::read_to_string(place.path().join("years.csv")).unwrap();
    assert_eq!(csv, "doc_id,arms,control\r\n,1,0\r\n1990,1,0\r\n1996,3,2\r\n");
    let long = ["matrix", "--by", "paper,section", "--form", "lemma", "--output", "long.csv", "--long"];
    export(place.path(), &long);
    let csv = fs::read_to_string(place.path().join("long.csv")).unwrap();
    assert_eq!(csv, "paper,section,term,count\r\na,(opening),Smith,1\r\na,(opening),arm,1\r\na,(opening),go,1\r\n");
    let refused = run(place.path(), &["export", "matrix", "--by", "R1", "--output", "x.csv"]);
    assert!(err(&refused).contains("--form chooses what the columns are"), "{}", err(&refused));
}

#[cfg(feature = "parquet")]
#[test]
fn what_is_written_as_parquet_is_what_is_written_as_jsonl() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let place = papers();
    for what in ["tokens", "matrix"] {
        export(place.path(), &[what, "--output", "t.parquet"]);
        export(place.path(), &[what, "--output", "t.jsonl"]);
        let file = SerializedFileReader::new(fs::File::open(place.path().join("t.parquet")).unwrap()).unwrap();
        let rows: Vec<String> = file
            .get_row_iter(None)
            .unwrap()
            .map(|row| {
                let row = row.unwrap();
                let value = |field: &Field| match field {
                    Field::Str(text) => text.as_str().into(),
                    Field::Long(number) => (*number).into(),
                    _ => serde_json::Value::Null,
                };
                let cells = row.get_column_iter().map(|(name, field)| format!("{name}={}", value(field)));
                cells.collect::<Vec<_>>().join(" ")
            })
            .collect();
        let json = fs::read_to_string(place.path().join("t.jsonl")).unwrap();
        let plain: Vec<String> = json
            .lines()
            .map(|line| {
                let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
                object.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(rows, plain, "{what}");
    }
}
