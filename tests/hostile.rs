//! Hostile files and folders: each costs at most itself, and says so; the paper beside it is always read. What is hostile in
//! one form alone stands in the tests of that form (tests/tei.rs, tests/html.rs, tests/table_papers.rs, tests/archives.rs).
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
use std::path::{Path, PathBuf};

use kwic::index::{Progress, Summary, build};

mod common;
use common::{TestIndex, build_quietly, index_of, index_of_texts, options, run, write_papers};

fn failures(summary: &Summary) -> Vec<String> {
    summary.failures.iter().map(|failure| format!("{}: {}", failure.file, failure.what)).collect()
}

/// So many of what is counted in a hostile file: a test of a build that is not optimised is no less one with fewer.
const fn many(count: usize) -> usize {
    if cfg!(debug_assertions) { count / 10 } else { count }
}

#[cfg(unix)]
mod on_disk {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    fn fifo(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn pipes_devices_loops_of_links_and_names_that_are_no_text_are_said_and_not_followed() {
        let place = write_papers(&[("papers/memo.txt", "Arms control.")]);
        let papers = place.path().join("papers");
        fifo(&papers.join("pipe.txt"));
        fifo(&papers.join("metadata.csv"));
        fifo(&papers.join("themes.toml"));
        fifo(&papers.join("pipe.zip"));
        symlink(&papers, papers.join("loop")).unwrap();
        symlink("b.txt", papers.join("a.txt")).unwrap();
        symlink("a.txt", papers.join("b.txt")).unwrap();
        symlink("/dev/zero", papers.join("zero.txt")).unwrap();
        fs::write(papers.join(OsStr::from_bytes(b"caf\xe9.txt")), "Named in Latin-1.").unwrap();
        let index = tempfile::tempdir().unwrap();
        let summary = build_quietly(&options(&papers, index.path()));
        let no_file = |name: &str| format!("{name}: it is no regular file");
        let mut said = failures(&summary);
        let odd = said.iter().position(|said| said.contains("caf")).unwrap();
        assert!(said.remove(odd).ends_with("its name is not UTF-8; rename it"));
        assert_eq!(said, ["metadata.csv", "pipe.txt", "pipe.zip", "themes.toml"].map(no_file));
        assert_eq!((summary.papers, summary.passed_over.get("symbolic link")), (1, Some(&4)));
        // Named themselves, they are refused too.
        for named in ["papers/pipe.txt", "/dev/zero", "papers/a.txt", "papers/nothing"] {
            let refused = run(place.path(), &["index", named, "--index", "other"]);
            assert_eq!(refused.status, Some(2), "{named}: {}", refused.err);
            assert!(refused.err.contains("error: "), "{}", refused.err);
        }
    }

    /// Changes a file when all files have been found, and before the first is read.
    struct Meanwhile<'a>(&'a (dyn Fn() + Sync));

    impl Progress for Meanwhile<'_> {
        fn begin(&self, _: u64) {
            (self.0)();
        }
        fn read(&self, _: u64) {}
        fn stage(&self, _: &str) {}
    }

    #[test]
    fn a_file_that_vanishes_or_changes_while_it_is_read_costs_itself() {
        let texts = ["gone", "pipe", "folder", "grown", "memo"].map(|name| (format!("{name}.txt"), "Arms control."));
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        let (papers, index) = (write_papers(&texts), tempfile::tempdir().unwrap());
        let at = |name: &str| -> PathBuf { papers.path().join(name) };
        let change = || {
            ["gone.txt", "pipe.txt", "folder.txt"].iter().for_each(|name| fs::remove_file(at(name)).unwrap());
            fifo(&at("pipe.txt"));
            fs::create_dir(at("folder.txt")).unwrap();
            fs::write(at("grown.txt"), "Arms control. ".repeat(1000)).unwrap();
        };
        let summary = build(&options(papers.path(), index.path()), &Meanwhile(&change)).unwrap();
        let said = failures(&summary);
        assert_eq!(said.len(), 3, "{said:?}");
        assert_eq!(said[0], "folder.txt: it is no regular file");
        assert!(said[1].starts_with("gone.txt: No such file"), "{}", said[1]);
        assert_eq!((said[2].as_str(), summary.papers), ("pipe.txt: it is no regular file", 2));
        // What was read of the file that has grown is what is in the index, and the next build sees to it.
        let next = build_quietly(&options(papers.path(), index.path()));
        assert_eq!((next.papers, failures(&next).len()), (2, 1));
        kwic::index::check(index.path()).unwrap();
    }

    #[test]
    fn an_archive_that_changes_while_it_is_read_costs_itself() {
        let zip = |texts: &[(&str, &str)]| {
            let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            for (name, text) in texts {
                writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
                std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
            }
            writer.finish().unwrap().into_inner()
        };
        let (papers, index) = (write_papers(&[("memo.txt", "Arms.")]), tempfile::tempdir().unwrap());
        let archive = papers.path().join("a.zip");
        fs::write(&archive, zip(&[("one.txt", "One."), ("two.txt", "Two.")])).unwrap();
        let change = || fs::write(&archive, zip(&[("another.txt", "Another text.")])).unwrap();
        let summary = build(&options(papers.path(), index.path()), &Meanwhile(&change)).unwrap();
        let changed = |name: &str| format!("a.zip/{name}: its archive has changed while it was read");
        assert_eq!((failures(&summary), summary.papers), (["one.txt", "two.txt"].map(changed).to_vec(), 1));
        let gone = || fs::remove_file(&archive).unwrap();
        let summary = build(&options(papers.path(), index.path()), &Meanwhile(&gone)).unwrap();
        assert!(failures(&summary)[0].starts_with("a.zip/another.txt: its archive: No such file"), "{summary:?}");
    }
}

