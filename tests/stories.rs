//! What people meet at the command line, told through the real binary.
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
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use unicode_width::UnicodeWidthStr;

mod common;
use common::program::{err, kwic, on_a_terminal, out, run};
use common::write_papers;

fn memos() -> tempfile::TempDir {
    write_papers(&[
        (
            "corpus/talks.md",
            "---\ntitle: The Talks\nyear: 1996\n---\n# Arms\n\nThe arms control talks went on. Arms control!\n",
        ),
        ("corpus/trade.txt", "Trade went on as before, and nobody spoke of arms or of their control.\n"),
    ])
}

#[test]
fn the_first_question_builds_the_index_and_says_so() {
    let place = memos();
    let first = run(place.path(), &["find", "arms control"]);
    assert_eq!(first.status.code(), Some(0));
    assert!(err(&first).contains("There is no index in index yet: building one from corpus/."), "{}", err(&first));
    assert!(err(&first).contains("2 papers"), "{}", err(&first));
    assert!(err(&first).contains("2 hits for arms control in 1 paper."), "{}", err(&first));
    let lines: Vec<String> = out(&first).lines().map(str::to_string).collect();
    assert_eq!(lines[0], "paper\ttitle\tyear\tsection\tthemes\tpage\tsource_line\tposition\tleft\tmatch\tright");
    assert_eq!(
        lines[1],
        "talks\tThe Talks\t1996\tArms\t\t\t7\t2\tArms The \tarms control\t talks went on. Arms control!"
    );
    assert_eq!(lines.len(), 3);
    let second = run(place.path(), &["find", "arms control"]);
    assert_eq!(out(&second), out(&first));
    assert!(!err(&second).contains("building"), "{}", err(&second));
}

#[test]
fn a_misspelt_word_gets_near_spellings_and_status_1() {
    let place = memos();
    run(place.path(), &["index"]);
    let none = run(place.path(), &["find", "contrl"]);
    assert_eq!((none.status.code(), out(&none).as_str()), (Some(1), ""));
    assert!(err(&none).contains("No hits for contrl."), "{}", err(&none));
    assert!(err(&none).contains("`contrl` is nowhere in the papers; did you mean control?"), "{}", err(&none));
}

#[test]
fn words_that_never_meet_are_no_hit_and_no_error() {
    let place = memos();
    run(place.path(), &["index"]);
    let none = run(place.path(), &["find", "control arms"]);
    assert_eq!(none.status.code(), Some(1));
    assert_eq!(err(&none), "No hits for control arms.\n");
}

#[test]
fn a_binary_file_is_named_and_the_others_are_indexed() {
    let place = memos();
    fs::write(place.path().join("corpus/picture.txt"), [0u8, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 255, 254, 1, 2]).unwrap();
    let built = run(place.path(), &["index"]);
    assert_eq!(built.status.code(), Some(2));
    assert!(err(&built).contains("not read: picture.txt: it is no text (a binary file)"), "{}", err(&built));
    assert!(err(&built).contains("2 papers"), "{}", err(&built));
    assert_eq!(run(place.path(), &["find", "arms control"]).status.code(), Some(0));
}

#[test]
fn other_encodings_are_read_and_said() {
    let place = memos();
    fs::write(place.path().join("corpus/paris.txt"), b"Les n\xe9gociations \xe0 Paris \xe9taient termin\xe9es.\n")
        .unwrap();
    let built = run(place.path(), &["index"]);
    assert!(err(&built).contains("note: paris.txt: read as windows-1252"), "{}", err(&built));
    assert!(out(&run(place.path(), &["find", "negociations"])).contains("négociations"));
}

