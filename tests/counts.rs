//! Counts, orders and cuts of hits, against plain ways of making the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};

use kwic::concordance::{Composer, Context, Dimension, Distinct, Lines, SortKeys, distinct, group, sample, sort};
use kwic::index::OpenIndex;
use kwic::query::{Strategy, parse_cql, parse_simple};
use kwic::search::{
    Compiled, Hit, How, SavedHits, Selection, dimension_values, explain, find_with, first_hits, naive_find,
};
use proptest::prelude::*;

mod common;
use common::random::{index_of, papers};
use common::{TestIndex, index_of_texts};

fn compiled(query: &str) -> Compiled {
    Compiled::new(&parse_cql(query).unwrap(), Strategy::Standard, &SavedHits::new()).unwrap()
}

/// The folded form of the token `offset` behind (or before) a hit's last (or first) one.
fn beside(index: &OpenIndex, hit: &Hit, offset: i64) -> Option<String> {
    let section = index.sections()[hit.section as usize];
    let store = &index.segment_of(&section).unwrap().store;
    let tokens = store.section(section.doc);
    let at = if offset > 0 { i64::from(hit.end) + offset - 1 } else { i64::from(hit.start) + offset };
    let inside = at >= 0 && at < i64::from(tokens.end - tokens.start);
    inside.then(|| {
        let lexicon = store.lexicon();
        lexicon.folded(lexicon.folded_of(store.type_at(tokens.start + at as u32))).to_string()
    })
}

