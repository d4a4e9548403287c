//! PDFs: what is read of pages that are set in columns, with notes, tables, heads and labels; and what PDFs may not do.
#![cfg(feature = "pdf")]
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
use std::path::{Path, PathBuf};

use kwic::model::{Block, BlockKind};
use kwic::papers::{Evidence, Program, Reading, ReadingOptions, read_papers};
use unicode_segmentation::UnicodeSegmentation;

mod common;
use common::run;
#[path = "pdf/builder.rs"]
mod builder;
use builder::{Builder, lines, paper};

fn read_as(name: &str, bytes: &[u8], options: &ReadingOptions) -> Result<Reading, String> {
    let (reader, mut readings) = read_papers(Path::new(name), bytes, &Evidence::default(), options).unwrap();
    assert_eq!((reader, readings.len()), ("pdf", 1));
    readings.remove(0)
}

fn read(bytes: &[u8]) -> Result<Reading, String> {
    read_as("paper.pdf", bytes, &ReadingOptions::default())
}

fn by(program: &Path) -> ReadingOptions {
    ReadingOptions { pdf_program: Some(Program::new(program)), ..ReadingOptions::default() }
}

/// The same by a process of the program.
fn read_apart(bytes: &[u8]) -> Result<Reading, String> {
    read_as("paper.pdf", bytes, &by(Path::new(env!("CARGO_BIN_EXE_kwic"))))
}

/// Each block as its kind, the pages that begin in it, and its text.
fn blocks(bytes: &[u8]) -> Vec<String> {
    read(bytes).unwrap().blocks.iter().map(shown).collect()
}

fn shown(block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::Paragraph => "p".to_string(),
        BlockKind::ListItem => "item".to_string(),
        BlockKind::Cell { first: true } => "row".to_string(),
        BlockKind::Cell { first: false } => "cell".to_string(),
        BlockKind::Note => "note".to_string(),
        BlockKind::Lines => "lines".to_string(),
    };
    let pages: Vec<&str> = block.pages.iter().map(|mark| mark.value.as_deref().unwrap_or("-")).collect();
    format!("{kind} [{}] {}", pages.join(" "), block.text)
}

/// A report of three pages: a title over two columns, a note, running heads, page numbers of two kinds.
fn report() -> Vec<u8> {
    let first = [
        lines("F2", 18, 60, 700, &["Limits and Their Verification"]),
        // The right column is drawn before the left one.
        lines("F1", 10, 320, 660, &["the inspectors who had been sent to", "the sites found that both sides had"]),
        lines("F1", 10, 320, 636, &["kept what they had promised before.", "A second visit was not asked for by"]),
        lines("F1", 10, 320, 612, &["anyone."]),
        lines("F1", 10, 60, 660, &["The treaty sets a limit on launchers", "and says how it is to be looked after."]),
        // A number stands raised behind the word.
        "BT /F1 10 Tf 60 636 Td (Each side may visit the other twice) Tj /F1 6 Tf 4 Ts (1) Tj 0 Ts ET
"
        .to_string(),
        lines("F1", 10, 60, 624, &["a year, and has to say so before.", "When the first of the visits came,"]),
        lines("F1", 8, 60, 120, &["1 The second protocol says how visits", "are made known."]),
        lines("F1", 10, 295, 40, &["i"]),
    ];
    let head = lines("F1", 9, 200, 770, &["REPORT ON LIMITS"]);
    let second = [
        head.clone(),
        lines("F2", 12, 60, 700, &["What Was Found"]),
        lines(
            "F1",
            10,
            60,
            670,
            &["The inspectors wrote down what they had seen, and their report went to both of the capi-"],
        ),
        lines(
            "F1",
            10,
            60,
            658,
            &["tals. Neither of the capitals made any remark on it, and the report of the inspectors was"],
        ),
        lines("F1", 10, 295, 40, &["ii"]),
    ];
    let third = [
        head,
        lines(
            "F1",
            10,
            60,
            700,
            &["put away. It was not looked at again before the talks of the next year had begun anew."],
        ),
        lines("F1", 10, 295, 40, &["1"]),
    ];
    let labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D >>] >>";
    paper(&[&first.concat(), &second.concat(), &third.concat()], labels)
}

