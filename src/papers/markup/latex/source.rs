//! A LaTeX text with the ends of its groups, and the stretch of it that is being read.

use std::collections::HashMap;

/// How many texts of commands may be read within one another.
const DEEPEST: usize = 20;
/// Bytes of the longest optional argument.
const LONGEST_OPTION: usize = 1000;

/// A stretch of the text, by bytes, half-open.
pub(super) type Stretch = (usize, usize);

/// The text, and where we are in it: commands that stand for a text are read where that is defined.
pub(super) struct Source<'a> {
    pub text: &'a str,
    pub at: usize,
    pub end: usize,
    /// Where it goes on behind what is being read.
    outer: Vec<Stretch>,
    starts: Vec<usize>,
    first_line: u32,
    closing: HashMap<usize, usize>,
}

impl<'a> Source<'a> {
    pub fn new(text: &'a str, first_line: u32) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Source { text, at: 0, end: text.len(), outer: Vec::new(), starts, first_line, closing: closing(text) }
    }

    /// What is left of the stretch that is being read; at its end that of the one around it.
    pub fn rest(&mut self) -> &'a str {
        while self.at >= self.end {
            let Some((at, end)) = self.outer.pop() else { return "" };
            (self.at, self.end) = (at, end);
        }
        self.text.get(self.at..self.end).unwrap_or("")
    }

    /// Reads this stretch first: whether there is room for it.
    pub fn enter(&mut self, stretch: Stretch) -> bool {
        let room = self.outer.len() < DEEPEST;
        if room {
            self.outer.push((self.at, self.end));
            (self.at, self.end) = stretch;
        }
        room
    }

    /// The line where we are: of what stands for a text, the line of that.
    pub fn line(&self) -> u32 {
        let at = self.outer.first().map_or(self.at, |outer| outer.0.saturating_sub(1));
        self.line_of(at)
    }

    pub fn line_of(&self, at: usize) -> u32 {
        self.first_line + self.starts.partition_point(|start| *start <= at).saturating_sub(1) as u32
    }

    pub fn skip_space(&mut self) {
        let rest = self.rest();
        let space = rest.len() - rest.trim_start().len();
        let space = rest.get(..space).unwrap_or("");
        // A paragraph's end ends a command, too.
        if space.matches('\n').count() < 2 {
            self.at += space.len();
        }
    }

    /// The group that comes next, without its braces; it is passed.
    pub fn group(&mut self) -> Option<Stretch> {
        let before = self.at;
        self.skip_space();
        let closing = self.rest().starts_with('{').then(|| self.closing.get(&self.at).copied()).flatten();
        match closing.filter(|close| *close < self.end) {
            Some(close) => {
                let start = std::mem::replace(&mut self.at, close + 1) + 1;
                Some((start, close))
            }
            None => {
                self.at = before;
                None
            }
        }
    }

    /// The optional argument that comes next, without its brackets; it is passed.
    pub fn option(&mut self) -> Option<Stretch> {
        let within = self.rest().strip_prefix('[')?;
        let mut depth = 0usize;
        for (at, byte) in within.bytes().take(LONGEST_OPTION).enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.checked_sub(1)?,
                b']' if depth == 0 => {
                    let start = self.at + 1;
                    self.at = start + at + 1;
                    return Some((start, start + at));
                }
                _ => {}
            }
        }
        None
    }

    pub fn options(&mut self) {
        while self.option().is_some() {}
    }

    pub fn of(&self, stretch: Stretch) -> &'a str {
        self.text.get(stretch.0..stretch.1).unwrap_or("")
    }
}

/// Where each group ends, by the byte of its beginning.
fn closing(text: &str) -> HashMap<usize, usize> {
    let (mut open, mut closing) = (Vec::new(), HashMap::new());
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'%' => drop(bytes.find(|(_, byte)| *byte == b'\n')),
            b'{' => open.push(at),
            b'}' => {
                if let Some(start) = open.pop() {
                    closing.insert(start, at);
                }
            }
            _ => {}
        }
    }
    closing
}
