//! TEI XML: which form of a choice is text, and who the speakers are of whom lists tell.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::path::Path;

use kwic::index::{BuildOptions, OpenIndex};
use kwic::papers::{Evidence, Reading, ReadingOptions, TeiChoice, read_papers};

mod common;
use common::{build_quietly, options, run, write_papers};

fn read(file: &str, tei_choice: Option<TeiChoice>) -> Vec<Reading> {
    let options = ReadingOptions { tei_choice, ..ReadingOptions::default() };
    let (_, readings) = read_papers(Path::new("a.xml"), file.as_bytes(), &Evidence::default(), &options).unwrap();
    readings.into_iter().map(Result::unwrap).collect()
}

const CHOICES: &str = "<TEI><text><body><p>A <choice><sic>mistaek</sic><corr>mistake</corr></choice>,
    <choice><reg>public</reg><orig>publick</orig></choice>, <choice><abbr>Dr</abbr><expan>Doctor</expan></choice>,
    <choice><am>q<hi>;</hi></am><ex>que</ex></choice>; <orig>alone</orig> <reg>alone</reg>.</p></body></text></TEI>";

#[test]
fn a_choice_gives_the_form_that_is_asked_for_and_what_stands_alone_stays() {
    let text = |choice| read(CHOICES, choice)[0].blocks[0].text.clone();
    assert_eq!(text(Some(TeiChoice::Original)), "A mistaek, publick, Dr, q;; alone alone.");
    assert_eq!(text(Some(TeiChoice::Regularised)), "A mistake, public, Doctor, que; alone alone.");
    assert_eq!(text(None), text(Some(TeiChoice::Regularised)));
}

#[test]
fn the_form_is_remembered_and_papers_are_read_again_only_where_it_changes() {
    let (papers, place) = (write_papers(&[("a.xml", CHOICES)]), tempfile::tempdir().unwrap());
    let build = |tei_choice| {
        let reading = ReadingOptions { tei_choice, ..ReadingOptions::default() };
        let read = build_quietly(&BuildOptions { reading, ..options(papers.path(), place.path()) }).read;
        (read, OpenIndex::open(place.path()).unwrap().manifest().tei_choice)
    };
    let (original, regularised) = (Some(TeiChoice::Original), Some(TeiChoice::Regularised));
    assert_eq!(build(None), (1, None));
    assert_eq!(build(original), (1, original));
    assert_eq!(build(None), (0, original));
    assert_eq!(build(regularised), (1, regularised));
    assert_eq!(build(None), (0, regularised));
    let found = |place: &Path, choice: &str| {
        let built = run(place, &["index", "a.xml", "--tei-choice", choice]);
        assert_eq!(built.status, Some(0), "{}", built.err);
        run(place, &["find", "publick"]).status
    };
    assert_eq!((found(papers.path(), "original"), found(papers.path(), "regularised")), (Some(0), Some(1)));
}

/// What is said of the speakers of a file's papers.
fn speakers(file: &str) -> Vec<String> {
    let papers = read(file, None);
    let spans = papers.iter().flat_map(|paper| &paper.annotated.spans).filter(|span| span.layer == "speaker");
    let said = |(name, value): &(String, String)| format!("{name}={value}");
    spans.map(|span| span.attributes.iter().map(said).collect::<Vec<_>>().join(" ")).collect()
}

const PARTIES: &str = "<listOrg><head>Parties</head><org xml:id='p.G' role='politicalParty'>
    <orgName full='yes' xml:lang='en'>The Greens</orgName><orgName full='abb'>G</orgName></org>
    <org xml:id='p.L' role='politicalParty'><orgName>The <hi>Left</hi></orgName></org>
    <org xml:id='P' role='parliament'><orgName>Parliament</orgName></org></listOrg>";
const PERSONS: &str = "<listPerson><person xml:id='ann'><persName><surname>Lee</surname><surname>Fox</surname>
    <forename>Ann</forename><roleName>Dr</roleName></persName><persName><surname>Old</surname></persName><sex value='F'>f</sex>
    <birth when='1943'><placeName>Oz</placeName></birth><affiliation ref='#P' role='member'/>
    <affiliation ref='#p.G' from='1990' to='1995-12-31'/><affiliation ref='#p.L #P' from='1996-01-01'><roleName>MP</roleName></affiliation>
    </person><person xml:id='ben' sex='M'><persName>Ben <addName>the</addName> Stone</persName>
    <affiliation ref='#parliamentaryGroup.X'/></person><person xml:id='cy'><sex>U</sex></person></listPerson>";

