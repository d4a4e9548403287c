//! Annotated papers: what CoNLL-U and vertical text say of their tokens is there, and can be asked for.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kwic::concordance::{Dimension, group};
use kwic::index::{BuildOptions, OpenIndex};
use kwic::papers::ReadingOptions;
use kwic::query::{Strategy, parse_cql};
use kwic::search::{Compiled, How, SavedHits, Selection, find};

mod common;
use common::{TestIndex, build_quietly, index_of, index_of_texts, options, run, write_papers};

const CONLLU: &str = "\
# newdoc id = first
# meta::title = The First
# newpar
# sent_id = 1
# speaker = Ann
# text = Don't say du, Ms. O'Neill!
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\t_\tMood=Imp\t3\taux\t_\t_
2\tn't\tnot\tPART\t_\t_\t3\tadvmod\t_\t_
3\tsay\tsay\tVERB\t_\t_\t0\troot\t_\t_
4-5\tdu\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
4\tde\tde\tADP\t_\t_\t5\tcase\t_\t_
5\tle\tle\tDET\t_\t_\t3\tobj\t_\t_
5.1\tsaid\tsay\tVERB\t_\t_\t_\t_\t_\t_
6\t,\t,\tPUNCT\t_\t_\t3\tpunct\t_\t_
7\tMs.\tMs.\tPROPN\t_\t_\t3\tvocative\t_\tNER=B-PER
8\tO'Neill\tO'Neill\tPROPN\t_\t_\t7\tflat\t_\tNER=I-PER|SpaceAfter=No
9\t!\t!\tPUNCT\t_\t_\t3\tpunct\t_\tNER=O

# newpar
# sent_id = 2
1\tSay\tsay\tVERB\t_\t_\t0\troot\t_\t_
2\tit\tit\tPRON\t_\t_\t1\tobj\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

# newdoc id = second
1\tSaid\tsay\tVERB\t_\t_\t0\troot\t_\t_

# newdoc id = broken
1\tSaid\tsay\tVERB

# newdoc id = third
1\tSays\tsay\tVERB\t_\t_\t0\troot\t_\t_
";

const VRT: &str = "\
<!-- #vrt columns: word pos lemma -->
<corpus>
<text id=\"a\" title=\"War &amp; Peace\" year=\"1996\">
<p>
<s n=\"1\">
<ne type=\"ORG\">
The\tDT\tthe
<ne type=\"PER\">
Smith\tNP\tSmith
</ne>
Trust\tNN\ttrust
</ne>
paid\tVV\tpay
&lt;\tSYM\t&lt;
</s>
</p>
</text>
<text id=\"b\">
<s>
Paid\tVV\tpay
<g/>
!\tSENT\t!
</s>
</text>
</corpus>
";

fn find_texts(index: &TestIndex, query: &str) -> Vec<String> {
    let chosen = Selection::default().choose(index.open()).unwrap();
    let hits = find(index.open(), &parse_cql(query).unwrap(), &chosen).unwrap();
    let composer = kwic::concordance::Composer::new(index.open(), kwic::concordance::Context::Tokens(5));
    kwic::concordance::Lines::iter(&composer.lines(&hits)).map(|line| line.unwrap().node).collect()
}

#[test]
fn a_label_within_itself_is_the_outer_one() {
    let index = index_of_texts(&[("memo.conllu", CONLLU)]);
    let plain = find_texts(&index, "[upos=\"VERB\"]");
    assert!(!plain.is_empty());
    for query in ["a:(a:[upos=\"VERB\"])", "a:(b:(a:[upos=\"VERB\"]))", "(a:(a:[upos=\"VERB\"])){1}"] {
        assert_eq!(find_texts(&index, &format!("{query} :: a.upos = match.upos")), plain, "{query}");
        assert_eq!(find_texts(&index, &format!("{query} :: a.upos = \"NOUN\"")), Vec::<String>::new(), "{query}");
        let with_next = |query: &str| find_texts(&index, &format!("{query} b:[] :: a.upos != b.upos"));
        assert_eq!(with_next(query), with_next("a:[upos=\"VERB\"]"), "{query}");
    }
}

