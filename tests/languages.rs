//! Papers in many languages and scripts: how they are cut, found, stemmed, sorted and shown. The sentences are our own, what
//! is expected of them was written by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use kwic::concordance::{Composer, Context, Lines};
use kwic::index::OpenIndex;
use kwic::model::LanguageFrom;
use kwic::query::parse_simple;
use kwic::search::{Selection, find};
use kwic::text::words;

mod common;
use common::program::{kwic, on_a_terminal};
use common::{index_of_texts, run, write_papers};

/// The lines of a query, its match in brackets.
fn lines(index: &OpenIndex, query: &str, context: Context) -> Vec<String> {
    let chosen = Selection::default().choose(index).unwrap();
    let hits = find(index, &parse_simple(query, false).unwrap().into(), &chosen).unwrap();
    let shown = |line: kwic::concordance::Line| format!("{}[{}]{}", line.left, line.node, line.right);
    Composer::new(index, context).lines(&hits).iter().map(|line| shown(line.unwrap())).collect()
}

/// A paper's text, how it is cut, a query, and its line with two words beside the match.
struct Sample {
    text: &'static str,
    cut: &'static str,
    query: &'static str,
    line: &'static str,
}

const SAMPLES: [Sample; 13] = [
    // Chinese: no spaces; a full-width stop, and a question within quotation marks.
    Sample {
        text: "大会通过了和平条约。各国政府同意裁军吗？代表们说：“同意！”",
        cut: "大会|通过|了|和平|条约|各国|政府|同意|裁军|吗|代表|们|说|同意",
        query: "和平条约",
        line: "通过了[和平条约]。各国政府",
    },
    // Japanese: three scripts in one sentence.
    Sample {
        text: "政府はＮＡＴＯの平和条約に署名した。国民は軍縮を望む。",
        cut: "政府|は|ＮＡＴＯ|の|平和|条約|に|署名|した|国民|は|軍縮|を|望む",
        query: "nato",
        line: "政府は[ＮＡＴＯ]の平和",
    },
    Sample {
        text: "ประเทศสมาชิกได้ยืนยันสิทธิมนุษยชนและสันติภาพ",
        cut: "ประเทศ|สมาชิก|ได้|ยืนยัน|สิทธิ|มนุษย|ชน|และ|สันติภาพ",
        query: "สิทธิมนุษยชน",
        line: "ได้ยืนยัน[สิทธิมนุษยชน]และสันติภาพ",
    },
    Sample {
        text: "ກົດໝາຍແລະສັນຕິພາບຂອງປະເທດ",
        cut: "ກົດໝາຍ|ແລະ|ສັນຕິພາບ|ຂອງ|ປະເທດ",
        query: "ສັນຕິພາບ",
        line: "ກົດໝາຍແລະ[ສັນຕິພາບ]ຂອງປະເທດ",
    },
    Sample {
        text: "រដ្ឋាភិបាលគោរពសិទ្ធិមនុស្ស។ ប្រជាជនចង់បានសន្តិភាព។",
        cut: "រដ្ឋាភិបាល|គោរព|សិទ្ធិមនុស្ស|ប្រជាជន|ចង់បាន|សន្តិភាព",
        query: "សិទ្ធិមនុស្ស",
        line: "រដ្ឋាភិបាលគោរព[សិទ្ធិមនុស្ស]។ ប្រជាជនចង់បាន",
    },
    Sample {
        text: "အစိုးရသည် ငြိမ်းချမ်းရေးကို လိုလားသည်။ ပြည်သူများသည် သဘောတူသည်။",
        cut: "အစိုးရ|သည်|ငြိမ်းချမ်း|ရေး|ကို|လိုလား|သည်|ပြည်|သူများ|သည်|သဘောတူ|သည်",
        query: "ငြိမ်းချမ်းရေး",
        line: "အစိုးရသည် [ငြိမ်းချမ်းရေး]ကို လိုလား",
    },
    // Arabic: vowel signs and tatweel make no difference; a comma and a question mark of its own.
    Sample {
        text: "وقّعت الدولتانِ معاهدةَ السّلام، فهل تلتزمان بها؟ نعم.",
        cut: "وقّعت|الدولتانِ|معاهدةَ|السّلام|فهل|تلتزمان|بها|نعم",
        query: "معـاهدة السلام",
        line: "وقّعت الدولتانِ [معاهدةَ السّلام]، فهل تلتزمان",
    },
    // Hebrew: a quotation mark within a word is a letter's sign, as in acronyms.
    Sample {
        text: "נציגי האו\"ם חתמו על הסכם השלום.",
        cut: "נציגי|האו\"ם|חתמו|על|הסכם|השלום",
        query: "האו\"ם",
        line: "נציגי [האו\"ם] חתמו על",
    },
    // Hindi: vowel signs belong to their letters; the danda ends a sentence.
    Sample {
        text: "दोनों देशों ने शान्ति संधि पर हस्ताक्षर किए। सेना लौटेगी।",
        cut: "दोनों|देशों|ने|शान्ति|संधि|पर|हस्ताक्षर|किए|सेना|लौटेगी",
        query: "शान्ति संधि",
        line: "देशों ने [शान्ति संधि] पर हस्ताक्षर",
    },
    // Russian: `ё` is found as `е`, and a stressed letter as the plain one.
    Sample {
        text: "Самолёты и раке́ты выведены, мой доклад ещё не готов.",
        cut: "Самолёты|и|раке́ты|выведены|мой|доклад|ещё|не|готов",
        query: "самолеты и ракеты",
        line: "[Самолёты и раке́ты] выведены, мой",
    },
    // Greek with all its accents.
    Sample {
        text: "Ἡ εἰρήνη ἐν τῇ πόλει καὶ ὁ λόγος.",
        cut: "Ἡ|εἰρήνη|ἐν|τῇ|πόλει|καὶ|ὁ|λόγος",
        query: "εν τη πολει",
        line: "Ἡ εἰρήνη [ἐν τῇ πόλει] καὶ ὁ",
    },
    // Turkish: capitals in a heading.
    Sample {
        text: "SINIR GÜVENLİĞİ için İstanbul'da görüştüler.",
        cut: "SINIR|GÜVENLİĞİ|için|İstanbul'da|görüştüler",
        query: "sınır güvenliği",
        line: "[SINIR GÜVENLİĞİ] için İstanbul'da",
    },
    // Georgian and Vietnamese, which need nothing, and a change of script without a space.
    Sample {
        text: "საქართველო და Việt Nam签署NATO協定。",
        cut: "საქართველო|და|Việt|Nam|签署|NATO|協定",
        query: "viet nam",
        line: "საქართველო და [Việt Nam]签署NATO",
    },
];

