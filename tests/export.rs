//! What goes out as vertical text, CoNLL-U or TEI and is indexed again is the same: words and what is said of them,
//! sections, paragraphs, sentences, pages, named spans, metadata; and so are the hits of any query.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use kwic::export::{FileNames, Markup, MarkupWriter, chosen_papers};
use kwic::index::OpenIndex;
use kwic::query::{Layer, Query, parse_cql};
use kwic::search::{Hit, Selection, find};
use proptest::prelude::*;

mod common;
use common::annotated_random::{ALWAYS, paper, query};
use common::{TestIndex, index_of, index_of_texts, random};

const FORMS: [Markup; 3] = [Markup::Vrt, Markup::Conllu, Markup::Tei];

/// All that an index has of a section's token.
#[derive(Debug, PartialEq, Eq, Clone)]
struct Token {
    word: String,
    lc: String,
    written: String,
    said: Vec<(String, String)>,
    paragraph: bool,
    sentence: bool,
    page: Option<String>,
}

/// Layer, first token, first behind it, attributes.
type Named = (String, u32, u32, Vec<(String, String)>);

#[derive(Debug, PartialEq, Eq)]
struct Section {
    path: Vec<String>,
    text: String,
    tokens: Vec<Token>,
    spans: Vec<Named>,
}

/// The sections of a paper; of TEI white space is one space.
fn sections(index: &OpenIndex, paper: u32, markup: Markup) -> Vec<Section> {
    let read = |text: String| match markup {
        Markup::Tei => text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => text,
    };
    let section = |info: &kwic::index::SectionInfo| {
        let store = &index.segment_of(info).unwrap().store;
        let (range, lexicon) = (store.section(info.doc), store.lexicon());
        let starts = |layer| store.span_starts(&layer, &range).into_iter().collect::<HashSet<u32>>();
        let (paragraphs, sentences) = (starts(Layer::Paragraph), starts(Layer::Sentence));
        let token = |at: u32| {
            let id = store.type_at(at);
            Token {
                word: lexicon.word(id).to_string(),
                lc: lexicon.folded(lexicon.folded_of(id)).to_string(),
                written: lexicon.written(id).to_string(),
                said: lexicon
                    .annotations()
                    .filter_map(|a| Some((a.name().to_string(), a.of(id)?.to_string())))
                    .collect(),
                paragraph: paragraphs.contains(&at),
                sentence: sentences.contains(&at),
                page: store.page(at).map(str::to_string),
            }
        };
        let spans = store.named_layers().iter().flat_map(|layer| layer.of_section(&range));
        let mut spans: Vec<Named> = spans.map(|s| (s.layer, s.span.start, s.span.end, s.attributes)).collect();
        spans.sort();
        Section {
            path: index.section_path(info).unwrap(),
            text: read(store.reading_text(info.doc)),
            tokens: range.clone().map(token).collect(),
            spans,
        }
    };
    index.sections()[index.sections_of(paper)].iter().map(section).collect()
}

/// An index of what another writes, and for each of its papers the place of the same paper there.
struct Again {
    index: TestIndex,
    papers: Vec<u32>,
}

fn again(index: &OpenIndex, markup: Markup) -> Again {
    let folder = tempfile::tempdir().unwrap();
    let chosen = Selection::default().choose(index).unwrap();
    let papers = chosen_papers(index, &chosen).unwrap();
    let writer = MarkupWriter::new(index, markup, &papers);
    let mut names = FileNames::default();
    let mut files = Vec::new();
    for paper in &papers {
        let file = names.file(&paper.record.id, markup.ending());
        fs::create_dir_all(folder.path().join(&file).parent().unwrap()).unwrap();
        let mut out = Vec::new();
        writer.write(&mut out, std::slice::from_ref(paper)).unwrap();
        fs::write(folder.path().join(&file), out).unwrap();
        files.push(file.to_str().unwrap().to_string());
    }
    let again = index_of(folder.path());
    let manifest = again.open().manifest();
    assert_eq!(manifest.failures, [], "{markup:?}");
    let place = |file: &String| manifest.papers.iter().position(|paper| paper.file == *file).unwrap() as u32;
    let papers = files.iter().map(place).collect();
    Again { index: again, papers }
}

/// The papers of an index that have sections: others are not written.
fn written(index: &OpenIndex) -> Vec<u32> {
    (0..index.manifest().papers.len() as u32).filter(|paper| !index.sections_of(*paper).is_empty()).collect()
}

