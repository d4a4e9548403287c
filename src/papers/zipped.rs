//! Zip archives, with bounds on what they may unpack to. Nothing is written, and no name is taken for a path.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

/// The most members: each costs memory before anything is unpacked.
const MOST_MEMBERS: usize = 100_000;
/// What a member's entry in the archive's directory begins with.
const ENTRY: &[u8] = b"PK\x01\x02";
const MEBIBYTE: u64 = 1 << 20;

/// What an archive may unpack to, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// One member.
    pub member: u64,
    /// All members that are read, together; one that is read twice counts twice.
    pub all: u64,
}

impl Bounds {
    /// Of a paper that is a zip archive: its text is a small part of it.
    pub const PAPER: Bounds = Bounds { member: 128 * MEBIBYTE, all: 256 * MEBIBYTE };
    /// Of an e-book: each part is parsed to a tree that is far larger than itself.
    pub const BOOK: Bounds = Bounds { member: 32 * MEBIBYTE, all: 256 * MEBIBYTE };
}

/// A member of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its name as the archive has it, with `/`; it may be anything: `../x`, `/etc/x`, empty.
    pub name: String,
    /// Whether it is a file: no folder and no symbolic link.
    pub is_file: bool,
    /// Whether it is a symbolic link.
    pub is_link: bool,
    /// Bytes unpacked, as the archive says.
    pub size: u64,
    number: usize,
}

/// A zip archive in memory.
pub(super) type Zipped<'a> = ZippedIn<Cursor<&'a [u8]>>;

/// A zip archive, wherever it is.
pub(super) struct ZippedIn<R> {
    archive: ZipArchive<R>,
    members: Vec<Member>,
    bounds: Bounds,
    /// Bytes that may still be unpacked.
    room: u64,
}

impl<'a> ZippedIn<Cursor<&'a [u8]>> {
    /// Opens an archive in memory. Of members that share a name the last one is there, as unpacking would leave it.
    ///
    /// # Errors
    /// Bytes that are no sound archive, or one with too many members; as all errors here, a sentence without a full stop.
    pub fn open(bytes: &'a [u8], bounds: Bounds) -> Result<Self, String> {
        if memchr::memmem::find_iter(bytes, ENTRY).nth(MOST_MEMBERS).is_some() {
            return Err(format!("it is a zip archive of more than {MOST_MEMBERS} members, which is refused"));
        }
        Self::of(Cursor::new(bytes), bounds)
    }
}

impl<R: Read + Seek> ZippedIn<R> {
    /// Opens an archive wherever it is.
    ///
    /// # Errors
    /// As [`ZippedIn::open`], but members are counted only when its directory has been read.
    pub fn of(reader: R, bounds: Bounds) -> Result<Self, String> {
        let archive = ZipArchive::new(reader)
            .map_err(|cause| format!("it is no sound zip archive (damaged, or not whole): {}", said(&cause)))?;
        if archive.len() > MOST_MEMBERS {
            return Err(format!("it is a zip archive of more than {MOST_MEMBERS} members, which is refused"));
        }
        let member = |number| {
            let entry = archive.by_index_data(number).ok()?;
            let name = match entry.name() {
                Ok(name) => name.into_owned(),
                Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
            };
            Some(Member { name, is_file: entry.is_file(), is_link: entry.is_symlink(), size: entry.size(), number })
        };
        let members = (0..archive.len()).filter_map(member).collect();
        Ok(ZippedIn { archive, members, bounds, room: bounds.all })
    }

    /// The members, in the order of the archive's directory.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Whether several members share a name.
    pub fn has_namesakes(&self) -> bool {
        self.archive.has_duplicate_names()
    }

    /// The member of this name, without regard to ASCII case if none has it exactly.
    pub fn member(&self, name: &str) -> Option<Member> {
        let exact = self.members().iter().find(|member| member.name == name);
        exact.or_else(|| self.members().iter().find(|member| member.name.eq_ignore_ascii_case(name))).cloned()
    }

    /// Unpacks a member.
    ///
    /// # Errors
    /// One that is damaged or encrypted, is packed in a way that kwic does not know, or unpacks to more than the
    /// archive's bounds, whatever the archive says of its size.
    pub fn unpack(&mut self, member: &Member) -> Result<Vec<u8>, String> {
        self.unpack_as(&format!("`{}` in it", member.name), member)
    }

