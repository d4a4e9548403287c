//! Every format is read back by another program, which finds the same cells.
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
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use kwic::concordance::Line;
use kwic::index::{Manifest, PaperRecord};
use kwic::model::Metadata;
use kwic::report::{
    Answer, Cell, CiteStyle, Column, FORMATS, Format, LineReport, Made, Screen, Table, write_answer, write_citations,
    write_lines,
};
use serde_json::{Value, json};

const QUERY: &str = "--><script>alert('1')</script>\n=\"1\" | {2}";
const SCREEN: Screen = Screen { width: 80, colour: false };

/// Texts that formats, spreadsheets and browsers would like to make something of.
fn texts() -> Vec<String> {
    let odd = [
        "",
        "plain words",
        "a \"quoted\" word, and a comma; a semicolon",
        "a\ttab",
        "line\nend, another\r\nend, a carriage\rreturn",
        "=1+1",
        "=HYPERLINK(\"http://example.org\")",
        " =1+1",
        "'x",
        "''",
        "-5",
        "+5",
        "@SUM(A1)",
        "\tindented",
        "\rreturned",
        "  spaces at both ends  ",
        "a | b || c \\| d \\ e\\",
        "`code` *star* _under_ ~~struck~~ [link](x) ![image](y) $x$ #1",
        "<script>alert(1)</script><img src=x onerror=alert(1)><b>&amp;</b> &lt; &#60; </td>",
        "--> <!-- -- ]]>",
        "كانت المعاهدة مهمة (treaty) جدا",
        "\u{202e}turned\u{202c}",
        "军备控制条约",
        "🕊️ peace 👩🏽‍⚖️",
        "_x0041_ is no letter",
        "\u{1}\u{8}\u{b} control",
        "001",
        "1e5",
        "TRUE",
        "null",
    ];
    odd.into_iter().map(str::to_string).chain(["long ".repeat(2_000)]).collect()
}

fn table() -> (Table, Value) {
    let columns =
        ["text", "count", "year", "measure", "nothing"].map(|name| Column { name: name.into(), shrinks: false });
    let measures = [0.1 + 0.2, -5.0, 1e300, 1e-300, 12_345.678_9, f64::NAN, f64::INFINITY];
    let (mut rows, mut expected) = (Vec::new(), Vec::new());
    for (text, at) in texts().into_iter().map(Some).chain([None]).zip(0..) {
        let measure = measures[at % measures.len()];
        let year = (at % 3 > 0).then_some(-44 + at as i64);
        expected.push(json!([text, at * 1_000, year, measure, null]));
        let cells = [Cell::text(text), Cell::Count(at as u64 * 1_000), Cell::ordinal(year)];
        rows.push(cells.into_iter().chain([Cell::Number(measure), Cell::Empty]).collect());
    }
    let names: Vec<&str> = columns.iter().map(|c| &*c.name).collect();
    let types = ["string", "int64", "int64", "double", "string"];
    (Table { columns: columns.to_vec(), rows }, json!({ "columns": names, "rows": expected, "types": types }))
}

fn lines() -> (Vec<Line>, Value) {
    let (mut lines, mut expected) = (Vec::new(), Vec::new());
    for (text, at) in texts().into_iter().zip(1..) {
        let line = Line {
            paper: format!("paper-{at}").into(),
            title: (at % 3 > 0).then(|| text.as_str().into()),
            year: (at % 4 > 0).then_some(1990 + at),
            section: if at % 2 > 0 { ["I. One".to_string(), text.clone()].into() } else { [].into() },
            themes: if at % 5 > 0 { ["security/arms".to_string(), text.clone()].into() } else { [].into() },
            page: (at % 6 > 0).then(|| text.clone()),
            source_line: at as u32,
            position: at as u32 * 1_000,
            left: text.clone(),
            node: format!("{text}."),
            right: text,
        };
        let (section, themes) = (line.section.join(" > "), line.themes.join("; "));
        let place = json!([line.paper, line.title, line.year, section, themes, line.page]);
        let text = json!([line.source_line, line.position, line.left, line.node, line.right]);
        expected.push([place.as_array().unwrap().clone(), text.as_array().unwrap().clone()].concat());
        lines.push(line);
    }
    let columns =
        ["paper", "title", "year", "section", "themes", "page", "source_line", "position", "left", "match", "right"];
    let types = columns.map(|c| if ["year", "source_line", "position"].contains(&c) { "int64" } else { "string" });
    (lines, json!({ "columns": columns, "rows": expected, "types": types }))
}

