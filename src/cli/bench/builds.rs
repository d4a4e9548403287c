//! Builds over a grid.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use kwic::bench::{Grid, Point, Record, Setting, lay_out, mixed};
use kwic::{Error, Result};

use super::super::index::cores;
use super::super::say;
use super::place::{Place, generate};
use super::{BenchOptions, child};

/// Measures every setting of the grid.
pub fn measure(options: &BenchOptions, place: &Place, record: &mut Record) -> Result<()> {
    let roots = papers(options, place)?;
    let settings = grid(options).settings();
    let texts = settings.iter().map(|setting| text(*setting, &roots, options.seed, place.folder()));
    let texts: Vec<Vec<PathBuf>> = texts.collect::<Result<_>>()?;
    let mut points: Vec<Point> = settings.into_iter().map(|setting| Point { setting, runs: Vec::new() }).collect();
    let warm_up = points.len() * usize::from(options.warm_up);
    let order = mixed(points.len(), usize::from(options.warm_up + options.runs), options.seed);
    let progress = Runs::new(order.len());
    for (number, at) in order.into_iter().enumerate() {
        let (Some(point), Some(roots)) = (points.get_mut(at), texts.get(at)) else { continue };
        progress.begin(number, &point.setting.to_string());
        let Setting { threads, memory, size } = point.setting;
        let index = place.folder().join(format!("index-{threads}-threads-{}-MB-{size}-per-cent", memory / 1_000_000));
        place.clear(&index)?;
        let run = child::build(point.setting, roots, &index)?;
        if number >= warm_up {
            point.runs.push(run);
        }
    }
    progress.end();
    let failures: u64 = points.iter().filter_map(|point| point.runs.first()).map(|run| run.failures).max().unwrap_or(0);
    if failures > 0 {
        say(&format!("note: {failures} files could not be read, and are not in the figures."));
    }
    record.builds = points;
    Ok(())
}

/// The papers that are asked for; generated ones are generated.
pub fn papers(options: &BenchOptions, place: &Place) -> Result<Vec<PathBuf>> {
    match options.generate {
        Some(size) => {
            let folder = place.folder().join("papers");
            generate(size, options.seed, &folder)?;
            Ok(vec![folder])
        }
        None if options.papers.is_empty() => Ok(vec![PathBuf::from("corpus")]),
        None => Ok(options.papers.clone()),
    }
}

/// The grid that is asked for.
pub fn grid(options: &BenchOptions) -> Grid {
    let own = u16::try_from(cores()).unwrap_or(1).min(64);
    let threads = if options.threads.is_empty() { vec![own] } else { options.threads.clone() };
    let memory = options.memory.iter().map(|bytes| *bytes as u64).collect();
    Grid { threads, memory, sizes: options.sizes.clone() }
}

/// The folders that hold a setting's share of the text.
fn text(setting: Setting, roots: &[PathBuf], seed: u64, place: &Path) -> Result<Vec<PathBuf>> {
    if setting.size >= 100.0 {
        return Ok(roots.to_vec());
    }
    let folder = place.join(format!("papers-{}-per-cent", setting.size));
    if !folder.exists() {
        std::fs::create_dir_all(&folder).map_err(|e| Error::file(&folder, e))?;
        lay_out(roots, setting.size, seed, &folder)?;
    }
    Ok(vec![folder])
}

/// So many runs are named where there is no terminal; of more, every so many.
const NAMED: usize = 40;

/// Shows which run is under way: a bar on a terminal, lines elsewhere.
pub struct Runs {
    bar: ProgressBar,
    runs: usize,
}

impl Runs {
    pub fn new(runs: usize) -> Self {
        let bar = ProgressBar::new(runs as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:20} {pos} of {len}, {eta} left: {msg}") {
            bar.set_style(style);
        }
        Runs { bar, runs }
    }

    /// Run `number`, from 0, begins.
    pub fn begin(&self, number: usize, what: &str) {
        self.bar.set_position(number as u64);
        self.bar.set_message(what.to_string());
        if self.bar.is_hidden() && number.is_multiple_of(self.runs.div_ceil(NAMED)) {
            say(&format!("run {} of {}: {what}", number + 1, self.runs));
        }
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