#[test]
fn conllu_gives_back_its_text_and_is_found_by_what_it_says_of_words() {
    let index = index_of_texts(&[("memo.conllu", CONLLU)]);
    let texts = index.texts();
    assert_eq!(texts, ["Don't say du, Ms. O'Neill!\n\nSay it.", "Said", "Says"]);
    let papers = &index.open().manifest().papers;
    assert_eq!(papers.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["memo#first", "memo#second", "memo#third"]);
    assert_eq!(papers[0].metadata.title.as_deref(), Some("The First"));
    assert_eq!(papers[0].warnings, ["1 empty node, which the text does not have, is left out"]);
    assert_eq!(find_texts(&index, "[lemma=\"say\"]"), ["say", "Say", "Said", "Says"]);
    assert_eq!(find_texts(&index, "[upos=\"AUX\"] [lemma=\"not\"]"), ["Don't"]);
    assert_eq!(find_texts(&index, "\"de\" [upos=\"DET\"]"), ["du"]);
    assert_eq!(find_texts(&index, "<ne type=\"PER\"/>"), ["Ms. O'Neill"]);
    assert_eq!(find_texts(&index, "[upos=\"VERB\"] within <s speaker=\"Ann\"/>"), ["say"]);
    // A token's line is its own.
    let store = &index.open().segment_of(&index.open().sections()[0]).unwrap().store;
    let first = store.section(index.open().sections()[0].doc).start;
    assert_eq!([0, 1, 2, 4].map(|at| store.line(first + at)), [8, 9, 10, 13]);
    assert_eq!(store.sentence(first + 9).len(), 3);
}

#[test]
fn a_vertical_text_is_kwics_own_only_if_it_names_its_columns_before_its_papers() {
    let rows = "<s>\nArms\tNN\tarm\ntalks\tNNS\ttalk\n</s>\n</text>\n";
    let unnamed = format!("<!-- #vrt dialect: kwic -->\n<text id=\"a\">\n{rows}");
    let names = "<!-- #vrt columns: word before lemma -->\n";
    let late = format!("<!-- #vrt dialect: kwic -->\n<text id=\"a\">\n{rows}{names}<text id=\"b\">\n{rows}");
    for (text, papers) in [(unnamed, 1), (late, 2)] {
        let index = index_of_texts(&[("memo.vrt", &text)]);
        assert_eq!(index.texts(), vec!["Arms talks"; papers], "{text}");
        assert_eq!(find_texts(&index, "[lemma=\"arm\" & pos=\"NN\"]"), vec!["Arms"; papers], "{text}");
    }
}

#[test]
fn a_broken_row_names_its_line_and_costs_its_paper() {
    let index = index_of_texts(&[("memo.conllu", CONLLU), ("x.vrt", "a\tb\nc\n"), ("y.vrt", VRT)]);
    let failures: Vec<String> =
        index.open().manifest().failures.iter().map(|f| format!("{}: {}", f.file, f.what)).collect();
    assert_eq!(
        failures,
        [
            "memo.conllu: broken: line 30: a word has 10 columns with a tab between them, this has 4",
            "x.vrt: line 2: a word has 2 columns here, this has 1",
        ]
    );
    assert_eq!(index.open().manifest().papers.len(), 5);
}

#[test]
fn vertical_text_gives_papers_structures_and_columns() {
    let index = index_of_texts(&[("novel.vrt", VRT)]);
    assert_eq!(index.texts(), ["The Smith Trust paid <", "Paid!"]);
    let papers = &index.open().manifest().papers;
    assert_eq!(papers[0].metadata.title.as_deref(), Some("War & Peace"));
    assert_eq!((papers[0].metadata.year, papers[0].id.as_str()), (Some(1996), "novel#a"));
    assert_eq!(papers[0].warnings, Vec::<String>::new());
    assert_eq!(find_texts(&index, "[lemma=\"pay\"]"), ["paid", "Paid"]);
    // A span is one whole span, whatever lies in it.
    assert_eq!(find_texts(&index, "<ne type=\"ORG\"> []+ </ne>"), ["The Smith Trust"]);
    assert_eq!(find_texts(&index, "[pos=\"N.*\"] within <ne type=\"PER\"/>"), ["Smith"]);
    assert_eq!(find_texts(&index, "<ne type=\"ORG\"/> containing <ne type=\"PER\"/>"), ["The Smith Trust"]);
    assert_eq!(find_texts(&index, "<s n=\"1\"> []"), ["The"]);
    assert_eq!(find_texts(&index, "[pos=\"V.*\"] within corpus"), ["paid", "Paid"]);
}

