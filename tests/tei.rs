//! TEI XML: what its elements say is there, and nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kwic::model::{BlockKind, CutPaper};
use kwic::papers::{Evidence, Reading, ReadingOptions, Readings, cut_paper, read_papers};

fn read(file: &str) -> Readings {
    let (reader, readings) =
        read_papers(Path::new("a.xml"), file.as_bytes(), &Evidence::default(), &ReadingOptions::default()).unwrap();
    assert_eq!(reader, "tei");
    readings
}

fn one(file: &str) -> Reading {
    read(file).remove(0).unwrap()
}

/// A paper whose `text` holds this.
fn paper(body: &str) -> Reading {
    one(&format!("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>{body}</body></text></TEI>"))
}

/// The blocks of such a paper: the kind's first letter and the text.
fn blocks(body: &str) -> Vec<String> {
    let kind = |kind| match kind {
        BlockKind::Heading { level } => format!("H{level}"),
        BlockKind::Paragraph => "P".to_string(),
        BlockKind::ListItem => "I".to_string(),
        BlockKind::Cell { first: true } => "R".to_string(),
        BlockKind::Cell { first: false } => "C".to_string(),
        BlockKind::Note => "N".to_string(),
        BlockKind::Lines => "L".to_string(),
    };
    paper(body).blocks.iter().map(|block| format!("{} {}", kind(block.kind), block.text)).collect()
}

fn error(file: &str) -> String {
    let mut readings = read(file);
    assert_eq!(readings.len(), 1);
    readings.remove(0).unwrap_err()
}

/// Layer, attributes and words of each span.
fn spans(cut: &CutPaper) -> Vec<String> {
    let mut all = Vec::new();
    for section in &cut.sections {
        for span in &section.spans {
            let tokens = &section.tokens[span.span.start as usize..span.span.end as usize];
            let text = &section.text[tokens[0].0 as usize..tokens[tokens.len() - 1].1 as usize];
            let said: Vec<String> = span.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
            all.push(format!("{} {}: {text}", span.layer, said.join(" ")));
        }
    }
    all
}

#[test]
fn the_header_is_metadata() {
    let metadata = one("<TEI xml:lang='en'><teiHeader><fileDesc>
        <titleStmt><title type='short'>Aid</title><title type='main'>Aid &amp;
            Trade</title><author>Ann Orlova</author>
            <author><persName><forename>Ben</forename><surname>Stone</surname></persName></author></titleStmt>
        <publicationStmt><publisher>The Press</publisher><date when='2014-07-10'>2014</date>
            <date type='created' notBefore='1960-11-04' notAfter='1961'>late in 1960</date></publicationStmt>
        <sourceDesc><bibl><author>Not Her</author><date>1999</date></bibl></sourceDesc></fileDesc>
        <profileDesc><textClass><keywords><term>aid</term><term>trade</term></keywords></textClass></profileDesc>
        </teiHeader><text><body><p>Text.</p></body></text></TEI>")
    .metadata;
    assert_eq!(metadata.title.as_deref(), Some("Aid & Trade"));
    assert_eq!(metadata.authors, ["Ann Orlova", "Ben Stone"]);
    assert_eq!((metadata.year, metadata.language.as_deref()), (Some(1960), Some("en")));
    let fields: Vec<(&str, &str)> =
        metadata.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        fields,
        [
            ("date", "1960-11-04"),
            ("keywords", "aid; trade"),
            ("not_after", "1961"),
            ("not_before", "1960-11-04"),
            ("publisher", "The Press"),
        ]
    );
}

#[test]
fn divs_and_heads_are_sections() {
    let cut = cut_paper(&paper(
        "<p>Opening.</p>
         <div><head>One <hi>and</hi><lb/>only</head><p>a</p>
           <div><head>Deeper</head><head>A second head</head><p>b</p></div></div>
         <div1><head>Two</head><figure><head>A picture</head></figure><p>c</p></div1>",
    ));
    let sections: Vec<(String, &str)> = cut.sections.iter().map(|s| (s.path.join("/"), s.text.as_str())).collect();
    assert_eq!(
        sections,
        [
            (String::new(), "Opening."),
            ("One and only".to_string(), "One and only\n\na"),
            ("One and only/Deeper".to_string(), "Deeper\n\nA second head\n\nb"),
            ("Two".to_string(), "Two\n\nA picture\n\nc"),
        ]
    );
}

