//! A dry run: all that a build does, but nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Progress, Run};
use super::manifest::Manifest;
use super::open::open_tantivy;
use super::plan::Plan;
use super::setup::{BuildOptions, Setup};
use crate::error::Result;
use crate::model::Warning;
use crate::papers::SourceFile;

/// What a build would make of its papers.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    /// What an index that is built afresh would know: papers, failures, what is passed over.
    pub manifest: Manifest,
    /// What is to be said of metadata beside the papers.
    pub warnings: Vec<Warning>,
    /// Files in forms that kwic does not read, by ending.
    pub passed_over: BTreeMap<String, usize>,
    /// Files that a build would read: where there is an index, those that are new or have changed.
    pub to_read: usize,
    /// Files that are in the index and no longer there.
    pub to_remove: usize,
}

/// Reads every paper as [`super::build`] does, and writes nothing.
///
/// # Errors
/// Those of a build before it reads: no papers, a theme dictionary that cannot be read.
pub fn look(options: &BuildOptions, progress: &dyn Progress) -> Result<Looked> {
    let old = open_tantivy(&options.index).map_or_else(|_| Manifest::salvage(&options.index), |(_, manifest)| manifest);
    let setup = Setup::gather(options, &old)?;
    let settings = |file: &SourceFile| setup.settings_of(file);
    let nothing = Manifest::default();
    let plan = Plan::new(&setup.found, if options.fresh { &nothing } else { &old }, settings);
    let gone: BTreeSet<&str> = plan.remove.iter().filter_map(|id| Some(old.paper(id)?.1.file.as_str())).collect();
    let (to_read, to_remove) = (plan.read.len(), gone.len());
    let everything = setup.found.papers.iter().map(|file| (file.clone(), settings(file))).collect();
    let run = Run::new(options, &setup, &nothing, progress);
    let manifest = run.read_all(None, Plan { read: everything, ..Plan::default() })?;
    let (warnings, passed_over) = (setup.warnings(&manifest.papers), setup.found.passed_over);
    Ok(Looked { manifest, warnings, passed_over, to_read, to_remove })
}
