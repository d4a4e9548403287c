//! Metadata beside papers: `metadata.csv`, `.tsv`, `.xlsx` and `.jsonl` with a column `file`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::front_matter::set;
use super::read::ending;
use super::rows::{check_quotes, delimiter_of};
use super::workbook::first_sheet;
use super::{SourceFile, decode};
use crate::model::{Metadata, Warning};

/// What metadata tables say, by file (relative to the corpus, with `/`).
#[derive(Debug, Clone, Default)]
pub struct MetadataTables {
    rows: BTreeMap<String, Metadata>,
    folders: Vec<String>,
    /// Tables that cannot be read, and rows that were passed over.
    pub warnings: Vec<Warning>,
}

/// Metadata larger than this are refused: they are kept in memory.
const LARGEST: u64 = 64 << 20;

/// The bytes of metadata beside papers.
pub(super) fn bytes_of(file: &SourceFile) -> Result<Vec<u8>, String> {
    match file.bytes > LARGEST {
        true => Err("it is larger than 64 MiB".to_string()),
        false => file.read(),
    }
}

/// What is said of metadata that cannot be read.
pub(super) fn not_read(cause: &str) -> String {
    format!("not read: {cause}; papers are indexed without it: mend it and run `kwic index` again")
}

impl MetadataTables {
    /// Whether a file of this name is a metadata table.
    pub fn is_table(path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str());
        matches!(name, Some("metadata.csv" | "metadata.tsv" | "metadata.xlsx" | "metadata.jsonl"))
    }

    /// Reads tables. One that cannot be read, or has no column `file`, costs itself.
    pub fn read(tables: &[SourceFile]) -> Self {
        let mut all = MetadataTables::default();
        for table in tables.iter().filter(|table| MetadataTables::is_table(table.name())) {
            match all.read_one(table) {
                Ok(()) => all.folders.push(table.folder().to_string()),
                Err(cause) => all.warn(table, not_read(&cause)),
            }
        }
        all
    }

    /// What the tables say of a file.
    pub fn of(&self, file: &str) -> Option<&Metadata> {
        self.rows.get(file)
    }

    /// Rows whose file is not among `files`, and files beside a table without a row.
    pub fn unmatched(&self, files: &BTreeSet<&str>) -> Vec<Warning> {
        let missing = self.rows.keys().filter(|row| !files.contains(row.as_str()));
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

    fn read_one(&mut self, table: &SourceFile) -> Result<(), String> {
        let bytes = bytes_of(table)?;
        let text = || decode(&bytes).map(|decoded| decoded.text);
        match ending(table.name()).as_str() {
            "jsonl" => {
                self.read_jsonl(table, &text()?);
                Ok(())
            }
            "xlsx" => self.read_rows(table, first_sheet(&bytes)?.into_iter().map(Some)),
            ending => {
                let text = text()?;
                let delimiter = if ending == "tsv" { b'\t' } else { delimiter_of(&text) };
                check_quotes(&text, delimiter)?;
                let reader = csv::ReaderBuilder::new()
                    .delimiter(delimiter)
                    .flexible(true)
                    .has_headers(false)
                    .from_reader(text.as_bytes());
                let cells = |record: csv::StringRecord| (0..).zip(record.iter().map(str::to_string)).collect();
                self.read_rows(table, reader.into_records().map(|record| record.ok().map(cells)))
            }
        }
    }

    /// Reads rows of cells by column, of which the first names the columns; `None`: a row that cannot be read.
    fn read_rows(
        &mut self,
        table: &SourceFile,
        mut rows: impl Iterator<Item = Option<BTreeMap<u32, String>>>,
    ) -> Result<(), String> {
        let named = rows.next().flatten().unwrap_or_default();
        let names: BTreeMap<u32, String> =
            named.into_iter().map(|(at, name)| (at, name.trim().to_lowercase())).collect();
        let Some(file) = names.iter().find(|(_, name)| *name == "file").map(|(at, _)| *at) else {
            return Err("its first line names no column `file`, which holds each paper's file name".to_string());
        };
        for (number, row) in rows.enumerate() {
            let Some(row) = row else {
                self.warn(table, format!("row {} cannot be read and is passed over", number + 1));
                continue;
            };
            let mut metadata = Metadata::default();
            for (at, name) in names.iter().filter(|(at, _)| **at != file) {
                metadata.set(name, row.get(at).map_or("", String::as_str));
            }
            self.row(table, row.get(&file).map_or("", String::as_str), metadata, number);
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
