//! Random papers in vertical text whose spans nest and cross, and random queries of what they say of their words.

use kwic::query::{Query, parse_cql};
use proptest::prelude::*;
use proptest::sample::select;

/// A paper that has every annotation and layer, so that no query names one that no paper has.
pub const ALWAYS: &str = "<!-- #vrt columns: word lemma pos -->\n<text>\n<s kind=\"x\">\n<ne type=\"PER\">\n<sp who=\"y\">\na\ta\tN\n\
                      </sp>\n</ne>\n</s>\n</text>\n";

/// Lines of vertical text: words and tags, which need not fit together.
pub const LINES: &[&str] = &[
    "a\ta\tN",
    "a\ta\tV",
    "A\ta\tN",
    "b\tbe\tV",
    "b\tbe\tN",
    "B\t_\tN",
    "c's\tc\t_",
    "c\tc\tN",
    ".\t.\tP",
    "<ne type=\"PER\">",
    "<ne type=\"LOC\">",
    "<ne>",
    "</ne>",
    "</ne>",
    "<sp who=\"x\">",
    "<sp who=\"y\">",
    "</sp>",
    "<s>",
    "<s kind=\"q\">",
    "</s>",
    "<p>",
    "</p>",
    "<g/>",
];

const TESTS: &[&str] = &[
    "[lemma=\"a\"]",
    "[lemma=\"be\"]",
    "[lemma=\"A\"%c]",
    "[pos=\"N\"]",
    "[pos=\"[NV]\"]",
    "[pos!=\"N\"]",
    "[lemma=\"a\" & pos!=\"N\"]",
    "[lemma=\"be\" | word=\"c\"]",
    "[word=\"a\"]",
    "[lc=\"b\"]",
    "[!(lemma=\".*\")]",
    "[]",
    "[]",
];

const PLACES: &[&str] =
    &["<ne>", "</ne>", "<ne type=\"PER\">", "</ne type!=\"PER\">", "<sp>", "</sp>", "<s>", "</s>", "<s kind=\"q\">"];

const SPANS: &[&str] = &["<ne/>", "<ne type=\"LOC\"/>", "<ne type!=\"LOC\"/>", "<sp who=\"x\"/>", "<s kind=\".\"/>"];

const OPEN: &[(&str, &str)] =
    &[("<ne>", "</ne>"), ("<ne type=\"PER\">", "</ne>"), ("<sp who=\"x|y\">", "</sp>"), ("<s kind=\"q\">", "</s>")];

fn one_of(all: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    select(all).prop_map(str::to_string)
}

fn pattern() -> BoxedStrategy<String> {
    let leaf = prop_oneof![10 => one_of(TESTS), 1 => one_of(PLACES), 1 => one_of(SPANS)];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let region = (select(OPEN), inner.clone()).prop_map(|((open, close), p)| format!("({open} {p} {close})"));
        prop_oneof![
            4 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} {b}")),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} | {b})")),
            2 => (inner.clone(), one_of(&["?", "*", "+", "{2}"])).prop_map(|(p, times)| format!("({p}){times}")),
            3 => region,
            1 => (one_of(&["?=", "?!", "?<=", "?<!"]), inner.clone()).prop_map(|(look, p)| format!("({look} {p})")),
            1 => inner.prop_map(|p| format!("a:({p})")),
        ]
    })
    .boxed()
}

pub fn query() -> impl Strategy<Value = Query> {
    let narrowed = prop_oneof![
        Just(String::new()),
        one_of(&[" within ne", " !within ne", " within sp", " within <ne type=\"PER\"/>", " within s"]),
        one_of(&[" containing <ne/>", " !containing <sp who=\"x\"/>", " containing [pos=\"V\"]"]),
        one_of(&[
            " :: match.lemma = \"a\"",
            " :: a.pos = \"N\"",
            " :: a.lemma = match.lemma",
            " :: matchend.pos != \"N\"",
        ]),
    ];
    let set = (pattern(), narrowed).prop_map(|(p, narrowed)| format!("{p}{narrowed}"));
    let joined = prop_oneof![
        5 => set.clone(),
        1 => (set.clone(), one_of(&["&", "-", "|"]), set.clone()).prop_map(|(a, sign, b)| format!("({a}) {sign} ({b})")),
        1 => (one_of(TESTS), one_of(SPANS), one_of(&["ne", "sp", "-1 2"])).prop_map(|(a, b, near)| format!("(meet {a} {b} {near})")),
        1 => (one_of(SPANS), set).prop_map(|(a, b)| format!("{a} containing ({b})")),
    ];
    joined.prop_filter_map("a query that can be read", |text| parse_cql(&text).ok())
}

pub fn paper() -> impl Strategy<Value = (String, String)> {
    let text = prop::collection::vec(select(LINES), 0..50);
    let vertical = (0u8..6, prop::collection::vec(text, 1..3)).prop_map(|(file, texts)| {
        let text = |lines: &Vec<&str>| format!("<text year=\"1996\">\n{}\n</text>\n", lines.join("\n"));
        let texts: String = texts.iter().map(text).collect();
        (format!("paper-{file}.vrt"), format!("<!-- #vrt columns: word lemma pos -->\n{texts}"))
    });
    prop_oneof![6 => vertical, 1 => Just(("plain.md".to_string(), "a b c, and no annotation.".to_string()))]
}