#[test]
fn columns_are_read_one_after_the_other_and_notes_stand_apart() {
    let expected = [
        "h1 [i] Limits and Their Verification",
        "p [] The treaty sets a limit on launchers and says how it is to be looked after. Each side may visit the other \
         twice¹ a year, and has to say so before. When the first of the visits came, the inspectors who had been sent \
         to the sites found that both sides had kept what they had promised before. A second visit was not asked for \
         by anyone.",
        "note [] 1 The second protocol says how visits are made known.",
        "h2 [ii] What Was Found",
        "p [1] The inspectors wrote down what they had seen, and their report went to both of the capitals. Neither of \
         the capitals made any remark on it, and the report of the inspectors was put away. It was not looked at again \
         before the talks of the next year had begun anew.",
    ];
    assert_eq!(blocks(&report()), expected);
}

#[test]
fn a_block_knows_the_lines_of_its_pages() {
    let reading = read(&report()).unwrap();
    let last = reading.blocks.last().unwrap();
    let place = |offset: usize| last.text[offset..].split(' ').next().unwrap();
    let lines: Vec<(&str, u32)> = last.lines.iter().map(|mark| (place(mark.offset), mark.value)).collect();
    // The running head is the first line of each page; a word that was broken goes on with the next line.
    assert_eq!(lines, [("The", 3), ("tals.", 4), ("put", 2)]);
    assert!(last.text[last.pages[0].offset..].starts_with("put away"));
}

#[test]
fn letters_are_read_as_they_are_meant() {
    let page = [
        "BT /F1 10 Tf 60 700 Td (The e) Tj /F3 10 Tf (\\002) Tj /F1 10 Tf (cient use of the ) Tj".to_string(),
        " /F3 10 Tf (\\001) Tj /F1 10 Tf (rst nego-) Tj ET\n".to_string(),
        // Broken words: the paper itself says how two of them are written.
        lines(
            "F1",
            10,
            60,
            688,
            &["tiations, and of the US-", "Russian talks, was a long-", "term gain: negotiations end, long-term"],
        ),
        // Letters that are drawn twice to look bold are there once; kerning is no space, room is.
        "BT /F1 10 Tf 60 640 Td (Twice) Tj ET BT /F1 10 Tf 60.3 640 Td (Twice) Tj ET".to_string(),
        "BT /F1 10 Tf 60 620 Td [(W) 80 (ords) -300 (apart) -250 (her) 60 (e)] TJ ET".to_string(),
        // What a stretch says where its signs do not: `A` and `B` are drawn.
        "BT /F1 10 Tf 60 600 Td /Span << /ActualText (Alpha beta) >> BDC (AB) Tj EMC ET".to_string(),
    ];
    let expected = [
        "p [1] The efficient use of the first negotiations, and of the US-Russian talks, was a long-term gain: negotiations end, long-term",
        "p [] Twice",
        "p [] Words apart here",
        "p [] Alpha beta",
    ];
    assert_eq!(blocks(&paper(&[&page.join("\n")], "")), expected);
}