#[test]
fn each_script_is_cut_as_its_readers_cut_it_and_found_as_they_write_it() {
    for Sample { text, cut, query, line } in &SAMPLES {
        let mut found = Vec::new();
        words(text, |start, end| found.push(&text[start..end]));
        assert_eq!(found.join("|"), *cut);
        let index = index_of_texts(&[("a.txt", text)]);
        assert_eq!(lines(index.open(), query, Context::Tokens(2)), [*line]);
        assert_eq!(index.texts(), [*text], "what is kept is the text");
    }
}

#[test]
fn papers_of_all_scripts_stand_together_in_one_index() {
    let papers: Vec<(String, &str)> =
        SAMPLES.iter().enumerate().map(|(n, sample)| (format!("{n:02}.txt"), sample.text)).collect();
    let papers: Vec<(&str, &str)> = papers.iter().map(|(file, text)| (file.as_str(), *text)).collect();
    let index = index_of_texts(&papers);
    for sample in &SAMPLES {
        let found = lines(index.open(), sample.query, Context::Tokens(2));
        assert!(found.contains(&sample.line.to_string()), "{}: {found:?}", sample.query);
    }
    kwic::index::check(index.folder.path()).unwrap();
}

#[test]
fn sentences_end_at_the_marks_of_their_script() {
    for (sample, query, sentence) in [
        (0, "裁军", "各国政府同意[裁军]吗？"),
        (1, "軍縮", "国民は[軍縮]を望む。"),
        (4, "ប្រជាជន", "[ប្រជាជន]ចង់បានសន្តិភាព។"),
        (5, "ပြည်", "[ပြည်]သူများသည် သဘောတူသည်။"),
        (6, "نعم", "[نعم]."),
        (8, "सेना", "[सेना] लौटेगी।"),
    ] {
        let index = index_of_texts(&[("a.txt", SAMPLES[sample].text)]);
        assert_eq!(lines(index.open(), query, Context::Sentence), [sentence]);
    }
}

