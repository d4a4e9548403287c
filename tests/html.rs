//! Web pages: what is read of them, what is left out, and what they may not do.
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

use kwic::papers::{Evidence, Reading, ReadingOptions, read_papers};
use unicode_segmentation::UnicodeSegmentation;

mod common;
use common::{aligned, run, shown, words, write_papers};

fn try_bytes(bytes: &[u8], root: Option<&str>) -> Result<Reading, String> {
    let options = ReadingOptions { html_root: root.map(str::to_string), ..ReadingOptions::default() };
    let (reader, mut readings) = read_papers(Path::new("page.html"), bytes, &Evidence::default(), &options).unwrap();
    assert_eq!((reader, readings.len()), ("html", 1));
    readings.remove(0)
}

fn page(html: &str) -> Reading {
    try_bytes(html.as_bytes(), None).unwrap()
}

/// Each block as its kind, its first source line and its text.
fn blocks(html: &str) -> Vec<String> {
    page(html).blocks.iter().map(shown).collect()
}

#[test]
fn a_page_gives_blocks_with_their_lines() {
    let html = "<!doctype html><title>T</title>
<body><main><h1>Arms <em>Control</em></h1>
<p>Talks on arms
   control &amp; trade<br>went
   on.</p>
<ul><li>one <b>thing</b></li><li><p>two</p><p>more</p></li></ul>
<blockquote><p>As said.</p></blockquote>
<pre>
 a  b
c</pre>
<table><caption>Warheads</caption><tr><th>Year<th>Number
<tr><td>1991<td><p>some</p><p>27,000</p></table>
Text without a paragraph.
<dl><dt>ABM</dt><dd>a treaty</dd></dl>
<h2>Next</h2></main>";
    let expected = [
        "h1 2: Arms Control",
        "p 3: Talks on arms control & trade\nwent on.",
        "item 6: one thing",
        "item 6: two",
        "item 6: more",
        "p 7: As said.",
        "lines 9:  a  b\nc",
        "p 11: Warheads",
        "row 11: Year",
        "cell 11: Number",
        "row 12: 1991",
        "cell 12: some\n27,000",
        "p 13: Text without a paragraph.",
        "item 14: ABM",
        "item 14: a treaty",
        "h2 15: Next",
    ];
    assert_eq!(blocks(html), expected);
    let reading = page(html);
    let lines: Vec<(usize, u32)> = reading.blocks[1].lines.iter().map(|mark| (mark.offset, mark.value)).collect();
    assert_eq!(lines, [(0, 3), (14, 4), (35, 5)]);
}

#[test]
fn furniture_of_the_page_is_left_out() {
    let html = r##"<body><header><h1>The Institute</h1></header><nav><a href="/">Home</a></nav>
<article><header><h1>Title</h1><p>By A. Stone</p></header><script>alert("x")</script><style>p {}</style>
<p>Text<span hidden>no</span><span style="display: none">no</span>.</p><aside>Read more</aside><footer>Share</footer></article>
<footer>All rights</footer>"##;
    assert_eq!(blocks(html), ["h1 2: Title", "p 3: Text."]);
}

#[test]
fn the_main_part_is_what_the_page_or_the_owner_says() {
    let html = "<div>a</div><div role=main>b</div><article>c</article><p class=text>d</p><p class=text>e</p>";
    assert_eq!(blocks(html), ["p 1: b"]);
    let asked = |root| try_bytes(html.as_bytes(), Some(root)).map(|r| r.blocks.iter().map(shown).collect::<Vec<_>>());
    assert_eq!(asked("p.text").unwrap(), ["p 1: d", "p 1: e"]);
    assert_eq!(asked("#none"), Err("nothing in it is what --html-root names (#none)".to_string()));
}

#[test]
fn a_page_that_does_not_say_is_read_without_what_looks_like_navigation() {
    let prose = "Arms control needs patience and inspectors who know what they see. ".repeat(10);
    let html = format!(
        "<div id=top><a href=1>Home</a> <a href=2>Papers</a> <a href=3>About us</a></div>
<div id=middle><h1>Paper</h1><p>{prose}<a href=4>One</a>, <a href=5>two</a>, <a href=6>three</a>.</p></div>
<div class='site-footer'>Contact</div><p>Last words.</p>"
    );
    let reading = page(&html);
    let texts: Vec<String> = reading.blocks.iter().map(|block| block.text.clone()).collect();
    assert_eq!(texts, ["Paper".to_string(), format!("{prose}One, two, three."), "Last words.".to_string()]);
    assert_eq!(reading.warnings.len(), 1);
    assert!(reading.warnings[0].contains("--html-root"), "{:?}", reading.warnings);
}

