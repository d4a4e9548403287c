//! The parts of a token store's file: where each is, and how large.

use std::io::{self, Write};

use tantivy::SegmentReader;
use tantivy::directory::OwnedBytes;
use tantivy::index::SegmentComponent;

use super::packed::u32_at;
use super::{EXTENSION, MAGIC, PART_NAMES, PARTS, Part, VERSION};
use crate::error::{Error, Result};

/// A file cut into its parts.
pub(super) struct Parts {
    bytes: OwnedBytes,
    ends: Vec<usize>,
}

impl Parts {
    /// The parts of a segment's token store.
    ///
    /// # Errors
    /// A file that is missing, cut off, or of another version.
    pub fn of_segment(segment: &SegmentReader) -> Result<Self> {
        let place = || segment.segment_id().short_uuid_string();
        let file = segment
            .open_read(SegmentComponent::Custom(EXTENSION.to_string()))
            .map_err(|e| Error::damaged(place(), e))?;
        let bytes = file.read_bytes().map_err(|e| Error::damaged(place(), e))?;
        Parts::of(bytes).map_err(|cause| Error::damaged(place(), cause))
    }

    pub fn of(bytes: OwnedBytes) -> std::result::Result<Self, String> {
        let footer = PARTS * 8 + 4 + MAGIC.len();
        let start = bytes.len().checked_sub(footer).ok_or("the token store is cut off")?;
        if bytes.get(bytes.len() - MAGIC.len()..) != Some(MAGIC) {
            return Err("the token store is no token store".into());
        }
        let version = u32_at(&bytes, start + PARTS * 8);
        if version != VERSION {
            return Err(format!("the token store has format {version}, this kwic reads {VERSION}"));
        }
        let end = |part: usize| {
            bytes
                .get(start + part * 8..start + part * 8 + 8)
                .and_then(|b| b.try_into().ok())
                .map_or(0, u64::from_le_bytes) as usize
        };
        let ends: Vec<usize> = (0..PARTS).map(end).collect();
        if !ends.is_sorted() || ends.last().is_some_and(|&last| last > start) {
            return Err("the token store's table of parts is damaged".into());
        }
        Ok(Parts { bytes, ends })
    }

    /// The bytes of one part.
    pub fn part(&self, part: Part) -> OwnedBytes {
        let number = part as usize;
        let from = number.checked_sub(1).and_then(|n| self.ends.get(n)).copied().unwrap_or(0);
        self.bytes.slice(from..self.ends.get(number).copied().unwrap_or(from))
    }

    /// The parts' names and sizes in bytes, in their order.
    pub fn sizes(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        PART_NAMES.into_iter().zip(starts.zip(&self.ends).map(|(start, end)| (end - start) as u64))
    }
}

/// Parts on their way into a file, one after the other.
pub(super) struct Writing<'a, W: Write> {
    out: Counted<'a, W>,
    ends: Vec<u64>,
}

/// Counts what it passes on.
pub(super) struct Counted<'a, W: Write> {
    out: &'a mut W,
    written: u64,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<'a, W: Write> Writing<'a, W> {
    pub fn new(out: &'a mut W) -> Self {
        Writing { out: Counted { out, written: 0 }, ends: Vec::new() }
    }

    /// Writes the next part.
    pub fn part(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream(|out| out.write_all(bytes))
    }

    /// The next part is what `write` writes.
    pub fn stream<T>(&mut self, write: impl FnOnce(&mut Counted<'a, W>) -> io::Result<T>) -> io::Result<T> {
        let done = write(&mut self.out)?;
        self.ends.push(self.out.written);
        Ok(done)
    }

    /// Writes the table of the parts' ends.
    pub fn finish(mut self) -> io::Result<()> {
        let mut footer: Vec<u8> = self.ends.iter().flat_map(|end| end.to_le_bytes()).collect();
        footer.extend_from_slice(&VERSION.to_le_bytes());
        footer.extend_from_slice(MAGIC);
        self.out.write_all(&footer)
    }
}

/// The names and sizes in bytes of the parts of a segment's token store.
///
/// # Errors
/// A file that is missing, cut off, or of another version.
pub fn part_sizes(segment: &SegmentReader) -> Result<Vec<(&'static str, u64)>> {
    Ok(Parts::of_segment(segment)?.sizes().collect())
}