    /// The same where messages call the member something else.
    ///
    /// # Errors
    /// As [`ZippedIn::unpack`].
    pub fn unpack_as(&mut self, called: &str, member: &Member) -> Result<Vec<u8>, String> {
        let most = self.bounds.member.min(self.room);
        let failed = |cause: &ZipError| format!("{called} cannot be unpacked: {}", said(cause));
        let mut bytes = Vec::new();
        let file = self.archive.by_index(member.number).map_err(|cause| failed(&cause))?;
        let told = file.size();
        if told <= most {
            file.take(told + 1).read_to_end(&mut bytes).map_err(|cause| failed(&ZipError::Io(cause)))?;
        }
        if bytes.len() as u64 > told {
            return Err(format!("{called} cannot be unpacked: it holds more than its archive says"));
        }
        if told > most {
            let (whole, of) = match self.bounds.member <= self.room {
                true => (self.bounds.member, called.to_string()),
                false => (self.bounds.all, "it".to_string()),
            };
            return Err(format!(
                "{of} unpacks to more than {} MiB, which is refused: this may be a zip bomb; unpack it with another program if it is none",
                whole / MEBIBYTE
            ));
        }
        self.room -= bytes.len() as u64;
        Ok(bytes)
    }
}

/// What the zip crate says, in a scholar's words where we have them.
fn said(cause: &ZipError) -> String {
    match cause {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            "it is encrypted, and kwic knows no passwords; save it without one".to_string()
        }
        ZipError::CompressionMethodNotSupported(method) => {
            format!("it is packed in a way that kwic does not know (method {method})")
        }
        ZipError::Io(cause) => cause.to_string(),
        ZipError::InvalidArchive(cause) if cause.contains("EOCD") => {
            "its directory, at the end, is missing".to_string()
        }
        ZipError::InvalidArchive(cause) => cause.to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const SMALL: Bounds = Bounds { member: 2 * MEBIBYTE, all: 3 * MEBIBYTE };

    #[test]
    fn members_are_listed_and_unpacked() {
        let bytes = zip(&[("b/one.txt", b"first"), ("../two.txt", b"second")]);
        let mut zipped = Zipped::open(&bytes, SMALL).unwrap();
        let names: Vec<&str> = zipped.members().iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["b/one.txt", "../two.txt"]);
        let member = zipped.member("B/One.txt").unwrap();
        assert!(member.is_file);
        assert_eq!(zipped.unpack(&member).unwrap(), b"first");
        assert_eq!(zipped.member("three"), None);
    }

    #[test]
    fn bombs_are_refused() {
        let large = vec![b' '; 2 << 20];
        let bytes = zip(&[("large", &large), ("again", &large), ("larger", &[large.as_slice(), b"!"].concat())]);
        let mut zipped = Zipped::open(&bytes, SMALL).unwrap();
        let (large, again, larger) =
            (zipped.member("large").unwrap(), zipped.member("again").unwrap(), zipped.member("larger").unwrap());
        assert!(zipped.unpack(&larger).unwrap_err().starts_with("`larger` in it unpacks to more than 2 MiB"));
        assert_eq!(zipped.unpack(&large).unwrap().len(), 2 << 20);
        assert!(zipped.unpack(&again).unwrap_err().starts_with("it unpacks to more than 3 MiB"));
    }

    #[test]
    fn what_is_said_of_a_size_is_not_believed() {
        let mut bytes = zip(&[("large", &vec![b' '; 3 << 20])]);
        // The size unpacked, in the archive's directory.
        let entry = memchr::memmem::find(&bytes, ENTRY).unwrap();
        bytes[entry + 24..entry + 28].copy_from_slice(&10u32.to_le_bytes());
        let mut zipped = Zipped::open(&bytes, SMALL).unwrap();
        let large = zipped.member("large").unwrap();
        let refused = zipped.unpack(&large).unwrap_err();
        assert!(refused.contains("cannot be unpacked") || refused.contains("unpacks to more than"), "{refused}");
    }

    #[test]
    fn what_is_damaged_says_so() {
        let bytes = zip(&[("one.txt", b"some words of text, and some more words of text")]);
        assert!(Zipped::open(&bytes[..bytes.len() / 2], SMALL).is_err());
        let mut hurt = bytes.clone();
        hurt[45] ^= 0x55;
        let mut zipped = Zipped::open(&hurt, SMALL).unwrap();
        let member = zipped.members()[0].clone();
        assert!(zipped.unpack(&member).unwrap_err().contains("cannot be unpacked"));
    }
}
