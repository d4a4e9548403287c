//! Papers from word processors: Word documents, OpenDocument text, RTF. Each is written here, as small as it can be.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::path::Path;

use kwic::model::BlockKind;
use kwic::papers::Reading;
use unicode_segmentation::UnicodeSegmentation;

mod common;
use common::{aligned, run, shown, try_read, words, zipped};

const WORD: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;

/// Styles as Word in another language writes them, and as other programs do.
const STYLES: &str = r#"
<w:style w:type="paragraph" w:styleId="Ttol"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Ttol1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Chapter"/><w:basedOn w:val="Ttol1"/></w:style>
<w:style w:type="paragraph" w:styleId="T2"><w:name w:val="Überschrift 2"/></w:style>
<w:style w:type="paragraph" w:styleId="NoHead"><w:name w:val="Unnumbered"/><w:basedOn w:val="Ttol1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Bullet"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Pool"/></w:style>
<w:style w:type="paragraph" w:styleId="Pool"><w:name w:val="Pool"/><w:basedOn w:val="Loop"/></w:style>"#;

const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

const PARTS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes" Target="/word/endnotes.xml"/>
<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="http://example.org/" TargetMode="External"/>
<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://example.org/x.dotm" TargetMode="External"/></Relationships>"#;

/// A Word document with this body and these notes.
fn docx_with(body: &str, footnotes: &str, endnotes: &str, core: &str) -> Vec<u8> {
    let document = format!("<?xml version=\"1.0\"?><w:document {WORD}><w:body>{body}<w:sectPr/></w:body></w:document>");
    let styles = format!("<w:styles {WORD}>{STYLES}</w:styles>");
    let footnotes = format!("<w:footnotes {WORD}>{footnotes}</w:footnotes>");
    let endnotes = format!("<w:endnotes {WORD}>{endnotes}</w:endnotes>");
    let core =
        format!("<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\" xmlns:dcterms=\"t\">{core}</cp:coreProperties>");
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document.xml.rels", PARTS),
        ("word/document.xml", &document),
        ("word/styles.xml", &styles),
        ("word/footnotes.xml", &footnotes),
        ("word/endnotes.xml", &endnotes),
        ("word/header1.xml", &format!("<w:hdr {WORD}><w:p><w:r><w:t>Running head</w:t></w:r></w:p></w:hdr>")),
        ("word/comments.xml", &format!("<w:comments {WORD}><w:p><w:r><w:t>A remark</w:t></w:r></w:p></w:comments>")),
        ("docProps/core.xml", &core),
    ])
}

fn docx(body: &str) -> Vec<String> {
    let reading = try_read("memo.docx", &docx_with(body, "", "", "")).unwrap();
    assert_eq!(reading.warnings, Vec::<String>::new());
    reading.blocks.iter().map(shown).collect()
}

