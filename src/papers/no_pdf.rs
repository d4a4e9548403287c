//! PDF in a kwic that was built without it.

use std::io::{Read, Write};
use std::path::Path;

use super::layout::Evidence;
use super::read::{Reader, ReadingOptions, Readings, ending};

const REMEDY: &str = "this kwic was built without PDF; build it with `cargo build --release --features pdf`";

/// PDF, which is not read.
pub(super) struct PdfReader;

impl Reader for PdfReader {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn claims(&self, path: &Path, head: &[u8]) -> bool {
        ending(path) == "pdf" || head.starts_with(b"%PDF-")
    }

    fn read(&self, _bytes: &[u8], _evidence: &Evidence, _options: &ReadingOptions) -> Readings {
        vec![Err(REMEDY.to_string())]
    }
}

/// Says that there is no PDF here.
///
/// # Errors
/// Always.
pub fn serve(_input: impl Read, _output: impl Write) -> std::io::Result<()> {
    Err(std::io::Error::other(REMEDY))
}
