//! The index that a command asks: found, or made of `corpus/`.

use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use kwic::error::Kind;
use kwic::index::{BuildOptions, OpenIndex, Staleness, staleness};
use kwic::papers::READING_VERSION;

use super::index::{build_shown, cores, reading, tell};
use super::options::Cli;
use super::{Failure, say};

/// An index, and a look at whether its papers are still what it was built from, which goes on beside the command: at
/// the command's end it is said if they are not.
pub struct AskedIndex {
    /// Never taken apart: with the process all its memory goes at once.
    index: ManuallyDrop<OpenIndex>,
    folder: PathBuf,
    looking: Option<JoinHandle<kwic::Result<Staleness>>>,
}

impl Deref for AskedIndex {
    type Target = OpenIndex;

    fn deref(&self) -> &OpenIndex {
        &self.index
    }
}

impl Drop for AskedIndex {
    fn drop(&mut self) {
        if let Some(stale) = self.looking.take().and_then(|looking| looking.join().ok()) {
            say_if_stale(stale, &self.folder);
        }
    }
}

/// The index to ask: built from `corpus/` if there is none.
pub fn open_index(cli: &Cli) -> Result<AskedIndex, Failure> {
    let folder = cli.index.clone();
    match OpenIndex::open(&folder) {
        Ok(index) => {
            if index.manifest().reading != READING_VERSION {
                // A query is cut as papers are today.
                let update = update_command(&folder);
                say(&format!(
                    "note: another version of kwic read the papers of this index: {update} brings it up to date."
                ));
            }
            let manifest = index.shared_manifest();
            let looking = Some(std::thread::spawn(move || staleness(&manifest)));
            Ok(AskedIndex { index: ManuallyDrop::new(index), folder, looking })
        }
        Err(error) if error.kind == Kind::NoIndex && Path::new("corpus").is_dir() => {
            say(&format!("There is no index in {} yet: building one from corpus/.", folder.display()));
            let options = BuildOptions {
                papers: Vec::new(),
                index: folder.clone(),
                themes: None,
                reading: reading(),
                threads: cores(),
                memory: 512_000_000,
                fresh: false,
            };
            tell(&build_shown(&options)?, &folder);
            say("");
            let index = ManuallyDrop::new(OpenIndex::open(&folder)?);
            Ok(AskedIndex { index, folder, looking: None })
        }
        Err(error) if error.kind == Kind::NoIndex => {
            Err(error.remedy("build one with `kwic index FOLDER`, FOLDER being where your papers are").into())
        }
        Err(error) => Err(error.into()),
    }
}

fn update_command(folder: &Path) -> String {
    match folder == Path::new("index") {
        true => "`kwic index`".to_string(),
        false => format!("`kwic index --index {}`", folder.display()),
    }
}

fn say_if_stale(stale: kwic::Result<Staleness>, folder: &Path) {
    match stale {
        Ok(stale) if stale.is_current() => {}
        Ok(stale) => {
            let part = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
            let parts = [part(stale.added, "added"), part(stale.changed, "changed"), part(stale.removed, "removed")];
            say(&format!(
                "note: papers have changed since the index was built ({}): {} brings it up to date.",
                parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
                update_command(folder)
            ));
        }
        Err(error) => {
            say(&format!("note: the papers of this index cannot be looked at: {}: {}", error.place, error.cause))
        }
    }
}