#[test]
fn blocks_are_of_their_kinds() {
    assert_eq!(
        blocks(
            "<p>See: <list><head>Why</head><item>one<p>more</p></item><item>two <list><item>deep</item></list> end</item></list> and on.</p>"
        ),
        ["P See:", "P Why", "I one", "I more", "I two", "I deep", "I end", "P and on."]
    );
    assert_eq!(
        blocks(
            "<table><row><cell>a<p>b</p><p>c</p></cell><cell>d</cell></row><row><cell/><cell>e</cell></row></table>"
        ),
        ["R a b c", "C d", "R e"]
    );
    assert_eq!(
        blocks("<lg><l>Roses</l>\n<l>violets</l></lg><lg><l>sugar</l></lg><p>prose</p>"),
        ["L Roses\nviolets", "L sugar", "P prose"]
    );
    assert_eq!(blocks("<u><seg>a <seg>b</seg></seg><seg>c</seg></u>"), ["P a b", "P c"]);
    assert_eq!(blocks("<fw>Running head 7</fw><p>a <del>no </del>b</p>"), ["P a b"]);
    assert_eq!(blocks("<p>&lt;b&gt; &#233;<![CDATA[<i>&x;]]></p>"), ["P <b> é<i>&x;"]);
}

#[test]
fn notes_do_not_stand_in_the_midst_of_a_sentence() {
    let body =
        "<div><head>One</head><p>The treaty<note n='1'><p>Of 1991.</p><p>See below.</p></note>, signed, held.</p>
        <p>Next.</p></div><div><head>Two</head><note>In its place.</note><p>End.</p></div>";
    assert_eq!(
        blocks(body),
        [
            "H1 One",
            "P The treaty, signed, held.",
            "P Next.",
            "N Of 1991.",
            "N See below.",
            "H1 Two",
            "N In its place.",
            "P End."
        ]
    );
    assert_eq!(blocks("<p>War.<figure><head>A flag</head></figure> Peace.</p>"), ["P War. Peace.", "P A flag"]);
}

#[test]
fn of_a_choice_the_corrected_form_is_read() {
    let body = "<p>A <choice><sic>mistaek</sic><corr>mistake</corr></choice>, <choice><orig>publick</orig><reg>public</reg></choice>,
        <choice><abbr>Dr</abbr><expan>Doctor</expan></choice> and an <abbr>abbr</abbr>.</p>";
    assert_eq!(blocks(body), ["P A mistake, public, Doctor and an abbr."]);
}

#[test]
fn words_go_on_over_line_and_page_ends() {
    assert_eq!(
        blocks("<p>inter-<lb break='no'/>\n  national and inter<pb break='no' n='2'/>national</p>"),
        ["P international and international"]
    );
    assert_eq!(blocks("<p>one<lb/>two\n<lb/>three</p>"), ["P one two three"]);
    let undecided = paper("<p>US-<lb/>Russian</p>");
    assert_eq!(undecided.blocks[0].text, "US-Russian");
    assert_eq!(
        undecided.warnings,
        ["hyphens before <lb/>, <cb/> or <pb/> without break=\"no\", kept in their words: 1"]
    );
}

