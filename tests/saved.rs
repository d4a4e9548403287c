//! Saved results, as the index they were made of goes on.
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

mod common;

use common::{build_quietly, options, run, write_papers};
use kwic::index::OpenIndex;
use kwic::query::parse_simple;
use kwic::search::{Hit, InSaved, SavedName, SavedResult, Selection, find, load_saved, saved_names};
use tempfile::TempDir;

const MEMO: &str = "# Talks\n\nThe arms talks went on.\n\n# Trade\n\nTrade in arms.\n\n# Peace\n\nNothing more.\n";

fn memos() -> TempDir {
    write_papers(&[("papers/a.md", MEMO), ("papers/b.txt", "Arms, arms and arms."), ("papers/c.txt", "No weapons.")])
}

fn build(place: &TempDir, fresh: bool) -> OpenIndex {
    let (papers, index) = (place.path().join("papers"), place.path().join("index"));
    build_quietly(&kwic::index::BuildOptions { fresh, ..options(&papers, &index) });
    OpenIndex::open(&index).unwrap()
}

fn arms(index: &OpenIndex) -> Vec<Hit> {
    let chosen = Selection::default().choose(index).unwrap();
    find(index, &parse_simple("arms", false).unwrap().into(), &chosen).unwrap()
}

fn name() -> SavedName {
    "@arms".parse().unwrap()
}

/// Saves the hits of `arms`.
fn save(index: &OpenIndex) -> SavedResult {
    let saved = SavedResult::new(index, &name(), &arms(index));
    saved.write(index.folder()).unwrap();
    saved
}

fn load(index: &OpenIndex) -> (Vec<Hit>, Option<String>) {
    SavedResult::read(index.folder(), &name()).unwrap().hits(index).unwrap()
}

#[test]
fn what_is_saved_is_what_is_loaded() {
    let place = memos();
    let index = build(&place, false);
    let saved = save(&index);
    assert_eq!((saved.count(), saved.papers.len()), (5, 2));
    assert_eq!(load(&index), (arms(&index), None));
    assert_eq!(SavedResult::read(index.folder(), &name()).unwrap(), saved);
    let (by_name, notes) = load_saved(&index, ["arms"]).unwrap();
    assert_eq!((&by_name["arms"], notes.len()), (&arms(&index), 0));
}

#[test]
fn hits_outlive_additions_merges_and_fresh_builds() {
    let place = memos();
    save(&build(&place, false));
    for number in 0..12 {
        // Papers before and behind the others, one by one: segments are merged on the way.
        fs::write(place.path().join(format!("papers/{}{number}.md", ["A", "d"][number % 2])), MEMO).unwrap();
        build(&place, false);
    }
    for fresh in [false, true] {
        let index = build(&place, fresh);
        let (hits, note) = load(&index);
        let old: Vec<Hit> =
            arms(&index).into_iter().filter(|hit| ["a", "b"].contains(&paper_of(&index, hit))).collect();
        assert_eq!(hits, old);
        assert!(note.unwrap().contains("its 5 hits are where they were"));
    }
}

fn paper_of<'a>(index: &'a OpenIndex, hit: &Hit) -> &'a str {
    &index.manifest().papers[index.sections()[hit.section as usize].paper as usize].id
}

#[test]
fn papers_that_changed_or_went_are_named_with_their_hits() {
    let place = memos();
    save(&build(&place, false));
    fs::write(place.path().join("papers/a.md"), format!("A word before. {MEMO}")).unwrap();
    fs::remove_file(place.path().join("papers/b.txt")).unwrap();
    let index = build(&place, false);
    let (hits, note) = load(&index);
    assert_eq!(hits, []);
    let note = note.unwrap();
    assert!(note.contains("@arms is of an earlier state of the index: 0 hits are left"), "{note}");
    assert!(note.contains("2 hits in a, which has changed; 3 hits in b, which is gone"), "{note}");
    assert!(note.contains(&format!("`kwic saved --again @arms --index {}`", index.folder().display())), "{note}");
}

