//! Reading in place.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

mod common;

use common::{TestIndex, index_of_texts, run, write_papers};
use kwic::concordance::{Paragraph, Passage, Place, pages, read};
use proptest::prelude::*;

/// Three pages, the second of which begins within a paragraph, with a quotation.
const MEMO: &str = "\
Opening words of the memo stand here, before all headings of the paper.

CHAPTER I

The talks on arms began in the spring, after the ministers had met once
more and their advisers had gone home to write. They said of these talks

1
\u{c}\"arms control is a word that all of us use,\" and then they went home to
write again, as they had done in the winter before and in the one before.

A second paragraph of the talks stands here and is as long as the others.

CHAPTER II

Trade went on.

2
\u{c}Trade without arms went on as well, as it always had in those countries.

3
";

fn place(index: &TestIndex, place: Place<'_>, around: usize) -> Option<Passage> {
    read(index.open(), 0, place, around, &[]).unwrap()
}

fn texts(passage: Option<Passage>) -> Vec<String> {
    passage.unwrap().paragraphs.into_iter().map(|p| p.text).collect()
}

#[test]
fn a_paper_is_read_whole_with_its_headings_and_places() {
    let index = index_of_texts(&[("memo.txt", MEMO)]);
    let whole = place(&index, Place::Whole, 0).unwrap();
    let headings: Vec<&str> = whole.paragraphs.iter().filter(|p| p.is_heading).map(|p| p.text.trim()).collect();
    assert_eq!(headings, ["CHAPTER I", "CHAPTER II"]);
    let talks = &whole.paragraphs[2];
    assert_eq!((talks.page.as_deref(), talks.source_line, talks.position), (Some("1"), 5, 15));
    let (at, page) = &talks.pages[0];
    assert_eq!((&talks.text[*at..*at + 5], page.as_deref()), ("\"arms", Some("2")));
}

#[test]
fn a_page_is_cut_where_it_begins_and_ends() {
    let index = index_of_texts(&[("memo.txt", MEMO)]);
    assert_eq!(pages(index.open(), 0), ["1", "2", "3"]);
    let second = texts(place(&index, Place::Page("2"), 0));
    assert!(second[0].starts_with("\"arms control is a word") && second[0].ends_with("one before.\n\n"), "{second:?}");
    assert_eq!(second.last().unwrap().trim(), "Trade went on.");
    assert_eq!(place(&index, Place::Page("4"), 0), None);
}

#[test]
fn a_position_is_read_with_its_neighbours_and_marked() {
    let index = index_of_texts(&[("memo.txt", MEMO)]);
    let hit = index.hits("control")[0];
    let section = index.open().sections()[hit.section as usize];
    let passage = place(&index, Place::Position(section.offset + hit.start), 1).unwrap();
    let marked = |p: &Paragraph| p.hits.iter().map(|h| p.text[h.clone()].to_string()).collect::<Vec<_>>();
    let found: Vec<_> = passage.paragraphs.iter().map(marked).collect();
    assert_eq!(found, [vec![], vec!["control".to_string()], vec![]]);
    assert_eq!(place(&index, Place::Position(10_000), 1), None);
}

#[test]
fn hits_are_marked_in_the_text() {
    let index = index_of_texts(&[("memo.txt", MEMO)]);
    let passage = read(index.open(), 0, Place::Whole, 0, &index.hits("arms")).unwrap().unwrap();
    let marked = passage.paragraphs.iter().flat_map(|p| p.hits.iter().map(|h| &p.text[h.clone()]));
    assert_eq!(marked.collect::<Vec<_>>(), ["arms", "arms", "arms"]);
}

#[test]
fn the_pages_of_a_paper_one_after_the_other_are_its_text() {
    let index = common::index_of(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    let index = index.open();
    for paper in 0..index.manifest().papers.len() as u32 {
        let text = |place| {
            let passage = read(index, paper, place, 0, &[]).unwrap();
            passage.unwrap().paragraphs.iter().map(|p| p.text.as_str()).collect::<String>()
        };
        let whole = text(Place::Whole);
        let own = index.sections()[index.sections_of(paper)].iter();
        let sections: String = own.map(|s| index.segment_of(s).unwrap().store.reading_text(s.doc)).collect();
        assert_eq!(whole, sections);
        let known = pages(index, paper);
        let paged: String = known.iter().map(|page| text(Place::Page(page))).collect();
        assert!(whole.ends_with(&paged), "{}", index.manifest().papers[paper as usize].id);
    }
}

fn markdown() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "# Heading",
        "## \"Quoted\" heading",
        "plain words (in brackets).",
        "* item one",
        "* item two",
        "***",
        "“Zitat”",
        "| a | b |\n|---|---|\n| c | d |",
        "",
        "    code  with   spaces",
        "слово.",
        "1996-1997",
    ]);
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn nothing_of_the_reading_text_is_lost(text in markdown()) {
        let index = index_of_texts(&[("memo.md", &text)]);
        let whole = place(&index, Place::Whole, 0).map_or(Vec::new(), |passage| passage.paragraphs);
        let shown: String = whole.iter().map(|p| p.text.as_str()).collect();
        prop_assert_eq!(shown, index.texts().concat());
        let mut position = 0;
        for paragraph in &whole {
            prop_assert_eq!(paragraph.position, position);
            position += paragraph.tokens;
        }
    }
}

#[test]
fn a_line_is_read_on_in_its_paper() {
    let folder = write_papers(&[("corpus/memo.txt", MEMO), ("corpus/other.txt", "Other words.")]);
    let found = run(folder.path(), &["find", "control", "--format", "jsonl"]);
    let line: serde_json::Value = serde_json::from_str(found.out.trim()).unwrap();
    let position = line["position"].to_string();
    let shown = run(folder.path(), &["show", "MEMO", "--at", &position, "--around", "0"]);
    let (head, text) = shown.out.split_once("\n\n").unwrap();
    assert_eq!(head, "memo\nCHAPTER I, p. 1–2, l. 5–10");
    assert!(text.lines().all(|line| line.len() <= 80), "{text}");
    let text = text.replace('\n', " ");
    assert!(text.starts_with("The talks on arms began") && text.contains(" [p. 2] \"arms **control** is"), "{text}");
    let json = run(folder.path(), &["show", "memo", "--page", "3", "--highlight", "arms", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["blocks"][0]["text"], "Trade without arms went on as well, as it always had in those countries.");
    assert_eq!(json["blocks"][0]["hits"], serde_json::json!([{"start": 14, "end": 18}]));
}

#[test]
fn places_that_are_not_there_are_said_with_those_that_are() {
    let folder = write_papers(&[("corpus/memo.txt", MEMO), ("corpus/other.txt", "Other words.")]);
    run(folder.path(), &["index"]);
    for (arguments, status, said) in [
        (["memo", "--page", "9"], 1, "memo has no page 9. It has 1, 2, 3."),
        (["memo", "--section", "peace"], 1, "memo has no section peace. It has CHAPTER I; CHAPTER II."),
        (["other", "--page", "1"], 1, "other does not say its pages"),
        (["other", "--at", "2"], 1, "other has no word 2: its words have the positions 0 to 1."),
        (["memmo", "--page", "1"], 2, "did you mean `memo`"),
        (["o", "--page", "1"], 2, "2 papers fit"),
    ] {
        let [paper, option, value] = arguments;
        let shown = run(folder.path(), &["show", paper, option, value]);
        assert_eq!((shown.status, shown.out.as_str()), (Some(status), ""), "{arguments:?}");
        assert!(shown.err.contains(said), "{arguments:?}: {}", shown.err);
    }
}