#[test]
fn notes_stand_apart_and_split_no_sentence() {
    let html = r##"<main><p>It began<sup><a href="#fn1">1</a></sup> in
1991 <span class="footnote">Or in 1990.</span> and lasted; m<sup>2</sup>.</p><p>More<a role="doc-noteref" href="#n">2</a>.</p>
<section class="footnotes"><hr><ol><li id="fn1"><p>See there. <a class="footnote-back" href="#r">back</a></p></li></ol></section>
<footer><p>Share this</p><aside role="doc-footnote">Last.</aside></footer></main>"##;
    let expected = [
        "p 1: It began in 1991 and lasted; m2.",
        "note 2: Or in 1990.",
        "p 2: More.",
        "note 3: See there.",
        "note 4: Last.",
    ];
    assert_eq!(blocks(html), expected);
}

#[test]
fn tables_that_only_lay_out_are_no_tables() {
    let html = "<table><tr><td><h1>Paper</h1><p>One.</p><p>Two.</p><td><table><tr><td>a<td>b</table></table>";
    assert_eq!(blocks(html), ["h1 1: Paper", "p 1: One.", "p 1: Two.", "row 1: a", "cell 1: b"]);
}

#[test]
fn metadata_come_from_head_and_json_ld() {
    let html = r#"<html lang="en-GB"><head><title>Paper | Institute</title>
<meta name="citation_title" content="The  Paper"><meta name="citation_author" content="Stone, Ann">
<meta name="citation_author" content="Orlova, Vera"><meta name="author" content="webmaster">
<meta property="article:published_time" content="1997-03-01T00:00:00Z"><meta name="DC.publisher" content="Press">
<meta name="citation_doi" content="10.1/x"><meta name="viewport" content="width=1"></head><body><p>Text."#;
    let metadata = page(html).metadata;
    assert_eq!(metadata.title.as_deref(), Some("The Paper"));
    assert_eq!(metadata.authors, ["Stone, Ann", "Orlova, Vera"]);
    assert_eq!((metadata.year, metadata.language.as_deref()), (Some(1997), Some("en")));
    let fields: Vec<&str> = metadata.fields.keys().map(String::as_str).collect();
    assert_eq!(fields, ["date", "doi", "publisher"]);

    let linked = r#"<title>T</title><script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Site"},
{"@type": "Report", "headline": "A Report", "datePublished": "2001-05-04", "author": [{"name": "Ann Stone"}, "Vera Orlova"]}]}
</script><p>x"#;
    let metadata = page(linked).metadata;
    assert_eq!((metadata.title.as_deref(), metadata.year), (Some("A Report"), Some(2001)));
    assert_eq!(metadata.authors, ["Ann Stone", "Vera Orlova"]);
    let broken = page("<title>T</title><script type='application/ld+json'>{</script><p>x");
    assert!(broken.warnings[0].starts_with("its JSON-LD cannot be read"), "{:?}", broken.warnings);
    assert_eq!(broken.metadata.title.as_deref(), Some("T"));
}

#[test]
fn a_page_is_decoded_as_it_says() {
    let text = |bytes: &[u8]| {
        let reading = try_bytes(bytes, None).unwrap();
        (reading.blocks[0].text.clone(), reading.encoding)
    };
    let koi = encoding_rs::KOI8_R.encode("<meta charset='koi8-r'><p>мир и договор").0.into_owned();
    assert_eq!(text(&koi), ("мир и договор".to_string(), "KOI8-R".to_string()));
    let latin = b"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-1\"><p>\xabcaf\xe9\xbb";
    assert_eq!(text(latin), ("«café»".to_string(), "windows-1252".to_string()));
    let xhtml = b"<?xml version='1.0' encoding='ISO-8859-2'?><p>\xb1</p>";
    assert_eq!(text(xhtml), ("ą".to_string(), "ISO-8859-2".to_string()));
    // Saved anew as UTF-8, with the old name left in; and with a byte order mark.
    assert_eq!(text("<meta charset=iso-8859-1><p>café".as_bytes()).0, "café");
    assert_eq!(text("\u{feff}<meta charset=koi8-r><p>café".as_bytes()).0, "café");
}

