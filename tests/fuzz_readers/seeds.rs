//! Small sound files of each form to begin with: one that shows much of the form, and one that shows little.

use crate::common::zipped;
use crate::mutate::gzip;

const MARKDOWN: &str = "---\ntitle: Talks\nauthor: A. Orlova; B. Stone\nyear: 1996\nlanguage: en\ntheme: [security/arms, trade]\n---\n# Arms\n\nThe arms *control* [talks](x)[^1] went on.\n\n[^1]: See the treaty.\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode here\n```\n\n> Said.\n\n## Next\n\nLast.\n";
const TEXT: &str = "ARMS TALKS                                          3\n\nI. What is known\n\n  The talks on arms con-\ntrol went on in the old way, and nobody who was there had a word to say of it,\nnot even the Russian-\nAmerican side.\n\x0cARMS TALKS                                          4\n\n\u{2022} first\n\u{2022} second\n\n1) Trade\n\na   1   2\nb   3   4\n";
const CONLLU: &str = "# newdoc id = a\n# newpar\n# sent_id = 1\n# text = Don't go to Rome.\n1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\tdo\tAUX\tVB\tMood=Imp\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n3.1\tx\tx\t_\t_\t_\t_\t_\t3:a\t_\n4\tto\tto\tADP\tIN\t_\t5\tcase\t_\tEntity=(1-place\n5\tRome\tRome\tPROPN\tNNP\t_\t3\tobl\t_\tEntity=1)|SpaceAfter=No\n6\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n";
const CONLLU_OWN: &str = "# generator = kwic\n# newdoc id = b\n# newpar\n1\tArms\tarm\tNOUN\t_\t_\t_\t_\t_\tSpacesAfter=\\s\\n\n2\tcontrol\tcontrol\tNOUN\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n";
const VRT: &str = "<?xml version=\"1.0\"?>\n<text id=\"a\" title=\"Talks &amp; arms\" year=\"1996\">\n<p>\n<s n=\"1\">\nThe\tDT\tthe\n<ne type=\"ORG\">\narms\tNN\tarm\n</ne>\ntalks\tNNS\ttalk\n<g/>\n.\tSENT\t.\n</s>\n</p>\n</text>\n<text id=\"b\">\n<s>\nTrade\tNN\ttrade\n</s>\n</text>\n";
const VRT_OWN: &str = "<!-- #vrt dialect: kwic -->\n<!-- #vrt positional-attributes: word gap lemma -->\n<text id=\"a\">\n<p>\n<s>\nArms\t_\tarm\ntalks\t\\s\ttalk\n</s>\n</p>\n</text>\n";
const HTML: &str = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Talks</title><meta name=author content='A. Stone'><meta name=date content=1996-05-31><script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"Talks\",\"author\":[{\"name\":\"A\"}]}</script></head><body><nav><ul><li><a href=x>Home</a></ul></nav><main><h1>Arms</h1><p>The talks&nbsp;on <b>arms</b><sup><a href='#fn1'>1</a></sup> went on &mdash; slowly.<table><tr><th>a<th>b<tr><td>1<td>2</table><pre>a\n b</pre><ol><li>one<li>two</ol><blockquote>Said.</blockquote><div id=fn1 role=doc-footnote>See.</div></main><footer>x</footer></body></html>";
const TEI: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"en\"><teiHeader><fileDesc><titleStmt><title>Talks</title><author>A. Stone</author></titleStmt><sourceDesc><date when=\"1996-05-31\"/></sourceDesc></fileDesc><profileDesc><particDesc><listPerson><person xml:id=\"p1\"><persName>Stone</persName></person></listPerson></particDesc></profileDesc></teiHeader><text><body><pb n=\"3\"/><div><head>Arms</head><p>The <choice><sic>tlaks</sic><corr>talks</corr></choice> on <hi>arms</hi><note n=\"1\">See.</note> went<lb/>on, con<lb break=\"no\"/>trol.</p><u who=\"#p1\"><seg><s><w lemma=\"arm\" pos=\"NN\">Arms</w><pc join=\"left\">.</pc><name type=\"PER\"><w lemma=\"x\">Orlova</w></name></s></seg></u><list><item>a</item></list><table><row><cell>1</cell><cell>2</cell></row></table><lg><l>a</l><l>b</l></lg><sp><speaker>A</speaker><p>x &amp; y</p></sp></div></body></text></TEI>";
const TEI_OWN: &str = "<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\" xmlns:kwic=\"kwic\"><TEI><teiHeader/><text><body><div><head>A</head><p kwic:gap=\"_\"><s><w kwic:after=\" \" lemma=\"a\">a</w><w>b</w></s></p><anchor xml:id=\"e1\"/><milestone unit=\"ne\" spanTo=\"#e1\"/></div></body></text></TEI></teiCorpus>";
const RTF: &str = "{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl{\\f0\\fcharset204 Times;}{\\f1\\fcharset2 Symbol;}}{\\stylesheet{\\s1\\outlinelevel0 heading 1;}}{\\info{\\title Talks}{\\author A. Stone}{\\creatim\\yr1996\\mo5\\dy31}}\\pard\\s1 Arms\\par\\pard The talks\\'92s \\u1076?\\u-10179?\\u-9000? on {\\b arms}{\\super\\chftn}{\\footnote\\pard See.\\par} went on.\\par{\\*\\unknown x}\\trowd\\cellx100\\cellx200\\intbl a\\cell b\\cell\\row\\pard{\\deleted gone}{\\v hidden}\\line{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt link}}{\\pict\\bin4 abcd}\\page\\tab last\\par}";
const CSV: &str =
    "id,title,text,year\na1,Talks,\"Arms talks, \"\"went\"\" on.\n\nTrade.\",1996\nb2,,Trade waits.,1997\n";
