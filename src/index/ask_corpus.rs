//! What the whole corpus says of words broken over line ends.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::build::Run;
use super::read_paper::read_source;
use crate::clock::{Stage, time};
use crate::papers::{Evidence, SourceFile, plain_text};

impl Run<'_> {
    /// What the papers, as they stand in their files, say of broken words.
    pub fn ask_corpus(&self, forms: Vec<String>) -> Evidence {
        let empty = Evidence::wanted(forms);
        if empty.is_empty() {
            return empty;
        }
        self.progress.stage("looking up words broken over line ends");
        let counter = empty.counter();
        let files = &self.setup.found.papers;
        let share = files.len().div_ceil(self.options.threads.max(1)).max(1);
        let gather = |part: &[SourceFile]| {
            let mut evidence = empty.clone();
            for file in part {
                let Ok(bytes) = read_source(file) else { continue };
                // A fault in a reader was told when the file was read.
                let plain = AssertUnwindSafe(|| plain_text(&file.path, &bytes, &self.setup.reading));
                if let Ok(Some(text)) = time(Stage::Decode, || catch_unwind(plain)) {
                    time(Stage::Repair, || evidence.gather(&counter, &text));
                }
            }
            evidence
        };
        let gather = &gather;
        let parts: Vec<Evidence> = std::thread::scope(|scope| {
            let workers: Vec<_> = files.chunks(share).map(|part| scope.spawn(move || gather(part))).collect();
            workers.into_iter().filter_map(|w| w.join().ok()).collect()
        });
        let mut all = empty.clone();
        parts.iter().for_each(|part| all.add(part));
        all
    }
}
