//! The one error type of the library: where, why, and what to do about it.

use std::fmt;
use std::path::Path;

/// What went wrong, coarsely: callers decide by it, people read the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file or folder could not be read or written.
    File,
    /// The query or an option's value cannot be understood.
    Query,
    /// There is no index where one was looked for.
    NoIndex,
    /// The index is of another version of kwic's format.
    Version,
    /// The index is damaged.
    Damaged,
    /// Another process is writing the index.
    Busy,
    /// A setting (themes, metadata, memory size) is wrong.
    Setting,
}

/// An error that names its place, its cause and the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What went wrong, coarsely.
    pub kind: Kind,
    /// The file, folder, option or query that it happened in.
    pub place: String,
    /// Why.
    pub cause: String,
    /// What the user can do; empty where nobody knows.
    pub remedy: String,
}

/// A result with kwic's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `kind` at `place`, because of `cause`.
    pub fn new(kind: Kind, place: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Error { kind, place: place.to_string(), cause: cause.to_string(), remedy: String::new() }
    }

    /// The same error with what the user can do about it.
    pub fn remedy(mut self, remedy: impl fmt::Display) -> Self {
        self.remedy = remedy.to_string();
        self
    }

    /// A file that could not be read or written.
    pub fn file(path: &Path, cause: impl fmt::Display) -> Self {
        Error::new(Kind::File, path.display(), cause)
    }

    /// Something the index should hold and does not.
    pub fn damaged(place: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Error::new(Kind::Damaged, place, cause)
            .remedy("run `kwic index --fresh` to build the index again from the papers")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.cause)?;
        if !self.remedy.is_empty() {
            write!(f, "\n  {}", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        Error::damaged("index", error)
    }
}

impl From<Error> for tantivy::TantivyError {
    fn from(error: Error) -> Self {
        tantivy::TantivyError::InternalError(error.to_string())
    }
}
