//! Small papers drawn at random: some with a year, all with themes and two sections.

use proptest::prelude::*;

use super::{TestIndex, index_of_texts};

const WORDS: &[&str] = &["arms", "Arms", "control", "treaty", "NATO", "Élysée", "elysee", "the", "договор", "和平"];

pub fn papers() -> impl Strategy<Value = Vec<(String, String)>> {
    let text = || prop::collection::vec(0..WORDS.len(), 1..40);
    let paper = (0u8..12, 1990u32..1994, text(), text(), any::<bool>());
    prop::collection::vec(paper, 1..9).prop_map(|papers| {
        let words = |text: &[usize]| text.iter().map(|w| WORDS[*w]).collect::<Vec<_>>().join(" ");
        let write = |(number, year, first, second, dated): (u8, u32, Vec<usize>, Vec<usize>, bool)| {
            let year = if dated { format!("year: {year}\n") } else { String::new() };
            let front = format!("---\n{year}theme: [security/arms, trade]\nlanguage: en\n---\n");
            let text = format!("{front}{}.\n\n## Part\n\n{}. {}.\n", words(&first), words(&second), words(&first));
            (format!("paper-{number}.md"), text)
        };
        let always = ("always.md".to_string(), "---\nyear: 1992\n---\nArms and the treaty.".to_string());
        papers.into_iter().map(write).chain([always]).collect()
    })
}

pub fn index_of(papers: &[(String, String)]) -> TestIndex {
    let papers: Vec<(&str, &str)> = papers.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
    index_of_texts(&papers)
}
