//! Metadata beside papers: `metadata.csv`, `.tsv` and `.jsonl` with a column `file`.

use std::collections::BTreeMap;
use std::path::Path;

use super::SourceFile;
use super::front_matter::set;
use crate::error::{Error, Kind, Result};
use crate::model::{Metadata, Warning};

/// What metadata tables say, by file (relative to the corpus, with `/`).
#[derive(Debug, Clone, Default)]
pub struct MetadataTables {
    rows: BTreeMap<String, Metadata>,
    folders: Vec<String>,
    /// Rows that were passed over.
    pub warnings: Vec<Warning>,
}

impl MetadataTables {
    /// Whether a file of this name is a metadata table.
    pub fn is_table(path: &Path) -> bool {
        matches!(path.file_name().and_then(|n| n.to_str()), Some("metadata.csv" | "metadata.tsv" | "metadata.jsonl"))
    }

    /// Reads tables.
    ///
    /// # Errors
    /// A table that cannot be read, or has no column `file`.
    pub fn read(tables: &[SourceFile]) -> Result<Self> {
        let mut all = MetadataTables::default();
        for table in tables {
            all.folders.push(table.folder().to_string());
            let bytes = table.read().map_err(|cause| Error::new(Kind::File, &table.file, cause))?;
            let text = super::decode(&bytes).map_err(|cause| Error::new(Kind::File, &table.file, cause))?.text;
            match table.name().extension().is_some_and(|e| e == "jsonl") {
                true => all.read_jsonl(table, &text),
                false => all.read_csv(table, &text)?,
            }
        }
        Ok(all)
    }

    /// What the tables say of a file.
    pub fn of(&self, file: &str) -> Option<&Metadata> {
        self.rows.get(file)
    }

    /// Rows whose file is not among `files`, and files beside a table without a row.
    pub fn unmatched(&self, files: &[&str]) -> Vec<Warning> {
        let missing = self.rows.keys().filter(|row| !files.contains(&row.as_str()));
        let missing = missing.map(|row| Warning {
            file: row.clone(),
            what: "named in the metadata table, but there is no such paper".into(),
        });
        let bare = files.iter().filter(|file| {
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            let ending = file.rsplit('.').next().unwrap_or("");
            // Front matter makes a row unnecessary.
            !self.rows.contains_key(**file) && self.folders.iter().any(|f| f == folder) && ending == "txt"
        });
        let bare = bare
            .map(|file| Warning { file: file.to_string(), what: "has no row in the metadata table beside it".into() });
        missing.chain(bare).collect()
    }

    fn read_csv(&mut self, table: &SourceFile, text: &str) -> Result<()> {
        let delimiter = if table.name().extension().is_some_and(|e| e == "tsv") { b'\t' } else { b',' };
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let names = reader.headers().map_err(|e| Error::new(Kind::Setting, &table.file, e))?.clone();
        let names: Vec<String> = names.iter().map(|n| n.trim().to_lowercase()).collect();
        let Some(file) = names.iter().position(|n| n == "file") else {
            return Err(Error::new(Kind::Setting, &table.file, "it has no column `file`")
                .remedy("name the column that holds each paper's file name `file`"));
        };
        for (number, record) in reader.records().enumerate() {
            let Ok(record) = record else {
                self.warn(table, format!("row {} cannot be read and is passed over", number + 1));
                continue;
            };
            let mut metadata = Metadata::default();
            for (name, value) in names.iter().zip(&record).filter(|(n, _)| *n != "file") {
                metadata.set(name, value);
            }
            self.row(table, record.get(file).unwrap_or(""), metadata, number);
        }
        Ok(())
    }

    fn read_jsonl(&mut self, table: &SourceFile, text: &str) {
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(line) else {
                self.warn(table, format!("line {} is no JSON object and is passed over", number + 1));
                continue;
            };
            let mut metadata = Metadata::default();
            for (name, value) in fields.iter().filter(|(n, _)| *n != "file") {
                set(&mut metadata, name, value);
            }
            let file = fields.get("file").and_then(|f| f.as_str()).unwrap_or("");
            self.row(table, file, metadata, number);
        }
    }

    fn row(&mut self, table: &SourceFile, file: &str, metadata: Metadata, number: usize) {
        let file = file.trim().trim_start_matches("./");
        if file.is_empty() {
            return self.warn(table, format!("row {} names no file and is passed over", number + 1));
        }
        let file = match table.folder() {
            "" => file.to_string(),
            folder => format!("{folder}/{file}"),
        };
        if self.rows.insert(file.clone(), metadata).is_some() {
            self.warn(table, format!("{file} has more than one row; the last counts"));
        }
    }

    fn warn(&mut self, table: &SourceFile, what: String) {
        self.warnings.push(Warning { file: table.file.clone(), what });
    }
}
