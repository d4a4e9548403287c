//! What the whole corpus says of words broken over line ends.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::build::Run;
use crate::clock::{Stage, time};
use crate::papers::{Evidence, Load, SourceFile, parted, plain_text, read_together};

impl Run<'_> {
    /// What the papers, as they stand in their files, say of broken words.
    pub fn ask_corpus(&self, forms: Vec<String>) -> Evidence {
        let empty = Evidence::wanted(forms);
        if empty.is_empty() {
            return empty;
        }
        self.progress.stage("looking up words broken over line ends");
        let counter = empty.counter();
        let files = self.setup.found.papers.iter().collect();
        let parts = parted(files, |file| file);
        let share = parts.len().div_ceil(self.options.threads.max(1)).max(1);
        let gather = |parts: &[Vec<&SourceFile>]| {
            let mut evidence = empty.clone();
            for part in parts {
                let mut add = |number: usize, load: Load<'_>| -> Result<(), ()> {
                    let (Some(file), Ok(bytes)) = (part.get(number), load()) else { return Ok(()) };
                    // A fault in a reader was told when the file was read.
                    let plain = AssertUnwindSafe(|| plain_text(file.name(), &bytes, &self.setup.reading));
                    if let Ok(Some(text)) = time(Stage::Decode, || catch_unwind(plain)) {
                        time(Stage::Repair, || evidence.gather(&counter, &text));
                    }
                    Ok(())
                };
                read_together(part, &mut add).unwrap_or_default();
            }
            evidence
        };
        let gather = &gather;
        let gathered: Vec<Evidence> = std::thread::scope(|scope| {
            let workers: Vec<_> = parts.chunks(share).map(|part| scope.spawn(move || gather(part))).collect();
            workers.into_iter().filter_map(|w| w.join().ok()).collect()
        });
        let mut all = empty.clone();
        gathered.iter().for_each(|part| all.add(part));
        all
    }
}