/// A paragraph of a style with a text.
fn p(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", r(text))
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

#[test]
fn word_headings_are_told_by_style_and_outline_level() {
    let body = [
        p("Ttol", "On Arms"),
        p("Ttol", "and Control"),
        p("Own", "One"),
        p("", "Text."),
        p("T2", "Two"),
        "<w:p><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr><w:r><w:t>Three</w:t></w:r></w:p>".to_string(),
        p("NoHead", "No heading."),
        p("Loop", "Styles in a circle."),
    ];
    let expected = [
        "h1 1: On Arms\nand Control",
        "h2 3: One",
        "p 4: Text.",
        "h3 5: Two",
        "h4 6: Three",
        "p 7: No heading.",
        "p 8: Styles in a circle.",
    ];
    assert_eq!(docx(&body.concat()), expected);
    // Without a title headings stand at the top.
    assert_eq!(docx(&p("Ttol1", "One")), ["h1 1: One"]);
}

#[test]
fn word_lists_and_tables() {
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", p("", text));
    let row = |cells: &str| format!("<w:tr><w:trPr/>{cells}</w:tr>");
    let two = format!("<w:tc>{}{}</w:tc>", p("", "one"), p("Bullet", "two"));
    let table =
        format!("<w:tbl><w:tblPr/>{}{}</w:tbl>", row(&(cell("Year") + &cell("Number"))), row(&(cell("") + &two)));
    // A table that only puts things side by side.
    let layout =
        format!("<w:tbl>{}</w:tbl>", row(&(format!("<w:tc>{table}{}</w:tc>", p("", "left")) + &cell("right"))));
    let item = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>second</w:t></w:r></w:p>";
    let no_item = "<w:p><w:pPr><w:pStyle w:val=\"Bullet\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>none</w:t></w:r></w:p>";
    let body = [p("Bullet", "first"), item.to_string(), no_item.to_string(), table.clone(), layout].concat();
    let expected = [
        "item 1: first",
        "item 2: second",
        "p 3: none",
        "row 4: Year",
        "cell 5: Number",
        "row 7: one\ntwo",
        "p 9: Year",
        "p 10: Number",
        "p 12: one",
        "item 13: two",
        "p 14: left",
        "p 15: right",
    ];
    assert_eq!(docx(&body), expected);
}

const NOTES: &str = r#"<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> See the treaty.</w:t></w:r></w:p><w:p><w:r><w:t>Article I.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Of the heading.</w:t></w:r></w:p></w:footnote>"#;

#[test]
fn word_notes_stand_at_the_end_of_their_section() {
    let note = |kind: &str, id: u32| format!("<w:r><w:{kind}Reference w:id=\"{id}\"/></w:r>");
    let first = format!("<w:p>{}{}{}</w:p>", r("Talks"), note("footnote", 1), r(" on arms."));
    let heading = format!("<w:p><w:pPr><w:pStyle w:val=\"Ttol1\"/></w:pPr>{}{}</w:p>", r("Next"), note("footnote", 2));
    let marked = "<w:p><w:r><w:t>Other talks</w:t></w:r><w:r><w:endnoteReference w:customMarkFollows=\"1\" w:id=\"1\"/><w:t>*</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>";
    // A note is there once, however often it is referred to; one that is not there is nothing.
    let again = format!("<w:p>{}{}{}</w:p>", r("Again."), note("footnote", 1), note("footnote", 77));
    let body = [first, p("", "More."), heading, marked.to_string(), again].concat();
    let endnotes = "<w:endnote w:id=\"1\"><w:p><w:r><w:t>At the end.</w:t></w:r></w:p></w:endnote>";
    let reading = try_read("memo.docx", &docx_with(&body, NOTES, endnotes, "")).unwrap();
    let expected = [
        "p 1: Talks on arms.",
        "p 2: More.",
        "note 1: See the treaty.",
        "note 1: Article I.",
        "h1 3: Next",
        "p 4: Other talks.",
        "p 5: Again.",
        "note 3: Of the heading.",
        "note 4: At the end.",
    ];
    assert_eq!(reading.blocks.iter().map(shown).collect::<Vec<_>>(), expected);
}

#[test]
fn word_changes_are_read_as_accepted() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">Talks on </w:t></w:r><w:del w:id="1"><w:r><w:delText>missiles</w:delText><w:t>missiles</w:t></w:r></w:del><w:ins w:id="2"><w:r><w:t>arms</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>
<w:p><w:moveFrom w:id="3"><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>
<w:p><w:pPr><w:pStyle w:val="Ttol1"/><w:pPrChange w:id="4"><w:pPr><w:pStyle w:val="Bullet"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>Heading</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One paragraph </w:t></w:r></w:p><w:p><w:r><w:t>out of two.</w:t></w:r></w:p>
<w:p><w:moveTo w:id="6"><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>"#;
    assert_eq!(docx(body), ["p 1: Talks on arms.", "h1 3: Heading", "p 4: One paragraph out of two.", "p 6: Moved."]);
}