const JSONL: &str = "{\"id\": \"a1\", \"text\": \"Arms \\u0041\\ud83d\\ude00 talks.\\n\\nTrade.\", \"year\": 1996, \"tags\": [\"a\"], \"more\": {\"x\": null}}\n{\"id\": \"b2\", \"text\": \"Trade waits.\", \"year\": 1e3}\n";
const JSON: &str = "[{\"id\": \"a1\", \"text\": \"Arms talks.\", \"year\": 1996, \"weight\": -1.5e3}, {\"id\": \"b2\", \"text\": \"Trade waits.\", \"x\": [[[]]]}]";
const BIB: &str = "@comment{x}\n@string{pub = \"Press\"}\n@article{memo, title = {The {A}rms \\'Elite $x$ talks}, author = \"Stone, A. and others\", year = 1996, publisher = pub # { House}, month = may, file = {memo.txt}}\n@book{b, title={Trade}, date={1997-01/1998}}\n";
const RIS: &str = "TY  - JOUR\r\nTI  - Arms talks\r\nAU  - Stone, A.\r\nPY  - 1996/05/31/\r\nL1  - memo.txt\r\nER  - \r\nTY  - BOOK\r\nTI  - Trade\r\nER  - \r\n";
const CSL: &str = "[{\"id\": \"memo\", \"type\": \"report\", \"title\": \"Arms\", \"author\": [{\"family\": \"Stone\", \"given\": \"A.\"}, {\"literal\": \"X\"}], \"issued\": {\"date-parts\": [[1996, 5, 31]]}, \"custom\": 1}]";
const BESIDE: &str = "file,title,author,year,theme,language\nmemo.txt,Arms,A. Stone;B,1996,security/arms,en\ntalks.txt,\"Trade, now\",,1997,,xx\n";
const BESIDE_LINES: &str = "{\"file\": \"memo.txt\", \"title\": \"Arms\", \"author\": [\"A\"], \"year\": 1996}\n";

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
const PARTS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes\" Target=\"footnotes.xml\"/></Relationships>";

