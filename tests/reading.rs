//! How papers are read: layout, headings, encodings, metadata.
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

use kwic::model::{Block, BlockKind};
use kwic::papers::{Evidence, Layout, ReadingOptions, decode, read_papers, repair};

mod common;
use common::{TestIndex, index_of_texts};

fn layout(text: &str) -> Layout {
    repair(text, 1, &Evidence::default())
}

fn texts(layout: &Layout) -> Vec<&str> {
    layout.blocks.iter().map(|block| block.text.as_str()).collect()
}

/// The headings with their levels, as `2 Arms Control`.
fn headings(blocks: &[Block]) -> Vec<String> {
    let level = |block: &Block| match block.kind {
        BlockKind::Heading { level } => Some(format!("{level} {}", block.text)),
        _ => None,
    };
    blocks.iter().filter_map(level).collect()
}

/// The sections of an index, as `paper: heading > heading`.
fn sections(index: &TestIndex) -> Vec<String> {
    let open = index.open();
    let name = |s: &kwic::index::SectionInfo| {
        format!("{}: {}", open.manifest().papers[s.paper as usize].id, open.section_path(s).unwrap().join(" > "))
    };
    open.sections().iter().map(name).collect()
}

#[test]
fn wrapped_lines_become_paragraphs() {
    let layout = layout(
        "The delegations met in Geneva for the third time this year, and for the third\n\
         time they could not agree on the number of inspectors, on the places that the\n\
         inspectors were to see, or on the language of the report.\n\
         \n\
         Nothing was signed. The head of the first delegation spoke of patience, and the\n\
         head of the second of good will.\n",
    );
    assert_eq!(layout.blocks.len(), 2);
    assert!(texts(&layout)[0].contains("for the third time they could not agree"));
    let lines: Vec<u32> = layout.blocks[1].lines.iter().map(|mark| mark.value).collect();
    assert_eq!(lines, [5, 6]);
}

/// Wrapped prose around a word that is broken over a line's end.
fn broken(left: &str, right: &str, elsewhere: &str) -> String {
    let text = format!(
        "It was said by all who took part in it that the long evening ended in {left}\n\
         {right} as they had hoped for, and that nobody who had been there forgot it soon.\n\
         The others spoke about it {elsewhere} and for the rest of the night went on in\n\
         the same way, with the same words and the same faces, until the morning came.\n"
    );
    layout(&text).blocks[0].text.clone()
}

#[test]
fn a_broken_word_keeps_its_hyphen_where_the_text_writes_it_so() {
    assert!(broken("co-", "operation", "with co-operation in mind").contains("ended in co-operation as"));
    assert!(broken("co-", "operation", "with cooperation in mind").contains("ended in cooperation as"));
    assert!(broken("Russian-", "American", "and went home").contains("ended in Russian-American as"));
    assert!(broken("nego-", "tiation", "and went home").contains("ended in negotiation as"));
    assert!(broken("long-", "term", "for a long time and a term").contains("ended in long-term as"));
    assert!(broken("nego\u{ad}", "tiation", "and went home").contains("ended in negotiation as"));
    assert!(broken("peace--", "or", "and went home").contains("ended in peace--or as"));
}

#[test]
fn other_papers_decide_where_the_paper_itself_does_not_say() {
    let memo = "They met for the last time before the summer, and all hoped for more coop-\n\
                eration than they had seen in the year before, or in any year that they knew.\n\
                Nobody spoke of it again until the leaves fell from the trees in the garden.\n";
    let with = index_of_texts(&[("a.txt", memo), ("b.txt", "The word is coop-eration here: coop-eration.")]);
    assert_eq!((with.count("cooperation"), with.count("coop-eration")), (0, 3));
    let without = index_of_texts(&[("a.txt", memo), ("b.txt", "The word is cooperation here.")]);
    assert_eq!((without.count("cooperation"), without.count("coop-eration")), (2, 0));
}

#[test]
fn a_running_head_goes_even_in_the_middle_of_a_sentence() {
    let page = |number: u32, first: &str, last: &str| {
        format!(
            "{first} and so the paper went on about the treaty and its many articles, all of\n\
             which had been read by those who had to read them, and by nobody else, {last}\n\n\
             The Treaty and After                 {number}\n\n"
        )
    };
    let text = page(7, "It began", "for that is how")
        + &page(8, "these things", "are done when")
        + &page(9, "nobody", "looks at them");
    let layout = layout(&text);
    let whole = texts(&layout).join("|");
    assert!(whole.contains("for that is how these things and so"), "{whole}");
    assert!(!whole.contains("The Treaty and After"), "{whole}");
}