#[test]
fn word_runs_give_their_text() {
    let body = r##"<w:p><w:r><w:t> trimmed </w:t><w:tab/><w:t>multi&#45;lateral &amp; &lt;bi&gt;</w:t><w:noBreakHyphen/><w:t>lateral dis</w:t><w:softHyphen/><w:t>armament</w:t><w:br/><w:t>next
line</w:t></w:r></w:p>
<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:hyperlink r:id="rId4"><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>, shown</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:sym w:font="Arial" w:char="00E9"/></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>in the instruction</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>result</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="DATE"><w:r><w:t xml:space="preserve"> today</w:t></w:r></w:fldSimple></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>without a result</w:t></w:r></w:p>
<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:commentRangeStart w:id="0"/><w:r><w:t>in a control</w:t></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p></w:sdtContent></w:sdt>
<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Contents</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>One 1</w:t></w:r></w:p>"##;
    let expected = [
        "p 1: trimmed multi-lateral & <bi>\u{2011}lateral disarmament\nnext line",
        "p 2: a link, shown\u{e9}",
        "p 3: result today",
        "p 5: in a control",
    ];
    assert_eq!(docx(body), expected);
    let reading = try_read("memo.docx", &docx_with(body, "", "", "")).unwrap();
    assert!(reading.blocks.iter().all(|block| block.pages.is_empty()), "a page is never guessed");
}

#[test]
fn a_text_box_is_read_once_and_apart() {
    let text_box = format!("<w:txbxContent>{}{}</w:txbxContent>", p("Ttol1", "In a box"), p("", "More."));
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{text_box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{text_box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>{}",
        r("Before"),
        r(" and behind."),
        p("Ttol1", "Next")
    );
    let expected = ["p 1: Before and behind.", "p 1: In a box", "p 1: More.", "h1 2: Next"];
    assert_eq!(docx(&body), expected);
}

#[test]
fn what_a_word_document_holds_and_kwic_does_not_read_is_said() {
    let body = r#"<w:p><w:r><w:object/></w:r><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>text</w:t></w:r></w:p><w:altChunk r:id="x"/>"#;
    let reading = try_read("memo.docx", &docx_with(body, "", "", "")).unwrap();
    let expected = [
        "it holds 1 embedded objects (sheets, slides, other documents), of which nothing is read",
        "it holds 1 other documents to be put in when it is opened, which are not read",
        "it holds 1 signs of symbol fonts, which are no characters and are left out",
    ];
    assert_eq!(reading.warnings, expected);
}

#[test]
fn core_properties_are_metadata() {
    let core = "<dc:title> Arms  Control </dc:title><dc:creator>A. Stone; B. Orlova</dc:creator><dc:subject>treaties</dc:subject><cp:keywords>arms, control</cp:keywords><dc:language>en-GB</dc:language><cp:lastModifiedBy>C</cp:lastModifiedBy><dcterms:created>1997-03-01T10:00:00Z</dcterms:created><dcterms:modified>2001-01-01T00:00:00Z</dcterms:modified>";
    let bytes = docx_with(&p("", "Text."), "", "", core);
    let metadata = try_read("memo.docx", &bytes).unwrap().metadata;
    assert_eq!(metadata.title.as_deref(), Some("Arms Control"));
    assert_eq!(metadata.authors, ["A. Stone", "B. Orlova"]);
    assert_eq!(metadata.language.as_deref(), Some("en"));
    let fields: Vec<(&str, &str)> = metadata.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(fields, [("created", "1997-03-01T10:00:00Z"), ("keywords", "arms, control"), ("subject", "treaties")]);
    // When a file was made says the year only where nothing else does.
    let place = tempfile::tempdir().unwrap();
    for name in ["memo.docx", "memo-1993.docx"] {
        std::fs::write(place.path().join(name), &bytes).unwrap();
    }
    assert_eq!(run(place.path(), &["index", "."]).status, Some(0));
    let papers = run(place.path(), &["papers", "--format", "tsv"]).out;
    let years: Vec<&str> = papers.lines().skip(1).map(|line| line.split('\t').nth(1).unwrap()).collect();
    assert_eq!(years, ["1997", "1993"], "{papers}");
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:style=\"s\" xmlns:table=\"b\" xmlns:draw=\"d\" xmlns:svg=\"v\"><office:automatic-styles><style:style style:name=\"P1\" style:parent-style-name=\"Title\"/><style:style style:name=\"T1\"><style:text-properties text:display=\"none\"/></style:style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let meta = "<office:document-meta xmlns:office=\"o\" xmlns:meta=\"m\" xmlns:dc=\"d\"><office:meta><meta:initial-creator>A. Stone</meta:initial-creator><dc:creator>C. Last</dc:creator><meta:creation-date>1997-03-01T10:00:00</meta:creation-date><dc:date>2001-01-01</dc:date><meta:keyword>arms</meta:keyword><meta:keyword>control</meta:keyword></office:meta></office:document-meta>";
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("meta.xml", meta),
        ("META-INF/manifest.xml", "<manifest/>"),
    ])
}

