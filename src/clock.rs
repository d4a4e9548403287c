//! How long the stages of a build take.
//!
//! Each thread charges its time to the stage it is in. A stage within another pauses that one, so that nothing is
//! counted twice. What computes is counted as the thread's CPU time, which does not run while the thread waits for a
//! paper or for a core; what waits for the disk by the wall ([`Stage::waits`]). Both are summed over threads.
//!
//! The clock is one for the whole process, and stands until [`listen`]: then a stage costs two looks at the clock, and
//! before that one look at a flag.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A stage of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading files.
    Read,
    /// The content hash of each file.
    Checksum,
    /// From bytes to text.
    Decode,
    /// Layout repair, or what another reader makes of the text.
    Repair,
    /// Finding the language of papers that do not say it.
    Language,
    /// Cutting tokens, numbering and folding their types: one pass.
    Cut,
    /// Finding themes.
    Themes,
    /// Making the token store.
    TokenStore,
    /// What tantivy does with sections on its indexing threads.
    Tantivy,
    /// Merging token stores.
    Merge,
    /// Handing bytes to the system.
    Write,
    /// Waiting until bytes are on the disk.
    Fsync,
}

/// Every stage, in the order in which a paper meets them.
pub const STAGES: [Stage; 12] = [
    Stage::Read,
    Stage::Checksum,
    Stage::Decode,
    Stage::Repair,
    Stage::Language,
    Stage::Cut,
    Stage::Themes,
    Stage::TokenStore,
    Stage::Tantivy,
    Stage::Merge,
    Stage::Write,
    Stage::Fsync,
];

impl Stage {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Read => "read",
            Stage::Checksum => "checksum",
            Stage::Decode => "decode",
            Stage::Repair => "repair",
            Stage::Language => "language",
            Stage::Cut => "cut",
            Stage::Themes => "themes",
            Stage::TokenStore => "token store",
            Stage::Tantivy => "tantivy",
            Stage::Merge => "merge",
            Stage::Write => "write",
            Stage::Fsync => "fsync",
        }
    }

    /// Whether it is counted by the wall, as it waits for the disk; else it is CPU time.
    pub const fn waits(self) -> bool {
        matches!(self, Stage::Read | Stage::Write | Stage::Fsync)
    }
}

static LISTENING: AtomicBool = AtomicBool::new(false);
static SPENT: [AtomicU64; STAGES.len()] = [const { AtomicU64::new(0) }; STAGES.len()];

thread_local! {
    static NOW: Cell<Option<Mark>> = const { Cell::new(None) };
}

/// Since when a thread is in a stage.
#[derive(Clone, Copy)]
struct Mark {
    stage: Stage,
    wall: Instant,
    cpu: Option<Duration>,
}

impl Mark {
    fn new(stage: Stage) -> Self {
        Mark { stage, wall: Instant::now(), cpu: if stage.waits() { None } else { thread_cpu() } }
    }

    fn charge(&self) {
        let spent = match (self.stage.waits(), self.cpu) {
            (true, _) => Some(self.wall.elapsed()),
            (false, Some(then)) => thread_cpu().map(|now| now.saturating_sub(then)),
            (false, None) => None,
        };
        if let (Some(spent), Some(sum)) = (spent, SPENT.get(self.stage as usize)) {
            sum.fetch_add(spent.as_nanos() as u64, Ordering::Relaxed);
        }
    }
}

/// Lets the clock run for all threads of this process, from now on.
pub fn listen() {
    LISTENING.store(true, Ordering::Relaxed);
}

/// Whether the clock runs.
pub fn is_listening() -> bool {
    LISTENING.load(Ordering::Relaxed)
}

/// Does `work` in a stage.
pub fn time<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    if !is_listening() {
        return work();
    }
    let _inside = Inside(enter(Some(stage)));
    work()
}

/// From now on the thread is in `stage` wherever no other stage is told. Its last stretch ends with the last stage
/// that is told within it.
pub fn stay(stage: Stage) {
    if is_listening() {
        enter(Some(stage));
    }
}

/// Comes back to the stage before, even out of a panic.
struct Inside(Option<Stage>);

impl Drop for Inside {
    fn drop(&mut self) {
        enter(self.0);
    }
}

fn enter(stage: Option<Stage>) -> Option<Stage> {
    let before = NOW.replace(None);
    if let Some(mark) = before {
        mark.charge();
    }
    NOW.set(stage.map(Mark::new));
    before.map(|mark| mark.stage)
}

/// The time spent in a stage by all threads since [`listen`]; `None` where the system does not tell the CPU time of a
/// thread.
pub fn spent(stage: Stage) -> Option<Duration> {
    let known = stage.waits() || thread_cpu().is_some();
    let nanos = SPENT.get(stage as usize)?.load(Ordering::Relaxed);
    known.then(|| Duration::from_nanos(nanos))
}

/// What one reader has read since [`listen`], and how long it took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReaderWork {
    /// Files, without those that could not be read.
    pub files: u64,
    /// Bytes of these files, unpacked.
    pub source: u64,
    /// Bytes of the text that was found in them.
    pub text: u64,
    /// Tokens of this text.
    pub tokens: u64,
    /// From a file to its blocks, by the wall, summed over threads: also of files that were read in vain, or twice.
    pub time: Duration,
}

static READERS: Mutex<BTreeMap<&'static str, ReaderWork>> = Mutex::new(BTreeMap::new());

/// Adds to what the reader of this name has done, while the clock runs.
pub fn read_by(reader: &'static str, add: impl FnOnce(&mut ReaderWork)) {
    if is_listening() {
        add(READERS.lock().unwrap_or_else(PoisonError::into_inner).entry(reader).or_default());
    }
}

/// What each reader has done since [`listen`], by its name.
pub fn readers() -> BTreeMap<&'static str, ReaderWork> {
    READERS.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// CPU time of this thread.
#[cfg(unix)]
fn thread_cpu() -> Option<Duration> {
    cpu(rustix::time::ClockId::ThreadCPUTime)
}

#[cfg(not(unix))]
fn thread_cpu() -> Option<Duration> {
    None
}

/// CPU time of the whole process until now, where the system tells it.
#[cfg(unix)]
pub fn process_cpu() -> Option<Duration> {
    cpu(rustix::time::ClockId::ProcessCPUTime)
}

/// CPU time of the whole process until now, where the system tells it.
#[cfg(not(unix))]
pub fn process_cpu() -> Option<Duration> {
    None
}

#[cfg(unix)]
fn cpu(clock: rustix::time::ClockId) -> Option<Duration> {
    let time = rustix::time::clock_gettime(clock);
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, u32::try_from(time.tv_nsec).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_within_another_pauses_it() {
        for (at, stage) in STAGES.into_iter().enumerate() {
            assert_eq!(stage as usize, at, "the list of stages is in another order");
        }
        let now = || NOW.get().map(|mark| mark.stage);
        time(Stage::Read, || assert_eq!(now(), None, "nobody listens"));
        listen();
        stay(Stage::Tantivy);
        time(Stage::TokenStore, || {
            time(Stage::Fsync, || assert_eq!(now(), Some(Stage::Fsync)));
            assert_eq!(now(), Some(Stage::TokenStore));
        });
        let fault = std::panic::catch_unwind(|| time(Stage::Cut, || std::panic::resume_unwind(Box::new(()))));
        assert_eq!((fault.is_err(), now()), (true, Some(Stage::Tantivy)));
        assert!(spent(Stage::Fsync) > Some(Duration::ZERO));
    }
}
