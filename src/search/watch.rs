//! The watch over a search: it ends one that takes too long or too much memory.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::error::{Error, Kind, Result};

/// The most ways in which one match can be under way at once: they take some hundred bytes each.
const MOST_WAYS: usize = 100_000;

/// The watch over one search, shared by its threads.
pub(super) struct Watch {
    timeout: Duration,
    deadline: Option<Instant>,
    stopped: AtomicBool,
    crowded: AtomicBool,
}

impl Watch {
    /// A watch that begins now; `None`: the search may take as long as it will.
    pub fn new(timeout: Option<Duration>) -> Self {
        Watch {
            timeout: timeout.unwrap_or_default(),
            deadline: timeout.map(|timeout| Instant::now() + timeout),
            stopped: AtomicBool::new(false),
            crowded: AtomicBool::new(false),
        }
    }

    /// Whether the search has been ended: what it finds from then on is thrown away.
    pub fn has_ended(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Ends the search if its time is up; whether it has been ended.
    pub fn is_late(&self) -> bool {
        if self.deadline.is_some_and(|deadline| Instant::now() > deadline) {
            self.stopped.store(true, Ordering::Relaxed);
        }
        self.has_ended()
    }

    /// Ends the search if a match is under way in too many ways; whether it has been ended.
    pub fn is_crowded(&self, ways: usize) -> bool {
        if ways > MOST_WAYS {
            self.crowded.store(true, Ordering::Relaxed);
            self.stopped.store(true, Ordering::Relaxed);
        }
        self.has_ended()
    }

    /// Why the search has been ended, if it has.
    pub fn verdict(&self) -> Result<()> {
        let error = |cause: String| Error::new(Kind::Query, "query", cause);
        if self.crowded.load(Ordering::Relaxed) {
            let cause = format!("its labels can stand for more than {MOST_WAYS} combinations of tokens at once");
            return Err(error(cause).remedy("narrow it with `within s`, or say how much may stand between: `[]{0,20}`"));
        }
        if self.has_ended() {
            let cause = format!("it was not done after {} s and has been stopped", self.timeout.as_secs_f64());
            return Err(error(cause).remedy(
                "narrow it (`within s`, a rarer word, a selection), or give it longer with --timeout SECONDS",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_ends_when_its_time_is_up_or_its_ways_are_too_many() {
        let calm = Watch::new(None);
        assert!(!calm.is_late() && !calm.is_crowded(MOST_WAYS) && calm.verdict().is_ok());
        let late = Watch::new(Some(Duration::ZERO));
        while !late.is_late() {}
        assert!(late.verdict().unwrap_err().cause.contains("was not done after 0 s"));
        let crowded = Watch::new(None);
        assert!(crowded.is_crowded(MOST_WAYS + 1) && crowded.is_late());
        assert!(crowded.verdict().unwrap_err().remedy.contains("within s"));
    }
}
