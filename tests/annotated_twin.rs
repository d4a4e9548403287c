//! Every plan gives the naive matcher's hits for queries of annotations and named spans, and the
//! index has what the reader gave: on random vertical papers whose spans nest and cross, over
//! segments that came, went and were merged.
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

use kwic::index::{OpenIndex, TokenStore};
use kwic::model::{CutPaper, Section};
use kwic::papers::{Evidence, ReadingOptions, cut_paper, read_papers};
use kwic::query::STRATEGIES;
use kwic::search::{Compiled, How, Plan, SavedHits, Selection, find_with, naive_find};
use proptest::prelude::*;
use proptest::sample::select;

mod common;
use common::annotated_random::{ALWAYS, LINES, paper, query};

/// The papers of a file, cut.
fn cut(path: &Path) -> Vec<CutPaper> {
    let bytes = fs::read(path).unwrap();
    let (_, readings) = read_papers(path, &bytes, &Evidence::default(), &ReadingOptions::default()).unwrap();
    readings.iter().map(|reading| cut_paper(reading.as_ref().unwrap())).collect()
}

fn assert_kept(store: &TokenStore, doc: u32, paper: &CutPaper, section: &Section) {
    assert_eq!(store.reading_text(doc), section.text);
    let (tokens, lexicon) = (store.section(doc), store.lexicon());
    for (at, id) in tokens.clone().zip(&section.types) {
        let kept = store.type_at(at);
        assert_eq!(lexicon.word(kept), paper.words.get(*id));
        let values: Vec<(&str, &str)> = lexicon.annotations().filter_map(|a| Some((a.name(), a.of(kept)?))).collect();
        assert_eq!(values, paper.values(*id).collect::<Vec<_>>());
    }
    let mut kept = Vec::new();
    for layer in store.named_layers() {
        for number in layer.within(&tokens) {
            let span = layer.span(number);
            let value = |name: &str| Some((name.to_string(), layer.value(number, name)?.to_string()));
            let attributes: Vec<(String, String)> = layer.attributes().filter_map(value).collect();
            kept.push((layer.name().to_string(), span.start - tokens.start, span.end - tokens.start, attributes));
        }
    }
    let given = section.spans.iter().map(|s| (s.layer.clone(), s.span.start, s.span.end, s.attributes.clone()));
    let mut given: Vec<_> = given.collect();
    kept.sort();
    given.sort();
    assert_eq!(kept, given);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn annotations_are_kept_and_plans_agree(
        steps in prop::collection::vec(prop::collection::vec(paper(), 1..4), 1..4),
        queries in prop::collection::vec(query(), 24),
    ) {
        let (papers, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(papers.path().join("always.vrt"), ALWAYS).unwrap();
        for step in &steps {
            for (file, text) in step {
                fs::write(papers.path().join(file), text).unwrap();
            }
            common::build_quietly(&common::options(papers.path(), place.path()));
        }
        kwic::index::check(place.path()).unwrap();
        let index = OpenIndex::open(place.path()).unwrap();
        for (file, records) in index.manifest().by_file() {
            for (record, paper) in records.iter().zip(cut(&papers.path().join(file))) {
                let at = index.manifest().paper(&record.id).unwrap().0 as u32;
                for (info, section) in index.sections()[index.sections_of(at)].iter().zip(&paper.sections) {
                    assert_kept(&index.segment_of(info).unwrap().store, info.doc, &paper, section);
                }
            }
        }
        let chosen = Selection::default().choose(&index).unwrap();
        for query in &queries {
            for (strategy, name, _) in STRATEGIES {
                let expected = naive_find(&index, query, *strategy, &chosen, &SavedHits::new()).unwrap();
                let compiled = Compiled::new(query, *strategy, &SavedHits::new()).unwrap();
                for plan in [Plan::Cheapest, Plan::Postings, Plan::Scan] {
                    let found = find_with(&index, &compiled, &chosen, How { plan, timeout: None }).unwrap();
                    prop_assert_eq!(&found, &expected, "{} by {:?}, {}", query.text, plan, name);
                }
            }
        }
    }
}

/// Lines of CoNLL-U, sound and broken.
const ROWS: &[&str] = &[
    "# newdoc id = a",
    "# newpar",
    "# text = a b",
    "# speaker = x",
    "# global.Entity = GRP-etype",
    "",
    "",
    "1\ta\ta\tX\tY\t_\t0\troot\t_\t_",
    "2\té\t_\tX\t_\t_\t1\tx\t_\tSpaceAfter=No|Entity=(1-x(2-y",
    "3\tb\tb\t_\t_\tA=B\t1\tx\t_\tEntity=1)2)3)|NER=B-PER",
    "4-6\tdu\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\n",
    "4\tde\tde\tX\t_\t_\t1\tx\t_\tNER=I-PER",
    "5\tle\tle\tX\t_\t_\t1\tx\t_\t_",
    "6\tla\tla\tX\t_\t_\t1\tx\t_\tEntity=(4)",
    "6.1\tz\tz\tX\t_\t_\t_\t_\t_\t_",
];

fn hostile_lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        6 => select(ROWS).prop_map(str::to_string),
        6 => select(LINES).prop_map(str::to_string),
        1 => "[<>/a-z&;=\"' \t#0-9.()|-]{0,20}",
        1 => "\\PC{0,10}",
    ];
    prop::collection::vec(line, 0..40).prop_map(|lines| lines.join("\n"))
}

