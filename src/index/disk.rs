//! The folder that an index is in, as tantivy sees it: its own directory, timed where somebody listens.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

use crate::clock::{Stage, is_listening, time};
use crate::error::{Error, Result};

/// The directory in `folder`.
///
/// # Errors
/// A folder that is missing or cannot be read.
pub(super) fn disk(folder: &Path) -> Result<Box<dyn Directory>> {
    let directory = MmapDirectory::open(folder).map_err(|e| Error::file(folder, e))?;
    Ok(if is_listening() { Box::new(Timed(directory)) } else { Box::new(directory) })
}

/// Charges writing to [`Stage::Write`], and waiting for the disk to [`Stage::Fsync`].
#[derive(Debug, Clone)]
struct Timed(MmapDirectory);

impl Directory for Timed {
    fn get_file_handle(&self, path: &Path) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        Ok(BufWriter::new(Box::new(TimedFile(time(Stage::Write, || self.0.open_write(path))?))))
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        time(Stage::Fsync, || self.0.atomic_write(path, data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        time(Stage::Fsync, || self.0.sync_directory())
    }

    fn acquire_lock(&self, lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        self.0.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.watch(callback)
    }
}

struct TimedFile(WritePtr);

impl Write for TimedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        time(Stage::Write, || self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        time(Stage::Write, || self.0.flush())
    }
}

impl TerminatingWrite for TimedFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.flush()?;
        time(Stage::Fsync, || self.0.terminate_ref(token))
    }
}
