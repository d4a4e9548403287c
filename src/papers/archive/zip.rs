//! Zip archives on disk.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::super::source::{LARGEST_FILE, Load, SourceFile};
use super::super::zipped::{Bounds, ZippedIn};
use super::{Bounded, Kind, Listed, Listing, MOST_OF_ALL, too_many};
use crate::clock::{Stage, time};

/// Bytes of an archive's directory: it is kept in memory, some ten times as large.
const LARGEST_DIRECTORY: u64 = 32 << 20;

fn open(path: &Path) -> Result<ZippedIn<Bounded<BufReader<File>>>, String> {
    let file = BufReader::new(File::open(path).map_err(|e| e.to_string())?);
    let (file, left) = Bounded::new(file, LARGEST_DIRECTORY, too_many());
    let zipped = ZippedIn::of(file, Bounds { member: LARGEST_FILE, all: MOST_OF_ALL })?;
    left.set(u64::MAX);
    Ok(zipped)
}

pub(super) fn list(path: &Path) -> Result<Listing, String> {
    let zipped = open(path)?;
    let listed = |(number, member): (usize, &super::super::zipped::Member)| Listed {
        name: Some(member.name.clone()),
        number,
        kind: match () {
            () if member.is_file => Kind::File,
            () if member.is_link => Kind::Link,
            () => Kind::Folder,
        },
        bytes: member.size,
    };
    let faults = zipped.has_namesakes().then(|| "several members share a name; the last of them counts".to_string());
    Ok(Listing {
        members: zipped.members().iter().enumerate().map(listed).collect(),
        faults: faults.into_iter().collect(),
    })
}

pub(super) fn read<E>(
    path: &Path,
    files: &[&SourceFile],
    each: &mut dyn FnMut(usize, Load<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut opened = open(path);
    files.iter().enumerate().try_for_each(|(number, file)| {
        each(number, &mut || {
            let zipped = opened.as_mut().map_err(|cause| format!("its archive: {cause}"))?;
            let member = file.member.and_then(|at| zipped.members().get(at)).filter(|member| member.size == file.bytes);
            let member = member.cloned().ok_or("its archive has changed while it was read")?;
            time(Stage::Read, || zipped.unpack_as("it", &member))
        })
    })
}
