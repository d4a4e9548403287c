//! Metadata beside papers: tables, and bibliographies as Zotero writes them.
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

use kwic::index::OpenIndex;
use kwic::model::Metadata;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

mod common;
use common::{build_quietly, index_of, options, run, write_papers};

fn metadata<'a>(index: &'a OpenIndex, id: &str) -> &'a Metadata {
    &index.manifest().paper(id).unwrap_or_else(|| panic!("no paper {id}")).1.metadata
}

/// What a build says, each with its file.
fn said(papers: &[(&str, &str)]) -> (OpenIndex, Vec<String>, tempfile::TempDir) {
    let (folder, place) = (write_papers(papers), tempfile::tempdir().unwrap());
    let summary = build_quietly(&options(folder.path(), place.path()));
    let said = summary.warnings.iter().map(|warning| format!("{}: {}", warning.file, warning.what)).collect();
    (OpenIndex::open(place.path()).unwrap(), said, place)
}

#[test]
fn a_workbook_says_what_the_same_table_as_csv_says() {
    let csv =
        "File,Title,year,date,author,series\na.txt,Arms,1996,1996-05-31,A. Rey; B. Stone,7\nb.txt,Trade,1997,,,\n";
    let papers = write_papers(&[("a.txt", "Arms."), ("b.txt", "Trade.")]);
    fs::write(papers.path().join("metadata.csv"), csv).unwrap();
    let wanted = index_of(papers.path());
    fs::remove_file(papers.path().join("metadata.csv")).unwrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (at, name) in ["File", "Title", "year", "date", "author", "series"].iter().enumerate() {
        sheet.write(0, at as u16, *name).unwrap();
    }
    let day = ExcelDateTime::from_ymd(1996, 5, 31).unwrap();
    sheet.write(1, 0, "a.txt").unwrap().write(1, 1, "Arms").unwrap().write(1, 2, 1996).unwrap();
    sheet.write_with_format(1, 3, &day, &Format::new().set_num_format("d mmmm yyyy")).unwrap();
    sheet.write(1, 4, "A. Rey; B. Stone").unwrap().write(1, 5, 7.0).unwrap();
    // Rows and columns far away that say nothing.
    sheet.write(40, 0, "b.txt").unwrap().write(40, 1, "Trade").unwrap().write(40, 2, "1997").unwrap();
    sheet.write(1_000_000, 16_000, "lost").unwrap();
    workbook.add_worksheet().write(0, 0, "notes").unwrap();
    workbook.save(papers.path().join("metadata.xlsx")).unwrap();
    let found = index_of(papers.path());
    for paper in ["a", "b"] {
        assert_eq!(metadata(found.open(), paper), metadata(wanted.open(), paper), "{paper}");
    }
    assert_eq!(metadata(found.open(), "a").fields["date"], "1996-05-31");
}

#[test]
fn metadata_that_cannot_be_read_cost_themselves_and_come_when_they_are_mended() {
    let papers = write_papers(&[("a.txt", "Arms."), ("b/b.txt", "Trade."), ("c/c.txt", "Talks."), ("d/d.txt", "Aid.")]);
    let place = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(papers.path().join(name), text).unwrap();
    write("metadata.csv", "name;year\na.txt;1990\n");
    write("b/metadata.csv", "file,title,year\nb.txt,Trade,1991\nx.txt,\"Open,1992\ny.txt,,1993\n");
    write("c/metadata.xlsx", "no workbook");
    write("d/metadata.jsonl", "\u{0}\u{1}\u{2}\u{3}");
    let build = || {
        let summary = build_quietly(&options(papers.path(), place.path()));
        let index = OpenIndex::open(place.path()).unwrap();
        let said = summary.warnings.iter().map(|warning| format!("{}: {}", warning.file, warning.what));
        let years = ["a", "b/b", "c/c", "d/d"].map(|id| metadata(&index, id).year);
        (summary.failures.len(), said.collect::<Vec<_>>(), years)
    };
    let (failures, said, years) = build();
    assert_eq!((failures, years), (0, [None; 4]));
    let not_read = |file: &str, cause: &str| {
        format!("{file}: not read: {cause}; papers are indexed without it: mend it and run `kwic index` again")
    };
    assert_eq!(
        said,
        [
            not_read("b/metadata.csv", "the quote that opens a cell in line 3 is never closed"),
            not_read(
                "c/metadata.xlsx",
                "it is no sound zip archive (damaged, or not whole): its directory, at the end, is missing"
            ),
            not_read("d/metadata.jsonl", "it is no text (a binary file)"),
            not_read("metadata.csv", "its first line names no column `file`, which holds each paper's file name"),
        ]
    );
    write("metadata.csv", "file;year\na.txt;1990\n");
    write("b/metadata.csv", "file,title,year\nb.txt,Trade,1991\n");
    assert_eq!(build().2, [Some(1990), Some(1991), None, None]);
    // And on a terminal: the build goes on.
    let built = run(place.path(), &["index", papers.path().to_str().unwrap(), "--index", "other"]);
    assert_eq!(built.status, Some(0), "{}", built.err);
    assert!(built.err.contains("note: c/metadata.xlsx: not read: it is no sound zip archive"), "{}", built.err);
}