const ODT_BODY: &str = r#"<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>struck out</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p text:style-name="P1">On Arms</text:p>
<text:table-of-content><text:index-body><text:p>One 1</text:p></text:index-body></text:table-of-content>
<text:h text:outline-level="1">One<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Of the heading.</text:p></text:note-body></text:note></text:h>
<text:p>Talks<text:s text:c="2"/>on<text:tab/>arms<office:annotation><text:p>A remark</text:p></office:annotation>
   <text:span>and</text:span> <text:span text:style-name="T1">hidden</text:span><text:change-start text:change-id="c1"/>struck out<text:change-end text:change-id="c1"/><text:change-start text:change-id="c2"/><text:a>trade</text:a>.<text:soft-page-break/><text:line-break/>Next line<text:note><text:note-body><text:p>See the treaty.</text:p></text:note-body></text:note>.</text:p>
<text:list><text:list-item><text:p>first</text:p><text:list><text:list-item><text:p>second</text:p></text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-column/><table:table-header-rows><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell><table:table-cell><text:p>Number</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>1991</text:p></table:table-cell><table:covered-table-cell><text:p>no</text:p></table:covered-table-cell></table:table-row></table:table>
<text:p>With a box<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box><svg:title>picture</svg:title></draw:frame><draw:custom-shape><text:p>On a shape.</text:p></draw:custom-shape>.</text:p>
<text:section text:display="none"><text:p>hidden</text:p></text:section>
<text:h text:outline-level="2">Two</text:h>"#;

#[test]
fn open_document_text() {
    let reading = try_read("memo.odt", &odt(ODT_BODY)).unwrap();
    let expected = [
        "h1 1: On Arms",
        "h2 2: One",
        "p 3: Talks on arms and trade.\nNext line.",
        "item 4: first",
        "item 5: second",
        "row 6: Year",
        "cell 7: Number",
        "row 8: 1991",
        "p 9: With a box.",
        "note 2: Of the heading.",
        "note 3: See the treaty.",
        "p 9: In the box.",
        "p 9: On a shape.",
        "h3 10: Two",
    ];
    assert_eq!(reading.blocks.iter().map(shown).collect::<Vec<_>>(), expected);
    let metadata = reading.metadata;
    assert_eq!(metadata.authors, ["A. Stone"]);
    assert_eq!(
        (metadata.fields["created"].as_str(), metadata.fields["keywords"].as_str()),
        ("1997-03-01T10:00:00", "arms; control")
    );
    assert_eq!(metadata.year, None);
}

#[test]
fn flat_open_document_text_has_lines() {
    let flat = "<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"o\" xmlns:text=\"t\" xmlns:dc=\"d\">\n<office:meta><dc:title>On Arms</dc:title></office:meta>\n<office:master-styles><text:p>Running head</text:p></office:master-styles>\n<office:body><office:text>\n<text:p>Talks on\narms.</text:p>\n</office:text></office:body></office:document>";
    let reading = try_read("memo.fodt", flat.as_bytes()).unwrap();
    assert_eq!(reading.metadata.title.as_deref(), Some("On Arms"));
    assert_eq!(reading.blocks.iter().map(shown).collect::<Vec<_>>(), ["p 6: Talks on arms."]);
    let lines: Vec<(usize, u32)> = reading.blocks[0].lines.iter().map(|mark| (mark.offset, mark.value)).collect();
    assert_eq!(lines, [(0, 6), (9, 7)]);
    let sheet = flat.replace("office:text>", "office:spreadsheet>");
    let refused = try_read("memo.fodt", sheet.as_bytes()).unwrap_err();
    assert_eq!(refused, "it is no OpenDocument text (a sheet, slides, a drawing?)");
}

