//! The sentence that says how much was found, and how much of it is shown.

use indicatif::HumanCount;

/// What was found, and what of it is shown.
pub struct Told<'a> {
    pub query: &'a str,
    pub found: usize,
    pub papers: usize,
    /// What is left of them once each paper, or each line, counts once.
    pub distinct: Option<usize>,
    /// What is left of those in the sample.
    pub drawn: usize,
    /// How many of those are passed over before the first that is shown.
    pub offset: usize,
    pub shown: usize,
    /// Whether it was looked for in a selection only.
    pub selected: bool,
}

impl Told<'_> {
    pub fn sentence(&self) -> String {
        let query: String = self.query.chars().filter(|c| !c.is_control()).collect();
        let place = if self.selected { " of the selection" } else { "" };
        if self.found == 0 {
            return format!("No hits for {query}{}.", if self.selected { " in the selection" } else { "" });
        }
        let hits = if self.found == 1 { "hit" } else { "hits" };
        let papers = if self.papers == 1 { "paper" } else { "papers" };
        let mut text = format!("{} {hits} for {query} in {} {papers}{place}", count(self.found), count(self.papers));
        if let Some(distinct) = self.distinct {
            text.push_str(&format!("; {} distinct", count(distinct)));
        }
        if self.drawn < self.distinct.unwrap_or(self.found) {
            text.push_str(&format!("; a sample of {}", count(self.drawn)));
        }
        if let Some(cut) = cut_sentence(self.drawn, self.offset, self.shown) {
            text.push_str(&format!("; {cut}"));
        }
        text.push('.');
        text
    }
}

fn count(n: usize) -> String {
    HumanCount(n as u64).to_string()
}

/// What of `all` is not shown; nothing if all is.
pub fn cut_sentence(all: usize, offset: usize, shown: usize) -> Option<String> {
    let hidden = all - shown;
    if hidden == 0 {
        return None;
    }
    let hidden_are = format!("{} {} not", count(hidden), if hidden == 1 { "is" } else { "are" });
    Some(match (offset, shown) {
        (0, 0) => format!("none is shown, {hidden_are} (--all shows all)"),
        (0, 1) => format!("the first is shown, {hidden_are} (--all shows all)"),
        (0, _) => format!("the first {} are shown, {hidden_are} (--all shows all)", count(shown)),
        (_, 0) => "none of them is shown".to_string(),
        _ => format!("those from {} to {} are shown, {hidden_are}", count(offset + 1), count(offset + shown)),
    })
}
