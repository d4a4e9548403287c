//! Excel workbooks.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::Cell;
use super::made::About;
use super::rows::{Field, Kind, Rows};
use crate::error::{Error, Kind as ErrorKind};

// Microsoft, "Excel specifications and limits".
/// Rows of a sheet, one of which names the columns.
const ROWS: u32 = 1_048_576;
/// UTF-16 units of a cell's text.
const TEXT: usize = 32_767;
/// Above this a number of Excel, a double, is not every whole number.
const WHOLE: u64 = 1 << 53;

/// Writes a sheet of rows, its head frozen and with filters, and a sheet `made by`.
/// Text is written as text, whatever it looks like: there is never a formula.
pub(super) fn write(out: &mut dyn Write, rows: Rows<'_>, about: &About<'_>) -> io::Result<()> {
    let mut workbook = Workbook::new();
    // The same input gives the same file: nothing tells when it was made.
    let created = ExcelDateTime::from_ymd(1980, 1, 1).map_err(io::Error::other)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    fill(workbook.add_worksheet(), rows)?;
    tell(workbook.add_worksheet(), about)?;
    out.write_all(&workbook.save_to_buffer().map_err(io::Error::other)?)
}

fn fill(sheet: &mut Worksheet, rows: Rows<'_>) -> io::Result<()> {
    sheet.set_name(rows.name).map_err(io::Error::other)?;
    let mut widths = Vec::new();
    for (field, at) in rows.fields.iter().zip(0..) {
        let head = Format::new().set_bold().set_align(side(field));
        sheet.write_string_with_format(0, at, field.name, &head).map_err(io::Error::other)?;
        widths.push(field.name.width() + 3);
    }
    let formats: Vec<Format> = rows.fields.iter().map(|field| Format::new().set_align(side(field))).collect();
    let counts = Format::new().set_num_format("#,##0");
    let mut last = 0;
    for row in rows.rows {
        last += 1;
        if last >= ROWS {
            return Err(io::Error::other(too_many_rows()));
        }
        for ((cell, at), ((field, format), width)) in
            row?.iter().zip(0..).zip(rows.fields.iter().zip(&formats).zip(&mut widths))
        {
            let format = if matches!(cell, Cell::Count(_)) { &counts } else { format };
            put(sheet, (last, at), cell, format).map_err(|error| refused(error, last, field.name, cell))?;
            *width = (*width).max(cell.readable().width() + 1);
        }
    }
    for (width, at) in widths.iter().zip(0..) {
        sheet.set_column_width(at, (*width).clamp(6, 60) as f64).map_err(io::Error::other)?;
    }
    let columns = u16::try_from(widths.len()).map_err(io::Error::other)?;
    sheet.set_freeze_panes(1, 0).map_err(io::Error::other)?;
    if let Some(right) = columns.checked_sub(1) {
        sheet.autofilter(0, 0, last, right).map_err(io::Error::other)?;
    }
    Ok(())
}

fn side(field: &Field) -> FormatAlign {
    if field.leads || field.kind != Kind::Text { FormatAlign::Right } else { FormatAlign::Left }
}

fn put(sheet: &mut Worksheet, at: (u32, u16), cell: &Cell, format: &Format) -> Result<(), XlsxError> {
    let (row, column) = at;
    match cell {
        cell if cell.is_empty() => return Ok(()),
        Cell::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        Cell::Number(number) => sheet.write_number_with_format(row, column, *number, format)?,
        Cell::Count(count) if *count <= WHOLE => sheet.write_number_with_format(row, column, *count as f64, format)?,
        Cell::Ordinal(number) if number.unsigned_abs() <= WHOLE => {
            sheet.write_number_with_format(row, column, *number as f64, format)?
        }
        cell => sheet.write_string_with_format(row, column, cell.exact(), format)?,
    };
    Ok(())
}

fn tell(sheet: &mut Worksheet, about: &About<'_>) -> io::Result<()> {
    sheet.set_name("made by").map_err(io::Error::other)?;
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    for ((name, value), row) in about.facts().into_iter().zip(0..) {
        sheet.write_string_with_format(row, 0, name, &bold).map_err(io::Error::other)?;
        let cell = Cell::Text(value);
        put(sheet, (row, 1), &cell, &wrapped).map_err(|error| refused(error, row, name, &cell))?;
    }
    sheet.set_column_width(0, 12).and_then(|sheet| sheet.set_column_width(1, 80)).map_err(io::Error::other)?;
    Ok(())
}

fn too_many_rows() -> Error {
    Error::new(ErrorKind::Setting, "xlsx", format!("there are more than {} rows, all that a sheet holds", ROWS - 1))
        .remedy("write csv or parquet instead, or fewer rows (--limit, --sample, a selection)")
}

fn refused(error: XlsxError, row: u32, column: &str, cell: &Cell) -> io::Error {
    if !matches!(error, XlsxError::MaxStringLengthExceeded) {
        return io::Error::other(error);
    }
    let units = cell.exact().encode_utf16().count();
    io::Error::other(
        Error::new(
            ErrorKind::Setting,
            format!("xlsx, row {}, column {column}", row + 1),
            format!("the text has {units} characters, a cell holds {TEXT}"),
        )
        .remedy("write csv, html or parquet instead, or less context (--context)"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Made;

    fn written(rows: impl Iterator<Item = Vec<Cell>> + 'static) -> io::Result<Vec<u8>> {
        let field = Field { name: "text", kind: Kind::Text, leads: false };
        let rows = Rows { name: "rows", fields: vec![field], rows: Box::new(rows.map(Ok)) };
        let mut out = Vec::new();
        write(&mut out, rows, &About { made: &Made::default(), found: None }).map(|()| out)
    }

    #[test]
    fn what_a_sheet_has_no_room_for_is_an_error_with_a_remedy() {
        let text = |units: usize| std::iter::once(vec![Cell::Text("🕊".repeat(units / 2))]);
        assert!(written(text(TEXT - 1)).is_ok());
        let error = written(text(TEXT + 1)).unwrap_err().downcast::<Error>().unwrap();
        assert_eq!(error.place, "xlsx, row 2, column text");
        assert!(error.cause.contains("32768") && error.remedy.contains("--context"), "{error}");
        let nothing = |rows: u32| (0..rows).map(|_| vec![Cell::Empty]);
        let error = written(nothing(ROWS)).unwrap_err().downcast::<Error>().unwrap();
        assert!(error.cause.contains("1048575") && error.remedy.contains("parquet"), "{error}");
    }
}
