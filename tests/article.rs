//! The policy memo that kwic was started for: its sections and its counts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::path::{Path, PathBuf};

mod common;

fn article() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/article")
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn its_headings_make_this_tree() {
    let index = common::index_of(&article());
    let paths: Vec<String> =
        index.open().sections().iter().map(|s| index.open().section_path(s).unwrap().join(" > ")).collect();
    assert_eq!(
        paths,
        [
            "",
            "The Wisdom of Crisis Avoidance",
            "National Self-Interest Behind \"Enlightened\" Mutual Attitudes",
            "How Durable Will the New \"Modus Operandi\" Be?",
            "Trouble In The Future?",
            "Possible New Approaches",
            "Possible New Approaches > I. Arms Control",
            "Possible New Approaches > II. NATO Expansion",
            "Possible New Approaches > II. NATO Expansion > A) The \"New Yalta\" Option.",
            "Possible New Approaches > II. NATO Expansion > B) The \"OSCE versus NATO\" Option",
            "Possible New Approaches > II. NATO Expansion > C) The \"Membership-Through-Partnership\" Option",
            "Possible New Approaches > III. Economic Interaction",
            "Contradictory Mutual Perceptions",
        ]
    );
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn its_words_are_counted() {
    let index = common::index_of(&article());
    let expected = [
        ("nato", 25),
        ("russia", 44),
        ("us", 39),
        ("=US", 39),
        ("=us", 0),
        ("arms control", 8),
        ("russian-american", 9),
        ("us-russian", 9),
        ("united states", 1),
        ("cold war", 9),
        ("yeltsin", 12),
        ("yeltsin's", 3),
        ("~yeltsin", 15),
        ("the", 248),
        ("impression that america's only concern", 1),
        ("new approaches to russian security", 0),
    ];
    for (query, hits) in expected {
        assert_eq!(index.count(query), hits, "{query}");
    }
}
