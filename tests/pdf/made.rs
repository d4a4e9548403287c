//! PDFs made by hand: what is read of columns, notes, tables, heads, labels, letters and metadata.

use crate::builder::{Builder, lines, paper};
use crate::{blocks, read};

/// A report of three pages: a title over two columns, a note, running heads, page numbers of two kinds.
pub fn report() -> Vec<u8> {
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
    assert_eq!((metadata.year, metadata.language.as_deref()), (Some(1996), Some("en")));
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
