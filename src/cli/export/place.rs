//! Where papers go: one file, or a folder with a file for each.

use std::path::Path;

use indicatif::HumanCount;

use kwic::export::ChosenPaper;

use super::super::say;

/// Whether a place that is named is a folder: it is one, or its name has no ending.
pub fn is_folder(place: &Path) -> bool {
    let ends_so = place.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    place.is_dir() || ends_so || (place.extension().is_none() && !place.exists())
}

/// Says what was written.
pub fn say_written(papers: &[ChosenPaper<'_>], what: &str, place: &Path) {
    let count = |n: usize| HumanCount(n as u64).to_string();
    let sections = papers.iter().map(|paper| paper.sections.len()).sum();
    let (papers, several) = (papers.len(), if papers.len() == 1 { "paper" } else { "papers" });
    say(&format!("{}: {} {several}, {} sections{what}.", place.display(), count(papers), count(sections)));
}