#[test]
fn without_papers_one_is_told_what_to_do() {
    let place = tempfile::tempdir().unwrap();
    let none = run(place.path(), &["find", "arms"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(err(&none).contains("error: index: there is no index here"), "{}", err(&none));
    assert!(err(&none).contains("kwic index FOLDER"), "{}", err(&none));
    let gone = run(place.path(), &["index", "nowhere"]);
    assert_eq!(gone.status.code(), Some(2));
    assert!(err(&gone).contains("error: nowhere: no such file or folder"), "{}", err(&gone));
}

#[test]
fn a_mistake_in_a_query_gets_a_caret_under_its_place() {
    let place = memos();
    run(place.path(), &["index"]);
    for (query, caret, word) in [
        ("(nato|osce expansion", "  ^:", "closed"),
        ("arms _{3,1} control", "       ^:", "gap"),
        ("", "", "no word to look for"),
        ("* *", "", "word"),
        ("arms NEAR/x control", "       ^:", "NEAR/5"),
    ] {
        let wrong = run(place.path(), &["find", query]);
        assert_eq!((wrong.status.code(), out(&wrong).as_str()), (Some(2), ""), "{query}");
        assert!(err(&wrong).contains(caret) && err(&wrong).contains(word), "{query}: {}", err(&wrong));
    }
    let field = run(place.path(), &["find", "arms", "--where", "autor=Rey"]);
    assert_eq!(field.status.code(), Some(2));
    assert!(err(&field).contains("autor"), "{}", err(&field));
}

#[test]
fn a_table_is_cut_to_the_width_and_its_nodes_stand_in_one_column() {
    let place = write_papers(&[
        ("corpus/a.txt", "Переговоры о контроле над treaty вооружениями продолжались весь год без успеха.\n"),
        ("corpus/b.txt", "各国政府认为 treaty 非常重要，并且希望早日生效。\n"),
        (
            "corpus/c.txt",
            "A very long sentence that goes on and on before the treaty and behind it, on and on again.\n",
        ),
        ("corpus/d.txt", "كانت المعاهدة treaty مهمة جدا للجميع.\n"),
    ]);
    run(place.path(), &["index"]);
    for width in [60, 80, 133] {
        let mut table = kwic(place.path(), &["find", "treaty", "--format", "table"]);
        let text = out(&table.env("COLUMNS", width.to_string()).output().unwrap());
        assert!(text.lines().all(|line| line.width() <= width), "{width}:\n{text}");
        let before = |line: &str| line.split("treaty").next().unwrap().width();
        let lines: Vec<&str> = text.lines().skip(1).filter(|l| l.contains("treaty")).collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(lines.iter().all(|line| before(line) == before(lines[0])), "{width}:\n{text}");
    }
}

#[test]
fn a_terminal_gets_a_table_of_its_width_in_colour_unless_told_otherwise() {
    let place = memos();
    run(place.path(), &["index"]);
    let coloured = on_a_terminal(kwic(place.path(), &["find", "arms control"]));
    assert!(coloured.contains("\u{1b}[") && coloured.contains("2 hits for arms control"), "{coloured:?}");
    let mut plain = kwic(place.path(), &["find", "arms control"]);
    plain.env("NO_COLOR", "1");
    let plain = on_a_terminal(plain);
    assert!(!plain.contains('\u{1b}') && plain.contains("arms control talks"), "{plain:?}");
    assert!(plain.lines().all(|line| line.trim_end().width() <= 80), "{plain}");
    let piped = run(place.path(), &["find", "arms control", "--format", "table"]);
    assert!(!out(&piped).contains('\u{1b}'));
}

#[test]
fn a_terminal_gets_fifty_lines_and_is_told_of_the_others() {
    let place = write_papers(&[("corpus/a.txt", &"War and peace. ".repeat(60))]);
    run(place.path(), &["index"]);
    let screen = on_a_terminal(kwic(place.path(), &["find", "peace"]));
    assert!(screen.contains("60 hits for peace in 1 paper; the first 50 are shown, 10 are not"), "{screen}");
    assert_eq!(out(&run(place.path(), &["find", "peace"])).lines().count(), 61);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = write_papers(&[("corpus/a.txt", &"War and peace. ".repeat(20_000))]);
    run(place.path(), &["index"]);
    let mut child =
        kwic(place.path(), &["find", "peace"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(err(&ended), "20,000 hits for peace in 1 paper.\n");
}

#[test]
fn a_file_of_lines_says_what_made_it() {
    let place = memos();
    run(place.path(), &["index"]);
    let written = run(place.path(), &["find", "arms", "--year", "1996", "--output", "lines.csv", "--seed", "7"]);
    assert_eq!((written.status.code(), out(&written).as_str()), (Some(0), ""));
    let lines = fs::read_to_string(place.path().join("lines.csv")).unwrap();
    assert!(lines.starts_with("paper,title,year,"), "{lines}");
    let made = fs::read_to_string(place.path().join("lines.csv.made.json")).unwrap();
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    assert_eq!(made["query"], "arms");
    assert_eq!(made["selection"], serde_json::json!(["--year=1996..1996"]));
    assert_eq!(made["seed"], 7);
    assert_eq!(made["kwic"], env!("CARGO_PKG_VERSION"));
    assert_eq!(made["index"].as_str().unwrap().len(), 32);
}

#[test]
fn changed_papers_are_said_and_brought_up_to_date() {
    let place = memos();
    run(place.path(), &["index"]);
    fs::write(place.path().join("corpus/more.txt"), "More about arms control.").unwrap();
    let stale = run(place.path(), &["find", "arms control"]);
    assert!(err(&stale).contains("(1 added): `kwic index` brings it up to date"), "{}", err(&stale));
    assert!(err(&stale).contains("2 hits"), "{}", err(&stale));
    let built = run(place.path(), &["index"]);
    assert!(err(&built).contains("1 paper ("), "{}", err(&built));
    assert!(err(&run(place.path(), &["find", "arms control"])).contains("3 hits"));
}

#[test]
fn a_changed_theme_dictionary_is_said() {
    let place = memos();
    run(place.path(), &["index"]);
    fs::write(place.path().join("corpus/themes.toml"), "[[theme]]\npath = 'arms'\nterms = ['arms control']\n").unwrap();
    let built = run(place.path(), &["index"]);
    assert!(err(&built).contains("the theme dictionary has changed: every paper is read again"), "{}", err(&built));
    assert!(err(&run(place.path(), &["find", "arms", "--theme", "arms"])).contains("hits for arms in 1 paper"));
    let explained = run(place.path(), &["themes", "--explain", "talks", "--format", "tsv"]);
    assert!(out(&explained).contains("arms control"), "{}", out(&explained));
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_index() {
    let place = memos();
    run(place.path(), &["index"]);
    for number in 0..40 {
        let text = "arms control and other words in long rows\n".repeat(5_000);
        fs::write(place.path().join(format!("corpus/long-{number}.txt")), text).unwrap();
    }
    for milliseconds in [0, 3, 10, 30] {
        let mut build = kwic(place.path(), &["index"]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        build.kill().unwrap();
        build.wait().unwrap();
        let found = run(place.path(), &["find", "=talks"]);
        assert_eq!(found.status.code(), Some(0), "{}", err(&found));
        assert!(err(&found).contains("1 hit for =talks in 1 paper."), "{}", err(&found));
    }
    assert_eq!(run(place.path(), &["index"]).status.code(), Some(0));
    assert!(err(&run(place.path(), &["find", "arms control"])).contains("200,002 hits"));
    assert_eq!(run(place.path(), &["check"]).status.code(), Some(0));
}

#[test]
fn a_linguist_types_cql_and_gets_hits_or_a_caret() {
    let place = memos();
    run(place.path(), &["index"]);
    let found = run(place.path(), &["find", "--cql", r#"[lc="arms"] "control" within s"#]);
    assert_eq!(found.status.code(), Some(0));
    assert_eq!(out(&found).lines().count(), 3, "{}", out(&found));
    let wrong = run(place.path(), &["find", "--cql", r#"[lc="arms"] within sentense"#]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("\n                     ^: there is no element `sentense`"), "{}", err(&wrong));
    let long = run(place.path(), &["find", "--cql", r#""the"? "arms" "control"? "talks"?"#, "--match", "longest"]);
    assert!(out(&long).contains("\tarms control talks\t"), "{}", out(&long));
    let plan = run(place.path(), &["find", "--cql", r#"[lc="arms"] []{0,2} "talks""#, "--explain"]);
    assert!(out(&plan).starts_with("part\tway\texpected\tfound\tmilliseconds\n"), "{}", out(&plan));
    assert!(out(&plan).contains("looked up by ["), "{}", out(&plan));
}

#[test]
fn hits_are_counted_by_year_and_by_neighbour() {
    let place = memos();
    run(place.path(), &["index"]);
    let years = run(place.path(), &["find", "arms", "--by", "year"]);
    assert_eq!(
        out(&years),
        "year\thits\ttokens\tper_million\tpapers\n\t1\t14\t71428.57142857143\t1\n1996\t3\t9\t333333.3333333333\t1\n"
    );
    assert_eq!(err(&years), "4 hits for arms in 2 papers.\n");
    let right = run(place.path(), &["find", "arms", "--by", "R1", "--sort", "-hits,R1", "--limit", "1"]);
    assert!(out(&right).ends_with("\ncontrol\t2\t23\t86956.52173913043\t1\n"), "{}", out(&right));
    assert!(err(&right).contains("3 groups; the first is shown, 2 are not"), "{}", err(&right));
    let wrong = run(place.path(), &["find", "arms", "--by", "yaer"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("did you mean `year`"), "{}", err(&wrong));
}

#[test]
fn saved_results_are_combined() {
    let place = memos();
    run(place.path(), &["index"]);
    run(place.path(), &["find", "arms", "--save", "@arms"]);
    run(place.path(), &["find", "--cql", r#"[lc="arms"] within (<s/> containing "talks")"#, "--save", "@talks"]);
    let hits = |query: &str| out(&run(place.path(), &["find", query])).lines().count() - 1;
    assert_eq!((hits("@arms & @talks"), hits("@arms - @talks"), hits("@arms | @talks")), (1, 3, 4));
    run(place.path(), &["find", "arms control", "--save", "@both"]);
    run(place.path(), &["find", "control", "--save", "@control"]);
    // Hits that end together are hits of two results: both are kept.
    assert_eq!((hits("@both"), hits("@control"), hits("@both | @control")), (2, 3, 5));
    let missing = run(place.path(), &["find", "@amrs"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("there are @arms, @both, @control, @talks"), "{}", err(&missing));
}

#[test]
fn lines_are_paged_and_what_is_left_out_is_said() {
    let place = write_papers(&[("corpus/a.txt", &"War and peace. ".repeat(9))]);
    run(place.path(), &["index"]);
    let page = run(place.path(), &["find", "peace", "--limit", "3", "--offset", "6"]);
    assert_eq!(out(&page).lines().count(), 4);
    assert_eq!(err(&page), "9 hits for peace in 1 paper; those from 7 to 9 are shown, 6 are not.\n");
    let once = run(place.path(), &["find", "peace", "--distinct", "line", "--context", "sentence"]);
    assert_eq!(err(&once), "9 hits for peace in 1 paper; 1 distinct.\n");
}

#[test]
fn habits_from_other_programs_are_met() {
    let place = memos();
    run(place.path(), &["index"]);
    let lucene = run(place.path(), &["find", "arms AND talks"]);
    assert_eq!(lucene.status.code(), Some(1));
    assert!(err(&lucene).contains("NEAR/20"), "{}", err(&lucene));
}