/// The dictionary takes the longest word first, so that what follows a word, or stands before it, may draw letters to
/// itself: `联合国之` is `联合 国之`, and `联合国会员国` `联合 国会 员国`.
#[test]
fn a_run_of_letters_is_found_across_the_borders_of_words() {
    let index = index_of_texts(&[("a.txt", "联合国之宗旨。联合国会员国。联合国。")]);
    let found = |query| lines(index.open(), query, Context::Tokens(0)).len();
    assert_eq!(found("联合国"), 3);
    assert_eq!(found("会员国"), 1);
    assert_eq!(found("联合 国"), 1, "words that the query sets apart are words of the paper");
    assert_eq!(found("联合 国*"), 3);
    assert_eq!(found("*国"), 2, "`员国` and `国`");
    assert_eq!(found("=联合国"), 1);
}

#[test]
fn a_stem_is_taken_in_each_papers_language() {
    let index = index_of_texts(&[
        ("en.md", "---\nlanguage: en\n---\nThey nationalise the nations.\n"),
        ("de.md", "---\nlanguage: deu\n---\nNationen und die Verträge des Vertrages\n"),
        ("ru.md", "---\nlang: ru-RU\n---\nВ договоре и о договорах.\n"),
        ("tr.md", "---\nlanguage: Türkçe\n---\nISIKLARIN ışığı.\n"),
        ("xx.md", "---\nlanguage: Martian\n---\nNations.\n"),
    ]);
    let manifest = index.open().manifest();
    let languages: Vec<_> = manifest.papers.iter().map(|p| p.metadata.language.as_deref()).collect();
    assert_eq!(languages, [Some("de"), Some("en"), Some("ru"), Some("tr"), None]);
    assert_eq!(manifest.papers[4].warnings, ["its metadata name a language that is not known: Martian"]);
    let found = |query| {
        let lines = lines(index.open(), query, Context::Tokens(0));
        let node = |line: &String| line.split(['[', ']']).nth(1).unwrap().to_string();
        lines.iter().map(node).collect::<Vec<_>>()
    };
    assert_eq!(found("~nation"), ["Nationen", "nations", "Nations"], "an unknown language is taken for English");
    assert_eq!(found("~Vertrag"), ["Verträge", "Vertrages"]);
    assert_eq!(found("~договор"), ["договоре", "договорах"]);
    assert_eq!(found("~ışık"), ["ISIKLARIN", "ışığı"], "the small letter of a Turkish I is ı");
}

#[test]
fn how_the_language_is_known_is_told() {
    let long = "The commission met twice in the spring and asked the ministers of both sides to agree upon a list of the \
        bridges that were to be opened first. Nobody had thought of the ferries, which carried more people than all of \
        the bridges together, and so the list had to be made again.";
    let papers = write_papers(&[
        ("told.md", "---\nlanguage: de-AT\n---\nEin Brief.\n"),
        ("long.txt", long),
        ("short.txt", "A few words."),
    ]);
    let languages = |options: &[&str]| {
        let built = run(papers.path(), &[&["index", "."], options].concat());
        assert_eq!(built.status, Some(0), "{}", built.err);
        let index = OpenIndex::open(&papers.path().join("index")).unwrap();
        let of = |p: &kwic::index::PaperRecord| (p.id.clone(), p.metadata.language.clone(), p.language_from);
        index.manifest().papers.iter().map(of).collect::<Vec<_>>()
    };
    let row = |id: &str, language: Option<&str>, from| (id.to_string(), language.map(str::to_string), from);
    let told = row("told", Some("de"), LanguageFrom::Metadata);
    let found = [row("long", Some("en"), LanguageFrom::Text), row("short", None, LanguageFrom::Nothing), told.clone()];
    assert_eq!(languages(&[]), found);
    let said = ["long", "short"].map(|id| row(id, Some("fr"), LanguageFrom::Option));
    assert_eq!(languages(&["--language", "fra"]), [said.to_vec(), vec![told]].concat());
    // It is remembered, until it is taken back.
    assert_eq!(languages(&[])[0].1.as_deref(), Some("fr"));
    let table = run(papers.path(), &["papers", "--format", "csv"]).out;
    assert!(table.contains("\nshort,,,,fr,option,"), "{table}");
    assert_eq!(languages(&["--language", ""]), found);
    let wrong = run(papers.path(), &["index", "--language", "various"]);
    assert_eq!(wrong.status, Some(2));
    assert!(wrong.err.contains("--language various: this names no language"), "{}", wrong.err);
}

