//! Stops a query that takes too long, or more memory than a search may.

use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::error::{Error, Kind, Result};

/// The most threads that a machine may have alive: they take some hundred megabytes.
const MOST_THREADS: usize = 1_000_000;
/// How many steps are taken between two looks at the clock.
const STEPS: u32 = 512;

const RUNNING: u8 = 0;
const LATE: u8 = 1;
const CROWDED: u8 = 2;

/// Watches over one run of a query, on all its threads.
pub(super) struct Watch {
    start: Instant,
    timeout: Option<Duration>,
    state: AtomicU8,
    steps: AtomicU32,
}

impl Watch {
    /// Begins to watch.
    pub fn new(timeout: Option<Duration>) -> Self {
        Watch { start: Instant::now(), timeout, state: AtomicU8::new(RUNNING), steps: AtomicU32::new(0) }
    }

    /// Looks at the clock: whether the query may go on.
    pub fn is_in_time(&self) -> bool {
        if self.timeout.is_some_and(|timeout| self.start.elapsed() > timeout) {
            self.state.store(LATE, Ordering::Relaxed);
        }
        self.state.load(Ordering::Relaxed) == RUNNING
    }

    /// The same for a machine that has so many threads alive; looks at the clock now and then.
    pub fn goes_on(&self, threads: usize) -> bool {
        if threads > MOST_THREADS {
            self.state.store(CROWDED, Ordering::Relaxed);
        }
        // A machine with many threads takes long for one step.
        let due = threads > 1000 || self.steps.fetch_add(1, Ordering::Relaxed) % STEPS == STEPS - 1;
        if due { self.is_in_time() } else { self.state.load(Ordering::Relaxed) == RUNNING }
    }

    /// Whether the query came to its end.
    ///
    /// # Errors
    /// It was stopped: what was found is not all.
    pub fn result(&self) -> Result<()> {
        let remedy = "narrow it: `within s`, a rarer word, counted gaps as in `[]{0,20}`, a selection";
        match self.state.load(Ordering::Relaxed) {
            RUNNING => Ok(()),
            LATE => {
                let seconds = self.timeout.unwrap_or_default().as_secs_f64();
                Err(Error::new(Kind::Query, "query", format!("it was not done after {seconds} s and has been stopped"))
                    .remedy(format!("{remedy}; or give it longer with --timeout SECONDS")))
            }
            _ => Err(Error::new(
                Kind::Query,
                "query",
                format!("its labels can be set in more than {MOST_THREADS} ways at once"),
            )
            .remedy(remedy)),
        }
    }
}
