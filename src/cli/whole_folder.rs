//! Folders that are whole or not there: written beside their place and moved there at the end.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use kwic::error::Kind;
use kwic::{Error, Result};

/// A folder that is written and not yet in its place. Without [`WholeFolder::show`] it goes away.
pub struct WholeFolder {
    place: PathBuf,
    written: tempfile::TempDir,
}

impl WholeFolder {
    /// A folder for `place`, where there may be nothing, or an empty folder.
    ///
    /// # Errors
    /// A place that is taken, or in no folder that can be written.
    pub fn new(place: &Path) -> Result<Self> {
        let taken = |cause: &str| {
            Error::new(Kind::File, place.display(), cause).remedy("name a folder that is not there yet, or is empty")
        };
        match fs::read_dir(place).map(|mut entries| entries.next().is_some()) {
            Ok(true) => return Err(taken("there is something in this folder already")),
            Err(_) if place.exists() => return Err(taken("this is no folder")),
            _ => {}
        }
        let around = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".kwic-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        let written = builder.tempdir_in(around).map_err(|error| refused(place, error))?;
        Ok(WholeFolder { place: place.to_path_buf(), written })
    }

    /// Writes a file of the folder through `write`.
    ///
    /// # Errors
    /// A full disk; what `write` fails with.
    pub fn file<T>(&self, name: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<T>) -> Result<T> {
        let path = self.written.path().join(name);
        let failed =
            |error: std::io::Error| error.downcast().unwrap_or_else(|error| Error::file(&self.place.join(name), error));
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
        let mut out = BufWriter::with_capacity(1 << 16, File::create_new(&path).map_err(failed)?);
        let value = write(&mut out).map_err(failed)?;
        out.flush().map_err(failed)?;
        Ok(value)
    }

    /// Puts the folder into its place.
    ///
    /// # Errors
    /// Where it cannot be moved there.
    pub fn show(self) -> Result<()> {
        // An empty folder gives way; that something has come into it meanwhile is told by the move.
        let _ = fs::remove_dir(&self.place);
        fs::rename(self.written.path(), &self.place).map_err(|error| refused(&self.place, error))?;
        let _ = self.written.keep();
        Ok(())
    }
}

fn refused(place: &Path, error: std::io::Error) -> Error {
    Error::file(place, error).remedy("name a folder whose own folder exists and can be written")
}
