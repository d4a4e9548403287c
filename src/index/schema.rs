//! The fields of a section's document: the one place that names them. The
//! text is none of them; it goes into the token store.

use std::sync::Arc;

use tantivy::schema::document::{Document, OwnedValue};
use tantivy::schema::{
    FAST, Facet, FacetOptions, Field, INDEXED, IndexRecordOption, JsonObjectOptions, STRING, Schema, TextFieldIndexing,
};

use super::room::Permit;
use crate::model::{CutPaper, Metadata};

/// The fields of a section's document.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The schema that they belong to.
    pub schema: Schema,
    /// The paper's id.
    pub paper: Field,
    /// Number of the section in its paper, from 0.
    pub number: Field,
    /// Tokens of the paper before this section.
    pub offset: Field,
    /// The headings above and of the section, as a facet.
    pub section: Field,
    /// The section's themes, as facets.
    pub themes: Field,
    /// The paper's year.
    pub year: Field,
    /// The paper's language.
    pub language: Field,
    /// Every other metadata field of the paper.
    pub metadata: Field,
}

impl Fields {
    /// The schema of every kwic index.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let raw = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        let paper = builder.add_text_field("paper", STRING | FAST);
        let number = builder.add_u64_field("number", FAST);
        let offset = builder.add_u64_field("offset", FAST);
        let section = builder.add_facet_field("section", FacetOptions::default());
        let themes = builder.add_facet_field("theme", FacetOptions::default());
        let year = builder.add_i64_field("year", FAST | INDEXED);
        let language = builder.add_text_field("language", STRING | FAST);
        let metadata =
            builder.add_json_field("metadata", JsonObjectOptions::default().set_fast("raw").set_indexing_options(raw));
        Fields { schema: builder.build(), paper, number, offset, section, themes, year, language, metadata }
    }

    /// The document of section `number` of a paper.
    pub fn document(
        &self,
        id: &str,
        metadata: &Metadata,
        paper: &Arc<CutPaper>,
        number: usize,
        offset: u64,
    ) -> SectionDocument {
        let mut values = vec![
            (self.paper, OwnedValue::Str(id.to_string())),
            (self.number, OwnedValue::U64(number as u64)),
            (self.offset, OwnedValue::U64(offset)),
        ];
        if let Some(section) = paper.sections.get(number) {
            values.push((self.section, OwnedValue::Facet(Facet::from_path(&section.path))));
            for theme in &section.themes {
                values.push((self.themes, OwnedValue::Facet(Facet::from_path(theme.split('/')))));
            }
        }
        if let Some(year) = metadata.year {
            values.push((self.year, OwnedValue::I64(i64::from(year))));
        }
        if let Some(language) = &metadata.language {
            values.push((self.language, OwnedValue::Str(language.clone())));
        }
        let mut fields: Vec<(String, OwnedValue)> =
            metadata.fields.iter().map(|(n, v)| (n.clone(), OwnedValue::Str(v.clone()))).collect();
        fields.extend(metadata.title.iter().map(|t| ("title".to_string(), OwnedValue::Str(t.clone()))));
        fields.push((
            "author".to_string(),
            OwnedValue::Array(metadata.authors.iter().map(|a| OwnedValue::Str(a.clone())).collect()),
        ));
        values.push((self.metadata, OwnedValue::Object(fields)));
        SectionDocument { values, paper: paper.clone(), number, _permit: None }
    }
}

impl SectionDocument {
    /// The same, keeping a share of the room for papers under way until it is indexed.
    pub fn holding(mut self, permit: Arc<Permit>) -> Self {
        self._permit = Some(permit);
        self
    }
}

/// A section on its way into tantivy: the fields for tantivy itself, the cut
/// section for the token store.
pub struct SectionDocument {
    values: Vec<(Field, OwnedValue)>,
    /// The paper that the section belongs to.
    pub paper: Arc<CutPaper>,
    /// Which of its sections.
    pub number: usize,
    _permit: Option<Arc<Permit>>,
}

impl Document for SectionDocument {
    type Value<'a> = &'a OwnedValue;
    type FieldsValuesIter<'a> = std::iter::Map<
        std::slice::Iter<'a, (Field, OwnedValue)>,
        fn(&'a (Field, OwnedValue)) -> (Field, &'a OwnedValue),
    >;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        fn pair(entry: &(Field, OwnedValue)) -> (Field, &OwnedValue) {
            (entry.0, &entry.1)
        }
        self.values.iter().map(pair)
    }
}