#[test]
fn tables_and_lists_are_kept_apart() {
    let row = |y: u32, cells: [&str; 3]| {
        let columns = [60, 200, 300];
        columns.iter().zip(cells).map(|(x, cell)| lines("F1", 10, *x, y, &[cell])).collect::<String>()
    };
    let page = [
        lines(
            "F1",
            10,
            60,
            700,
            &["Warheads were counted in both of the years, and the counts were then compared by the staff."],
        ),
        row(670, ["Side", "1987", "1991"]),
        row(658, ["United States", "23,575", "19,008"]),
        row(646, ["Soviet Union", "38,107", "29,154"]),
        lines(
            "F1",
            10,
            60,
            610,
            &["Two things follow from the table, and both of them were to be said in the report of the staff:"],
        ),
        lines("F1", 10, 60, 590, &["1."]) + &lines("F1", 10, 80, 590, &["both sides counted, and"]),
        lines("F1", 10, 60, 576, &["2."]) + &lines("F1", 10, 80, 576, &["both came down."]),
    ];
    let expected = [
        "p [1] Warheads were counted in both of the years, and the counts were then compared by the staff.",
        "row [] Side",
        "cell [] 1987",
        "cell [] 1991",
        "row [] United States",
        "cell [] 23,575",
        "cell [] 19,008",
        "row [] Soviet Union",
        "cell [] 38,107",
        "cell [] 29,154",
        "p [] Two things follow from the table, and both of them were to be said in the report of the staff:",
        "item [] 1. both sides counted, and",
        "item [] 2. both came down.",
    ];
    assert_eq!(blocks(&paper(&[&page.concat()], "")), expected);
}

#[test]
fn a_table_of_contents_tells_headings_that_look_like_text() {
    let page = lines("F1", 10, 60, 700, &["Scope"])
        + &lines("F1", 10, 60, 680, &["It holds for all."])
        + &lines("F1", 10, 60, 660, &["Limits"]);
    let page = page + &lines("F1", 10, 60, 640, &["They hold for some."]);
    let outline = "/Outlines << /First << /Title (Scope) /First << /Title (Limits) >> >> >>";
    assert_eq!(
        blocks(&paper(&[&page], outline)),
        ["h1 [1] Scope", "p [] It holds for all.", "h2 [] Limits", "p [] They hold for some."]
    );
}