/// The same text as a paper in each form.
fn in_each_form(name: &str, text: &str) -> Vec<(String, String)> {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let json = serde_json::to_string(text).unwrap();
    [
        ("txt", text.to_string()),
        ("md", text.to_string()),
        ("html", format!("<!DOCTYPE html><meta charset=utf-8><main><p>{escaped}</p></main>")),
        ("xml", format!("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>{escaped}</p></body></text></TEI>")),
        ("csv", format!("id,text\na,\"{}\"\n", text.replace('"', "\"\""))),
        ("jsonl", format!("{{\"id\": \"a\", \"text\": {json}}}\n")),
        ("conllu", format!("1\t{text}\t_\t_\t_\t_\t_\t_\t_\t_\n\n")),
        ("vrt", format!("<!-- #vrt columns: word -->\n<text>\n{escaped}\n</text>\n")),
    ]
    .map(|(ending, text)| (format!("{name}-{ending}.{ending}"), text))
    .to_vec()
}

fn index_of_forms(name: &str, text: &str) -> TestIndex {
    let forms = in_each_form(name, text);
    index_of_texts(&forms.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn a_word_of_a_megabyte_is_a_word_in_every_form() {
    let word = "x".repeat(many(1_000_000));
    let index = index_of_forms("long", &word);
    assert_eq!(index.texts(), vec![word.clone(); 8]);
    assert_eq!((index.count("xxx*"), index.count("x")), (8, 0));
    kwic::index::check(index.folder.path()).unwrap();
}

#[test]
fn a_line_of_megabytes_without_a_space_is_read_and_shown() {
    // Words without a space between them, and one word.
    let (words, word) = ("arms,control;".repeat(many(2_000_000) / 13), "y".repeat(many(20_000_000)));
    let place = write_papers(&[("papers/words.txt", &words), ("papers/word.txt", &word), ("papers/memo.txt", "Arms")]);
    let built = run(place.path(), &["index", "papers"]);
    assert_eq!(built.status, Some(0), "{}", built.err);
    assert!(built.err.contains("index: 3 papers"), "{}", built.err);
    let lines = run(place.path(), &["find", "arms", "--by", "paper"]);
    let rows: Vec<Vec<&str>> = lines.out.lines().map(|line| line.split('\t').take(3).collect()).collect();
    let count = many(2_000_000) / 13;
    let (hits, tokens) = (count.to_string(), (2 * count).to_string());
    assert_eq!(rows, [["paper", "hits", "tokens"], ["memo", "1", "1"], ["words", &hits, &tokens]]);
    let table = run(place.path(), &["find", "y*", "--format", "table"]);
    assert!(table.out.lines().all(|line| line.chars().count() < 200), "{}", table.out.len());
}

#[test]
fn a_hundred_thousand_headings_are_a_hundred_thousand_sections() {
    let count = many(100_000);
    let markdown: String = (0..count).map(|n| format!("# Heading {n}\n\nArms.\n\n")).collect();
    let html: String = (0..count).map(|n| format!("<h2>Heading {n}</h2><p>Arms.</p>")).collect();
    let tei: String = (0..count).map(|n| format!("<div><head>Heading {n}</head><p>Arms.</p></div>")).collect();
    let tei = format!("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>{tei}</body></text></TEI>");
    let plain: String = (0..count).map(|n| format!("Chapter {n}\n\nIt says arms.\n\n")).collect();
    // Each looks like a running head.
    let heads: String = (0..count).map(|n| format!("{n}. The Heading\n\ntext of it\n\n")).collect();
    let index = index_of_texts(&[
        ("a.md", &markdown),
        ("b.html", &html),
        ("c.xml", &tei),
        ("d.txt", &plain),
        ("e.txt", &heads),
    ]);
    let sections = |paper: &str| index.open().manifest().paper(paper).unwrap().1.sections as usize;
    assert_eq!((sections("a"), sections("b"), sections("c")), (count, count, count));
    assert_eq!(index.count("arms"), 4 * count);
}

#[test]
fn a_heading_of_a_megabyte_is_text_of_which_the_sections_below_repeat_a_name_alone() {
    let (size, below) = (many(1_000_000) / 5, many(10_000));
    let heading = format!("{}end", "arms ".repeat(size));
    let sections = |each: &dyn Fn(usize) -> String| (0..below).map(each).collect::<String>();
    let markdown = format!("# {heading}\n\nText.\n\n{}", sections(&|n| format!("## {n}\n\n")));
    let html = format!("<h1>{heading}</h1><p>Text.</p>{}", sections(&|n| format!("<h2>{n}</h2>")));
    let tei = sections(&|n| format!("<div><head>{n}</head></div>"));
    let tei = format!("<TEI><text><body><div><head>{heading}</head>{tei}</div></body></text></TEI>");
    let index = index_of_texts(&[("a.md", &markdown), ("b.html", &html), ("c.xml", &tei)]);
    assert_eq!((index.count("arms"), index.count("arms end")), (3 * size, 3));
    assert_eq!(index.texts().iter().filter(|text| text.starts_with(&heading)).count(), 3);
    let open = index.open();
    let names: Vec<String> = open.sections().iter().flat_map(|s| open.section_path(s).unwrap()).collect();
    assert_eq!(names.len(), 3 * (1 + 2 * below));
    let longest = format!("{} …", ["arms"; 100].join(" "));
    assert!(names.iter().all(|name| *name == longest || name.len() <= 5), "a name is 500 characters at most");
    kwic::index::check(index.folder.path()).unwrap();
}

#[test]
fn headings_two_hundred_deep_are_sections_twenty_deep() {
    // Each level has an adornment of its own, of a sign or of two lines.
    let signs = r##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"##;
    let line = |sign: char| sign.to_string().repeat(8);
    let under = signs.chars().map(|sign| format!("Heading\n{}\n\nArms.\n\n", line(sign)));
    let around = signs.chars().map(|sign| format!("{0}\nHeading\n{0}\n\nArms.\n\n", line(sign)));
    let index = index_of_texts(&[("deep.rst", &under.chain(around).collect::<String>())]);
    let open = index.open();
    let depths: Vec<usize> = open.sections().iter().map(|s| open.section_path(s).unwrap().len()).collect();
    let count = 2 * signs.len();
    assert_eq!((index.count("arms"), depths.len()), (count, count));
    assert!(depths.iter().enumerate().all(|(at, depth)| *depth == (at + 1).min(20)), "{depths:?}");
}

#[test]
fn a_thousand_marks_on_a_letter_and_turned_text_stay_text() {
    let marked = format!("e{} arms", "\u{301}".repeat(1000));
    let index = index_of_forms("marked", &marked);
    assert_eq!((index.count("arms"), index.count("e")), (6, 6), "what is one token in CoNLL-U and VRT stays one");
    assert!(index.texts().contains(&marked));
    let turned = "arms \u{202e}control\u{202c} and \u{2067}talks\u{2069} \u{feff}end";
    let index = index_of_forms("turned", turned);
    assert_eq!(index.count("arms control and talks end"), 6);
    let signs = |text: &String| text.contains(['\u{202e}', '\u{202c}', '\u{2067}', '\u{2069}', '\u{feff}']);
    assert!(!index.texts().iter().any(signs), "{:?}", index.texts());
}

#[test]
fn zeros_and_broken_utf_8_in_the_midst_cost_what_they_stand_for() {
    let folder = write_papers(&[("memo.txt", "Arms.")]);
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let text = "Die Abrüstung, über die man spricht. ".repeat(20);
    write("zeros.txt", format!("{text}Arms\0 con\0trol.").as_bytes());
    write("only-zeros.txt", &[0; 100_000]);
    write("broken.txt", &[text.as_bytes(), b"arms \xff\xfe\x80 control ", text.as_bytes()].concat());
    write("broken.md", &[b"# Title\n\n", text.as_bytes(), b"arms \xc3 control\n"].concat());
    write("broken.jsonl", &[b"{\"text\": \"", text.as_bytes(), b"arms \xe2\x82 control\"}\n"].concat());
    write("broken.html", &[b"<main><p>", text.as_bytes(), b"arms \xf0\x9f control</p></main>"].concat());
    let index = tempfile::tempdir().unwrap();
    let summary = build_quietly(&options(folder.path(), index.path()));
    assert_eq!(failures(&summary), ["only-zeros.txt: it is no text (a binary file)"]);
    let damaged = summary.warnings.iter().filter(|warning| warning.what.contains("damaged places in UTF-8 text"));
    let damaged: Vec<&str> = damaged.map(|warning| warning.file.as_str()).collect();
    assert_eq!(damaged, ["broken.html", "broken.jsonl", "broken.md", "broken.txt"]);
    let index = index_of(folder.path());
    assert_eq!((index.count("arms control"), index.count("abrüstung")), (5, 5 * 20 + 20));
}

#[test]
fn papers_that_share_a_name_in_their_file_have_ids_of_their_own_however_many() {
    let count = many(20_000);
    let names = |n: usize| if n.is_multiple_of(2) { "same".to_string() } else { format!("same_{n}") };
    let papers: String = (1..=count).map(|n| format!("<text id=\"{}\">\narms\n</text>\n", names(n))).collect();
    let index = index_of_texts(&[("a.vrt", &format!("<!-- #vrt columns: word -->\n{papers}"))]);
    let papers = &index.open().manifest().papers;
    assert_eq!((papers.len(), index.count("arms")), (count, count));
    assert!(papers.iter().all(|paper| paper.id.len() < 20));
}

#[test]
fn markup_in_title_text_metadata_and_file_name_is_shown_as_text() {
    let script = "<script>alert('1')</script>";
    let head = "title: \"<script>alert('1')</script>\"\nauthor: \"<img src=x onerror=alert(1)>\"\nseries: \"<b>&amp;\"";
    let paper = format!("---\n{head}\n---\n# Heading {script}\n\nArms `{script}` control.\n");
    let place = write_papers(&[("papers/<i>memo.md", &paper), ("papers/notes.txt", "")]);
    assert_eq!(run(place.path(), &["index", "papers"]).status, Some(0));
    for command in [
        &["find", "arms"][..],
        &["find", "arms", "--by", "paper,series"],
        &["papers"],
        &["facets"],
        &["facets", "section"],
        &["words"],
        &["compare", "arms", "--by", "title"],
        &["index", "papers", "--dry-run"],
    ] {
        let page = run(place.path(), &[command, &["--format", "html"]].concat());
        assert_eq!(page.status, Some(0), "{command:?}: {}", page.err);
        let html = page.out.replace("<script type=\"application/json\" id=\"made-by\">", "");
        for markup in ["<script", "<img", "<b>", "<i>"] {
            assert!(!html.contains(markup), "{command:?}: {markup}");
        }
        let shows_papers = matches!(command, ["find" | "papers" | "index", ..]);
        assert!(!shows_papers || html.contains("&lt;i&gt;memo"), "{command:?}");
    }
}

#[test]
fn front_matter_that_grows_when_it_is_read_or_has_no_end_of_depth_is_passed_over_and_said() {
    let grows: String =
        ('a'..'j').zip('b'..'k').fold("a: &a [x, x, x, x, x, x, x, x]\n".into(), |all, (last, next)| {
            format!("{all}{next}: &{next} [*{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}]\n")
        });
    let folder = write_papers(&[
        ("grows.md", &format!("---\n{grows}---\nArms.\n")),
        ("deep.md", &format!("---\na: {}\n---\nArms.\n", "[".repeat(50_000))),
        ("deep-toml.md", &format!("+++\na = {}\n+++\nArms.\n", "[".repeat(50_000))),
    ]);
    let index = tempfile::tempdir().unwrap();
    let summary = build_quietly(&options(folder.path(), index.path()));
    assert_eq!((summary.papers, summary.failures.len()), (3, 0));
    let said = summary.warnings.iter().filter(|warning| warning.what.starts_with("the front matter cannot be read"));
    assert_eq!(said.count(), 3, "{:?}", summary.warnings);
    assert_eq!(index_of(folder.path()).count("arms"), 3);
}

#[test]
fn files_that_are_named_one_by_one_have_their_names_and_two_of_one_name_are_said() {
    let place = write_papers(&[("x/a.txt", "Arms."), ("y/a.txt", "Trade."), ("z/b.txt", "Talks."), ("none.zip", "")]);
    let built = run(place.path(), &["index", "x/a.txt", "y/a.txt", "z/b.txt"]);
    assert_eq!(built.status, Some(2), "{}", built.err);
    assert!(built.err.contains("not read: y/a.txt: another file that was named has the same name"), "{}", built.err);
    assert_eq!(run(place.path(), &["find", "(arms|talks)", "--by", "paper"]).out.lines().count(), 3);
    assert!(
        run(place.path(), &["papers"]).out.lines().skip(1).map(|row| row.split('\t').next().unwrap()).eq(["a", "b"])
    );
    let none = run(place.path(), &["index", "none.zip", "--index", "other"]);
    assert!(none.err.contains("no papers here that kwic reads; none.zip: it is no sound zip archive"), "{}", none.err);
}
