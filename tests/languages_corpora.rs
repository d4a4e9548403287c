//! Real papers in many languages, where they are there: nothing is lost, each language is told, words are found as a plain
//! script finds them in the files, and the encoding makes no difference.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]
#![cfg_attr(not(shared_corpora), allow(dead_code))]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kwic::model::LanguageFrom;
use kwic::text::Folder;

mod common;
use common::TestIndex;

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(name)
}

/// The words of each paper as they are written, by its id.
fn words_of(index: &TestIndex) -> BTreeMap<String, Vec<String>> {
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for section in index.open().sections() {
        let id = &index.open().manifest().papers[section.paper as usize].id;
        let store = &index.open().segment_of(section).unwrap().store;
        let of = store.section(section.doc).map(|at| store.lexicon().written(store.type_at(at)).to_string());
        words.entry(id.clone()).or_default().extend(of);
    }
    words
}

/// The languages of papers, and how they are known.
fn languages_of(index: &TestIndex) -> BTreeMap<String, (Option<String>, LanguageFrom)> {
    let papers = index.open().manifest().papers.iter();
    papers.map(|paper| (paper.id.clone(), (paper.metadata.language.clone(), paper.language_from))).collect()
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_declaration_is_told_to_be_in_each_of_its_languages() {
    let index = common::index_of(&corpus("languages/udhr"));
    let told = |id: &str| languages_of(&index)[&format!("udhr-{id}")].clone();
    for (id, code) in [
        ("arb", "ar"),
        ("cmn_hans", "zh"),
        ("deu_1901", "de"),
        ("ell_polytonic", "el"),
        ("fra", "fr"),
        ("heb", "he"),
        ("hin", "hi"),
        ("kat", "ka"),
        ("khm", "km"),
        ("rus", "ru"),
        ("tha", "th"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("vie", "vi"),
        ("ydd", "yi"),
    ] {
        assert_eq!(told(id), (Some(code.to_string()), LanguageFrom::Text), "{id}");
    }
}

/// One word or phrase of each script, and how often a reader's own search finds it in the file. In brackets what is found
/// first, with the words beside it.
#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn words_of_the_declaration_are_found_in_each_of_its_scripts() {
    let index = common::index_of(&corpus("languages/udhr"));
    for (id, letters) in [
        ("cmn_hans", "人权"),
        ("tha", "สันติภาพ"),
        ("khm", "សិទ្ធិមនុស្ស"),
        ("heb", "זכויות"),
        ("hin", "अधिकार"),
        ("kat", "უფლება"),
        ("rus", "человека"),
        ("ukr", "людини"),
        ("tur", "hakkı"),
        ("fra", "liberté"),
        ("vie", "quyền"),
        ("ell_polytonic", "δικαίωμα"),
        ("deu_1901", "Recht"),
    ] {
        let file = fs::read_to_string(corpus("languages/udhr").join(format!("udhr-{id}.txt"))).unwrap();
        // Scripts with spaces: words, accents and case apart. Others: wherever the letters stand.
        let folder = Folder::new();
        let expected = match id {
            "cmn_hans" | "tha" | "khm" => file.matches(letters).count(),
            _ => {
                let is_word = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) || is_mark(c);
                let words = file.split(|c| !is_word(c)).filter(|word| !word.is_empty());
                words.filter(|word| folder.fold(word) == folder.fold(letters)).count()
            }
        };
        let papers = &index.open().manifest().papers;
        let own = |hit: &&kwic::search::Hit| {
            let section = &index.open().sections()[hit.section as usize];
            papers[section.paper as usize].id == format!("udhr-{id}")
        };
        assert!(expected > 0, "{id}");
        assert_eq!(index.hits(letters).iter().filter(own).count(), expected, "{id}: {letters}");
    }
}