#[test]
fn a_file_says_who_wrote_it_and_when() {
    let xmp = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Limits &amp; &#x201c;Verification&#x201d;</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>A. Orlova</rdf:li><rdf:li>B. Stone</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"#;
    let mut builder = Builder::default();
    let (root, pages, page) = (builder.reserve(), builder.reserve(), builder.reserve());
    let font = builder.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    let content = builder.stream("", b"BT /F 10 Tf 60 700 Td (Text.) Tj ET");
    let xmp = builder.stream("/Type /Metadata /Subtype /XML", xmp.as_bytes());
    let info =
        b"<< /Title (memo.doc) /Author (nobody) /Subject (\xfe\xff\x04\x1c) /CreationDate (D:19960531120000Z) >>";
    let info = builder.add(info.to_vec());
    builder.set(page, format!("<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << /Font << /F {font} 0 R >> >> >>"));
    builder.set(pages, format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>"));
    builder.set(root, format!("<< /Type /Catalog /Pages {pages} 0 R /Metadata {xmp} 0 R /Lang (en-GB) >>"));
    builder.trailer(&format!("/Info {info} 0 R"));
    let metadata = read(&builder.file(root)).unwrap().metadata;
    assert_eq!(metadata.title.as_deref(), Some("Limits & “Verification”"));
    assert_eq!(metadata.authors, ["A. Orlova", "B. Stone"]);
    assert_eq!((metadata.year, metadata.language.as_deref()), (Some(1996), Some("en-gb")));
    assert_eq!((metadata.fields["date"].as_str(), metadata.fields["subject"].as_str()), ("1996-05-31", "М"));
}

#[test]
fn printed_numbers_call_pages_where_the_file_does_not() {
    let page = |number: u32| {
        let text = format!(
            "On page {number} the report says what it found in {}.",
            ["Riga", "Kyiv", "Minsk", "Bonn"][number as usize - 47]
        );
        lines("F1", 9, 60, 770, &["The Report"])
            + &lines("F1", 9, 500, 770, &[&number.to_string()])
            + &lines("F1", 10, 60, 700, &[&text])
    };
    let pages: Vec<String> = (47..51).map(page).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let found = blocks(&paper(&pages, ""));
    assert_eq!(found[0], "p [47] On page 47 the report says what it found in Riga.");
    assert_eq!(found[3], "p [50] On page 50 the report says what it found in Bonn.");
}

/// An inner form that draws the next one ten times, eight deep, and at last text: a hundred million lines.
fn bomb() -> Vec<u8> {
    let mut builder = Builder::default();
    let (root, pages, page) = (builder.reserve(), builder.reserve(), builder.reserve());
    let font = builder.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 600 800]";
    let text = format!("{form} /Resources << /Font << /F {font} 0 R >> >>");
    let mut inner = builder.stream(&text, b"BT /F 10 Tf 60 700 Td (Text.) Tj ET");
    for _ in 0..9 {
        let told = format!("{form} /Resources << /XObject << /X {inner} 0 R >> >>");
        inner = builder.stream(&told, "/X Do ".repeat(10).as_bytes());
    }
    let content = builder.stream("", b"/X Do");
    builder.set(page, format!("<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << /XObject << /X {inner} 0 R >> >> >>"));
    builder.set(pages, format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>"));
    builder.set(root, format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    builder.file(root)
}

/// Everything that can go round in a circle does: pages, forms, outlines, labels, a font's parts.
fn circles() -> Vec<u8> {
    let mut builder = Builder::default();
    let (root, pages, page, form) = (builder.reserve(), builder.reserve(), builder.reserve(), builder.reserve());
    let (outline, labels, font) = (builder.reserve(), builder.reserve(), builder.reserve());
    builder.set(outline, format!("<< /Title (Round) /First {outline} 0 R /Next {outline} 0 R >>"));
    builder.set(labels, format!("<< /Kids [{labels} 0 R {labels} 0 R] /Nums [0 {labels} 0 R] >>"));
    builder.set(
        font,
        format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode {font} 0 R /FontDescriptor {font} 0 R >>"
        ),
    );
    let told = format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {form} 0 R >> >>");
    builder.set(form, format!("<< {told} /Length 5 >>\nstream\n/X Do\nendstream"));
    let content = builder.stream("", b"BT /F 10 Tf 60 700 Td (Still read.) Tj ET /X Do");
    builder.set(page, format!("<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << /Font << /F {font} 0 R >> /XObject << /X {form} 0 R >> >> >>"));
    builder.set(pages, format!("<< /Type /Pages /Parent {pages} 0 R /Kids [{page} 0 R {pages} 0 R] /Count 2 >>"));
    builder.set(
        root,
        format!(
            "<< /Type /Catalog /Pages {pages} 0 R /Outlines << /First {outline} 0 R >> /PageLabels {labels} 0 R >>"
        ),
    );
    builder.file(root)
}

/// Locked with a password that nobody knows.
fn locked() -> Vec<u8> {
    let mut builder = Builder::default();
    let root = builder.reserve();
    let pages = builder.add("<< /Type /Pages /Kids [] /Count 0 >>");
    builder.set(root, format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    let key = "00112233445566778899aabbccddeeff".repeat(2);
    builder.trailer(&format!(
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<{key}> <{key}>]"
    ));
    builder.file(root)
}

/// A page that is a picture.
fn scan() -> Vec<u8> {
    let mut builder = Builder::default();
    let (root, pages, page) = (builder.reserve(), builder.reserve(), builder.reserve());
    let picture = builder
        .stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"x");
    let content = builder.stream("", b"q 600 0 0 800 0 0 cm /P Do Q");
    builder.set(page, format!("<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R /Resources << /XObject << /P {picture} 0 R >> >> >>"));
    builder.set(pages, format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>"));
    builder.set(root, format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    builder.file(root)
}

#[test]
fn what_cannot_be_read_says_why() {
    let message = |bytes: &[u8]| read(bytes).unwrap_err();
    assert_eq!(message(b""), "the file is empty");
    assert!(message(b"%PDF-1.7\nno page").contains("no page can be found in it"));
    assert!(message(&locked()).contains("locked with a password") && message(&locked()).contains("qpdf"));
    assert!(message(&scan()).contains("no text layer") && message(&scan()).contains("ocrmypdf"));
    assert_eq!(message(&paper(&["0 0 m"], "")), "there is no text on its pages");
    let unknown = paper(&[&lines("F4", 10, 60, 700, &["ABCABC"])], "");
    assert!(message(&unknown).contains("do not tell which letters"), "{}", message(&unknown));
    let some = paper(&[&(lines("F4", 10, 60, 700, &["A"]) + &lines("F1", 10, 60, 680, &["Known letters."]))], "");
    let warnings = read(&some).unwrap().warnings;
    assert!(warnings[0].starts_with("1 of 14 signs are shown as \u{fffd}"), "{warnings:?}");
}

#[test]
fn damage_costs_what_is_damaged() {
    assert_eq!(blocks(&circles()), ["p [1] Still read."]);
    let whole = report();
    for length in (0..whole.len()).step_by(199) {
        // Whatever is left of it, it is read or refused.
        let _ = read(&whole[..length]);
    }
    // Without the table of its objects it is read all the same.
    let table = whole.windows(4).rposition(|four| four == b"xref").unwrap();
    assert_eq!(blocks(&whole[..table]), blocks(&whole));
    // One wrong byte anywhere.
    for at in (9..whole.len()).step_by(61) {
        let mut wrong = whole.clone();
        wrong[at] = wrong[at].wrapping_add(97);
        let _ = read(&wrong);
    }
}

#[test]
fn another_process_reads_the_same() {
    for bytes in [report(), circles(), scan(), locked(), Vec::new()] {
        assert_eq!(read_apart(&bytes), read(&bytes));
    }
    let message = read_as("paper.pdf", &report(), &by(Path::new("/no/such/program"))).unwrap_err();
    assert!(message.starts_with("/no/such/program cannot be started"), "{message}");
}

/// The program, with less time or memory than usual.
#[cfg(unix)]
fn limited(place: &Path, limit: &str) -> ReadingOptions {
    use std::os::unix::fs::PermissionsExt;
    let script = place.join("limited");
    fs::write(&script, format!("#!/bin/sh\nulimit {limit}\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_kwic"))).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    by(&script)
}

#[cfg(unix)]
#[test]
fn time_and_memory_have_an_end() {
    let place = tempfile::tempdir().unwrap();
    let message = read_as("bomb.pdf", &bomb(), &limited(place.path(), "-t 1")).unwrap_err();
    assert!(message.contains("more time or memory"), "{message}");
    let mut large = b"%PDF-1.7\n".to_vec();
    large.resize(400_000_000, b' ');
    let message = read_as("large.pdf", &large, &limited(place.path(), "-v 300000")).unwrap_err();
    assert!(message.contains("more time or memory"), "{message}");
}

#[test]
fn one_bad_file_leaves_the_others_in_the_index() {
    let place = tempfile::tempdir().unwrap();
    let papers = place.path().join("papers");
    fs::create_dir(&papers).unwrap();
    fs::write(papers.join("report.pdf"), report()).unwrap();
    fs::write(papers.join("locked.pdf"), locked()).unwrap();
    fs::write(papers.join("broken.pdf"), b"%PDF-1.4 and then nothing").unwrap();
    // The beginning tells, whatever the name.
    fs::write(papers.join("named.txt"), paper(&[&lines("F1", 10, 60, 700, &["Under another name."])], "")).unwrap();
    let built = run(place.path(), &["index", "papers"]);
    assert_eq!(built.status, Some(2));
    assert!(built.err.contains("not read: locked.pdf: it is locked with a password"), "{}", built.err);
    assert!(built.err.contains("not read: broken.pdf: it is damaged"), "{}", built.err);
    let found = run(place.path(), &["find", "inspectors wrote", "--format", "jsonl"]);
    let line: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!((line["page"].as_str(), line["source_line"].as_u64()), (Some("ii"), Some(3)));
    assert_eq!(run(place.path(), &["find", "another name"]).status, Some(0));
    let page = run(place.path(), &["show", "report", "--page", "1", "--format", "text"]);
    assert!(page.out.contains("put away") && !page.out.contains("REPORT ON LIMITS"), "{}", page.out);
}

fn corpora(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(file)
}

fn real(file: &str) -> Reading {
    read(&fs::read(corpora(file)).unwrap()).unwrap()
}

fn text_of(reading: &Reading) -> String {
    reading.blocks.iter().map(|block| format!("{}\n", block.text)).collect()
}

/// Words in lower case, apostrophes in one form.
fn words(text: &str) -> Vec<String> {
    let text = text.replace(['’', '‘'], "'").to_lowercase();
    text.unicode_words().map(str::to_string).collect()
}

/// The most words that stand in both texts in the same order.
fn aligned(one: &[String], other: &[String]) -> usize {
    let mut row = vec![0u32; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        for (at, against) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == against { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[other.len()] as usize
}

/// Which share of each text's words stand in the other in the same order.
fn shares(one: &str, other: &str) -> (f64, f64) {
    let (one, other) = (words(one), words(other));
    let same = aligned(&one, &other) as f64;
    (same / one.len() as f64, same / other.len() as f64)
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn a_directive_reads_as_its_page_on_the_web() {
    // The web adds sections of its own, and leaves out to whom and from whom a directive goes; three of the PDFs are
    // scanned, with words that their makers' text recognition read wrong.
    let floors = [
        ("bod-15-01", 0.88, 0.88),
        ("bod-16-02", 0.78, 0.81),
        ("bod-17-01", 0.85, 0.95),
        ("bod-18-02", 0.72, 0.77),
        ("bod-20-01", 0.71, 0.25),
        ("ed-19-01", 0.82, 0.45),
        ("ed-20-03", 0.90, 0.95),
    ];
    for (name, of_pdf, of_web) in floors {
        let pdf = text_of(&real(&format!("policy/directives-pdf/{name}.pdf")));
        let web = fs::read(corpora(&format!("policy/directives/{name}.md"))).unwrap();
        let (_, mut web) =
            read_papers(Path::new("a.md"), &web, &Evidence::default(), &ReadingOptions::default()).unwrap();
        let web = text_of(&web.remove(0).unwrap());
        let (pdf_share, web_share) = shares(&pdf, &web);
        println!("{name} {pdf_share} {web_share}");
        assert!(pdf_share > of_pdf && web_share > of_web, "{name}: {pdf_share} {web_share}");
    }
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_declaration_reads_as_its_text() {
    for (pdf, text, floor) in [("french", "fra", 0.99), ("russian", "rus", 1.0), ("chinese", "cmn_hans", 1.0)] {
        let pdf = text_of(&real(&format!("formats/pdf/UDHR_{pdf}.pdf")));
        let text = fs::read_to_string(corpora(&format!("languages/udhr/udhr-{text}.txt"))).unwrap();
        let (pdf_share, text_share) = shares(&pdf, &text);
        println!("{pdf:.20} {pdf_share} {text_share}");
        // The PDFs end with the first articles.
        assert!(pdf_share >= floor && text_share > 0.2, "{pdf_share} {text_share}");
    }
}

/// Papers, and which shares of our words and of poppler's stand in the same order. Of ours, notes and columns are read
/// where poppler has them in the order of the page; of poppler's, heads, feet and page numbers are not ours.
const PAPERS: [(&str, f64, f64); 12] = [
    ("policy/fed-press-conferences-pdf/FOMCpresconf20110427.pdf", 0.999, 0.96),
    ("policy/fed-press-conferences-pdf/FOMCpresconf20130918.pdf", 0.999, 0.96),
    ("policy/fed-press-conferences-pdf/FOMCpresconf20160615.pdf", 0.99, 0.95),
    ("policy/fed-press-conferences-pdf/FOMCpresconf20181219.pdf", 0.998, 0.96),
    ("policy/fed-press-conferences-pdf/FOMCpresconf20200303.pdf", 0.999, 0.96),
    ("policy/directives-pdf/bod-18-02.pdf", 0.80, 0.80),
    ("policy/directives-pdf/bod-20-01.pdf", 0.87, 0.87),
    ("policy/directives-pdf/ar-16-20173.pdf", 0.998, 0.98),
    ("policy/memos-pdf/data-asset-collection-memo-2014.pdf", 0.95, 0.94),
    ("policy/budget-pdf/fy2024-va-budget-in-brief.pdf", 0.91, 0.89),
    ("formats/pdf/federal-register-2020-17221.pdf", 0.81, 0.76),
    ("formats/pdf/UDHR_english.pdf", 1.0, 1.0),
];

/// What poppler's pdftotext, an independent program, reads.
fn pdftotext(file: &str) -> Option<String> {
    let read = std::process::Command::new("pdftotext").arg(corpora(file)).arg("-").output().ok()?;
    Some(String::from_utf8(read.stdout).unwrap())
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn another_program_reads_the_same_words() {
    for (file, of_ours, of_theirs) in PAPERS {
        let Some(theirs) = pdftotext(file) else {
            eprintln!("there is no pdftotext (poppler-utils): nothing was compared");
            return;
        };
        let ours = text_of(&real(file));
        let (our_share, their_share) = shares(&ours, &theirs);
        println!("{file} {our_share:.4} {their_share:.4}");
        assert!(our_share >= of_ours && their_share >= of_theirs, "{file}: {our_share} {their_share}");
    }
}

/// The page of each place where a phrase stands.
fn pages_of(reading: &Reading, phrase: &str) -> Vec<String> {
    let (mut page, mut found) = (None, Vec::new());
    for block in &reading.blocks {
        let text = block.text.to_lowercase();
        assert_eq!(text.len(), block.text.len(), "places of letters differ");
        for (at, _) in text.match_indices(phrase) {
            let last = block.pages.iter().rev().find(|mark| mark.offset <= at);
            found.push(last.map_or(page.clone(), |mark| mark.value.clone()).unwrap());
        }
        page = block.pages.last().map_or(page, |mark| mark.value.clone());
    }
    found.sort_by_key(|page| page.parse::<u32>().unwrap());
    found
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn quotations_stand_on_their_pages() {
    // Looked up page by page, with `pdftotext -f PAGE -l PAGE`; the Federal Register's first page here is 47698.
    let quotations = [
        ("policy/fed-press-conferences-pdf/FOMCpresconf20110427.pdf", "subdued inflation trends", "1"),
        ("policy/fed-press-conferences-pdf/FOMCpresconf20160615.pdf", "labor market conditions", "9 10 10 12 13 16"),
        ("policy/fed-press-conferences-pdf/FOMCpresconf20160615.pdf", "headwinds", "4 4 7 7 7"),
        ("policy/fed-press-conferences-pdf/FOMCpresconf20181219.pdf", "balance sheet runoff", "6 11 11"),
        ("policy/fed-press-conferences-pdf/FOMCpresconf20200303.pdf", "coronavirus", "1 4"),
        ("policy/directives-pdf/bod-20-01.pdf", "vulnerability disclosure policy", "1 2 2 3 3 4 4 4 5"),
        ("policy/directives-pdf/ar-16-20173.pdf", "out-of-band", "4 7 7"),
        ("policy/directives-pdf/ed-20-03.pdf", "patch tuesday", "1"),
        ("policy/memos-pdf/data-asset-collection-memo-2014.pdf", "mosaic effect", "6 7 30 30"),
        ("policy/budget-pdf/fy2024-va-budget-in-brief.pdf", "recurring expenses", "2 2 51"),
        ("formats/pdf/federal-register-2020-17221.pdf", "soekarno", "47698"),
        ("formats/pdf/federal-register-2020-17221.pdf", "pitch attitude", "47699 47699 47701"),
        ("formats/pdf/federal-register-2020-17221.pdf", "flightcrew training", "47700 47702"),
    ];
    for (file, phrase, pages) in quotations {
        assert_eq!(pages_of(&real(file), phrase).join(" "), pages, "{file}: {phrase}");
    }
}