#[test]
fn empty_elements_of_xhtml_end_where_they_are() {
    let html =
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/><script src='a.js'/></head>
<body><p><a id='p5'/>Text <i/>here.</p></body></html>";
    assert_eq!(blocks(html), ["p 2: Text here."]);
}

#[test]
fn what_is_hostile_costs_its_own_file() {
    let fails = |html: String, why: &str| {
        let error = try_bytes(html.as_bytes(), None).unwrap_err();
        assert!(error.starts_with("line ") && error.contains(why), "{error}");
    };
    fails("<div>".repeat(100_000), "nested more than 400 deep");
    let deep = format!("{}x{}", "<div>".repeat(390), "</div>".repeat(390));
    assert_eq!(blocks(&deep), ["p 1: x"]);
    assert_eq!(blocks(&format!("<main>{deep}")), ["p 1: x"]);
    let styles: String = (0..390).map(|n| format!("<b id={n}>")).collect();
    fails(format!("<p>{styles}{}", "\n<p>x".repeat(20_000)), "more elements grow out of it");
    fails(format!("<p {}>", "a=1 ".repeat(50_000)), "more attributes");
    // Signs that turn the direction of text are no text, however they are written.
    assert_eq!(blocks("<p>a&#x202e;b&#0;c&shy;d"), ["p 1: ab\u{fffd}cd"]);
    assert_eq!(blocks("<p>&lt;script&gt;alert(1)&lt;/script&gt;"), ["p 1: <script>alert(1)</script>"]);
    // A source says nothing of lines.
    assert_eq!(blocks("<p>\n<?line 7?>x"), ["p 2: x"]);
    assert_eq!(page("").blocks.len(), 0);
    let long = "x".repeat(3_000_000);
    assert_eq!(page(&format!("<p>{long}")).blocks[0].text, long);
}

#[test]
fn the_root_is_an_option_that_the_index_remembers() {
    let place = write_papers(&[("papers/a.html", "<div id=a>arms</div><div id=b>control</div>")]);
    let indexed = run(place.path(), &["index", "papers", "--html-root", "#b"]);
    assert_eq!(indexed.status, Some(0), "{}", indexed.err);
    assert_eq!(run(place.path(), &["find", "arms"]).status, Some(1));
    assert_eq!(run(place.path(), &["find", "control"]).status, Some(0));
    fs::write(place.path().join("papers/a.html"), "<div id=a>arms</div><div id=b>control again</div>").unwrap();
    assert_eq!(run(place.path(), &["index"]).status, Some(0));
    assert_eq!(run(place.path(), &["find", "arms"]).status, Some(1));
    assert_eq!(run(place.path(), &["find", "control again"]).status, Some(0));
    let wrong = run(place.path(), &["index", "--html-root", "<b>"]);
    assert_eq!(wrong.status, Some(2));
    assert!(wrong.err.contains("--html-root <b>") && wrong.err.contains("CSS selector"), "{}", wrong.err);
}

fn formats(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/formats").join(file)
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn a_page_has_the_words_of_the_source_that_it_was_made_from() {
    for name in ["archive", "opersys"] {
        let html = fs::read(formats(&format!("html/debian-policy-ch-{name}.html"))).unwrap();
        let reading = try_bytes(&html, None).unwrap();
        let source = fs::read_to_string(formats(&format!("rst/debian-policy-ch-{name}.rst"))).unwrap();
        let of_page = words(&reading);
        let of_source: Vec<String> = source.unicode_words().map(str::to_string).collect();
        let same = aligned(&of_page, &of_source) as f64;
        let (page_share, source_share) = (same / of_page.len() as f64, same / of_source.len() as f64);
        // The rest is numbers and titles that the page adds, and names of labels that it does not show.
        assert!(page_share > 0.98 && source_share > 0.96, "{name}: {page_share} {source_share}");
        // Every line that a block names holds its first word.
        let html = String::from_utf8(html).unwrap();
        let lines: Vec<&str> = html.lines().collect();
        for block in &reading.blocks {
            let word = block.text.split(|c: char| !c.is_alphanumeric()).find(|word| word.len() > 1);
            let line = lines[block.lines[0].value as usize - 1];
            assert!(word.is_none_or(|word| line.contains(word)), "{}: {:?}", block.lines[0].value, block.text);
        }
    }
}