#[test]
fn pages_and_source_lines_are_kept() {
    let reading = paper(
        "<p>before</p><pb n='xi'/>\n<p>one\ntwo<note>far</note> <pb n='12'/>three</p>\n<p>four</p><pb/><p>five</p>",
    );
    let text = |at: usize| reading.blocks[at].text.as_str();
    assert_eq!((text(0), text(1), text(2)), ("before", "one two three", "four"));
    let marks = |at: usize| -> Vec<(usize, Option<&str>)> {
        reading.blocks[at].pages.iter().map(|mark| (mark.offset, mark.value.as_deref())).collect()
    };
    assert_eq!(marks(0), []);
    assert_eq!(marks(1), [(0, Some("xi")), (7, Some("12"))]);
    assert_eq!(marks(2), []);
    assert_eq!(marks(3), [(0, None)]);
    assert_eq!((text(4), marks(4)), ("far", vec![(0, Some("xi"))]));
    let lines = |at: usize| -> Vec<(usize, u32)> {
        reading.blocks[at].lines.iter().map(|mark| (mark.offset, mark.value)).collect()
    };
    assert_eq!((lines(0), lines(1), lines(2)), (vec![(0, 1)], vec![(0, 2), (4, 3)], vec![(0, 4)]));
}

#[test]
fn a_page_that_begins_in_the_spaces_at_a_paragraphs_end_goes_on_behind_it() {
    let reading = paper("<pb n='1'/><p>Arms control\n\u{a0} <pb n='2'/>\u{a0}</p><p>Talks.</p>");
    let [arms, talks] = reading.blocks.as_slice() else { panic!("{:?}", reading.blocks) };
    assert_eq!(arms.text, "Arms control");
    assert!(arms.lines.iter().all(|line| line.offset <= arms.text.len()), "{:?}", arms.lines);
    let pages: Vec<(usize, Option<&str>)> =
        arms.pages.iter().map(|page| (page.offset, page.value.as_deref())).collect();
    assert_eq!(pages, [(0, Some("1")), (12, Some("2"))]);
    assert!(talks.pages.is_empty());
    let cut = cut_paper(&reading);
    assert_eq!(cut.page_count(), 2);
}

#[test]
fn speeches_and_names_are_layers() {
    let cut = cut_paper(&paper(
        "<sp who='#ann'><speaker>Ann.</speaker><l>Go</l><l>now</l></sp><p>between</p>
         <sp><speaker>Ben</speaker><p>No, <persName key='c'>Cy</persName>.</p></sp>
         <u who='#dee' ana='#chair'><seg>Order!</seg><note>Noise</note><seg>Please.</seg></u><p>after</p>",
    ));
    assert_eq!(
        spans(&cut),
        [
            "speaker who=ann name=Ann: Ann.\n\nGo\nnow",
            "speaker who=Ben name=Ben: Ben\n\nNo, Cy",
            "ne type=PER key=c: Cy",
            "speaker who=dee role=chair: Order!\n\nNoise\n\nPlease",
        ]
    );
}

#[test]
fn words_keep_what_is_said_of_them() {
    let reading = paper(
        "<p><s><w lemma='Don' pos='NP'>Don</w> <w lemma='see' pos='VV' join='right'>sees</w>\n<pc pos='.'>!</pc></s> loose
         <s><w lemma='al'>al<w norm='a' lemma='a'/><w norm='el' lemma='el'/></w> <name type='LOC'><w lemma='Sur'>Sur</w></name></s></p><p>plain text</p>",
    );
    assert_eq!(reading.blocks[0].text, "Don sees! loose al Sur");
    assert_eq!(reading.annotated.names, ["lemma", "pos"]);
    let rows: Vec<&str> = reading.blocks[0].tokens.iter().map(|token| reading.annotated.rows.get(token.row)).collect();
    assert_eq!(rows, ["Don\tDon\tNP", "sees\tsee\tVV", "!\t\t.", "loose\t\t", "a\ta\t", "el\tel\t", "Sur\tSur\t"]);
    let begins: Vec<bool> = reading.blocks[0].tokens.iter().map(|token| token.sentence).collect();
    assert_eq!(begins, [true, false, false, false, true, false, false]);
    assert!(reading.blocks[1].tokens.is_empty());
    assert_eq!(spans(&cut_paper(&reading)), ["ne type=LOC: Sur"]);
    let parlamint = paper("<u><seg><s><w lemma='el' msd='UPosTag=DET|Gender=Fem'>la</w></s></seg></u>");
    assert_eq!(parlamint.annotated.names, ["lemma", "msd", "upos"]);
    assert_eq!(parlamint.annotated.rows.get(0), "la\tel\tGender=Fem\tDET");
}