#[test]
fn a_paper_whose_words_are_now_joined_otherwise_has_changed() {
    let place = write_papers(&[
        (
            "papers/a.txt",
            "The delegations spoke of the relations which had been at their worst for years, and of co-\n\
             operation in all matters of arms and of trade, as they had done in the winter before, and\n\
             then they went home to write again.\n",
        ),
        ("papers/b.txt", "It was a time of co-operation.\n"),
    ]);
    let index = build(&place, false);
    save(&index);
    let before = index.manifest().text_hash(&index.manifest().papers[0]);
    fs::write(place.path().join("papers/b.txt"), "It was a time of cooperation.\n").unwrap();
    let index = build(&place, false);
    let record = &index.manifest().papers[0];
    assert_ne!(index.manifest().text_hash(record), before);
    assert!(load(&index).1.unwrap().contains("1 hit in a, which has changed"));
}

#[test]
fn a_selection_takes_the_sections_or_the_papers_of_a_result() {
    let place = memos();
    let index = build(&place, false);
    save(&index);
    let chosen = |saved: &str, papers: &[&str]| -> Vec<String> {
        let saved = vec![saved.parse::<InSaved>().unwrap()];
        let selection =
            Selection { saved, papers: papers.iter().map(|p| p.to_string()).collect(), ..Selection::default() };
        let chosen = selection.choose(&index).unwrap();
        let sections = index.sections().iter().enumerate().filter(|(at, _)| chosen.contains(*at));
        sections.map(|(_, s)| index.section_path(s).unwrap().join("/")).collect()
    };
    assert_eq!(chosen("@arms", &[]), ["Talks", "Trade", ""]);
    assert_eq!(chosen("@arms:paper", &[]), ["Talks", "Trade", "Peace", ""]);
    assert_eq!(chosen("@arms:paper", &["a"]), ["Talks", "Trade", "Peace"]);
    assert_eq!(chosen("@arms", &["c"]), Vec::<String>::new());
}

#[test]
fn files_that_are_damaged_or_hostile_are_refused() {
    let place = memos();
    let index = build(&place, false);
    let saved = save(&index);
    let file = index.folder().join("saved/arms.json");
    let with = |hits: Vec<(u32, u32)>| {
        let mut saved = saved.clone();
        saved.papers[0].hits = hits;
        saved.write(index.folder()).unwrap();
        SavedResult::read(index.folder(), &name()).unwrap().hits(&index)
    };
    for hits in [vec![(2, 0)], vec![(2, u32::MAX)], vec![(4_000_000_000, 1)], vec![(4, 4)]] {
        assert!(with(hits.clone()).unwrap_err().to_string().contains("a hit that is not in a"), "{hits:?}");
    }
    assert_eq!(with(vec![(3, 1), (1, 1), (1, 1)]).unwrap().0.len(), 5);
    let other = SavedResult { name: "other".into(), ..saved.clone() };
    for bytes in [b"{".to_vec(), b"[]".to_vec(), serde_json::to_vec(&other).unwrap(), vec![0xff; 100]] {
        fs::write(&file, bytes).unwrap();
        let error = SavedResult::read(index.folder(), &name()).unwrap_err();
        assert!(error.to_string().contains("kwic saved --remove @arms"), "{error}");
    }
    let escaping = SavedResult { name: "../../arms".into(), ..saved };
    assert!(escaping.write(index.folder()).is_err());
}

#[test]
fn building_again_leaves_what_is_saved() {
    let place = memos();
    let folder = build(&place, false).folder().to_path_buf();
    save(&OpenIndex::open(&folder).unwrap());
    build(&place, true);
    // An index that cannot be read any more is taken away before it is built again.
    fs::write(folder.join("meta.json"), "{}").unwrap();
    build(&place, true);
    assert_eq!(saved_names(&folder), [name()]);
    assert_eq!(load(&OpenIndex::open(&folder).unwrap()), (arms(&OpenIndex::open(&folder).unwrap()), None));
}

fn corpus() -> TempDir {
    let place =
        write_papers(&[("corpus/a.md", MEMO), ("corpus/b.txt", "Arms, arms and arms."), ("corpus/c.txt", "No.")]);
    run(place.path(), &["index"]);
    place
}