const BIBTEX: &str = r#"
@string{series = "Policy {Memo}"}
% A comment that Zotero does not write.
@techreport{rey1996,
  title = {{Arms control} after the Cold War},
  author = {Rey, Ana and von der M{\"u}hle, Jan and {World Bank}},
  date = {1996-05-31}, series = series, number = 12, langid = {en},
  institution = {Institute}, doi = {10.1/x}, url = {https://example.org/a_b?c=1},
  abstract = {Not kept.},
  file = {Full Text:/home/ana/Zotero/storage/ABCD/Rey - 1996 - Arms.pdf:application/pdf;Snapshot:files/2/x.html:text/html}
}
@misc{stone-trade, title = {Trade, and what comes of it}, author = {Stone, Ben}, year = 1997, month = may}
@misc{lost2001, title = {A paper that nobody has}, year = 2001}
"#;

const RIS: &str = "\
TY  - RPRT\r
TI  - Arms control after the Cold War\r
AU  - Rey, Ana\r
AU  - von der Mühle, Jan\r
AU  - World Bank\r
DA  - 1996/05/31/\r
T3  - Policy Memo\r
IS  - 12\r
LA  - en\r
PB  - Institute\r
L1  - C:\\Users\\ana\\Zotero\\Rey - 1996 - Arms.pdf\r
ER  - \r
\r
TY  - GEN
ID  - stone-trade
TI  - Trade, and what comes of it
AU  - Stone, Ben
PY  - 1997
KW  - trade
KW  - tariffs
ER  - 
TY  - GEN
ID  - lost2001
TI  - A paper that nobody has
ER  - 
";

const CSL: &str = r#"[
{"id": "http://zotero.org/1", "citation-key": "rey1996", "type": "report", "title": "Arms control after the Cold War",
 "author": [{"family": "Rey", "given": "Ana"}, {"family": "Mühle", "given": "Jan", "non-dropping-particle": "von der"},
 {"literal": "World Bank"}], "issued": {"date-parts": [["1996", 5, 31]]}, "collection-title": "Policy Memo", "number": "12",
 "language": "en", "publisher": "Institute", "abstract": "Not kept.", "editor": [{"family": "No"}], "file": "Rey - 1996 - Arms.pdf"},
{"id": "stone-trade", "title": "Trade, and what comes of it", "author": [{"family": "Stone", "given": "Ben"}],
 "issued": {"raw": "May 1997"}},
{"id": "lost2001", "title": "A paper that nobody has"}]"#;

#[test]
fn an_entry_is_found_by_its_file_its_key_or_its_title_in_each_form_of_bibliography() {
    for (name, bibliography) in
        [("library.bib", BIBTEX), ("library.ris", RIS), ("metadata.json", CSL), ("my.csl.json", CSL)]
    {
        let (index, said, _place) = said(&[
            (name, bibliography),
            // The text of a PDF: its name has another ending.
            ("reports/Rey - 1996 - Arms.txt", "Arms control."),
            ("trade.md", "# Trade and what comes\n\nNo title of the bibliography.\n"),
            ("b.md", "# Trade — and What Comes of It\n\nTariffs.\n"),
        ]);
        let arms = metadata(&index, "reports/Rey - 1996 - Arms");
        assert_eq!(arms.title.as_deref(), Some("Arms control after the Cold War"), "{name}");
        assert_eq!(arms.authors, ["Rey, Ana", "von der Mühle, Jan", "World Bank"], "{name}");
        assert_eq!((arms.year, arms.language.as_deref()), (Some(1996), Some("en")), "{name}");
        let field = |field: &str| arms.fields.get(field).map(String::as_str);
        assert_eq!(
            (field("date"), field("series"), field("number")),
            (Some("1996-05-31"), Some("Policy Memo"), Some("12"))
        );
        assert_eq!(field("institution").or(field("publisher")), Some("Institute"));
        assert!(!arms.fields.keys().any(|field| ["file", "abstract", "id"].contains(&field.as_str())), "{arms:?}");
        let trade = metadata(&index, "b");
        assert_eq!((trade.title.as_deref(), trade.year), (Some("Trade, and what comes of it"), Some(1997)), "{name}");
        assert_eq!(trade.authors, ["Stone, Ben"]);
        assert!(metadata(&index, "trade").authors.is_empty());
        let lost = format!("{name} (lost2001): no paper fits this entry of a bibliography, by file name or title");
        assert_eq!(said, [lost], "{name}");
    }
}

#[test]
fn titles_in_file_names_and_keys_are_enough_and_what_could_be_several_is_said() {
    let bib = "@misc{memo7, title={Seven}}\n@misc{x, title={Tariffs and their friends}}\n\
               @misc{y, title={Two of a name}, file={a.txt}}\n@misc{memo7b, title={Again}, file={memo7.txt}}\n\
               @misc{z, title={Two of one title}, year=1990}\n@misc{zz, title={Two of one title}, year=1991}\n";
    let (index, said, _place) = said(&[
        ("library.bib", bib),
        ("memo7.txt", "Seven."),
        ("Oz - 1991 - Tariffs and their Friends.txt", "Tariffs."),
        ("1/a.txt", "One."),
        ("2/a.txt", "Two."),
        ("twin.md", "# Two of one title\n\nText."),
    ]);
    assert_eq!(metadata(&index, "memo7").title.as_deref(), Some("Seven"));
    assert_eq!(
        metadata(&index, "Oz - 1991 - Tariffs and their Friends").title.as_deref(),
        Some("Tariffs and their friends")
    );
    assert_eq!((metadata(&index, "1/a").title.as_deref(), metadata(&index, "twin").year), (None, None));
    assert_eq!(
        said,
        [
            "library.bib: its entry `y` fits several papers (1/a.txt, 2/a.txt), and is given to none",
            "library.bib: its entry `memo7b` fits memo7.txt, as `memo7` does, which counts",
        ]
    );
}

#[test]
fn a_broken_or_hostile_bibliography_costs_no_more_than_what_is_broken() {
    let rounds = "@misc{a, title={Round about}, crossref={b}}\n@misc{b, title={About round}, crossref={a}}\n\
                  @string{s = t}\n@string{t = s # s}\n@misc{c, title=s}\n@misc{d, title={Sound and whole}, year=1990}\n\
                  @misc{e, title={Open\n@misc{f, title={Behind it}, year=1991}\n@misc{g\n";
    let deep = format!("@misc{{deep, title={}x{}}}\n", "{".repeat(100_000), "}".repeat(100_000));
    let (index, said, _place) = said(&[
        ("a/rounds.bib", rounds),
        ("a/d.txt", "One."),
        ("a/f.txt", "Two."),
        ("b/deep.bib", &deep),
        ("c/a.csl.json", "[1, {\"title\": 5}, {\"author\": [[], {}], \"issued\": 3}"),
        ("d/a.csl.json", "{\"a\": 1}"),
        ("e/a.ris", "TI  - Nothing\nER  - \nTY  - \nTY  - GEN\nAU  - A;B"),
        ("f/a.bib", "\u{0}\u{1}\u{2}\u{3}"),
    ]);
    assert_eq!((metadata(&index, "a/d").year, metadata(&index, "a/f").year), (Some(1990), Some(1991)));
    let all = said.join("\n");
    for wanted in [
        "a/rounds.bib: line 5: its entry is broken and passed over",
        "a/rounds.bib: line 7: its entry is broken and passed over",
        "a/rounds.bib: line 9: its entry is broken and passed over",
        "b/deep.bib: line 1: its entry is broken and passed over: its field `title` has more than 1000 braces",
        "c/a.csl.json: not read: it is no JSON: EOF",
        "d/a.csl.json: not read: it is no array of items",
        "e/a.ris: line 4: an entry begins before the one above has ended",
        "e/a.ris: its last entry has no end",
        "f/a.bib: not read: it is no text",
    ] {
        assert!(all.contains(wanted), "{wanted}\n{all}");
    }
}

#[test]
fn what_a_bibliography_says_is_kept_up_to_date() {
    let papers = write_papers(&[("a.md", "# Arms control\n\nText."), ("b.txt", "Text."), ("c.txt", "Text.")]);
    let place = tempfile::tempdir().unwrap();
    let build = |bib: &str| {
        fs::write(papers.path().join("library.bib"), bib).unwrap();
        let read = build_quietly(&options(papers.path(), place.path())).read;
        let index = OpenIndex::open(place.path()).unwrap();
        (read, ["a", "b", "c"].map(|id| metadata(&index, id).year))
    };
    let of = |a: u32, b: u32| {
        format!("@misc{{x, title={{Arms Control}}, year={a}}}\n@misc{{y, file={{b.txt}}, year={b}}}\n")
    };
    assert_eq!(build(&of(1990, 1991)), (3, [Some(1990), Some(1991), None]));
    assert_eq!(build(&of(1990, 1991)), (0, [Some(1990), Some(1991), None]));
    assert_eq!(build(&of(1990, 1992)), (1, [Some(1990), Some(1992), None]));
    // A title may be that of any paper that no entry names.
    assert_eq!(build(&of(1989, 1992)), (2, [Some(1989), Some(1992), None]));
    assert_eq!(build(""), (3, [None, None, None]));
}

#[test]
fn citations_that_kwic_wrote_are_metadata_again() {
    let place = write_papers(&[
        (
            "papers/sub/a.md",
            "---\ntitle: Arms & control\nauthor: [\"Rey, Ana\", B. Stone]\ndate: 1996-05-31\nseries: Memo\ndoi: 10.1/x_y\n---\nArms.",
        ),
        ("papers/b.md", "---\ntitle: Trade\nyear: 1997\n---\nArms."),
        ("bare/sub/a.md", "Arms."),
        ("bare/b.md", "Arms."),
    ]);
    run(place.path(), &["index", "papers"]);
    for (style, file) in [("bibtex", "bare/library.bib"), ("csl-json", "bare/metadata.json")] {
        run(place.path(), &["find", "arms", "--cite", style, "--output", file]);
        let built = run(place.path(), &["index", "bare", "--index", style]);
        assert!(!built.err.contains("no paper fits"), "{}", built.err);
        let index = OpenIndex::open(&place.path().join(style)).unwrap();
        let a = metadata(&index, "sub/a");
        assert_eq!((a.title.as_deref(), a.year), (Some("Arms & control"), Some(1996)), "{style}");
        assert_eq!(
            a.authors,
            ["Rey, Ana", "Stone, B."].map(|name| if style == "bibtex" || name.starts_with('R') {
                name
            } else {
                "B. Stone"
            })
        );
        assert_eq!((a.fields["series"].as_str(), a.fields["doi"].as_str()), ("Memo", "10.1/x_y"), "{style}");
        assert_eq!(metadata(&index, "b").title.as_deref(), Some("Trade"), "{style}");
        fs::remove_file(place.path().join(file)).unwrap();
    }
}
