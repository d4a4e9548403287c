//! Apache Parquet: typed columns, every value of which may be missing.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::Cell;
use super::made::About;
use super::rows::{Field, Kind, Rows};

/// Rows that are turned into columns at a time.
const GROUP: usize = 1 << 16;

/// Writes the rows; what made them are the file's own key-value metadata, as JSON.
pub(super) fn write(out: &mut dyn Write, mut rows: Rows<'_>, about: &About<'_>) -> io::Result<()> {
    let metadata = about.json()?.iter().map(|(key, value)| KeyValue::new(key.clone(), value.to_string())).collect();
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_key_value_metadata(Some(metadata)).build();
    let schema = schema(&rows.fields).map_err(io::Error::other)?;
    // The writer wants an output that can be sent to other threads, which `out` may not be.
    let written = Written::default();
    let mut file =
        SerializedFileWriter::new(written.clone(), schema, Arc::new(properties)).map_err(io::Error::other)?;
    loop {
        let group = rows.rows.by_ref().take(GROUP).collect::<io::Result<Vec<_>>>()?;
        if group.is_empty() {
            break;
        }
        write_group(&mut file, &rows.fields, &group).map_err(io::Error::other)?;
        written.pass_on(out)?;
    }
    file.close().map_err(io::Error::other)?;
    written.pass_on(out)
}

/// What has been written and not yet passed on.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn pass_on(&self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        out.write_all(&bytes)
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn schema(fields: &[Field]) -> Result<TypePtr> {
    let column = |field: &Field| {
        let (physical, logical) = match field.kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Whole => (Physical::INT64, None),
            Kind::Number => (Physical::DOUBLE, None),
        };
        let column = Type::primitive_type_builder(field.name, physical).with_logical_type(logical);
        column.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
    };
    let columns = fields.iter().map(column).collect::<Result<_>>()?;
    Ok(Arc::new(Type::group_type_builder("kwic").with_fields(columns).build()?))
}

fn write_group(file: &mut SerializedFileWriter<Written>, fields: &[Field], rows: &[Vec<Cell>]) -> Result<()> {
    let mut group = file.next_row_group()?;
    for (at, field) in fields.iter().enumerate() {
        let Some(column) = group.next_column()? else { break };
        let cells = || rows.iter().map(move |row| row.get(at).filter(|cell| !cell.is_empty()));
        match field.kind {
            Kind::Text => write_column::<ByteArrayType>(column, cells().map(|cell| Ok(cell.map(text))))?,
            Kind::Whole => write_column::<Int64Type>(column, cells().map(|cell| cell.map(whole).transpose()))?,
            Kind::Number => write_column::<DoubleType>(column, cells().map(|cell| Ok(cell.map(number))))?,
        }
    }
    group.close()?;
    Ok(())
}

/// The values that are there, and for each row whether it has one.
fn write_column<T: DataType>(
    mut column: SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = Result<Option<T::T>>>,
) -> Result<()> {
    let (mut values, mut there) = (Vec::new(), Vec::new());
    for cell in cells {
        let cell = cell?;
        there.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    column.typed::<T>().write_batch(&values, Some(&there), None)?;
    column.close()
}

fn text(cell: &Cell) -> ByteArray {
    ByteArray::from(cell.exact().as_ref())
}

fn whole(cell: &Cell) -> Result<i64> {
    match cell {
        Cell::Count(count) => Ok(i64::try_from(*count)?),
        Cell::Ordinal(number) => Ok(*number),
        other => Err(parquet::errors::ParquetError::General(format!("{other:?} is no whole number"))),
    }
}

fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(number) => *number,
        Cell::Count(count) => *count as f64,
        Cell::Ordinal(number) => *number as f64,
        Cell::Text(_) | Cell::Empty => f64::NAN,
    }
}
