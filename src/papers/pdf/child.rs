//! Another process takes the text of a file, so that a fault, an endless loop or a gigabyte costs that file alone.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::document::{Extract, extract};
use crate::papers::program::Program;

/// The most that the process may take: time of its processor and memory (on Unix), time that goes by (everywhere).
const PROCESSOR_SECONDS: u64 = 60;
const MEMORY: u64 = 2 << 30;
const PATIENCE: Duration = Duration::from_secs(180);
/// The most that it may answer.
const LARGEST_ANSWER: u64 = 1 << 30;
const UNKNOWN: &str = "it is damaged in a way that its reader does not bear";
/// How the program is called.
const COMMAND: &str = "read-pdf";

/// What the process does: takes a PDF from `input`, and writes what it says to `output`.
///
/// # Errors
/// An input or output that fails.
pub fn serve(mut input: impl Read, mut output: impl Write) -> std::io::Result<()> {
    limit();
    let mut bytes = Vec::new();
    let extract = match input.read_to_end(&mut bytes) {
        Ok(_) => extract(bytes),
        Err(cause) if cause.kind() == std::io::ErrorKind::OutOfMemory => Err(too_much()),
        Err(cause) => return Err(cause),
    };
    serde_json::to_writer(&mut output, &extract)?;
    output.flush()
}

#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    for (resource, most) in [(Resource::Cpu, PROCESSOR_SECONDS), (Resource::As, MEMORY), (Resource::Core, 0)] {
        let known = getrlimit(resource);
        let most = known.maximum.map_or(most, |maximum| maximum.min(most));
        // Where the system refuses, the time that goes by still ends the process.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: known.maximum });
    }
}

#[cfg(not(unix))]
fn limit() {}

/// Has `program` take the text of a file.
pub(super) fn extract_by(program: &Program, bytes: &[u8]) -> Result<Extract, String> {
    let ask = || match run(program.path(), bytes) {
        Ok(answer) => answer,
        // A cause is an answer as well: what does harm is not asked again.
        Err(cause) => serde_json::to_vec(&Err::<Extract, String>(cause)).unwrap_or_default(),
    };
    let answer = program.answer(bytes, ask);
    serde_json::from_slice(&answer).unwrap_or_else(|_| Err(UNKNOWN.to_string()))
}

/// What a process of the program answers.
fn run(program: &Path, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let failed = |cause: std::io::Error| format!("{} cannot be started to read it: {cause}", program.display());
    let mut child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let answer = answer(&mut child, bytes);
    // It has ended, or must.
    let _ = child.kill();
    let status = child.wait().map_err(failed)?;
    match answer {
        Some(Ok(answer)) if status.success() && !answer.is_empty() => Ok(answer),
        Some(Ok(_)) => Err(ended(status)),
        Some(Err(cause)) => Err(format!("its reader cannot be heard: {cause}")),
        None => Err(format!("reading it takes more than {} s; it is damaged or made to do harm", PATIENCE.as_secs())),
    }
}

/// What the process answers; `None`: nothing in the time that it has.
fn answer(child: &mut Child, bytes: &[u8]) -> Option<std::io::Result<Vec<u8>>> {
    let (input, output) = (child.stdin.take()?, child.stdout.take()?);
    std::thread::scope(|scope| {
        let (done, wait) = channel();
        scope.spawn(move || {
            let mut input = input;
            // A process that ends before it has read all says so by its end.
            let _ = input.write_all(bytes);
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = output.take(LARGEST_ANSWER).read_to_end(&mut answer);
            // Nobody waits any more where time is over.
            let _ = done.send(read.map(|_| answer));
        });
        let heard = wait.recv_timeout(PATIENCE);
        if heard.as_ref().err() == Some(&RecvTimeoutError::Timeout) {
            // Ends both threads: their pipes close.
            let _ = child.kill();
        }
        heard.ok()
    })
}

fn too_much() -> String {
    format!(
        "reading it takes more time or memory than it may ({PROCESSOR_SECONDS} s, {} GB): it is damaged or made to do harm",
        MEMORY >> 30
    )
}

/// Why there is no answer.
fn ended(status: std::process::ExitStatus) -> String {
    #[cfg(unix)]
    {
        use rustix::process::Signal;
        use std::os::unix::process::ExitStatusExt;
        // What ends a process that takes too much: of time, of memory, or of what the system has left.
        let ends = [Signal::XCPU, Signal::ABORT, Signal::KILL];
        if status.signal().is_some_and(|signal| ends.iter().any(|end| end.as_raw() == signal)) {
            return too_much();
        }
    }
    format!("{UNKNOWN} ({status})")
}