/// Signs of Hebrew and Indic letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5c7}' | '\u{900}'..='\u{903}' | '\u{93c}'..='\u{94f}')
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_charter_says_the_same_in_its_six_languages() {
    let index = common::index_of(&corpus("charter"));
    let languages: Vec<String> = languages_of(&index).into_values().map(|(code, _)| code.unwrap()).collect();
    assert_eq!(languages, ["ar", "en", "es", "fr", "ru", "zh"]);
    let zh = fs::read_to_string(corpus("charter/un_charter_zh.txt")).unwrap();
    for term in ["联合国", "会员国", "安全理事会", "国际和平", "国际法院", "秘书长"] {
        assert_eq!(index.count(term), zh.matches(term).count(), "{term}");
    }
    for (language, phrase) in [
        ("en", "security council"),
        ("en", "economic and social"),
        ("fr", "conseil de sécurité"),
        ("es", "consejo de seguridad"),
        ("ru", "совет безопасности"),
        ("ru", "генеральная ассамблея"),
    ] {
        let file = fs::read_to_string(corpus(&format!("charter/un_charter_{language}.txt"))).unwrap();
        let file = file.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        // `council's` is another word.
        let others = file.matches(&format!("{phrase}'s")).count();
        assert_eq!(index.count(phrase), file.matches(phrase).count() - others, "{phrase}");
    }
    // In Arabic the vowel signs and tatweel of the file make no difference.
    let ar = fs::read_to_string(corpus("charter/un_charter_ar.txt")).unwrap();
    let bare: String = ar.chars().filter(|c| !matches!(c, '\u{640}' | '\u{64b}'..='\u{652}')).collect();
    let words = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| *word == "الدولي").count();
    assert_eq!(index.count("الدولي"), words);
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn texts_go_in_sign_by_sign() {
    for folder in ["charter", "languages/udhr"] {
        let index = common::index_of(&corpus(folder));
        kwic::index::check(index.folder.path()).unwrap();
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for (section, text) in index.open().sections().iter().zip(index.texts()) {
            let file = &index.open().manifest().papers[section.paper as usize].file;
            texts.entry(file.clone()).or_default().push_str(&text);
        }
        for (file, text) in texts {
            let source = kwic::papers::decode(&fs::read(corpus(folder).join(&file)).unwrap()).unwrap().text;
            let signs = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert!(signs(&source) == signs(&text), "{file}: what is read is not what is written");
        }
    }
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_encoding_of_a_paper_makes_no_difference() {
    let index = common::index_of(&corpus("formats/encodings"));
    let words = words_of(&index);
    for (language, encodings) in [
        ("Arabic", &["WINDOWS-1256"][..]),
        ("Chinese", &["GB2312", "GBK"]),
        ("English", &["WINDOWS-1252"]),
        ("French", &["ISO-8859-1", "WINDOWS-1252"]),
        ("German", &["ISO-8859-1", "WINDOWS-1252"]),
        ("Japanese", &["CP932", "ISO-2022-JP", "WINDOWS-936"]),
        ("Russian", &["KOI8-R", "WINDOWS-1251"]),
    ] {
        for encoding in encodings {
            let of = |encoding: &str| &words[&format!("UDHR_{language}_{encoding}")];
            assert!(of(encoding) == of("UTF-8"), "{language} {encoding}");
        }
    }
    // The one of 16 bits lacks a paragraph of 19 words that was put into the other for its quotation marks and its €.
    let of = |encoding: &str| &words[&format!("UDHR_English_{encoding}")];
    assert!(of("UTF-16LE") == of("UTF-16BE"));
    let at = of("UTF-8").iter().position(|word| word == "File").unwrap();
    let rest: Vec<&String> = of("UTF-8")[..at].iter().chain(&of("UTF-8")[at + 19..]).collect();
    assert!(rest == of("UTF-16LE").iter().collect::<Vec<_>>());
    // Of what is no other file's text we know the language.
    let languages = languages_of(&index);
    let known = |id: &str| languages[id].0.as_deref();
    assert_eq!(known("IndianTreaty_English_UTF-16LE"), Some("en"));
    assert_eq!(known("UDHR_Japanese_ISO-2022-JP"), Some("ja"));
    assert_eq!(known("UDHR_Hindi_UTF-8"), Some("hi"));
    // An address whose apostrophes are Big5's, as in no other English text: a plain look at its bytes finds as many.
    let big5 = fs::read(corpus("formats/encodings/sotu-1970-Nixon-mixed-bytes.txt")).unwrap();
    let expected = big5.windows(10).filter(|bytes| bytes == b"America\xa1\xa6s").count();
    let found = words["sotu-1970-Nixon-mixed-bytes"].iter().filter(|word| *word == "America’s").count();
    assert_eq!((found, known("sotu-1970-Nixon-mixed-bytes")), (expected, Some("en")));
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn laws_and_reports_have_the_stems_of_their_languages() {
    let laws = common::index_of(&corpus("languages/de-laws"));
    assert!(languages_of(&laws).values().all(|language| language.0.as_deref() == Some("de")));
    // Every form of the noun that a plain list of them finds.
    let forms = ["Wahlkreis", "Wahlkreise", "Wahlkreises", "Wahlkreisen"];
    let words = words_of(&laws);
    let listed = words.values().flatten().filter(|word| forms.contains(&word.as_str())).count();
    assert_eq!(laws.count("~Wahlkreis"), listed);
    let reports = common::index_of(&corpus("languages/ru-reports"));
    let told = languages_of(&reports);
    assert_eq!(told["1828"], (Some("ru".to_string()), LanguageFrom::Text));
    assert_eq!(told["1828.tei"], (Some("ru".to_string()), LanguageFrom::Metadata));
    assert!(reports.count("~губерния") > reports.count("губерния"));
    let conllu = common::index_of(&corpus("languages/conllu"));
    assert!(languages_of(&conllu).values().all(|language| matches!(language.0.as_deref(), None | Some("ru"))));
}