#[test]
fn a_result_is_saved_listed_selected_and_removed() {
    let place = corpus();
    let here: &Path = place.path();
    let found = run(here, &["find", "arms", "--limit", "1", "--year", "..2030", "--save", "@arms"]);
    assert!(
        found.err.contains("No hits") && found.err.contains("Saved as @arms: 0 hits in 0 papers."),
        "{}",
        found.err
    );
    let found = run(here, &["find", "arms", "--limit", "1", "--save", "@arms"]);
    assert!(found.err.contains("Saved as @arms: 5 hits in 2 papers, in place of 0 hits"), "{}", found.err);
    let listed = run(here, &["saved"]);
    let row: Vec<&str> = listed.out.lines().nth(1).unwrap().split('\t').collect();
    assert_eq!(row[..6], ["@arms", "arms", "", "5", "2", "as it is"]);
    let talks = run(here, &["find", "talks", "--in", "@arms"]);
    assert!(talks.err.contains("2 hits for talks in 1 paper of the selection"), "{}", talks.err);
    let papers = run(here, &["papers", "--in", "@arms:paper"]);
    assert_eq!(papers.out.lines().skip(1).map(|l| l.split('\t').next().unwrap()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(run(here, &["saved", "--remove", "@arms"]).status, Some(0));
    let gone = run(here, &["find", "talks", "--in", "@arms"]);
    assert_eq!(gone.status, Some(2));
    assert!(gone.err.contains("@arms: there is no saved result of this name"), "{}", gone.err);
}

#[test]
fn a_result_of_an_earlier_index_is_said_and_made_again() {
    let place = corpus();
    let here: &Path = place.path();
    run(here, &["find", "arms", "--sample", "3", "--save", "@arms", "--output", "lines.csv"]);
    fs::remove_file(here.join("lines.csv")).unwrap();
    fs::write(here.join("corpus/d.txt"), "More arms.").unwrap();
    run(here, &["index"]);
    let stale = run(here, &["facets", "--in", "@arms"]);
    assert!(stale.err.contains("note: @arms is of an earlier state of the index"), "{}", stale.err);
    assert!(run(here, &["saved"]).out.contains("an earlier state"));
    let again = run(here, &["saved", "--again", "@arms"]);
    assert_eq!((again.status, again.out.as_str()), (Some(0), ""), "{}", again.err);
    assert!(again.err.contains("Saved as @arms: 3 hits in"), "{}", again.err);
    assert!(!here.join("lines.csv").exists());
    assert!(run(here, &["saved"]).out.contains("as it is"));
}

#[test]
fn the_hits_that_statistics_count_are_saved_as_one_result() {
    let place = corpus();
    let here: &Path = place.path();
    for (command, saved, query) in [
        (
            &["compare", "arms", "talks", "arms talks", "--by", "paper"][..],
            "8 hits in 2 papers",
            "arms; talks; arms talks",
        ),
        (&["spread", "talks", "--paper", "a"], "2 hits in 1 paper", "talks"),
        (&["collocates", "arms", "--min-count", "1"], "5 hits in 2 papers", "arms"),
        (&["compare", "nato"], "0 hits in 0 papers", "nato"),
    ] {
        let counted = run(here, &[command, &["--save", "@counted"]].concat());
        assert!(counted.err.contains(&format!("Saved as @counted: {saved}")), "{}", counted.err);
        let listed = run(here, &["saved"]);
        assert_eq!(listed.out.lines().nth(1).unwrap().split('\t').nth(1).unwrap(), query);
        let again = run(here, &["saved", "--again", "@counted"]);
        assert!(again.err.contains(&format!("Saved as @counted: {saved}, in place of {saved}")), "{}", again.err);
    }
    run(here, &["compare", "arms", "talks", "arms talks", "--save", "@counted"]);
    let found = run(here, &["find", "@counted"]);
    let matches: Vec<&str> = found.out.lines().skip(1).map(|line| line.split('\t').nth(9).unwrap()).collect();
    assert_eq!(matches, ["Talks", "arms", "arms talks", "talks", "arms", "Arms", "arms", "arms"]);
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let place = corpus();
    for name in ["../x", "@../../x", "", "@", "@a/b", "@.x"] {
        let refused = run(place.path(), &["find", "arms", "--save", name]);
        assert_eq!((refused.status, refused.out.as_str()), (Some(2), ""), "{name}");
        assert_eq!(run(place.path(), &["saved", "--remove", name]).status, Some(2), "{name}");
    }
    assert!(!place.path().join("index/saved").exists());
}
