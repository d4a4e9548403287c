//! An index open for reading.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, SegmentReader};

use super::disk::disk;
use super::facets::FacetPaths;
use super::manifest::Manifest;
use super::schema::Fields;
use super::store::{Lexicon, TokenStore};
use crate::error::{Error, Kind, Result};

/// Where a section is, and what it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SectionInfo {
    /// The paper: its place in [`Manifest::papers`].
    pub paper: u32,
    /// The section's number in its paper, from 0.
    pub number: u32,
    /// Tokens of the paper before the section.
    pub offset: u32,
    /// The segment: its place in [`OpenIndex::segments`].
    pub segment: u32,
    /// The document in that segment.
    pub doc: u32,
}

/// One segment.
pub struct Segment {
    /// Tantivy's reader: postings, facets, fast fields.
    pub reader: SegmentReader,
    /// The text.
    pub store: TokenStore,
    section_paths: FacetPaths,
    theme_paths: FacetPaths,
}

impl Segment {
    fn open(reader: &SegmentReader) -> Result<Self> {
        Ok(Segment {
            store: TokenStore::open(reader)?,
            section_paths: FacetPaths::open(reader, "section")?,
            theme_paths: FacetPaths::open(reader, "theme")?,
            reader: reader.clone(),
        })
    }
}

/// An index open for reading: what was committed when it was opened, whatever
/// a writer does meanwhile.
pub struct OpenIndex {
    folder: PathBuf,
    manifest: Arc<Manifest>,
    fields: Fields,
    _searcher: Searcher,
    segments: Vec<Segment>,
    /// Living sections in corpus order: paper, then number.
    sections: Vec<SectionInfo>,
}

/// Opens the tantivy index in a folder, with the manifest of its last commit.
pub(super) fn open_tantivy(folder: &Path) -> Result<(Index, Manifest)> {
    if !folder.join("meta.json").exists() {
        return Err(Error::new(Kind::NoIndex, folder.display(), "there is no index here")
            .remedy("build one with `kwic index PAPERS`"));
    }
    let index = Index::open(disk(folder)?)?;
    let Some(name) = index.load_metas()?.payload else {
        return Err(Error::new(Kind::NoIndex, folder.display(), "its first build was never finished")
            .remedy("build it with `kwic index PAPERS`"));
    };
    let manifest = Manifest::read(folder, &name)?;
    Ok((index, manifest))
}

impl OpenIndex {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// No index, one of another version, a damaged one.
    pub fn open(folder: &Path) -> Result<Self> {
        // A writer may commit, and sweep the manifest, between two reads.
        let mut last = Self::try_open(folder);
        for _ in 0..5 {
            match &last {
                Err(error) if error.kind == Kind::Damaged => last = Self::try_open(folder),
                _ => break,
            }
        }
        last
    }

    fn try_open(folder: &Path) -> Result<Self> {
        let (index, manifest) = open_tantivy(folder)?;
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let segments = searcher.segment_readers().iter().map(Segment::open).collect::<Result<Vec<_>>>()?;
        let mut sections = Vec::new();
        for (number, segment) in segments.iter().enumerate() {
            list_sections(segment, number as u32, &manifest, &mut sections)?;
        }
        sections.par_sort_unstable();
        Ok(OpenIndex {
            folder: folder.to_path_buf(),
            manifest: Arc::new(manifest),
            fields: Fields::new(),
            _searcher: searcher,
            segments,
            sections,
        })
    }

    /// What the index knows of its papers.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The same, for whoever may outlive the index.
    pub fn shared_manifest(&self) -> Arc<Manifest> {
        self.manifest.clone()
    }

    /// The segments.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The living sections in corpus order.
    pub fn sections(&self) -> &[SectionInfo] {
        &self.sections
    }

    /// The places in [`OpenIndex::sections`] of a paper's sections.
    pub fn sections_of(&self, paper: u32) -> Range<usize> {
        self.sections.partition_point(|s| s.paper < paper)..self.sections.partition_point(|s| s.paper <= paper)
    }

    /// The index's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The schema's fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The segment that a section is in.
    pub fn segment_of(&self, section: &SectionInfo) -> Option<&Segment> {
        self.segments.get(section.segment as usize)
    }

    /// The headings above and of a section, outermost first.
    ///
    /// # Errors
    /// A damaged index.
    pub fn section_path(&self, section: &SectionInfo) -> Result<Vec<String>> {
        let Some(segment) = self.segment_of(section) else { return Ok(Vec::new()) };
        Ok(segment.section_paths.of(section.doc)?.into_iter().next().unwrap_or_default())
    }

