//! Apache Parquet: each row a paper, as in the other tables. The low-level reader without Arrow: texts, numbers,
//! dates; columns of lists and maps are left out.

use std::path::Path;

use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Map, Value};

use super::super::layout::Evidence;
use super::super::read::{Reader, Reading, ReadingOptions, Readings, ending};
use super::columns::Columns;
use super::{MOST_CELLS, MOST_ROWS, Row, Rows, check_size, papers};
use crate::clock::{Stage, time};

/// The most text of a table, in bytes: a few bytes of the file may stand for very many.
const MOST_TEXT: usize = 1 << 30;

/// Parquet.
pub(in crate::papers) struct ParquetReader;

impl Reader for ParquetReader {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn claims(&self, path: &Path, _head: &[u8]) -> bool {
        ending(path) == "parquet"
    }

    fn read(&self, bytes: &[u8], evidence: &Evidence, options: &ReadingOptions) -> Readings {
        let rows = match time(Stage::Decode, || rows(bytes)) {
            Ok(rows) => rows,
            Err(cause) => return vec![Err(cause)],
        };
        let Some(columns) = Columns::choose(&rows, options) else { return Vec::new() };
        let file = Reading { encoding: "UTF-8".to_string(), ..Reading::default() };
        time(Stage::Repair, || papers(rows, &file, &columns, evidence))
    }

    fn why_none(&self) -> &'static str {
        super::CSV.why_none()
    }
}

fn rows(bytes: &[u8]) -> Result<Rows, String> {
    let broken = |cause: parquet::errors::ParquetError| match cause.to_string() {
        cause if cause.contains("Disabled feature") => {
            format!("{cause}: of compressed Parquet, Snappy is read (pandas: `to_parquet(…, compression=\"snappy\")`)")
        }
        cause => format!("it is no sound Parquet: {cause}"),
    };
    let file = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(broken)?;
    let told = usize::try_from(file.metadata().file_metadata().num_rows()).unwrap_or(usize::MAX);
    let columns = file.metadata().file_metadata().schema_descr().num_columns();
    check_size(told.min(MOST_ROWS + 1), told.saturating_mul(columns).min(MOST_CELLS + 1))?;
    let (mut rows, mut cells, mut text): (Rows, usize, usize) = (Vec::new(), 0, 0);
    for row in file.get_row_iter(None).map_err(broken)? {
        let row = row.map_err(broken)?;
        let number = rows.len() + 1;
        let pairs = row.get_column_iter().filter_map(|(name, field)| Some((name.clone(), value(field)?)));
        let values: Map<String, Value> = pairs.collect();
        cells += values.len();
        text += values.values().filter_map(Value::as_str).map(str::len).sum::<usize>();
        check_size(number, cells)?;
        if text > MOST_TEXT {
            return Err("it has more than 1 GiB of text: split it".to_string());
        }
        rows.push(Ok(Row { number, line: 0, real_lines: false, cells: values }));
    }
    Ok(rows)
}

/// A cell; `None`: nothing that a table of papers has.
fn value(field: &Field) -> Option<Value> {
    Some(match field {
        Field::Null => Value::Null,
        Field::Bool(value) => (*value).into(),
        Field::Byte(value) => (*value).into(),
        Field::Short(value) => (*value).into(),
        Field::Int(value) => (*value).into(),
        Field::Long(value) => (*value).into(),
        Field::UByte(value) => (*value).into(),
        Field::UShort(value) => (*value).into(),
        Field::UInt(value) => (*value).into(),
        Field::ULong(value) => (*value).into(),
        Field::Float(value) => whole(f64::from(*value)),
        Field::Double(value) => whole(*value),
        Field::Str(text) => text.as_str().into(),
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).ok()?.into(),
        Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => return None,
        // Dates and times as the crate writes them: 1996-05-31, 1996-05-31 00:00:00 +00:00.
        other => other.to_string().into(),
    })
}

/// A number that is whole as one: years with gaps among them come as 1996.0.
fn whole(number: f64) -> Value {
    match number.fract() == 0.0 && number.abs() < 9e15 {
        true => (number as i64).into(),
        false => number.into(),
    }
}