fn assert_same(index: &OpenIndex, again: &Again, markup: Markup) {
    let other = again.index.open();
    for (paper, place) in written(index).into_iter().zip(&again.papers) {
        let (record, read) = (&index.manifest().papers[paper as usize], &other.manifest().papers[*place as usize]);
        let (mut metadata, id) = (read.metadata.clone(), &record.id);
        // A year that the paper does not tell is taken from the name of its file.
        metadata.year = metadata.year.filter(|_| record.metadata.year.is_some());
        assert_eq!(metadata, record.metadata, "{markup:?} {id}");
        match record.tokens {
            0 => assert!(read.warnings.contains(&"no words in it".to_string()), "{markup:?} {id}: {:?}", read.warnings),
            _ => assert_eq!(read.warnings, Vec::<String>::new(), "{markup:?} {id}"),
        }
        let (found, expected) = (sections(other, *place, markup), sections(index, paper, markup));
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found.path, expected.path, "{markup:?} {id}");
            assert_eq!(found.text, expected.text, "{markup:?} {id}");
            for (at, (found, expected)) in found.tokens.iter().zip(&expected.tokens).enumerate() {
                assert_eq!(found, expected, "{markup:?} {id} token {at}");
            }
            assert_eq!(found.tokens.len(), expected.tokens.len(), "{markup:?} {id}");
            assert_eq!(found.spans, expected.spans, "{markup:?} {id}");
        }
        assert_eq!(found.len(), expected.len(), "{markup:?} {id}");
    }
}

/// The hits of a query as paper, section, first and last token.
fn hits(index: &OpenIndex, query: &Query, paper: impl Fn(u32) -> u32) -> Vec<(u32, u32, u32, u32)> {
    let chosen = Selection::default().choose(index).unwrap();
    let place = |hit: &Hit| {
        let section = index.sections()[hit.section as usize];
        (paper(section.paper), section.number, hit.start, hit.end)
    };
    let mut hits: Vec<_> = find(index, query, &chosen).unwrap_or_default().iter().map(place).collect();
    hits.sort_unstable();
    hits
}

fn assert_same_hits(index: &OpenIndex, again: &Again, query: &Query, markup: Markup) {
    let written = written(index);
    let back = |place: u32| written[again.papers.iter().position(|paper| *paper == place).unwrap()];
    let (expected, found) = (hits(index, query, |paper| paper), hits(again.index.open(), query, back));
    assert_eq!(found, expected, "{markup:?} {}", query.text);
}

fn assert_round_trip(index: &TestIndex, queries: &[Query]) {
    for markup in FORMS {
        let again = again(index.open(), markup);
        assert_same(index.open(), &again, markup);
        queries.iter().for_each(|query| assert_same_hits(index.open(), &again, query, markup));
    }
}

fn cql(text: &str) -> Query {
    parse_cql(text).unwrap()
}

const MEMO: &str = "\
---
title: 'Talks & \"Trade\" <b>'
author: [Ann Orlova, 'Stone, Ben']
year: 1996
language: en
series: Policy | Memo; 3
---
“Opening” words—with a dash… (And more.) Is it? “Yes,” he said.

# ***

What the heading of three stars is for.

# Arms; and Control?

The U.S.-Russian talks, e.g. in 1996, cost 3.5 million. *** Don't!

***

- first item
- second _item_: `a < b & c`
- third

1. another list
2. of two

| a | b |
|---|---|
| c |   |
| d | e |

## Deeper

    code  with   spaces
    and lines

> Quoted. “Two.”

### ???

# Last
";

const CONLLU: &str = "\
# newdoc id = a/b
# global.Entity = GRP-etype
# newpar
# sent_id = 1
# speaker = Ann Lee
1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_
1\tde\tde\tADP\t_\t_\t2\tcase\t_\tEntity=(1-person
2\tle\tle\tDET\t_\tGender=Masc|Number=Sing\t3\tdet\t_\t_
3\tété\tété\tNOUN\t_\t_\t0\troot\t_\tEntity=(2-time)|SpaceAfter=No
4\t,\t,\tPUNCT\t_\t_\t3\tpunct\t_\tEntity=1)