#[test]
fn papers_without_a_layer_are_said_and_not_counted_as_none() {
    let papers = write_papers(&[("papers/memo.conllu", CONLLU), ("papers/plain.txt", "They say nothing.")]);
    let indexed = run(papers.path(), &["index", "papers"]);
    assert_eq!(indexed.status, Some(2), "{}", indexed.err);
    let ran = run(papers.path(), &["find", "--cql", "[lemma!=\"say\"]", "--by", "paper", "--format", "tsv"]);
    assert!(ran.err.contains("note: 1 of 4 papers has no layer `lemma`: it was not looked at."), "{}", ran.err);
    assert!(ran.out.contains("memo#first") && !ran.out.contains("plain"), "{}", ran.out);
    let ran = run(papers.path(), &["find", "say", "--by", "lemma", "--format", "tsv"]);
    assert!(ran.err.contains("1 of 4 papers has no layer `lemma`"), "{}", ran.err);
    assert!(
        ran.out.starts_with("lemma\thits\ttokens\tper_million\tpapers\nsay\t2\t") && ran.out.contains("\n\t1\t"),
        "{}",
        ran.out
    );
    let ran = run(papers.path(), &["find", "--cql", "[lema=\"say\"]"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.err.contains("   ^: there is no attribute `lema`\n  did you mean `lemma`?"), "{}", ran.err);
    let ran = run(papers.path(), &["find", "say", "--sort", "R1.upos", "--format", "tsv"]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    let ran = run(papers.path(), &["find", "say", "--sort", "R1.foo"]);
    assert!(ran.err.contains("no paper has such an annotation"), "{}", ran.err);
    let ran = run(papers.path(), &["layers", "--format", "tsv"]);
    assert!(ran.out.contains("lemma\t\t3\t\t14\t11\n") && ran.out.contains("ne\ttype\t1\t1\t2\t1\n"), "{}", ran.out);
}

#[test]
fn papers_of_one_file_come_and_go_with_it() {
    let doc = |id: &str, word: &str| format!("# newdoc id = {id}\n1\t{word}\t{word}\tX\t_\t_\t0\troot\t_\t_\n\n");
    let papers = write_papers(&[("always.txt", "Always.")]);
    let (grown, file) = (tempfile::tempdir().unwrap(), papers.path().join("memo.conllu"));
    let ids = |place: &Path| {
        let index = OpenIndex::open(place).unwrap();
        index.manifest().papers.iter().map(|paper| paper.id.clone()).collect::<Vec<_>>()
    };
    for (text, expected) in [
        (doc("a", "x") + &doc("b", "y"), vec!["always", "memo#a", "memo#b"]),
        (doc("b", "y") + &doc("b", "z") + &doc("c d/e", "z"), vec!["always", "memo#b", "memo#b_2", "memo#c_d_e"]),
        (doc("b", "y"), vec!["always", "memo"]),
        (doc("a", "x") + "1\tbroken\n\n" + &doc("b", "y"), vec!["always", "memo#b"]),
    ] {
        std::fs::write(&file, text).unwrap();
        // What has failed in part fails again, and the others are there once.
        for _ in 0..2 {
            build_quietly(&options(papers.path(), grown.path()));
            assert_eq!(ids(grown.path()), expected);
            kwic::index::check(grown.path()).unwrap();
        }
    }
    assert_eq!(OpenIndex::open(grown.path()).unwrap().manifest().failures.len(), 1);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(build_quietly(&options(papers.path(), grown.path())).removed, 1);
    assert_eq!(ids(grown.path()), ["always"]);
}

#[test]
fn hostile_vertical_text_costs_at_most_its_file() {
    let deep = format!("{}a\tb\n{}", "<x>\n".repeat(2000), "</x>\n".repeat(1000));
    let open = "<text>\n<text>\n</text></text>\n</y>\n<s\n<s a=\"b>\nw\n";
    let ids = "1-4000000000\ta\t_\t_\t_\t_\t_\t_\t_\t_\n99999999999\tb\t_\t_\t_\t_\t_\t_\t_\t_\n";
    let brackets = format!("1\ta\ta\t_\t_\t_\t0\troot\t_\tEntity={}\n", "(".repeat(5000));
    let index = index_of_texts(&[
        ("deep.vrt", &deep),
        ("open.vrt", open),
        ("ids.conllu", ids),
        ("brackets.conllu", &brackets),
        ("empty.conllu", ""),
        ("empty.vrt", ""),
        ("a#b.txt", "A paper."),
    ]);
    kwic::index::check(index.folder.path()).unwrap();
    assert!(index.open().manifest().failures.iter().any(|f| f.what.contains("line 2: `99999999999` is no number")));
    assert!(index.open().manifest().papers.iter().any(|paper| paper.id == "a%23b"));
}

fn corpora(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(folder)
}

/// How often each value of a column stands in the words of CoNLL-U files.
fn counted(files: &[PathBuf], column: usize) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for file in files {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns[0].parse::<u32>().is_ok() {
                *counts.entry(columns[column].to_string()).or_insert(0) += 1;
            }
        }
    }
    counts
}

