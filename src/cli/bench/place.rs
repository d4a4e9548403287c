//! The folder in which all is done, and goes away with it.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use kwic::bench::generate::{self, Generated};
use kwic::{Error, Result};
use tempfile::TempDir;

use super::super::output::scratch_folder;
use super::super::progress::Shown;
use super::child;
use kwic::index::Progress;

/// Where indexes and shares of the text are written: a temporary folder, or one that is kept.
pub struct Place {
    folder: PathBuf,
    temporary: Option<TempDir>,
}

impl Place {
    /// `keep`, which must be empty or new; else a temporary folder, which goes away even if the program is interrupted.
    ///
    /// # Errors
    /// A folder that holds something, or cannot be made.
    pub fn new(keep: Option<&Path>) -> Result<Self> {
        if let Some(folder) = keep {
            fs::create_dir_all(folder).map_err(|e| Error::file(folder, e))?;
            let mut entries = fs::read_dir(folder).map_err(|e| Error::file(folder, e))?;
            if entries.next().is_some() {
                return Err(Error::file(folder, "the folder is not empty")
                    .remedy("name a new one for --keep: what is measured must not touch what is there"));
            }
            return Ok(Place { folder: folder.to_path_buf(), temporary: None });
        }
        let temporary = scratch_folder()?;
        let folder = temporary.path().to_path_buf();
        let path = folder.clone();
        let handler = move || {
            child::end_for_good();
            // This process's own main thread may be in the midst of a file.
            for _ in 0..20 {
                if fs::remove_dir_all(&path).is_ok() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
            // What shells give to a program that was interrupted.
            std::process::exit(130);
        };
        // Where interruptions cannot be caught the folder stays behind: no reason not to measure.
        let _ = ctrlc::set_handler(handler);
        Ok(Place { folder, temporary: Some(temporary) })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes a folder that this program has made here, before it is made anew.
    pub fn clear(&self, folder: &Path) -> Result<()> {
        if folder.exists() { fs::remove_dir_all(folder).map_err(|e| Error::file(folder, e)) } else { Ok(()) }
    }

    /// Removes the folder, if it is a temporary one.
    pub fn end(self) -> Result<()> {
        self.temporary.map_or(Ok(()), |folder| folder.close().map_err(|e| Error::file(&self.folder, e)))
    }
}

/// Generates papers, and shows how it goes on.
pub fn generate(size: u64, seed: u64, folder: &Path) -> Result<Generated> {
    let shown = Shown::new();
    shown.begin(size);
    shown.stage("generating");
    let done = Cell::new(0);
    let result = generate::generate(size, seed, folder, &|bytes| {
        done.set(done.get() + bytes);
        shown.read(bytes);
    });
    shown.end();
    result
}