#[test]
fn form_feeds_show_pages_and_their_numbers_name_them() {
    let text = "12\n\nThe first page ends in the middle of a\n\x0c13\n\nsentence. The second page is about peace.\n\x0c14\n\nThe third is about war.\n";
    let index = index_of_texts(&[("memo.txt", text)]);
    let page = |query: &str| {
        let hit = index.hits(query)[0];
        let section = index.open().sections()[hit.section as usize];
        let store = &index.open().segment_of(&section).unwrap().store;
        store.page(store.section(section.doc).start + hit.start).map(str::to_string)
    };
    assert_eq!(page("first"), Some("12".to_string()));
    assert_eq!(page("peace"), Some("13".to_string()));
    assert_eq!(page("war"), Some("14".to_string()));
    assert_eq!(index.count("in the middle of a sentence"), 1);
    assert_eq!((index.count("12"), index.count("13")), (0, 0));
}

#[test]
fn a_page_is_never_guessed() {
    let text = "Some words that stand\n\n3\n\nbetween two numbers of which nobody knows\n\n4\n\nwhether they stand above or below.\n";
    let index = index_of_texts(&[("memo.txt", text)]);
    let section = index.open().sections()[0];
    let store = &index.open().segment_of(&section).unwrap().store;
    assert!(store.section(section.doc).all(|at| store.page(at).is_none()));
}

#[test]
fn verse_tables_and_short_lines_stay_as_they_are() {
    let verse = "Roses are red\nViolets are blue\nTreaties are signed\nAnd broken too\n";
    assert_eq!(texts(&layout(verse)), [verse.trim_end()]);
    let address = "Office of the Secretary\n12 Long Street\nGeneva\n";
    assert!(texts(&layout(address)).join("\n").contains("12 Long Street\nGeneva"));
}

#[test]
fn bullets_and_numbers_with_a_bracket_are_items_and_no_headings() {
    let layout = layout(
        "There are four things that the two sides could do at once without any treaty:\n\n\
         1) Strengthen the Consultations\n\n\
         2) Open the Archives\n\n\
         • Speak With One Voice\n\n\
         And there is a fifth, which nobody wants to name before the talks have begun.\n",
    );
    assert_eq!(headings(&layout.blocks), Vec::<String>::new());
    assert_eq!(layout.blocks.iter().filter(|b| b.kind == BlockKind::ListItem).count(), 3);
}

#[test]
fn headings_nest_by_their_numbering() {
    let text = "\
THE TREATY

The first words of the paper, which stand under its title and go on for a while.

I. The Talks

How it was in the beginning, when everybody still hoped that it would end well.

A. The First Round

Nothing came of the first round but the date and the place of the second round.

B. The Second Round

Of the second round nothing is known, for its minutes were lost on the way home.

II. Is There a Way Out?

Perhaps there is one, and perhaps there is none; the paper does not say which.
";
    assert_eq!(
        headings(&layout(text).blocks),
        [
            "1 THE TREATY",
            "2 I. The Talks",
            "3 A. The First Round",
            "3 B. The Second Round",
            "2 II. Is There a Way Out?"
        ]
    );
}

#[test]
fn chapters_stand_above_articles_wherever_they_come() {
    let text = "\
The parties have agreed upon what follows, and their names stand below it, for all to see.

Article 1
The parties keep the peace.

Chapter II: Action with Respect to Threats to the Peace
Article 2
Those who threaten it are named.

Article 3 of the old treaty stays in force, as the parties have said when they met.
";
    assert_eq!(
        headings(&layout(text).blocks),
        ["1 Article 1", "1 Chapter II: Action with Respect to Threats to the Peace", "2 Article 2"]
    );
}

#[test]
fn decimal_numbers_nest_and_dates_and_sums_do_not() {
    let text = "\
1. Aims

The aims are these, and no others, as the members have agreed among themselves.

1.1 Peace

Peace is the first of the aims, and the one on which the members agree the most.

2. Means

3.5 million people were asked for their opinion about the means, and few replied.
";
    assert_eq!(headings(&layout(text).blocks), ["1 1. Aims", "2 1.1 Peace", "1 2. Means"]);
}

#[test]
fn markdown_gives_its_own_headings_and_loses_its_marks() {
    let index = index_of_texts(&[(
        "memo.md",
        "# The *Treaty*\n\nOpening with [a link](http://example.org) and **arms** control.\n\n## Talks\n\n- one\n- two\n\n```\ncode stays\n```\n",
    )]);
    assert_eq!(sections(&index), ["memo: The Treaty", "memo: The Treaty > Talks"]);
    assert_eq!((index.count("arms control"), index.count("example.org"), index.count("code stays")), (1, 0, 1));
    assert_eq!(index.count("one two"), 1);
}

