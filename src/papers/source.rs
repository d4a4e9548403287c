//! Files of papers, and how their bytes are read: files of their own, compressed ones, members of archives.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::archive::{self, Archive, most_unpacked};
use crate::clock::{Stage, time};

/// A file larger than this is refused: positions in a section are 32 bits wide.
pub(super) const LARGEST_FILE: u64 = 1 << 31;
/// Into how many parts a zip archive is parted to be read by several threads, and how many members a part has at least.
const PARTS: usize = 16;

/// A file that may be a paper: a file of its own, or a member of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is; of a member, where its archive is.
    pub path: PathBuf,
    /// Its path in the corpus, with `/`; that of a member begins with that of its archive, as if this were a folder.
    pub file: String,
    /// The paper's id: `file` without the ending, unless two files would share it. It holds no `#`.
    pub id: String,
    /// Size in bytes; of a member, unpacked.
    pub bytes: u64,
    /// Last change, in nanoseconds since 1970; of a member, that of its archive.
    pub modified: u64,
    /// Which member of its archive it is, counted from 0; `None`: it is a file of its own.
    pub member: Option<usize>,
}

impl SourceFile {
    /// The name that tells its form: a file that is compressed (`.gz`) has that of what is in it.
    pub fn name(&self) -> &Path {
        Path::new(if self.is_compressed() { self.file.get(..self.file.len() - 3).unwrap_or("") } else { &self.file })
    }

    /// Whether it is one compressed file, and no archive.
    fn is_compressed(&self) -> bool {
        let gz = self.file.get(self.file.len().saturating_sub(3)..).is_some_and(|end| end.eq_ignore_ascii_case(".gz"));
        gz && Archive::of(Path::new(&self.file)).is_none()
    }

    /// About how many bytes of memory it takes: what is packed is told to be four times its size.
    pub fn in_memory(&self) -> usize {
        self.bytes.saturating_mul(if self.is_compressed() { 4 } else { 1 }) as usize
    }

    /// Its folder in the corpus, with `/`; empty at the top.
    pub fn folder(&self) -> &str {
        self.file.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Its bytes.
    ///
    /// # Errors
    /// What cannot be read, or is larger than 2 GiB: a sentence without a full stop.
    pub fn read(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Ok(Vec::new());
        read_together(&[self], &mut |_, load| -> Result<(), ()> {
            bytes = load();
            Ok(())
        })
        .ok();
        bytes
    }
}

/// Reads one file when it is called.
pub type Load<'a> = &'a mut dyn FnMut() -> Result<Vec<u8>, String>;

/// Files parted into those that are best read in one go by [`read_together`]: all that is wanted of a stream,
/// parts of zip archives, files one by one.
pub fn parted<T>(files: Vec<T>, source: impl Fn(&T) -> &SourceFile) -> Vec<Vec<T>> {
    let (mut parts, mut members) = (Vec::new(), BTreeMap::<PathBuf, Vec<T>>::new());
    for file in files {
        match source(&file).member {
            None => parts.push(vec![file]),
            Some(_) => members.entry(source(&file).path.clone()).or_default().push(file),
        }
    }
    for (path, mut of_one) in members {
        let most = match Archive::of(&path) {
            Some(Archive::Zip) => of_one.len().div_ceil(PARTS).max(PARTS),
            _ => of_one.len(),
        };
        while !of_one.is_empty() {
            let rest = of_one.split_off(most.min(of_one.len()));
            parts.push(std::mem::replace(&mut of_one, rest));
        }
    }
    parts
}

/// Reads files that [`parted`] put together. Each is given to `each` by its number among them, in any order, and is
/// read when `each` loads it.
///
/// # Errors
/// Those of `each`.
pub fn read_together<E>(
    files: &[&SourceFile],
    each: &mut dyn FnMut(usize, Load<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let archive = files.first().filter(|file| file.member.is_some());
    let mut each = |number: usize, load: Load<'_>| {
        let compressed = files.get(number).is_some_and(|file| file.is_compressed());
        each(number, &mut || load().and_then(|bytes| if compressed { gunzip(&bytes) } else { Ok(bytes) }))
    };
    match archive.and_then(|file| Some((&file.path, Archive::of(&file.path)?))) {
        Some((path, form)) => archive::read(path, form, files, &mut each),
        None => files
            .iter()
            .enumerate()
            .try_for_each(|(number, file)| each(number, &mut || time(Stage::Read, || whole(&file.path)))),
    }
}

/// A file that is no file any more must not be waited for: a pipe that nobody writes to.
fn open(path: &Path) -> Result<File, String> {
    match std::fs::metadata(path) {
        Ok(there) if !there.is_file() => Err("it is no regular file".to_string()),
        Ok(_) => File::open(path).map_err(|e| e.to_string()),
        Err(error) => Err(error.to_string()),
    }
}

fn whole(path: &Path) -> Result<Vec<u8>, String> {
    let mut opened = open(path)?;
    let told = opened.metadata().map_or(0, |there| there.len());
    let mut bytes = Vec::with_capacity(if told <= LARGEST_FILE { told as usize + 1 } else { 0 });
    if told <= LARGEST_FILE {
        // It may grow while it is read.
        (&mut opened).take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    }
    match told > LARGEST_FILE || bytes.len() as u64 > LARGEST_FILE {
        true => Err("it is larger than 2 GiB; split it".to_string()),
        false => Ok(bytes),
    }
}

fn gunzip(packed: &[u8]) -> Result<Vec<u8>, String> {
    let most = most_unpacked(packed.len() as u64).min(LARGEST_FILE);
    let mut bytes = Vec::new();
    let read = MultiGzDecoder::new(packed).take(most + 1).read_to_end(&mut bytes);
    read.map_err(|cause| format!("it cannot be unpacked (damaged, or not whole): {cause}"))?;
    match bytes.len() as u64 > most {
        true => Err(archive::bomb("it", most)),
        false => Ok(bytes),
    }
}
