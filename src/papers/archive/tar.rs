//! Tar archives: member after member, as they stand or compressed as a whole.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use tar::{Entries, EntryType};

use super::super::source::{LARGEST_FILE, Load, SourceFile};
use super::{Bounded, Kind, Listed, Listing, MOST_MEMBERS, bomb, most_unpacked, too_large, too_many};
use crate::clock::{Stage, time};

/// Bytes of what stands before a member: its header, a long name.
const MOST_BEFORE: u64 = 1 << 20;

/// Goes through the members of an archive until `see` says that it has seen enough.
fn through(
    path: &Path,
    packed: bool,
    see: &mut dyn FnMut(usize, &mut dyn Read, &Listed) -> bool,
) -> Result<(), String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let most = most_unpacked(file.metadata().map_or(0, |there| there.len()));
    let file = BufReader::new(file);
    let headless = "a member's header has no end";
    if packed {
        let (all, _) = Bounded::new(MultiGzDecoder::new(file), most, bomb("it", most));
        let (inner, before) = Bounded::new(all, MOST_BEFORE, headless);
        let mut archive = tar::Archive::new(inner);
        members(archive.entries().map_err(|e| e.to_string())?, &before, see)
    } else {
        let (inner, before) = Bounded::new(file, MOST_BEFORE, headless);
        let mut archive = tar::Archive::new(inner);
        members(archive.entries_with_seek().map_err(|e| e.to_string())?, &before, see)
    }
}

fn members<R: Read>(
    entries: Entries<'_, R>,
    before: &Cell<u64>,
    see: &mut dyn FnMut(usize, &mut dyn Read, &Listed) -> bool,
) -> Result<(), String> {
    for (number, entry) in entries.enumerate() {
        if number >= MOST_MEMBERS {
            return Err(too_many());
        }
        let mut entry = entry.map_err(|cause| format!("it is damaged, or not whole: {cause}"))?;
        let listed = Listed {
            name: std::str::from_utf8(&entry.path_bytes()).ok().map(str::to_string),
            number,
            kind: kind(entry.header().entry_type()),
            bytes: entry.size(),
        };
        // What of the member is not read now is passed over before the next.
        before.set(listed.bytes.saturating_add(MOST_BEFORE));
        if !see(number, &mut entry, &listed) {
            break;
        }
    }
    Ok(())
}

fn kind(of: EntryType) -> Kind {
    match of {
        EntryType::Regular | EntryType::Continuous => Kind::File,
        EntryType::Symlink | EntryType::Link => Kind::Link,
        EntryType::Directory | EntryType::XGlobalHeader => Kind::Folder,
        _ => Kind::Other,
    }
}

/// An archive that ends too soon gives what stands before.
pub(super) fn list(path: &Path, packed: bool) -> Result<Listing, String> {
    let mut listing = Listing::default();
    let whole = through(path, packed, &mut |number, _, member| {
        let Listed { name, kind, bytes, .. } = member;
        listing.members.push(Listed { name: name.clone(), number, kind: *kind, bytes: *bytes });
        true
    });
    match whole {
        Err(cause) if listing.members.is_empty() => return Err(cause),
        Err(cause) => listing.faults.push(cause),
        Ok(()) => {}
    }
    Ok(listing)
}

pub(super) fn read<E>(
    path: &Path,
    packed: bool,
    files: &[&SourceFile],
    each: &mut dyn FnMut(usize, Load<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut wanted: BTreeMap<usize, usize> =
        files.iter().enumerate().filter_map(|(at, file)| Some((file.member?, at))).collect();
    let mut ended = Ok(());
    let whole = through(path, packed, &mut |number, entry, listed| {
        let Some(at) = wanted.remove(&number) else { return !wanted.is_empty() };
        let told = files.get(at).map_or(0, |file| file.bytes);
        ended = each(at, &mut || time(Stage::Read, || member(entry, listed, told)));
        ended.is_ok() && !wanted.is_empty()
    });
    ended?;
    let cause = whole.err().unwrap_or("it has changed while it was read".to_string());
    wanted.into_values().try_for_each(|at| each(at, &mut || Err(format!("its archive: {cause}"))))
}

fn member(entry: &mut dyn Read, listed: &Listed, told: u64) -> Result<Vec<u8>, String> {
    if listed.bytes > LARGEST_FILE {
        return Err(too_large());
    }
    if listed.bytes != told {
        return Err("its archive has changed while it was read".to_string());
    }
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes).map_err(|cause| format!("its archive is damaged, or not whole: {cause}"))?;
    match bytes.len() as u64 == told {
        true => Ok(bytes),
        false => Err("its archive is not whole".to_string()),
    }
}
