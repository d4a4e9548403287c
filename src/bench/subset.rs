//! A part of the papers, as a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::papers::{Found, SourceFile, walk};
use crate::stats::SplitMix;

/// The papers that a share of the text (`size` per cent of its bytes) consists of: whole papers, drawn by `seed`, until
/// they are as near to the share as they come, but one at least. A larger share has the papers of every smaller one.
pub fn subset(papers: &[SourceFile], size: f64, seed: u64) -> Vec<&SourceFile> {
    let total: u64 = papers.iter().map(|paper| paper.bytes).sum();
    let wanted = (total as f64 * size / 100.0).round() as u64;
    let mut order: Vec<&SourceFile> = papers.iter().collect();
    let mut random = SplitMix::new(seed);
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last + 1));
    }
    let (mut bytes, mut count) = (0, 0);
    for paper in &order {
        // The next paper would lead further away from the share than it stands now.
        if count > 0 && size < 100.0 && (bytes + paper.bytes).abs_diff(wanted) > bytes.abs_diff(wanted) {
            break;
        }
        bytes += paper.bytes;
        count += 1;
    }
    order.truncate(count);
    order
}

/// Puts a share of the papers under `roots`, an archive for one, into `folder`, with their metadata tables and themes: links to the files,
/// or copies where the system makes no links.
///
/// # Errors
/// Papers that cannot be read, a folder that cannot be written.
pub fn lay_out(roots: &[PathBuf], size: f64, seed: u64, folder: &Path) -> Result<()> {
    let Found { mut papers, archives, tables, themes, .. } = walk(roots)?;
    papers.extend(archives);
    for paper in subset(&papers, size, seed) {
        put(&paper.path, &folder.join(&paper.file))?;
    }
    tables.iter().try_for_each(|table| put(&table.path, &folder.join(&table.file)))?;
    themes.map_or(Ok(()), |themes| put(&themes, &folder.join("themes.toml")))
}

fn put(from: &Path, to: &Path) -> Result<()> {
    let parent = to.parent().unwrap_or(to);
    let put =
        fs::create_dir_all(parent).and_then(|()| fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop)));
    put.map_err(|e| Error::file(to, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn papers(sizes: &[u64]) -> Vec<SourceFile> {
        let paper = |(number, &bytes): (usize, &u64)| SourceFile {
            file: format!("{number}.txt"),
            id: number.to_string(),
            bytes,
            ..SourceFile::default()
        };
        sizes.iter().enumerate().map(paper).collect()
    }

    #[test]
    fn a_share_is_near_and_holds_the_smaller_ones() {
        let papers = papers(&[100; 50]);
        let count = |size| subset(&papers, size, 3).len();
        assert_eq!((count(10.0), count(30.0), count(100.0), count(0.001)), (5, 15, 50, 1));
        let (few, many) = (subset(&papers, 10.0, 3), subset(&papers, 30.0, 3));
        assert_eq!(few[..], many[..5]);
        assert_ne!(few, subset(&papers, 10.0, 4));
        assert!(subset(&[], 10.0, 1).is_empty());
    }
}
