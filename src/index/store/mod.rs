//! The token store: a segment's whole text, kept as numbers.
//!
//! One file for each segment, `SEGMENT.tokens`. It holds every section's
//! reading text: the type of each token, and the gap before it; the span
//! layers; what the source says of its tokens; and the inverted index, the positions of each folded form. A type is a
//! word with its annotations. The parts follow one another, and a table at the end says where each is:
//!
//! | part | content |
//! |---|---|
//! | folded, words, same form, by bytes, counts | the [`Lexicon`] |
//! | types | type of each token, of all sections in the order of their documents |
//! | postings, posting starts | positions of the tokens of each folded form; where those of each begin |
//! | single spaces | one bit for each token: is its gap one space? |
//! | gaps, gap table | for the others, in order: number of the gap; the gaps, the most frequent first |
//! | sections, tails | first token of each section, then the count of all tokens; gap behind each section's last token |
//! | paragraphs, sentences | first token of each |
//! | line starts, lines | first token on each source line; the line |
//! | page starts, pages, page table | first token on each page; number of its label, 0 where the source tells none; the labels |
//! | annotations | the annotations of each type: see [`annotations`] |
//! | spans | the named span layers: see [`spans`] |
//!
//! The file ends with the parts' ends (u64 each), the format version (u32) and
//! `KWICTOKS`. Numbers are little-endian. Tantivy's footer with a checksum
//! follows. [`VERSION`] changes with every change of any of this.

mod annotations;
mod check;
mod framed;
mod lexicon;
mod marks;
mod merge;
mod packed;
mod parts;
mod pieces;
mod plugin;
mod postings;
mod read;
mod skewed;
mod spans;
mod strings;
mod words;
mod write;

pub use annotations::Annotation;
pub use lexicon::Lexicon;
pub(super) use parts::part_sizes;
pub use plugin::TokenStorePlugin;
pub use read::{Gaps, SourceLines, TokenStore};
pub use spans::NamedLayer;
pub use write::SegmentTokens;

/// Version of the token store's format.
pub const VERSION: u32 = 5;

/// The ending of the token store's file, and its name as a segment component.
pub const EXTENSION: &str = "tokens";

const MAGIC: &[u8; 8] = b"KWICTOKS";

/// The parts of the file in their order.
#[derive(Clone, Copy)]
enum Part {
    Folded,
    Words,
    SameForm,
    ByBytes,
    Counts,
    Types,
    Postings,
    PostingStarts,
    SingleSpaces,
    Gaps,
    GapTable,
    Sections,
    Tails,
    Paragraphs,
    Sentences,
    LineStarts,
    Lines,
    PageStarts,
    Pages,
    PageTable,
    Annotations,
    Spans,
}

const PARTS: usize = Part::Spans as usize + 1;

/// What the parts are called where their sizes are told, in their order.
const PART_NAMES: [&str; PARTS] = [
    "folded",
    "words",
    "same form",
    "by bytes",
    "counts",
    "types",
    "postings",
    "posting starts",
    "single spaces",
    "gaps",
    "gap table",
    "sections",
    "tails",
    "paragraphs",
    "sentences",
    "line starts",
    "lines",
    "page starts",
    "pages",
    "page table",
    "annotations",
    "spans",
];
