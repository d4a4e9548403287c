//! What PDFs may not do: go round in circles, take time and memory, cost more than their own file.

use std::fs;
use std::path::Path;

use kwic::papers::ReadingOptions;

use crate::builder::{Builder, lines, paper};
use crate::common::run;
use crate::made::report;
use crate::{blocks, by, read, read_apart, read_as};

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