const RTF: &str = r"{\rtf1\ansi\ansicpg1251\deff0\uc1
{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset2 Symbol;}{\f3\fcharset128 Mincho;}}
{\colortbl;\red0\green0\blue0;}{\stylesheet{Normal;}{\s1\outlinelevel0 heading 1;}{\s2 \'dcberschrift 2;}{\s3 heading 3;}{\s4 toc 1;}{\s5 Title;}{\*\cs6 Strong;}}
{\info{\title On Arms}{\author A. Stone}{\operator C. Last}{\creatim\yr1997\mo3\dy1\hr10}{\revtim\yr2001}{\*\company None}}
{\header\pard Running head\par}
\pard\plain\s5 The Title\par
\pard\plain\s4 One\tab 1\par
\pard\plain\s1 One{\super\chftn}{\footnote\pard\plain{\super\chftn} Of the heading.}\par
\pard\plain Caf\'e9 \u8212\'97\u-10179?\u-8704? \emdash\~na\'efve\
next\line line\tab tab{\v hidden}{\deleted struck out}{\revised put in} co\_op dis\-armament.\par
{\pard\plain\f1 \'cf\'f0\'e8\'e2\'e5\'f2, {\f0 \'e9}\u1084\'ec.{\f3\'93\'fa\'96\'7b}{\f2 abc}\par}
{\pntext\'b7\tab}\pard first\par
\pard\ls1 {\listtext 2.\tab}second\par
\pard See {\field{\*\fldinst HYPERLINK http://example.org}{\fldrslt the treaty}}{\footnote\ftnalt\pard At the end.\par Really.\par}.{\*\unknown{\pard not this}}{\xe index}\bin5 {}{}}{\pict 00ff}{\*\bkmkstart x}\par
\trowd\pard\intbl Year\cell Number\cell\row
\trowd\pard\intbl \cell one\par two\cell\row
\pard Box{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard In the box.\par}}{\shprslt no}}.\par
\pard\s2 Two\par\pard\s3\outlinelevel9 No heading\par
{\pard Joined {\deleted\par}to one.\par}
}";

#[test]
fn rtf() {
    let reading = try_read("memo.rtf", RTF.as_bytes()).unwrap();
    let expected = [
        "h1 6: The Title",
        "h2 8: One",
        "p 9: Café —😀 —\u{a0}naïve",
        "p 10: next\nline tabput in co\u{2011}op disarmament.",
        "p 11: Привет, éм.日本",
        "item 12: first",
        "item 13: second",
        "p 14: See the treaty.",
        "row 15: Year",
        "cell 15: Number",
        "row 16: one\ntwo",
        "p 17: Box.",
        "note 8: Of the heading.",
        "note 14: At the end.",
        "note 14: Really.",
        "p 17: In the box.",
        "h3 18: Two",
        "p 18: No heading",
        "p 19: Joined to one.",
    ];
    assert_eq!(reading.blocks.iter().map(shown).collect::<Vec<_>>(), expected);
    assert_eq!(reading.encoding, "windows-1251");
    assert_eq!(reading.warnings, ["it holds 3 signs of symbol fonts, which are no characters and are left out"]);
    assert_eq!(reading.metadata.title.as_deref(), Some("On Arms"));
    assert_eq!(reading.metadata.authors, ["A. Stone"]);
    assert_eq!(reading.metadata.fields["created"], "1997-03-01");
}

#[test]
fn rtf_in_pieces() {
    let read = |rtf: &str| try_read("memo.rtf", rtf.as_bytes()).unwrap();
    let text = |rtf: &str| read(rtf).blocks.iter().map(|block| block.text.clone()).collect::<Vec<_>>().join("|");
    // Raw bytes of the file's encoding, characters without a stand-in, one that a control word stands for.
    assert_eq!(text(r"{\rtf1\ansi\uc0 a\u8212b\u8211\par c}"), "a—b–|c");
    assert_eq!(text(r"{\rtf1\ansi a\u8212\emdash b\u8212 {?}c}"), "a—b—?c");
    let bytes = b"{\\rtf1\\ansi\\ansicpg1251 \xcf\xf0\xe8\xe2\xe5\xf2}";
    assert_eq!(try_read("memo.rtf", bytes).unwrap().blocks[0].text, "Привет");
    // A character of two bytes may be written in two ways.
    assert_eq!(text(r"{\rtf1\ansi\ansicpg932 \'93\'fa\'83A}"), "日ア");
    let equation = r"{\rtf1 a {\mmath{\*\moMathPara{\*\moMath{\*\mctrlPr x}{\mr b}}}} c}";
    assert_eq!(text(equation), "a b c");
    let cut = read(r"{\rtf1\ansi {\b some words");
    assert_eq!(cut.blocks[0].text, "some words");
    assert_eq!(cut.warnings, ["it ends in the midst of a group: it may not be whole"]);
    assert_eq!(text(r"{\rtf1 all}what is behind"), "all");
    let dos = read(r"{\rtf1\pc text}");
    assert!(dos.warnings[0].contains("437"), "{:?}", dos.warnings);
}

#[test]
fn files_that_lie_say_what_they_are() {
    let ole = |name: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let refused = |file: &str, bytes: &[u8]| try_read(file, bytes).unwrap_err();
    assert_eq!(
        refused("memo.docx", &ole("WordDocument")),
        "it is a Word document in the form before 2007 (an OLE file), which is not read: save it as .docx"
    );
    assert_eq!(refused("memo.docx", &ole("EncryptedPackage")), "it is protected by a password; save it without one");
    assert!(refused("memo.docx", b"PK\x03\x04 cut").starts_with("it is no sound zip archive"));
    assert_eq!(refused("memo.docx", &odt("")), "it is not a Word document, but in the form of .odt: name it so");
    let word = docx_with("", "", "", "");
    assert_eq!(refused("memo.odt", &word), "it is not OpenDocument text, but in the form of .docx: name it so");
    assert_eq!(refused("memo.odt", b"text"), "it is not OpenDocument text (.odt), whatever its name says");
    assert_eq!(refused("memo.rtf", b"text"), "it is no RTF, whatever its name says");
    assert_eq!(refused("memo.epub", &zipped(&[("a", "b")])), "it is a zip archive, but not an e-book");
    assert_eq!(refused("memo.docx", b""), "it is empty");
    // RTF is read whatever Word called it.
    assert_eq!(try_read("memo.doc", br"{\rtf1 text}").unwrap().blocks[0].text, "text");
    let locked = zipped(&[
        ("content.xml", "\u{1}"),
        ("META-INF/manifest.xml", "<m><file-entry><encryption-data/></file-entry></m>"),
    ]);
    assert_eq!(refused("memo.odt", &locked), "it is protected by a password; save it without one");
}

#[test]
fn hostile_documents_cost_themselves_alone() {
    let deep = format!("{}x{}", "<w:x>".repeat(2000), "</w:x>".repeat(2000));
    let refused = |body: &str| try_read("memo.docx", &docx_with(body, "", "", "")).unwrap_err();
    assert!(refused(&deep).contains("more than 1000 elements in one another"));
    assert!(refused("<w:p><w:r><w:t>&bomb;</w:t></w:r></w:p>").contains("never looked up"));
    assert!(refused("<w:p>").contains("no well-formed XML"));
    // A member that says that it unpacks to a gigabyte.
    let mut bomb = docx_with("", "", "", "");
    let entry = bomb.windows(4).enumerate().filter(|(_, four)| four == b"PK\x01\x02").map(|(at, _)| at);
    let entry = entry.into_iter().find(|at| bomb[at + 46..].starts_with(b"word/document.xml")).unwrap();
    bomb[entry + 24..entry + 28].copy_from_slice(&(1u32 << 30).to_le_bytes());
    let refused = try_read("memo.docx", &bomb).unwrap_err();
    assert!(refused.contains("unpacks to more than 128 MiB") && refused.contains("zip bomb"), "{refused}");
    let groups = format!("{{\\rtf1 {}", "{".repeat(2000));
    assert_eq!(try_read("memo.rtf", groups.as_bytes()).unwrap_err(), "line 1: more than 1000 groups in one another");
    for rtf in [
        r"{\rtf1\bin999999999 x}",
        r"{\rtf1\u99999999999 x\'}",
        r"{\rtf1\uc-5\u-99999999 x\",
        r"{\rtf1}}}}",
        r"{\rtf1\cell\row\nestcell\par}}",
    ] {
        try_read("memo.rtf", rtf.as_bytes()).unwrap();
    }
    // Fields and runs that end what was never begun.
    let ends = "<w:p><w:r><w:fldChar w:fldCharType=\"end\"/><w:fldChar w:fldCharType=\"separate\"/><w:t>x</w:t></w:r></w:p><w:tc/><w:tr/>";
    assert_eq!(docx(ends), ["p 1: x"]);
}

/// A paper of the real texts.
fn real(file: &str) -> Reading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(file);
    try_read(file, &std::fs::read(path).unwrap()).unwrap()
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn a_directive_is_the_same_in_word_and_markdown() {
    let word = real("policy/directives-docx/bod-20-01-vdp-template.docx");
    let markdown = real("policy/directives/bod-20-01-vdp-template.md");
    let lower =
        |reading: &Reading| words(reading).iter().map(|word| word.to_lowercase().replace('’', "'")).collect::<Vec<_>>();
    let (of_word, of_markdown) = (lower(&word), lower(&markdown));
    let same = aligned(&of_word, &of_markdown);
    // The web page begins with a paragraph of its own (48 words) in place of the line with the title (4, of which one is there as well), and one word
    // differs. The page writes a name that is to be filled in in capitals, and straight apostrophes.
    assert_eq!((of_word.len() - same, of_markdown.len() - same), (4, 48));
    let headings = |reading: &Reading| {
        let blocks = reading.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
        blocks.map(|block| block.text.trim().to_string()).collect::<Vec<_>>()
    };
    let (mut of_word, of_markdown) = (headings(&word), headings(&markdown));
    // In Word the name of the agency is a part of the title.
    assert_eq!(of_word[0].lines().next(), Some(of_markdown[0].as_str()));
    of_word[0].clone_from(&of_markdown[0]);
    // One sentence of the document is in the style of a heading.
    of_word.retain(|heading| !heading.ends_with('.'));
    assert_eq!(of_word, of_markdown);
}

/// The words of a document, paragraph by paragraph, read with the whole tree of its XML.
#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn real_documents_have_the_words_of_their_xml() {
    for file in ["policy/directives-docx/bod-20-01-vdp-template.docx", "formats/docx/PCAT-0101-26102015.docx"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(file);
        let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        let xml = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let named = |name: &'static str| move |node: &roxmltree::Node<'_, '_>| node.tag_name().name() == name;
        let text = |p: roxmltree::Node<'_, '_>| {
            p.descendants().filter(named("t")).filter_map(|t| t.text().map(str::to_string)).collect::<String>()
        };
        let paragraphs: Vec<String> = tree.descendants().filter(named("p")).map(text).collect();
        let expected: Vec<String> =
            paragraphs.iter().flat_map(|text| text.unicode_words()).map(str::to_string).collect();
        let reading = real(file);
        assert_eq!(words(&reading), expected, "{file}");
        assert_eq!(reading.warnings, Vec::<String>::new());
        // A block's line is the number of its paragraph.
        for block in reading.blocks.iter().filter(|block| block.lines.len() == 1) {
            let paragraph = &paragraphs[block.lines[0].value as usize - 1];
            assert_eq!(
                paragraph.split_whitespace().collect::<Vec<_>>(),
                block.text.split_whitespace().collect::<Vec<_>>()
            );
        }
    }
}