fn node(index: &OpenIndex, hit: &Hit) -> String {
    let whole = Hit { end: hit.start, ..*hit };
    let words = (1..=i64::from(hit.end - hit.start)).map(|nth| beside(index, &whole, nth).unwrap());
    words.collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn groups_have_the_hits_that_lines_have(papers in papers(), query in prop_oneof![
        Just(r#"[lc="arms"]"#), Just(r#"[lc="arms"] [lc="control"]?"#), Just(r#"[lc=".*e.*"]{1,2}"#),
    ]) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = Selection::default().choose(index).unwrap();
        let hits = naive_find(index, &parse_cql(query).unwrap(), Strategy::Standard, &chosen, &SavedHits::new()).unwrap();
        for by in [&["paper"][..], &["year"], &["theme"], &["section"], &["R1"], &["node"], &["year", "L1"], &["R1", "node"]] {
            let dimensions: Vec<Dimension> = by.iter().map(|name| Dimension::read(name, index).unwrap()).collect();
            let grouping = group(index, &compiled(query), &chosen, How::default(), &dimensions).unwrap();
            prop_assert_eq!(grouping.hits, hits.len() as u64);
            let mut expected: BTreeMap<Vec<Option<String>>, (u64, BTreeSet<u32>)> = BTreeMap::new();
            for hit in &hits {
                let section = index.sections()[hit.section as usize];
                let mut rows = vec![vec![]];
                for name in by {
                    let values: Vec<Option<String>> = match *name {
                        "R1" => vec![beside(index, hit, 1)],
                        "L1" => vec![beside(index, hit, -1)],
                        "node" => vec![Some(node(index, hit))],
                        place => match dimension_values(index, &section, place).unwrap() {
                            none if none.is_empty() => vec![None],
                            some => some.into_iter().map(Some).collect(),
                        },
                    };
                    rows = rows.iter().flat_map(|row| {
                        values.iter().map(move |v| [row.clone(), vec![v.clone()]].concat()).collect::<Vec<_>>()
                    }).collect();
                }
                for row in rows {
                    let (count, papers) = expected.entry(row).or_default();
                    *count += 1;
                    papers.insert(section.paper);
                }
            }
            let found: BTreeMap<_, _> = grouping.groups.iter().filter(|g| g.hits > 0)
                .map(|g| (g.values.clone(), (g.hits, g.papers))).collect();
            let expected: BTreeMap<_, _> =
                expected.into_iter().map(|(row, (count, papers))| (row, (count, papers.len() as u64))).collect();
            prop_assert_eq!(found, expected, "by {:?}", by);
        }
    }

    #[test]
    fn sorted_lines_stand_in_the_order_of_their_keys(papers in papers(), keys in prop_oneof![
        Just("R1,R2"), Just("-L1"), Just("node,-R1"), Just("year,-position"), Just("-paper,R1"), Just("random"),
    ], most in 0usize..30) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = Selection::default().choose(index).unwrap();
        let hits = find_with(index, &compiled(r#"[lc="arms|nato"] [lc="control"]?"#), &chosen, How::default()).unwrap();
        let (mut all, mut first) = (hits.clone(), hits.clone());
        let parsed: SortKeys = keys.parse().unwrap();
        sort(index, &mut all, &parsed, 7, usize::MAX).unwrap();
        sort(index, &mut first, &parsed, 7, most).unwrap();
        prop_assert_eq!(&first[..], &all[..most.min(all.len())]);
        let mut same: Vec<Hit> = all.clone();
        same.sort();
        prop_assert_eq!(&same, &hits);
        // Of neighbours the keys themselves are looked at, by the order of plain words.
        let collation = kwic::text::Collation::root().unwrap();
        let words = |hit: &Hit, key: &str| match key {
            "R1" => beside(index, hit, 1).unwrap_or_default(),
            "R2" => beside(index, hit, 2).unwrap_or_default(),
            "L1" => beside(index, hit, -1).unwrap_or_default(),
            "node" => node(index, hit),
            _ => String::new(),
        };
        let number = |hit: &Hit, key: &str| {
            let paper = index.sections()[hit.section as usize].paper;
            match key {
                "paper" => i64::from(paper),
                "year" => index.manifest().papers[paper as usize].metadata.year.map_or(i64::MAX, i64::from),
                "position" => hits.iter().position(|h| h == hit).unwrap() as i64,
                _ => 0,
            }
        };
        for pair in all.windows(2) {
            let orders = keys.split(',').filter(|key| *key != "random").map(|key| {
                let (name, down) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
                let (a, b) = (words(&pair[0], name), words(&pair[1], name));
                let order = number(&pair[0], name).cmp(&number(&pair[1], name))
                    .then_with(|| collation.compare(&a, &b)).then_with(|| a.cmp(&b));
                if down { order.reverse() } else { order }
            });
            prop_assert!(orders.into_iter().find(|o| o.is_ne()).is_none_or(|o| o.is_lt()), "{keys}: {pair:?}");
        }
    }

    #[test]
    fn the_first_hits_are_the_first_of_all(papers in papers(), most in 0usize..40) {
        let index = index_of(&papers);
        let index = index.open();
        let chosen = Selection::default().choose(index).unwrap();
        let all = find_with(index, &compiled(r#"[lc="arms|the"]"#), &chosen, How::default()).unwrap();
        let first = first_hits(index, &compiled(r#"[lc="arms|the"]"#), &chosen, How::default(), most).unwrap();
        prop_assert_eq!(&first.hits[..], &all[..most.min(all.len())]);
        prop_assert_eq!(first.found, all.len());
        let papers: BTreeSet<u32> = all.iter().map(|hit| index.sections()[hit.section as usize].paper).collect();
        prop_assert_eq!(first.papers, papers.len());
    }
}

#[test]
fn a_group_has_the_tokens_of_its_sections_whatever_it_counts() {
    let index = index_of_texts(&[
        ("a.md", "---\nyear: 1990\n---\nArms control now. Arms control."),
        ("b.md", "---\nyear: 1991\n---\nNothing of that kind here."),
    ]);
    let chosen = Selection::default().choose(index.open()).unwrap();
    let year = [Dimension::read("year", index.open()).unwrap()];
    let query = parse_simple("arms control", false).unwrap().into();
    let compiled = Compiled::new(&query, Strategy::Standard, &SavedHits::new()).unwrap();
    let groups = group(index.open(), &compiled, &chosen, How::default(), &year).unwrap().groups;
    let rows: Vec<_> = groups.iter().map(|g| (g.values[0].as_deref(), g.hits, g.tokens, g.papers)).collect();
    assert_eq!(rows, [(Some("1990"), 2, 5, 1), (Some("1991"), 0, 5, 0)]);
    assert_eq!(groups[0].per_million(), Some(400_000.0));
}

#[test]
fn lines_that_read_the_same_count_once() {
    let same = "We met in Geneva. The treaty holds. We left.";
    let index = index_of_texts(&[("a.txt", same), ("b.txt", same), ("c.txt", "The treaty fails. The treaty holds.")]);
    let hits = index.hits("treaty");
    let count = |what, context| distinct(index.open(), hits.clone(), what, context).unwrap().len();
    assert_eq!(hits.len(), 4);
    assert_eq!(count(Distinct::Paper, Context::Sentence), 3);
    assert_eq!(count(Distinct::Line, Context::Sentence), 2);
    assert_eq!(count(Distinct::Line, Context::Section), 3);
}

#[test]
fn a_sample_is_the_same_however_the_index_was_built() {
    let text = "arms ".repeat(50);
    let papers: Vec<(String, String)> = (0..6).map(|n| (format!("paper-{n}.txt"), text.clone())).collect();
    let drawn = |index: &TestIndex| {
        let hits = sample(index.open(), index.hits("arms"), 20, 7);
        let place = |hit: &Hit| (index.open().sections()[hit.section as usize].paper, hit.start);
        hits.iter().map(place).collect::<Vec<_>>()
    };
    let (once, place) = (index_of(&papers), tempfile::tempdir().unwrap());
    let folder = common::write_papers(&[]);
    for (file, text) in papers.iter().rev() {
        std::fs::write(folder.path().join(file), text).unwrap();
        common::build_quietly(&common::options(folder.path(), place.path()));
    }
    let grown = OpenIndex::open(place.path()).unwrap();
    let chosen = Selection::default().choose(&grown).unwrap();
    let query = parse_simple("arms", false).unwrap().into();
    let hits = sample(&grown, kwic::search::find(&grown, &query, &chosen).unwrap(), 20, 7);
    let grown: Vec<_> = hits.iter().map(|hit| (grown.sections()[hit.section as usize].paper, hit.start)).collect();
    assert_eq!(drawn(&once), grown);
    assert_eq!(grown.len(), 20);
}

#[test]
fn the_plan_tells_what_is_looked_up_and_what_came_of_it() {
    let index = index_of_texts(&[("a.txt", &format!("Not one of them ended it. {}", "the ".repeat(100)))]);
    let chosen = Selection::default().choose(index.open()).unwrap();
    let steps = explain(index.open(), &compiled(r#"[lc="not"] []{0,3} [lc=".*ed"] within s"#), &chosen, How::default());
    let told: Vec<(String, String, u64)> = steps.unwrap().into_iter().map(|s| (s.part, s.way, s.real)).collect();
    assert_eq!(told[0], ("[lc==\"not\"]".to_string(), "1 types of the lexicons".to_string(), 1));
    let last = told.last().unwrap();
    assert_eq!((last.1.as_str(), last.2), ("hits by the standard strategy", 1));
    assert!(told.iter().any(|(_, way, real)| way == "looked up by [lc==\"not\"]" && *real == 1), "{told:?}");
}

#[test]
fn a_query_that_takes_too_long_is_stopped_and_said() {
    let index = index_of_texts(&[("a.txt", &"arms ".repeat(3000))]);
    let chosen = Selection::default().choose(index.open()).unwrap();
    let how = How { timeout: Some(std::time::Duration::ZERO), ..How::default() };
    let error = find_with(index.open(), &compiled(r#""arms" []* "none""#), &chosen, how).unwrap_err();
    assert!(error.to_string().contains("--timeout"), "{error}");
}

#[test]
fn lines_are_composed_alike_one_by_one_and_in_batches() {
    let text: String = (0..9000).map(|n| format!("“Arms, {n}”  control; ")).collect();
    let index = index_of_texts(&[("a.txt", &text), ("b.txt", "Arms.")]);
    let hits = index.hits("arms");
    assert_eq!(hits.len(), 9001);
    let composer = Composer::new(index.open(), Context::Tokens(3));
    for (hit, line) in hits.iter().zip(composer.lines(&hits).iter()).step_by(97) {
        let alone = composer.lines(std::slice::from_ref(hit)).iter().next().unwrap().unwrap();
        assert_eq!(line.unwrap(), alone);
    }
    let last = composer.lines(&hits[8999..]).iter().map(|line| line.unwrap()).collect::<Vec<_>>();
    assert_eq!(
        (&*last[0].left, &*last[0].node, &*last[0].right),
        ("“Arms, 8998” control; “", "Arms", ", 8999” control;")
    );
    assert_eq!((&*last[1].left, &*last[1].node, &*last[1].right), ("", "Arms", "."));
}

#[test]
fn labels_that_can_be_set_in_too_many_ways_are_an_error_and_no_burden() {
    let index = index_of_texts(&[("a.txt", &"arms ".repeat(2000))]);
    let chosen = Selection::default().choose(index.open()).unwrap();
    let query = compiled(r#"a:[] []* b:[] []* c:[] []* d:"none" :: a.lc = b.lc & c.lc = d.lc"#);
    let error = find_with(index.open(), &query, &chosen, How::default()).unwrap_err();
    assert!(error.to_string().contains("combinations of tokens"), "{error}");
}

/// The rarest word stands behind the section that is chosen, and further in than that is long.
#[test]
fn a_pattern_may_be_longer_than_what_is_looked_at() {
    let index = index_of_texts(&[("a.md", "# One\n\nArms talks.\n\n# Two\n\nArms and the treaty.")]);
    let index = index.open();
    let chosen = Selection { sections: vec!["One".into()], ..Selection::default() }.choose(index).unwrap();
    let long = compiled(r#"[lc="arms"] []{9} [lc="treaty"]"#);
    assert_eq!(find_with(index, &long, &chosen, How::default()).unwrap(), []);
}
