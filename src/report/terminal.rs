//! What is known of the screen that output goes to.

/// The screen that output goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Its width in columns.
    pub width: usize,
    /// Whether colour is wanted.
    pub colour: bool,
}

impl Screen {
    /// `text` as the match is shown.
    pub fn node(&self, text: &str) -> String {
        self.wrap("1;33", text)
    }

    /// `text` as what is beside the point is shown.
    pub fn dim(&self, text: &str) -> String {
        self.wrap("2", text)
    }

    /// `text` as headings are shown.
    pub fn bold(&self, text: &str) -> String {
        self.wrap("1", text)
    }

    fn wrap(&self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}