fn grouped(index: &OpenIndex, query: &str, by: &str) -> BTreeMap<String, u64> {
    let compiled = Compiled::new(&parse_cql(query).unwrap(), Strategy::Standard, &SavedHits::new()).unwrap();
    let chosen = Selection::default().choose(index).unwrap();
    let found = group(index, &compiled, &chosen, How::default(), &[Dimension::read(by, index).unwrap()]).unwrap();
    found.groups.into_iter().map(|group| (group.values[0].clone().unwrap_or("_".into()), group.hits)).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn counts_are_those_of_the_files_lines() {
    for folder in ["annotated", "formats/conllu"] {
        let folder = corpora(folder);
        let (index, files) = (index_of(&folder), files(&folder));
        let columns = ["word", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps"];
        for (name, column) in columns.into_iter().zip(1..) {
            let by = format!("node.{name}");
            assert_eq!(grouped(index.open(), "[]", &by), counted(&files, column), "{name}");
        }
        let texts = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect::<String>();
        let sentences = texts.lines().filter(|line| line.starts_with("# sent_id")).count();
        assert_eq!(find_texts(&index, "<s/>").len(), sentences);
        // Every sentence stands in the reading text as the file has it.
        let all = index.texts().join("\n");
        for line in texts.lines().filter_map(|line| line.strip_prefix("# text = ")) {
            assert!(all.contains(line), "{line}");
        }
    }
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_same_papers_in_both_forms_give_the_same_hits() {
    let conllu = index_of(&corpora("formats/conllu"));
    let place = tempfile::tempdir().unwrap();
    let columns = ["word", "tag", "lemma", "claws", "upos", "deprel", "morphs"];
    let reading = ReadingOptions { vrt_columns: columns.map(str::to_string).to_vec(), ..ReadingOptions::default() };
    build_quietly(&BuildOptions { reading, ..options(&corpora("formats/vrt"), place.path()) });
    let vrt = OpenIndex::open(place.path()).unwrap();
    let hits = |index: &OpenIndex, query: &str| {
        let chosen = Selection::default().choose(index).unwrap();
        let hits = find(index, &parse_cql(query).unwrap(), &chosen).unwrap();
        let paper =
            |section: u32| index.manifest().papers[index.sections()[section as usize].paper as usize].id.clone();
        hits.into_iter().map(|hit| (paper(hit.section), hit.start, hit.end)).collect::<Vec<_>>()
    };
    for query in [
        "[]",
        "<s/>",
        "[upos=\"NOUN\"]",
        "[lemma=\"be\"]",
        "[upos=\"ADJ\"] [upos=\"NOUN\"]",
        "<s> [upos=\"PRON\"] [lemma=\"be\" & deprel=\"cop\"]",
        "[deprel=\"nsubj\"] []{0,3} [upos=\"VERB\"] within s",
    ] {
        assert_eq!(hits(conllu.open(), query), hits(&vrt, query), "{query}");
    }
}
