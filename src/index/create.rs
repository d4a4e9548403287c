//! The tantivy index that a build writes: the one that is there, or a new one.

use std::path::Path;
use std::sync::Arc;

use tantivy::Index;

use super::disk::disk;
use super::manifest::{Manifest, is_manifest};
use super::open::open_tantivy;
use super::schema::Fields;
use super::setup::BuildOptions;
use super::store::TokenStorePlugin;
use crate::error::{Error, Kind, Result};

/// The tantivy index and its manifest; both empty where there is none, or none that this kwic reads.
pub(super) fn open_or_create(options: &BuildOptions) -> Result<(Index, Manifest)> {
    match open_tantivy(&options.index) {
        Ok((mut index, manifest)) => {
            index.register_plugin(Arc::new(TokenStorePlugin));
            return Ok((index, manifest));
        }
        Err(error) if error.kind != Kind::NoIndex && !options.fresh => return Err(error),
        // What a first build left that never came to its commit goes as well.
        Err(_) => {}
    }
    let known = Manifest::salvage(&options.index);
    remove_index(&options.index)?;
    let builder = Index::builder().schema(Fields::new().schema);
    let index = builder.register_plugin(Arc::new(TokenStorePlugin)).open_or_create(disk(&options.index)?)?;
    Ok((index, known))
}

/// Removes an index that cannot be read, `meta.json` first: from then on there is none.
fn remove_index(folder: &Path) -> Result<()> {
    let entries = std::fs::read_dir(folder).map_err(|e| Error::file(folder, e))?;
    let ours = |name: &str| {
        let segment = name.len() > 33 && name.get(..32).is_some_and(|id| id.bytes().all(|b| b.is_ascii_hexdigit()));
        segment || is_manifest(name) || matches!(name, "meta.json" | ".managed.json")
    };
    let mut names: Vec<String> =
        entries.flatten().filter_map(|e| e.file_name().into_string().ok()).filter(|n| ours(n)).collect();
    names.sort_by_key(|name| name != "meta.json");
    for name in names {
        let path = folder.join(name);
        std::fs::remove_file(&path).map_err(|e| Error::file(&path, e))?;
    }
    Ok(())
}