/// What kwic itself writes, sound and broken: heads of files and their lines.
const EXACT: [(&str, &str, &[&str]); 2] = [
    (
        "a.vrt",
        "<!-- #vrt dialect: kwic -->\n<!-- #vrt columns: word before written lemma -->\n<text id=\"x\">\n",
        &[
            "a\t_\t_\tx",
            "b\t\\s\tb\t__UNDEF__",
            "é\t.\\n\\n(\té\t_",
            "c\t\\n\tcc\tc",
            "*\t*\\n\\n*\\n\t\\",
            "<section level=\"2\" after=\".\\n\\n*\">",
            "<section level=\"999\">",
            "<section level=\"0\" after=\"*\">",
            "</section>",
            "<head>",
            "<p>",
            "</p>",
            "<p n=\"1\">",
            "<s>",
            "<page n=\"3\">",
            "</page>",
            "<ne__2 type=\"PER\">",
            "</ne__2>",
            "<s__2>",
            "</s__2>",
            "<text>",
        ],
    ),
    (
        "a.conllu",
        "# generator = kwic\n# kwic::annotations = pos\n",
        &[
            "",
            "",
            "# newpar",
            "# newdoc id = b",
            "# section_level = 1",
            "# section_level = 0",
            "# speaker = x",
            "1\ta\ta\tX\t_\t_\t_\t_\t_\tkwic:pos=N|kwic:spans=(1,ne,type=PER;(2,sp",
            "2\té\t_\tX\t_\t_\t_\tx\t_\tSpaceAfter=No|kwic:page=4|kwic:spans=)1;)2;)7;x",
            "3\t.\t_\t_\t_\t_\t_\t_\t_\tkwic:word=No|SpacesAfter=\\n\\n",
            "3\t(\t_\t_\t_\t_\t_\t_\t_\tkwic:word=No|SpacesBefore=\\n|SpaceAfter=No",
            "4-5\tdu\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\n",
            "4\tde\tde\tX\t_\t_\t_\tx\t_\tkwic:page=",
            "5\tle\tle\tX\t_\t_\t_\tx\t_\tkwic:spans=(3,",
        ],
    ),
];

fn exact_lines() -> impl Strategy<Value = (&'static str, String)> {
    select(&EXACT[..]).prop_flat_map(|(file, head, lines)| {
        let text = prop::collection::vec(select(lines), 0..40).prop_map(|lines| lines.join("\n"));
        text.prop_map(move |text| (file, format!("{head}{text}\n")))
    })
}

fn assert_sound(file: &str, text: &str) {
    let options = ReadingOptions::default();
    let (_, readings) = read_papers(Path::new(file), text.as_bytes(), &Evidence::default(), &options).unwrap();
    assert!(!readings.is_empty());
    for reading in readings.into_iter().flatten() {
        let paper = cut_paper(&reading);
        for section in &paper.sections {
            let mut whole = String::new();
            for (at, (&(start, end), id)) in section.tokens.iter().zip(&section.types).enumerate() {
                whole.push_str(section.gap(at));
                let written = paper.written(*id).unwrap_or_else(|| paper.words.get(*id));
                assert_eq!(&section.text[start as usize..end as usize], written);
                whole.push_str(written);
            }
            whole.push_str(section.gap(section.tokens.len()));
            assert_eq!(&whole, &section.text);
            let inside =
                |s: &kwic::model::LayerSpan| s.span.start < s.span.end && s.span.end as usize <= section.tokens.len();
            assert!(section.spans.iter().all(inside));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_read_has_its_tokens_in_its_text(text in hostile_lines()) {
        ["a.conllu", "a.vrt"].iter().for_each(|file| assert_sound(file, &text));
    }

    #[test]
    fn whatever_looks_like_what_kwic_wrote_has_its_tokens_in_its_text((file, text) in exact_lines()) {
        assert_sound(file, &text);
    }
}
