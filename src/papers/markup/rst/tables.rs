//! Tables of reStructuredText: drawn as a grid, set under lines of `=`, lists and CSV in directives.

use super::Body;
use crate::model::BlockKind;
use crate::papers::markup::line::Row;

/// The most columns: what stands behind them is in the last.
const MOST: usize = 200;
const CELL: BlockKind = BlockKind::Cell { first: false };

impl<'a> Body<'a> {
    /// A table: how many lines it has.
    pub(super) fn table(&mut self, rows: &[Row<'a>]) -> Option<usize> {
        let first = rows.first()?.text;
        if first.starts_with("+-") && first.ends_with('+') {
            return Some(self.grid(rows));
        }
        let border = |text: &str| text.starts_with("==") && text.chars().all(|c| c == '=' || c == ' ');
        if !border(first) || !first.contains(' ') {
            return None;
        }
        // It ends with the second line of `=` behind its first row that an empty line follows.
        let ends = |at: usize| {
            border(rows.get(at).map_or("", |row| row.text)) && rows.get(at + 1).is_none_or(|row| row.blank())
        };
        // Where none was found, a line further down need not look again.
        let (line, last) = (rows.first()?.line, rows.last()?.line);
        if self.no_end.get(&self.depth).is_some_and(|none| none.contains(&line)) {
            return None;
        }
        let Some(count) = (1..rows.len()).find(|at| ends(*at)) else {
            self.no_end.insert(self.depth, line..last + 1);
            return None;
        };
        self.simple(first, rows.get(1..count)?);
        Some(count + 1)
    }

    fn cell(&mut self, lines: &[String], line: u32) {
        let empty = lines.iter().take_while(|line| line.trim().is_empty()).count();
        let text = lines.get(empty..).unwrap_or(&[]).join("\n");
        self.text(text.trim_end(), line + empty as u32, CELL);
        self.page.end_cell();
    }

    fn grid(&mut self, rows: &[Row<'a>]) -> usize {
        let count = rows.iter().take_while(|row| row.text.starts_with(['+', '|'])).count();
        let edge = rows.first().map_or("", |row| row.text);
        let edges: Vec<usize> =
            edge.chars().enumerate().filter(|(_, sign)| *sign == '+').map(|(at, _)| at).take(MOST).collect();
        let rule = |row: &Row<'_>| row.text.starts_with('+') || row.text.contains("+--") || row.text.contains("--+");
        for group in rows.get(..count).unwrap_or(&[]).split(rule).filter(|group| !group.is_empty()) {
            self.page.row();
            let line = group.first().map_or(0, |row| row.line);
            // Where a cell goes over several columns, there is no bar at the edge between them.
            let barred =
                |edge: &usize| group.iter().all(|row| row.text.chars().nth(*edge).is_none_or(|sign| sign == '|'));
            let own: Vec<usize> = edges.iter().copied().filter(barred).collect();
            for (start, end) in own.iter().zip(own.iter().skip(1)) {
                let part = |row: &Row<'_>| row.text.chars().take(*end).skip(start + 1).collect::<String>();
                self.cell(&group.iter().map(part).map(|part| part.trim().to_string()).collect::<Vec<_>>(), line);
            }
        }
        count
    }

    fn simple(&mut self, border: &str, rows: &[Row<'a>]) {
        let signs: Vec<char> = border.chars().collect();
        let begins = |at: &usize| signs.get(*at) == Some(&'=') && (*at == 0 || signs.get(at - 1) == Some(&' '));
        let starts: Vec<usize> = (0..signs.len()).filter(begins).take(MOST).collect();
        let cells = |row: &Row<'_>| -> Vec<String> {
            let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
            let part = |(start, end): (&usize, usize)| row.text.chars().take(end).skip(*start).collect::<String>();
            starts.iter().zip(ends).map(part).map(|part| part.trim().to_string()).collect()
        };
        let rule = |row: &&Row<'_>| !row.blank() && !row.text.chars().all(|sign| "=- ".contains(sign));
        let mut open: Option<(Vec<Vec<String>>, u32)> = None;
        for row in rows.iter().filter(rule) {
            let parts = cells(row);
            let continued = parts.first().is_some_and(String::is_empty);
            match &mut open {
                Some((lines, line)) if continued && row.line == *line + lines.len() as u32 => lines.push(parts),
                _ => {
                    self.simple_row(open.take());
                    open = Some((vec![parts], row.line));
                }
            }
        }
        self.simple_row(open);
    }

    fn simple_row(&mut self, row: Option<(Vec<Vec<String>>, u32)>) {
        let Some((lines, line)) = row else { return };
        self.page.row();
        for column in 0..lines.first().map_or(0, Vec::len) {
            self.cell(&lines.iter().filter_map(|parts| parts.get(column).cloned()).collect::<Vec<_>>(), line);
        }
    }

    /// A list of lists: `* - cell`, `  - cell`.
    pub(super) fn list_table(&mut self, rows: &[Row<'a>]) {
        for row in rows {
            let text = row.text.trim_start();
            if row.text.starts_with(['*', '-']) {
                self.page.end_cell();
                self.page.row();
            }
            let within =
                text.strip_prefix(['*', '-']).filter(|_| row.text.starts_with(['*', '-'])).unwrap_or(text).trim_start();
            let cell =
                within.strip_prefix('-').filter(|rest| row.indent() <= 4 && (rest.is_empty() || rest.starts_with(' ')));
            if cell.is_some() {
                self.page.end_cell();
            }
            self.text(cell.unwrap_or(within), row.line, CELL);
            self.page.flow.space();
        }
        self.page.end_cell();
    }

    pub(super) fn csv_table(&mut self, header: Option<Row<'a>>, rows: &[Row<'a>]) {
        for row in header.iter().chain(rows).filter(|row| !row.blank()) {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .trim(csv::Trim::All)
                .from_reader(row.text.as_bytes());
            self.page.row();
            for cell in reader
                .records()
                .filter_map(Result::ok)
                .flat_map(|cells| cells.iter().map(str::to_string).collect::<Vec<_>>())
            {
                self.cell(&[cell], row.line);
            }
        }
    }
}
