//! How a build is shown while it runs: a bar on a terminal, lines elsewhere.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use kwic::index::Progress;

use super::say;

/// Shows a build on standard error.
pub struct Shown {
    bar: ProgressBar,
    terminal: bool,
    total: AtomicU64,
    told: AtomicU64,
}

impl Shown {
    /// Nothing shown yet.
    pub fn new() -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) =
            ProgressStyle::with_template("{msg:10} {bar:30} {percent:>3}%  {decimal_bytes_per_sec}, {eta} left")
        {
            bar.set_style(style);
        }
        Shown { bar, terminal, total: AtomicU64::new(0), told: AtomicU64::new(0) }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Shown {
    fn begin(&self, bytes: u64) {
        self.total.store(bytes, Ordering::Relaxed);
        self.bar.set_length(bytes);
        self.bar.set_message("reading");
    }

    fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
        let total = self.total.load(Ordering::Relaxed).max(1);
        let tenth = self.bar.position() * 10 / total;
        // Small builds are over before a line could be read.
        if !self.terminal && total > 50_000_000 && self.told.fetch_max(tenth, Ordering::Relaxed) < tenth {
            say(&format!("reading: {}%", tenth * 10));
        }
    }

    fn stage(&self, what: &str) {
        self.bar.set_message(what.to_string());
    }
}