    /// The paths of a section's themes, sorted.
    ///
    /// # Errors
    /// A damaged index.
    pub fn themes(&self, section: &SectionInfo) -> Result<Vec<String>> {
        let Some(segment) = self.segment_of(section) else { return Ok(Vec::new()) };
        let paths = segment.theme_paths.of(section.doc)?;
        let mut themes: Vec<String> = paths.into_iter().map(|path| path.join("/")).collect();
        themes.sort();
        Ok(themes)
    }

    /// How many distinct word forms there are.
    pub fn type_count(&self) -> usize {
        let mut types: FxHashSet<&str> = FxHashSet::default();
        let lexicons: Vec<&Lexicon> = self.segments.iter().map(|s| s.store.lexicon()).collect();
        if let [one] = lexicons.as_slice()
            && one.annotations().next().is_none()
        {
            return one.len() as usize;
        }
        for lexicon in lexicons {
            types.extend((0..lexicon.len()).map(|id| lexicon.word(id)));
        }
        types.len()
    }

    /// The files of the index, each with its bytes.
    pub(super) fn files(&self) -> impl Iterator<Item = (String, u64)> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let files = entries.filter_map(|e| Some((e.file_name().to_string_lossy().into_owned(), e.metadata().ok()?)));
        files.filter(|(name, file)| name != "README.md" && file.is_file()).map(|(name, file)| (name, file.len()))
    }

    /// Bytes of all files of the index.
    pub fn bytes_on_disk(&self) -> u64 {
        self.files().map(|(_, bytes)| bytes).sum()
    }
}

/// Adds the living sections of a segment to `sections`.
fn list_sections(segment: &Segment, number: u32, manifest: &Manifest, sections: &mut Vec<SectionInfo>) -> Result<()> {
    let fast = segment.reader.fast_fields();
    let (numbers, offsets) = (fast.u64("number")?, fast.u64("offset")?);
    let Some(papers) = fast.str("paper")? else { return Ok(()) };
    let mut known: Vec<Option<u32>> = Vec::with_capacity(papers.num_terms());
    // Both are in the order of ids: one walk through both.
    let mut ids = papers.dictionary().stream().map_err(|e| Error::damaged("index", e))?;
    let mut at = 0;
    while ids.advance() {
        at += manifest.papers.get(at..).unwrap_or(&[]).iter().take_while(|p| p.id.as_bytes() < ids.key()).count();
        let found = manifest.papers.get(at).is_some_and(|paper| paper.id.as_bytes() == ids.key());
        known.push(found.then_some(at as u32));
    }
    for doc in segment.reader.doc_ids_alive() {
        let paper = papers.term_ords(doc).next().and_then(|ord| known.get(ord as usize).copied().flatten());
        let Some(paper) = paper else {
            return Err(Error::damaged("index", "a section belongs to a paper that the manifest does not name"));
        };
        sections.push(SectionInfo {
            paper,
            number: numbers.first(doc).unwrap_or(0) as u32,
            offset: offsets.first(doc).unwrap_or(0) as u32,
            segment: number,
            doc,
        });
    }
    Ok(())
}

/// Checks an index: every checksum, that annotations and named spans lie where they can, and that the token
/// stores and the manifest agree.
///
/// # Errors
/// No index, or the first thing that is wrong.
pub fn check(folder: &Path) -> Result<()> {
    let (mut index, manifest) = open_tantivy(folder)?;
    index.register_plugin(std::sync::Arc::new(super::store::TokenStorePlugin));
    let broken = index.validate_checksum()?;
    if let Some(file) = broken.iter().next() {
        return Err(Error::damaged(folder.join(file).display(), "its checksum does not fit its content"));
    }
    let open = OpenIndex::open(folder)?;
    for segment in open.segments() {
        segment.store.check().map_err(|cause| Error::damaged(folder.display(), cause))?;
    }
    for (at, paper) in manifest.papers.iter().enumerate() {
        let own = open.sections.get(open.sections_of(at as u32)).unwrap_or(&[]);
        let tokens: u64 =
            own.iter().filter_map(|s| open.segment_of(s).map(|g| g.store.section(s.doc).len() as u64)).sum();
        if own.len() != paper.sections as usize || tokens != paper.tokens {
            return Err(Error::damaged(
                &paper.id,
                format!(
                    "{} sections and {tokens} tokens are there, {} and {} should be",
                    own.len(),
                    paper.sections,
                    paper.tokens
                ),
            ));
        }
    }
    Ok(())
}
