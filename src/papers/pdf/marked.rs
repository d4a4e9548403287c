//! Marked content: what the file says of a stretch of signs.

use super::glyph::Glyph;

/// The most stretches within one another.
const DEEPEST: usize = 1_000;

/// The stretches that are open.
#[derive(Default)]
pub(super) struct Marked {
    open: Vec<Stretch>,
    /// Stretches that are too deep to be kept.
    beyond: usize,
}

struct Stretch {
    /// What its signs say together, where the file tells.
    actual: Option<String>,
    artifact: bool,
    hidden: bool,
    /// Number of its first sign.
    start: usize,
}

impl Marked {
    pub fn begin(&mut self, tag: &[u8], actual: Option<String>, hidden: bool, start: usize) {
        if self.open.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        let (artifact, hidden) = (self.is_artifact() || tag == b"Artifact", self.is_hidden() || hidden);
        self.open.push(Stretch { actual, artifact, hidden, start });
    }

    pub fn end(&mut self, glyphs: &mut [Glyph]) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(Stretch { actual: Some(actual), start, .. }) = self.open.pop() else { return };
        let mut signs = glyphs.iter_mut().skip(start);
        // Where nothing is drawn, nothing is to be read: a picture is told elsewhere.
        if let Some(first) = signs.next() {
            first.text = actual;
            signs.for_each(|sign| sign.text.clear());
        }
    }

    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Ends what was begun since there were so many.
    pub fn end_to(&mut self, depth: usize, glyphs: &mut [Glyph]) {
        self.beyond = 0;
        while self.open.len() > depth {
            self.end(glyphs);
        }
    }

    pub fn is_artifact(&self) -> bool {
        self.open.last().is_some_and(|stretch| stretch.artifact)
    }

    pub fn is_hidden(&self) -> bool {
        self.open.last().is_some_and(|stretch| stretch.hidden)
    }
}