# newpar
# speaker = Ann Lee
1\tvis\tvivre\tVERB\t_\t_\t0\troot\t_\tSpacesAfter=\\s\\s
2\t_\t_\tSYM\t_\t_\t1\tpunct\t_\tNER=B-PER
3-5\tdámelo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3\tda\tdar\tVERB\t_\t_\t1\tx\t_\tNER=I-PER
4\tme\tyo\tPRON\t_\t_\t1\tx\t_\t_
5\tlo\tlo\tPRON\t_\t_\t1\tx\t_\t_
6\t!\t!\tPUNCT\t_\t_\t1\tpunct\t_\t_

# newdoc id = c
# meta::date = 1997-01-02
1\tNew York\tNew York\tPROPN\t_\t_\t0\troot\t_\t_
2\ta|b\ta\\b\tX\t_\t_\t1\tx\t_\t_
";

const TEI: &str = "<TEI xml:lang='fr'><teiHeader><fileDesc><titleStmt><title>Séance</title></titleStmt></fileDesc></teiHeader>
<text><body><pb n='1'/><div><head>Heure</head><u who='#Ann'><seg><s><w lemma='aller' pos='V'
msd='UPosTag=VERB|Mood=Ind'>va</w> <pb n='2'/><w lemma='la' msd='UPosTag=DET'>la</w><pc join='left'>!</pc></s></seg></u>
<p>Plain text of <persName key='b'>Ben Stone</persName>; the next <pb/>page is not told. Nor is <pb n='ii'/>this-<lb/>one.</p>
</div></body></text></TEI>";

#[test]
fn papers_come_back_as_they_were() {
    let papers =
        [("memo.md", MEMO), ("dir/two.conllu", CONLLU), ("seance.xml", TEI), ("always.vrt", ALWAYS), ("empty.md", "")];
    let index = index_of_texts(&papers);
    assert_eq!(index.open().manifest().papers.len(), 6);
    let queries = [
        "[lemma=\"aller\"]",
        "\"de\" [upos=\"DET\"]",
        "[feats=\".*Masc.*\"]",
        "<entity etype=\"person\"/>",
        "<ne type=\"PER\"/>",
        "<speaker who=\"Ann\"/>",
        "<s speaker=\"Ann Lee\"/>",
        "<section title=\"Arms.*\"> []",
        "<page n=\"2\"> []",
        "[] </s>",
        "<p> []{2}",
        "[lc=\"us\" | word=\"e.g\"%l]",
        "[] :: match.year = \"1996\"",
        "[] :: match.series = \"Policy.*\"",
        "\"New York\"%l",
    ];
    assert_round_trip(&index, &queries.map(cql));
}

/// A parsed paper as kwic writes it.
const PARSED: &str = "\
# generator = kwic
# newdoc id = memo
# meta::title = Memo
# meta::language = en
# newpar
# sent_id = 1
# text = Don't sell \u{e0} them arms, please.
1\tDo\tdo\tAUX\tVB\tMood=Imp\t3\taux\t3:aux\tSpaceAfter=No
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t3:advmod\t_
3\tsell\tsell\tVERB\tVB\t_\t0\troot\t0:root|8:conj:and\t_
4-5\t\u{e0}\t_\t_\t_\t_\t_\t_\t_\t_
4\ta\ta\tADP\t_\t_\t6\tcase\t6:case\t_
5\ta\to\tDET\t_\t_\t6\tdet\t6:det\t_
6\tthem\tthey\tPRON\tPRP\t_\t3\tiobj\t3:iobj|8.1:nsubj\t_
7\tarms\tarm\tNOUN\tNNS\tNumber=Plur\t3\tobj\t3:obj\tSpaceAfter=No
8\t,\t,\tPUNCT\t,\t_\t3\tpunct\t_\t_
9\tplease\tplease\tINTJ\tUH\t_\t3\tdiscourse\t3:discourse\tSpaceAfter=No
10\t.\t.\tPUNCT\t.\t_\t_\t_\t_\tSpacesAfter=\\n\\n

";

