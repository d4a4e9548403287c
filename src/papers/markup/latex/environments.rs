//! LaTeX's environments.

use super::LaTeX;

/// Lines that stay as they are; the latter are formulas.
const LITERAL: &[&str] = &[
    "verbatim",
    "Verbatim",
    "lstlisting",
    "minted",
    "alltt",
    "equation",
    "align",
    "gather",
    "multline",
    "eqnarray",
    "displaymath",
    "math",
    "flalign",
    "alignat",
    "dmath",
];
/// Left out.
const SILENT: &[&str] = &["comment", "tikzpicture", "picture", "filecontents", "pspicture", "CCSXML"];
const LISTS: &[&str] = &["itemize", "enumerate", "description", "compactitem", "compactenum", "inparaenum"];
const TABLES: &[&str] = &["tabular", "tabularx", "tabulary", "longtable", "array", "supertabular", "tblr"];

impl LaTeX<'_> {
    pub(super) fn environment(&mut self, begins: bool) {
        let Some(stretch) = self.source.group() else { return };
        let whole = self.source.of(stretch);
        let name = whole.trim().trim_end_matches('*');
        if begins && (LITERAL.contains(&name) || SILENT.contains(&name)) && self.whole(whole, SILENT.contains(&name)) {
            return;
        }
        self.end_paragraph();
        if LISTS.contains(&name) {
            self.lists = if begins { self.lists + 1 } else { self.lists.saturating_sub(1) };
            self.source.options();
        } else if TABLES.contains(&name) {
            self.table(name, begins);
        } else if begins {
            match name {
                "abstract" => self.own_heading("Abstract"),
                "thebibliography" => {
                    self.own_heading("References");
                    self.source.group();
                }
                "minipage" | "multicols" | "wrapfigure" | "otherlanguage" | "adjustbox" | "spacing" => {
                    self.source.options();
                    self.source.group();
                }
                _ => self.source.options(),
            }
        } else if name == "document" {
            // What stands behind the document is none of it.
            self.source.at = self.source.end;
        }
    }

    fn table(&mut self, name: &str, begins: bool) {
        if begins {
            self.source.options();
            if name.ends_with(['x', 'y']) {
                self.source.group();
            }
            self.source.group();
            self.tables += 1;
            self.page.row();
        } else {
            self.tables = self.tables.saturating_sub(1);
        }
    }

    /// Passes an environment as a whole, as lines or in silence: whether it ends anywhere.
    fn whole(&mut self, name: &str, silent: bool) -> bool {
        if self.endless.contains(name) {
            return false;
        }
        let end = format!("\\end{{{name}}}");
        let rest = self.source.rest();
        let Some(length) = memchr::memmem::find(rest.as_bytes(), end.as_bytes()) else {
            self.endless.insert(name.to_string());
            return false;
        };
        if !silent {
            self.end_paragraph();
            self.literal(length);
        }
        self.source.at += length + end.len();
        true
    }

    /// The next bytes as lines; arguments on the first are none of them.
    pub(super) fn literal(&mut self, length: usize) {
        let text = self.source.text.get(self.source.at..self.source.at + length).unwrap_or("");
        let line = self.source.line();
        let rows = (line..)
            .zip(text.lines())
            .filter(|(at, row)| !(row.trim().is_empty() || *at == line && row.starts_with(['[', '{'])));
        let rows: Vec<(&str, u32)> = rows.map(|(line, row)| (row, line)).collect();
        self.page.flow.lines(rows.into_iter());
    }
}
