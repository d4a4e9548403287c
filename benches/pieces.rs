//! The hot pieces, each alone, over generated text.
//!
//! ```text
//! cargo bench --bench pieces
//! ```
//!
//! All of it goes through the library's public face; packing and the coding of gaps are therefore measured where they
//! are read, and where they are written by `kwic bench` as a part of the token store.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

use kwic::bench::generate::{Papers, generate};
use kwic::concordance::{SortKeys, sort};
use kwic::index::{BuildOptions, OpenIndex, Progress, build};
use kwic::query::{Query, parse_cql, parse_simple};
use kwic::search::{Compiled, Hit, How, Plan, SavedHits, Selection, find_with};
use kwic::text::{Collation, Folder, Interner, words};

/// Bytes of text.
const SIZE: u64 = 4_000_000;

fn main() {
    divan::main();
}

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let mut text = String::new();
    for paper in Papers::new(1) {
        text.push_str(&paper.text);
        if text.len() as u64 >= SIZE {
            break;
        }
    }
    text
});

struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _: u64) {}
    fn read(&self, _: u64) {}
    fn stage(&self, _: &str) {}
}

static INDEX: LazyLock<OpenIndex> = LazyLock::new(|| {
    let place = tempfile::tempdir().unwrap();
    let (papers, index) = (place.path().join("papers"), place.path().join("index"));
    generate(SIZE, 1, &papers, &|_| ()).unwrap();
    let options = BuildOptions {
        reading: kwic::papers::ReadingOptions::default(),
        papers: vec![papers],
        index: index.clone(),
        themes: None,
        threads: 1,
        memory: 512_000_000,
        fresh: false,
    };
    build(&options, &Quiet).unwrap();
    // Its files stay open, though the folder goes away.
    OpenIndex::open(&index).unwrap()
});

fn ranges() -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    words(&TEXT, |start, end| ranges.push((start, end)));
    ranges
}

/// The distinct words of the text.
fn types() -> Interner {
    let mut types = Interner::default();
    for (start, end) in ranges() {
        types.number_of(&TEXT, start..end);
    }
    types
}

#[divan::bench]
fn cutting(bencher: Bencher) {
    let text = &*TEXT;
    bencher.counter(BytesCount::of_str(text)).bench(|| {
        let mut count = 0;
        words(text, |start, end| count += end - start);
        count
    });
}

#[divan::bench]
fn hashing(bencher: Bencher) {
    let ranges = ranges();
    bencher.counter(ItemsCount::new(ranges.len())).bench(|| {
        let mut interner = Interner::default();
        for &(start, end) in &ranges {
            black_box(interner.number_of(&TEXT, start..end));
        }
        interner.words().len()
    });
}

#[divan::bench]
fn folding(bencher: Bencher) {
    let (types, folder) = (types(), Folder::new());
    bencher.counter(ItemsCount::new(types.words().len())).bench(|| {
        let mut out = String::new();
        types.words().iter().for_each(|word| folder.fold_into(word, &mut out));
        out
    });
}

#[divan::bench]
fn collation(bencher: Bencher) {
    let (types, collation) = (types(), Collation::root().unwrap());
    bencher.counter(ItemsCount::new(types.words().len())).bench(|| {
        let mut keys: Vec<Vec<u8>> = types.words().iter().map(|word| collation.key(word)).collect();
        keys.sort_unstable();
        keys
    });
}

#[divan::bench]
fn reading_packed_types(bencher: Bencher) {
    let segments = INDEX.segments();
    let tokens: u32 = segments.iter().map(|segment| segment.store.token_count()).sum();
    bencher.counter(ItemsCount::new(tokens)).bench(|| {
        let mut sum = 0u64;
        for segment in segments {
            segment.store.for_each_type(0..segment.store.token_count(), |id| sum += u64::from(id));
        }
        sum
    });
}

#[divan::bench]
fn reading_gaps(bencher: Bencher) {
    let segments = INDEX.segments();
    let tokens: u32 = segments.iter().map(|segment| segment.store.token_count()).sum();
    bencher.counter(ItemsCount::new(tokens)).bench(|| {
        let mut sum = 0;
        for segment in segments {
            let mut gaps = segment.store.gaps();
            sum += (0..segment.store.token_count()).map(|at| gaps.gap(at).len()).sum::<usize>();
        }
        sum
    });
}

#[divan::bench]
fn iterating_postings(bencher: Bencher) {
    let segments = INDEX.segments();
    let all = || {
        let mut positions = Vec::new();
        for segment in segments {
            let range = 0..segment.store.token_count();
            for form in 0..segment.store.lexicon().folded_len() {
                segment.store.push_positions(form, &range, &mut positions);
            }
        }
        positions.len()
    };
    bencher.counter(ItemsCount::new(all())).bench(all);
}

fn hits(query: &Query, plan: Plan) -> Vec<Hit> {
    let compiled = Compiled::new(query, query.spans.usual_strategy(), &SavedHits::new()).unwrap();
    let chosen = Selection::default().choose(&INDEX).unwrap();
    find_with(&INDEX, &compiled, &chosen, How { plan, ..How::default() }).unwrap()
}

#[divan::bench]
fn matching_by_postings(bencher: Bencher) {
    let query = parse_simple("ba fo", false).unwrap().into();
    bencher.bench(|| hits(&query, Plan::Postings).len());
}

#[divan::bench]
fn matching_by_scan(bencher: Bencher) {
    let query = parse_cql(r#"[lc=".*a.*"] []{0,2} [lc=".*n"]"#).unwrap();
    bencher.bench(|| hits(&query, Plan::Scan).len());
}

#[divan::bench]
fn sorting(bencher: Bencher) {
    let hits = hits(&parse_simple("ba", false).unwrap().into(), Plan::Cheapest);
    let keys: SortKeys = "R1,R2,R3".parse().unwrap();
    bencher.counter(ItemsCount::new(hits.len())).with_inputs(|| hits.clone()).bench_values(|mut hits| {
        sort(&INDEX, &mut hits, &keys, 1, usize::MAX).unwrap();
        hits
    });
}