/// A paper of a day in which everyone speaks; what stands in its header, and behind its speeches.
fn sitting(date: &str, header: &str, back: &str) -> String {
    let speech = |who: &str| format!("<u who='#{who}'>Arms.</u>");
    let speeches: String = ["ann", "ben", "cy", "nobody"].map(speech).concat();
    format!(
        "<TEI><teiHeader><profileDesc><settingDesc><setting>{date}</setting></settingDesc>{header}</profileDesc></teiHeader>
         <text><body><p>{speeches}</p></body><back>{back}</back></text></TEI>"
    )
}

#[test]
fn speakers_have_name_party_and_sex_from_lists_wherever_these_stand() {
    let day = |day: &str| format!("<date when='{day}'/>");
    let of = |party: &str| {
        [
            format!("who=ann name=Ann Lee Fox{party} sex=F"),
            "who=ben name=Ben the Stone party=X sex=M".to_string(),
            "who=cy sex=U".to_string(),
            "who=nobody".to_string(),
        ]
    };
    let lists = format!("{PARTIES}{PERSONS}");
    let described = format!("<particDesc>{lists}</particDesc>");
    assert_eq!(speakers(&sitting(&day("1994-05-31"), &described, "")), of(" party=G"));
    assert_eq!(speakers(&sitting(&day("1996"), "", &lists)), of(" party=The Left"));
    // Nobody is given the party of another time.
    assert_eq!(speakers(&sitting(&day("1989-12-31"), &described, "")), of(""));
    assert_eq!(speakers(&sitting("", &described, "")), of(""));
    // The header of a corpus speaks of all its papers.
    let two = sitting(&day("1995-12-31"), "", "").repeat(2);
    let corpus = format!("<teiCorpus><teiHeader><profileDesc>{described}</profileDesc></teiHeader>{two}</teiCorpus>");
    assert_eq!(speakers(&corpus), [of(" party=G"), of(" party=G")].concat());
}

#[test]
fn what_the_speech_says_itself_counts_before_the_lists() {
    let file = format!(
        "<TEI><text><body><sp who='#ann'><speaker>The Chair.</speaker><p>Order!</p></sp></body><back>{PERSONS}</back></text></TEI>"
    );
    assert_eq!(speakers(&file), ["who=ann name=The Chair sex=F"]);
}

#[test]
fn hostile_lists_cost_no_more_than_their_size() {
    let long = "x".repeat(100_000);
    let person = |id: &str, name: &str| format!("<person xml:id='{id}'><persName>{name}</persName></person>");
    let empty: String = (0..5_000).map(|n| person(&format!("p{n}"), "\n          ")).collect();
    let affiliations = "<affiliation ref='#a' from='1990'/>".repeat(5_000);
    let many = format!("<person xml:id='cy'><persName>Cy</persName>{affiliations}</person>");
    let lists = format!("<listPerson>{}{empty}{many}{}<org/></listPerson>", person("ann", &long), person("ann", "Ann"));
    assert_eq!(
        speakers(&sitting("<date when='31 May'/>", "", &lists)),
        ["who=ann", "who=ben", "who=cy name=Cy", "who=nobody"]
    );
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "needs the corpora beside the project")]
fn speakers_of_a_real_parliament_have_names_and_parties() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/formats/tei");
    let file = std::fs::read_to_string(folder.join("ParlaMint-AT_1996-06-14.xml")).unwrap();
    assert_eq!(speakers(&file), ["who=PAD_02833 role=chair name=Willi Brauneder party=FPÖ sex=M"; 2]);
    let file = std::fs::read_to_string(folder.join("ParlaMint-AT_2013-05-14.xml")).unwrap();
    let (named, all) = (speakers(&file), file.matches("<u ").count());
    let with = |what: &str| named.iter().filter(|said| said.contains(what)).count();
    assert_eq!((named.len(), with(" name="), with(" sex=")), (all, all, all));
}
