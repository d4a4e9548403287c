//! Positions of types, from tantivy's postings.

use std::ops::Range;

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use crate::error::Result;
use crate::index::{LONGEST_TERM, Segment};
use crate::query::TypeSet;
use tantivy::schema::Field;

/// More folded forms than this are cheaper looked for in the text.
const MOST_TERMS: usize = 2000;

/// The folded forms of the types in `set`, by number; `None` where a scan is the better way.
pub(super) fn folded_forms(segment: &Segment, set: &TypeSet) -> Option<Vec<u32>> {
    let lexicon = segment.store.lexicon();
    if *set == TypeSet::Every {
        return None;
    }
    let mut forms = Vec::new();
    for id in set.members(lexicon.len()) {
        let form = lexicon.folded_of(id);
        if forms.last() != Some(&form) {
            forms.push(form);
        }
        if forms.len() > MOST_TERMS || lexicon.folded(form).len() > LONGEST_TERM {
            return None;
        }
    }
    Some(forms)
}

/// Appends the tokens with these folded forms, in sections for which `wanted`
/// says so, to `tokens`, in no order.
pub(super) fn push_positions(
    segment: &Segment,
    text: Field,
    forms: &[u32],
    wanted: &impl Fn(u32) -> bool,
    mut see: impl FnMut(u32, &Range<u32>),
) -> Result<()> {
    let inverted = segment.reader.inverted_index(text)?;
    let mut positions = Vec::new();
    for &form in forms {
        let term = Term::from_field_text(text, segment.store.lexicon().folded(form));
        let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions);
        let Some(mut postings) = postings.map_err(|e| crate::Error::damaged("index", e))? else { continue };
        let mut doc = postings.doc();
        while doc != TERMINATED {
            if wanted(doc) {
                let section = segment.store.section(doc);
                postings.positions_with_offset(section.start, &mut positions);
                for &at in &positions {
                    see(at, &section);
                }
            }
            doc = postings.advance();
        }
    }
    Ok(())
}
