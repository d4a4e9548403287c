//! The modules' imports run only downwards, as drawn in ARCHITECTURE.md.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    missing_docs
)]

use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom up: a module may import those before it.
const ORDER: [&str; 16] = [
    "error",
    "clock",
    "stats",
    "picture",
    "model",
    "text",
    "query",
    "papers",
    "themes",
    "index",
    "search",
    "concordance",
    "counts",
    "report",
    "export",
    "bench",
];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn imports_run_only_downwards() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut seen = 0;
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let module =
            inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_string();
        let Some(own) = ORDER.iter().position(|m| *m == module) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines().filter(|l| !l.trim_start().starts_with("//")) {
            for (at, _) in line.match_indices("crate::") {
                let name: String = line[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if let Some(other) = ORDER.iter().position(|m| *m == name) {
                    seen += 1;
                    assert!(other <= own, "{} imports {name}, which stands above {module}: {line}", inside.display());
                }
            }
        }
    }
    assert!(seen > 40, "the imports were not found");
}