#[test]
fn a_row_of_a_table_in_markdown_may_begin_with_an_empty_cell() {
    let index = index_of_texts(&[("a.md", "| | Arms |\n|---|---|\n| 1996 | Talks |\n|  | More |\n| 1997 | |\n")]);
    assert_eq!(index.texts(), ["\tArms\n1996\tTalks\n\tMore\n1997\t"]);
}

#[test]
fn metadata_come_from_front_matter_tables_and_file_names() {
    let place = common::write_papers(&[
        (
            "front.md",
            "---\ntitle: A Memo\nauthor: [Rey, Oz]\ndate: 1994-05-01\ntheme: trade\nplace: Geneva\n---\nText.\n",
        ),
        ("table.txt", "Text."),
        ("named-1987.txt", "Text."),
        ("toml.md", "+++\ntitle = 'Another'\nyear = 2001\n+++\nText."),
        ("metadata.csv", "file,title,year,institute\ntable.txt,From a Table,1999,IISS\ngone.txt,Gone,2000,X\n"),
    ]);
    let index_place = tempfile::tempdir().unwrap();
    let summary = common::build_quietly(&common::options(place.path(), index_place.path()));
    let index = kwic::index::OpenIndex::open(index_place.path()).unwrap();
    let of = |id: &str| index.manifest().paper(id).unwrap().1.metadata.clone();
    assert_eq!((of("front").title.as_deref(), of("front").year), (Some("A Memo"), Some(1994)));
    assert_eq!(of("front").authors, ["Rey", "Oz"]);
    assert_eq!(of("front").themes, ["trade"]);
    assert_eq!((of("table").title.as_deref(), of("table").year), (Some("From a Table"), Some(1999)));
    assert_eq!(of("named-1987").year, Some(1987));
    assert_eq!((of("toml").title.as_deref(), of("toml").year), (Some("Another"), Some(2001)));
    let told: Vec<String> = summary.warnings.iter().map(|w| format!("{}: {}", w.file, w.what)).collect();
    assert!(told.iter().any(|w| w.starts_with("gone.txt: named in the metadata table")), "{told:?}");
    assert!(told.iter().any(|w| w.starts_with("named-1987.txt: has no row")), "{told:?}");
}

#[test]
fn metadata_cannot_steer_a_terminal() {
    let index = index_of_texts(&[
        ("a.md", "---\ntitle: \"\\e[31mRed\\u202e and\\nblue\"\n---\nText.\n"),
        ("b.txt", "Text."),
        ("metadata.jsonl", "{\"file\": \"b.txt\", \"place\": \"Gen\\u001b[2Jeva\"}\n"),
    ]);
    let of = |id: &str| index.open().manifest().paper(id).unwrap().1.metadata.clone();
    assert_eq!(of("a").title.as_deref(), Some("[31mRed and blue"));
    assert_eq!(of("b").fields["place"], "Gen[2Jeva");
}

#[test]
fn odd_characters_are_read_as_people_see_them() {
    let text = |bytes: &[u8]| decode(bytes).unwrap().text;
    assert_eq!(text(b"one\r\ntwo\rthree\n"), "one\ntwo\nthree\n");
    assert_eq!(text("nego\u{ad}tia\u{200b}tion\0s".as_bytes()), "negotiations");
    assert_eq!(text("nego\u{ad}\ntiation".as_bytes()), "nego\u{ad}\ntiation");
    assert_eq!(text("page\x0cpage".as_bytes()), "page\x0cpage");
    let utf16: Vec<u8> = "\u{feff}мир".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(text(&utf16), "мир");
    let damaged = decode(b"caf\xc3\xa9 and \xff tea, na\xc3\xafve").unwrap();
    assert_eq!((damaged.encoding, damaged.damaged), ("UTF-8", 1));
    assert!(decode(&[0, 159, 146, 150, 1, 2, 3, 4, 5, 6, 7, 8]).is_err());
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn a_paper_is_the_same_in_every_encoding() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/formats/encodings");
    let mut by_name: std::collections::BTreeMap<String, Vec<(String, String)>> = Default::default();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let Ok((_, mut readings)) =
            read_papers(&path, &std::fs::read(&path).unwrap(), &Evidence::default(), &ReadingOptions::default())
        else {
            continue;
        };
        let Some(Ok(reading)) = readings.pop() else { continue };
        let text: String = reading.blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n");
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let paper = name.rsplit_once('_').map_or("", |(paper, _)| paper).to_string();
        by_name.entry(paper).or_default().push((name, text));
    }
    assert!(by_name["UDHR_French"].len() == 3 && by_name["UDHR_Russian"].len() == 3);
    // The English one differs between its files in what it says of itself.
    for (paper, forms) in by_name.into_iter().filter(|(p, _)| p.starts_with("UDHR") && p != "UDHR_English") {
        for (name, text) in &forms {
            assert_eq!(*text, forms[0].1, "{paper}: {name} and {}", forms[0].0);
        }
    }
}
