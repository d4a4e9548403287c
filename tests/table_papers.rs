//! Tables in which a row is a paper: CSV, TSV, JSONL, JSON and Parquet.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::path::{Path, PathBuf};

use kwic::index::{OpenIndex, PaperRecord};
use kwic::model::{Mark, Warning};
use kwic::papers::{Evidence, Reading, ReadingOptions, read_papers};
use kwic::query::parse_simple;
use kwic::search::{Selection, find};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

mod common;
use common::{build_quietly, index_of, index_of_texts, options, run, write_papers};

/// The papers of a table, and why rows of it, or all of it, are broken.
fn read_with(file: &str, bytes: &[u8], options: &ReadingOptions) -> (Vec<Reading>, Vec<String>) {
    let (_, readings) = read_papers(Path::new(file), bytes, &Evidence::default(), options).unwrap();
    let (papers, broken): (Vec<_>, Vec<_>) = readings.into_iter().partition(Result::is_ok);
    (papers.into_iter().map(Result::unwrap).collect(), broken.into_iter().map(Result::unwrap_err).collect())
}

fn read(file: &str, text: &str) -> (Vec<Reading>, Vec<String>) {
    read_with(file, text.as_bytes(), &ReadingOptions::default())
}

fn names(papers: &[Reading]) -> Vec<&str> {
    papers.iter().map(|paper| paper.name.as_str()).collect()
}

/// Each paragraph with the line on which it begins.
fn paragraphs(paper: &Reading) -> Vec<(u32, &str)> {
    paper.blocks.iter().map(|block| (block.lines[0].value, block.text.as_str())).collect()
}

const SPEECHES: &str = "\
id,title,year,speaker,text
a1,Arms,1996,Ann,\"We want arms control, and we want it soon.

Trade can wait.\"
b2,\"Trade, again\",1997,\"Ben \"\"B.\"\" Stone\",Trade cannot wait.
";

#[test]
fn a_row_is_a_paper_its_text_in_paragraphs_and_the_other_columns_metadata() {
    let (papers, broken) = read("speeches.csv", SPEECHES);
    assert_eq!(broken, Vec::<String>::new());
    assert_eq!(names(&papers), ["a1", "b2"]);
    assert_eq!(paragraphs(&papers[0]), [(2, "We want arms control, and we want it soon."), (4, "Trade can wait.")]);
    assert_eq!(paragraphs(&papers[1]), [(5, "Trade cannot wait.")]);
    assert_eq!((papers[1].metadata.title.as_deref(), papers[1].metadata.year), (Some("Trade, again"), Some(1997)));
    assert_eq!(papers[1].metadata.fields["speaker"], "Ben \"B.\" Stone");
    assert!(!papers[0].metadata.fields.contains_key("text"));
    let guessed = "guessed: the texts in the column `text`; the papers' names: the column `id` \
                   (--text-column and --id-column name others)";
    assert_eq!((&papers[0].warnings[..], &papers[1].warnings[..]), (&[guessed.to_string()][..], &[][..]));
}

