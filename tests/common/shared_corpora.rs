//! Build script: tells the tests whether the real texts beside the project are
//! there, so that those that need them are reported as ignored where they are not.
#![allow(clippy::print_stdout)]

fn main() {
    let there = std::path::Path::new("../shared/corpora/README.md");
    println!("cargo::rustc-check-cfg=cfg(shared_corpora)");
    println!("cargo::rerun-if-changed=tests/common/shared_corpora.rs");
    if there.exists() {
        println!("cargo::rerun-if-changed={}", there.display());
        println!("cargo::rustc-cfg=shared_corpora");
    }
}
