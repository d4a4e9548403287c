//! One writer at a time: a lock that the system lets go when its holder ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::error::{Error, Kind, Result};

/// Holds the right to write an index until it is dropped.
pub struct WriterLock {
    file: File,
}

impl WriterLock {
    /// Takes the lock of the index in `folder`.
    ///
    /// # Errors
    /// Another process holds it: the error names that process.
    pub fn take(folder: &Path) -> Result<Self> {
        let path = folder.join("writer.lock");
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(|e| Error::file(&path, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let holder = if holder.trim().is_empty() {
                    "another process".to_string()
                } else {
                    format!("process {}", holder.trim())
                };
                return Err(Error::new(Kind::Busy, folder.display(), format!("{holder} is writing this index"))
                    .remedy("wait until it has finished, or stop it; what it has not committed is not in the index"));
            }
            Err(TryLockError::Error(error)) => return Err(Error::file(&path, error)),
        }
        let written =
            file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", std::process::id()));
        written.and_then(|()| file.flush()).map_err(|e| Error::file(&path, e))?;
        Ok(WriterLock { file })
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Closing would not do: a process that is being started has a copy of the file until it runs its program.
        let _ = self.file.unlock();
    }
}