fn docx() -> Vec<u8> {
    let p = |style: &str, inside: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{inside}</w:p>");
    let r = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let body = [
        p("T", &r("Talks")),
        p("H1", &r("Arms")),
        p("N", &format!("{}<w:r><w:footnoteReference w:id=\"1\"/></w:r><w:ins>{}</w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:r><w:br/><w:tab/></w:r>", r("The talks "), r("went on."))),
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>".to_string(),
        format!("<w:tbl><w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr><w:tr><w:tc>{0}</w:tc><w:tc/></w:tr></w:tbl>", p("N", &r("1"))),
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>".to_string(),
    ]
    .concat();
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"T\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style></w:styles>"
    );
    zipped(&[
        ("_rels/.rels", RELATIONS),
        ("word/_rels/document.xml.rels", PARTS),
        ("word/document.xml", &format!("<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>")),
        ("word/styles.xml", &styles),
        (
            "word/footnotes.xml",
            &format!(
                "<w:footnotes {W}><w:footnote w:id=\"1\"><w:p><w:r><w:t>See.</w:t></w:r></w:p></w:footnote></w:footnotes>"
            ),
        ),
    ])
}

const ODT_BODY: &str = "<office:automatic-styles><style:style style:name=\"P1\" style:parent-style-name=\"Title\"/></office:automatic-styles><office:body><office:text><text:p text:style-name=\"P1\">Talks</text:p><text:h text:outline-level=\"1\">Arms</text:h><text:p>The<text:s text:c=\"2\"/>talks<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See.</text:p></text:note-body></text:note> went<text:tab/>on<text:change-start text:change-id=\"c1\"/>.<text:change-end text:change-id=\"c1\"/></text:p><text:list><text:list-item><text:p>item</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell table:number-columns-repeated=\"2\"><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table></office:text></office:body>";
const ODT_NAMES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"";

fn odt() -> Vec<u8> {
    let content = format!("<office:document-content {ODT_NAMES}>{ODT_BODY}</office:document-content>");
    let meta = format!(
        "<office:document-meta {ODT_NAMES} xmlns:dc=\"d\"><office:meta><dc:title>Talks</dc:title><dc:date>1996-05-31</dc:date></office:meta></office:document-meta>"
    );
    zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content), ("meta.xml", &meta)])
}

fn fodt() -> Vec<u8> {
    format!("<?xml version=\"1.0\"?>\n<office:document {ODT_NAMES}>{ODT_BODY}</office:document>").into_bytes()
}

fn epub() -> Vec<u8> {
    let page = |text: &str| {
        format!(
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><h1>{text}</h1><p>The talks <a href=\"b.xhtml#n1\">1</a> went on.</p><span epub:type=\"pagebreak\" title=\"2\"/><aside id=\"n1\" epub:type=\"footnote\"><p>See.</p></aside></body></html>"
        )
    };
    zipped(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"o/book.opf\"/></rootfiles></container>",
        ),
        (
            "o/book.opf",
            "<package><metadata><dc:title>Talks</dc:title><dc:creator>A</dc:creator><dc:date>1996</dc:date></metadata><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/><item id=\"b\" href=\"b%2Exhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/><itemref idref=\"b\" linear=\"no\"/></spine></package>",
        ),
        ("o/a.xhtml", &page("Arms")),
        ("o/b.xhtml", &page("Trade")),
    ])
}

fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(["file,title,year", "memo.txt,Arms,1996", "talks.txt,Trade,1997"]) {
        for (column, cell) in (0..).zip(line.split(',')) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    sheet.write_number(1, 3, 1.5).unwrap();
    book.save_to_buffer().unwrap()
}

#[cfg(feature = "pdf")]
fn pdf() -> Vec<Vec<u8>> {
    use crate::builder::{lines, paper};
    let text = lines("F1", 11, 72, 700, &["The talks on arms con-", "trol went on in the old way."]);
    let table = "BT /F2 16 Tf 1 0 0 1 72 740 Tm (Arms) Tj /F3 9 Tf [(\\001) -300 (\\002)] TJ 10 0 Td <4142> Tj T* ET q 2 0 0 2 0 0 cm BT /F4 8 Tf (ABC) ' ET Q";
    let labels = "/PageLabels << /Nums [0 << /S /r /St 3 >> 1 << /S /D >>] >>";
    vec![paper(&[&text, table], labels), paper(&[&text], "")]
}