#[test]
fn words_are_sorted_as_the_main_language_sorts_them() {
    let sorted = |language: &str, text: &str| {
        let front = format!("---\nlanguage: {language}\n---\n{text}\n");
        let papers = write_papers(&[("a.md", &front)]);
        run(papers.path(), &["index", "."]);
        let lines =
            run(papers.path(), &["find", "--cql", "[lc=\".*\"]", "--sort", "node", "--format", "jsonl", "--all"]).out;
        let node = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["match"].to_string();
        let listed = run(papers.path(), &["words", "--sort", "word", "--format", "tsv"]).out;
        let listed: Vec<String> =
            listed.lines().skip(1).map(|line| line.split('\t').next().unwrap().to_string()).collect();
        let lines: Vec<String> = lines.lines().filter(|l| l.contains("\"match\"")).map(node).collect();
        (lines.join(" ").replace('"', ""), listed.join(" "))
    };
    let both = |text: &str| (text.to_string(), text.to_string());
    assert_eq!(sorted("sv", "öra zon ärende åtta arv").0, "arv zon åtta ärende öra");
    assert_eq!(sorted("de", "öl zoll ärmel arm ostsee").0, "arm ärmel öl ostsee zoll");
    assert_eq!(sorted("zh", "东 出 宝 爱"), both("爱 宝 出 东"), "by their sound");
    assert_eq!(sorted("ru", "жизнь ящик егерь"), both("егерь жизнь ящик"));
    assert_eq!(sorted("ar", "حق تاريخ بلد أمن"), both("أمن بلد تاريخ حق"));
}

#[test]
fn columns_stay_where_they_are_on_a_screen() {
    let papers = write_papers(&[
        ("ar.txt", "وقّعت الدولتان معاهدة السلام أمس في جنيف."),
        ("zh.txt", "大会通过了和平条约。各国同意和平。"),
    ]);
    run(papers.path(), &["index", "."]);
    let screen = |query: &str| {
        let shown = on_a_terminal(kwic(papers.path(), &["find", query]));
        let plain = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap().replace_all(&shown, "").replace('\r', "");
        plain.lines().map(str::to_string).filter(|line| line.contains("l. 1")).collect::<Vec<_>>()
    };
    // What stands before the match is at its right; each part is held together, and the spaces stand between the parts.
    let (from_right, end) = ("\u{2067}", "\u{2069}");
    let arabic = screen("معاهدة السلام");
    assert_eq!(arabic.len(), 1);
    let row = format!("{from_right}أمس في جنيف.{end} {from_right}معاهدة السلام{end} {from_right}وقّعت الدولتان{end}");
    assert!(arabic[0].ends_with(&row), "{arabic:?}");
    // A Chinese sign takes two columns: both matches begin in the same one.
    let chinese = screen("和平");
    let columns = |line: &String| unicode_width::UnicodeWidthStr::width(line.split("和平").next().unwrap());
    let begins: Vec<usize> = match chinese.as_slice() {
        [first, second] => {
            vec![columns(first), unicode_width::UnicodeWidthStr::width(&second[..second.rfind("和平").unwrap()])]
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(begins[0], begins[1], "{chinese:#?}");
}

#[test]
fn wrapped_lines_of_a_script_without_spaces_are_joined_without_one() {
    // Thirty signs to a line; a word of two stands on either side of the second line's end.
    let text = "两国代表昨天在首都举行会谈，讨论边境地区的安全问题，以及双方共同\n\
        关心的其他事项。会谈结束以后，两国外交部长签署了一项新的和平条\n\
        约，并且同意在明年春天继续举行会谈。代表们说，边境地区的人民希\n\
        望早日恢复正常的往来，各国政府应当尊重他们的愿望，保证他们安全。\n";
    let index = index_of_texts(&[("a.txt", text)]);
    assert_eq!(index.texts(), [text.trim_end().replace('\n', "")]);
    assert_eq!((index.count("和平条约"), index.count("希望")), (1, 1));
}