#[test]
fn a_tree_comes_back_from_conllu_byte_for_byte() {
    let conllu = |index: &OpenIndex| {
        let chosen = Selection::default().choose(index).unwrap();
        let papers = chosen_papers(index, &chosen).unwrap();
        let mut out = Vec::new();
        MarkupWriter::new(index, Markup::Conllu, &papers).write(&mut out, &papers).unwrap();
        String::from_utf8(out).unwrap()
    };
    let index = index_of_texts(&[("memo.conllu", PARSED)]);
    assert_eq!(conllu(index.open()), PARSED);
    let count = |query: &str| hits(index.open(), &cql(query), |paper| paper).len();
    assert_eq!(
        (count("[head=\"3\"]"), count("[head=\"0\" & deps=\"0:.*\"]"), count("[deps=\".*8\\.1:.*\"]")),
        (6, 1, 1)
    );
    // What another program has written comes back row by row, but for what the text does not have.
    let foreign = PARSED
        .replace("# generator = kwic\n", "")
        .replace("8.1:nsubj\t_\n", "8.1:nsubj\t_\n6.1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n");
    let rows = |text: &str| text.lines().filter(|line| !line.starts_with(['#', '6'])).collect::<Vec<_>>().join("\n");
    assert_eq!(rows(&conllu(index_of_texts(&[("memo.conllu", &foreign)]).open())), rows(PARSED));
}

#[test]
fn what_vertical_text_calls_head_stands_in_its_column_only_if_it_is_a_number() {
    let vrt = "<!-- #vrt columns: word head deps -->\n<text>\n<s>\nGo\t0\t0:root\nhome\tgo\tgo:obj\n</s>\n</text>\n";
    assert_round_trip(
        &index_of_texts(&[("a.vrt", vrt)]),
        &["[head=\"0\"]", "[head=\"go\" & deps=\"go:obj\"]"].map(cql),
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_annotated_papers_come_back(
        papers in prop::collection::vec(paper(), 1..5),
        queries in prop::collection::vec(query(), 24),
    ) {
        let mut all: Vec<(&str, &str)> = papers.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
        all.push(("always.vrt", ALWAYS));
        assert_round_trip(&index_of_texts(&all), &queries);
    }

    #[test]
    fn random_plain_papers_come_back(papers in random::papers(), blocks in markdown()) {
        let mut all = papers;
        all.push(("blocks.md".to_string(), blocks));
        let queries = ["[lc=\"arms\"] []{0,3} [lc=\"treaty\"] within s", "<section title=\"Part\"> []", "<p/>", "<s/>"];
        assert_round_trip(&random::index_of(&all), &queries.map(cql));
    }
}

/// Markdown of random blocks: what stands between words is of all kinds.
fn markdown() -> impl proptest::strategy::Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "arms",
        "U.S.",
        "don't",
        "É",
        "和平",
        "a_b",
        "3.5",
        "“Yes!”",
        "(no)",
        "—",
        "...",
        "?",
        "***",
        "_",
        "|",
        "\\",
        "%s",
        "&amp;",
        "договор.",
        "e.g.",
        "\u{a0}",
        "«а»",
    ]);
    let line = prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.join(" "));
    let start = prop::sample::select(vec!["", "", "", "# ", "## ", "#### ", "- ", "- ", "1. ", "> ", "    ", "| a | "]);
    let block =
        (start, line, prop::sample::select(vec!["\n", "\n\n"])).prop_map(|(s, line, end)| format!("{s}{line}{end}"));
    prop::collection::vec(block, 1..14).prop_map(|blocks| blocks.concat())
}

#[cfg_attr(not(shared_corpora), ignore = "the shared corpora are not beside the project")]
#[test]
fn real_papers_come_back() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let folder = tempfile::tempdir().unwrap();
    let some = [
        ("formats/conllu", "GUM_court_equality.conllu"),
        ("formats/vrt", "GUM_news_election.vrt"),
        ("formats/tei", "ParlaMint-ES-CT_2015-11-19.ana.xml"),
        ("country-papers", "iceland.xml"),
        ("minutes", "1963-11-01-hac-meeting-minutes.xml"),
        ("charter", "un_charter_zh.txt"),
        ("charter", "un_charter_ar.txt"),
        ("languages/de-laws", "bwahlg.md"),
        ("article", "kortunov-us-russian-relations.txt"),
        ("formats/html", "debian-policy-ch-archive.html"),
    ];
    for (place, file) in some {
        fs::copy(corpora.join(place).join(file), folder.path().join(file)).unwrap();
    }
    let queries =
        ["[lemma=\"be\"]", "[upos=\"NOUN\"] within s", "<entity etype=\"person\"/>", "<s/>", "<p/>", "<page> []"];
    assert_round_trip(&index_of(folder.path()), &queries.map(cql));
}
