//! Files that are whole or not there: written beside their place and moved there at the end.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use kwic::{Error, Result};

/// A file that is written and not yet in its place. Without [`WholeFile::show`] it goes
/// away, and what stood in its place stays.
pub struct WholeFile {
    path: PathBuf,
    /// None where the place is a device or a pipe, which nothing may replace.
    written: Option<NamedTempFile>,
}

impl WholeFile {
    /// Writes a file for `path` through `write`.
    ///
    /// # Errors
    /// A folder that is missing or cannot be written, a full disk; what `write` fails with.
    pub fn write(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Self> {
        // A link stays, and what it leads to is replaced.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let there = if place.exists() { Some(open(&place)?) } else { None };
        let failed = |error: io::Error| error.downcast().unwrap_or_else(|error| Error::file(path, error));
        match there.filter(|_| !place.is_file()) {
            Some(device) => {
                fill(device, write).map_err(failed)?;
                Ok(WholeFile { path: place, written: None })
            }
            None => {
                let file = beside(&place).map_err(|error| refused(path, error))?;
                fill(file.as_file(), write).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
                Ok(WholeFile { path: place, written: Some(file) })
            }
        }
    }

    /// Whether it is a file, and no device or pipe.
    pub fn is_file(&self) -> bool {
        self.written.is_some()
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// Where it cannot be moved there.
    pub fn show(self) -> Result<()> {
        let Some(file) = self.written else { return Ok(()) };
        file.persist(&self.path).map(drop).map_err(|error| refused(&self.path, error.error))
    }
}

/// Opens what is there already: a file that may not be written is not replaced either.
fn open(place: &Path) -> Result<File> {
    File::options().write(true).open(place).map_err(|error| refused(place, error))
}

fn fill(file: impl Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out)?;
    out.flush()
}

/// A new file in the folder of `place`, with the rights that `place` has or would get.
fn beside(place: &Path) -> io::Result<NamedTempFile> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kwic-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let usual = fs::Permissions::from_mode(0o666);
        builder.permissions(fs::metadata(place).map_or(usual, |place| place.permissions()));
    }
    builder.tempfile_in(folder)
}

fn refused(path: &Path, error: io::Error) -> Error {
    Error::file(path, error).remedy("name a file in a folder that exists and can be written")
}
