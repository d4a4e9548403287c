//! Members of packages by the names that other members give them.

use crate::papers::xml::{Content, read, text};
use crate::papers::zipped::Zipped;

/// Reads a member of this name, if there is one.
pub(super) fn read_member(zipped: &mut Zipped<'_>, name: &str, content: &mut impl Content) -> Result<(), String> {
    let Some(member) = zipped.member(name) else { return Ok(()) };
    let (text, _) = text(&zipped.unpack(&member)?)?;
    read(&text, content).map_err(|cause| format!("`{name}` in it: {cause}"))
}

/// The name of a member that another in `folder` calls `target`.
pub(super) fn within(folder: &str, target: &str) -> String {
    let (folder, target) = match target.strip_prefix('/') {
        Some(whole) => ("", whole),
        None => (folder, target),
    };
    let mut path: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.join("/")
}
