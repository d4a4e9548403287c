//! A stream that ends with an error where more comes out of it than may.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

/// A stream of which no more than so many bytes may be read.
pub(super) struct Bounded<R> {
    inner: R,
    left: Rc<Cell<u64>>,
    said: String,
}

impl<R> Bounded<R> {
    /// Lets `most` bytes through, and says `said` where more would come; the bytes that are left may be set anew.
    pub fn new(inner: R, most: u64, said: impl Into<String>) -> (Self, Rc<Cell<u64>>) {
        let left = Rc::new(Cell::new(most));
        (Bounded { inner, left: left.clone(), said: said.into() }, left)
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(to)?;
        let left = self.left.get().checked_sub(read as u64).ok_or_else(|| io::Error::other(self.said.clone()))?;
        self.left.set(left);
        Ok(read)
    }
}

impl<R: Seek> Seek for Bounded<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
