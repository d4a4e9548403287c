//! Real PDFs, held to the same papers in other forms, to another program, and to pages that were looked up.

use std::fs;
use std::path::{Path, PathBuf};

use kwic::papers::{Evidence, Reading, ReadingOptions, read_papers};
use unicode_segmentation::UnicodeSegmentation;

use crate::read;

fn corpora(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(file)
}

fn real(file: &str) -> Reading {
    read(&fs::read(corpora(file)).unwrap()).unwrap()
}

fn text_of(reading: &Reading) -> String {
    reading.blocks.iter().map(|block| format!("{}\n", block.text)).collect()
}

/// Words in lower case, apostrophes in one form.
fn words(text: &str) -> Vec<String> {
    let text = text.replace(['’', '‘'], "'").to_lowercase();
    text.unicode_words().map(str::to_string).collect()
}

/// The most words that stand in both texts in the same order.
fn aligned(one: &[String], other: &[String]) -> usize {
    let mut row = vec![0u32; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        for (at, against) in other.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == against { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[other.len()] as usize
}

/// Which share of each text's words stand in the other in the same order.
fn shares(one: &str, other: &str) -> (f64, f64) {
    let (one, other) = (words(one), words(other));
    let same = aligned(&one, &other) as f64;
    (same / one.len() as f64, same / other.len() as f64)
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn a_directive_reads_as_its_page_on_the_web() {
    // The web adds sections of its own, and leaves out to whom and from whom a directive goes; three of the PDFs are
    // scanned, with words that their makers' text recognition read wrong.
    let floors = [
        ("bod-15-01", 0.88, 0.88),
        ("bod-16-02", 0.78, 0.81),
        ("bod-17-01", 0.85, 0.95),
        ("bod-18-02", 0.72, 0.77),
        ("bod-20-01", 0.71, 0.25),
        ("ed-19-01", 0.82, 0.45),
        ("ed-20-03", 0.90, 0.95),
    ];
    for (name, of_pdf, of_web) in floors {
        let pdf = text_of(&real(&format!("policy/directives-pdf/{name}.pdf")));
        let web = fs::read(corpora(&format!("policy/directives/{name}.md"))).unwrap();
        let (_, mut web) =
            read_papers(Path::new("a.md"), &web, &Evidence::default(), &ReadingOptions::default()).unwrap();
        let web = text_of(&web.remove(0).unwrap());
        let (pdf_share, web_share) = shares(&pdf, &web);
        assert!(pdf_share > of_pdf && web_share > of_web, "{name}: {pdf_share} {web_share}");
    }
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn the_declaration_reads_as_its_text() {
    for (pdf, text, floor) in [("french", "fra", 0.99), ("russian", "rus", 1.0), ("chinese", "cmn_hans", 1.0)] {
        let pdf = text_of(&real(&format!("formats/pdf/UDHR_{pdf}.pdf")));
        let text = fs::read_to_string(corpora(&format!("languages/udhr/udhr-{text}.txt"))).unwrap();
        let (pdf_share, text_share) = shares(&pdf, &text);
        // The PDFs end with the first articles.
        assert!(pdf_share >= floor && text_share > 0.2, "{pdf_share} {text_share}");
    }
}

/// Papers, and which shares of our words and of poppler's stand in the same order. Of ours, notes and columns are read
/// where poppler has them in the order of the page; of poppler's, heads, feet and page numbers are not ours.
const PAPERS: [(&str, f64, f64); 12] = [
    ("policy/fed-press-conferences-pdf/FOMCpresconf20110427.pdf", 0.999, 0.96),
    ("policy/fed-press-conferences-pdf/FOMCpresconf20130918.pdf", 0.999, 0.96),
    ("policy/fed-press-conferences-pdf/FOMCpresconf20160615.pdf", 0.99, 0.95),
    ("policy/fed-press-conferences-pdf/FOMCpresconf20181219.pdf", 0.998, 0.96),
    ("policy/fed-press-conferences-pdf/FOMCpresconf20200303.pdf", 0.999, 0.96),
    ("policy/directives-pdf/bod-18-02.pdf", 0.80, 0.80),
    ("policy/directives-pdf/bod-20-01.pdf", 0.87, 0.87),
    ("policy/directives-pdf/ar-16-20173.pdf", 0.998, 0.98),
    ("policy/memos-pdf/data-asset-collection-memo-2014.pdf", 0.95, 0.94),
    ("policy/budget-pdf/fy2024-va-budget-in-brief.pdf", 0.91, 0.89),
    ("formats/pdf/federal-register-2020-17221.pdf", 0.81, 0.76),
    ("formats/pdf/UDHR_english.pdf", 1.0, 1.0),
];

/// What poppler's pdftotext, an independent program, reads.
fn pdftotext(file: &str) -> Option<String> {
    let read = std::process::Command::new("pdftotext").arg(corpora(file)).arg("-").output().ok()?;
    Some(String::from_utf8(read.stdout).unwrap())
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn another_program_reads_the_same_words() {
    for (file, of_ours, of_theirs) in PAPERS {
        let Some(theirs) = pdftotext(file) else {
            eprintln!("there is no pdftotext (poppler-utils): nothing was compared");
            return;
        };
        let ours = text_of(&real(file));
        let (our_share, their_share) = shares(&ours, &theirs);
        assert!(our_share >= of_ours && their_share >= of_theirs, "{file}: {our_share} {their_share}");
    }
}

/// The page of each place where a phrase stands.
fn pages_of(reading: &Reading, phrase: &str) -> Vec<String> {
    let (mut page, mut found) = (None, Vec::new());
    for block in &reading.blocks {
        let text = block.text.to_lowercase();
        assert_eq!(text.len(), block.text.len(), "places of letters differ");
        for (at, _) in text.match_indices(phrase) {
            let last = block.pages.iter().rev().find(|mark| mark.offset <= at);
            found.push(last.map_or(page.clone(), |mark| mark.value.clone()).unwrap());
        }
        page = block.pages.last().map_or(page, |mark| mark.value.clone());
    }
    found.sort_by_key(|page| page.parse::<u32>().unwrap());
    found
}

#[test]
#[cfg_attr(not(shared_corpora), ignore = "../shared/corpora is not there")]
fn quotations_stand_on_their_pages() {
    // Looked up page by page, with `pdftotext -f PAGE -l PAGE`; the Federal Register's first page here is 47698.
    let quotations = [
        ("policy/fed-press-conferences-pdf/FOMCpresconf20110427.pdf", "subdued inflation trends", "1"),
        ("policy/fed-press-conferences-pdf/FOMCpresconf20160615.pdf", "labor market conditions", "9 10 10 12 13 16"),
        ("policy/fed-press-conferences-pdf/FOMCpresconf20160615.pdf", "headwinds", "4 4 7 7 7"),
        ("policy/fed-press-conferences-pdf/FOMCpresconf20181219.pdf", "balance sheet runoff", "6 11 11"),
        ("policy/fed-press-conferences-pdf/FOMCpresconf20200303.pdf", "coronavirus", "1 4"),
        ("policy/directives-pdf/bod-20-01.pdf", "vulnerability disclosure policy", "1 2 2 3 3 4 4 4 5"),
        ("policy/directives-pdf/ar-16-20173.pdf", "out-of-band", "4 7 7"),
        ("policy/directives-pdf/ed-20-03.pdf", "patch tuesday", "1"),
        ("policy/memos-pdf/data-asset-collection-memo-2014.pdf", "mosaic effect", "6 7 30 30"),
        ("policy/budget-pdf/fy2024-va-budget-in-brief.pdf", "recurring expenses", "2 2 51"),
        ("formats/pdf/federal-register-2020-17221.pdf", "soekarno", "47698"),
        ("formats/pdf/federal-register-2020-17221.pdf", "pitch attitude", "47699 47699 47701"),
        ("formats/pdf/federal-register-2020-17221.pdf", "flightcrew training", "47700 47702"),
    ];
    for (file, phrase, pages) in quotations {
        assert_eq!(pages_of(&real(file), phrase).join(" "), pages, "{file}: {phrase}");
    }
}
