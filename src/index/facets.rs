//! The paths that a facet field gives to the sections of one segment: where they stand, what they are about.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tantivy::SegmentReader;
use tantivy::fastfield::FacetReader;
use tantivy::schema::Facet;

use crate::error::{Error, Result};

/// So many paths are looked up one by one, as for the lines of a page; whoever wants more gets them from a table of all,
/// which is read at once.
const MANY: u32 = 256;

/// The paths of one facet field.
pub struct FacetPaths {
    reader: FacetReader,
    asked: AtomicU32,
    /// By ordinal.
    all: OnceLock<Vec<Vec<String>>>,
}

impl FacetPaths {
    /// The paths of a segment's field.
    ///
    /// # Errors
    /// A damaged index.
    pub(super) fn open(reader: &SegmentReader, field: &str) -> Result<Self> {
        Ok(FacetPaths { reader: reader.facet_reader(field)?, asked: AtomicU32::new(0), all: OnceLock::new() })
    }

    /// The paths of a document; that of the root is empty.
    ///
    /// # Errors
    /// A damaged index.
    pub(super) fn of(&self, doc: u32) -> Result<Vec<Vec<String>>> {
        self.reader.facet_ords(doc).map(|ord| self.path(ord)).collect()
    }

    fn path(&self, ord: u64) -> Result<Vec<String>> {
        if self.all.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < MANY {
            let mut facet = Facet::root();
            self.reader.facet_from_ord(ord, &mut facet)?;
            return Ok(parts(facet.to_path().into_iter()));
        }
        Ok(self.all()?.get(ord as usize).cloned().unwrap_or_default())
    }

    fn all(&self) -> Result<&[Vec<String>]> {
        if let Some(all) = self.all.get() {
            return Ok(all);
        }
        let damaged = |error| Error::damaged("index", error);
        let mut all = Vec::with_capacity(self.reader.facet_dict().num_terms());
        let mut facets = self.reader.facet_dict().stream().map_err(damaged)?;
        while facets.advance() {
            // As tantivy writes it: the parts with a zero between them.
            all.push(parts(String::from_utf8_lossy(facets.key()).split('\0')));
        }
        Ok(self.all.get_or_init(|| all))
    }
}

/// The root is one empty part.
fn parts<'a>(path: impl Iterator<Item = &'a str>) -> Vec<String> {
    path.filter(|part| !part.is_empty()).map(str::to_string).collect()
}
