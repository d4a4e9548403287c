//! The token store as a component of tantivy's segments: written, committed,
//! merged and collected with them.

use std::any::Any;

use tantivy::directory::{TerminatingWrite, WritePtr};
use tantivy::index::SegmentComponent;
use tantivy::indexer::doc_id_mapping::{DocIdMapping, MappingType};
use tantivy::plugin::{PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};
use tantivy::schema::Schema;
use tantivy::schema::document::ErasedDocument;
use tantivy::{DocId, Segment, SegmentReader, TantivyError};

use super::merge::merge as merge_stores;
use super::{EXTENSION, SegmentTokens, TokenStore};
use crate::clock::{Stage, stay, time};
use crate::index::schema::SectionDocument;

/// Keeps a token store in each segment.
pub struct TokenStorePlugin;

impl SegmentPlugin for TokenStorePlugin {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(&self, _context: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        // Called on the thread that will index the segment's sections.
        stay(Stage::Tantivy);
        Ok(Box::new(Writer { tokens: SegmentTokens::new() }))
    }

    /// The living sections of the source segments, one segment after the
    /// other: tantivy does the same as long as its own sorting is off.
    fn merge(&self, context: PluginMergeContext<'_>) -> tantivy::Result<()> {
        if context.doc_id_mapping.mapping_type() == MappingType::Shuffled {
            return Err(TantivyError::InternalError("a kwic index is never sorted by tantivy".into()));
        }
        time(Stage::Merge, || merge(&context))
    }
}

struct Writer {
    tokens: SegmentTokens,
}

impl PluginWriter for Writer {
    fn add_document(&mut self, _doc: DocId, document: &dyn ErasedDocument, _schema: &Schema) -> tantivy::Result<()> {
        let document = document
            .as_any()
            .downcast_ref::<SectionDocument>()
            .ok_or_else(|| TantivyError::InvalidArgument("a kwic index takes sections only".into()))?;
        if let Some(section) = document.paper.sections.get(document.number) {
            time(Stage::TokenStore, || self.tokens.add(&document.paper, section));
        }
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, _order: Option<&DocIdMapping>) -> tantivy::Result<()> {
        time(Stage::TokenStore, || write(segment, |out| self.tokens.write(out)))
    }

    fn mem_usage(&self) -> usize {
        self.tokens.memory()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

fn merge(context: &PluginMergeContext<'_>) -> tantivy::Result<()> {
    let living = |reader: &SegmentReader| Ok((TokenStore::open(reader)?, reader.doc_ids_alive().collect()));
    let stores = context.readers.iter().map(living).collect::<crate::Result<Vec<_>>>()?;
    write(context.target_segment, |out| merge_stores(stores, out))
}

fn write(segment: &Segment, tokens: impl FnOnce(&mut WritePtr) -> crate::Result<()>) -> tantivy::Result<()> {
    let mut out = segment.clone().open_write(SegmentComponent::Custom(EXTENSION.to_string()))?;
    tokens(&mut out)?;
    out.terminate()?;
    Ok(())
}