#[test]
fn a_corpus_holds_several_papers() {
    let readings = read(
        "<teiCorpus><teiHeader><titleStmt><title>All</title></titleStmt></teiHeader>
         <TEI xml:id='a'><teiHeader><titleStmt><title>First</title></titleStmt></teiHeader><text><p>a</p></text></TEI>
         <TEI><text><p>b</p></text></TEI></teiCorpus>",
    );
    let told: Vec<(String, Option<String>)> =
        readings.into_iter().flatten().map(|reading| (reading.name, reading.metadata.title)).collect();
    assert_eq!(told, [("a".to_string(), Some("First".to_string())), ("2".to_string(), Some("All".to_string()))]);
}

#[test]
fn hostile_and_foreign_files_cost_themselves() {
    assert_eq!(
        error("<feed><p>a</p></feed>"),
        "line 1: its root is `feed`: of XML, only TEI (root `TEI` or `teiCorpus`) is read"
    );
    let entities = "<!DOCTYPE TEI [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n";
    for name in ["b", "x"] {
        let error = error(&format!("{entities}<TEI><text>\n<p>&{name};</p></text></TEI>"));
        assert!(error.starts_with(&format!("line 3: `&{name};` stands for something declared elsewhere")), "{error}");
    }
    let error_in_attribute = error(&format!("{entities}<TEI n='&b;'><text/></TEI>"));
    assert!(error_in_attribute.starts_with("line 2: "), "{error_in_attribute}");
    let deep = format!("<TEI>{}", "<div>".repeat(100_000));
    assert_eq!(error(&deep), "line 1: more than 1000 elements in one another");
    assert!(error("<TEI><text>\n<p>a</div></text></TEI>").starts_with("line 2: it is no well-formed XML"));
    assert_eq!(error("<TEI><text>\n<p>a"), "line 2: the file ends in the midst of an element");
    assert!(error("no XML at all").contains("no TEI"));
    // A thousand sections deep is a paper like any other.
    let deep = format!("{}<p>deep</p>{}", "<div>".repeat(900), "</div>".repeat(900));
    assert_eq!(blocks(&deep), ["P deep"]);
    let many = format!("<p {}>a</p>", (0..20_000).map(|n| format!("a{n}='1' ")).collect::<String>());
    assert_eq!(blocks(&many), ["P a"]);
    assert_eq!(blocks("<p>&lt;script&gt;</p>"), ["P <script>"]);
}

#[test]
fn the_encoding_that_the_file_names_is_used() {
    let file = b"<?xml version='1.0' encoding='ISO-8859-2'?><TEI><text><p>\xb1</p></text></TEI>";
    let options = ReadingOptions::default();
    let (_, mut readings) = read_papers(Path::new("a.xml"), file, &Evidence::default(), &options).unwrap();
    let reading = readings.remove(0).unwrap();
    assert_eq!((reading.blocks[0].text.as_str(), reading.encoding.as_str()), ("ą", "ISO-8859-2"));
}

fn shared(folder: &str) -> Vec<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "xml"));
    files.sort();
    assert!(!files.is_empty());
    files
}

/// How often each word stands in a text: letters and digits between what is neither, small.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    words
}

/// Elements beside which words end, whatever the white space.
const APART: [&str; 13] =
    ["p", "head", "item", "cell", "note", "lb", "pb", "div", "bibl", "seg", "dateline", "figure", "w"];