/// The papers of `lines`, with authors that BibTeX could stumble over.
fn papers(lines: &[Line]) -> Manifest {
    let mut manifest = Manifest::default();
    for line in lines {
        let authors = vec!["Hollis, Margaret".to_string(), "Ministry of Trade and {Industry}".to_string()];
        let metadata = Metadata {
            title: line.title.as_deref().map(str::to_string),
            authors,
            year: line.year,
            ..Metadata::default()
        };
        manifest.papers.push(PaperRecord { id: line.paper.to_string(), metadata, ..PaperRecord::default() });
    }
    manifest.papers.sort_by(|a, b| a.id.cmp(&b.id));
    manifest
}

fn write_all(folder: &Path) {
    let made = Made { query: Some(QUERY.to_string()), kwic: "0".to_string(), ..Made::default() };
    let (table, expected_table) = table();
    let (lines, expected_lines) = lines();
    let found = format!("{} hits for {QUERY}.", lines.len());
    let report = LineReport { hits: lines.len(), found, made: &made, screen: SCREEN, grouped: true };
    for format in
        FORMATS.into_iter().filter(|f| !f.facts().drawn).filter(|f| cfg!(feature = "parquet") || *f != Format::Parquet)
    {
        let Some(ending) = format.facts().endings.first() else { continue };
        let mut out = Vec::new();
        write_answer(&mut out, format, Answer { table: &table, picture: None }, &made, SCREEN).unwrap();
        fs::write(folder.join(format!("table.{ending}")), out).unwrap();
        let mut out = Vec::new();
        write_lines(&mut out, format, &report, &lines).unwrap();
        fs::write(folder.join(format!("lines.{ending}")), out).unwrap();
    }
    let manifest = papers(&lines);
    for (style, file) in [(CiteStyle::Bibtex, "cited.bib"), (CiteStyle::CslJson, "cited.json")] {
        let mut out = Vec::new();
        write_citations(&mut out, style, &manifest, lines.iter().cloned().map(Ok)).unwrap();
        fs::write(folder.join(file), out).unwrap();
    }
    let expected =
        json!({ "query": QUERY, "table": expected_table, "lines": expected_lines, "cited": manifest.papers.len() });
    fs::write(folder.join("expected.json"), expected.to_string()).unwrap();
}

/// A Python with the readers of Excel, Parquet and BibTeX, made once under `target/`; none
/// where they cannot be had.
fn python_with_readers() -> Option<PathBuf> {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).parent()?.join("roundtrip-venv");
    let python = place.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let ran = |program: &Path, arguments: &[&str]| {
        Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
    };
    let has_readers = || ran(&python, &["-c", "import openpyxl, pyarrow.parquet, bibtexparser"]);
    if has_readers() {
        return Some(python);
    }
    let venv = ran(Path::new("python3"), &["-m", "venv", place.to_str()?]);
    let readers = ["-m", "pip", "install", "--quiet", "--retries", "1", "openpyxl", "pyarrow", "bibtexparser<2"];
    (venv && ran(&python, &readers) && has_readers()).then_some(python)
}

fn read_back(python: &Path, arguments: &[&str]) -> io::Result<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/roundtrip.py");
    let output = Command::new(python).arg("-X").arg("utf8").arg(script).args(arguments).output()?;
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    assert!(output.status.success(), "{}", said.concat());
    Ok(())
}

#[test]
fn other_programs_read_the_same_cells() {
    let folder = tempfile::tempdir().unwrap();
    write_all(folder.path());
    let place = folder.path().to_str().unwrap();
    if let Some(python) = python_with_readers() {
        read_back(&python, &[place, "--all"]).unwrap();
        return;
    }
    eprintln!("openpyxl, pyarrow and bibtexparser cannot be had: xlsx, parquet and citations were not read back");
    if read_back(Path::new("python3"), &[place]).is_err() {
        eprintln!("there is no python3: nothing was read back");
    }
}
