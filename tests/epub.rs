//! E-books: the parts of the spine in their order.
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

use kwic::model::{Block, BlockKind};
use kwic::papers::Reading;

mod common;
use common::{shown, try_read, zipped};

const CONTAINER: &str = r#"<container><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

const PACKAGE: &str = r#"<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>On Arms</dc:title><dc:title>A Subtitle</dc:title><dc:creator opf:role="aut">A. Stone</dc:creator><dc:creator>B. Orlova</dc:creator><dc:creator opf:role="edt">C. Editor</dc:creator><dc:creator opf:role="ill">D. Draws</dc:creator>
<dc:language>en</dc:language><dc:publisher>Institute</dc:publisher><dc:date opf:event="modification">2001</dc:date><dc:date opf:event="publication">1997-03</dc:date><dc:subject>arms</dc:subject><dc:subject>control</dc:subject><meta property="dcterms:modified">2001-01-01</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="two" href="text/ch%202.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/../text/ch1.xhtml" media-type="application/xhtml+xml"/><item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/><item id="toc" href="contents.xhtml" media-type="application/xhtml+xml"/><item id="css" href="s.css" media-type="text/css"/></manifest>
<spine><itemref idref="nav"/><itemref idref="toc"/><itemref idref="one"/><itemref idref="two" linear="no"/><itemref idref="one"/><itemref idref="css"/><itemref idref="gone"/></spine>
<guide><reference type="toc" href="contents.xhtml#top"/></guide></package>"#;

const ONE: &str = r##"<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>not this</title></head><body>
<span epub:type="pagebreak" id="p1" title="1"/><h1>One</h1>
<p>Talks on arms<a epub:type="noteref" href="#n1">1</a> went <span epub:type="pagebreak" role="doc-pagebreak" id="p2" aria-label="2"/>on.</p>
<ul><li><a href="a">a</a></li><li><a href="b">b</a></li><li><a href="c">c</a></li></ul>
<aside epub:type="footnote" id="n1"><p>See the treaty.</p></aside></body></html>"##;

const TWO: &str = r#"<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Still on two.</p><div role="doc-pagebreak" aria-label="iii"></div><h2>Next</h2></body></html>"#;

fn book(members: &[(&str, &str)]) -> Vec<u8> {
    let all =
        [("mimetype", "application/epub+zip"), ("META-INF/container.xml", CONTAINER), ("OEBPS/book.opf", PACKAGE)];
    let page = "<html><body><p>Contents</p></body></html>";
    let pages = [("OEBPS/nav.xhtml", page), ("OEBPS/contents.xhtml", page), ("OEBPS/text/ch1.xhtml", ONE)];
    zipped(&[&all[..], &pages[..], &[("OEBPS/text/ch 2.xhtml", TWO)], members].concat())
}

#[test]
fn a_book_is_read_along_its_spine() {
    let reading = try_read("book.epub", &book(&[])).unwrap();
    let expected = [
        "h1 2: One",
        "p 3: Talks on arms went on.",
        "item 4: a",
        "item 4: b",
        "item 4: c",
        "note 5: See the treaty.",
        "p 1: Still on two.",
        "h2 1: Next",
    ];
    assert_eq!(reading.blocks.iter().map(shown).collect::<Vec<_>>(), expected);
    let pages: Vec<(usize, usize, &str)> = (0..)
        .zip(&reading.blocks)
        .flat_map(|(at, block)| block.pages.iter().map(move |mark| (at, mark.offset, mark.value.as_deref().unwrap())))
        .collect();
    assert_eq!(pages, [(0, 0, "1"), (1, 19, "2"), (7, 0, "iii")]);
    assert_eq!(
        reading.warnings,
        [
            "`OEBPS/contents.xhtml`, which the book names as its table of contents, is left out",
            "`OEBPS/gone.xhtml` is named and not there",
        ]
    );
}

#[test]
fn the_package_is_metadata() {
    let metadata = try_read("book.epub", &book(&[])).unwrap().metadata;
    assert_eq!(metadata.title.as_deref(), Some("On Arms"));
    assert_eq!(metadata.authors, ["A. Stone", "B. Orlova"]);
    assert_eq!((metadata.year, metadata.language.as_deref()), (Some(1997), Some("en")));
    let fields: Vec<(&str, &str)> = metadata.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let expected =
        [("date", "1997-03"), ("editor", "C. Editor"), ("publisher", "Institute"), ("subject", "arms; control")];
    assert_eq!(fields, expected);
}

#[test]
fn a_book_that_is_locked_says_so() {
    let locks = |member: &str| {
        let xml = format!(
            "<encryption><EncryptedData><CipherData><CipherReference URI=\"{member}\"/></CipherData></EncryptedData></encryption>"
        );
        try_read("book.epub", &book(&[("META-INF/encryption.xml", &xml)]))
    };
    assert_eq!(
        locks("OEBPS/text/ch1.xhtml").unwrap_err(),
        "it is encrypted (protected against copying), and cannot be read"
    );
    assert!(locks("OEBPS/font.otf").is_ok(), "a font that is hidden does no harm");
}

/// The real book, and one of its chapters as a web page.
fn real(file: &str) -> Reading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/formats").join(file);
    try_read(file, &fs::read(path).unwrap()).unwrap()
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn a_chapter_of_a_book_is_the_same_as_on_the_web() {
    let book = real("epub/debian-policy.epub");
    // A book is printed: behind a link stands its address.
    let address = regex::Regex::new(r" \[https?://[^]]*\]").unwrap();
    for (chapter, name) in [("2.", "archive"), ("9.", "opersys")] {
        let page = real(&format!("html/debian-policy-ch-{name}.html"));
        let texts: Vec<&str> = book.blocks.iter().map(|block| block.text.as_str()).collect();
        let start = texts.iter().position(|text| *text == page.blocks[0].text).unwrap();
        assert!(texts[start].starts_with(chapter));
        let without = |block: &Block| (block.kind, address.replace_all(&block.text, "").into_owned());
        let of_page: Vec<(BlockKind, String)> =
            page.blocks.iter().map(|block| (block.kind, block.text.clone())).collect();
        let of_book: Vec<(BlockKind, String)> = book.blocks[start..start + of_page.len()].iter().map(without).collect();
        assert_eq!(of_book, of_page, "{name}");
    }
    let expected = "`index.xhtml`, which the book names as its table of contents, is left out";
    assert_eq!(book.warnings, [expected]);
}