/// The text of all text nodes, and the heads of sections, from the tree that another library makes.
fn plainly(file: &str) -> (String, Vec<String>) {
    let tree = roxmltree::Document::parse(file).unwrap();
    let text = tree.descendants().find(|node| node.has_tag_name(("http://www.tei-c.org/ns/1.0", "text"))).unwrap();
    let (mut all, mut heads) = (String::new(), Vec::new());
    for node in text.descendants() {
        let name = node.tag_name().name();
        if node.is_element() && APART.contains(&name) {
            all.push(' ');
        }
        if node.is_text() {
            let before = node.prev_sibling().map_or("", |node| node.tag_name().name());
            if APART.contains(&before) && before != "note" {
                all.push(' ');
            }
            all.push_str(node.text().unwrap());
        }
        if name == "head" && node.parent().unwrap().tag_name().name() == "div" {
            let text: String =
                node.descendants().filter(|node| node.is_text()).map(|node| node.text().unwrap()).collect();
            heads.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    (all, heads)
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "needs the corpora beside the project")]
fn real_papers_have_the_words_and_heads_of_their_xml() {
    for folder in ["country-papers", "minutes", "policy/history", "policy/milestones", "policy/secretaries"] {
        for path in shared(folder) {
            let file = std::fs::read_to_string(&path).unwrap();
            let reading = one(&file);
            let place = path.display();
            assert!(reading.warnings.is_empty(), "{place}: {:?}", reading.warnings);
            assert!(reading.metadata.title.is_some(), "{place}");
            let cut = cut_paper(&reading);
            let text: Vec<&str> = cut.sections.iter().map(|section| section.text.as_str()).collect();
            // A soft hyphen is no text.
            let (plain, heads) = plainly(&file.replace('\u{ad}', ""));
            let (ours, theirs) = (words(&text.join("\n")), words(&plain));
            let unlike: Vec<_> = theirs.iter().filter(|(word, n)| ours.get(*word) != Some(n)).collect();
            let other: Vec<_> = ours.iter().filter(|(word, n)| theirs.get(*word) != Some(n)).collect();
            assert!(unlike.is_empty() && other.is_empty(), "{place}: {unlike:?} {other:?}");
            let headings = |block: &kwic::model::Block| matches!(block.kind, BlockKind::Heading { .. });
            let ours: Vec<&str> = reading.blocks.iter().filter(|b| headings(b)).map(|b| b.text.as_str()).collect();
            let theirs: Vec<&String> = heads.iter().filter(|head| !head.is_empty()).collect();
            assert_eq!(ours, theirs, "{place}");
        }
    }
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "needs the corpora beside the project")]
fn real_parliaments_have_their_words_and_speakers() {
    let mut files = shared("formats/tei");
    files.retain(|file| file.to_string_lossy().ends_with(".ana.xml"));
    let file = std::fs::read_to_string(&files[0]).unwrap();
    let reading = one(&file);
    let tree = roxmltree::Document::parse(&file).unwrap();
    let all = |names: &[&str]| tree.descendants().filter(|node| names.contains(&node.tag_name().name())).count();
    let cut = cut_paper(&reading);
    // Three of its words are white space.
    assert_eq!(cut.sections.iter().map(|section| section.tokens.len()).sum::<usize>(), all(&["w", "pc"]) - 3);
    let begins = reading.blocks.iter().flat_map(|block| &block.tokens).filter(|token| token.sentence).count();
    assert_eq!(begins, all(&["s"]));
    let nouns =
        tree.descendants().filter(|n| n.attribute("msd").is_some_and(|msd| msd.starts_with("UPosTag=NOUN"))).count();
    let said = |row: &str| row.split('\t').nth(3) == Some("NOUN");
    let tokens = reading.blocks.iter().flat_map(|block| &block.tokens);
    assert_eq!(tokens.filter(|token| said(reading.annotated.rows.get(token.row))).count(), nouns);
    let spans = |layer: &str| cut.sections.iter().flat_map(|s| &s.spans).filter(|span| span.layer == layer).count();
    assert_eq!(spans("speaker"), all(&["u"]));
    let text = tree.descendants().find(|node| node.tag_name().name() == "text").unwrap();
    assert_eq!(spans("ne"), text.descendants().filter(|node| node.tag_name().name() == "name").count());
}
