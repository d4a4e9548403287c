//! The first sheet of an Excel workbook (.xlsx), as rows of text.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, Xlsx};

use super::zipped::{Bounds, Zipped};

/// The most cells of a sheet: each is a text.
const MOST_CELLS: usize = 5_000_000;
/// The most columns: a cell far to the right is one of a sheet that nobody wrote.
const MOST_COLUMNS: u32 = 1000;

/// The rows that hold something, each with its cells by column, counted from 0.
pub(super) type Sheet = Vec<BTreeMap<u32, String>>;

/// Reads the first sheet.
///
/// # Errors
/// What is no workbook, or too large a one: a sentence without a full stop.
pub(super) fn first_sheet(bytes: &[u8]) -> Result<Sheet, String> {
    let zipped = Zipped::open(bytes, Bounds::PAPER)?;
    let all = zipped.members().iter().fold(0u64, |all, member| all.saturating_add(member.size));
    if all > Bounds::PAPER.all {
        let most = Bounds::PAPER.all >> 20;
        return Err(format!("it unpacks to more than {most} MiB, which is refused: this may be a bomb"));
    }
    // A fault in its parser costs this file, no more.
    catch_unwind(AssertUnwindSafe(|| sheet(bytes))).unwrap_or_else(|_| Err("its reader ended in a fault".to_string()))
}

fn sheet(bytes: &[u8]) -> Result<Sheet, String> {
    let unread = |cause: calamine::XlsxError| format!("it is no workbook that can be read: {cause}");
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(unread)?;
    let name = workbook.sheet_names().first().cloned().ok_or("it has no sheet")?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(unread)?;
    let (mut rows, mut count) = (BTreeMap::<u32, BTreeMap<u32, String>>::new(), 0);
    // Cells come one by one: a sheet of two cells far apart is no large one.
    while let Some(cell) = cells.next_cell().map_err(unread)? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if column < MOST_COLUMNS && !text.is_empty() {
            rows.entry(row).or_default().insert(column, text);
            count += 1;
        }
        if count > MOST_CELLS {
            return Err(format!("its first sheet has more than {MOST_CELLS} cells: split it"));
        }
    }
    Ok(rows.into_values().collect())
}

/// A cell as a reader of the sheet sees it; dates as `1996-05-31`.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => text.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
        #[allow(unreachable_patterns)]
        _ => String::new(),
    }
}
