//! Papers, sections, paragraphs, sentences.

use super::forms::{push_capital, push_form};
use super::ranks::Ranks;
use crate::stats::SplitMix;

/// Words of a rank from here on come in bursts: once used, they are at hand for the rest of the paper.
const CONTENT: u64 = 200;
/// How many words a paper has at hand.
const AT_HAND: usize = 80;
/// Plain text is wrapped where a line would be longer.
const WIDTH: usize = 72;

/// A generated paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its file, relative to the folder: Markdown or plain text.
    pub file: String,
    /// What stands in the file.
    pub text: String,
    title: String,
    author: String,
    institute: String,
    year: u32,
}

impl Paper {
    /// The columns of the metadata table.
    pub const COLUMNS: &str = "file,title,author,year,institute";

    /// Its row in the metadata table, with a line end; a paper in Markdown carries its metadata itself.
    pub fn row(&self) -> Option<String> {
        let Paper { file, title, author, institute, year, .. } = self;
        (!is_markdown(file)).then(|| format!("{file},{title},{author},{year},{institute}\n"))
    }
}

fn is_markdown(file: &str) -> bool {
    file.ends_with(".md")
}

/// Papers without end.
pub struct Papers {
    random: SplitMix,
    ranks: Ranks,
    number: u64,
}

impl Papers {
    /// The papers of a seed.
    pub fn new(seed: u64) -> Self {
        Papers { random: SplitMix::new(seed), ranks: Ranks::new(), number: 0 }
    }
}

impl Iterator for Papers {
    type Item = Paper;

    fn next(&mut self) -> Option<Paper> {
        let number = self.number;
        self.number += 1;
        let mut writer = Writer { random: &mut self.random, ranks: &self.ranks, at_hand: Vec::new() };
        Some(writer.paper(number))
    }
}

/// Writes one paper.
struct Writer<'a> {
    random: &'a mut SplitMix,
    ranks: &'a Ranks,
    /// Words of content that the paper has used, as ranks.
    at_hand: Vec<u64>,
}

impl Writer<'_> {
    fn paper(&mut self, number: u64) -> Paper {
        let year = 1985 + self.random.below(40) as u32;
        let ending = if self.random.below(2) == 0 { "md" } else { "txt" };
        let title = 3 + self.random.below(4);
        let mut paper = Paper {
            file: format!("{:03}/{year}-paper-{number:07}.{ending}", number / 1000),
            text: String::new(),
            title: self.heading(title),
            author: self.heading(2),
            institute: format!("Institute {}", 1 + self.random.below(20)),
            year,
        };
        let markdown = is_markdown(&paper.file);
        if markdown {
            let Paper { title, author, institute, .. } = &paper;
            paper.text =
                format!("---\ntitle: {title}\nauthor: {author}\nyear: {year}\ninstitute: {institute}\n---\n\n");
        }
        // Lengths spread over powers of two, as the lengths of papers do: some hundreds to some ten thousands of words.
        let doublings: usize = (0..6).map(|_| self.random.below(2)).sum();
        let least = 400 << doublings;
        let mut words = least + self.random.below(least);
        for section in 1.. {
            self.section(section, markdown, &mut words, &mut paper.text);
            if words == 0 {
                break;
            }
        }
        paper
    }

    /// Some words in capitals, for headings and names.
    fn heading(&mut self, words: usize) -> String {
        let mut heading = String::new();
        for nth in 0..words {
            if nth > 0 {
                heading.push(' ');
            }
            let rank = self.ranks.draw(self.random);
            push_capital(rank, &mut heading);
        }
        heading
    }

    /// A section; takes its words from those that are left.
    fn section(&mut self, number: u32, markdown: bool, words: &mut usize, out: &mut String) {
        let length = 2 + self.random.below(5);
        let heading = self.heading(length);
        let deep = number > 1 && self.random.below(3) == 0;
        match (markdown, deep) {
            (true, true) => out.push_str(&format!("### {heading}\n\n")),
            (true, false) => out.push_str(&format!("## {heading}\n\n")),
            (false, _) => out.push_str(&format!("{number}. {heading}\n\n")),
        }
        for _ in 0..3 + self.random.below(8) {
            let paragraph = self.paragraph(words);
            if markdown {
                out.push_str(&paragraph);
            } else {
                wrap(&paragraph, out);
            }
            out.push_str("\n\n");
            if *words == 0 {
                break;
            }
        }
    }

    fn paragraph(&mut self, words: &mut usize) -> String {
        let mut paragraph = String::new();
        for _ in 0..2 + self.random.below(6) {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            let length: usize = 3 + (0..3).map(|_| self.random.below(13)).sum::<usize>();
            self.sentence(length, &mut paragraph);
            *words = words.saturating_sub(length);
            if *words == 0 {
                break;
            }
        }
        paragraph
    }

    fn sentence(&mut self, length: usize, out: &mut String) {
        for nth in 0..length {
            if nth > 0 {
                out.push_str(if self.random.below(14) == 0 { ", " } else { " " });
            }
            if nth > 0 && self.random.below(100) == 0 {
                out.push_str(&self.random.below(2000).to_string());
                continue;
            }
            let rank = self.word();
            // Some words are names.
            if nth == 0 || rank % 37 == 36 { push_capital(rank, out) } else { push_form(rank, out) }
        }
        out.push(if self.random.below(25) == 0 { '?' } else { '.' });
    }

    /// A word, as its rank. A word of content is every other time one that the paper has used: of all papers together
    /// each word is as frequent as before, in one paper it is not.
    fn word(&mut self) -> u64 {
        let rank = self.ranks.draw(self.random);
        if rank < CONTENT {
            return rank;
        }
        let place = self.random.below(2 * AT_HAND);
        match self.at_hand.get(place) {
            Some(used) => *used,
            None if self.at_hand.len() < AT_HAND => {
                self.at_hand.push(rank);
                rank
            }
            None => {
                let place = self.random.below(AT_HAND);
                if let Some(slot) = self.at_hand.get_mut(place) {
                    *slot = rank;
                }
                rank
            }
        }
    }
}

/// Appends a paragraph in lines.
fn wrap(paragraph: &str, out: &mut String) {
    let mut column = 0;
    for word in paragraph.split(' ') {
        if column > 0 && column + 1 + word.len() > WIDTH {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += word.len();
    }
}
