//! How queries are read, and how mistakes in them are shown.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use unicode_width::UnicodeWidthStr;

use super::parse_cql;
use crate::query::KnownNames;
use crate::query::parse_simple;

/// Asserts that the queries of each row are read as one and the same.
#[track_caller]
fn assert_same(rows: &[&[&str]]) {
    for row in rows {
        let read = |query: &str| parse_cql(query).map(|q| (q.spans, q.strategy)).unwrap_or_else(|e| panic!("{e}"));
        for query in *row {
            assert_eq!(read(query), read(row[0]), "{query} and {}", row[0]);
        }
    }
}

#[test]
fn tokens_are_written_in_several_ways() {
    assert_same(&[
        &[r#""a""#, "'a'", "“a”", "„a“", "‘a’", r#"[word="a"]"#, r#"[ word = 'a' ]"#, r#"[word=="a"]"#, r#"("a");"#],
        &[r#"[word="a.b"%l]"#, r#"[word=="a.b"]"#, r#""a\.b""#, r#""a.b" %l"#],
        &[r#""a\"b"%l"#, r#""a""b"%l"#, r#"'a"b'%l"#, r#"[word == 'a"b']"#],
        &[r#""a.*"%cd"#, r#""a.*" %dc"#, r#"[word="a.*" %cd]"#],
        &[r#"[word!="a"]"#, r#"[!word="a"]"#, r#"[!(word="a")]"#, r#"[!!!word="a"]"#, r#"[word!=="a"]"#],
        &[r#"[lc="Of"]"#, r#"[lc="of"]"#, r#"[lc="ÓF"]"#, r#"[lc=="Of"%c]"#],
        &[r#"[] [: word="a" :]"#, r#"[] (?= [word="a"])"#],
        &[r#"[lc="Straße"]"#, r#"[lc="strasse"]"#],
        &[r#"[stem="Negoti"]"#, r#"[stem="negoti"]"#],
        &[r#"[word="a" & lc="b" | lc="c"]"#, r#"[(word="a" & lc="b") | lc="c"]"#],
        &[r#"[word="a" -> lc="b"]"#, r#"[word!="a" | lc="b"]"#],
    ]);
}

#[test]
fn sets_are_written_in_several_ways() {
    assert_same(&[
        &[r#""a" | "b""#, r#"("a" | "b")"#, r#"MU(union "a" "b")"#, r#"(join "a" "b")"#],
        &["@a & @b", "(intersection @a @b)", "(inter @a @b)"],
        &["@a - @b", "(difference @a @b)", "MU(diff @a @b)"],
        &["@a - @b - @c", "(@a - @b) - @c", "@a-@b-@c"],
        &["@a-b_c.v2 - @контроль", "(difference @a-b_c.v2 @контроль)"],
        &[r#"MU(meet "a" "b" s)"#, r#"(meet "a" "b" sentence)"#],
        &[r#"(meet "a" not "b" -3 -1)"#, r#""a" - (meet "a" "b" -3 -1)"#],
        &[r#""a" within s"#, r#""a" within <s/>"#, r#""a" within (<s/>)"#, r#""a" within sentence"#],
        &[r#""a" !within 20"#, r#""a" not within 20 words"#, r#""a" ! within 20 tokens"#],
        &[r#"<s/> !containing "a""#, r#"<s/> not containing "a""#],
        &[r#"<paper year="1996"> []"#, r#"<text year=1996> []"#, r#"<text_year="1996"> []"#, r#"<doc_year "1996"> []"#],
        &[r#"<paper year="1996" author="x"/>"#, r#"<paper year="1996" & author="x" />"#],
        &[
            r#"a:[] "b" :: a.lc = "c" within s"#,
            r#"a:[] "b" within s :: a.lc = "c""#,
            r#"a:[] "b" & a.lc = "c" within s"#,
        ],
        &[r#"@[] :: target.lc = "c""#, r#"target:[] :: target.lc = "c""#, r#"@:[] :: target.lc = "c""#],
        &[r#""a" :: match.text_year > 3"#, r#""a" :: match.year > 3"#, r#""a" :: int(match.doc_Year) > 3"#],
        &["(?longest) []", "(?LONGEST) []"],
        &[r#"a:[] :: a -> a.lc = "b""#, r#"a:[] :: !a | a.lc = "b""#],
    ]);
}

/// A query, the caret under the place of its mistake, and what is said there.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("", "^", "no token to look for"),
    (r#"[pos="N.*]"#, "     ^", "this quotation mark is not closed"),
    (r#"[pos="N.*"]"#, " ^", "no paper here has annotations; there are `word`, `lc`, `stem`"),
    (r#"[wrod="a"]"#, " ^", "did you mean `word`?"),
    (r#"word:"x""#, "^", "did you mean `[word=\"x\"]`?"),
    (r#"title:"x""#, "^", "match.title"),
    ("title:x", "      ^", "write `\"x\"`"),
    (r#"word="x""#, "^", "write `[word=\"…\"]`"),
    (r#"["x"]"#, " ^", "wants its attribute"),
    ("[word=x]", "      ^", "write `[word=\"x\"]`"),
    (r#"[word="a" lc="b"]"#, "          ^", "`&` or `|`"),
    (r#"[word="a""#, "^", "this bracket is not closed"),
    (r#"("a" "b""#, "^", "this bracket is not closed"),
    (r#""a")"#, "   ^", "closes none"),
    (r#""a"{3,1}"#, "   ^", "write `{1,3}`"),
    (r#""a"{201}"#, "   ^", "up to 200"),
    (r#""a"{0}"#, "   ^", "stands for nothing"),
    (r#""a"*?"#, "    ^", "one repetition stands behind another"),
    (r#""é" "tre(aty""#, "        ^", "unclosed group"),
    (r#""*ing""#, " ^", "any letters are `.*`"),
    (r#""a""b(""#, "     ^", "unclosed group"),
    ("[]*", "^", "every stretch of every paper"),
    (r#"[] | a:[]* []+"#, "^", "every stretch of every paper"),
    ("<s>", "^", "as in `<s> []`"),
    (r#"(?="a")"#, "^", "as in `<s> []`"),
    (r#""a" within sentense"#, "           ^", "did you mean `sentence`?"),
    (r#""a" within x"#, "           ^", "there are `s`, `p`, `page`, `section`, `paper`"),
    (r#"<section titel="x"/>"#, "         ^", "did you mean `title`?"),
    (r#""a" :: "#, "       ^", "a constraint should follow"),
    (r#""a" :: word = "x""#, "       ^", "say of which token"),
    (r#"adj:[] :: adi.lc = "x""#, "          ^", "did you mean `adj`?"),
    (r#"a:[] :: a.year = 1990"#, "          ^", "match.year"),
    (r#""a" AND "b""#, "    ^", "no operator of CQL"),
    (r#""a" OR "b""#, "    ^", "write `|`"),
    (r#"NOT "a""#, "^", "no operator of CQL"),
    (r#""term"~2"#, "      ^", "[]{0,5}"),
    (r#""arms control"~5"#, " ^", r#"`"arms" []{0,5} "control"`"#),
    (r#""boost"^3"#, "       ^", "every hit counts the same"),
    ("treaty", "^", "write `\"treaty\"`, or leave out --cql"),
    (r#""US-Russian""#, " ^", r#"`"US" "Russian"`"#),
    (r#""a" cut 10"#, "    ^", "--limit"),
    (r#""a" expand to s"#, "    ^", "--context"),
    (r#""a" within s containing "b""#, "             ^", "put brackets"),
    (r#""a" & "b" | "c""#, "          ^", "put brackets"),
    (r#"([] containing "a") "b""#, "^", "part of a longer pattern"),
    (r#"meet "a" "b" 1 1"#, "^", "stands in brackets"),
    ("(?lngest) []", "  ^", "standard, shortest, longest, traditional, all"),
    ("/region[s]", "^", "`<s/>`"),
];

#[test]
fn mistakes_are_shown_where_they_are() {
    for (query, caret, words) in MISTAKES {
        let read = parse_cql(query).and_then(|query| query.asked().check(&KnownNames::default()));
        let error = read.expect_err(query).to_string();
        let lines: Vec<&str> = error.lines().collect();
        assert_eq!(lines[1], format!("  {query}"), "{error}");
        assert!(lines[2].starts_with(&format!("  {caret}: ")), "{error}");
        assert!(error.contains(words), "{error}\nshould say {words}");
    }
}

#[test]
fn brackets_and_operators_may_not_nest_without_end() {
    let deep =
        |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(100_000), close.repeat(100_000));
    for query in [
        deep("(", "\"a\"", ")"),
        deep("(?=", "\"a\"", ")"),
        format!("[{}]", deep("(", "word=\"a\"", ")")),
        format!("[{}]", deep("!(", "word=\"a\"", ")")),
        format!("[{}]", deep("word=\"a\" -> ", "word=\"a\"", "")),
        format!("\"a\" :: {}", deep("(", "1 < 2", ")")),
        format!("\"a\" :: {} > 2", deep("1 + ", "1", "")),
        format!("a:[] :: {}", deep("a -> ", "a", "")),
        deep("@a - ", "@a", ""),
        deep("MU(union ", "@a", " @b)"),
    ] {
        let error = parse_cql(&query).expect_err("too deep").to_string();
        assert!(
            error.contains("more than 50") || error.contains("more than 100"),
            "{}",
            error.chars().rev().take(100).collect::<String>()
        );
    }
    for query in
        [deep("\"a\" ", "\"a\"", ""), deep("\"a\" | ", "\"a\"", ""), format!("[{}]", deep("!", "word=\"a\"", ""))]
    {
        assert!(parse_cql(&query).is_ok());
    }
}

/// Pieces of which queries are made, and others.
const PIECES: &[&str] = &[
    "\"a\"",
    "\"b.*\"%c",
    "'c'",
    "“d”",
    "\"",
    "'",
    "”",
    "\\",
    "%",
    "%l",
    "%x",
    "[",
    "]",
    "[]",
    "[word=\"a\"]",
    "word",
    "lc",
    "stem",
    "pos",
    "=",
    "!=",
    "==",
    "!",
    "&",
    "|",
    "->",
    "(",
    ")",
    "(?=",
    "(?!",
    "(?<=",
    "(?<!",
    "(?longest)",
    "(?",
    "?",
    "*",
    "+",
    "{",
    "}",
    "{2}",
    "{,3}",
    "{2,}",
    "{5,2}",
    "{999999999999}",
    ",",
    "a:",
    "1:",
    "@",
    "@a",
    "@[",
    ":",
    "::",
    "a",
    "a.lc",
    "match.year",
    "distance(a,b)",
    "start(",
    "int(",
    "<",
    ">",
    "<=",
    "/",
    "<s>",
    "</s>",
    "<s/>",
    "<paper year=\"1996\"/>",
    "<text_year",
    "within",
    "!within",
    "not",
    "containing",
    "s",
    "section",
    "20",
    "-3",
    "3.5",
    "-",
    "MU",
    "(meet",
    "meet",
    "union",
    "AND",
    "~",
    "^",
    "#",
    ";",
    " ",
    "  ",
    "\t",
    "\n",
    "é",
    "договор",
    "和平",
    "👩‍👩‍👧",
    "\u{301}",
    "\u{202e}",
    "\0",
    "{0,3}",
    "_",
    "NEAR/5",
    "=US",
    "~negotiate",
    "n?to",
    "*",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec((0..PIECES.len(), prop::bool::ANY), 0..24).prop_map(|pieces| {
        pieces.iter().map(|(piece, blank)| format!("{}{}", PIECES[*piece], if *blank { " " } else { "" })).collect()
    })
}

/// A good query with a piece taken out, put in or put elsewhere.
fn mutated() -> impl Strategy<Value = String> {
    let good: Vec<&str> = MISTAKES.iter().map(|mistake| mistake.0).chain(GOOD.iter().copied()).collect();
    let change = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..PIECES.len());
    (prop::sample::select(good), prop::collection::vec(change, 1..4)).prop_map(|(query, changes)| {
        let mut letters: Vec<char> = query.chars().collect();
        for (from, to, piece) in changes {
            let (from, to) = (from.index(letters.len() + 1), to.index(letters.len() + 1));
            let range = from.min(to)..from.max(to).min(from.min(to) + 3);
            letters.splice(range, PIECES[piece].chars());
        }
        letters.into_iter().collect()
    })
}

const GOOD: &[&str] = &[
    r#"a:[lc="of"%c & !(word!="Of" | stem="x.*")] ("b" | 'c'){2,3} [] :: a.lc = "x" & distance(a, match) < 5 -> a within s"#,
    r#"<section title="Arms.*"> []* (?= "treaty") (?<! "no") "treaty" </s>"#,
    r#"(?longest) MU(meet (meet "in" not "due" 1 1) "course" -2 2) !containing (<s/> & @far - @near)"#,
    r#""x" :: match.text_year >= 1990 | !(match."policy area" == "y") & start(match) + 2 <= end(matchend) - 1"#,
];

/// Asserts that both parsers give a query or an error whose caret stands under the query or right behind it.
fn assert_read(query: &str) {
    let cql = parse_cql(query).err();
    let simple = parse_simple(query, false).err();
    for error in [cql, simple].into_iter().flatten() {
        let text = error.to_string();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("query"), "{text}");
        let (line, caret) = (lines.next().unwrap(), lines.next().unwrap());
        let place = caret.find('^').unwrap_or_else(|| panic!("no caret: {text}"));
        assert!(caret.starts_with(&format!("{}^: ", " ".repeat(place))), "{text}");
        assert!((2..=line.width().max(2)).contains(&place), "{text}");
        assert!(!error.cause.is_empty() && !error.remedy.is_empty(), "{text}");
    }
}

proptest! {
    #![proptest_config(Config { cases: 1000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn anything_is_read_or_refused_at_its_place(pieces in pieces(), mutated in mutated(), any in "\\PC{0,40}") {
        assert_read(&pieces);
        assert_read(&mutated);
        assert_read(&any);
    }
}

#[test]
#[ignore = "runs for ten minutes"]
fn fuzz() {
    let end = Instant::now() + Duration::from_secs(600);
    let mut runner = TestRunner::new(Config::default());
    let queries = prop_oneof![pieces(), mutated(), "\\PC{0,200}", "[\\[\\]()\"a:=!&|<>/@%{}0-9?*+. -]{0,60}"];
    while Instant::now() < end {
        assert_read(&queries.new_tree(&mut runner).unwrap().current());
    }
}
