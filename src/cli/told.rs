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
        let count = |n: usize| HumanCount(n as u64).to_string();
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
        let hidden = self.drawn - self.shown;
        if hidden > 0 && self.offset > 0 {
            let (first, last) = (self.offset + 1, self.offset + self.shown);
            let shown = match self.shown {
                0 => "none of them is shown".to_string(),
                _ => format!("those from {} to {} are shown, {} are not", count(first), count(last), count(hidden)),
            };
            text.push_str(&format!("; {shown}"));
        } else if hidden > 0 {
            let first = match self.shown {
                0 => "none is shown".to_string(),
                1 => "the first is shown".to_string(),
                shown => format!("the first {} are shown", count(shown)),
            };
            let are = if hidden == 1 { "is" } else { "are" };
            text.push_str(&format!("; {first}, {} {are} not (--all shows all)", count(hidden)));
        }
        text.push('.');
        text
    }
}
