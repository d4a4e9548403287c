//! Archives, which are walked as folders: `.zip`, `.tar`, `.tar.gz`, `.tgz`. Nothing is written, and no member's name is
//! taken for a path on this machine.

mod bounded;
mod tar;
mod zip;

use std::path::Path;

use self::bounded::Bounded;
use super::source::{LARGEST_FILE, Load, SourceFile};

/// What unpacks to more than so many times its size is taken for a bomb. Text rarely reaches 20.
const MOST_TIMES: u64 = 200;
/// So many bytes may come out of anything.
const HARMLESS: u64 = 4_000_000;
/// The most bytes of all members of one archive.
const MOST_OF_ALL: u64 = 64 << 30;
/// The most members: each costs memory before anything is unpacked.
const MOST_MEMBERS: usize = 100_000;

/// A form of archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Archive {
    Zip,
    Tar,
    /// A tar that is compressed as a whole: it can only be read from its beginning.
    TarGz,
}

impl Archive {
    /// The form of a file by its name; `None`: it is no archive.
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_lowercase();
        let ends = |ending: &str| name.ends_with(ending);
        match () {
            () if ends(".zip") => Some(Archive::Zip),
            () if ends(".tar") => Some(Archive::Tar),
            () if ends(".tar.gz") || ends(".tgz") => Some(Archive::TarGz),
            () => None,
        }
    }
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Link,
    Folder,
    /// A device, a pipe, a file with holes.
    Other,
}

/// A member of an archive.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its name as the archive has it, which may be anything; `None`: it is not UTF-8.
    pub name: Option<String>,
    pub number: usize,
    pub kind: Kind,
    /// Unpacked, as the archive says.
    pub bytes: u64,
}

/// What an archive holds.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub members: Vec<Listed>,
    /// What is wrong with it, though it can be read in part: sentences without a full stop.
    pub faults: Vec<String>,
}

/// Bytes that may come out of `packed` ones.
pub(super) fn most_unpacked(packed: u64) -> u64 {
    packed.saturating_mul(MOST_TIMES).max(HARMLESS)
}

/// Why something that unpacks to more than `most` bytes is refused.
pub(super) fn bomb(what: &str, most: u64) -> String {
    let most = format!("{what} unpacks to more than {} MB", most / 1_000_000);
    format!("{most}, which is refused: this may be a bomb; unpack it with another program if it is none")
}

/// Lists an archive's members.
///
/// # Errors
/// A file that is no archive, or too much of one.
pub(super) fn list(path: &Path, form: Archive) -> Result<Listing, String> {
    let packed = path.metadata().map_err(|e| e.to_string())?.len();
    let listing = match form {
        Archive::Zip => zip::list(path)?,
        Archive::Tar => tar::list(path, false)?,
        Archive::TarGz => tar::list(path, true)?,
    };
    let all = listing.members.iter().fold(0u64, |sum, member| sum.saturating_add(member.bytes));
    let most = if form == Archive::Tar { MOST_OF_ALL } else { most_unpacked(packed).min(MOST_OF_ALL) };
    match all > most {
        true => Err(bomb("it", most)),
        false => Ok(listing),
    }
}

/// Gives the members `files` of one archive to `each`, as [`super::source::read_together`] does.
pub(super) fn read<E>(
    path: &Path,
    form: Archive,
    files: &[&SourceFile],
    each: &mut dyn FnMut(usize, Load<'_>) -> Result<(), E>,
) -> Result<(), E> {
    match form {
        Archive::Zip => zip::read(path, files, each),
        Archive::Tar => tar::read(path, false, files, each),
        Archive::TarGz => tar::read(path, true, files, each),
    }
}

/// Where in its archive a member stands, or why it is not taken: its name leads out of it.
pub(super) fn inside(name: &str) -> Result<String, &'static str> {
    let name = name.replace('\\', "/");
    let drive = name.as_bytes().get(1) == Some(&b':');
    let mut parts = Vec::new();
    for part in name.split('/') {
        match part {
            ".." => return Err("its name leads out of the archive (`..`)"),
            "" | "." => {}
            part => parts.push(part),
        }
    }
    match name.starts_with('/') || drive {
        true => Err("its name is a place on a machine, and none in the archive"),
        false => Ok(parts.join("/")),
    }
}

fn too_many() -> String {
    format!("it has more than {MOST_MEMBERS} members, which is refused: part it, or unpack it")
}

fn too_large() -> String {
    debug_assert_eq!(LARGEST_FILE, 1 << 31);
    "it is larger than 2 GiB; split it".to_string()
}