#[test]
fn the_same_table_in_other_forms_and_encodings_gives_the_same_papers() {
    let wanted: Vec<_> =
        read("speeches.csv", SPEECHES).0.iter().map(|p| (p.metadata.clone(), p.blocks.clone())).collect();
    let same = |file: &str, bytes: &[u8]| {
        let (papers, broken) = read_with(file, bytes, &ReadingOptions::default());
        assert_eq!((names(&papers), broken), (vec!["a1", "b2"], vec![]), "{file}");
        let found: Vec<_> = papers.iter().map(|p| (p.metadata.clone(), p.blocks.clone())).collect();
        assert_eq!(found, wanted, "{file}");
    };
    let crlf = SPEECHES.replace('\n', "\r\n");
    same("windows.csv", format!("\u{feff}{crlf}").as_bytes());
    same("old-mac.csv", SPEECHES.replace('\n', "\r").as_bytes());
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(crlf.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    same("utf-16.csv", &utf16);
    let tabs = "id\ttitle\tyear\tspeaker\ttext\na1\tArms\t1996\tAnn\t\"We want arms control, and we want it soon.\n\n\
                Trade can wait.\"\nb2\tTrade, again\t1997\t\"Ben \"\"B.\"\" Stone\"\tTrade cannot wait.\n";
    same("speeches.tsv", tabs.as_bytes());
    same("semicolons.csv", tabs.replace('\t', ";").as_bytes());
}

#[test]
fn an_object_in_a_line_or_in_an_array_is_a_paper_and_its_line_is_that_of_the_object() {
    let first = r#"{"id": 7, "text": "We want arms control.\n\nTrade can wait.", "about": {"place": "Bonn"}, "tags": ["a", "b"]}"#;
    let second = r#"{"text": "Trade\u2028cannot wait.", "id": 8, "title": "Trade"}"#;
    let lines = format!("\n{first}\n\n{second}\n");
    let array = format!("\n[{first}\n,\n{second}]\n");
    for (file, text) in
        [("speeches.jsonl", lines), ("speeches.ndjson", format!("\n{first}\r\n\r\n{second}")), ("speeches.json", array)]
    {
        let (papers, broken) = read(file, &text);
        assert_eq!((names(&papers), broken), (vec!["7", "8"], vec![]), "{file}");
        assert_eq!(paragraphs(&papers[0]), [(2, "We want arms control."), (2, "Trade can wait.")], "{file}");
        assert_eq!(papers[1].blocks[0].lines, [Mark { offset: 0, value: 4 }], "{file}");
        assert_eq!(papers[0].metadata.fields["about.place"], "Bonn");
        assert_eq!(papers[0].metadata.fields["tags"], "a; b");
        assert_eq!(papers[1].metadata.title.as_deref(), Some("Trade"));
    }
    // U+2028 as it stands ends no line of a JSONL.
    let (papers, broken) = read("a.jsonl", "{\"text\": \"Trade\u{2028}waits.\"}\n{\"text\": \"So do arms.\"}");
    assert_eq!((papers.len(), broken.len(), paragraphs(&papers[1])), (2, 0, vec![(2, "So do arms.")]));
}

#[test]
fn a_broken_row_costs_itself_and_is_named() {
    let jsonl = "{\"text\": \"One.\"}\n\n{\"text\": \"Two.\n{\"text\": 3}\n[4]\n{\"text\": \"Five.\"}\n";
    let (papers, broken) = read("a.jsonl", jsonl);
    assert_eq!(names(&papers), ["1", "5"]);
    assert_eq!(
        broken,
        [
            "row 2 (line 3), column 14: EOF while parsing a string",
            "row 3 (line 4): `text` is no text",
            "row 4 (line 5), column 0: invalid type: sequence, expected a map",
        ]
    );
    let (papers, broken) = read("a.csv", "id,text\n\na,\"One\ntwo\"\nb,three,four\n\n\nc,five\n");
    assert_eq!(names(&papers), ["a", "c"]);
    assert_eq!((paragraphs(&papers[0])[0].0, paragraphs(&papers[1])[0].0), (3, 8));
    assert_eq!(broken, ["row 2 (line 5): it has 3 cells, the first line names 2 columns"]);
    let many = format!("text\n{}good\n", "a,b\n".repeat(50));
    let (papers, broken) = read("a.csv", &many);
    assert_eq!((names(&papers), broken.len(), broken[20].as_str()), (vec!["51"], 21, "30 more rows are broken"));
}

#[test]
fn a_quote_or_a_bracket_that_is_left_open_costs_the_file_and_is_named() {
    let broken = |file, text| {
        let (papers, broken) = read(file, text);
        assert_eq!((papers.len(), broken.len()), (0, 1), "{text}");
        broken[0].clone()
    };
    let unclosed = broken("a.csv", "id,text\na,\"One\"\nb,\"Two\nc,Three\n");
    assert_eq!(unclosed, "the quote that opens a cell in line 3 is never closed");
    let behind = broken("a.csv", "id,text\na,\"One\nb,\"Two\"\n");
    assert!(
        behind.starts_with("line 3: text stands behind the quote that closes a cell, opened in line 2"),
        "{behind}"
    );
    // Quotes within a cell that does not begin with one are text.
    assert_eq!(paragraphs(&read("a.csv", "id,text\na,The \"new\" one\n").0[0]), [(2, "The \"new\" one")]);
    assert_eq!(
        broken("a.json", "[{\"text\": \"One.\"},\n{\"text\": \"Two.\"}\n"),
        "line 3: neither `,` nor `]` stands behind row 2"
    );
    assert_eq!(broken("a.json", "[{\"text\": \"One.\"},\n{\"text\" \"Two.\"}]"), "line 2: expected `:`");
    assert_eq!(broken("a.json", "[{\"text\": \"One.\"},"), "line 1: the array is never closed");
    let deep = format!("[{{\"text\": \"One.\"}}, {}", "[".repeat(100_000));
    assert_eq!(broken("a.json", &deep), "line 1: recursion limit exceeded");
}

#[test]
fn columns_are_named_or_guessed_by_name_or_by_words() {
    let table = "Number;Speech;Note\n1;We wait.;Not said aloud\n2;We go.;Said\n";
    let (papers, _) = read("a.csv", table);
    assert_eq!((names(&papers), papers[1].blocks[0].text.as_str()), (vec!["1", "2"], "We go."));
    let options = ReadingOptions {
        text_column: Some("note".into()),
        id_column: Some("speech".into()),
        ..ReadingOptions::default()
    };
    let (papers, _) = read_with("a.csv", table.as_bytes(), &options);
    assert_eq!((names(&papers), papers[1].blocks[0].text.as_str()), (vec!["We wait.", "We go."], "Said"));
    assert_eq!((papers[1].metadata.fields["number"].as_str(), papers[0].warnings.len()), ("2", 0));
    let words = "what we said of arms control ".repeat(5);
    let (papers, _) = read("a.csv", &format!("who,said\nAnn Lee,{words}\nBen,{words}\n"));
    assert!(
        papers[0].warnings[0]
            .starts_with("guessed: the texts in the column `said`; the papers' names: the rows' numbers")
    );
    // A column of texts that holds none.
    assert_eq!(read("a.json", r#"[{"text": {"x": 1}}, {"text": 2}]"#), (vec![], vec![]));
    // Two columns of much text, or none: it is not clear.
    assert_eq!(read("a.csv", &format!("asked,said\n{words},{words}\n")).0.len(), 0);
    assert_eq!(read("a.csv", "ngram,count\narms control,25\n").0.len(), 0);
    // Names that are there twice, far too long or missing.
    let (papers, _) = read("a.csv", &format!("id,text\na,One.\na,Two.\n,Three.\n{},Four.\n", "x".repeat(300)));
    assert_eq!(names(&papers), ["a", "a_2", "3", "4"]);
}

#[test]
fn a_table_that_would_not_fit_into_memory_is_refused() {
    let long = format!("{},text\n{}", "x".repeat(1_000_000), "1,One.\n".repeat(1000));
    assert_eq!(read("a.csv", &long).0[0].metadata.fields["column1"], "1");
    let rows = "{}\n".repeat(1_000_001);
    assert_eq!(read("a.jsonl", &rows).1, ["it has more than 1,000,000 rows or 5,000,000 cells: split it"]);
}

#[test]
fn what_is_no_table_of_papers_is_passed_over_and_said() {
    let place = write_papers(&[
        ("papers/a.txt", "Arms control."),
        ("papers/metadata.csv", "file,title\na.txt,Arms\n"),
        ("papers/package.json", "{\"name\": \"x\"}"),
        ("papers/numbers.csv", "a,b\n1,2\n"),
        ("papers/empty.jsonl", ""),
        ("papers/list.json", "[1, 2]"),
    ]);
    let built = run(place.path(), &["index", "papers"]);
    assert_eq!(built.status, Some(0), "{}", built.err);
    let said = "note: empty.jsonl, list.json, numbers.csv, package.json: it is no table of papers";
    assert!(built.err.contains(said), "{}", built.err);
    assert!(built.err.contains("index: 1 paper,"), "{}", built.err);
    // None of it makes the index stale, nor does an index that lies beside the papers.
    let found = run(place.path(), &["find", "arms"]);
    assert!(!found.err.contains("have changed"), "{}", found.err);
    for _ in 0..2 {
        let built = run(place.path(), &["index", "."]);
        assert!(built.err.contains("index: 1 paper,") && !built.err.contains("meta.json"), "{}", built.err);
        assert!(!run(place.path(), &["find", "arms"]).err.contains("have changed"));
    }
}

#[test]
fn columns_that_were_named_are_remembered_and_can_be_taken_back() {
    let place = write_papers(&[("papers/a.csv", "who,said,text\nann,Arms control.,Trade.\n")]);
    let hits = |query: &str| run(place.path(), &["find", query, "--by", "paper"]).out.lines().skip(1).count();
    run(place.path(), &["index", "papers", "--text-column", "said", "--id-column", "who"]);
    assert_eq!((hits("arms"), hits("trade")), (1, 0));
    run(place.path(), &["index"]);
    assert_eq!((hits("arms"), hits("trade")), (1, 0));
    run(place.path(), &["index", "--text-column", ""]);
    assert_eq!((hits("arms"), hits("trade")), (0, 1));
}

#[test]
fn markup_and_signs_that_steer_a_terminal_are_only_text() {
    let jsonl = r#"{"id": "a\u0007/<b>#1", "title": "\u202e<script>", "text": "One\u0000\u202e <script>two</script>"}
{"id": "b", "text": "Two."}"#;
    let index = index_of_texts(&[("a.jsonl", jsonl)]);
    let papers = &index.open().manifest().papers;
    assert_eq!(papers[0].id, "a#a_<b>_1");
    assert_eq!(papers[0].metadata.title.as_deref(), Some("<script>"));
    assert_eq!(index.texts()[0], "One <script>two</script>");
}

proptest! {
    /// Whatever cells hold, they come back, each text at its line.
    #[test]
    fn what_the_csv_crate_writes_comes_back(
        cells in prop::collection::vec(("[ab,;\" \n]{0,12}", "[ab,;\" \n]{1,12}"), 1..6),
    ) {
        let mut table = b"note,text\n".to_vec();
        let mut starts = Vec::new();
        for (note, text) in &cells {
            starts.push(1 + table.iter().filter(|byte| **byte == b'\n').count());
            csv::Writer::from_writer(&mut table).write_record([note, text]).unwrap();
        }
        let options = ReadingOptions { text_column: Some("text".to_string()), ..ReadingOptions::default() };
        let (papers, broken) = read_with("a.csv", &table, &options);
        prop_assert_eq!((papers.len(), broken), (cells.len(), vec![]));
        for ((paper, (note, text)), start) in papers.iter().zip(&cells).zip(starts) {
            let kept = paper.metadata.fields.get("note").map_or("", String::as_str);
            prop_assert_eq!(kept.to_string(), note.replace('\n', " ").trim().to_string());
            let whole: String = paper.blocks.iter().map(|block| block.text.as_str()).collect();
            let signs = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(signs(&whole), signs(text));
            if let Some(first) = paper.blocks.first() {
                let above = &text[..text.len() - text.trim_start().len()];
                let line = start + note.matches('\n').count() + above.matches('\n').count();
                prop_assert_eq!(first.lines[0].value as usize, line);
            }
        }
    }
}

fn tables(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/formats/tables").join(file)
}

fn index_of_file(file: &Path, reading: ReadingOptions) -> (tempfile::TempDir, OpenIndex) {
    let place = tempfile::tempdir().unwrap();
    let options = kwic::index::BuildOptions { reading, ..options(file, place.path()) };
    assert_eq!(build_quietly(&options).failures, Vec::<Warning>::new());
    let open = OpenIndex::open(place.path()).unwrap();
    (place, open)
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_addresses_as_files_as_csv_and_as_jsonl_give_equal_counts() {
    let plain = index_of(&tables("../../inaugural/papers"));
    let tokens = |papers: &[PaperRecord]| {
        let name = |paper: &PaperRecord| paper.id.rsplit('#').next().unwrap().to_string();
        papers.iter().map(|paper| (name(paper), paper.tokens, paper.metadata.year)).collect::<Vec<_>>()
    };
    let wanted = tokens(&plain.open().manifest().papers);
    let (_jsonl, jsonl) = index_of_file(&tables("inaugural.jsonl"), ReadingOptions::default());
    assert_eq!(tokens(&jsonl.manifest().papers), wanted);
    let (_csv, csv) = index_of_file(&tables("inaugural-12-crlf-bom.csv"), ReadingOptions::default());
    assert_eq!(tokens(&csv.manifest().papers), wanted[..12]);
    // The plain count: what serde_json reads, cut by UAX #29.
    let words: Vec<Vec<String>> = std::fs::read_to_string(tables("inaugural.jsonl"))
        .unwrap()
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            row["text"].as_str().unwrap().unicode_words().map(|w| w.to_lowercase().replace('\u{2019}', "'")).collect()
        })
        .collect();
    for phrase in ["the", "union", "the united states", "fellow citizens", "peace", "constitution", "america's"] {
        let asked: Vec<&str> = phrase.split(' ').collect();
        let counted: usize = words.iter().map(|w| w.windows(asked.len()).filter(|w| *w == asked).count()).sum();
        let chosen = Selection::default().choose(&jsonl).unwrap();
        let hits = find(&jsonl, &parse_simple(phrase, false).unwrap().into(), &chosen).unwrap();
        assert!(counted > 0, "{phrase}");
        assert_eq!(hits.len(), counted, "{phrase}");
    }
}

#[cfg(feature = "parquet")]
mod parquet_in {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
    use parquet::schema::parser::parse_message_type;

    use super::*;

    const SCHEMA: &str = "message papers {
        required binary id (STRING); optional binary text (STRING); required int32 year; optional double weight;
        optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
    }";

    fn column<T: DataType>(group: &mut SerializedRowGroupWriter<'_, Vec<u8>>, values: &[T::T], there: Option<&[i16]>) {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<T>().write_batch(values, there, None).unwrap();
        column.close().unwrap();
    }

    fn bytes(texts: &[&str]) -> Vec<ByteArray> {
        texts.iter().map(|text| ByteArray::from(*text)).collect()
    }

    /// Three speeches, the second without a text, the third without a weight.
    fn speeches() -> Vec<u8> {
        let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
        let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(WriterProperties::default())).unwrap();
        let mut group = file.next_row_group().unwrap();
        column::<ByteArrayType>(&mut group, &bytes(&["a1", "b2", "c3"]), None);
        column::<ByteArrayType>(&mut group, &bytes(&["Arms talks.\n\nTrade.", "Trade waits."]), Some(&[1, 0, 1]));
        column::<Int32Type>(&mut group, &[1996, 1997, 1998], None);
        column::<DoubleType>(&mut group, &[2.0, 0.5], Some(&[1, 1, 0]));
        let mut tags = group.next_column().unwrap().unwrap();
        tags.typed::<ByteArrayType>().write_batch(&bytes(&["x"]), Some(&[3, 0, 0]), Some(&[0, 0, 0])).unwrap();
        tags.close().unwrap();
        group.close().unwrap();
        file.into_inner().unwrap()
    }

    #[test]
    fn rows_of_parquet_are_papers() {
        let (papers, broken) = read_with("speeches.parquet", &speeches(), &ReadingOptions::default());
        assert_eq!((names(&papers), broken), (vec!["a1", "b2", "c3"], vec![]));
        assert_eq!(paragraphs(&papers[0]), [(0, "Arms talks."), (0, "Trade.")]);
        assert_eq!(papers[1].blocks, []);
        assert_eq!(papers.iter().map(|paper| paper.metadata.year.unwrap()).collect::<Vec<_>>(), [1996, 1997, 1998]);
        let weights: Vec<Option<&String>> = papers.iter().map(|paper| paper.metadata.fields.get("weight")).collect();
        assert_eq!(weights, [Some(&"2".to_string()), Some(&"0.5".to_string()), None]);
        assert!(!papers[0].metadata.fields.contains_key("tags"));
    }

    #[test]
    fn broken_parquet_costs_no_more_than_itself() {
        let whole = speeches();
        for length in (0..whole.len()).step_by(17) {
            let (papers, broken) = read_with("cut.parquet", &whole[..length], &ReadingOptions::default());
            assert_eq!((papers.len(), broken.len()), (0, 1), "{length} bytes");
            assert!(broken[0].starts_with("it is no sound Parquet: "), "{}", broken[0]);
        }
        // A fault of the decoder's is caught where files are read: see `Run::readings`.
        let quiet = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            let read = || read_with("damaged.parquet", &damaged, &ReadingOptions::default());
            let _ = std::panic::catch_unwind(read);
        }
        std::panic::set_hook(quiet);
    }
}
