//! Processes of this same program, so that each has its memory for itself and starts from nothing.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use kwic::bench::{PAGE, Question, Run, Setting, measure};
use kwic::error::Kind;
use kwic::index::BuildOptions;
use kwic::{Error, Result};

use super::super::options::Cli;
use super::super::{Ended, Failure};
use super::{BenchOptions, failed};

/// What the child does: one build, its figures to the output.
pub fn one(cli: &Cli, options: &BenchOptions) -> std::result::Result<Ended, Failure> {
    let options = BuildOptions {
        reading: super::super::index::reading(),
        papers: options.papers.clone(),
        index: cli.index.clone(),
        themes: None,
        threads: options.threads.first().copied().unwrap_or(1).into(),
        memory: options.memory.first().copied().unwrap_or(512_000_000),
        fresh: false,
    };
    let run = serde_json::to_string(&measure(&options)?).map_err(|e| failed("figures", e))?;
    writeln!(std::io::stdout().lock(), "{run}")?;
    Ok(Ended::Found)
}

/// A build of the papers under `roots` into `index`, which must not be there.
pub fn build(setting: Setting, roots: &[PathBuf], index: &Path) -> Result<Run> {
    let mut command = program()?;
    command.args(["bench", "--one", "--index"]).arg(index);
    command
        .args(["--threads", &setting.threads.to_string(), "--memory", &setting.memory.to_string(), "--"])
        .args(roots);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let done = finish(&mut command).map_err(|e| failed("a build", e))?;
    if !done.status.success() {
        return Err(failed("a build", String::from_utf8_lossy(&done.stderr).trim().trim_start_matches("error: ")));
    }
    serde_json::from_slice(&done.stdout).map_err(|e| failed("a build's figures", e))
}

/// Seconds of `kwic find`, from its start to its end.
pub fn cold(question: &Question, index: &Path, hits: u64) -> Result<f64> {
    let mut command = program()?;
    command.args(["find", "--limit", &PAGE.to_string(), "--timeout", "0", "--format", "tsv", "--index"]).arg(index);
    if question.cql {
        command.arg("--cql");
    }
    command.args(["--", &question.query]).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = finish(&mut command).map_err(|e| failed("find", e))?.status;
    let seconds = start.elapsed().as_secs_f64();
    let expected = if hits > 0 { 0 } else { 1 };
    if status.code() != Some(expected) {
        return Err(Error::new(Kind::Query, &question.query, format!("`kwic find` ended with {status}")));
    }
    Ok(seconds)
}

/// The child that is at work. Only who holds the lock may begin one.
static AT_WORK: Mutex<Option<Child>> = Mutex::new(None);

/// Ends the child that is at work, and lets none begin any more: nobody writes from here on.
pub fn end_for_good() {
    let mut at_work = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(child) = at_work.as_mut() {
        let _ = child.kill();
        let _ = child.wait();
    }
    std::mem::forget(at_work);
}

/// Runs a child to its end, so that an interruption can end it.
fn finish(command: &mut Command) -> std::io::Result<Output> {
    command.stdin(Stdio::null());
    let (stdout, stderr) = {
        let mut at_work = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner);
        let child = at_work.insert(command.spawn()?);
        (child.stdout.take(), child.stderr.take())
    };
    let (stdout, stderr) = std::thread::scope(|scope| {
        let stderr = scope.spawn(|| read(stderr));
        (read(stdout), stderr.join())
    });
    let mut at_work = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner);
    let status = at_work.take().map_or(Ok(ExitStatus::default()), |mut child| child.wait())?;
    Ok(Output { status, stdout: stdout?, stderr: stderr.unwrap_or_else(|_| Ok(Vec::new()))? })
}

fn read(pipe: Option<impl Read>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn program() -> Result<Command> {
    Ok(Command::new(std::env::current_exe().map_err(|e| failed("kwic", e))?))
}
