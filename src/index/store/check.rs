//! Whether what a token store says of its tokens can be so.

use super::TokenStore;

impl TokenStore {
    /// Looks whether annotations and named spans lie where they can.
    ///
    /// # Errors
    /// What does not, in a sentence without a full stop.
    pub fn check(&self) -> std::result::Result<(), String> {
        for annotation in self.lexicon().annotations() {
            let beyond = |id: &u32| annotation.number_of(*id).is_some_and(|number| number >= annotation.values_len());
            if let Some(id) = (0..self.lexicon().len()).find(beyond) {
                let name = annotation.name();
                return Err(format!("type {id} has a value of `{name}` that is not in the table of its values"));
            }
        }
        for layer in self.named_layers() {
            let mut last = 0;
            for span in (0..layer.len()).map(|number| layer.span(number)) {
                let section = self.section(self.section_of(span.start));
                if span.start < last || span.start >= span.end || span.end > section.end {
                    return Err(format!(
                        "a span of `{}` lies in no section: {} to {}",
                        layer.name(),
                        span.start,
                        span.end
                    ));
                }
                last = span.start;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tantivy::directory::OwnedBytes;

    use super::super::SegmentTokens;
    use super::super::parts::Parts;
    use super::*;
    use crate::model::{CutPaper, LayerSpan, Section, Span, WordList};

    fn store_with(start: u32, end: u32) -> TokenStore {
        let mut words = WordList::default();
        words.push("a");
        let span = LayerSpan { span: Span { start, end }, layer: "ne".into(), attributes: Vec::new() };
        let section = Section {
            text: "a a".into(),
            tokens: vec![(0, 1), (2, 3)],
            types: vec![0, 0],
            spans: vec![span],
            ..Section::default()
        };
        let paper = CutPaper { folded: words.clone(), words, sections: vec![section.clone()], ..CutPaper::default() };
        let (mut tokens, mut bytes) = (SegmentTokens::new(), Vec::new());
        tokens.add(&Arc::new(paper), &section);
        tokens.write(&mut bytes).expect("a store");
        TokenStore::of(&Parts::of(OwnedBytes::new(bytes)).expect("a store"))
    }

    #[test]
    fn a_span_that_lies_in_no_section_is_found_out() {
        assert_eq!(store_with(0, 2).check(), Ok(()));
        assert_eq!(store_with(1, 2).check(), Ok(()));
        assert!(store_with(1, 3).check().is_err_and(|cause| cause.contains("`ne`")));
        assert!(store_with(1, 1).check().is_err());
    }
}