#[cfg(feature = "parquet")]
fn parquet() -> Vec<u8> {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::{properties::WriterProperties, writer::SerializedFileWriter};
    use parquet::schema::parser::parse_message_type;

    let schema = "message papers { required binary id (STRING); optional binary text (STRING); required int32 year; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(WriterProperties::default())).unwrap();
    let mut group = file.next_row_group().unwrap();
    let bytes = |texts: &[&str]| texts.iter().map(|text| ByteArray::from(*text)).collect::<Vec<_>>();
    for (texts, there) in [(bytes(&["a1", "b2"]), None), (bytes(&["Arms talks."]), Some(&[1, 0][..]))] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&texts, there, None).unwrap();
        column.close().unwrap();
    }
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int32Type>().write_batch(&[1996, 1997], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    file.into_inner().unwrap()
}

fn tar() -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, text) in [("a/memo.txt", TEXT), ("b.md", MARKDOWN), ("metadata.csv", BESIDE)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    builder.into_inner().unwrap()
}

/// The seeds of a form.
pub fn of(form: &str) -> Vec<Vec<u8>> {
    let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    match form {
        "markdown" => texts(&[MARKDOWN, "Arms talks.\n"]),
        "restructuredtext" => texts(&["Arms\n====\n\nTalks [1]_ *went* on.\n\n- one\n- two\n\n.. [1] A note.\n"]),
        "asciidoc" => texts(&[
            "= Arms\nAna Rey\n\n== Talks\n\nTalks footnote:[A note.] *went* on.\n\n* one\n\n|===\n|a |b\n|===\n",
        ]),
        "latex" => texts(&[
            "\\documentclass{article}\n\\title{Arms}\n\\begin{document}\n\\section{Talks}\nTalks\\footnote{A note.} went on.\n\\end{document}\n",
        ]),
        "text" | "gz" => texts(&[TEXT, "Arms talks went on.\r\n\r\nTrade."]),
        "conllu" => texts(&[CONLLU, CONLLU_OWN]),
        "vrt" => texts(&[VRT, VRT_OWN]),
        "html" => texts(&[HTML, "<p>Arms talks.<p>Trade."]),
        "tei" => texts(&[TEI, TEI_OWN]),
        "rtf" => texts(&[RTF, "{\\rtf1 Arms\\par}"]),
        "docx" => vec![docx()],
        "odt" => vec![odt()],
        "fodt" => vec![fodt()],
        "epub" => vec![epub()],
        "csv" => texts(&[CSV, "id;text\na;b\n"]),
        "tsv" => vec![CSV.replace(',', "\t").into_bytes()],
        "jsonl" => texts(&[JSONL, "{\"text\":\"a\"}"]),
        "json" => texts(&[JSON, "{\"papers\":[{\"text\":\"a\"}]}"]),
        "table_csv" => texts(&[BESIDE]),
        "table_jsonl" => texts(&[BESIDE_LINES]),
        "table_xlsx" => vec![xlsx()],
        "bibtex" => texts(&[BIB, "@misc{x, title=\"y\"}"]),
        "ris" => texts(&[RIS]),
        "csl" => texts(&[CSL, "{\"id\":\"a\"}"]),
        "zip" => vec![zipped(&[("a/memo.txt", TEXT), ("b.md", MARKDOWN), ("metadata.csv", BESIDE)])],
        "tar" | "tar_gz" => vec![tar()],
        #[cfg(feature = "pdf")]
        "pdf" => pdf(),
        #[cfg(feature = "parquet")]
        "parquet" => vec![parquet()],
        _ => panic!("no seeds of {form}"),
    }
}

/// What is packed once more before it is read.
pub fn packed(form: &str, bytes: &[u8]) -> Vec<u8> {
    if matches!(form, "gz" | "tar_gz") { gzip(bytes) } else { bytes.to_vec() }
}
